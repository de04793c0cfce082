"""Writes a catalog as PO text, always the same text for the same catalog.

One line a text, except that a text with line breaks is split behind each ``\\n``. Texts are not
wrapped at 79 columns as GNU gettext does by default: a word more would move every line below it,
in the diff and in the merge. gettext's tools keep the form with ``--no-wrap``, Poedit keeps what
it finds, Weblate has the setting "no line wrapping".

Comments stand in GNU gettext's order: ``#``, ``#.``, ``#:``, ``#,``, ``#|``. An obsolete entry has
``#~`` before its texts and ``#~|`` before the previous ones.
"""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.catalogs import header as headers
from toolkit.catalogs import references, roles
from toolkit.catalogs.escapes import escape
from toolkit.catalogs.references import Location
from toolkit.model import Catalog, State, Syntax, Unit

_FUZZY = frozenset({State.DRAFT, State.STALE, State.FUZZY})

Written = dict[tuple[int, Syntax | None], tuple[Unit, str]]
"""Entries by the identity of their unit, which is kept with them, and the catalog's syntax."""


def dumps(catalog: Catalog, *, location: Location = "line", written: Written | None = None) -> str:
    """The catalog as PO text, ending in a line feed.

    :param location: what the references say: path and line, the path once a file, or nothing.
    :param written: for catalogs that share units, in the same ``location``: such a unit is written once.
        New ones are put into it.
    """
    main = headers.main_syntax(catalog.header)
    out: list[str] = []
    _header(out, catalog)
    if written is None:
        written = {}
    for unit in catalog.units:
        known = written.get((id(unit), main))
        if known is None:
            entry: list[str] = [""]
            _unit(entry, unit, main, location)
            known = written[id(unit), main] = unit, "\n".join(entry)
        out.append(known[1])
    out.append("")
    return "\n".join(out)


def _header(out: list[str], catalog: Catalog) -> None:
    _comments(out, catalog.header_comments)
    out += ['msgid ""', 'msgstr ""']
    for name, value in headers.canonical(catalog.header):
        # A field without a value ends in its blank, as GNU gettext, Poedit and Weblate write it.
        out.extend(f'"{escape(line)}\\n"' for line in f"{name}: {value}".split("\n"))


def _unit(out: list[str], unit: Unit, main: Syntax | None, location: Location) -> None:
    if unit.comments:
        _comments(out, unit.comments)
    _extracted(out, unit, main)
    if unit.references and location != "none":
        out.extend(references.lines(references.reduce(unit.references, location)))
    if unit.state in _FUZZY:
        out.append(", ".join(("#, fuzzy", *unit.flags)))
    elif unit.flags:
        out.append("#, " + ", ".join(unit.flags))
    mark = "#~ " if unit.obsolete else ""
    if unit.previous is not None:  # GNU gettext reads its context and plural only with it
        _previous(out, unit, "#~| " if unit.obsolete else "#| ")
    if unit.context is not None:
        _text(out, mark, "msgctxt", unit.context)
    _text(out, mark, "msgid", unit.source)
    if unit.plural is None:
        _text(out, mark, "msgstr", unit.target)
        return
    _text(out, mark, "msgid_plural", unit.plural)
    for number, target in enumerate(unit.plural_targets or (unit.target,)):
        _text(out, mark, f"msgstr[{number}]", target)


def _comments(out: list[str], comments: Iterable[str]) -> None:
    for comment in comments:
        # One comment may come in with a line feed; the next line would be read as PO.
        out.extend(f"# {line.rstrip()}" if line.strip() else "#" for line in _lines(comment))


def _extracted(out: list[str], unit: Unit, main: Syntax | None) -> None:
    if main is not None:
        first = roles.line(unit.role, unit.syntax, main)
        if first:
            out.append(f"#. {first}")
        elif unit.notes:
            out.append("#.")  # keeps the role's place, so that a note is not read as one
    for note in unit.notes:
        out.extend(f"#. {line.rstrip()}" if line.strip() else "#." for line in _lines(note))


def _previous(out: list[str], unit: Unit, mark: str) -> None:
    if unit.previous_context is not None:
        _text(out, mark, "msgctxt", unit.previous_context)
    _text(out, mark, "msgid", unit.previous or "")
    if unit.previous_plural is not None:
        _text(out, mark, "msgid_plural", unit.previous_plural)


def _text(out: list[str], mark: str, keyword: str, text: str) -> None:
    if "\n" in text[:-1]:
        out.append(f'{mark}{keyword} ""')
        out.extend(f'{mark}"{escape(part)}"' for part in _split(text))
    else:
        out.append(f'{mark}{keyword} "{escape(text)}"')


def _split(text: str) -> list[str]:
    """Behind each line feed, and nowhere else (``str.splitlines`` knows nine more line ends)."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _lines(text: str) -> list[str]:
    return (
        text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if "\n" in text or "\r" in text else [text]
    )
