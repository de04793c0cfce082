"""What a check is, and what it sees: the door for built-in and third-party checks alike.

A check is a small class with a name, a family, a sentence about what it finds, an example and a
default severity. It overrides the scopes it works on and leaves out the others::

    unit(pair)      one unit with its target                      (most checks)
    catalog(view)   one catalog: one article in one locale
    locale(notes)   all catalogs of one locale, for consistency across articles; with note(view)
    page(view)      one article as it is published in one locale, or its source (locale "")

A check yields :class:`Problem` values and touches nothing. Where it stands, its severity after the
project's settings, and whether a translator silenced it is the runner's work (toolkit.checking).

Texts are parsed by functions that the runner hands in (:class:`Reader`), because formats and checks are
siblings: neither imports the other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from toolkit.model import ACCEPTED, Catalog, Code, Severity, Syntax, Unit
from toolkit.signing import Rules

if TYPE_CHECKING:
    from toolkit.errors import ToolkitError

T = TypeVar("T")

# Without one of these, or "://", a text has no inline markup, escape or reference: most have none.
_MARKUP = {
    "markdown": re.compile(r"[\\`*_\[\]<>&~$^{}%\n@]"),
    "html": re.compile(r"[<>&{}%\n]"),
    "text": re.compile(r"[{}%$]"),
}
# The usual word first, without what may join two: nine of ten words are followed by a space or a comma.
_WORD = re.compile(r" *+([a-z0-9à-öø-ÿ]++(?=[ ,.])|[^\W_]+(?:['’\-][^\W_]+)*)")
_NO_CODES: tuple[Code, ...] = ()
NO_RULES = Rules()


def _may_be_marked(text: str, syntax: Syntax) -> bool:
    return _MARKUP[syntax].search(text) is not None or (syntax == "markdown" and "://" in text)


def _no_codes(text: str, syntax: Syntax, labels: frozenset[str]) -> tuple[Code, ...]:
    return ()


def _as_it_is(text: str, syntax: Syntax) -> str:
    return text


def _occurs(words: str, term: str, locale: str) -> bool:
    return term.casefold() in words.casefold()


@dataclass(frozen=True, slots=True)
class Reader:
    """How texts are read; the runner gives the functions of :mod:`toolkit.formats`."""

    codes: Callable[[str, Syntax, frozenset[str]], tuple[Code, ...]] = _no_codes
    plain: Callable[[str, Syntax], str] = _as_it_is
    occurs: Callable[[str, str, str], bool] = _occurs
    """(words, term, locale): whether the term stands in the words, in any of its forms."""


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the glossary, as the term checks need it."""

    source: str
    """As in the source language; matched whatever its case and inflection."""
    targets: tuple[str, ...] = ()
    """Accepted translations; empty: only forbidden ones are known."""
    forbidden: tuple[str, ...] = ()
    """Words that must not stand in the target where the source term occurs."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a project asks of the checks, for one locale and article; made from its configuration."""

    source_language: str = "en"
    """Language of the sources, a bare subtag."""
    keep: frozenset[str] = frozenset()
    """Words that stay as they are in every language ("do not translate"), as written."""
    address: str = ""
    """"formal" or "informal": how readers are addressed; empty: only a mixture within an article is said."""
    spelling_words: frozenset[str] = frozenset()
    """Words the spelling check accepts, case-folded."""
    length_ratio: float = 3.0
    """A target this many times longer or shorter than usual for its language is said; 0 switches it off."""
    reading_grade: float | None = None
    """Highest school grade (US) the text may need; None: no reading level is asked for."""
    min_translated: float = 0.0
    """Percentage of a locale's texts that have to be accepted; 0: none is asked for."""
    min_reviewed: float = 0.0
    """Percentage of a locale's texts that have to be signed off."""
    dictionaries: tuple[str, ...] = ()
    """Folders with hunspell dictionaries, beside the system's."""
    options: Mapping[str, object] = field(default_factory=dict)
    """Further settings by name, for third-party checks: ``[tool.toolkit.checks.options]``."""


