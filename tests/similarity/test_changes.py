"""What an edit amounts to; a number or a negation is never "only words"."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.similarity.changes import change


@pytest.mark.parametrize(
    ("old", "new", "kind", "detail"),
    [
        ("Rest.", "Rest.", "none", "nothing"),
        ("a b", "a  b", "space", "white space only"),
        ("a b", "a, b!", "punctuation", "punctuation only"),
        ("Back pain", "BACK PAIN", "punctuation", "capitals only"),
        ("a b", "a **b**", "markup", "markup only"),
        ("<b>a</b> 5", "<i>a</i> 5", "markup", "markup only"),
        ("[a](u5.md)", "[a](u6.md)", "markup", "markup only"),
        ("the dog", "the cat", "words", "words"),
        ("now here", "nowhere", "negation", "negation added: nowhere"),
        ("Take 5 ml.", "Take 10 ml.", "number", "number 5 ml → 10 ml"),
        ("Take 5 mg.", "Take 5 g.", "number", "number 5 mg → 5 g"),
        ("5-10 days", "5-12 days", "number", "number 10 → 12"),
        ("-5 °C", "5 °C", "number", "number -5 °C → 5 °C"),
        ("at 38 °C", "at 38", "number", "number 38 °C → 38"),
        ("once a day", "twice a day", "number", "number once → twice"),
        ("Drive.", "Don't drive.", "negation", "negation added: not"),
        ("You can.", "You cannot.", "negation", "negation added: not"),
        ("with food", "without food", "negation", "negation added: without"),
        ("not 5", "6", "negation", "negation removed: not; number 5 → 6"),
        ("if < 5 or > 10", "if < 6 or > 10", "number", "number <5 → <6"),
        ("~5 mg", "5 mg", "number", "number ~5 mg → 5 mg"),
        ("~~5 mg~~", "5 mg", "markup", "markup only"),
        ("vitamin B12", "vitamin B6", "number", "number 12 → 6"),
        ("10³ cells", "10⁴ cells", "number", "number ³ → ⁴"),
        ("It is safe.", "It is unsafe.", "negation", "negation added: unsafe"),
        ("It is useless.", "It is useful.", "negation", "negation removed: useless"),
        ("a fish is", "a dish is", "words", "words"),
    ],
)
def test_kinds(old: str, new: str, kind: str, detail: str) -> None:
    found = change(old, new)
    assert (found.kinds[0], found.detail) == (kind, detail)
    assert found.dangerous == (kind in ("number", "negation"))


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("es", "Puede conducir.", "No puede conducir."),
        ("es-MX", "con comida", "sin comida"),
        ("fr", "Il est tard.", "Il n'est pas tard."),
        ("de", "Das ist eine Kur.", "Das ist keine Kur."),
        ("pt", "Pode dirigir.", "Não pode dirigir."),
        ("de", "Das ist bedenklich.", "Das ist unbedenklich."),
        ("cs", "Můžete řídit.", "Nemůžete řídit."),
        ("ru", "Это опасно.", "Это неопасно."),
        ("fi", "Voit ajaa.", "Et voi ajaa."),
        ("el", "Οδηγήστε.", "Μην οδηγήσετε."),
        ("nb", "Du kan kjøre.", "Du kan ikke kjøre."),
        ("zh", "可以开车。", "不可以开车。"),
        ("ja", "運転できます。", "運転できません。"),
        ("ko", "운전할 수 있습니다.", "운전할 수 없습니다."),
        ("hi", "आप चला सकते हैं", "आप नहीं चला सकते हैं"),
        ("vi", "Bạn có thể lái xe.", "Bạn không thể lái xe."),
    ],
)
def test_negation_in_other_languages(language: str, old: str, new: str) -> None:
    assert change(old, new, language).kinds[0] == "negation"


@pytest.mark.parametrize(
    ("language", "old", "new"),
    [
        ("de", "Nehmen Sie zwei Tabletten.", "Nehmen Sie drei Tabletten."),
        ("de", "Einmal täglich.", "Zweimal täglich."),
        ("fr", "Prenez deux comprimés.", "Prenez trois comprimés."),
        ("it", "Prenda due compresse.", "Prenda tre compresse."),
        ("pt", "Tome dois comprimidos.", "Tome três comprimidos."),
        ("nl", "Neem twee tabletten.", "Neem drie tabletten."),
        ("pl", "Weź dwie tabletki.", "Weź trzy tabletki."),
        ("ru", "Примите две таблетки.", "Примите три таблетки."),
        ("sv", "Ta två tabletter.", "Ta tre tabletter."),
        ("ar", "خذ نصف قرص.", "خذ ثلاثة أقراص."),
        ("zh", "服用两片。", "服用三片。"),
        ("zh", "服用5毫克。", "服用6毫克。"),
        ("ja", "二錠。", "三錠。"),
    ],
)
def test_numbers_in_other_languages(language: str, old: str, new: str) -> None:
    assert change(old, new, language).kinds[0] == "number"


def test_accents_of_their_own_are_the_same_letters() -> None:
    with_accents = "No conduzca jama\u0301s."
    assert change("No conduzca jamás.", with_accents, "es").kinds == ("punctuation",)
    assert change("No conduzca hoy.", with_accents, "es").detail == "negation added: jamás"


def test_how_thousands_are_written_is_no_other_number() -> None:
    assert "number" not in change("1,000 people", "1000 people").kinds
    assert "number" not in change(".5 ml", "0.5 ml").kinds
    assert "number" in change("1,5 ml", "15 ml", "es").kinds
    assert "number" in change("1,500 ml", "1500 ml", "es").kinds, "in Spanish that is one and a half"


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts(old: str, new: str) -> None:
    assert (change(old, new).kinds == ("none",)) == (old == new)
    assert "\n" not in change(old, new).detail


@pytest.mark.parametrize("piece", ["](", "](a ", "<", "[a][", "5 ", "1,000", "don't "])
def test_a_hostile_text_is_no_huge_work(piece: str) -> None:
    text = piece * 20_000
    assert change(text, text + "x").kinds[0] != "none"
