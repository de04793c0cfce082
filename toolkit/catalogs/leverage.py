"""Brings an article's translations over to its new text. Pure, and no translation is ever lost.

In this order, each new text takes what it finds first:

1. The same text and context in the article's own catalog, obsolete entries included: everything
   stays as it was, state, comments, sign-offs.
2. The text a stale unit had before, come back: what was accepted for it counts again.
3. The same text and context in another article's catalog of the locale, the best state first: a
   moved paragraph or a renamed article.
4. The same text under another context, or a similar text that is gone, near its old place first:
   an edited paragraph. Its translation is kept, never as accepted: stale (fuzzy, the old text as
   ``#|``), with a comment ``# changed: …`` that tells a changed number or negation, words,
   markup, punctuation and white space apart. A draft stays a draft. Texts that another article has
   lost count as gone, where some of this one's come from it: it was renamed, split or joined.

What nothing takes becomes obsolete (``#~``) and comes back when its text does. The ``# changed:``
comment is a translator comment, because msgmerge, Poedit and Weblate keep those and replace
``#.``; it is made again here from ``#|`` and msgid, and gone when the unit is accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from toolkit import provenance
from toolkit.catalogs import header as headers
from toolkit.catalogs.escapes import escape
from toolkit.catalogs.matching import Pair, pairs
from toolkit.model import STATE_RANK, Catalog, State, Unit, UnitKey
from toolkit.similarity.changes import change

Gone = Literal["keep", "drop"]
"""What becomes of translations whose text is gone: kept as obsolete, or dropped."""


def leverage(
    template: Catalog,
    old: Catalog | None = None,
    *,
    others: Iterable[Catalog] | Mapping[UnitKey, Unit] = (),
    lost: Sequence[Unit] = (),
    locale: str | None = None,
    plural_forms: str = "",
    language: str = "en",
    gone: Gone = "keep",
    refresh_lines: bool = False,
) -> Catalog:
    """The catalog of a locale for this template.

    :param template: of the article as it is now.
    :param old: the article's catalog until now.
    :param others: the locale's other catalogs, those of articles that are gone included; or what
        :func:`by_key` made of them once for many calls.
    :param lost: what articles that texts of this one come from have lost; offered where it is similar.
    :param locale: canonical tag; the old catalog's by default.
    :param plural_forms: for the header of a new catalog.
    :param language: the articles' language, for numbers and negations.
    :param refresh_lines: take line numbers from the template also where nothing else changed.
    """
    old = old or Catalog(locale or "", ())
    locale = old.locale if locale is None else locale
    work = _Work(template, old, language, refresh_lines)
    work.exact()
    work.reverted()
    work.elsewhere(others if isinstance(others, Mapping) else by_key(others))
    work.similar()
    work.one_of_several()
    work.similar_elsewhere(lost)
    work.other_contexts()
    units = list(work.done.values())
    if gone == "keep":
        units += work.left()
    header = headers.updated(
        old.header,
        headers.make(
            locale,
            format=headers.get(template.header, "X-Toolkit-Format") or "text",
            plural_forms=plural_forms,
            project=headers.get(template.header, "Project-Id-Version") or "",
        ),
    )
    return Catalog(locale, tuple(units), header, old.header_comments, old.path)


def by_key(catalogs: Iterable[Catalog]) -> dict[UnitKey, Unit]:
    """The best translation of each text in these catalogs: furthest state, then the first."""
    best: dict[UnitKey, Unit] = {}
    for catalog in catalogs:
        for unit in catalog.units:
            if not unit.target:
                continue
            held = best.get(unit.key)
            if held is None or rank(unit) > rank(held):
                best[unit.key] = unit
    return best


def rank(unit: Unit) -> tuple[int, bool]:
    """How good a translation is to take over: furthest state, then one whose text is still there."""
    return STATE_RANK[unit.state], not unit.obsolete


class _Work:
    """One update in progress.

    ``done`` holds the new units in the template's order, ``used`` the old keys they came from.
    """

    def __init__(self, template: Catalog, old: Catalog, language: str, refresh_lines: bool) -> None:
        self.template = template
        self.catalog = old
        self.language = language
        self.old = {unit.key: unit for unit in old.units}
        self.done: dict[UnitKey, Unit] = {}
        self.used: set[UnitKey] = set()
        self.refresh_lines = refresh_lines

    def open(self) -> list[Unit]:
        """The template's units that have no translation yet."""
        return [
            unit
            for unit, done in zip(self.template.units, self.done.values(), strict=True)
            if not done.target
        ]

    def orphans(self) -> list[Unit]:
        """Old units with a translation that no text has taken, in file order."""
        return [
            unit
            for unit in self.catalog.units
            if unit.target and unit.key not in self.done and unit.key not in self.used
        ]

    def exact(self) -> None:
        for unit in self.template.units:
            found = self.old.get(key := unit.key)
            if found is None:
                self.done[key] = unit
                continue
            if not self.refresh_lines:
                unit = _with_old_lines(unit, found)
            self.done[key] = self._settled(found if _says_the_same(unit, found) else _carried(unit, found))

    def reverted(self) -> None:
        """Stale units whose text went back to what their translation was made for."""
        before: dict[UnitKey, Unit] = {}
        for unit in self.catalog.units:
            if unit.previous is not None and unit.target and unit.key not in self.done:
                before.setdefault((unit.previous_context or "", unit.previous), unit)
        if not before:
            return
        for unit in self.open():
            found = before.get(unit.key)
            restored = found and _restored(unit, found)
            if found and restored:
                self.done[unit.key] = restored
                self.used.add(found.key)

    def elsewhere(self, others: Mapping[UnitKey, Unit]) -> None:
        if not others:
            return
        for unit in self.open():
            found = others.get(unit.key)
            if found is not None:
                merged = _carried(unit, found)
                # What a person noted here stays beside what comes from the other article.
                own = [c for c in self.done[unit.key].comments if c not in merged.comments]
                self.done[unit.key] = self._settled(replace(merged, comments=(*own, *merged.comments)))

    def similar(self) -> None:
        # In rounds: a text that was second best may be the best of what is left. Otherwise the
        # next run would find it, and a second run has to change nothing.
        while True:
            wanted, orphans = self.open(), self.orphans()
            found = pairs(self.template.units, self.catalog.units, wanted, orphans) if orphans else []
            if not found:
                break
            for pair in found:
                self.used.add(pair.old.key)
                self._take(pair)

    def one_of_several(self) -> None:
        """A text that stood in several places and was edited in one of them: the others keep it."""
        kept = []
        for unit in self.template.units:
            old = self.old.get(unit.key)
            if old is not None and old.target and len(old.references) > len(unit.references):
                # Sign-offs and history stay with the unit they belong to.
                kept.append(replace(old, comments=()))
        if kept:
            for pair in pairs((), (), self.open(), [unit for unit in kept if unit.state is not State.DRAFT]):
                self._take(pair)

    def similar_elsewhere(self, lost: Sequence[Unit]) -> None:
        """The same among what other articles lost. It stays there as well: it is another file's."""
        free = [unit for unit in lost if unit.target and unit.key not in self.done]
        while free and (found := pairs((), (), self.open(), free)):
            for pair in found:
                self._take(pair)
            taken = {pair.old.key for pair in found}
            free = [unit for unit in free if unit.key not in taken]

    def _take(self, pair: Pair) -> None:
        self.done[pair.new.key] = self._edited(pair.new, pair.old, self.done[pair.new.key].comments)

    def other_contexts(self) -> None:
        """The same words under another context that is still there: an offer, nothing is taken away."""
        wanted = self.open()
        if not wanted:
            return
        by_source: dict[str, Unit] = {}
        for unit in self.catalog.units:
            if unit.target and unit.state is not State.DRAFT:
                held = by_source.get(unit.source)
                if held is None or rank(unit) > rank(held):
                    by_source[unit.source] = unit
        for unit in wanted:
            found = by_source.get(unit.source)
            if found is not None and found.previous is None:
                # Sign-offs and history stay with the unit they belong to.
                offer = replace(found, comments=())
                self.done[unit.key] = self._edited(unit, offer, self.done[unit.key].comments)

    def left(self) -> list[Unit]:
        """What is obsolete now: what was so before, then what has become it."""
        orphans = self.orphans()
        before = [unit for unit in orphans if unit.obsolete]
        return before + [_retired(unit) for unit in orphans if not unit.obsolete]

    def _edited(self, new: Unit, old: Unit, own_comments: tuple[str, ...]) -> Unit:
        """The old unit's translation, offered for a text that is not quite its own."""
        note = provenance.change_of(old.comments)
        accepted_before = note.digest if note else None
        if old.previous is None:
            source, context, plural = old.source, old.context, old.plural
            if old.state in (State.TRANSLATED, State.REVIEWED):
                accepted_before = provenance.unit_digest(old)
        else:
            # Edited again before anybody looked: the translation is of the text before the last.
            source, context, plural = old.previous, old.previous_context, old.previous_plural
        unit = replace(
            _carried(new, old),
            state=State.DRAFT if old.state is State.DRAFT else State.STALE,
            comments=(*(c for c in own_comments if c not in old.comments), *old.comments),
            previous=source,
            previous_context=context,
            previous_plural=plural,
        )
        return self._noted(unit, accepted_before)

    def _settled(self, unit: Unit) -> Unit:
        """The unit with its ``# changed:`` comment as it has to be: renewed, or gone."""
        fuzzy = unit.state in (State.STALE, State.DRAFT, State.FUZZY)
        if fuzzy and unit.previous is not None:
            note = provenance.change_of(unit.comments)
            return self._noted(unit, note.digest if note else None)
        if unit.previous is None and (
            not unit.comments or not any(c.startswith("changed:") for c in unit.comments)
        ):
            return unit
        return replace(
            unit,
            comments=provenance.without(unit.comments, "changed:"),
            previous=None,
            previous_context=None,
            previous_plural=None,
        )

    def _noted(self, unit: Unit, accepted_before: str | None) -> Unit:
        if unit.previous == unit.source:
            what = "context only"
        else:
            what = change(unit.previous or "", unit.source, self.language).detail
        return provenance.with_change(unit, what, accepted_digest=accepted_before)


