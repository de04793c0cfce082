"""Reads PO text into a catalog, fast where it is laid out the usual way.

Usual is: entries apart by blank lines, a keyword or marker at the beginning of each line, one
string a line. That is what GNU gettext, Poedit, Weblate, polib, Babel and this package write.
Such an entry is one match of a regular expression; the first that is not sends the whole text to
:mod:`toolkit.catalogs.po_lines`, which reads all that GNU gettext reads and names the line of the
rest. Why not polib, which takes three times as long: it reads some broken files without a word
and with loss (a text without its closing quote loses its last letter), drops ``#~|`` and
comments behind the last entry, and refuses ``#=``. Tests compare with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit import provenance
from toolkit.catalogs import header as headers
from toolkit.catalogs import references, roles
from toolkit.catalogs.escapes import unescape
from toolkit.catalogs.po_lines import Entry, LineReader
from toolkit.errors import CatalogError
from toolkit.model import Catalog, State, Syntax, Unit, UnitKey

_STRING = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
_STRINGS = rf"{_STRING}(?:\n{_STRING})*"
_ENTRY = re.compile(
    rf"((?:#(?!~).*\n)*)"
    rf"(?:msgctxt ({_STRINGS})\n)?"
    rf"msgid ({_STRINGS})\n"
    rf"msgstr ({_STRINGS})\n*"
)
_PREVIOUS = re.compile(rf"(?:msgctxt ({_STRINGS})\n)?msgid ({_STRINGS})")
_OBSOLETE = re.compile(r"^#~(?: |(?=\|))", re.MULTILINE)


class _Odd(Exception):
    """Not laid out the usual way."""


def loads(text: str, path: str = "", *, locale: str = "") -> Catalog:
    """The catalog in this text.

    :param path: for messages, and for :attr:`Catalog.path`.
    :param locale: canonical tag; without it the header's ``Language`` counts.
    :raises CatalogError: a syntax error, a duplicate or a NUL, with the line.
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CatalogError("a NUL character: this is no text file", path=path or None, line=line)
    trailing: list[str] = []
    try:
        entries = list(_blocks(text))
    except _Odd:
        reader = LineReader(path)
        entries = reader.read(text)
        trailing = reader.trailing
    return _catalog(entries, trailing, path, locale)


def _blocks(text: str) -> Iterator[Entry]:
    line = 1
    for block in text.split("\n\n"):
        height = block.count("\n") + 2
        if block and block[0] == "\n":
            stripped = block.lstrip("\n")
            line += len(block) - len(stripped)
            height -= len(block) - len(stripped)
            block = stripped
        if block:
            yield _entry(block, line)
        line += height


def _entry(block: str, line: int) -> Entry:
    entry = Entry()
    if "#~" in block and _OBSOLETE.search(block):
        entry.obsolete = True
        block = _without_marks(block)
    match = _ENTRY.fullmatch(block)
    if match is None:
        raise _Odd
    head, context, source, target = match.groups()
    if head:
        _comments(head, entry)
    if context is not None:
        entry.context = _text(context)
    entry.source = _text(source)
    entry.targets[0] = _text(target)
    entry.line = line + block.count("\n", 0, match.start(3))
    return entry


def _without_marks(block: str) -> str:
    """An obsolete entry as if it were not; odd when only a part of it is obsolete."""
    lines = block.rstrip("\n").split("\n")
    for number, text in enumerate(lines):
        if text.startswith("#~ "):
            lines[number] = text[3:]
            if text[3:4] not in ("m", '"'):
                raise _Odd
        elif text.startswith("#~| "):
            lines[number] = "#" + text[2:]
        elif not text.startswith("#"):
            raise _Odd
    return "\n".join(lines)


def _comments(head: str, entry: Entry) -> None:
    previous: list[str] | None = None
    for line in head.split("\n"):
        kind = line[:2]
        if kind == "#.":
            entry.extracted.append(line[3:].rstrip() if line[2:3] == " " else line[2:].rstrip())
        elif kind == "#:":
            entry.references.extend(references.parse(line[2:]))
        elif kind == "# " or line == "#":
            entry.comments.append(line[2:].rstrip())
        elif kind in ("#,", "#="):
            entry.flags.extend(filter(None, (flag.strip() for flag in line[2:].split(","))))
        elif kind == "#|":
            if line[2:3] != " ":
                raise _Odd
            previous = previous or []
            previous.append(line[3:])
        elif line:
            raise _Odd
    if previous:
        match = _PREVIOUS.fullmatch("\n".join(previous))
        if match is None:
            raise _Odd
        entry.previous_context = None if match[1] is None else _text(match[1])
        entry.previous = _text(match[2])


