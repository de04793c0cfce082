"""Sentences, capitals, signs and doubts."""

from __future__ import annotations

import pytest

from toolkit.drafting.words import doubts, polished, sentences
from toolkit.inline import Parsed, Words, parse
from toolkit.model import Code, Span


def whole(text: str) -> Parsed:
    return Parsed((Words(text),), ())


@pytest.mark.parametrize(
    ("source", "reply", "target"),
    [
        ("Wash hands.", "lava las manos", "Lava las manos."),
        ("a red pill", "Una píldora roja.", "una píldora roja"),
        ("MRI", "RM", "RM"),
        ("an MRI", "RM", "RM"),
        ("Does it hurt?", "Duele?", "¿Duele?"),
        ("Stop! Does it hurt?", "Para! Duele?", "¡Para! ¿Duele?"),
        ("One thing: why?", "Una cosa: por qué?", "Una cosa: ¿por qué?"),
        ("Why?", "¿Por qué?", "¿Por qué?"),
        ("5 mg", "5 mg", "5 mg"),
    ],
)
def test_polish(source: str, reply: str, target: str) -> None:
    assert polished([Words(reply)], whole(source), "es") == (Words(target),)


def test_no_inverted_signs_elsewhere() -> None:
    assert polished([Words("Porquê?")], whole("Why?"), "pt") == (Words("Porquê?"),)


def test_sentences_know_abbreviations_and_keep_codes_whole() -> None:
    text = "Dr. Soto came. *She left. Later* it rained. End"
    code = Code("emphasis", Span(15, 16), Span(31, 32), "")
    assert text[15] == text[31] == "*"
    parts = sentences(parse(text, [code]), "en")
    assert [part.words for part in parts] == ["Dr. Soto came. ", "She left. Later it rained. ", "End"]
    assert sum(len(part.pieces) for part in parts) == 6


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("Take 5 mg.", "Toma 5 mg.", ()),
        ("Take 5 mg.", "Toma 50 mg.", ("numbers",)),
        ("1,000.5 g", "1.000,5 g", ()),
        ("in 3 days", "في ٣ أيام", ()),
        ("Do not take it.", "Tómalo.", ("negation",)),
        ("Don't take 2.", "Toma 3.", ("numbers", "negation")),
        ("Do not take it.", "No lo tomes.", ()),
    ],
)
def test_doubts(source: str, target: str, said: tuple[str, ...]) -> None:
    assert doubts(source, target, "en", "es") == said