def _carried(new: Unit, old: Unit) -> Unit:
    """What people made, from the old unit; what the article says, from the new one."""
    return replace(
        old,
        source=new.source,
        context=new.context,
        role=new.role,
        syntax=new.syntax,
        notes=new.notes,
        references=new.references,
        plural=new.plural,
        plural_targets=old.plural_targets if new.plural is not None else (),
        comments=old.comments if old.plural == new.plural else (*old.comments, *_other_forms(old)),
        obsolete=False,
        line=None,
    )


def _other_forms(unit: Unit) -> Iterator[str]:
    """What an entry with plurals says beyond its first form, as comments: texts of articles have one form."""
    if unit.plural is not None:
        yield f'msgid_plural "{escape(unit.plural)}"'
    for number, target in enumerate(unit.plural_targets):
        if number and target:
            yield f'msgstr[{number}] "{escape(target)}"'


def _says_the_same(new: Unit, old: Unit) -> bool:
    """Whether :func:`_carried` would change nothing."""
    return (
        old.references == new.references
        and old.role == new.role
        and old.notes == new.notes
        and old.syntax == new.syntax
        and old.context == new.context
        and old.plural == new.plural
        and not old.obsolete
    )


def _restored(new: Unit, stale: Unit) -> Unit | None:
    """The unit as it was before its source changed, if its target is still the one of then."""
    note = provenance.change_of(stale.comments)
    unit = replace(
        _carried(new, stale),
        comments=provenance.without(stale.comments, "changed:"),
        previous=None,
        previous_context=None,
        previous_plural=None,
    )
    if note is not None and note.digest == provenance.unit_digest(unit):
        return replace(unit, state=provenance.derive_state(unit, fuzzy=False))
    if stale.state is State.DRAFT:
        return unit
    return None


def _retired(unit: Unit) -> Unit:
    """Obsolete, as GNU gettext writes it: without what was said about its place."""
    return replace(unit, obsolete=True, references=(), notes=(), role="", line=None)


def _with_old_lines(unit: Unit, old: Unit | None) -> Unit:
    """The unit with the old line numbers, if only they differ."""
    if old is None or old.obsolete or unit.references == old.references:
        return unit
    here, there = unit.references, old.references
    same_paths = [path for path, _ in here] == [path for path, _ in there]
    if same_paths and all(line is not None for _, line in (*here, *there)):
        return replace(unit, references=there)
    return unit


def with_old_lines(template: Catalog, old: Catalog | None) -> Catalog:
    """The template with the line numbers of the file that is there, wherever only they differ."""
    if old is None:
        return template
    held = {unit.key: unit for unit in old.units}
    units = tuple(_with_old_lines(unit, held.get(unit.key)) for unit in template.units)
    return replace(template, units=units)
