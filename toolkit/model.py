"""The values that flow through the toolkit: frozen, slotted, importing nothing of ours.

The invariant stands under each field. Offsets are counted in characters (code
points) of the decoded text, half-open, from 0; lines and columns from 1.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Syntax = Literal["markdown", "html", "text"]
"""How the markup in a segment's text is written; ``text`` has none."""

Severity = Literal["error", "warning", "info"]


class State(enum.StrEnum):
    """How far a unit is; ordered by :data:`STATE_RANK`."""

    UNTRANSLATED = "untranslated"
    """Empty target."""
    DRAFT = "draft"
    """Machine text nobody has accepted: fuzzy, with a ``# draft:`` comment."""
    STALE = "stale"
    """Accepted once, the source has changed since: fuzzy with ``#|``."""
    FUZZY = "fuzzy"
    """Marked as needing work by a person or another tool."""
    TRANSLATED = "translated"
    """A person wrote or accepted the target."""
    REVIEWED = "reviewed"
    """Translated, and a sign-off's digest fits exactly this source and target."""


STATE_RANK: Mapping[State, int] = {state: rank for rank, state in enumerate(State)}
ACCEPTED: frozenset[State] = frozenset({State.TRANSLATED, State.REVIEWED})


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters."""

    start: int
    end: int
    """0 ≤ start ≤ end."""


@dataclass(frozen=True, slots=True)
class Code:
    """Inline markup inside a text: what a translation has to give back.

    ``[clinic](https://x.org "Our page")`` is one code of kind ``link`` with
    ``open`` on ``[`` and ``close`` on ``](https://x.org "Our page")``.
    """

    kind: str
    """One of emphasis, strong, strikethrough, link, image, code, html, footnote,
    math, placeholder, template, break."""
    open: Span
    """The opening marker, or the whole of a standalone code, in the text the code belongs to."""
    close: Span | None
    """The closing marker; None for a standalone code. Never before ``open``."""
    source: str
    """What has to be the same in a translation, whatever the words are: the tag name with its
    untranslatable attributes, the URL, the footnote's label, the inline code's body. Two codes
    are the same code iff kind and source are equal."""

    @property
    def identity(self) -> tuple[str, str]:
        return (self.kind, self.source)


@dataclass(frozen=True, slots=True)
class Segment:
    """One translatable place of an article."""

    span: Span
    """Where its source slice is in the document's text."""
    text: str
    """Not blank. Markup visible, soft line breaks are one space (so re-wrapping an article keeps
    its keys), a hard break is a newline. No leading or trailing white space."""
    role: str
    """What it is, for translators: ``heading 2``, ``paragraph``, ``table cell, column "Dose"``."""
    syntax: Syntax = "markdown"
    """How ``text`` is written. HTML inside Markdown has ``html``; front matter and attributes ``text``."""
    context: str | None = None
    """msgctxt, only where the author asked for one."""
    note: str = ""
    """The author's note for translators; may be empty."""
    indent: str = ""
    """What a new line inside this segment begins with: quote markers and spaces of its containers."""


@dataclass(frozen=True, slots=True)
class Document:
    """An article, parsed. Its skeleton is the text outside the segments' spans; derived, never stored."""

    path: str
    """POSIX path below the source folder; for messages and references."""
    format: str
    """Name of the format: markdown, html, text or a plug-in's."""
    text: str
    """Decoded, exactly as in the file: line endings and BOM included."""
    segments: tuple[Segment, ...]
    """Sorted by span, disjoint."""
    labels: frozenset[str] = frozenset()
    """Link reference labels the article defines, case-folded (Markdown)."""
    encoding: str = "utf-8"
    """Python's name of the codec the bytes were decoded with."""
    outline: object = field(default=None, compare=False, repr=False)
    """What the format has kept of its reading, to prove by it that a composed article has the same
    structure; None when it keeps nothing. Nobody else looks at it."""


UnitKey = tuple[str, str]
"""(context or "", source)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One entry of a catalog."""

    source: str
    """msgid; not empty."""
    target: str = ""
    """msgstr; empty iff the state is untranslated, and never mere blanks: whatever takes a text from
    outside (the PO reader, the review page, tables, engines, fixes) makes nothing of those."""
    context: str | None = None
    """msgctxt."""
    state: State = State.UNTRANSLATED
    """What the PO's flags, comments and previous msgid amount to."""
    role: str = ""
    """From the first ``#.`` line."""
    syntax: Syntax = "markdown"
    """How source and target are written."""
    notes: tuple[str, ...] = ()
    """Further ``#.`` lines: author's notes, glossary hints."""
    comments: tuple[str, ...] = ()
    """Translator comments (``# ``), verbatim, one a line; provenance and sign-offs live here."""
    references: tuple[tuple[str, int | None], ...] = ()
    """(article path, line) of every place the unit stands in, document order."""
    previous: str | None = None
    """Previous msgid (``#|``); kept with fuzzy units."""
    previous_context: str | None = None
    """Previous msgctxt."""
    flags: tuple[str, ...] = ()
    """Other PO flags than fuzzy, in file order."""
    obsolete: bool = False
    """Gone from the source (``#~``); kept for later leverage."""
    plural: str | None = None
    """msgid_plural; catalogs made here have none, foreign ones may."""
    plural_targets: tuple[str, ...] = ()
    """msgstr[n], only with ``plural``; ``target`` is then the first of them."""
    previous_plural: str | None = None
    """Previous msgid_plural."""
    line: int | None = field(default=None, compare=False)
    """Where the entry's msgid stands in the PO it was read from; not compared."""

    @property
    def key(self) -> UnitKey:
        return (self.context or "", self.source)


@dataclass(frozen=True, slots=True)
class Catalog:
    """The units of one article in one locale; a template has the locale ``""`` and no targets."""

    locale: str
    """Canonical BCP 47 tag, or ``""``."""
    units: tuple[Unit, ...]
    """Keys unique; document order, obsolete last."""
    header: tuple[tuple[str, str], ...] = ()
    """Header fields in file order."""
    header_comments: tuple[str, ...] = ()
    """Comment lines above the header."""
    path: str | None = None
    """The file it was read from."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check has to say. Data: never raised."""

    check: str
    """Name as in ``toolkit checks``."""
    severity: Severity
    message: str
    """One sentence for a translator; quotes the words it is about."""
    locale: str = ""
    article: str = ""
    """Path of the article below the source folder."""
    path: str = ""
    """The file to open: mostly the PO. Relative to the project, POSIX."""
    line: int | None = None
    msgid: str = ""
    context: str | None = None
    target: str = ""
    fix: str | None = None
    """The whole target as ``--fix`` would write it, where that is certain."""

    @property
    def key(self) -> UnitKey:
        return (self.context or "", self.msgid)
