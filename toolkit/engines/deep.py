"""Services asked through deep-translator's own adapters: Google, MyMemory, Baidu, QCRI.

What the adapters of 1.11.4 do, and what is done about it here: no time-outs anywhere
(they get our session in place of ``requests``); one instance keeps the text of a
request and so must not be shared by threads (one for each call); ``None`` for texts
without letters; HTTP errors without their ``Retry-After`` (our session raises first);
notices of used-up quotas as translations (:mod:`toolkit.engines.replies`).
"""

from __future__ import annotations

import functools
import html
import sys
from abc import abstractmethod
from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, Any, ClassVar

from toolkit.engines import codes
from toolkit.engines.base import Limits
from toolkit.engines.failures import BadReply, Stopped, Temporary, TooLong
from toolkit.engines.web import OneByOne

if TYPE_CHECKING:
    import requests

    from toolkit.engines.transport import Http


def with_session(adapter: type, http: _Inspected) -> type:
    """A subclass of an adapter whose methods find ``http`` under the name ``requests``.

    Its methods are made again over a copy of their module's names, so that the module
    itself stays as it is for everybody else in this process.
    """
    names = {**vars(sys.modules[adapter.__module__]), "requests": http}
    methods: dict[str, Any] = {}
    for name, function in vars(adapter).items():
        if isinstance(function, FunctionType):
            copy = FunctionType(function.__code__, names, name, function.__defaults__, function.__closure__)
            copy.__kwdefaults__ = function.__kwdefaults__
            methods[name] = copy
    return type(adapter.__name__, (adapter,), methods)


class _Inspected:
    """What an adapter takes for ``requests``: our session, and a look at each reply before the adapter."""

    def __init__(self, http: Http, inspect: Callable[[requests.Response], None]) -> None:
        self._http = http
        self._inspect = inspect
        self.exceptions = http.exceptions

    def get(self, url: str, **options: Any) -> requests.Response:
        return self._looked_at(self._http.get(url, **options))

    def post(self, url: str, **options: Any) -> requests.Response:
        return self._looked_at(self._http.post(url, **options))

    def _looked_at(self, response: requests.Response) -> requests.Response:
        self._inspect(response)
        return response


class DeepEngine(OneByOne):
    """One text a request, through an adapter."""

    adapter: ClassVar[str]
    """``module:Class`` in deep_translator."""
    longest: ClassVar[int] = 5_000
    """Characters the adapter refuses from, whatever the encoded length is."""

    @functools.cached_property
    def _class(self) -> type:
        import importlib

        module, name = self.adapter.split(":")
        adapter = getattr(importlib.import_module(f"deep_translator.{module}"), name)
        return with_session(adapter, _Inspected(self.http, self.inspect))

    def inspect(self, response: requests.Response) -> None:
        """Sees what the adapter hides.

        :raises Failure: the reply is none.
        """

    @abstractmethod
    def options(self) -> dict[str, Any]:
        """What the adapter's constructor takes besides languages."""

    def ask(self, translator: Any, text: str) -> object:
        return translator.translate(text)

    def one(self, text: str, source: str, target: str) -> str:
        if len(text) >= self.longest:
            raise TooLong(f"longer than {self.longest} characters")
        if not any(char.isalpha() for char in text):
            return text  # the adapters return None for it, some after a request
        translator = self._class(source=source, target=target, **self.options())
        translator._base_url = self.address
        reply = self.ask(translator, text)
        if not isinstance(reply, str):
            raise BadReply("no reply" if reply is None else f"a reply of {type(reply).__name__}")
        return self.tidy(reply, text)

    @property
    def address(self) -> str:
        """What the adapter sends to."""
        return self.url

    def tidy(self, reply: str, text: str) -> str:
        """The reply without what the service adds."""
        return reply


class Google(DeepEngine):
    name = "google"
    title = "Google Translate's free page (no promise of service; one text a request)"
    forms = ("token", "xml", "plain")
    price_per_million = 0.0
    home = "https://translate.google.com/m"
    adapter = "google:GoogleTranslator"
    languages = codes.GOOGLE
    # The text stands in the URL, which the page takes up to 16 KB.
    limits = Limits(15_000, 1, "encoded-bytes", connections=4, per_second=5)

    def options(self) -> dict[str, Any]:
        return {}

    def inspect(self, response: requests.Response) -> None:
        """Its parser makes a translation of half a page too."""
        if b"</html>" not in response.content:
            raise Temporary("the page was cut off", billed=True)


class MyMemory(DeepEngine):
    name = "mymemory"
    title = "MyMemory (free up to 5,000 characters a day, 50,000 with an e-mail address)"
    price_per_million = 0.0
    home = "https://api.mymemory.translated.net/get"
    adapter = "mymemory:MyMemoryTranslator"
    longest = 500
    languages = codes.MYMEMORY
    limits = Limits(499, 1, "utf8-bytes", connections=2, per_second=2)

    def options(self) -> dict[str, Any]:
        return {"email": self.setup.email or None}

    def tidy(self, reply: str, text: str) -> str:
        upper = reply[:80].upper()
        if "MYMEMORY WARNING" in upper and "MYMEMORY WARNING" not in text.upper():
            raise Stopped(
                "the free quota of today is used up",
                hint="set email in [tool.toolkit.engines.mymemory] for a larger one, or go on tomorrow",
            )
        # It stores what people sent, sometimes escaped for HTML.
        return reply if "&" in text else html.unescape(reply)


class Baidu(DeepEngine):
    name = "baidu"
    title = "Baidu Translate"
    home = "https://fanyi-api.baidu.com/api/trans/vip/translate"
    adapter = "baidu:BaiduTranslator"
    keys = (("BAIDU_APPID",), ("BAIDU_APPKEY",))
    languages = codes.BAIDU
    # The adapter puts the text into the URL although it posts.
    limits = Limits(6_000, 1, "encoded-bytes", connections=1, per_second=1)

    def options(self) -> dict[str, Any]:
        return {"appid": self.key(0), "appkey": self.key(1)}

    def ask(self, translator: Any, text: str) -> object:
        try:
            return super().ask(translator, text)
        except Exception as error:
            if type(error).__name__ != "BaiduAPIerror":
                raise
            message = str(getattr(error, "api_message", error))
        low = message.lower()
        if "limit" in low or "timeout" in low or "system error" in low:
            raise Temporary(message, crowded="limit" in low)
        raise Stopped(message)


class Qcri(DeepEngine):
    name = "qcri"
    title = "QCRI (Arabic, English, Spanish)"
    price_per_million = 0.0
    home = "https://mt.qcri.org/api/v1"
    adapter = "qcri:QcriTranslator"
    keys = (("QCRI_API_KEY",),)
    languages = codes.QCRI
    limits = Limits(6_000, 1, "encoded-bytes", connections=1, per_second=2)

    def options(self) -> dict[str, Any]:
        return {"api_key": self.key()}

    @property
    def address(self) -> str:
        return self.url + "/{endpoint}?"

    def ask(self, translator: Any, text: str) -> object:
        return translator.translate(text, domain=self.setup.extra.get("domain", "general"))
