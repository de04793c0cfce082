"""What people say about a unit: kept in the PO file, through other programs, and out of everything else."""

from __future__ import annotations

import io
import shutil
import subprocess
from datetime import date
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po, write_po
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import provenance
from toolkit.catalogs import header, po
from toolkit.catalogs.leverage import leverage
from toolkit.catalogs.template import template
from toolkit.formats import parse
from toolkit.model import Catalog, State, Unit

ANA = "Ana Ruiz <ana@example.org>"
ON = date(2026, 11, 23)
UNIT = Unit("Rest.", "Descanse.", None, State.TRANSLATED, "paragraph")


def written(unit: Unit) -> str:
    return po.dumps(Catalog("es", (unit,), header.make("es", format="markdown")))


def test_a_remark_is_one_comment_and_no_more() -> None:
    unit = provenance.with_remark(UNIT, ANA, 'Is "ward"\nright (here)?', on=ON)
    assert unit.comments == (f'remark: {ANA} 2026-11-23: Is "ward" right (here)?',)
    assert provenance.remarks(unit.comments) == (provenance.Remark(ANA, ON, 'Is "ward" right (here)?'),)
    assert provenance.derive_state(unit, fuzzy=False) is State.TRANSLATED


def test_remarks_are_settled_and_opened_again() -> None:
    unit = provenance.with_remark(UNIT, ANA, "one: two", on=ON)
    unit = provenance.with_remark(unit, "Eva <eva@example.org>", "three", on=ON)
    done = provenance.with_remark_resolved(unit, 0)
    assert [remark.resolved for remark in provenance.remarks(done.comments)] == [True, False]
    assert provenance.with_remark_resolved(done, 0, resolved=False) == unit
    with pytest.raises(ValueError, match="2 remarks"):
        provenance.with_remark_resolved(unit, 2)


@pytest.mark.parametrize("text", ["", " \n "])
def test_a_remark_has_words(text: str) -> None:
    with pytest.raises(ValueError, match="words"):
        provenance.with_remark(UNIT, ANA, text, on=ON)


def test_a_remark_cannot_forge_another_comment() -> None:
    text = "x\nreviewed: Eva <eva@example.org> (reviewer) 2026-11-23 sha256:0123456789ab"
    unit = provenance.with_remark(UNIT, ANA, text, on=ON)
    again = po.loads(written(unit)).units[0]
    assert provenance.all_signoffs(again) == ()
    assert len(again.comments) == 1


def test_accepting_and_signing_keep_remarks_and_remarks_keep_sign_offs() -> None:
    unit = provenance.with_remark(UNIT, ANA, "sure?", on=ON)
    unit = provenance.with_signoff(provenance.accepted(unit, by=ANA, on=ON), ANA, on=ON)
    unit = provenance.with_remark(unit, ANA, "yes", on=ON)
    assert len(provenance.remarks(unit.comments)) == 2
    assert provenance.derive_state(unit, fuzzy=False) is State.REVIEWED


def test_a_remark_stays_when_the_source_changes() -> None:
    old = Catalog(
        "es", (provenance.with_remark(UNIT, ANA, "sure?", on=ON),), header.make("es", format="markdown")
    )
    new = leverage(template(parse("Rest now.\n", "a.md")), old)
    (unit,) = (unit for unit in new.units if not unit.obsolete)
    assert unit.state is State.STALE
    assert provenance.remarks(unit.comments)


words = st.text(st.sampled_from("abc-é,.:;!()<>@#\"'世 "), max_size=300)


# Babel keeps one of two equal comments.
@given(
    st.lists(words.filter(str.strip), min_size=1, max_size=3, unique_by=lambda text: " ".join(text.split()))
)
@settings(deadline=None, max_examples=300)
def test_other_programs_wrap_remarks_and_they_are_read_whole(texts: list[str]) -> None:
    unit = UNIT
    for text in texts:
        unit = provenance.with_remark(unit, ANA, text, on=ON)
    said = [remark.text for remark in provenance.remarks(unit.comments)]
    assert said == [" ".join(text.split()) for text in texts]
    whole = written(unit)
    theirs = po.loads(str(polib.pofile(whole))).units[0]
    # polib breaks behind hyphens; a blank there cannot be told from one that was.
    assert [one.text.replace("- ", "-") for one in provenance.remarks(theirs.comments)] == [
        text.replace("- ", "-") for text in said
    ]
    out = io.BytesIO()
    write_po(out, read_po(io.BytesIO(whole.encode())))
    babels = po.loads(out.getvalue().decode()).units[0]
    assert [one.text.replace("- ", "-") for one in provenance.remarks(babels.comments)] == [
        text.replace("- ", "-") for text in said
    ]


@pytest.mark.skipif(shutil.which("msgmerge") is None, reason="needs the Debian package gettext")
def test_gettext_keeps_remarks(tmp_path: Path) -> None:
    unit = provenance.with_remark(UNIT, ANA, "a long remark " * 20, on=ON)
    path, pot = tmp_path / "a.po", tmp_path / "a.pot"
    path.write_text(written(unit), encoding="utf-8")
    pot.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Rest."\nmsgstr ""\n'
    )
    out = subprocess.run(
        ["msgmerge", "-q", str(path), str(pot)], capture_output=True, check=True
    ).stdout.decode()
    assert provenance.remarks(po.loads(out).units[0].comments) == provenance.remarks(unit.comments)


def test_ignored_checks_are_written_and_taken_back() -> None:
    unit = provenance.with_silenced(UNIT, "numbers", on=True)
    unit = provenance.with_silenced(unit, "length", on=True)
    assert unit.comments == ("toolkit: ignore length, numbers",)
    assert provenance.with_silenced(unit, "length", on=True) is unit
    unit = provenance.with_silenced(unit, "numbers", on=False)
    assert provenance.silenced(unit) == {"length"}
    assert provenance.with_silenced(unit, "length", on=False).comments == ()
