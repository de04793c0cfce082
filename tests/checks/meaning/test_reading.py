"""Texts as tokens and values: where they stand, and that no text is too strange."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.checks.meaning.lexicon import LANGUAGES, lexicon
from toolkit.checks.meaning.matching import match, same
from toolkit.checks.meaning.reading import Item, read
from toolkit.checks.meaning.tokens import Style, Tokens, normal
from toolkit.checks.meaning.values import both

_NUMBERS = "5|2.5|1,500|1 500|½|3/4|-5|5-10|2nd|3.º|20s|1990s|q8h|B12|COVID-19|mid-2020²|²|٣"
_TIMES = "3:30|15 h 30|3点30分|03/04/2020|3.4.20|2020-01-02|may|March|mayo|every|cada|hours|horas|a day"
_WORDS = "mg|%|°C|5 mg/kg|twice|veces al día|one|hundred|and|dos|un|mil|no|au|l'eau|Uhr|א"
_SIGNS = " | | |, |. |.|-|–|/|(|)|\n|'|’|_|\u00a0"
_PIECES = st.sampled_from([*"|".join([_NUMBERS, _TIMES, _WORDS, _SIGNS]).split("|"), "9" * 400])
_TEXTS = st.one_of(st.lists(_PIECES, max_size=14).map("".join), st.text(max_size=60))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Take 5 mg, twice.", "word number word sign word break"),
        ("on 03/04/2020 or 3.4.20", "word date word date"),
        ("at 15:30 or 15 h 30", "word time word time"),
        ("COVID-19 and B12", "identifier word identifier"),
        ("½ tablet, 1½ tablets", "number word sign number word"),
        ("1,500 and 2.5 and 1 500", "number word number word number"),
        ("1.º don't m²", "number word word word"),
        ("5 °C", "number sign word"),
    ],
)
def test_kinds(text: str, kinds: str) -> None:
    tokens = Tokens(text, Style(), spaced_groups=True)
    assert " ".join(tokens.kind(at) for at in range(len(tokens.words))) == kinds


@given(_TEXTS)
@settings(deadline=None)
def test_tokens_stand_where_they_say(text: str) -> None:
    text = normal(text, Style())
    tokens = Tokens(text, Style(), spaced_groups=True)
    end = 0
    for at, token in enumerate(tokens.raw):
        start = tokens.start(at)
        assert text.startswith(token, start)
        if token != ".":  # a full stop may be found at one before it that ends nothing
            assert start >= end
            end = start + len(token)


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_no_text_is_too_strange(language: str) -> None:
    @given(_TEXTS)
    @settings(deadline=None, max_examples=60)
    def reads(text: str) -> None:
        found = read(text, language)
        for mark in found.marks:
            assert 0 <= found.place(mark) <= 1
            assert 0 <= found.place(mark, by_sentence=True) <= 1

    reads()


@given(_TEXTS)
@settings(deadline=None)
def test_a_text_has_the_values_of_itself(text: str) -> None:
    sides = both(text, text, "es")
    items = read(normal(text, lexicon("en").style), "en").items
    left, right, bare = match(items, items)
    assert (left, right, bare) == ([], [], [])
    assert same(items, items) or any(item.kind == "date" for item in items)
    assert sides.source.sentences >= 1


def test_what_is_optional_is_no_difference() -> None:
    one, article = Item("number", 5.0, text="5"), Item("number", 1.0, text="un", level=0)
    assert same((one,), (one, article))
    assert not same((one,), (one, one))
