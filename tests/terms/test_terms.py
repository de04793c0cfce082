"""The glossary: found in any inflection, read with the line of every mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit import terms
from toolkit.errors import TermsError
from toolkit.terms import candidates, inflection, tbx
from toolkit.terms.sound import problems

TABLE = """\
source,es,part of speech,note,do-not-translate,forbidden:es
stem cell,célula madre,noun,,,célula troncal|célula de raíz
cell,célula,,,,
dose|doses,dosis|dosis,noun,,,
AIDS,sida,,,,
PainScale,,,the product,yes,
to heal,curar,verb,,,
"""


@pytest.fixture
def glossary() -> terms.Glossary:
    return terms.loads(TABLE)


def found(glossary: terms.Glossary, text: str) -> list[tuple[str, str]]:
    return [(match.text, match.term.name) for match in glossary.find_in_source(text)]


def test_inflected_in_any_case_the_longest_first(glossary: terms.Glossary) -> None:
    text = "Stem cells are cells; two DOSES of PainScale."
    assert found(glossary, text) == [
        ("Stem cells", "stem cell"),
        ("cells", "cell"),
        ("DOSES", "dose"),
        ("PainScale", "PainScale"),
    ]


def test_what_is_not_a_form_of_the_term(glossary: terms.Glossary) -> None:
    assert found(glossary, "Hearing aids, cellular, dosed, excellent, a stem. Cell-phone") == [
        ("Cell", "cell")
    ]
    assert found(glossary, "AIDS") == [("AIDS", "AIDS")]


def test_the_number_of_the_source(glossary: terms.Glossary) -> None:
    def says(text: str) -> list[str]:
        return [span.target for span in glossary.enforced(text, "es")]

    assert says("a stem cell") == ["célula madre"]
    assert says("stem cells") == ["células madre"]
    assert says("doses") == ["dosis"]
    assert says("PainScale") == ["PainScale"]
    assert says("stem cells") == [span.target for span in glossary.enforced("stem cells", "es-MX")]
    assert glossary.enforced("stem cells", "fr") == ()


def test_asked_of_a_target(glossary: terms.Glossary) -> None:
    term = glossary.terms[0]
    assert terms.found_in_target(term, "Las Células madre crecen.", "es")
    assert not terms.found_in_target(term, "Las celdas de raíz crecen.", "es")
    assert terms.found_in_target(term, "whatever", "fr")
    assert terms.found_in_target(glossary.terms[4], "con PainScale", "es")


def test_hints_for_translators(glossary: terms.Glossary) -> None:
    assert glossary.hints("Stem cells and stem cell and PainScale", "es") == (
        "glossary: stem cell → célula madre (not: célula troncal, célula de raíz)",
        "glossary: PainScale: leave as it is – the product",
    )
    assert glossary.hints("Stem cells", "fr") == ()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("term,es\nx,y\nb,c,d,e\n", 3, "4 cells"),
        ("es,fr\nx,y\n", 1, "no column “source”"),
        ("source,spanish!\nx,y\n", 1, "unknown column 'spanish!'"),
        ("source,es\nx,y\n,z\n", 3, "no source term"),
        ("source,es,do-not-translate\nx,y,perhaps\n", 2, "perhaps"),
        ('source,es\n"x,y\n', 2, "no valid CSV"),
        ("source,es,es\nx,y,z\n", 1, "two columns"),
    ],
)
def test_mistakes_have_their_line(text: str, line: int, said: str) -> None:
    with pytest.raises(TermsError) as error:
        terms.loads(text, path="locales/glossary.csv")
    assert error.value.line == line
    assert said in str(error.value)
    assert "locales/glossary.csv" in str(error.value)


def test_files_as_programs_write_them(tmp_path: Path) -> None:
    path = tmp_path / "g.csv"
    assert not terms.read(path)
    path.write_bytes("\ufeffsource;es\r\ndrug;fármaco\r\n\r\n# a note;\r\n".encode())
    assert [term.name for term in terms.read(path).terms] == ["drug"]
    path.write_bytes(b"source,es\ndrug,f\xe1rmaco\n")
    with pytest.raises(TermsError, match=r"g\.csv:2: byte 0xe1"):
        terms.read(path)


def test_written_and_read_again(glossary: terms.Glossary) -> None:
    assert terms.loads(terms.dumps(glossary.terms)).terms == glossary.terms


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("prueba positiva", "pruebas positivas"),
        ("infección respiratoria", "infecciones respiratorias"),
        ("kit de prueba", "kits de prueba"),
        ("virus", "virus"),
        ("lápiz", "lápices"),
        ("mes", "mes"),
        ("célula madre", "células madre"),
    ],
)
def test_spanish_plurals(one: str, many: str) -> None:
    assert inflection.plural(one, "es") == many
    assert inflection.plural(one, "sw") is None


@pytest.mark.parametrize(
    ("before", "term", "after"),
    [
        ("toma la ", "fármaco", "toma el "),
        ("El ", "prueba", "La "),
        ("efectos del ", "pruebas", "efectos de las "),
        ("de la ", "virus", "del "),
        ("la ", "agua", "el "),
        ("la ", "SIDA", "la "),
        ("toma ", "fármaco", "toma "),
    ],
)
def test_articles_agree(before: str, term: str, after: str) -> None:
    assert inflection.agreeing(before, term, "es") == after
    assert inflection.agreeing(before, term, "pt") == before


TBX = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry><descrip type="definition">A cell that can become another.</descrip>
 <langSet xml:lang="en"><tig><term>stem cell</term>
  <termNote type="partOfSpeech">noun</termNote></tig></langSet>
 <langSet xml:lang="es-ES"><tig><term>célula troncal</term>
   <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
  <tig><term>célula madre</term></tig></langSet></termEntry>
<termEntry><langSet xml:lang="de"><tig><term>Zelle</term></tig></langSet></termEntry>
</body></text></martif>"""


