"""Changing one entry of a PO file: the same as writing all of it, and nothing else moves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.catalogs.test_po import CATALOG, PIECES, UNITS, catalogs, content, words
from toolkit.catalogs import po, splice
from toolkit.errors import CatalogError, ConflictError
from toolkit.model import Catalog, State, Unit, UnitKey

START = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def held(text: str) -> splice.Held:
    return splice.hold(text.encode(), "a.po", locale="es")


def changed(catalog: Catalog, changes: dict[UnitKey, Unit]) -> Catalog:
    return replace(catalog, units=tuple(changes.get(unit.key, unit) for unit in catalog.units))


@st.composite
def edits(draw: st.DrawFn, catalog: Catalog) -> dict[UnitKey, Unit]:
    """Some units with other texts, comments and states."""
    made = {}
    for unit in draw(st.lists(st.sampled_from(catalog.units), max_size=3, unique_by=lambda unit: unit.key)):
        target = draw(words)
        state = draw(st.sampled_from([State.TRANSLATED, State.FUZZY])) if target else State.UNTRANSLATED
        comments = (*unit.comments, draw(words)) if draw(st.booleans()) else ()
        made[unit.key] = replace(unit, target=target, state=state, comments=comments, previous=None)
    return made


@given(st.data())
@settings(deadline=None, max_examples=200)
def test_splicing_is_writing_the_whole(data: st.DataObject) -> None:
    catalog = data.draw(catalogs().filter(lambda made: made.units))
    changes = data.draw(edits(catalog))
    before = held(po.dumps(catalog))
    assert before.blocks
    bytes_, after = splice.edited(before, changes)
    assert bytes_.decode() == po.dumps(changed(catalog, changes))
    assert content(after.catalog) == content(po.loads(bytes_.decode(), locale="es"))
    # And what is held afterwards can be changed again.
    again = data.draw(edits(catalog))
    bytes_, last = splice.edited(after, again)
    assert content(last.catalog) == content(po.loads(bytes_.decode(), locale="es"))
    assert bytes_.decode() == po.dumps(changed(changed(catalog, changes), again))


@given(st.lists(st.sampled_from([*PIECES, "", 'msgid "d"\nmsgstr "e"\n']), max_size=14), st.data())
@settings(deadline=None, max_examples=600)
def test_in_any_layout_it_means_the_same(lines: list[str], data: st.DataObject) -> None:
    text = START + "\n".join(lines) + "\n"
    try:
        before = held(text)
    except CatalogError:
        return
    if not before.catalog.units:
        return
    changes = data.draw(edits(before.catalog))
    bytes_, after = splice.edited(before, changes)
    wanted = po.loads(po.dumps(changed(before.catalog, changes)), locale="es")
    assert po.loads(bytes_.decode(), locale="es").units == wanted.units
    assert after.catalog.units == wanted.units


def test_other_programs_lines_stay_as_they_are() -> None:
    long = "Take one tablet in the morning and one in the evening with a glass of water, and rest."
    catalog = Catalog(
        "es",
        tuple(
            Unit(f"{number} {long}", f"{number} {long}", None, State.TRANSLATED, "paragraph")
            for number in range(9)
        ),
        CATALOG.header,
    )
    wrapped = str(polib.pofile(po.dumps(catalog), wrapwidth=60))
    unit = catalog.units[4]
    bytes_, _ = splice.edited(held(wrapped), {unit.key: replace(unit, target="Reposo.")})
    old, new = wrapped.split("\n\n"), bytes_.decode().split("\n\n")
    assert [one != other for one, other in zip(old, new, strict=True)] == [False] * 5 + [True] + [False] * 4
    assert 'msgstr "Reposo."' in new[5]


@pytest.mark.parametrize(("newline", "mark"), [("\r\n", ""), ("\n", "\ufeff"), ("\r\n", "\ufeff")])
def test_line_ends_and_byte_order_mark_stay(newline: str, mark: str) -> None:
    text = mark + po.dumps(CATALOG).replace("\n", newline)
    unit = UNITS[0]
    bytes_, after = splice.edited(held(text), {unit.key: replace(unit, target="Otra\ncosa")})
    assert after.blocks
    assert bytes_.decode() == mark + po.dumps(
        changed(CATALOG, {unit.key: replace(unit, target="Otra\ncosa")})
    ).replace("\n", newline)


@pytest.mark.parametrize("charset", ["ISO-8859-1", "us-ascii", "CHARSET"])
def test_another_encoding_becomes_utf8_as_a_whole(charset: str) -> None:
    text = po.dumps(Catalog("es", (Unit("Day", "Dia", None, State.TRANSLATED),), CATALOG.header))
    data = text.replace("charset=UTF-8", f"charset={charset}").encode("ascii")
    before = splice.hold(data, "a.po")
    assert not before.blocks
    unit = before.catalog.units[0]
    bytes_, after = splice.edited(before, {unit.key: replace(unit, target="Día")})
    assert po.loads(po.decode(bytes_)).units[0].target == "Día"
    assert after.blocks


def test_an_entry_said_twice_does_not_become_two() -> None:
    text = START + 'msgid "a"\nmsgstr "x"\n\nmsgid "b"\nmsgstr "y"\n\n#~ msgid "a"\n#~ msgstr "x"\n'
    before = held(text)
    unit = before.catalog.units[0]
    bytes_, _ = splice.edited(before, {unit.key: replace(unit, target="z")})
    assert [one.target for one in po.loads(bytes_.decode()).units] == ["z", "y"]


def test_nothing_is_written_over_other_work(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(po.dumps(CATALOG), encoding="utf-8")
    before = splice.read(path, locale="es")
    unit = UNITS[0]
    after = splice.write(before, {unit.key: replace(unit, target="uno")}, root=tmp_path)
    assert splice.read(path, locale="es").stamp == after.stamp
    with pytest.raises(ConflictError):
        splice.write(before, {unit.key: replace(unit, target="dos")}, root=tmp_path)
    assert splice.read(path, locale="es").catalog.units[0].target == "uno"


def test_half_a_character_is_an_error_for_people() -> None:
    unit = UNITS[0]
    with pytest.raises(CatalogError, match=r"U\+D800"):
        splice.edited(held(po.dumps(CATALOG)), {unit.key: replace(unit, target="\ud800")})


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no such file") as caught:
        splice.read(tmp_path / "a.po")
    assert "toolkit extract" in (caught.value.hint or "")
