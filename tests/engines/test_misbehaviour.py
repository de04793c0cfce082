"""Against services that fail in every way: all texts end right or untranslated, none wrong, none lost."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import pytest

from tests.engines.server import FAULTS, Service
from toolkit.engines import Engine, Pace, Pair, Request, Result, Runner, Setup, Timeouts
from toolkit.engines.deep import Google, MyMemory
from toolkit.engines.openai import OpenAI
from toolkit.engines.services import DeepL, LibreTranslate, Microsoft
from toolkit.testing import foreign

PAIR = Pair("en", "es")
SHORT = Timeouts(connect=1.0, read=0.15, total=0.3)
QUICK = Pace(attempts=6, first_wait=0.005, max_wait=1.0, grace=0.2)

# What takes an engine out for the whole run is tested by itself.
FATAL = {"403", "456", "429-long"}
# Codes are the caller's to verify: such a reply is a translation as far as an engine can tell.
CODES = {"drop", "double", "placeholder"}

ENGINES: list[tuple[type[Engine], str]] = [
    (Google, "/google"),
    (LibreTranslate, "/libre"),
    (DeepL, "/deepl"),
    (OpenAI, "/openai"),
    (Microsoft, "/microsoft"),
]


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("DEEPL_API_KEY", "OPENAI_API_KEY", "MICROSOFT_API_KEY"):
        monkeypatch.setenv(variable, "a-key-of-the-tests")
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def sentences(count: int) -> list[str]:
    return [
        f"Sentence {number}: rest for {number % 9 + 2} days, drink water, and call us when it hurts."
        for number in range(count)
    ]


def run(kind: type[Engine], url: str, texts: list[str], *, pace: Pace = QUICK) -> list[Result]:
    engine = kind.create(Setup(timeouts=SHORT, url=url))
    engine.limits = type(engine.limits)(
        engine.limits.max_characters, min(engine.limits.max_texts, 5), engine.limits.measure, 4
    )
    requests = [Request(text, PAIR, "plain", tag=index) for index, text in enumerate(texts)]
    return list(Runner(engine, pace=pace).run(requests))


def counted(texts: list[str], results: list[Result]) -> tuple[int, int, int]:
    """Right, untranslated, wrong; asserts that there is exactly one result for each text."""
    assert sorted(result.request.tag for result in results) == list(range(len(texts)))
    for result in results:
        assert result.target in (None, foreign(result.request.text)), result
    right = sum(result.target == foreign(result.request.text) for result in results)
    untranslated = sum(result.target is None for result in results)
    return right, untranslated, len(results) - right - untranslated


@pytest.mark.parametrize(("kind", "path"), ENGINES, ids=[path[1:] for _, path in ENGINES])
def test_all_faults_mixed(kind: type[Engine], path: str) -> None:
    order = random.Random(4)

    def faults() -> Iterator[str | None]:
        """Every second request fails, in every way, over and over."""
        kinds = sorted(FAULTS - FATAL - CODES)
        while True:
            order.shuffle(kinds)
            for fault in kinds:
                yield fault
                yield None

    texts = sentences(60)
    with Service(itertools.islice(faults(), 90)) as service:
        results = run(kind, service.url + path, texts)
    right, untranslated, wrong = counted(texts, results)
    assert wrong == 0
    assert right > untranslated
    assert all(result.problem for result in results if result.target is None)


@pytest.mark.parametrize("fault", sorted(FAULTS - FATAL - CODES - {"echo", "long", "loop", "notice"}))
def test_a_passing_fault_loses_nothing(fault: str) -> None:
    """One request in three fails once; all texts come through."""
    texts = sentences(12)
    seen: set[str] = set()

    def once(text: str) -> str | None:
        first = text not in seen
        seen.add(text)
        return fault if first and len(seen) % 3 == 1 else None

    with Service(once) as service:
        results = run(LibreTranslate, service.url + "/libre", texts)
    assert counted(texts, results) == (12, 0, 0)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("echo", "is the source text"),
        ("long", "far too long"),
        ("loop", "repeats itself"),
        ("empty", "empty"),
        ("text-error", "error page"),
        ("notice", "quota warning"),
    ],
)
def test_what_is_no_translation_is_refused(fault: str, said: str) -> None:
    texts = sentences(4)
    with Service(lambda text: fault if "Sentence 2" in text else None) as service:
        results = run(Google, service.url + "/google", texts)
    assert counted(texts, results) == (3, 1, 0)
    (failed,) = [result for result in results if result.target is None]
    assert failed.request.text == texts[2]
    assert failed.kind == "bad-reply"
    assert said in failed.problem


@pytest.mark.parametrize(
    ("fault", "said"), [("403", "key was refused"), ("456", "quota is used up"), ("429-long", "3600 seconds")]
)
def test_an_engine_that_is_out_is_not_asked_again(fault: str, said: str) -> None:
    texts = sentences(30)
    with Service(lambda _: fault) as service:
        engine = DeepL.create(Setup(timeouts=SHORT, url=service.url + "/deepl"))
        engine.limits = type(engine.limits)(1_000, 1, connections=1)
        runner = Runner(engine, pace=QUICK)
        results = list(runner.run(Request(text, PAIR) for text in texts))
        assert len(service.requests) == 1
    assert counted_kinds(results) == {"engine"}
    assert said in runner.stopped
    assert len(runner.failures) == 1


def counted_kinds(results: list[Result]) -> set[str]:
    return {result.kind for result in results}


def test_a_dead_service_costs_seconds() -> None:
    texts = sentences(300)
    with Service(lambda _: "500") as service:
        engine = Google.create(Setup(timeouts=SHORT, url=service.url + "/google"))
        engine.limits = type(engine.limits)(5_000, 1, connections=4)
        runner = Runner(engine, pace=Pace(attempts=3, first_wait=0.005))
        results = list(runner.run(Request(text, PAIR) for text in texts))
        assert len(service.requests) < 30
    assert len(results) == 300
    assert all(result.kind == "engine" for result in results)
    assert "HTTP 500" in runner.stopped


def test_nobody_there() -> None:
    engine = LibreTranslate.create(Setup(timeouts=SHORT, url="http://127.0.0.1:9"))
    runner = Runner(engine, pace=Pace(attempts=2, first_wait=0.005))
    (result,) = runner.run([Request("Take the tablet with water.", PAIR)])
    assert (result.kind, result.problem) == ("engine", "connection refused")
    assert engine.status(check=True).state == "unreachable"


@pytest.mark.parametrize("fault", ["hang", "drip", "drip-headers"])
def test_a_slow_service_meets_a_time_out(fault: str) -> None:
    from toolkit.engines.failures import Temporary, classify
    from toolkit.engines.transport import Http

    with Service([fault]) as service:
        http = Http(Timeouts(connect=1, read=0.2, total=0.4))
        with pytest.raises((OSError, Temporary)) as caught:
            http.get(service.url + "/google", params={"q": "Take the tablet with water."})
        failure = classify(caught.value)
        assert isinstance(failure, Temporary)
        assert failure.billed
        # The same session goes on to work.
        assert http.get(service.url + "/google", params={"q": "Rest"}).ok


def test_quota_notice_of_mymemory_ends_it() -> None:
    with Service(lambda _: "notice") as service:
        results = run(MyMemory, service.url + "/mymemory", ["Take the tablet with water."] * 1)
    assert results[0].kind == "engine"
    assert "quota" in results[0].problem


def test_swapped_translations_go_to_their_own_texts() -> None:
    texts = sentences(5)
    with Service(["swap"]) as service:
        results = run(DeepL, service.url + "/deepl", texts)
        assert len(service.requests) == 1
    assert counted(texts, results) == (5, 0, 0)


def test_one_bad_text_does_not_lose_its_batch() -> None:
    texts = sentences(5)

    def fault(text: str) -> str | None:
        return None

    with Service(fault) as service:
        # The service fails whenever the third text is in the request.
        service.next_fault = lambda found: "500" if any("Sentence 3:" in t for t in found) else None  # type: ignore[method-assign]
        results = run(LibreTranslate, service.url + "/libre", texts, pace=Pace(attempts=2, first_wait=0.005))
    assert counted(texts, results) == (4, 1, 0)
