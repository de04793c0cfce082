"""Each service gets what its protocol asks for, and no key is ever seen again."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engines.server import Service
from toolkit.engines import BUILTIN, Engine, Pace, Pair, ReplyCache, Request, Runner, Setup, Timeouts
from toolkit.engines import keys as engine_keys
from toolkit.engines.apertium import Apertium
from toolkit.engines.deep import Baidu, Google, MyMemory, Qcri
from toolkit.engines.openai import OpenAI
from toolkit.engines.services import DeepL, LibreTranslate, Microsoft, Papago, Yandex
from toolkit.engines.tencent import Tencent, signed
from toolkit.testing import check_engine, foreign

PAIR = Pair("en", "es")
KEY = "s3cr3t-k3y/of+the=tests"
QUICK = Pace(attempts=2, first_wait=0.002, max_wait=1.0, grace=0.2)
TEXT = "Take 1 tablet & drink a glass of water < 200 ml."

WEB: dict[str, tuple[type[Engine], str]] = {
    "google": (Google, "/google"),
    "mymemory": (MyMemory, "/mymemory"),
    "libretranslate": (LibreTranslate, "/libre"),
    "deepl": (DeepL, "/deepl"),
    "microsoft": (Microsoft, "/microsoft"),
    "yandex": (Yandex, "/yandex"),
    "papago": (Papago, "/papago"),
    "baidu": (Baidu, "/baidu"),
    "qcri": (Qcri, "/qcri"),
    "tencent": (Tencent, "/tencent"),
    "openai": (OpenAI, "/openai"),
    "apertium": (Apertium, "/apy"),
}


def variables(kind: type[Engine]) -> list[str]:
    return [name for names in getattr(kind, "keys", ()) for name in names]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for kind, _ in WEB.values():
        for variable in variables(kind):
            monkeypatch.delenv(variable, raising=False)
        for number, names in enumerate(getattr(kind, "keys", ())):
            monkeypatch.setenv(names[0], f"{KEY}{number}")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.delenv("OPENAI_MODEL", raising=False)
    seen = set(engine_keys._seen)
    yield
    engine_keys._seen.clear()
    engine_keys._seen.update(seen)


def make(name: str, service: Service, **setup: Any) -> Engine:
    kind, path = WEB[name]
    return kind.create(Setup(Timeouts(1, 0.5, 1.0), url=service.url + path, **setup))


def test_every_service_is_tested() -> None:
    assert set(BUILTIN) - set(WEB) == {"memory", "copy", "pseudo"}


@pytest.mark.parametrize("name", sorted(WEB))
def test_translates(name: str) -> None:
    with Service() as service:
        engine = make(name, service)
        check_engine(engine, PAIR)
        for form in engine.forms:
            text = TEXT if form in ("plain", "token") else TEXT.replace("&", "&amp;").replace("<", "&lt;")
            assert list(engine.translate([text], PAIR, form=form)) == [foreign(text)]
        if "html" in engine.forms:
            marked = 'Take <b id="1">one tablet</b> and <a id="2">read <x id="3"/> this</a>.'
            assert list(engine.translate([marked], PAIR, form="html")) == [foreign(marked)]


@pytest.mark.parametrize("name", sorted(WEB))
@pytest.mark.parametrize("fault", ["403", "500", "reset", "html", "hang", None])
def test_no_key_is_seen_again(
    name: str, fault: str | None, tmp_path: Path, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    path = tmp_path / "replies"
    with Service(lambda _: fault) as service, ReplyCache(path) as cache:
        engine = make(name, service)
        engine.setup = Setup(Timeouts(1, 0.05, 0.1), url=engine.setup.url)
        runner = Runner(engine, cache=cache, pace=QUICK)
        results = list(runner.run([Request(TEXT, PAIR)]))
        raised = []
        try:
            engine.translate([TEXT], PAIR, form="plain")
        except Exception as error:
            # What an engine raises goes no further than the runner, which keeps only this of it.
            from toolkit.engines.failures import classify

            raised.append(str(classify(error)))
        shown = [repr(results), repr(runner.failures), *raised, caplog.text, *capfd.readouterr()]
        shown += [repr(engine.status(check=True)), engine.fingerprint(), engine.label(PAIR)]
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert stored
    for part in ("s3cr3t", "s3cr3t-k3y%2Fof"):
        assert part.encode() not in stored
        assert not [text for text in shown if part in text]


def test_deepl_has_its_key_in_the_header_only() -> None:
    with Service() as service:
        make("deepl", service).translate(["One.", "Two."], Pair("en", "pt-BR"), form="html")
        ((path, texts, headers),) = service.requests
        (body,) = service.queries
    assert headers["Authorization"] == f"DeepL-Auth-Key {KEY}0"
    assert "auth_key" not in path + json.dumps(body)
    assert texts == ('<p id="t0">One.</p>', '<p id="t1">Two.</p>')
    assert (body["source_lang"], body["target_lang"], body["tag_handling"]) == ("EN", "PT-BR", "html")


def test_deepl_free_keys_have_their_own_host(monkeypatch: pytest.MonkeyPatch) -> None:
    assert DeepL().base == "https://api.deepl.com"
    monkeypatch.setenv("DEEPL_API_KEY", "abc:fx")
    assert DeepL().base == "https://api-free.deepl.com"


def test_deepl_options() -> None:
    with Service() as service:
        engine = make(
            "deepl", service, extra={"formality": "more", "nonsense": "1"}, model="quality_optimized"
        )
        engine.translate(["One."], PAIR, form="xml")
        (body,) = service.queries
    assert body["formality"] == "more"
    assert body["model_type"] == "quality_optimized"
    assert body["tag_handling"] == "xml"
    assert "nonsense" not in body


def test_own_libretranslate_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("LIBRE_API_KEY", "LIBRETRANSLATE_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    assert LibreTranslate().status().state == "needs-key"
    with Service() as service:
        engine = make("libretranslate", service)
        assert engine.status(check=True).ready
        assert list(engine.translate(["One."], PAIR, form="plain")) == ["One-x."]
        assert "api_key" not in service.queries[0]


def test_microsoft_goes_online_only_to_translate() -> None:
    with Service() as service:
        engine = make("microsoft", service, region="westeurope")
        assert engine.status().ready
        assert service.requests == []
        engine.translate(["One."], Pair("en", "zh-TW"), form="html")
        ((path, _, headers),) = service.requests
    assert headers["Ocp-Apim-Subscription-Key"] == f"{KEY}0"
    assert headers["Ocp-Apim-Subscription-Region"] == "westeurope"
    assert "to=zh-Hant" in path
    assert "textType=html" in path


def test_google_in_its_own_codes_and_texts_without_letters() -> None:
    with Service() as service:
        engine = make("google", service)
        assert list(engine.translate(["Rest", "12–14", "—"], Pair("en", "he"), form="plain")) == [
            "Rest-x",
            "12–14",
            "—",
        ]
        ((path, _, _),) = service.requests
    assert "tl=iw" in path


def test_adapters_leave_their_modules_alone() -> None:
    import deep_translator.google
    import requests

    with Service() as service:
        make("google", service).translate(["Rest"], PAIR, form="plain")
    assert deep_translator.google.requests is requests


def test_too_long_for_an_adapter() -> None:
    from toolkit.engines import TooLong

    with Service() as service, pytest.raises(TooLong):
        make("google", service).translate(["a" * 5_000], PAIR, form="plain")


def test_google_limit_is_that_of_the_url() -> None:
    with Service() as service:
        engine = make("google", service)
        (result,) = Runner(engine).run([Request("ж" * 2_600, Pair("ru", "es"))])
        assert result.kind == "too-long"
        assert service.requests == []


def test_mymemory_gets_the_address() -> None:
    with Service() as service:
        make("mymemory", service, email="team@example.org").translate(["Rest"], PAIR, form="plain")
        (query,) = service.queries
    assert query["de"] == "team@example.org"
    assert query["langpair"] == "en-GB|es-ES"


def test_openai_gets_instructions_terms_and_numbered_texts() -> None:
    with Service() as service:
        engine = make("openai", service, model="small-model")
        found = engine.translate(
            ["Stem cells", "Rest"], PAIR, form="plain", glossary=[("stem cells", "células madre")]
        )
        (body,) = service.queries
        ((_, _, headers),) = service.requests
    assert list(found) == ["Stem-x cells-x", "Rest-x"]
    assert headers["Authorization"] == f"Bearer {KEY}0"
    assert body["model"] == "small-model"
    system = body["messages"][0]["content"]
    assert "English (en) into Spanish (es)" in system
    assert "células madre" in system
    assert engine.label(PAIR) == "openai small-model"


def test_openai_address_and_model_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1/")
    monkeypatch.setenv("OPENAI_MODEL", "mine")
    monkeypatch.delenv("OPENAI_API_KEY")
    engine = OpenAI()
    assert (engine.url, engine.version, engine.status().state) == (
        "http://127.0.0.1:8080/v1",
        "mine",
        "ready",
    )


def test_yandex_gets_the_glossary() -> None:
    with Service() as service:
        make("yandex", service, extra={"folder": "b1g"}).translate(
            ["One."], PAIR, form="plain", glossary=[("one", "uno")]
        )
        (body,) = service.queries
    pairs = body["glossaryConfig"]["glossaryData"]["glossaryPairs"]
    assert pairs == [{"sourceText": "one", "translatedText": "uno"}]
    assert body["folderId"] == "b1g"


def test_baidu_signs_and_keeps_its_key() -> None:
    with Service() as service:
        make("baidu", service).translate(["Rest"], Pair("en", "fr"), form="plain")
        ((path, _, _),) = service.requests
    import urllib.parse

    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(path).query))
    assert query["to"] == "fra"
    wanted = hashlib.md5((f"{KEY}0Rest{query['salt']}{KEY}1").encode()).hexdigest()
    assert query["sign"] == wanted
    assert f"{KEY}1" not in urllib.parse.unquote(path)


def test_tencent_signature() -> None:
    headers = signed('{"a": 1}', "tmt.tencentcloudapi.com", "id", "secret", 1_551_113_065)
    other = signed('{"a": 2}', "tmt.tencentcloudapi.com", "id", "secret", 1_551_113_065)
    assert headers["Authorization"].startswith("TC3-HMAC-SHA256 Credential=id/2019-02-25/tmt/tc3_request, ")
    assert headers["Authorization"] != other["Authorization"]
    assert "secret" not in json.dumps(headers)


@pytest.mark.parametrize("name", sorted(set(WEB) - {"apertium", "google", "mymemory"}))
def test_without_a_key(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    kind, _ = WEB[name]
    for variable in variables(kind):
        monkeypatch.delenv(variable, raising=False)
    engine = kind.create(Setup())
    status = engine.status()
    assert status.state == "needs-key"
    assert variables(kind)[0] in status.detail
    assert variables(kind)[0] in status.hint
    (result,) = Runner(engine, pace=QUICK).run([Request("Rest", PAIR)])
    assert result.kind == "engine"
    assert variables(kind)[0] in result.problem


def test_a_redirect_is_not_followed_with_a_key() -> None:
    import http.server
    import threading

    from toolkit.engines import Stopped

    class Moved(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(307)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Moved)
    threading.Thread(target=server.handle_request, daemon=True).start()
    engine = DeepL(Setup(url=f"http://127.0.0.1:{server.server_address[1]}"))
    with pytest.raises(Stopped, match="moved"):
        engine.translate(["One"], PAIR, form="plain")
    server.server_close()


def test_a_key_from_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    import types

    ring = types.ModuleType("keyring")
    ring.get_password = lambda service, name: {("l10n-toolkit", "DEEPL_API_KEY"): " from-ring\n"}.get(  # type: ignore[attr-defined]
        (service, name)
    )
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.delenv("DEEPL_API_KEY")
    assert DeepL().key() == "from-ring"
    assert engine_keys.scrub("with from-ring in it") == "with [key] in it"


def test_a_locked_keyring_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    import types

    ring = types.ModuleType("keyring")

    def locked(service: str, name: str) -> str:
        raise RuntimeError("the keyring is locked")

    ring.get_password = locked  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    monkeypatch.delenv("DEEPL_API_KEY")
    assert DeepL().status().state == "needs-key"


def test_apertium_server_pairs_and_pivot() -> None:
    with Service() as service:
        engine = make("apertium", service)
        assert list(engine.translate(["Rest"], Pair("en", "pt"), form="plain")) == [foreign(foreign("Rest"))]
        assert [query["langpair"] for query in service.queries] == ["eng|spa", "spa|por"]
        assert engine.label(Pair("en", "pt")) == "apertium eng-spa-por"
        (result,) = Runner(engine, pace=QUICK).run([Request("Rest", Pair("en", "eu"))])
        assert result.kind == "unsupported"
