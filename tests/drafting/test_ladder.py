"""Every text ends correct or without a draft, whatever an engine does to it."""

from __future__ import annotations

import random
import re

import pytest

from toolkit import formats
from toolkit.drafting.ladder import Choices, Made, Text
from toolkit.engines import Engine, Pair, Runner
from toolkit.inline import verify
from toolkit.terms import Glossary, loads
from toolkit.testing import FakeEngine, foreign

PAIR = Pair("en", "es")
SOURCE = "Take **two red pills** with [clean water](https://who.int/a_b) and `x*y`, {name}."


def text(source: str = SOURCE, glossary: Glossary | None = None, long: int = 1500) -> Text:
    return Text(source, "markdown", frozenset(), Choices(PAIR, glossary or Glossary(), long=long))


def climbed(item: Text, engine: Engine) -> Made | None:
    """The target of the first rung that holds."""
    runner = Runner(engine)
    for attempt in item.attempts(engine):
        results = sorted(
            ((attempt.requests.index(result.request), result) for result in runner.run(attempt.requests)),
            key=lambda pair: pair[0],
        )
        if any(result.target is None for index, result in results if index < attempt.optional):
            continue
        made = attempt.combine([result.target or "" for _, result in results])
        if isinstance(made, Made):
            return made
    return None


def engine(change: object = None, forms: tuple[str, ...] = ("html", "xml", "token", "plain")) -> FakeEngine:
    made = FakeEngine(lambda given: change(foreign(given)) if callable(change) else foreign(given))
    made.forms = forms  # type: ignore[assignment, misc]
    return made


def rung(change: object, forms: tuple[str, ...] = ("html", "xml", "token", "plain")) -> str | None:
    made = climbed(text(), engine(change, forms))
    assert made is not None
    assert not verify(formats.codes(SOURCE, "markdown"), formats.codes(made.target, "markdown"))
    return made.rung


def test_the_rungs_in_their_order() -> None:
    assert rung(None) is None
    assert rung(lambda t: t.replace('<b id="1">', "").replace("<br", "<hr")) == "xml form"
    assert rung(lambda t: re.sub(r"<[^>]*>", "", t)) == "token form"
    assert rung(lambda t: re.sub(r"<[^>]*>|⟦[^⟧]*⟧", "", t)) == "text between codes"
    assert rung(None, ("plain",)) == "text between codes"


def test_placed_where_a_run_cannot_be_translated() -> None:
    """The engine has nothing to say to "and" alone."""
    made = climbed(text(), engine(lambda t: "" if t.strip() == "and-x" else t, ("plain",)))
    assert made is not None
    assert made.rung == "codes placed by position"
    assert not verify(formats.codes(SOURCE, "markdown"), formats.codes(made.target, "markdown"))


def test_long_texts_go_by_sentence() -> None:
    source = "The **red** pill. " * 9 + "The end."
    fake = engine()
    made = climbed(text(source, long=60), fake)
    assert made is not None
    assert made.rung is None
    assert len(fake.sent) == 10
    assert made.target.count("**red-x**") == 9


def test_terms() -> None:
    glossary = loads("source,es\npill,píldora\n")
    made = climbed(text("The red pill and pills.", glossary), engine())
    assert made == Made("The-x red-x píldora and-x píldoras.", None)
    forgets = climbed(text("The red pill.", glossary), engine(lambda t: re.sub(r"</?b[^>]*>", "", t)))
    assert forgets == Made("The-x red-x pill-x.", "glossary")


def test_numbers_that_differ_are_doubted() -> None:
    made = climbed(text("Take 5 pills."), engine(lambda t: t.replace("5", "50")))
    assert made == Made("Take-x 50 pills-x.", "numbers")


@pytest.mark.parametrize("seed", range(60))
def test_whatever_an_engine_does_codes_stay(seed: int) -> None:
    chance = random.Random(seed)

    def mangle(reply: str) -> str:
        parts = re.split(r"(<[^>]*>|⟦[^⟧]*⟧|\s+)", reply)
        for _ in range(chance.randint(0, 3)):
            index = chance.randrange(len(parts))
            parts[index] = chance.choice(
                ("", parts[index] * 2, " <i>", "**", "](", "`", "&lt;b&gt;", "\n", "[^9]")
            )
        return "".join(parts)

    source = 'See **[the _big_ guide](g.md "A title")**, ~~not~~ `this`.\nCall {name}[^1] <b>at</b> %s!'
    made = climbed(text(source), engine(mangle))
    if made is not None:
        had, has = formats.codes(source, "markdown"), formats.codes(made.target, "markdown")
        assert not verify(had, has), made
        assert made.target.count("\n") == 1


def test_titles_inside_of_links() -> None:
    made = climbed(text('Read [this](x.md "My title") now.'), engine())
    assert made == Made('Read-x [this-x](x.md "My-x title-x") now-x.', None)