@dataclass(slots=True)
class Pair:
    """A unit as a check sees it: source and target, their words and their codes, each made once.

    The target is never empty. Mutable only to remember what was computed; a check changes nothing.
    """

    unit: Unit
    locale: str
    """Canonical BCP 47 tag of the target: ``es-MX``."""
    language: str
    """Its primary subtag: ``es``."""
    settings: Settings
    reader: Reader
    labels: frozenset[str] = frozenset()
    """Link reference labels the article defines."""
    terms: tuple[Term, ...] = ()
    """Glossary rows whose source term occurs in the source (the runner looks them up)."""
    source: str = ""
    target: str = ""
    readings: dict[str, object] | None = None
    """Analyses of source texts that the locales of an article share; None where there is one locale."""
    _source_words: str | None = None
    _target_words: str | None = None
    _source_tokens: tuple[str, ...] | None = None
    _target_tokens: tuple[str, ...] | None = None
    _source_codes: tuple[Code, ...] | None = None
    _target_codes: tuple[Code, ...] | None = None
    _marked: tuple[bool, bool] | None = None
    _memo: dict[object, object] | None = None

    def __post_init__(self) -> None:
        self.source = self.unit.source
        self.target = self.target or self.unit.target

    @property
    def syntax(self) -> Syntax:
        return self.unit.syntax

    @property
    def accepted(self) -> bool:
        """A person wrote or accepted the target; drafts and fuzzy units are not accepted."""
        return self.unit.state in ACCEPTED

    @property
    def marked(self) -> tuple[bool, bool]:
        """Whether source and target may have inline markup, escapes or references at all; cheap."""
        if self._marked is None:
            syntax = self.unit.syntax
            self._marked = (_may_be_marked(self.source, syntax), _may_be_marked(self.target, syntax))
        return self._marked

    @property
    def source_words(self) -> str:
        """The source's text without markup, escapes and references resolved, NFC."""
        if self._source_words is None:
            self._source_words = self._plain(self.source, self.marked[0])
        return self._source_words

    @property
    def target_words(self) -> str:
        """The target's text without markup, escapes and references resolved, NFC."""
        if self._target_words is None:
            self._target_words = self._plain(self.target, self.marked[1])
        return self._target_words

    @property
    def source_tokens(self) -> tuple[str, ...]:
        """Words of :attr:`source_words` in order, case-folded: letters and digits, inner ``'`` and ``-``."""
        if self._source_tokens is None:
            self._source_tokens = tuple(_WORD.findall(self.source_words.casefold()))
        return self._source_tokens

    @property
    def target_tokens(self) -> tuple[str, ...]:
        """Words of :attr:`target_words` in order, case-folded."""
        if self._target_tokens is None:
            self._target_tokens = tuple(_WORD.findall(self.target_words.casefold()))
        return self._target_tokens

    @property
    def source_codes(self) -> tuple[Code, ...]:
        """Inline codes of the source, sorted by where they open."""
        if self._source_codes is None:
            self._source_codes = self._codes(self.source) if self.marked[0] else _NO_CODES
        return self._source_codes

    @property
    def target_codes(self) -> tuple[Code, ...]:
        """Inline codes of the target, sorted by where they open."""
        if self._target_codes is None:
            self._target_codes = self._codes(self.target) if self.marked[1] else _NO_CODES
        return self._target_codes

    def once(self, make: Callable[[Pair], T]) -> T:
        """``make(self)``, computed once for all checks that ask with the same function.

        For an analysis several checks share (all quantities of both sides, say).
        """
        if self._memo is None:
            self._memo = {}
        if make not in self._memo:
            self._memo[make] = make(self)
        return self._memo[make]  # type: ignore[return-value]  # stored under the function that made it

    def _plain(self, text: str, marked: bool) -> str:
        if marked:
            text = self.reader.plain(text, self.unit.syntax)
        return text if text.isascii() else unicodedata.normalize("NFC", text)

    def _codes(self, text: str) -> tuple[Code, ...]:
        return self.reader.codes(text, self.unit.syntax, self.labels)


@dataclass(frozen=True, slots=True)
class Problem:
    """What a check found. The runner adds the place and makes it a Finding."""

    message: str
    """One sentence for a translator, without a final full stop; quotes the words it is about."""
    severity: Severity | None = None
    """None: the check's own."""
    fix: str | None = None
    """The whole target as it should be; only where no person would decide otherwise."""
    unit: Unit | None = None
    """Catalog and locale scope: the unit it is about."""
    line: int | None = None
    """Line in the file, where it is not the unit's."""


