"""Reads PO text into a catalog, fast where it is laid out the usual way.

Usual is: the header first, entries apart by blank lines, a keyword or marker at the beginning of
each line, one string a line, no plurals. That is what GNU gettext, Poedit, Weblate, polib, Babel
and this package write for articles. Such an entry is one match of a regular expression; the first
that is not sends the whole text to :mod:`toolkit.catalogs.po_lines`, which reads all that GNU
gettext reads and names the line of the rest.

Why not polib, which also takes three times as long: it reads some broken files without a word and
with loss (a text without its closing quote loses its last letter), drops ``#~|`` and comments
behind the last entry, and refuses ``#=``. Tests compare with it.
"""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Iterator
from dataclasses import replace

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


_LARGE = 1_000_000


class _Odd(Exception):
    """Not laid out the usual way."""


Known = dict[tuple[str, Syntax | None], Unit]
"""Entries by their text, as they were read before."""


def loads(text: str, path: str = "", *, locale: str = "", known: Known | None = None) -> Catalog:
    """The catalog in this text.

    :param path: for messages, and for :attr:`Catalog.path`.
    :param locale: canonical tag; without it the header's ``Language`` counts.
    :param known: for many versions of one file: an entry that stands in it is not read again, and every
        new one is put into it. Such a unit's ``line`` is the one it was first read from.
    :raises CatalogError: a syntax error, a duplicate or a NUL, with the line.
    """
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CatalogError("a NUL character: this is no text file", path=path or None, line=line)
    with _collector_paused(len(text)):
        try:
            header, comments, units = _read_usual(text, known)
        except _Odd:
            header, comments, units = _read_any(text, path)
    # Stable: what was read in order stays so, the obsolete behind the rest.
    units.sort(key=_is_obsolete)
    return Catalog(locale or headers.locale(header), tuple(units), header, comments, path or None)


@contextlib.contextmanager
def _collector_paused(size: int) -> Iterator[None]:
    """Nothing made while reading is garbage, yet the collector would look at all of it again and
    again: a quarter of the time for a large file."""
    if size < _LARGE or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _is_obsolete(unit: Unit) -> bool:
    return unit.obsolete


_Parts = tuple[headers.Header, tuple[str, ...], list[Unit]]


# The usual layout


def _read_usual(text: str, known: Known | None = None) -> _Parts:
    header: headers.Header = ()
    header_comments: tuple[str, ...] = ()
    main: Syntax | None = None
    units: list[Unit] = []
    seen: set[UnitKey] = set()
    line = 1
    for block in text.split("\n\n"):
        height = block.count("\n") + 2
        body = block.lstrip("\n")
        if not body:
            line += height
            continue
        unit = None if known is None else known.get((body, main))
        if unit is None:
            unit = _read_block(body, line + len(block) - len(body), main)
            if known is not None:
                known[body, main] = unit
        line += height
        if not unit.source:
            if units or header or unit.obsolete or unit.context is not None:
                raise _Odd
            header = headers.parse(unit.target)
            header_comments = (*unit.comments, *unit.notes)
            main = headers.main_syntax(header)
            continue
        seen.add((unit.context or "", unit.source))
        units.append(unit)
    if len(seen) != len(units):
        raise _Odd  # the other reader tells which line repeats which
    return header, header_comments, units


def _read_block(block: str, line: int, main: Syntax | None) -> Unit:
    obsolete = "\n#~ " in block or block.startswith("#~")
    if obsolete:
        block = _without_marks(block)
    match = _ENTRY.fullmatch(block)
    if match is None:
        raise _Odd
    head, raw_context, raw_source, raw_target = match.groups()
    target = _said(_text(raw_target))
    source = _text(raw_source)
    context = None if raw_context is None else _text(raw_context)
    if not head:
        state = State.TRANSLATED if target else State.UNTRANSLATED
        syntax = main or "markdown"
        return Unit(source, target, context, state, "", syntax, obsolete=obsolete, line=line)
    line += block.count("\n", 0, match.start(3))
    comments, extracted, refs, flags, previous_lines = _read_comments(head)
    previous_context, previous = _read_previous(previous_lines) if previous_lines else (None, None)
    if comments:
        comments = provenance.unwrapped(comments)
    fuzzy = "fuzzy" in flags
    if fuzzy:
        flags = tuple(flag for flag in flags if flag != "fuzzy")
    role, syntax, notes = _role(extracted, main)
    if not target:
        state = State.UNTRANSLATED
    elif not comments:
        state = State.TRANSLATED if not fuzzy else State.FUZZY if previous is None else State.STALE
    else:
        state = provenance.state_of(
            target,
            comments,
            previous,
            fuzzy=fuzzy,
            digest_now=lambda: provenance.digest(context, source, target),
        )
    return Unit(
        source,
        target,
        context,
        state,
        role,
        syntax,
        notes,
        comments,
        refs,
        previous,
        previous_context,
        flags,
        obsolete,
        line=line,
    )


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
        elif not text.startswith("#") or text.startswith("#~"):
            raise _Odd
    return "\n".join(lines)