def test_tbx(tmp_path: Path) -> None:
    path = tmp_path / "t.tbx"
    path.write_text(TBX, encoding="utf-8")
    (term,) = tbx.read(path, source_language="en", locales=["es", "fr"])
    assert term == terms.Term(
        ("stem cell",),
        {"es": ("célula madre",)},
        "noun",
        "A cell that can become another.",
        forbidden={"es": ("célula troncal",)},
    )
    merged, added, completed = tbx.merged(terms.loads("source,es\nStem cell,mi célula\n").terms, [term])
    assert (added, completed) == (0, 1)
    assert merged[0].targets["es"] == ("mi célula",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<tbx><a></tbx>", "no valid XML"),
        ("<html/>", "no TBX"),
        ('<!DOCTYPE t [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><tbx>&c;</tbx>', "entities"),
        ('<!DOCTYPE t [<!ENTITY a SYSTEM "file:///etc/passwd">]><tbx>&a;</tbx>', "entities"),
    ],
)
def test_tbx_that_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "t.tbx"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TermsError, match=said):
        tbx.read(path, source_language="en", locales=["es"])


def test_candidates() -> None:
    texts = [
        "Bone marrow is soft. The bone marrow makes blood.",
        "A bone marrow transplant takes hours; a bone marrow transplant helps.",
        "MRI and MRI again.",
    ]
    found = candidates.candidates(texts)
    assert found[0].text == "bone marrow transplant"
    names = [each.text for each in found]
    assert "bone marrow" in names
    assert "MRI" in names
    assert "the bone" not in names
    assert "bone marrow" not in [
        c.text for c in candidates.candidates(texts, known=frozenset({"bone marrow"}))
    ]


def test_what_is_wrong_in_a_glossary() -> None:
    glossary = terms.loads("source,es,forbidden:es\na,x,\nA,y,\nb,,\nc,z,Z\n")
    said = problems(glossary, ["es"])
    assert [line for line, _ in said] == [4, 5] or [line for line, _ in said] == [3, 4, 5]
