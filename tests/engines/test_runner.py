"""What the runner does around an engine's one method."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.engines import (
    Budget,
    Chain,
    Engine,
    Limits,
    Pace,
    Pair,
    Reply,
    ReplyCache,
    Request,
    Result,
    Runner,
    Setup,
    Stopped,
    Temporary,
)
from toolkit.engines.failures import BadReply
from toolkit.errors import EngineError
from toolkit.testing import FakeEngine, check_engine, foreign

PAIR = Pair("en", "es")
QUICK = Pace(attempts=4, first_wait=0.002, max_wait=1.0, grace=0.2)


def requests(*texts: str) -> list[Request]:
    return [Request(text, PAIR) for text in texts]


def targets(results: list[Result]) -> dict[str, str | None]:
    return {result.request.text: result.target for result in results}


def test_no_requests() -> None:
    assert list(Runner(FakeEngine()).run([])) == []


def test_each_text_gets_its_translation() -> None:
    texts = [f"Text number {number}" for number in range(50)]
    engine = FakeEngine(limits=Limits(5_000, 7, connections=3))
    results = list(Runner(engine, pace=QUICK).run(requests(*texts)))
    assert targets(results) == {text: foreign(text) for text in texts}


def test_batches_keep_to_both_limits() -> None:
    engine = FakeEngine(limits=Limits(20, 3, connections=1))
    texts = ["a" * 9, "b" * 9, "c" * 9, "dd", "ee", "ff", "gg", "h" * 20]
    list(Runner(engine).run(requests(*texts)))
    sizes = [len(texts) for texts, _, _ in engine.calls]
    assert max(sizes) == 3
    assert all(sum(map(len, texts)) <= 20 for texts, _, _ in engine.calls)
    assert sorted(engine.sent) == sorted(texts)


@pytest.mark.parametrize(
    ("measure", "text", "fits"),
    [
        ("characters", "ж" * 10, True),
        ("utf8-bytes", "ж" * 10, False),
        ("utf8-bytes", "ж" * 5, True),
        ("encoded-bytes", "ж" * 2, False),
        ("encoded-bytes", "a b c d e", True),
    ],
)
def test_the_limit_is_in_the_engines_own_measure(measure: str, text: str, fits: bool) -> None:
    engine = FakeEngine(limits=Limits(10, 1, measure))  # type: ignore[arg-type]
    (result,) = Runner(engine).run(requests(text))
    assert (result.kind == "") is fits
    if not fits:
        assert (result.kind, engine.calls) == ("too-long", [])


def test_forms_and_pairs_are_not_mixed_in_a_batch() -> None:
    engine = FakeEngine(limits=Limits(5_000, 10))
    other = Pair("en", "fr")
    mixed = [Request("one", PAIR), Request("two", other), Request("three", PAIR, "html")]
    assert len(list(Runner(engine).run(mixed))) == 3
    assert len(engine.calls) == 3


def test_equal_texts_are_sent_once_and_answered_each() -> None:
    engine = FakeEngine()
    results = list(Runner(engine).run(requests("Rest.", "Rest.", "  Rest.\n", "Go.")))
    assert sorted(engine.sent) == ["Go.", "Rest."]
    assert [result.target for result in results if "Rest" in result.request.text] == [
        "Rest-x.",
        "Rest-x.",
        "  Rest-x.\n",
    ]


def test_edges_are_the_sources_own() -> None:
    engine = FakeEngine(lambda text: f"\n {foreign(text)} ")
    (result,) = Runner(engine).run(requests("\u00a0Rest now. "))
    assert result.target == "\u00a0Rest-x now-x. "


def test_blank_texts_are_not_sent() -> None:
    engine = FakeEngine()
    (result,) = Runner(engine).run(requests("  \n"))
    assert (result.target, engine.calls) == ("  \n", [])


def test_a_form_the_engine_does_not_take_is_the_callers_mistake() -> None:
    class Plain(FakeEngine):
        forms = ("plain",)

    with pytest.raises(ValueError, match="does not take the form html"):
        list(Runner(Plain()).run([Request("a", PAIR, "html")]))


def test_tags_come_back() -> None:
    (result,) = Runner(FakeEngine()).run([Request("Rest.", PAIR, tag="mine")])
    assert result.request.tag == "mine"


def failing(times: int, error: Callable[[], Exception]) -> Callable[[str], str]:
    left = [times]

    def translate(text: str) -> str:
        if left[0] > 0:
            left[0] -= 1
            raise error()
        return foreign(text)

    return translate


@pytest.mark.parametrize(
    "error",
    [
        lambda: Temporary("busy"),
        lambda: Temporary("busy", after=0.0, crowded=True),
        lambda: ConnectionResetError("reset by peer"),
        lambda: TimeoutError("timed out"),
    ],
)
def test_passing_failures_are_tried_again(error: Callable[[], Exception]) -> None:
    engine = FakeEngine(failing(3, error))
    runner = Runner(engine, pace=QUICK)
    assert targets(list(runner.run(requests("Rest.")))) == {"Rest.": "Rest-x."}
    assert len(engine.calls) == 4
    assert runner.failures == ()


def test_a_lasting_failure_is_given_up_with_a_readable_line() -> None:
    engine = FakeEngine(failing(99, lambda: Temporary("the service failed (HTTP 500)")))
    runner = Runner(engine, pace=QUICK)
    (result,) = runner.run(requests("Rest."))
    assert (result.target, result.kind) == (None, "engine")
    assert len(engine.calls) == QUICK.attempts
    assert runner.failures == ("fake: the service failed (HTTP 500) (1 text)",)


@pytest.mark.parametrize(
    "error", [KeyError("translatedText"), RuntimeError("boom\nsecond line"), ZeroDivisionError()]
)
def test_a_plug_in_may_raise_anything(error: Exception) -> None:
    def translate(text: str) -> str:
        if text == "bad":
            raise error
        return foreign(text)

    engine = FakeEngine(translate, limits=Limits(5_000, 10))
    results = list(Runner(engine, pace=QUICK).run(requests("one", "bad", "two", "three")))
    assert targets(results) == {"one": "one-x", "bad": None, "two": "two-x", "three": "three-x"}
    assert all("\n" not in result.problem for result in results)


class Wrong(FakeEngine):
    """Returns what no engine may."""

    reply: object = None

    def translate(self, texts, pair, *, form, glossary=()):  # type: ignore[no-untyped-def, override]
        super().translate(texts, pair, form=form)
        return self.reply


@pytest.mark.parametrize("reply", [None, "a text", [], [1], ["a", "b"], {"a": 1}, [b"bytes"]])
def test_replies_of_another_shape(reply: object) -> None:
    engine = Wrong()
    engine.reply = reply
    (result,) = Runner(engine, pace=QUICK).run(requests("Rest."))
    assert (result.target, result.kind) == (None, "bad-reply")


def test_none_means_nothing_and_is_asked_once() -> None:
    engine = FakeEngine(lambda text: None)
    (result,) = Runner(engine, pace=QUICK).run(requests("Rest."))
    assert (result.target, result.kind, len(engine.calls)) == (None, "nothing", 1)


def test_stopped_ends_the_engine_at_once() -> None:
    engine = FakeEngine(failing(99, lambda: Stopped("the key was refused")))
    runner = Runner(engine, pace=QUICK)
    results = list(runner.run(requests(*[f"Text {number}" for number in range(20)])))
    assert len(engine.calls) == 1
    assert {result.kind for result in results} == {"engine"}
    assert runner.stopped == "the key was refused"


def test_one_poisonous_text_does_not_close_the_engine() -> None:
    def translate(text: str) -> str:
        if text == "poison":
            raise Temporary("HTTP 500", billed=True)
        return foreign(text)

    texts = ["poison", *[f"Text {number}" for number in range(49)]]
    engine = FakeEngine(translate, limits=Limits(50_000, 50))
    runner = Runner(engine, pace=QUICK)
    results = list(runner.run(requests(*texts)))
    assert runner.stopped == ""
    assert [result.request.text for result in results if result.target is None] == ["poison"]


def test_budget_is_never_passed_over_threads() -> None:
    budget = Budget(1_000)
    engine = FakeEngine(latency=0.001, limits=Limits(5_000, 1, connections=8))
    texts = [f"{number:04d} twenty letters." for number in range(200)]
    results = list(Runner(engine, budget=budget, pace=QUICK).run(requests(*texts)))
    sent = sum(map(len, engine.sent))
    assert sent <= 1_000
    assert sent > 1_000 - len(texts[0])
    assert budget.used == sent
    assert {result.kind for result in results} == {"", "budget"}


def test_budget_counts_every_try_that_may_be_billed() -> None:
    billed, free = Budget(), Budget()
    for budget, flag in ((billed, True), (free, False)):
        engine = FakeEngine(failing(2, lambda flag=flag: Temporary("x", billed=flag)))  # type: ignore[misc]
        list(Runner(engine, budget=budget, pace=QUICK).run(requests("12345")))
    assert (billed.used, free.used) == (15, 5)


def test_replies_are_kept_and_nothing_is_sent_twice(tmp_path: Path) -> None:
    engine = FakeEngine()
    for _ in range(2):
        with ReplyCache(tmp_path / "replies.sqlite") as cache:
            runner = Runner(engine, cache=cache)
            assert targets(list(runner.run(requests("Rest.", "Go.")))) == {"Rest.": "Rest-x.", "Go.": "Go-x."}
    assert len(engine.sent) == 2
    assert (runner.cached, runner.sent_requests) == (2, 0)


def test_what_a_reply_depends_on_is_in_its_key(tmp_path: Path) -> None:
    engine = FakeEngine()
    other = FakeEngine(setup=Setup(extra={"formality": "more"}))
    with ReplyCache(tmp_path / "r") as cache:
        list(Runner(engine, cache=cache).run(requests("Rest.")))
        for different in (
            Request("Rest.", Pair("en", "fr")),
            Request("Rest.", PAIR, "html"),
            Request("Rest.", PAIR, glossary=(("rest", "descanso"),)),
            Request("Rest!", PAIR),
        ):
            list(Runner(engine, cache=cache).run([different]))
        list(Runner(other, cache=cache).run(requests("Rest.")))
        engine.version = "2"
        list(Runner(engine, cache=cache).run(requests("Rest.")))
        assert cache.count() == 7
    assert (len(engine.sent), len(other.sent)) == (6, 1)


def test_a_lasting_bad_reply_is_paid_once(tmp_path: Path) -> None:
    text = "Please drink a glass of water every morning before you eat."
    engine = FakeEngine(lambda text: text)
    for _ in range(2):
        with ReplyCache(tmp_path / "r") as cache:
            (result,) = Runner(engine, cache=cache).run(requests(text))
            assert (result.kind, result.target) == ("bad-reply", None)
    assert engine.sent == [text]


def test_a_damaged_cache_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "r"
    path.write_bytes(b"this is no database, " * 500)
    with ReplyCache(path) as cache:
        assert targets(list(Runner(FakeEngine(), cache=cache).run(requests("Rest.")))) == {"Rest.": "Rest-x."}
        assert cache.count() == 1


def test_a_cache_that_cannot_be_written_says_how_to_mend_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(EngineError, match="delete the file"):
        ReplyCache(tmp_path / "file" / "r")


def test_offline_uses_what_was_kept(tmp_path: Path) -> None:
    engine = FakeEngine()
    with ReplyCache(tmp_path / "r") as cache:
        list(Runner(engine, cache=cache).run(requests("Rest.")))
        results = list(Runner(engine, cache=cache, offline=True).run(requests("Rest.", "Go.")))
    assert targets(results) == {"Rest.": "Rest-x.", "Go.": None}
    assert [result.kind for result in results if result.target is None] == ["offline"]
    assert engine.sent == ["Rest."]


def test_results_come_while_others_are_under_way() -> None:
    hold = threading.Event()

    def translate(text: str) -> str:
        if text == "slow":
            hold.wait(5)
        return foreign(text)

    engine = FakeEngine(translate, limits=Limits(5_000, 1, connections=2))
    results = Runner(engine, pace=QUICK).run(requests("slow", "quick"))
    assert next(results).request.text == "quick"
    hold.set()
    assert next(results).request.text == "slow"


def test_requests_are_read_as_they_are_needed() -> None:
    read: list[int] = []

    def endless():  # type: ignore[no-untyped-def]
        for number in range(10_000):
            read.append(number)
            yield Request(f"Text {number}", PAIR)

    engine = FakeEngine(limits=Limits(5_000, 1, connections=2))
    results = Runner(engine, pace=QUICK).run(endless())
    for _ in range(10):
        next(results)
    results.close()  # type: ignore[attr-defined]
    assert len(read) < 100


def test_closing_stops_the_threads_and_keeps_what_was_answered(tmp_path: Path) -> None:
    engine = FakeEngine(latency=0.02, limits=Limits(5_000, 1, connections=4))
    with ReplyCache(tmp_path / "r") as cache:
        results = Runner(engine, cache=cache, pace=QUICK).run(requests(*[f"Text {n}" for n in range(400)]))
        next(results)
        results.close()  # type: ignore[attr-defined]
        sent = len(engine.sent)
        time.sleep(0.1)
        assert len(engine.sent) == sent
        assert cache.count() == sent
    assert not [thread for thread in threading.enumerate() if thread.name == "toolkit-engine"]


def test_waiting_for_a_service_ends_with_the_run() -> None:
    engine = FakeEngine(failing(99, lambda: Temporary("busy", after=30.0)), limits=Limits(connections=1))
    runner = Runner(engine, pace=Pace(attempts=5, max_wait=60, grace=2.0))
    results = runner.run(requests("one", "two", "three", "four"))
    threading.Timer(0.1, runner._sender.breaker.open, ("enough",)).start()
    begin = time.monotonic()
    assert {result.kind for result in results} == {"engine"}
    assert time.monotonic() - begin < 5


def test_the_rate_is_kept() -> None:
    engine = FakeEngine(limits=Limits(5_000, 1, connections=4, per_second=50))
    begin = time.monotonic()
    list(Runner(engine).run(requests(*[f"Text {number}" for number in range(11)])))
    assert time.monotonic() - begin >= 10 / 50


def test_local_engines_run_in_the_callers_thread() -> None:
    seen: set[str] = set()

    def translate(text: str) -> str:
        seen.add(threading.current_thread().name)
        return foreign(text)

    engine = FakeEngine(translate, limits=Limits(5_000, 2, connections=0))
    assert len(list(Runner(engine).run(requests("one", "two", "three")))) == 3
    assert seen == {threading.current_thread().name}


def test_quality_and_note_come_through(tmp_path: Path) -> None:
    engine = FakeEngine(lambda text: Reply(foreign(text), 0.85, "85% match"))
    with ReplyCache(tmp_path / "r") as cache:
        for cached in (False, True):
            (result,) = Runner(engine, cache=cache).run(requests("Rest."))
            assert (result.quality, result.note, result.cached) == (0.85, "85% match", cached)


def test_chain_goes_on_with_the_next_engine() -> None:
    class Second(FakeEngine):
        name = "second"

    first = FakeEngine(lambda text: None if "two" in text else foreign(text))
    second = Second(lambda text: text.upper())
    chain: Chain[str] = Chain([Runner(first, pace=QUICK), Runner(second, pace=QUICK)])
    found = {item: (result.target, result.engine) for item, result in chain.run(["one", "two"], ask)}
    assert found == {"one": ("one-x", "fake"), "two": ("TWO", "second")}


def ask(item: str, engine: Engine) -> Request | None:
    return Request(item, PAIR, tag="kept")


def test_chain_reports_what_went_wrong_and_loses_nothing() -> None:
    class Second(FakeEngine):
        name = "second"

    first = FakeEngine(failing(99, lambda: Stopped("the quota is used up")))
    second = Second(lambda text: None)
    chain: Chain[str] = Chain([Runner(first, pace=QUICK), Runner(second, pace=QUICK)])
    results = dict(chain.run(["one", "two"], ask))
    assert sorted(results) == ["one", "two"]
    assert all(result.problem == "the quota is used up" for result in results.values())
    assert all(result.request.tag == "kept" for result in results.values())
    assert "fake: the quota is used up (2 texts)" in chain.failures


def test_bad_reply_goes_to_the_next_engine() -> None:
    class Second(FakeEngine):
        name = "second"

    first = FakeEngine(failing(99, lambda: BadReply("no")))
    chain: Chain[str] = Chain([Runner(first, pace=QUICK), Runner(Second(), pace=QUICK)])
    assert [(item, result.engine) for item, result in chain.run(["one"], ask)] == [("one", "second")]


def test_fake_engine_is_a_good_engine() -> None:
    check_engine(FakeEngine(), PAIR)
    engine = Wrong()
    engine.reply = "a text"
    with pytest.raises(AssertionError, match="not a text"):
        check_engine(engine, PAIR)


KILLED = """
import sys
from pathlib import Path
from toolkit.engines import Limits, Pair, ReplyCache, Request, Runner
from toolkit.testing import FakeEngine, foreign