_Comments = tuple[
    tuple[str, ...], tuple[str, ...], tuple[references.Reference, ...], tuple[str, ...], list[str] | None
]


def _read_comments(head: str) -> _Comments:
    """Translator's and extracted comments, references, flags, lines of previous texts."""
    comments: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    places = ""
    flags: tuple[str, ...] = ()
    previous: list[str] | None = None
    for line in head[:-1].split("\n"):
        kind = line[:2]
        if kind == "#.":
            extracted += (line[3:].rstrip() if line[2:3] == " " else line[2:].rstrip(),)
        elif kind == "#:":
            places += f" {line[2:].strip()}"
        elif kind == "# " or line == "#":
            if line[2:4] == "| ":
                raise _Odd  # maybe a previous text that Babel has made a comment of
            comments += (line[2:].rstrip(),)
        elif kind in ("#,", "#="):
            flags += tuple([flag for part in line[2:].split(",") if (flag := part.strip())])
        elif line.startswith("#| "):
            previous = previous or []
            previous.append(line[3:])
        else:
            raise _Odd
    return comments, extracted, references.parse(places), flags, previous


def _read_previous(lines: list[str]) -> tuple[str | None, str]:
    match = _PREVIOUS.fullmatch("\n".join(lines))
    if match is None:
        raise _Odd
    return None if match[1] is None else _text(match[1]), _text(match[2])


def _said(target: str) -> str:
    """A target; blanks say nothing, and would count as translated."""
    return "" if target.isspace() else target


def _text(strings: str) -> str:
    # No text can hold quote, line feed, quote: a quote inside one has a backslash before it, and
    # then no closing quote would stand before the line feed.
    body = strings[1:-1]
    if '"\n"' in body:
        body = body.replace('"\n"', "")
    if "\\" not in body:
        return body
    try:
        return unescape(body)
    except ValueError:
        raise _Odd from None  # the other reader tells the line


def _role(extracted: tuple[str, ...], main: Syntax | None) -> tuple[str, Syntax, tuple[str, ...]]:
    if main is None or not extracted:
        return "", main or "markdown", extracted
    role, syntax = roles.parse(extracted[0], main)
    return role, syntax, extracted[1:]


# Any layout


def _read_any(text: str, path: str) -> _Parts:
    reader = LineReader(path)
    entries = reader.read(text)
    head = next((entry for entry in entries if _is_header(entry)), None)
    header = () if head is None else headers.parse(head.targets[0])
    comments = () if head is None else (*head.comments, *head.extracted)
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
        first = seen.setdefault((entry.context or "", entry.source), entry)
        if first is entry:
            units.append(_unit(entry, main))
        elif not _is_echo(entry, first):
            raise _duplicate(entry, first, path)
    # Comments behind the last entry belong to none; above the header they are not lost.
    return header, (*comments, *reader.trailing), units


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
    role, syntax, notes = _role(tuple(entry.extracted), main)
    unit = Unit(
        entry.source or "",
        _said(entry.targets[0]),
        entry.context,
        role=role,
        syntax=syntax,
        notes=notes,
        comments=provenance.unwrapped(tuple(entry.comments)),
        references=references.parse(entry.places),
        previous=entry.previous,
        previous_context=entry.previous_context,
        previous_plural=entry.previous_plural,
        flags=tuple(flag for flag in entry.flags if flag != "fuzzy"),
        obsolete=entry.obsolete,
        plural=entry.plural,
        plural_targets=() if entry.plural is None else tuple(entry.targets.values()),
        line=entry.line,
    )
    return replace(unit, state=provenance.derive_state(unit, fuzzy="fuzzy" in entry.flags))
