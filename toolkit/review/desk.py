"""What the review page reads and writes, without HTTP: articles by known names, saves unit by unit.

A save carries the version of the unit its author saw. Everything else in the file is taken as it
is on disk at that moment, so other people's work on other units is never touched; where somebody
changed the text of the same unit, nothing is written and both texts are handed back.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import threading
import time
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from toolkit import files, provenance, signing
from toolkit.catalogs import po
from toolkit.catalogs.merge import merge3
from toolkit.errors import ArticleError, CatalogError, ConflictError, ToolkitError
from toolkit.files import Stamp
from toolkit.model import Catalog, Document, State, Unit
from toolkit.project import Article, Project

if TYPE_CHECKING:
    from toolkit.memory.index import Memory

Action = Literal["save", "accept", "sign"]
LONGEST = 100_000
"""Characters of a translation that are taken."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_REMEMBERED = 50_000
_ATTEMPTS = 5
_MEMORY_AGE = 60.0


class Unknown(ToolkitError):
    """No such locale, article or text: a request can only name what the project has."""


class Refused(ToolkitError):
    """The request cannot be done as it is."""


class Clash(ToolkitError):
    """Somebody else changed the same text; nothing was written."""

    def __init__(self, theirs: Unit, mine: str) -> None:
        super().__init__("somebody else has changed this translation meanwhile")
        self.theirs = theirs
        self.mine = mine