@dataclass(frozen=True, slots=True)
class CatalogView:
    """One article in one locale."""

    article: str
    """Path below the source folder."""
    locale: str
    language: str
    path: str
    """The PO file, relative to the project, whether it is there or not."""
    settings: Settings
    catalog: Catalog | None = None
    """None: there is no file, or it cannot be read."""
    error: ToolkitError | None = None
    """Why it cannot be read."""
    text: str = ""
    """The PO file as it stands, where a check has to look at the file itself."""
    template: Catalog | None = None
    """What the article says now."""
    words: frozenset[str] = frozenset()
    """Words of the glossary in this locale, case-folded."""
    plural_forms: str = ""
    """The Plural-Forms header the locale should have; empty where unknown."""
    pairs: Sequence[Pair] = ()
    """Units with a target that are not obsolete."""
    rules: Rules = NO_RULES
    """Which sign-offs the article's texts need."""


@dataclass(frozen=True, slots=True)
class Noted:
    """What a check has kept of one catalog."""

    article: str
    locale: str
    path: str
    settings: Settings
    value: Any
    """What :meth:`Check.note` gave."""
    view: Callable[[], CatalogView]
    """Reads the catalog again. Costs time: for the few that there is something to say about."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A relative or same-page link, or a picture's address, on a page."""

    url: str
    """As written."""
    line: int | None = None
    article: str | None = None
    """The article it leads to."""
    broken: bool = False
    """It leads to nothing below the source folder."""
    own: bool = False
    """Only the translation has it, the source has not."""


@dataclass(frozen=True, slots=True)
class PageImage:
    url: str
    alt: str | None
    """None: there is no such attribute."""
    line: int | None = None
    markdown: bool = False


@dataclass(frozen=True, slots=True)
class PageHeading:
    level: int
    """1-6."""
    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class PageView:
    """An article as a reader gets it: composed in a locale, or the source itself (locale ``""``)."""

    article: str
    locale: str
    """``""`` for the source article."""
    language: str
    path: str
    """The file to open: the PO, or the source article itself. Relative to the project."""
    settings: Settings
    text: str = ""
    """The page's words, paragraphs apart by blank lines."""
    links: Sequence[PageLink] = ()
    images: Sequence[PageImage] = ()
    headings: Sequence[PageHeading] = ()
    refused: Sequence[tuple[Unit | None, str]] = ()
    """Translations a build would not use, each with the reason."""
    published: Callable[[str], bool] = lambda article: True
    """Whether that article has a page in this locale."""
    anchors: Callable[[str], frozenset[str] | None] = lambda article: None
    """Anchors (ids) of that article's page; None where they are not known."""


class Check:
    """Base of all checks: override the scopes it works on.

    Instances have no state that lasts over a run and may be used from several threads.
    """

    name: ClassVar[str] = ""
    """Lower case, words joined by ``-``; what ``--select`` and ``# toolkit: ignore`` take."""
    family: ClassVar[str] = ""
    """catalog, markup, meaning, language or page; a plug-in may bring its own. ``--select`` takes it too."""
    summary: ClassVar[str] = ""
    """What it finds, one sentence."""
    example: ClassVar[str] = ""
    """One line: a source and a target that it reports, ``Take 5 mg. → Tome 50 mg.``"""
    severity: ClassVar[Severity] = "warning"
    default: ClassVar[bool] = True
    """Whether it runs unless the project says otherwise."""

    needs: ClassVar[Callable[[Pair], object] | None] = None
    """What a unit must have for :meth:`unit` to find anything. Neighbouring checks that name one function
    share its answer, so that a unit with nothing for them costs one call; None: always asked."""

    def applies(self, language: str, settings: Settings) -> bool:
        """Whether it knows this target language; asked once per locale. ``""`` is the source itself."""
        return True

    def lacking(self, language: str, settings: Settings, *, asked: bool) -> str:
        """How to install (``pip install …``) what is missing for a check that the project wants.

        :param asked: the project or the command names the check.
        """
        return ""

    def unit(self, pair: Pair) -> Iterable[Problem]:
        """Problems of one unit. Called for every unit with a target: return early."""
        return ()

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        """Problems of one catalog."""
        return ()

    def note(self, view: CatalogView) -> object:
        """What :meth:`locale` has to know of a catalog.

        Catalogs are looked at one after the other, in several processes, and forgotten; notes are kept for
        all of a locale: they should be small, and have to be picklable.
        """
        return None

    def locale(self, notes: Sequence[Noted]) -> Iterable[tuple[Noted | None, Problem]]:
        """Problems across all catalogs of one locale; with None, of the locale as a whole."""
        return ()

    def page(self, view: PageView) -> Iterable[Problem]:
        """Problems of one page."""
        return ()
