"""Sign-offs and drafts through the programs people edit catalogs with: what survives, and what voids.

Each program really runs, and each test proves that it did: by the program's own mark in the file, or
by something only it does.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import polib
import pytest
from babel.messages.pofile import read_po, write_po

from toolkit import provenance
from toolkit.catalogs import header, po
from toolkit.model import Catalog, State, Unit

DAY = date(2026, 11, 23)
EVA = "Eva Muster-Beispiel von und zu Langenfeld <eva.muster@example.org>"
ANA = "Ana Probe <ana@example.org>"
gettext = pytest.mark.skipif(
    shutil.which("msgmerge") is None, reason="needs GNU gettext's tools (Debian package gettext)"
)
TAKE = Unit("Take 5 ml.", role="paragraph", references=(("dose.md", 3),))
SIGNED = provenance.with_signoff(
    provenance.accepted(TAKE, "Tome 5 ml.", by=ANA, on=DAY), EVA, on=DAY, role="clinician"
)
LONG = provenance.with_signoff(
    Unit(
        "Do **not** drive for 24 hours after the [injection](https://example.org/i), even if you feel well.",
        "**No** conduzca durante 24 horas tras la [inyección](https://example.org/i), aunque ande bien.",
        state=State.TRANSLATED,
        notes=("Said on the phone, too.",),
    ),
    EVA,
    on=DAY,
)
LINES = provenance.with_signoff(
    Unit(
        'One\ntwo\t“three” \\ "four"',
        'Uno\ndos\t«tres» \\ "cuatro"',
        state=State.TRANSLATED,
        context="poem",
    ),
    EVA,
    on=DAY,
)
DRAFT = provenance.with_draft(
    Unit("Rest."), "Descanse.", engine="apertium eng-spa", on=DAY, rung="without glossary + words", match=80
)
REMARKED = provenance.with_signoff(
    provenance.with_remark(
        Unit("Drive", "Conduzca", state=State.TRANSLATED),
        ANA,
        "is this the form of address that we use everywhere else in the house?",
        on=DAY,
    ),
    EVA,
    on=DAY,
)
UNITS = (SIGNED, LONG, LINES, DRAFT, REMARKED)
CATALOG = Catalog(
    "es", UNITS, header.make("es", format="markdown", plural_forms="nplurals=2; plural=(n != 1);")
)
States = dict[str, State]
EXPECTED: States = {unit.source: unit.state for unit in UNITS}


def test_the_samples_are_what_they_should_be() -> None:
    assert list(EXPECTED.values()).count(State.REVIEWED) == 4
    assert list(EXPECTED.values()).count(State.DRAFT) == 1
    assert any(len(comment) > 100 for unit in UNITS for comment in unit.comments), "one has to be wrapped"


def states(text: str) -> States:
    return {unit.source: unit.state for unit in po.loads(text).units if not unit.obsolete}


def signers(text: str) -> set[str]:
    return {s.person for unit in po.loads(text).units for s in provenance.signoffs(unit)}


def piped(text: str, *command: str) -> str:
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode()


# Each takes the file's text and gives it as the program leaves it.


def msgcat(text: str) -> str:
    return piped(text, "msgcat", "--width=50", "-")


def msgattrib(text: str) -> str:
    return piped(text, "msgattrib", "--no-obsolete", "--sort-output", "-")


def msgmerge(text: str, tmp_path: Path) -> str:
    (tmp_path / "es.po").write_text(text, "utf-8")
    template = Catalog(
        "", tuple(Unit(u.source, context=u.context) for u in UNITS), header.make("", format="markdown")
    )
    po.write(tmp_path / "a.pot", template)
    subprocess.run(
        ["msgmerge", "--quiet", "--update", "--backup=none", "--previous", "--width=40", "es.po", "a.pot"],
        cwd=tmp_path,
        check=True,
    )
    return (tmp_path / "es.po").read_text("utf-8")


def with_polib(text: str) -> str:
    return str(polib.pofile(text, wrapwidth=78))


def with_babel(text: str) -> str:
    out = io.BytesIO()
    write_po(out, read_po(io.BytesIO(text.encode())), width=76)
    return out.getvalue().decode()


def ttk() -> ModuleType:
    return pytest.importorskip("translate.storage.pypo", reason="needs the Python package translate-toolkit")


def weblate_style(text: str) -> str:
    """As Weblate writes: through translate-toolkit's store, with its headers, lines wrapped at 77."""
    store = ttk().pofile.parsestring(text.encode())
    store.wrapper.width = 77
    store.updateheader(
        add=True, x_generator="Weblate 5.14", last_translator=ANA, PO_Revision_Date="2026-11-24 08:00+0000"
    )
    for unit in store.units:
        unit.target = unit.target  # every unit is written anew
    return bytes(store).decode()


