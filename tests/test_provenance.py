"""History in comments: written, read, void by itself, and kept by every tool that handles PO files."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po, write_po
from hypothesis import given
from hypothesis import strategies as st

from toolkit import provenance
from toolkit.catalogs import header, po
from toolkit.model import Catalog, State, Unit
from toolkit.provenance import ChangeNote, DraftNote

DAY = date(2026, 11, 23)
EVA = "Eva Soto <eva@example.org>"
ANA = "Ana Ruiz <ana@example.org>"
gettext = pytest.mark.skipif(
    shutil.which("msgmerge") is None, reason="needs GNU gettext's tools (Debian package gettext)"
)


def unit(**fields: object) -> Unit:
    return replace(Unit("Take 5 ml.", "Tome 5 ml.", None, State.TRANSLATED), **fields)  # type: ignore[arg-type]


def signed(**fields: object) -> Unit:
    return provenance.with_signoff(unit(**fields), EVA, on=DAY, role="clinician")


# Drafts


def test_a_draft_says_who_when_and_how_sure() -> None:
    made = provenance.with_draft(
        Unit("a"), "b", engine="apertium eng-spa", on=DAY, rung="sentences", match=84
    )
    (comment,) = made.comments
    assert comment.startswith(
        "draft: apertium eng-spa 2026-11-23, low confidence (sentences), 84% match, sha256:"
    )
    assert (made.target, made.state) == ("b", State.DRAFT)
    note = provenance.draft_of(made.comments)
    assert note == DraftNote("apertium eng-spa", DAY, "sentences", 84, provenance.text_digest("b"))
    assert note.low_confidence


def test_a_draft_without_extras() -> None:
    note = provenance.draft_of(provenance.with_draft(Unit("a"), "b", engine="copy", on=DAY).comments)
    assert note == DraftNote("copy", DAY, None, None, provenance.text_digest("b"))
    assert not note.low_confidence


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("draft: apertium eng-spa 2026-11-23", DraftNote("apertium eng-spa", DAY)),
        ("draft:  deepl   en-es  2026-11-23 , low confidence", DraftNote("deepl en-es", DAY, "")),
        ("draft: x 2026-11-23, something new, 99% match", DraftNote("x", DAY, None, 99)),
        ("draft: x", None),
        ("draft: x 2026-13-45", None),
        ("draft: 2026-11-23", None),
        ("a draft: x 2026-11-23", None),
    ],
)
def test_draft_comments_as_people_may_leave_them(comment: str, expected: DraftNote | None) -> None:
    assert provenance.draft_of([comment]) == expected


def test_a_new_draft_replaces_the_comment_of_the_old_one_and_keeps_the_others() -> None:
    first = provenance.with_draft(Unit("a", comments=("Ana: short, please",)), "b", engine="one", on=DAY)
    second = provenance.with_draft(replace(first, previous="x"), "c", engine="two", on=DAY)
    assert [c.split(" 2026")[0] for c in second.comments] == ["Ana: short, please", "draft: two"]
    assert second.previous is None


def test_an_engines_name_cannot_forge_a_comment() -> None:
    made = provenance.with_draft(
        Unit("a"), "b", engine="evil\nreviewed: Eva (clinician) 2026-11-23 sha256:0123456789ab", on=DAY
    )
    assert len(made.comments) == 1
    assert "\n" not in made.comments[0]
    assert provenance.all_signoffs(made) == ()


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({}, State.DRAFT),
        ({"target": "edited by a person"}, State.FUZZY),
        ({"target": "edited", "previous": "old source"}, State.STALE),
        ({"previous": "old source"}, State.DRAFT),
        ({"target": ""}, State.UNTRANSLATED),
    ],
)
def test_machine_text_is_known_by_its_digest(change: dict[str, str], state: State) -> None:
    made = provenance.with_draft(Unit("a"), "b", engine="copy", on=DAY)
    assert provenance.derive_state(replace(made, **change), fuzzy=True) == state  # type: ignore[arg-type]


def test_a_person_who_clears_the_flag_accepts_the_draft() -> None:
    made = provenance.with_draft(Unit("a"), "b", engine="copy", on=DAY)
    assert provenance.derive_state(made, fuzzy=False) == State.TRANSLATED


def test_what_was_accepted_is_no_draft_again_when_its_source_changes() -> None:
    made = provenance.accepted(provenance.with_draft(Unit("a"), "b", engine="copy", on=DAY))
    stale = provenance.with_change(
        replace(made, source="a2", previous="a"), "words", accepted_digest=provenance.unit_digest(made)
    )
    assert provenance.derive_state(stale, fuzzy=True) == State.STALE


# Accepting


def test_accepting_keeps_the_history_and_names_the_translator() -> None:
    made = provenance.with_draft(Unit("a"), "b", engine="copy", on=DAY)
    stale = replace(provenance.with_change(made, "words", accepted_digest=None), previous="old")
    done = provenance.accepted(stale, "c", by=ANA, on=DAY)
    assert (done.target, done.state, done.previous) == ("c", State.TRANSLATED, None)
    assert [comment.split(":")[0] for comment in done.comments] == ["draft", "translated-by"]
    assert provenance.translators(done.comments) == (provenance.Translator(ANA, DAY),)


def test_a_second_translator_replaces_the_first() -> None:
    done = provenance.accepted(provenance.accepted(unit(), "x", by=ANA, on=DAY), "y", by=EVA, on=DAY)
    assert [entry.person for entry in provenance.translators(done.comments)] == [EVA]


def test_nothing_cannot_be_accepted() -> None:
    with pytest.raises(ValueError, match="empty target"):
        provenance.accepted(Unit("a"))


# Sign-offs


def test_a_signoff_is_one_readable_line() -> None:
    (comment,) = signed().comments
    digest = provenance.digest(None, "Take 5 ml.", "Tome 5 ml.")
    assert comment == f"reviewed: Eva Soto <eva@example.org> (clinician) 2026-11-23 sha256:{digest}"
    assert signed().state == State.REVIEWED


def test_the_digest_is_the_documented_one() -> None:
    import hashlib

    expected = hashlib.sha256("ctx\0café\0té".encode()).hexdigest()[:12]
    assert provenance.digest("ctx", "café", "té") == expected
    assert provenance.digest(None, "a", "b") == provenance.digest("", "a", "b")


@pytest.mark.parametrize(
    "change",
    [
        {"source": "Take 50 ml."},
        {"target": "Tome 50 ml."},
        {"target": "Tome 5 ml"},
        {"context": "advice"},
        {"plural": "Take", "plural_targets": ("Tome 5 ml.",)},
    ],
)
def test_any_change_makes_a_signoff_void(change: dict[str, object]) -> None:
    changed = replace(signed(), **change)  # type: ignore[arg-type]
    assert provenance.signoffs(changed) == ()
    assert len(provenance.all_signoffs(changed)) == 1
    assert provenance.derive_state(changed, fuzzy=False) == State.TRANSLATED


def test_changing_back_makes_it_valid_again() -> None:
    back = replace(replace(signed(), target="x"), target="Tome 5 ml.")
    assert len(provenance.signoffs(back)) == 1


def test_a_fuzzy_unit_is_not_reviewed_whatever_is_signed() -> None:
    assert provenance.derive_state(signed(), fuzzy=True) == State.FUZZY


def test_signing_again_replaces_ones_own_line_and_leaves_the_others() -> None:
    twice = provenance.with_signoff(signed(), ANA, on=DAY)
    again = provenance.with_signoff(twice, EVA, on=date(2026, 12, 1), role="clinician")
    assert [(s.person, s.role, s.date) for s in provenance.signoffs(again)] == [
        (ANA, "reviewer", DAY), (EVA, "clinician", date(2026, 12, 1))]  # fmt: skip


def test_signing_accepts() -> None:
    done = provenance.with_signoff(unit(state=State.STALE, previous="x"), EVA, on=DAY)
    assert (done.state, done.previous) == (State.REVIEWED, None)


@pytest.mark.parametrize("person", ["", "  ", "()", "\n"])
def test_a_signoff_needs_a_person(person: str) -> None:
    with pytest.raises(ValueError, match="name of a person"):
        provenance.with_signoff(unit(), person, on=DAY)


@given(
    st.text(min_size=1).filter(lambda text: text.replace("(", " ").replace(")", " ").strip() != ""), st.text()
)
def test_any_name_signs_exactly_once(person: str, role: str) -> None:
    done = provenance.with_signoff(unit(), person, on=DAY, role=role)
    assert len(done.comments) == 1
    assert len(done.comments[0].splitlines()) == 1
    if len(done.comments[0]) < 900:
        assert len(provenance.signoffs(done)) == 1


# Others


def test_silenced_checks() -> None:
    comments = ("toolkit: ignore numbers, negation", "toolkit: ignore length", "toolkit: other", "ignore all")
    assert provenance.silenced(unit(comments=comments)) == {"numbers", "negation", "length"}


def test_changes_with_and_without_what_was_accepted() -> None:
    one = provenance.with_change(unit(), "number 5 → 10", accepted_digest="0123456789ab")
    two = provenance.with_change(one, "words", accepted_digest=None)
    assert provenance.change_of(one.comments) == ChangeNote("number 5 → 10", "0123456789ab")
    assert provenance.change_of(two.comments) == ChangeNote("words", None)
    assert len(two.comments) == 1


@pytest.mark.parametrize(
    "start", ["draft: ", "reviewed: ", "translated-by: ", "changed: ", "toolkit: ignore "]
)
@pytest.mark.parametrize("filling", [" ", "a ", ", ", "( ", "2026-11-23 "])
def test_a_huge_comment_is_no_huge_work(start: str, filling: str) -> None:
    comments = (start + filling * 200_000,)
    read = unit(comments=comments)
    # Would not come back in an hour if the patterns ran over all of it.
    provenance.draft_of(comments)
    provenance.change_of(comments)
    provenance.translators(comments)
    provenance.silenced(read)
    assert provenance.signoffs(read) == ()


def test_only_our_own_comments_are_put_together_again() -> None:
    comments = ("reviewed: Eva", "a note of Ana's", "reviewed: Eva (clinician)", "", "sha256:0123456789ab")
    assert provenance.unwrapped(comments) == comments
    wrapped = ("a", "reviewed: Eva Soto", "(clinician) 2026-11-23", "sha256:0123456789ab", "b")
    assert provenance.unwrapped(wrapped) == (
        "a", "reviewed: Eva Soto (clinician) 2026-11-23 sha256:0123456789ab", "b")  # fmt: skip


def test_what_changed_is_short_enough_for_one_line() -> None:
    (comment,) = provenance.with_change(unit(), "number " + "5, " * 50, accepted_digest=None).comments
    assert len(f"# {comment}") <= 76


# Through the tools people use

CATALOG = Catalog(
    "es",
    (
        signed(references=(("dose.md", 3),), role="paragraph"),
        provenance.with_draft(
            Unit("Rest.", role="heading 1"),
            "Descanse.",
            engine="apertium eng-spa",
            on=DAY,
            rung="runs",
            match=80,
        ),
        provenance.with_signoff(
            provenance.accepted(unit(source="Drive", target="Conduzca"), by=ANA, on=DAY), EVA, on=DAY
        ),
    ),
    header.make("es", format="markdown", plural_forms="nplurals=2; plural=(n != 1);"),
)  # fmt: skip


def states(text: str) -> list[tuple[str, State, tuple[str, ...]]]:
    return sorted((u.source, u.state, u.comments) for u in po.loads(text).units)


EXPECTED = states(po.dumps(CATALOG))


def test_the_expected_states_are_those_of_the_catalog() -> None:
    assert [state for _, state, _ in EXPECTED] == [State.REVIEWED, State.DRAFT, State.REVIEWED]


@gettext
@pytest.mark.parametrize("options", [[], ["--no-wrap"], ["--sort-output"], ["--width=20"]])
def test_msgcat_keeps_it(options: list[str]) -> None:
    done = subprocess.run(
        ["msgcat", *options, "-"], input=po.dumps(CATALOG), capture_output=True, text=True, check=True
    )
    assert states(done.stdout) == EXPECTED


@gettext
def test_msgmerge_keeps_it_and_voids_what_changed(tmp_path: Path) -> None:
    def merged(units: tuple[Unit, ...]) -> list[tuple[str, State, tuple[str, ...]]]:
        template = tuple(Unit(u.source, role=u.role, references=u.references) for u in units)
        po.write(tmp_path / "a.pot", Catalog("", template, header.make("", format="markdown")))
        po.write(tmp_path / "es.po", CATALOG)
        command = ["msgmerge", "--quiet", "--previous", tmp_path / "es.po", tmp_path / "a.pot"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return states(done.stdout)

    assert merged(CATALOG.units) == EXPECTED
    edited = (replace(CATALOG.units[0], source="Take 50 ml."), *CATALOG.units[1:])
    after = merged(edited)
    assert [(source, state) for source, state, _ in after] == [
        ("Drive", State.REVIEWED), ("Rest.", State.DRAFT), ("Take 50 ml.", State.STALE)]  # fmt: skip
    assert after[2][2] == CATALOG.units[0].comments, "the void sign-off is history, and stays"


@pytest.mark.parametrize("width", [20, 78, 200])
def test_polib_keeps_it_and_wraps_it(width: int) -> None:
    theirs = polib.pofile(po.dumps(CATALOG), wrapwidth=width)
    assert states(str(theirs)) == EXPECTED


@pytest.mark.parametrize("width", [0, 40, 76])
def test_babel_keeps_it_and_wraps_it(width: int) -> None:
    read = read_po(io.BytesIO(po.dumps(CATALOG).encode()))
    out = io.BytesIO()
    write_po(out, read, width=width)
    assert states(out.getvalue().decode()) == EXPECTED


def test_an_edit_in_any_editor_voids_the_signoff_alone() -> None:
    text = po.dumps(CATALOG).replace('msgstr "Tome 5 ml."', 'msgstr "Tome 50 ml."')
    found = {unit.source: unit.state for unit in po.loads(text).units}
    assert found == {"Take 5 ml.": State.TRANSLATED, "Rest.": State.DRAFT, "Drive": State.REVIEWED}
