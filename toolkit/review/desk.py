"""The catalogs that the review page works on: held as they are on disk, saved unit by unit.

A save carries the version of the unit its author saw. Everything else in the file is taken as it
is on disk at that moment, so other people's work on other units is never touched; where somebody
changed the text of the same unit, nothing is written and both texts are handed back.
"""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from toolkit import files
from toolkit.catalogs import splice
from toolkit.errors import ArticleError, CatalogError, ConflictError, ToolkitError
from toolkit.model import Catalog, Document, Unit
from toolkit.project import Article, Project
from toolkit.review import saving
from toolkit.review.articles import About, Articles, Signature, signature
from toolkit.review.opened import Opened, differences
from toolkit.review.saving import Action, Clash, Refused, Unknown, Who, cleaned, identifier, version

__all__ = ["Clash", "Desk", "Opened", "Refused", "Unknown", "Who", "cleaned", "identifier", "version"]

_REMEMBERED = 200_000
"""Units handed out that are kept for merging."""
_ATTEMPTS = 5
_SETTLED = 2_000_000_000
"""Nanoseconds after which a file's time proves that it is as it was read: clocks of file systems have
ticks, and two writes within one may look the same."""

Listener = Callable[[str, Article, tuple[Unit, ...], "str | None"], None]
"""Told of units that changed: locale, article, the units, and who did it; None: another program."""
Decide = Callable[[Unit], Unit]


