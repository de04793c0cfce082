"""PO files: what is read, what is written, and that other tools agree."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pytest
from babel.messages.pofile import read_po, write_po
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit import files
from toolkit.catalogs import header, po, po_reader
from toolkit.errors import CatalogError, ConflictError
from toolkit.model import Catalog, State, Unit

gettext = pytest.mark.skipif(
    shutil.which("msgcat") is None, reason="needs GNU gettext's tools (Debian package gettext)"
)

HEADER = header.make("es", format="markdown", plural_forms="nplurals=2; plural=(n != 1);", project="clinic")

UNITS = (
    Unit("Knee pain", "Dolor de rodilla", None, State.TRANSLATED, "heading 1", references=(("knee.md", 1),)),
    Unit(
        'Take **2** "tablets"\nwith `C:\\water`\tdaily.',
        "Tome **2** «comprimidos»\ncon `C:\\water`\tal día.",
        "advice",
        State.STALE,
        "paragraph",
        notes=("Ask the nurse", "", "twice"),
        comments=("Ana: see above", "", "  indented"),
        references=(("knee.md", 3), ("my docs/other file.md", 14), ("odd:3", None)),
        previous="Take **1** tablet\nwith water.",
        previous_context="advices",
        flags=("c-format", "no-wrap"),
    ),
    Unit("A draft", "Un borrador", None, State.DRAFT, "title", "text", comments=("draft: copy 2026-11-20",)),
    Unit("Not yet", "", None, State.UNTRANSLATED, "paragraph (html)", "html"),
    Unit("{n} day", "{n} día", state=State.TRANSLATED, plural="{n} days",
         plural_targets=("{n} día", "{n} días")),
    Unit("Old text", "Texto viejo", None, State.TRANSLATED, obsolete=True),
    Unit(
        "Older\ntext", "Texto\nviejo", "x", State.STALE, previous="Oldest", previous_context="y",
        obsolete=True, comments=("from Ana",),
    ),
)  # fmt: skip
CATALOG = Catalog("es", UNITS, HEADER, ("Spanish translation of the clinic's articles.", "", "By Ana."))


def content(catalog: Catalog) -> tuple[object, ...]:
    return catalog.locale, catalog.units, catalog.header, catalog.header_comments


# Our own form


def test_the_canonical_form() -> None:
    expected = (Path(__file__).parent.parent / "cases" / "canonical.po").read_text(encoding="utf-8")
    assert po.dumps(CATALOG) == expected


def test_what_is_written_is_read_again() -> None:
    assert content(po.loads(po.dumps(CATALOG))) == content(CATALOG)


def test_writing_twice_changes_nothing() -> None:
    once = po.dumps(CATALOG)
    assert po.dumps(po.loads(once)) == once


def test_an_empty_catalog_and_an_empty_file() -> None:
    assert content(po.loads(po.dumps(Catalog("", (), header.make("", format="html"))))) == (
        "", (), header.make("", format="html"), ())  # fmt: skip
    assert content(po.loads("")) == ("", (), (), ())


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("line", ["#: a.md:1 a.md:7 b.md:2"]),
        ("file", ["#: a.md b.md"]),
        ("none", []),
    ],
)
def test_locations(location: Any, expected: list[str]) -> None:
    unit = Unit("x", references=(("a.md", 1), ("a.md", 7), ("b.md", 2)))
    lines = po.dumps(Catalog("es", (unit,), HEADER), location=location).split("\n")
    assert [line for line in lines if line.startswith("#:")] == expected


def test_many_references_fill_lines_of_79_columns() -> None:
    refs = tuple(("some/article.md", number) for number in range(1, 60))
    text = po.dumps(Catalog("es", (Unit("x", references=refs),), HEADER))
    lines = [line for line in text.split("\n") if line.startswith("#:")]
    assert len(lines) > 5
    assert max(map(len, lines)) <= 79
    assert po.loads(text).units[0].references == refs


def test_lines_of_msgids_are_known() -> None:
    text = po.dumps(CATALOG)
    lines = text.split("\n")
    for unit in po.loads(text).units:
        assert unit.line is not None
        line = lines[unit.line - 1].removeprefix("#~ ")
        assert line.startswith("msgid "), unit


def test_a_header_field_without_a_value_is_written_as_gettext_writes_it() -> None:
    text = 'msgid ""\nmsgstr ""\n"Report-Msgid-Bugs-To: \\n"\n'
    assert '"Report-Msgid-Bugs-To: \\n"' in po.dumps(po.loads(text)).splitlines()


def test_volatile_header_dates_are_left_out_and_other_fields_kept() -> None:
    text = (
        'msgid ""\nmsgstr ""\n"POT-Creation-Date: 2020-01-01 10:00+0000\\n"\n'
        '"X-Poedit-Basepath: ..\\n"\n"PO-Revision-Date: 2024-01-01 10:00+0000\\n"\n'
        '"Language: pt_BR\\n"\n"Content-Type: text/plain; charset=ISO-8859-1\\n"\n'
    )
    catalog = po.loads(text)
    assert catalog.locale == "pt-BR"
    written = po.dumps(catalog)
    assert "POT-Creation-Date" not in written
    assert '"X-Poedit-Basepath: ..\\n"' in written
    assert '"PO-Revision-Date: 2024-01-01 10:00+0000\\n"' in written
    assert '"Content-Type: text/plain; charset=UTF-8\\n"' in written


@pytest.mark.parametrize(
    ("role", "syntax"),
    [
        ("heading 2", "markdown"),
        ("front matter: title", "text"),
        ("paragraph (html)", "markdown"),
        ("paragraph (html)", "html"),
        ("", "html"),
        ("", "markdown"),
        ('table cell, column "Dose (mg)"', "markdown"),
    ],
)
@pytest.mark.parametrize("notes", [(), ("(text)",), ("a", "b")])
def test_role_and_syntax_come_back(role: str, syntax: Any, notes: tuple[str, ...]) -> None:
    unit = Unit("x", role=role, syntax=syntax, notes=notes)
    assert po.loads(po.dumps(Catalog("es", (unit,), HEADER))).units == (unit,)


def test_a_catalog_made_elsewhere_has_notes_and_no_roles() -> None:
    text = 'msgid ""\nmsgstr "Language: es\\n"\n\n#. Shown at the top (html)\nmsgid "a"\nmsgstr "b"\n'
    (unit,) = po.loads(text).units
    assert (unit.role, unit.notes) == ("", ("Shown at the top (html)",))
    assert "#. Shown at the top (html)\n" in po.dumps(po.loads(text))


@pytest.mark.parametrize("flag", ["", "#, fuzzy\n"])
@pytest.mark.parametrize("usual", [True, False])
def test_a_blank_translation_is_none(flag: str, usual: bool) -> None:
    entry = f'{flag}msgid "Text"\nmsgstr " \\n\u2028"\n'
    text = 'msgid ""\nmsgstr "Language: es\\n"\n\n' + (entry if usual else entry.replace("msgid ", "msgid"))
    (unit,) = po.loads(text).units
    assert (unit.target, unit.state) == ("", State.UNTRANSLATED)


def test_a_line_feed_in_a_comment_cannot_become_an_entry() -> None:
    unit = Unit(
        "x",
        "y",
        None,
        State.TRANSLATED,
        comments=('a\nmsgid "x"\r\nmsgstr ""',),
        notes=("n\nm",),
        role="r\ns",
    )
    text = po.dumps(Catalog("es", (unit,), HEADER))
    (read,) = po.loads(text).units
    assert read.comments == ("a", 'msgid "x"', 'msgstr ""')
    assert (read.role, read.notes) == ("r s", ("n", "m"))


# State


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (["msgstr \"\""], State.UNTRANSLATED),
        (["#, fuzzy", "msgstr \"\""], State.UNTRANSLATED),
        (["msgstr \"b\""], State.TRANSLATED),
        (["#, fuzzy", "msgstr \"b\""], State.FUZZY),
        (["#, fuzzy", "#| msgid \"o\"", "msgstr \"b\""], State.STALE),
        (["# draft: copy 2026-11-20", "#, fuzzy", "msgstr \"b\""], State.DRAFT),
        (["# draft: copy 2026-11-20", "#, fuzzy", "#| msgid \"o\"", "msgstr \"b\""], State.DRAFT),
        (["# draft: copy 2026-11-20", "msgstr \"b\""], State.TRANSLATED),
        (["# draft: copy 2026-11-20", "# translated-by: Ana", "#, fuzzy", "msgstr \"b\""], State.FUZZY),
        (["# draft: copy 2026-11-20, sha256:000000000000", "#, fuzzy", "msgstr \"b\""], State.FUZZY),
    ],
)  # fmt: skip
def test_state_on_load(lines: list[str], state: State) -> None:
    text = "\n".join([*lines[:-1], 'msgid "a"', lines[-1], ""])
    catalog = po.loads(text)
    assert [unit.state for unit in catalog.units] == [state]
    assert po.loads(po.dumps(catalog)).units == catalog.units


# Files from elsewhere

READABLE = {
    "crlf": 'msgid ""\r\nmsgstr "Language: es\\n"\r\n\r\n# c\r\nmsgid "a"\r\nmsgstr "b"\r\n',
    "bom": '\ufeffmsgid "a"\nmsgstr "b"\n',
    "no blank lines": '# c\nmsgid "a"\nmsgstr "b"\nmsgid "c"\nmsgstr "d"\n',
    "blank lines inside": 'msgid "a"\n\nmsgstr "b"\n\n"c"\n',
    "indented, tabs": '  msgid\t"a"\n\t"b"\n  msgstr    "c"\n',
    "two strings in a line": 'msgid "a" "b"\nmsgstr "c""d"\n',
    "no space": 'msgid"a"\nmsgstr"b"\n',
    "new flags": '#= fuzzy, no-wrap\n#, c-format\nmsgid "a"\nmsgstr "b"\n',
    "plural": 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n',
    "previous plural": '#, fuzzy\n#| msgctxt "x"\n#| msgid "a"\n#| msgid_plural "b"\nmsgid "c"\n'
    'msgid_plural "d"\nmsgstr[0] "e"\nmsgstr[1] "f"\n',
    "obsolete": '# c\n#, fuzzy\n#~| msgid "o"\n#~| "p"\n#~ msgctxt "x"\n#~ msgid "a"\n#~ msgstr ""\n#~ "b"\n',
    "obsolete first": '#~ msgid "a"\n#~ msgstr "b"\n\nmsgid "c"\nmsgstr ""\n',
    "obsolete plural": '#~ msgid "a"\n#~ msgid_plural "b"\n#~ msgstr[0] "c"\n#~ msgstr[1] ""\n',
    "twice obsolete": '#~ #~ msgctxt "x"\n#~ #~ msgid "a"\n#~ #~ msgstr "b"\n#~#~ "c"\n',
    "C escapes": 'msgid "\\a\\b\\f\\v\\r\\t\\\\n \\303\\241 \\xc3\\xa9 \\?"\nmsgstr "b"\n',
    "odd line ends in a text": 'msgid "a\u2028b\x85c\x0bd"\nmsgstr "b"\n',
    "comment forms": '#\n#tight\n## two\n#  wide\n#: \n#,\n#.\n#.tight\nmsgid "a"\nmsgstr "b"\n',
    "comment between": 'msgid "a"\n# c\nmsgstr "b"\n',
    "no line feed at the end": 'msgid "a"\nmsgstr "b"',
    "header last": 'msgid "a"\nmsgstr "b"\n\nmsgid ""\nmsgstr "Language: es\\n"\n',
    "comments behind the end": 'msgid "a"\nmsgstr "b"\n\n# kept\n',
    "an obsolete echo": 'msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "b"\n',
    "empty context": 'msgctxt ""\nmsgid "a"\nmsgstr "b"\n',
    "no fields": 'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n',
}  # fmt: skip


@pytest.mark.parametrize("name", READABLE)
def test_read_and_written_without_loss(name: str) -> None:
    catalog = po.loads(READABLE[name])
    assert catalog.units
    assert content(po.loads(po.dumps(catalog))) == content(
        Catalog(catalog.locale, catalog.units, header.canonical(catalog.header), catalog.header_comments)
    )


def test_details_of_such_files() -> None:
    def read(name: str) -> Unit:
        return po.loads(READABLE[name]).units[0]

    assert read("crlf").comments == ("c",)
    assert (read("blank lines inside").target, read("two strings in a line").source) == ("bc", "ab")
    assert (read("new flags").state, read("new flags").flags) == (State.FUZZY, ("no-wrap", "c-format"))
    assert read("C escapes").source == "\a\b\f\v\r\t\\n á é ?"
    assert read("comment forms").comments == ("", "tight", "# two", " wide")
    assert read("previous plural").previous_plural == "b"
    assert read("obsolete").previous == "op"
    assert po.loads(READABLE["obsolete first"]).units[0].source == "c"
    assert po.loads(READABLE["comments behind the end"]).header_comments == ("kept",)
    assert len(po.loads(READABLE["an obsolete echo"]).units) == 1


REFUSED = [
    ("unclosed quote", 'msgid "a"\nmsgstr "bc\n', 2, "quote is not closed"),
    ("quote inside", 'msgid "a"b"\nmsgstr ""\n', 1, "behind the closing quote"),
    ("no quotes", "msgid a\nmsgstr b\n", 1, "not in quotes"),
    ("nothing", 'msgid\nmsgstr "b"\n', 1, "not in quotes"),
    ("unknown keyword", 'msgid "a"\nmsgstrr "b"\n', 2, "'msgstrr' is no PO keyword"),
    ("text", "Hello\n", 1, "'Hello' is no PO keyword"),
    ("conflict", 'msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n', 2, "merge conflict"),
    ("domain", 'domain "x"\nmsgid "a"\nmsgstr "b"\n', 1, "domains"),
    ("duplicate", 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 4, "msgctxt of line 1"),
    ("obsolete duplicate", 'msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', 4, "obsolete entry"),
    ("two headers", 'msgid ""\nmsgstr "A: b\\n"\n\nmsgid ""\nmsgstr "C: d\\n"\n', 4, "second header"),
    ("empty msgid", 'msgctxt "c"\nmsgid ""\nmsgstr "b"\n', 2, "empty msgid"),
    ("no msgstr", 'msgid "a"\n\n\nmsgid "c"\nmsgstr "d"\n', 4, "msgid cannot stand here"),
    ("no msgstr at the end", '\nmsgid "a"\n', 2, "without a msgstr"),
    ("msgctxt alone", '\nmsgctxt "a"\n', 2, "without a msgid"),
    ("msgstr alone", '\nmsgstr "a"\n', 2, "without a msgid"),
    ("two msgstr", 'msgid "a"\nmsgstr "b"\nmsgstr "c"\n', 3, "second translation"),
    ("plural out of order", 'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "c"\n', 3, "out of order"),
    ("plural without plural", 'msgid "a"\nmsgstr[0] "c"\n', 2, "go with msgid_plural"),
    ("stray text", '"a"\n', 1, "belongs to no msgid"),
    ("text behind a comment", 'msgid "a"\n# c\n"b"\nmsgstr ""\n', 3, "belongs to no msgid"),
    ("half obsolete", '#~ msgid "a"\nmsgstr "b"\n', 2, "half obsolete"),
    ("half obsolete text", '#~ msgid "a"\n#~ msgstr "b"\n"c"\n', 3, "half obsolete"),
    ("unknown escape", 'msgid "a\\d"\nmsgstr "b"\n', 1, "unknown escape"),
    ("escapes no UTF-8", 'msgid "a\\377"\nmsgstr "b"\n', 1, "no UTF-8"),
    ("NUL", 'msgid "a"\nmsgstr "b\0"\n', 2, "NUL"),
    ("NUL escape", 'msgid "a"\nmsgstr "b\\0"\n', 2, "NUL"),
    ("backslash at the end", 'msgid "a\\"\nmsgstr "b"\n', 1, "quote is not closed"),
    ("previous of what", '#| hello\nmsgid "a"\nmsgstr "b"\n', 1, "previous text"),
    ("previous context alone", '#| msgctxt "c"\nmsgid "a"\nmsgstr "b"\n', 2, "without the previous"),
    ("previous plural alone", '#| msgid_plural "c"\nmsgid "a"\nmsgstr "b"\n', 2, "without the previous"),
    ("previous msgstr", '#| msgstr "a"\nmsgid "a"\nmsgstr "b"\n', 1, "previous text"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "message"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_refused_with_file_and_line(text: str, line: int, message: str) -> None:
    with pytest.raises(CatalogError, match=message) as caught:
        po.loads(text, "locales/es.po")
    assert caught.value.where == f"locales/es.po:{line}"


def encoded(charset: str, text: str) -> bytes:
    head = f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={charset}\\n"\n'
    return f'{head}\nmsgid "a"\nmsgstr "{text}"\n'.encode(charset)


@pytest.mark.parametrize(
    ("charset", "text"), [("ISO-8859-1", "año"), ("KOI8-R", "да"), ("SHIFT_JIS", "表"), ("windows-1252", "“")]
)
def test_other_encodings_are_read_and_become_utf8(tmp_path: Path, charset: str, text: str) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(encoded(charset, text))
    catalog, stamp = po.read_stamped(path)
    assert catalog.units[0].target == text
    assert not po.write(path, catalog, expected=stamp), "another encoding alone is no reason to write"
    changed = Catalog("es", (*catalog.units, Unit("new")), catalog.header)
    assert po.write(path, changed, expected=stamp)
    assert f'msgstr "{text}"'.encode() in path.read_bytes()


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (encoded("ISO-8859-1", "año").replace(b"ISO-8859-1", b"UTF-8"), 6, "0xf1 is not UTF-8"),
        (encoded("UTF-8", "a").replace(b"UTF-8", b"unicode_escape"), 3, "unknown encoding 'unicode_escape'"),
        (encoded("UTF-8", "a").replace(b"UTF-8", b"windows-9999"), 3, "unknown encoding"),
        ('msgid "a"\nmsgstr "b"\n'.encode("utf-16"), 1, "UTF-16"),
    ],
)
def test_undecodable_files_are_refused(tmp_path: Path, data: bytes, line: int, message: str) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(data)
    with pytest.raises(CatalogError, match=message) as caught:
        po.read(path)
    assert caught.value.line == line


@pytest.mark.parametrize("charset", ["ISO-8859-1", "windows-1252", "koi8-r"])
def test_a_wrong_charset_garbles_nothing(charset: str) -> None:
    data = encoded("UTF-8", "año “uno”").replace(b"UTF-8", charset.encode())
    with pytest.raises(CatalogError, match="but the file is UTF-8") as caught:
        po.decode(data, "es.po")
    assert caught.value.where == "es.po:3"
    assert "a" in po.decode(encoded("UTF-8", "ano").replace(b"UTF-8", charset.encode()), "es.po")


def test_a_missing_file_is_a_readable_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="no such file"):
        po.read(tmp_path / "a.po")


# Writing


def test_write_only_when_the_content_differs(tmp_path: Path) -> None:
    path = tmp_path / "es" / "a.po"
    assert po.write(path, CATALOG, expected=files.ABSENT)
    catalog, stamp = po.read_stamped(path)
    before = path.stat()
    assert not po.write(path, catalog, expected=stamp)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_another_layout_of_the_same_content_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(path, CATALOG)
    other = path.read_text().replace('msgid "Knee pain"', 'msgid ""\n"Knee "\n"pain"')
    other = other.replace('"MIME', '"POT-Creation-Date: 2020-01-01 10:00+0000\\n"\n"MIME').replace(
        "\n", "\r\n"
    )
    path.write_bytes(other.encode())
    catalog, stamp = po.read_stamped(path)
    assert not po.write(path, catalog, expected=stamp)
    assert path.read_bytes() == other.encode()


WRAPPED = (
    po.dumps(Catalog("es", (), HEADER))
    + """
