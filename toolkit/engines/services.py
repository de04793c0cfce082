"""Services whose adapter in deep-translator 1.11.4 does not fit what they are today.

Each class says why; all speak the service's present API over the same HTTP library.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.engines import codes, keys
from toolkit.engines.base import Limits, Pair
from toolkit.engines.failures import BadReply, Failure, Unsupported
from toolkit.engines.web import Batched, OneByOne, Wanted


def _list(data: object, name: str) -> Sequence[Any]:
    """A list in the reply's JSON.

    :raises BadReply: it is not there.
    """
    value = data.get(name) if isinstance(data, Mapping) else None
    if not isinstance(value, list):
        raise BadReply("the reply has no translations")
    return value


def _texts(entries: Sequence[Any]) -> list[object]:
    return [entry.get("text") if isinstance(entry, Mapping) else None for entry in entries]


class LibreTranslate(Batched):
    """The adapter demands a key even for one's own server, knows 17 languages, sends one text in
    the URL and no HTML."""

    name = "libretranslate"
    title = "LibreTranslate, your own server (url) or libretranslate.com (key); its JSON API"
    home = "https://libretranslate.com"
    keys = (("LIBRE_API_KEY", "LIBRETRANSLATE_API_KEY"),)
    own_server_needs_key = False
    languages = codes.LIBRETRANSLATE
    limits = Limits(2_000, 20, connections=2)

    def ask(self, fragments: list[str], wanted: Wanted) -> Sequence[object]:
        body: dict[str, object] = {
            "q": fragments,
            "source": wanted.source,
            "target": wanted.target,
            "format": "html",
        }
        found = self.key() if self.needs_key else keys.key(*self.keys[0])
        if found:
            body["api_key"] = found
        try:
            data = self.http.json("POST", f"{self.url}/translate", json=body)
        except Failure as failure:
            if "is not supported" in failure.message:
                raise Unsupported(failure.message) from None
            raise
        return _list(data, "translatedText")

    def probe(self) -> None:
        self.http.request("GET", f"{self.url}/languages")


class DeepL(Batched):
    """The adapter sends the key in the query of a GET, which DeepL switched off, and prints it."""

    name = "deepl"
    title = "DeepL, free or pro by the key; API v2 with the key in a header"
    forms = ("html", "xml", "token", "plain")
    price_per_million = 25.0
    home = "https://api.deepl.com"
    keys = (("DEEPL_API_KEY", "DEEPL_AUTH_KEY"),)
    languages = codes.DEEPL_TARGET
    source_languages = codes.DEEPL_SOURCE
    limits = Limits(20_000, 50, connections=4)

    @property
    def base(self) -> str:
        """Keys of the free plan end in ``:fx`` and have a host of their own."""
        free = not self.setup.url and self.key().endswith(":fx")
        return "https://api-free.deepl.com" if free else self.url

    @property
    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"DeepL-Auth-Key {self.key()}"}

    def supports(self, pair: Pair) -> bool:
        try:
            source, target = self.code_pair(pair)
        except Unsupported:
            return False
        return source != target.split("-")[0]

    def ask(self, fragments: list[str], wanted: Wanted) -> Sequence[object]:
        body: dict[str, object] = {
            "text": fragments,
            "source_lang": wanted.source,
            "target_lang": wanted.target,
            "tag_handling": "xml" if wanted.form == "xml" else "html",
        }
        body |= {name: value for name, value in self.setup.extra.items() if name in _DEEPL_OPTIONS}
        if self.setup.model:
            body["model_type"] = self.setup.model
        data = self.http.json("POST", f"{self.base}/v2/translate", json=body, headers=self._headers)
        return _texts(_list(data, "translations"))

    def probe(self) -> None:
        self.http.request("GET", f"{self.base}/v2/usage", headers=self._headers)

    def fingerprint(self) -> str:
        return f"{super().fingerprint()}|{self.setup.model}"


_DEEPL_OPTIONS = frozenset({"formality", "glossary_id", "context", "style_id"})


class Microsoft(Batched):
    """The adapter's constructor goes online, and it sends one text and no HTML."""

    name = "microsoft"
    title = "Microsoft Translator; API 3.0"
    price_per_million = 10.0
    home = "https://api.cognitive.microsofttranslator.com"
    keys = (("MICROSOFT_API_KEY", "AZURE_TRANSLATOR_KEY"),)
    languages = codes.MICROSOFT
    limits = Limits(20_000, 100, connections=4)

    def ask(self, fragments: list[str], wanted: Wanted) -> Sequence[object]:
        headers = {"Ocp-Apim-Subscription-Key": self.key()}
        if self.setup.region:
            headers["Ocp-Apim-Subscription-Region"] = self.setup.region
        query = {"api-version": "3.0", "from": wanted.source, "to": wanted.target, "textType": "html"}
        body = [{"Text": fragment} for fragment in fragments]
        data = self.http.json("POST", f"{self.url}/translate", params=query, json=body, headers=headers)
        if not isinstance(data, list):
            raise BadReply("the reply has no translations")
        return _texts([_list(entry, "translations")[0] for entry in data])

    def probe(self) -> None:
        query = {"api-version": "3.0", "scope": "translation"}
        self.http.request("GET", f"{self.url}/languages", params=query)


class Yandex(Batched):
    """The adapter asks API 1.5, which Yandex switched off, and returns a list in place of a text."""

    name = "yandex"
    title = "Yandex Translate; Yandex Cloud's API v2"
    takes_glossary = True
    home = "https://translate.api.cloud.yandex.net"
    keys = (("YANDEX_API_KEY",),)
    languages = codes.YANDEX
    limits = Limits(9_000, 50, connections=4, per_second=20)

    def ask(self, fragments: list[str], wanted: Wanted) -> Sequence[object]:
        body: dict[str, object] = {
            "texts": fragments,
            "sourceLanguageCode": wanted.source,
            "targetLanguageCode": wanted.target,
            "format": "HTML",
        }
        if "folder" in self.setup.extra:
            body["folderId"] = self.setup.extra["folder"]
        if wanted.glossary:
            terms = [{"sourceText": term, "translatedText": use} for term, use in wanted.glossary[:50]]
            body["glossaryConfig"] = {"glossaryData": {"glossaryPairs": terms}}
        headers = {"Authorization": f"Api-Key {self.key()}"}
        data = self.http.json("POST", f"{self.url}/translate/v2/translate", json=body, headers=headers)
        return _texts(_list(data, "translations"))


class Papago(OneByOne):
    """The adapter asks openapi.naver.com, where Papago is no more; it is at NAVER Cloud now."""

    name = "papago"
    title = "Papago; NAVER Cloud's API"
    home = "https://papago.apigw.ntruss.com"
    keys = (("PAPAGO_CLIENT_ID",), ("PAPAGO_CLIENT_SECRET",))
    languages = codes.PAPAGO
    limits = Limits(4_900, 1, connections=2, per_second=10)

    def one(self, text: str, source: str, target: str) -> str:
        headers = {"X-NCP-APIGW-API-KEY-ID": self.key(0), "X-NCP-APIGW-API-KEY": self.key(1)}
        body = {"source": source, "target": target, "text": text}
        data = self.http.json("POST", f"{self.url}/nmt/v1/translation", data=body, headers=headers)
        reply = data["message"]["result"]["translatedText"]
        if not isinstance(reply, str):
            raise BadReply("the reply has no translation")
        return reply