class Desk:
    """One project's catalogs, for several people at once.

    :param user: ``Name <mail>`` in whose name texts are accepted and signed; None: nobody signs.
    :param role: the role sign-offs are given in.
    """

    def __init__(
        self, project: Project, locales: tuple[str, ...], *, user: str | None = None, role: str = "reviewer"
    ) -> None:
        self.project = project
        self.locales = locales
        self.who = Who(user, role)
        self.names: dict[str, Article] = {article.name: article for article in project.articles()}
        self.articles = Articles(project)
        self.listeners: list[Listener] = []
        self._locks: defaultdict[tuple[str, str], threading.RLock] = defaultdict(threading.RLock)
        self._opened: dict[tuple[str, str], tuple[Signature | None, Opened]] = {}
        self._seen: OrderedDict[tuple[str, str, str], Unit] = OrderedDict()
        self._guard = threading.Lock()

    # Finding

    def look_again(self) -> bool:
        """Finds articles that came or went since; tells whether there were any."""
        try:
            found = {article.name: article for article in dataclasses.replace(self.project).articles()}
        except ToolkitError:
            return False  # the folder is being moved; what was there before is as good as any
        if found == self.names:
            return False
        # A new project, because it remembers its articles.
        self.project = dataclasses.replace(self.project)
        self.names = found
        return True

    def find(self, locale: object, name: object) -> tuple[str, Article]:
        """The locale and article a request names, looked up among the known ones.

        :raises Unknown: the project has no such locale or article.
        """
        tag = self.locale(locale)
        article = self.names.get(name) if isinstance(name, str) else None
        if article is None:
            raise Unknown("there is no such article here")
        return tag, article

    def locale(self, tag: object) -> str:
        """:raises Unknown: the project has no such locale."""
        if not isinstance(tag, str) or tag not in self.locales:
            raise Unknown("there is no such locale here")
        return tag

    def path(self, locale: str, article: Article) -> Path:
        return self.project.catalog_path(article, locale)

    def opened(self, locale: str, article: Article) -> Opened:
        """The catalog as it is on disk now; parsed again only when its bytes differ.

        :raises CatalogError: it is not there, or cannot be read.
        """
        key = (locale, article.name)
        path = self.path(locale, article)
        held = self._opened.get(key)
        if held is not None and held[0] is not None and held[0] == signature(path):
            return held[1]
        with self._locks[key]:
            held = self._opened.get(key)
            mark = signature(path)
            if held is not None and files.stamp(path) == held[1].held.stamp:
                self._opened[key] = (_settled(mark), held[1])
                return held[1]
            fresh = Opened(splice.read(path, locale=locale))
            self._opened[key] = (_settled(mark), fresh)
        if held is not None:
            self._tell(locale, article, differences(held[1], fresh), None)
        return fresh

    def held(self, locale: str, article: Article) -> Opened:
        """The catalog as it was when somebody last looked, which may have been a moment ago."""
        kept = self._opened.get((locale, article.name))
        return kept[1] if kept is not None else self.opened(locale, article)

    def progress(self, locale: str, article: Article) -> dict[str, int]:
        """Of the catalog as :meth:`held`."""
        return self.held(locale, article).progress(self.about(article).rules)

    def unit(self, locale: str, article: Article, wanted: object) -> Unit:
        """:raises Unknown: the catalog has no such unit."""
        return self.opened(locale, article).unit(wanted)

    def document(self, article: Article) -> Document:
        """:raises ArticleError: it cannot be read."""
        return self.articles.document(article)

    def about(self, article: Article) -> About:
        return self.articles.about(article)

    # Handing out

    def hand_out(self, locale: str, article: Article, units: Iterable[tuple[str, Unit]]) -> None:
        """Remembers versions of units that somebody sees, for merging what he makes of them."""
        with self._guard:
            for known, unit in units:
                key = (locale, article.name, known)
                self._seen[key] = unit
                self._seen.move_to_end(key)
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)

    def seen(self, locale: str, article: Article, known: str) -> Unit | None:
        return self._seen.get((locale, article.name, known))

    # Saving

    def save(
        self,
        locale: str,
        article: Article,
        wanted: str,
        base: str,
        target: object,
        action: Action,
        who: Who | None = None,
    ) -> tuple[Unit, Unit]:
        """Writes one person's decision about one text; what was there before, and what is now.

        :param base: :func:`version` of the unit the person saw.
        :raises Clash: the text was changed by somebody else since.
        :raises Refused: the text cannot be taken, or not signed.
        """
        by = who or self.who
        text = cleaned(target)
        if action == "sign":
            self._require_current(article, wanted)
        return self.change(
            locale, article, wanted, base, lambda unit: saving.decided(unit, text, action, by), text, by
        )

    def change(
        self,
        locale: str,
        article: Article,
        wanted: str,
        base: str,
        make: Decide,
        mine: str | None = None,
        who: Who | None = None,
    ) -> tuple[Unit, Unit]:
        """Writes what ``make`` makes of the unit its author saw, merged with what others did since.

        :param mine: the author's text, for the answer where it clashes.
        """

        def decide(theirs: Unit) -> Unit:
            # Who wants what is in the file by now decides on that, whatever stood there before.
            current = version(theirs) == base or theirs.target == mine
            seen = theirs if current else self.seen(locale, article, base)
            return saving.merged(seen, theirs, make, mine)

        return self.write(locale, article, {wanted: decide}, who or self.who)[wanted]

    def annotate(
        self,
        locale: str,
        article: Article,
        wanted: str,
        base: str,
        make: Callable[[Unit | None, Unit], Unit],
        who: Who | None = None,
    ) -> tuple[Unit, Unit]:
        """Writes something beside a unit's text, whatever that is by now.

        :param make: from the unit its author saw, None where nobody knows it, and the one that is there.
        """

        def decide(theirs: Unit) -> Unit:
            return make(self.seen(locale, article, base), theirs)

        return self.write(locale, article, {wanted: decide}, who or self.who)[wanted]

    def restore(
        self, locale: str, article: Article, wanted: str, base: str, to: str, who: Who | None = None
    ) -> Unit:
        """Undo: the unit as it was in an earlier version, unless somebody went on from ``base``."""
        seen, earlier = self.seen(locale, article, base), self.seen(locale, article, to)

        def decide(theirs: Unit) -> Unit:
            return saving.restored(theirs, base, seen, earlier)

        return self.write(locale, article, {wanted: decide}, who or self.who)[wanted][1]

    def write(
        self, locale: str, article: Article, decisions: Mapping[str, Decide], who: Who
    ) -> dict[str, tuple[Unit, Unit]]:
        """Decides on the units as they are on disk and writes them in one step; before and after by id.

        :raises ConflictError: other programs kept writing the file all the time.
        """
        key = (locale, article.name)
        with self._locks[key]:
            done = None
            kept = self._opened.get(key)
            if kept is not None:
                # Writing finds out whether the file is as it is held: nearly always nobody need look first.
                # What cannot be done with it as it is held is decided on what is there.
                with contextlib.suppress(ToolkitError):
                    done = self._written(key, kept[1], decisions)
            for attempt in range(_ATTEMPTS):
                if done is not None:
                    break
                try:
                    done = self._written(key, self.opened(locale, article), decisions, last=True)
                except ConflictError:
                    # Another program wrote between reading and writing: decide again on what it left.
                    if attempt == _ATTEMPTS - 1:
                        raise
        assert done is not None
        everyone = tuple(now for was, now in done.values() if was != now)
        self._tell(locale, article, everyone, who.user or "")
        return done

    def _written(
        self,
        key: tuple[str, str],
        opened: Opened,
        decisions: Mapping[str, Decide],
        *,
        last: bool = False,
    ) -> dict[str, tuple[Unit, Unit]] | None:
        """None: nothing is to be written, which is only certain if somebody has looked (``last``)."""
        before = {wanted: opened.unit(wanted) for wanted in decisions}
        made = {unit.key: decisions[wanted](unit) for wanted, unit in before.items()}
        made = {unit.key: made[unit.key] for unit in before.values() if made[unit.key] != unit}
        if not made:
            return {wanted: (unit, unit) for wanted, unit in before.items()} if last else None
        settings = self.project.config
        held = splice.write(opened.held, made, location=settings.location, root=self.project.root)
        after = opened.after(held, made)
        self._opened[key] = (None, after)
        return {wanted: (unit, after.unit(wanted)) for wanted, unit in before.items()}

    def _require_current(self, article: Article, wanted: str) -> None:
        """Nobody signs a text that the article no longer has."""
        try:
            present = self.articles.present(article)
        except ArticleError as error:
            raise Refused(f"the article cannot be read: {error.message}") from error
        if wanted not in present:
            raise Refused("the article has changed since its catalog was made", hint="run `toolkit extract`")

    def _tell(self, locale: str, article: Article, units: tuple[Unit, ...], by: str | None) -> None:
        if units:
            for listener in tuple(self.listeners):
                listener(locale, article, units, by)

    def catalogs(self, locale: str) -> list[Catalog]:
        """All catalogs of a locale that can be read."""
        found = []
        for article in self.names.values():
            try:
                found.append(self.opened(locale, article).catalog)
            except CatalogError:
                continue
        return found


def _settled(mark: Signature | None) -> Signature | None:
    """The signature, if it can be trusted later on."""
    if mark is None or time.time_ns() - max(mark[:2]) < _SETTLED:
        return None
    return mark