def _text(strings: str) -> str:
    # No text can hold quote, line feed, quote: a quote inside one has a backslash before it, and
    # then no closing quote would stand before the line feed.
    body = strings[1:-1].replace('"\n"', "")
    if "\\" not in body:
        return body
    try:
        return unescape(body)
    except ValueError:
        raise _Odd from None  # the other reader tells the line


def _catalog(entries: list[Entry], trailing: list[str], path: str, locale: str) -> Catalog:
    header: headers.Header = ()
    header_comments: tuple[str, ...] = ()
    head = next((entry for entry in entries if _is_header(entry)), None)
    if head is not None:
        header = headers.parse(head.targets[0])
        header_comments = (*head.comments, *head.extracted)
    # Comments behind the last entry belong to none; where the header is, they are not lost.
    header_comments += tuple(trailing)
    main = headers.main_syntax(header)
    seen: dict[UnitKey, Entry] = {}
    units: list[Unit] = []
    for entry in entries:
        if _is_header(entry):
            _refuse_second_header(entry, head, path)
            continue
        if not entry.source:
            raise CatalogError(
                "an empty msgid that is not the header",
                path=path or None,
                line=entry.line,
                hint="remove the entry",
            )
        key = (entry.context or "", entry.source)
        if (first := seen.setdefault(key, entry)) is not entry:
            if _is_echo(entry, first):
                continue
            raise _duplicate(entry, first, path)
        units.append(_unit(entry, main))
    units.sort(key=_is_obsolete)
    return Catalog(locale or headers.locale(header), tuple(units), header, header_comments, path or None)


def _is_obsolete(unit: Unit) -> bool:
    return unit.obsolete


def _is_header(entry: Entry) -> bool:
    return entry.source == "" and entry.context is None


def _refuse_second_header(entry: Entry, head: Entry | None, path: str) -> None:
    if entry is head or entry.obsolete:
        return
    first = head.line if head else 0
    raise CatalogError(
        f'a second header (msgid ""), the first is in line {first}',
        path=path or None,
        line=entry.line,
        hint="remove one of the two",
    )


def _is_echo(entry: Entry, first: Entry) -> bool:
    """Whether an obsolete entry says nothing the first of that key does not say."""
    return entry.obsolete and entry.targets == first.targets and set(entry.comments) <= set(first.comments)


def _duplicate(entry: Entry, first: Entry, path: str) -> CatalogError:
    what = "obsolete entry (#~)" if entry.obsolete else "entry"
    return CatalogError(
        f"a second {what} with the msgid and msgctxt of line {first.line}",
        path=path or None,
        line=entry.line,
        hint="remove the one that is not wanted (`msguniq` shows both side by side)",
    )


def _unit(entry: Entry, main: Syntax | None) -> Unit:
    source, target = entry.source or "", entry.targets[0]
    comments = tuple(entry.comments)
    flags = entry.flags
    fuzzy = "fuzzy" in flags
    if fuzzy:
        flags = [flag for flag in flags if flag != "fuzzy"]
    role, syntax, notes = "", main or "markdown", entry.extracted
    if main is not None and notes:
        role, syntax = roles.parse(notes[0], main)
        notes = notes[1:]
    targets = tuple(entry.targets.values()) if entry.plural is not None else ()
    if not target:
        state = State.UNTRANSLATED
    elif not comments:
        state = State.TRANSLATED if not fuzzy else State.FUZZY if entry.previous is None else State.STALE
    else:
        state = provenance.state_of(
            target, comments, entry.previous, fuzzy=fuzzy, digest_now=lambda: _digest(entry, targets)
        )
    return Unit(
        source,
        target,
        entry.context,
        state,
        role,
        syntax,
        tuple(notes),
        comments,
        tuple(entry.references),
        entry.previous,
        entry.previous_context,
        tuple(flags),
        entry.obsolete,
        entry.plural,
        targets,
        entry.previous_plural,
        entry.line,
    )


def _digest(entry: Entry, targets: tuple[str, ...]) -> str:
    unit = Unit(
        entry.source or "", entry.targets[0], entry.context, plural=entry.plural, plural_targets=targets
    )
    return provenance.unit_digest(unit)