# wrapped by somebody
#: a.md:1
#: a.md:2
msgid ""
"One of the longer texts, "
"in two lines."
msgstr ""
"Uno de los textos, "
"en dos."

#: a.md:3
msgid "edited"
msgstr ""
"Not yet "
"edited"


#~ msgid ""
#~ "gone"
#~ msgstr "ido"
"""
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_entries_that_stay_keep_their_lines(tmp_path: Path, newline: str) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(WRAPPED.replace("\n", newline).encode())
    catalog, stamp = po.read_stamped(path, locale="es")
    one, edited, gone = catalog.units
    new = Unit("new", references=(("a.md", 9),))
    changed = replace(catalog, units=(new, one, replace(edited, target="Editado"), gone))
    assert po.write(path, changed, expected=stamp)
    head, _, rest = WRAPPED.partition("\n\n")
    wanted = (
        head
        + '\n\n#: a.md:9\nmsgid "new"\nmsgstr ""\n\n'
        + rest.replace('""\n"Not yet "\n"edited"', '"Editado"').replace("\n\n\n", "\n\n")
    )
    assert path.read_bytes().decode() == wanted.replace("\n", newline)
    assert po.read(path, locale="es").units == changed.units
    assert not po.write(path, changed)


@pytest.mark.parametrize(
    "text",
    [
        WRAPPED.replace("\n\n#: a.md:3", "\n#: a.md:3"),  # two entries in one block
        WRAPPED.replace("#: a.md:1", "\n#: a.md:1"),  # an entry in two blocks
        WRAPPED.replace("\n", "\r\n", 9),
        WRAPPED.replace("\n\n\n", "\n\n# behind\n\n"),
        WRAPPED + "# at the end",
    ],
)
def test_whatever_the_layout_nothing_is_lost(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(text.encode())
    catalog = po.read(path, locale="es")
    units = tuple(
        replace(unit, target="Editado") if unit.source == "edited" else unit for unit in catalog.units
    )
    assert po.write(path, replace(catalog, units=units))
    assert po.read(path, locale="es").units == units
    assert po.read(path).header_comments == catalog.header_comments


def test_somebody_elses_save_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(path, CATALOG)
    catalog, stamp = po.read_stamped(path)
    path.write_text(path.read_text().replace("Dolor de rodilla", "Gonalgia"))
    hers = path.read_bytes()
    with pytest.raises(ConflictError):
        po.write(path, Catalog("es", (*catalog.units, Unit("new")), HEADER), expected=stamp)
    assert path.read_bytes() == hers


def test_a_broken_file_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text('msgid "a\n')
    with pytest.raises(CatalogError):
        po.write(path, CATALOG)
    assert path.read_text() == 'msgid "a\n'


def test_half_a_surrogate_pair_is_a_readable_error(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="U\\+D800") as caught:
        po.write(tmp_path / "a.po", Catalog("es", (Unit("a", "\ud800", None, State.TRANSLATED),), HEADER))
    assert caught.value.line is not None
    assert not (tmp_path / "a.po").exists()


# Readers agree

words = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)
line_text = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Zs", "Cf"]), min_size=1, max_size=8
)
sources = words.filter(bool)
targets = words.filter(lambda text: not text.isspace())

places = st.tuples(line_text.filter(lambda text: ":" not in text), st.none() | st.integers(1, 9999))


@st.composite
def units(draw: st.DrawFn) -> Unit:
    target = draw(targets)
    state = State.UNTRANSLATED
    previous = draw(st.none() | words) if target else None
    if target:
        state = draw(
            st.sampled_from([State.TRANSLATED, State.STALE if previous is not None else State.FUZZY])
        )
    return Unit(
        draw(sources),
        target,
        draw(st.none() | words),
        state,
        draw(line_text),
        draw(st.sampled_from(["markdown", "html", "text"])),
        draw(st.lists(line_text, max_size=2).map(tuple)),
        draw(st.lists(line_text, max_size=2).map(tuple)),
        draw(st.lists(places, max_size=2).map(tuple)),
        previous,
        draw(st.none() | words) if previous is not None else None,
        draw(st.lists(st.sampled_from(["no-wrap", "c-format"]), max_size=1).map(tuple)),
    )  # fmt: skip


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    found = draw(st.lists(units(), max_size=4, unique_by=lambda unit: unit.key))
    return Catalog("es", tuple(found), HEADER, draw(st.lists(line_text, max_size=2).map(tuple)))


@given(catalogs())
@settings(deadline=None)
def test_any_catalog_is_read_as_it_was_written(catalog: Catalog) -> None:
    text = po.dumps(catalog)
    assert content(po.loads(text)) == content(catalog)
    assert po.dumps(po.loads(text)) == text


@given(catalogs(), st.sampled_from(["\n", "\r\n"]))
@settings(deadline=None)
def test_the_fast_reader_and_the_slow_one_agree(catalog: Catalog, end: str) -> None:
    text = po.dumps(catalog)
    fast = po_reader._read_usual(text)
    slow = po_reader._read_any(text.replace("\n", end) if "\r" not in text else text, "")
    assert fast == slow
    assert [unit.line for unit in fast[2]] == [unit.line for unit in slow[2]]


# polib breaks texts at line ends that PO does not know, and strips comments.
plain = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp", "Cs"]) | st.sampled_from('\n\t\\"'),
    max_size=20,
)


@given(
    st.lists(
        st.tuples(
            plain.filter(lambda t: t.strip() != ""), plain.filter(lambda t: not t.isspace()), line_text
        ),
        max_size=4,
        unique_by=lambda t: t[0],
    )
)
@settings(deadline=None)
def test_polib_and_babel_read_what_we_write(texts: list[tuple[str, str, str]]) -> None:
    made = tuple(
        Unit(source, target, None, State.TRANSLATED if target else State.UNTRANSLATED, comments=(comment,))
        for source, target, comment in texts
    )
    text = po.dumps(Catalog("es", made, HEADER))
    theirs = polib.pofile(text)
    assert [(e.msgid, e.msgstr, e.tcomment) for e in theirs] == [
        (u.source, u.target, u.comments[0]) for u in made
    ]
    # And what polib writes of it, wrapped its way, is the same to us.
    assert po.loads(str(theirs)).units == made
    babel = [m for m in read_po(io.BytesIO(text.encode())) if m.id]
    assert {(m.id, m.string) for m in babel} == {(u.source, u.target) for u in made}


@given(st.text(st.sampled_from('#~|:,.=" \\nmsgidctr[]01a\n'), max_size=60))
@settings(deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
def test_garbage_is_refused_or_read_without_loss(text: str) -> None:
    lines: list[int | None] = []
    try:
        catalog = po.loads(text)
    except CatalogError as error:
        lines.append(error.line)
    assert None not in lines
    if lines:
        return
    assert po.loads(po.dumps(catalog)).units == catalog.units


PIECES = [
    'msgid "a"', 'msgid "b"', 'msgid ""', 'msgstr "x"', 'msgstr ""', '"more"', 'msgctxt "c"',
    "# c", "#. e", "#: f:1", "#, fuzzy", "#= no-wrap", '#| msgid "p"', '#| "q"', "", "#~", "#~ # odd",
    '#~ msgid "o"', '#~ msgstr "t"', '#~| msgid "r"', 'msgid_plural "s"', 'msgstr[0] "u"', 'msgstr[1] "v"',
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14))
@settings(deadline=None, max_examples=500)
def test_both_readers_take_the_same_files(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    try:
        fast = po_reader._read_usual(text)
    except po_reader._Odd:
        return
    assert fast == po_reader._read_any(text, "")


@pytest.mark.parametrize("width", [0, 40, 76])
def test_previous_texts_come_back_from_babels_comments(width: int) -> None:
    text = 'A "text", so long that it has to be wrapped somewhere.\nAnd a second line of it \\ here'
    unit = Unit("a", "b", state=State.STALE, comments=("mine", "| not a text"), previous=text)
    with_context = Unit("c", "d", "x", State.STALE, previous="e", previous_context="y")
    catalog = Catalog("es", (unit, with_context), HEADER)
    held = read_po(io.BytesIO(po.dumps(catalog).encode()))
    written = io.BytesIO()
    write_po(written, held, width=width)
    read = po.loads(written.getvalue().decode())
    assert [(u.previous_context, u.previous, u.state) for u in read.units] == [
        (None, text, State.STALE),
        ("y", "e", State.STALE),
    ]
    assert read.units[0].comments == ("mine", "| not a text")


def test_a_comment_that_only_looks_like_babels_is_a_comment() -> None:
    for comment in ('| msgid "open', '| "text"', '| msgid "a" b'):
        entry = f'# {comment}\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n'
        assert po.loads(entry).units[0].comments == (comment,)
        assert po.loads(entry).units[0].previous is None
    accepted = '# | msgid "c"\nmsgid "a"\nmsgstr "b"\n'
    assert po.loads(accepted).units[0].comments == ('| msgid "c"',)


# GNU gettext


def run(*command: str | Path, stdin: str = "") -> str:
    done = subprocess.run(
        list(map(str, command)), input=stdin, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@gettext
def test_msgfmt_checks_and_compiles_it(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(path, CATALOG)
    # no-wrap and c-format are honoured, so the texts must pass for C too.
    done = subprocess.run(
        ["msgfmt", "--check", "--statistics", "-o", tmp_path / "a.mo", path], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "2 translated messages, 2 fuzzy translations, 1 untranslated message" in done.stderr
    assert polib.mofile(str(tmp_path / "a.mo")).find("Knee pain").msgstr == "Dolor de rodilla"


@gettext
@pytest.mark.parametrize("options", [[], ["--no-wrap"], ["--sort-output"], ["--to-code=UTF-8", "--width=30"]])
def test_msgcat_gives_back_the_same_catalog(options: list[str]) -> None:
    after = po.loads(run("msgcat", *options, "-", stdin=po.dumps(CATALOG)))
    assert sorted(after.units, key=lambda u: u.key) == sorted(CATALOG.units, key=lambda u: u.key)
    assert header.canonical(after.header) == HEADER
    assert after.header_comments == CATALOG.header_comments


@gettext
def test_msgcat_without_wrapping_writes_our_own_form() -> None:
    text = po.dumps(CATALOG)
    assert run("msgcat", "--no-wrap", "-", stdin=text) == text


# Forms that GNU gettext 0.21 refuses, and reading them costs nothing.
ONLY_OURS = {
    "new flags",
    "bom",
    "C escapes",
    "odd line ends in a text",
    "comment between",
    "an obsolete echo",
}


@gettext
@pytest.mark.parametrize("name", sorted(READABLE.keys() - ONLY_OURS))
def test_gnu_gettext_reads_foreign_files_as_we_do(name: str) -> None:
    theirs = run("msgcat", "--force-po", "-", stdin=READABLE[name])
    assert po.loads(theirs).units == po.loads(READABLE[name]).units


@pytest.mark.parametrize("location", ["line", "file", "none"])
def test_units_that_catalogs_share_are_written_once_and_alike(location: Any) -> None:
    written: po.Written = {}
    shared, other = UNITS[:4], UNITS[4:]
    for units, fields in ((shared, HEADER), (UNITS, HEADER), ((*other, *shared), ())):
        catalog = Catalog("es", units, fields)
        assert po.dumps(catalog, location=location, written=written) == po.dumps(catalog, location=location)
    assert all(kept is unit for unit in UNITS for kept, _ in [written[id(unit), "markdown"]])