def identifier(unit: Unit) -> str:
    """Names a unit of a catalog in requests."""
    return hashlib.sha256("\0".join(unit.key).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def version(unit: Unit) -> str:
    """Changes whenever anything of the unit that people work on does."""
    parts = (unit.key, unit.target, unit.plural_targets, unit.comments, unit.state, unit.previous, unit.flags)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Desk:
    """One project's catalogs, for several people at once.

    :param user: ``Name <mail>`` in whose name texts are accepted and signed; None: nobody signs.
    """

    def __init__(
        self, project: Project, locales: tuple[str, ...], *, user: str | None = None, role: str = "reviewer"
    ) -> None:
        self.project = project
        self.locales = locales
        self.user = user
        self.role = role
        self.names: dict[str, Article] = {article.name: article for article in project.articles()}
        self.lock = threading.RLock()
        self._catalogs: dict[tuple[str, str], tuple[Stamp, Catalog]] = {}
        self._seen: OrderedDict[tuple[str, str, str], Unit] = OrderedDict()
        self._memories: dict[str, tuple[float, Memory]] = {}

    def find(self, locale: object, name: object) -> tuple[str, Article]:
        """The locale and article a request names, looked up among the known ones.

        :raises Unknown: the project has no such locale or article.
        """
        if not isinstance(locale, str) or locale not in self.locales:
            raise Unknown("there is no such locale here")
        article = self.names.get(name) if isinstance(name, str) else None
        if article is None:
            raise Unknown("there is no such article here")
        return locale, article

    def catalog(self, locale: str, article: Article) -> tuple[Catalog, Stamp]:
        """The catalog as it is on disk now; parsed again only when its bytes differ."""
        path = self.project.catalog_path(article, locale)
        now = files.stamp(path)
        held = self._catalogs.get((locale, article.name))
        if held is not None and held[0] == now:
            return held[1], held[0]
        catalog, stamp = po.read_stamped(path, locale=locale)
        self._catalogs[locale, article.name] = (stamp, catalog)
        return catalog, stamp

    def units(self, locale: str, article: Article) -> tuple[Unit, ...]:
        """The texts of the article, document order. What was handed out is remembered for merging."""
        units = tuple(unit for unit in self.catalog(locale, article)[0].units if not unit.obsolete)
        for unit in units:
            self._remember(locale, article, unit)
        return units

    def unit(self, locale: str, article: Article, wanted: object) -> Unit:
        for unit in self.units(locale, article):
            if identifier(unit) == wanted:
                return unit
        raise Unknown("this text is no longer in the article's catalog", hint="load the article again")

    def document(self, article: Article) -> Document:
        return self.project.document(article)

    def memory(self, locale: str) -> Memory:
        """Accepted translations of the locale, at most a minute old."""
        from toolkit.memory.index import Memory

        made = self._memories.get(locale)
        if made is None or time.monotonic() - made[0] > _MEMORY_AGE:
            catalogs = []
            for article in self.names.values():
                try:
                    catalogs.append(self.catalog(locale, article)[0])
                except CatalogError:
                    continue
            made = (
                time.monotonic(),
                Memory.of(catalogs, language=self.project.config.source_language),
            )
            self._memories[locale] = made
        return made[1]

    def save(
        self, locale: str, article: Article, wanted: str, base: str, target: str, action: Action
    ) -> Unit:
        """Writes one person's decision about one text.

        :param base: :func:`version` of the unit the person saw.
        :raises Clash: the text was changed by somebody else since.
        :raises Refused: the text cannot be taken, or not signed.
        """
        text = cleaned(target)

        def decide(theirs: Unit) -> Unit:
            seen = theirs if version(theirs) == base else self._seen.get((locale, article.name, base))
            if seen is None or seen.key != theirs.key:
                raise Clash(theirs, text)
            mine = self._decided(seen, text, action)
            if theirs.target not in (seen.target, mine.target):
                raise Clash(theirs, text)
            merged, conflicts = merge3(*(Catalog(locale, (unit,)) for unit in (seen, mine, theirs)))
            if conflicts:
                raise Clash(theirs, text)
            return merged.units[0]

        if action == "sign":
            self._require_current(article, wanted)
        return self._write(locale, article, wanted, decide)

    def restore(self, locale: str, article: Article, wanted: str, base: str, to: str) -> Unit:
        """Undo: the unit as it was in an earlier version, unless somebody went on from ``base``."""
        earlier = self._seen.get((locale, article.name, to))

        def decide(theirs: Unit) -> Unit:
            if earlier is None or earlier.key != theirs.key:
                raise Refused("that version is no longer known", hint="the history of the file has it")
            if version(theirs) != base:
                raise Clash(theirs, earlier.target)
            return replace(earlier, references=theirs.references, notes=theirs.notes)

        return self._write(locale, article, wanted, decide)

    def _write(self, locale: str, article: Article, wanted: str, decide: _Decide) -> Unit:
        with self.lock:
            for attempt in range(_ATTEMPTS):
                catalog, stamp = self.catalog(locale, article)
                theirs = self.unit(locale, article, wanted)
                done = decide(theirs)
                units = tuple(done if unit.key == done.key else unit for unit in catalog.units)
                try:
                    self._put(locale, article, replace(catalog, units=units), stamp)
                except ConflictError:
                    # Another program wrote between reading and writing: decide again on what it left.
                    if attempt == _ATTEMPTS - 1:
                        raise
                    continue
                return self.unit(locale, article, wanted)
        raise AssertionError("unreachable")

    def _put(self, locale: str, article: Article, catalog: Catalog, stamp: Stamp) -> None:
        po.write(
            self.project.catalog_path(article, locale),
            catalog,
            expected=stamp,
            location=self.project.config.location,
            root=self.project.root,
        )

    def _decided(self, unit: Unit, text: str, action: Action) -> Unit:
        if unit.plural is not None:
            raise Refused("a text with plural forms is edited in an editor for PO files")
        if action == "sign" and self.user is None:
            raise Refused("nobody can sign here", hint='start with: toolkit review --user "Name <mail>"')
        if action != "save" and not text.strip():
            raise Refused("an empty translation cannot be accepted")
        today = datetime.date.today()
        changed = text != unit.target
        if action == "save":
            return self._saved(unit, text, today) if changed else unit
        # Whoever accepts machine text is its post-editor, and counts as its translator (ISO 18587).
        writes = changed or unit.state in (State.DRAFT, State.STALE, State.FUZZY)
        if action == "accept" or writes:
            unit = provenance.accepted(unit, text, by=self.user if writes else None, on=today)
        if action == "sign" and self.user is not None:
            unit = provenance.with_signoff(unit, self.user, on=today, role=self.role)
        return unit

    def _saved(self, unit: Unit, text: str, today: datetime.date) -> Unit:
        """Edited and not accepted: it stays marked as needing work."""
        comments = unit.comments
        if self.user is not None and text:
            named = provenance.accepted(unit, text, by=self.user, on=today).comments
            own = [comment for comment in named if comment.startswith("translated-by:")]
            comments = (*provenance.without(comments, "translated-by:"), *own)
        edited = replace(unit, target=text, comments=comments)
        return replace(edited, state=provenance.derive_state(edited, fuzzy=True))

    def _require_current(self, article: Article, wanted: str) -> None:
        """Nobody signs a text that the article no longer has."""
        from toolkit.catalogs.template import template

        try:
            present = {identifier(unit) for unit in template(self.document(article)).units}
        except ArticleError as error:
            raise Refused(f"the article cannot be read: {error.message}") from error
        if wanted not in present:
            raise Refused("the article has changed since its catalog was made", hint="run `toolkit extract`")

    def missing(self, unit: Unit) -> tuple[str, ...]:
        rules = signing.Rules(second_person=self.project.config.review.require_second_person)
        return signing.missing(unit, rules)

    def _remember(self, locale: str, article: Article, unit: Unit) -> None:
        key = (locale, article.name, version(unit))
        self._seen[key] = unit
        self._seen.move_to_end(key)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)


def cleaned(target: object) -> str:
    """A translation from a request, or the reason why it is none.

    :raises Refused: not a text, too long, or with characters no page may have.
    """
    if not isinstance(target, str):
        raise Refused("the translation has to be a text")
    if len(target) > LONGEST:
        raise Refused(f"a translation may have {LONGEST:,} characters")
    text = target.replace("\r\n", "\n").replace("\r", "\n")
    if _FORBIDDEN.search(text):
        raise Refused("the translation has a control character")
    return text.strip(" \n")


if TYPE_CHECKING:
    from collections.abc import Callable

    _Decide = Callable[[Unit], Unit]