sent = open(sys.argv[2], "a", buffering=1)

def translate(text):
    sent.write(text + "\\n")
    return foreign(text)

engine = FakeEngine(translate, latency=0.002, limits=Limits(5000, 1, connections=4))
with ReplyCache(Path(sys.argv[1])) as cache:
    for result in Runner(engine, cache=cache).run(Request(f"Text {n}", Pair("en", "es")) for n in range(300)):
        assert result.target == foreign(result.request.text)
        print(result.request.text, flush=True)
print("done")
"""


def test_killed_at_any_moment_nothing_is_sent_twice(tmp_path: Path) -> None:
    """kill -9, again and again: what was seen once is never asked for again."""
    seen: set[str] = set()
    log = tmp_path / "sent"
    for wait in (1, 7, 40, 3, 90, 15, 10_000):
        before = len(log.read_text().split("\n")) - 1 if log.exists() else 0
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path / "r"), str(log)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line.strip())
            if len(lines) - (0 if wait == 10_000 else len(seen)) >= wait:
                process.send_signal(signal.SIGKILL)
                break
        lines += [line.strip() for line in process.stdout]
        process.wait()
        sent = set(log.read_text().split("\n")[before:-1])
        assert not sent & seen
        seen |= {line for line in lines if line.startswith("Text ") and line.split()[1:]}
    assert lines[-1] == "done"
    assert len(seen) == 300
