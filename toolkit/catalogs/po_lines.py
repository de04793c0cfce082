"""Reads PO line by line: everything GNU gettext reads, and an error with its line for the rest.

The slow reader. :mod:`toolkit.catalogs.po_reader` reads what is laid out the usual way, and
hands everything else to this one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.catalogs.escapes import unescape
from toolkit.errors import CatalogError

_STRINGS = re.compile(r'[ \t]*"((?:[^"\\]|\\.)*)"')
_KEYWORD = re.compile(r"(msgid_plural|msgid|msgctxt|msgstr)(?:\s*\[\s*([0-9]{1,3})\s*\])?(?=[\s\"]|$)")
_CLOSED = re.compile(r'"(?:[^"\\]|\\.)*"\Z')
_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})( |$)")


@dataclass(slots=True)
class Entry:
    """One entry as it stands in the file."""

    line: int = 0
    """Of its msgid."""
    context: str | None = None
    source: str | None = None
    plural: str | None = None
    targets: dict[int, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    extracted: list[str] = field(default_factory=list)
    places: str = ""
    """The ``#:`` lines without their markers. GNU gettext 0.21 breaks lines inside a path, so they
    are read as one."""
    flags: list[str] = field(default_factory=list)
    previous_context: str | None = None
    previous: str | None = None
    previous_plural: str | None = None
    obsolete: bool = False

    @property
    def begun(self) -> bool:
        return self.source is not None or self.context is not None


class LineReader:
    """Feed it lines, then take :attr:`entries` and :attr:`trailing` (comments behind the last)."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.entries: list[Entry] = []
        self._entry = Entry()
        self._number = 0
        self._slot: tuple[str, int] | None = None
        """What a continuation line continues: the field's name and the plural's index."""
        self._previous_slot: str | None = None

    def read(self, text: str) -> list[Entry]:
        """:raises CatalogError: a line is no PO, with its number."""
        for number, line in enumerate(text.split("\n"), 1):
            self._number = number
            self._line(line.rstrip("\r"))
        self._number += 1
        self._finish()
        return self.entries

    @property
    def trailing(self) -> list[str]:
        entry = self._entry
        return entry.comments + entry.extracted

    def fail(self, message: str, hint: str | None = None, line: int | None = None) -> CatalogError:
        return CatalogError(message, path=self.path or None, line=line or self._number, hint=hint)

    def _line(self, raw: str) -> None:
        line = raw.strip()
        if not line:
            return
        if line.startswith("#~"):
            rest = line[2:].lstrip()
            while rest.startswith("#~"):  # made obsolete twice: GNU gettext reads it as once
                rest = rest[2:].lstrip()
            if rest.startswith("|"):
                self._previous(rest[1:].lstrip(), obsolete=True)
            elif rest.startswith("#"):
                self._comment(rest, rest)
            elif rest:
                self._statement(rest, obsolete=True)
        elif line.startswith("#"):
            self._comment(line, raw.lstrip())
        else:
            self._statement(line, obsolete=False)

    def _comment(self, line: str, raw: str) -> None:
        if self._entry.targets:
            self._finish()
        entry, kind = self._entry, line[1:2]
        self._slot = None
        if kind == "|":
            self._previous(line[2:].lstrip(), obsolete=False)
            return
        self._previous_slot = None
        if kind == ".":
            entry.extracted.append(_after_marker(raw, 2))
        elif kind == ":":
            entry.places += f" {line[2:].strip()}"
        elif kind in (",", "="):
            # "#=" is GNU gettext's second line of flags (since June 2025); a program that writes
            # may put all of them into one "#," line.
            entry.flags.extend(filter(None, (flag.strip() for flag in line[2:].split(","))))
        else:
            entry.comments.append(_after_marker(raw, 1))

    def _previous(self, line: str, *, obsolete: bool) -> None:
        if self._entry.targets:
            self._finish()
        entry, name = self._entry, self._previous_slot
        match = _KEYWORD.match(line)
        if match:
            name = {
                "msgctxt": "previous_context",
                "msgid": "previous",
                "msgid_plural": "previous_plural",
            }.get(match[1])
            if name is None or match[2]:
                raise self.fail("a previous text can only be a msgctxt, msgid or msgid_plural")
            if getattr(entry, name) is not None:
                raise self.fail(f"a second previous {match[1]} in one entry")
            setattr(entry, name, self._strings(line[match.end() :]))
        elif line.startswith('"') and name is not None:
            setattr(entry, name, getattr(entry, name) + self._strings(line))
        else:
            raise self.fail("cannot read this line of a previous text")
        self._previous_slot = name
        self._slot = None

    def _statement(self, line: str, *, obsolete: bool) -> None:
        if line.startswith('"'):
            self._continue(line, obsolete)
            return
        match = _KEYWORD.match(line)
        if not match:
            raise self._unknown(line)
        self._previous_slot = None
        keyword, index = match[1], match[2]
        value = self._strings(line[match.end() :])
        if index is not None and keyword != "msgstr":
            raise self.fail(f"{keyword} takes no number")
        if keyword in ("msgctxt", "msgid") and self._entry.targets:
            self._finish()
        if self._entry.begun and obsolete != self._entry.obsolete:
            raise self.fail("one entry is half obsolete: some of its lines begin with #~, some do not")
        self._entry.obsolete = obsolete
        if keyword == "msgstr":
            self._target(value, index)
        else:
            self._field(keyword, value)

    def _field(self, keyword: str, value: str) -> None:
        entry = self._entry
        name = {"msgctxt": "context", "msgid": "source", "msgid_plural": "plural"}[keyword]
        wrong_place = (keyword == "msgctxt" and entry.source is not None) or (
            keyword == "msgid_plural" and (entry.source is None or entry.targets)
        )
        if wrong_place or getattr(entry, name) is not None:
            raise self.fail(
                f"{keyword} cannot stand here", "an entry is msgctxt, msgid, msgstr, in this order"
            )
        if keyword != "msgid_plural":
            entry.line = self._number
        setattr(entry, name, value)
        self._slot = (name, 0)

    def _target(self, value: str, index: str | None) -> None:
        entry = self._entry
        if entry.source is None:
            raise self.fail("msgstr without a msgid above it")
        if (index is None) != (entry.plural is None):
            raise self.fail("msgstr[0], msgstr[1] … go with msgid_plural, and only with it")
        number = int(index or 0)
        if number != len(entry.targets):
            raise self.fail(f"msgstr[{number}] is out of order, or a second translation of one msgid")
        entry.targets[number] = value
        self._slot = ("targets", number)

    def _continue(self, line: str, obsolete: bool) -> None:
        entry, slot = self._entry, self._slot
        if slot is None:
            raise self.fail("a text that belongs to no msgid or msgstr")
        if obsolete != entry.obsolete:
            raise self.fail("one entry is half obsolete: some of its lines begin with #~, some do not")
        name, index = slot
        value = self._strings(line)
        if name == "targets":
            entry.targets[index] += value
        else:
            setattr(entry, name, getattr(entry, name) + value)

    def _strings(self, text: str) -> str:
        """One or more quoted strings up to the end of the line."""
        parts, at = [], 0
        while match := _STRINGS.match(text, at):
            parts.append(match[1])
            at = match.end()
        rest = text[at:].strip()
        if rest or not parts:
            problem = (
                "the text is not in quotes"
                if not parts and not rest.startswith('"')
                else "a quote is not closed"
            )
            if parts:
                problem = "something stands behind the closing quote"
            raise self.fail(problem, 'inside a text write \\" for a quote')
        try:
            return "".join(unescape(part) for part in parts)
        except ValueError as error:
            reason = "escapes that are no UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
            raise self.fail(reason, "write \\\\ for a backslash") from error

    def _unknown(self, line: str) -> CatalogError:
        if _CONFLICT.match(line):
            return self.fail(
                "an unresolved merge conflict", "resolve it in the file, or take one side with git checkout"
            )
        if line.startswith("domain"):
            return self.fail(
                "files with several domains are not supported", "split it with msgfilter or by hand"
            )
        word = line.split(None, 1)[0]
        return self.fail(
            f"{word[:40]!r} is no PO keyword", "`msgfmt -c` shows what GNU gettext makes of the file"
        )

    def _finish(self) -> None:
        """Takes the entry in hand, if there is one, and begins the next."""
        entry = self._entry
        if entry.source is None and entry.context is None:
            return
        if entry.source is None:
            raise self.fail("msgctxt without a msgid", line=entry.line)
        if not entry.targets:
            raise self.fail("msgid without a msgstr", line=entry.line)
        if entry.previous is None:
            self._earlier(entry)
        self.entries.append(entry)
        self._entry = Entry()
        self._slot = self._previous_slot = None

    def _earlier(self, entry: Entry) -> None:
        """An entry without a previous msgid: Babel writes those as comments."""
        if entry.previous_context is not None or entry.previous_plural is not None:
            raise self.fail("a previous msgctxt or msgid_plural without the previous msgid", line=entry.line)
        if "fuzzy" not in entry.flags or not any(BABELS(comment) for comment in entry.comments):
            return
        comments, lines = _parted(entry.comments)
        reader = LineReader(self.path)
        try:
            found = reader.read("\n".join((*lines, 'msgid "-"', 'msgstr ""')))[0]
        except CatalogError:
            return  # somebody's own words
        entry.comments = comments
        entry.previous = found.previous
        entry.previous_context, entry.previous_plural = found.previous_context, found.previous_plural


BABELS = re.compile(r'\| (?:msg(?:id|ctxt|id_plural) )?"').match
"""A comment that was a line of a previous text, until Babel read the file and wrote it."""


def _parted(comments: list[str]) -> tuple[list[str], list[str]]:
    """The comments that are none of Babel's, and its own as the ``#|`` lines they were.

    Babel wraps them like any other comment.
    """
    others: list[str] = []
    lines: list[str] = []
    is_open = False
    for comment in comments:
        if is_open:
            lines[-1] += f" {comment}"
        elif BABELS(comment):
            lines.append(f"#{comment}")
        else:
            others.append(comment)
            continue
        is_open = not _CLOSED.search(lines[-1])
    return others, lines


def _after_marker(raw: str, length: int) -> str:
    """A comment's text: one space after the marker belongs to the marker, blanks at the end to nobody."""
    text = raw[length:].rstrip()
    return text[1:] if text.startswith(" ") else text