def pot2po(text: str, tmp_path: Path) -> str:
    ttk()
    (tmp_path / "es.po").write_text(text, "utf-8")
    template = Catalog(
        "", tuple(Unit(u.source, context=u.context) for u in UNITS), header.make("", format="markdown")
    )
    po.write(tmp_path / "a.pot", template)
    subprocess.run(
        [str(Path(sys.executable).with_name("pot2po")), "--progress=none", "-t", "es.po", "a.pot", "out.po"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    return (tmp_path / "out.po").read_text("utf-8")


Program = Callable[..., str]
PROGRAMS = [
    pytest.param(msgcat, marks=gettext),
    pytest.param(msgattrib, marks=gettext),
    pytest.param(msgmerge, marks=gettext),
    with_polib,
    with_babel,
    weblate_style,
    pot2po,
]


def run(program: Program, text: str, tmp_path: Path) -> str:
    return program(text, tmp_path) if program in (msgmerge, pot2po) else program(text)


@pytest.mark.parametrize("program", PROGRAMS)
def test_what_nobody_changed_stays_signed(program: Program, tmp_path: Path) -> None:
    before = po.dumps(CATALOG)
    after = run(program, before, tmp_path)
    assert after != before, "the program has written the file its own way"
    assert states(after) == EXPECTED
    assert signers(after) == {EVA}


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    ("old", "new"),
    [("Tome 5 ml.", "Tome 50 ml."), ("**No** conduzca durante 24", "Conduzca durante 24"), ("Uno", "UNO")],
)
def test_a_changed_target_is_no_longer_signed(program: Program, old: str, new: str, tmp_path: Path) -> None:
    changed = po.dumps(CATALOG).replace(old, new)
    after = run(program, changed, tmp_path)
    now = states(after)
    lost = {source for source, state in EXPECTED.items() if now[source] is not state}
    assert len(lost) == 1
    assert now[lost.pop()] is State.TRANSLATED
    assert EVA.split("<")[1].rstrip(">") in after, "the sign-off stays as history"


@pytest.mark.parametrize("program", PROGRAMS)
def test_again_and_again(program: Program, tmp_path: Path) -> None:
    """Our writing and theirs in turn changes nothing any more, and piles nothing up."""
    text = po.dumps(CATALOG)
    for _ in range(3):
        text = po.dumps(po.loads(run(program, text, tmp_path)))
    assert states(text) == EXPECTED
    counts = [len(unit.comments) for unit in po.loads(text).units]
    assert sum(counts) == sum(len(unit.comments) for unit in UNITS)


@gettext
def test_msgmerge_voids_the_sign_off_of_a_changed_source(tmp_path: Path) -> None:
    po.write(tmp_path / "es.po", CATALOG)
    now = (replace(SIGNED, source="Take 50 ml."), *UNITS[1:])
    template = Catalog(
        "", tuple(Unit(u.source, context=u.context) for u in now), header.make("", format="markdown")
    )
    po.write(tmp_path / "a.pot", template)
    done = subprocess.run(
        ["msgmerge", "--quiet", "--previous", "es.po", "a.pot"], cwd=tmp_path, check=True, capture_output=True
    )
    found = states(done.stdout.decode())
    assert found["Take 50 ml."] is State.STALE
    assert sum(state is State.REVIEWED for state in found.values()) == 3


def test_pot2po_voids_the_sign_off_of_a_changed_source(tmp_path: Path) -> None:
    ttk()
    po.write(tmp_path / "es.po", CATALOG)
    now = (replace(LONG, source=LONG.source.replace("24", "48")), *UNITS[:1], *UNITS[2:])
    template = Catalog(
        "", tuple(Unit(u.source, context=u.context) for u in now), header.make("", format="markdown")
    )
    po.write(tmp_path / "a.pot", template)
    subprocess.run(
        [str(Path(sys.executable).with_name("pot2po")), "--progress=none", "-t", "es.po", "a.pot", "out.po"],
        cwd=tmp_path, check=True, capture_output=True,
    )  # fmt: skip
    found = states((tmp_path / "out.po").read_text("utf-8"))
    assert found[now[0].source] is not State.REVIEWED
    assert sum(state is State.REVIEWED for state in found.values()) == 3


@gettext
def test_msgfmt_compiles_what_is_accepted_and_no_comment(tmp_path: Path) -> None:
    po.write(tmp_path / "es.po", CATALOG)
    subprocess.run(["msgfmt", "--check", "-o", "es.mo", "es.po"], cwd=tmp_path, check=True)
    compiled = polib.mofile(str(tmp_path / "es.mo"))
    assert {entry.msgid for entry in compiled} == {u.source for u in UNITS if u.state is State.REVIEWED}
    assert b"eva.muster" not in (tmp_path / "es.mo").read_bytes()


@gettext
def test_msgattrib_tells_our_states_by_their_flag() -> None:
    fuzzy = piped(po.dumps(CATALOG), "msgattrib", "--only-fuzzy", "-")
    assert states(fuzzy) == {DRAFT.source: State.DRAFT}


@gettext
def test_clearing_the_fuzzy_mark_elsewhere_accepts_the_draft() -> None:
    after = states(piped(po.dumps(CATALOG), "msgattrib", "--clear-fuzzy", "-"))
    assert after[DRAFT.source] is State.TRANSLATED


def test_pocount_counts_our_states_by_their_flag(tmp_path: Path) -> None:
    ttk()
    po.write(tmp_path / "es.po", CATALOG)
    done = subprocess.run(
        [str(Path(sys.executable).with_name("pocount")), "--csv", str(tmp_path / "es.po")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    names, values = (line.split(",") for line in done.stdout.strip().splitlines()[-2:])
    row = {name.strip(): value.strip() for name, value in zip(names, values, strict=False)}
    assert (row["Translated Messages"], row["Fuzzy Messages"], row["Untranslated Messages"]) == (
        "4",
        "1",
        "0",
    )


def test_an_edit_in_weblate_voids_only_its_own_unit() -> None:
    store = ttk().pofile.parsestring(po.dumps(CATALOG).encode())
    store.wrapper.width = 77
    unit = next(unit for unit in store.units if str(unit.source) == SIGNED.source)
    unit.target = "Tome 5 ml de jarabe."
    draft = next(unit for unit in store.units if str(unit.source) == DRAFT.source)
    draft.markfuzzy(False)
    after = bytes(store).decode()
    assert states(after) == {
        **EXPECTED, SIGNED.source: State.TRANSLATED, DRAFT.source: State.TRANSLATED}  # fmt: skip
