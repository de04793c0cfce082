"""The memory: exact first, similar with an honest percentage, never a turned-round meaning."""

from __future__ import annotations

from dataclasses import replace

import pytest

from toolkit.memory.index import RISKY, Memory
from toolkit.model import Catalog, State, Unit


def unit(source: str, target: str = "", state: State = State.TRANSLATED, context: str | None = None) -> Unit:
    return Unit(source, target or f"ES {source}", context, state)


SYRUP = "Take 5 ml of the syrup in the morning and in the evening."
MEMORY = Memory(
    [
        unit(SYRUP),
        unit("You may drive after the treatment."),
        unit("Open", "Abrir", context="verb"),
        unit("Open", "Abierto", State.REVIEWED, "adjective"),
        unit("A draft", state=State.DRAFT),
        unit("Stale", state=State.STALE),
    ]
)


def test_only_accepted_translations_count() -> None:
    assert len(MEMORY) == 4
    assert MEMORY.exact("A draft") is None
    assert MEMORY.matches("A draft") == ()
    assert Memory([]).matches("a") == ()


def test_exact_needs_the_context() -> None:
    found = MEMORY.exact("Open", "verb")
    assert found is not None
    assert found.target == "Abrir"
    assert MEMORY.exact("Open") is None


def test_the_same_text_in_another_context_is_nearly_right() -> None:
    assert [(m.unit.target, m.percent) for m in MEMORY.matches("Open", "verb")] == [
        ("Abrir", 100),
        ("Abierto", 99),
    ]
    assert [(m.unit.target, m.percent) for m in MEMORY.matches("Open")] == [("Abierto", 99)]


def test_a_similar_text_with_its_percentage() -> None:
    (match,) = MEMORY.matches(SYRUP.replace("in the evening", "at night"))
    assert match.unit.source == SYRUP
    assert 80 <= match.percent < 100
    assert match.change.detail == "words"
    assert not match.exact


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        (SYRUP.replace("5", "50"), "number 5 ml → 50 ml"),
        ("You may not drive after the treatment.", "negation added: not"),
    ],
)
def test_another_number_or_negation_is_never_a_good_match(text: str, detail: str) -> None:
    assert MEMORY.matches(text) == ()
    (match,) = MEMORY.matches(text, cutoff=60)
    assert (match.percent, match.change.detail) == (RISKY, detail)


def test_a_worse_match_with_the_right_number_goes_first() -> None:
    memory = Memory([unit("Take 5 ml of syrup each day."), unit("Please take 6 ml of the syrup every day.")])
    best = memory.matches("Take 6 ml of syrup each day.", cutoff=60)
    assert [m.unit.source[:6] for m in best] == ["Please", "Take 5"]


def test_unrelated_texts_do_not_match() -> None:
    assert MEMORY.matches("Our clinic is closed on public holidays.") == ()


def test_of_several_translations_the_furthest_then_the_most_frequent() -> None:
    units = [unit("a", "one"), unit("a", "two"), unit("a", "two")]
    assert Memory(units).exact("a") == units[1]
    signed = replace(unit("a", "three"), state=State.REVIEWED)
    assert Memory([*units, signed]).exact("a") == signed


def test_limit_and_order() -> None:
    memory = Memory.of(
        [Catalog("es", tuple(unit(f"Rest the knee for {w} week") for w in ("a", "this", "that")))]
    )
    found = memory.matches("Rest the knee for the week", limit=2)
    assert len(found) == 2
    assert found[0].percent >= found[1].percent
