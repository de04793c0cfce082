"""How far a catalog is, and whether it is in step with its article: one finding a catalog, not one a unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from toolkit import signing
from toolkit.checks.base import CatalogView, Check, Noted, Problem, Settings
from toolkit.checks.quoting import quoted
from toolkit.model import ACCEPTED, Severity, State, Unit


def _live(view: CatalogView) -> tuple[Unit, ...]:
    if view.catalog is None:
        return ()
    return tuple(unit for unit in view.catalog.units if not unit.obsolete)


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


class _OfState(NamedTuple):
    """A check that counts the units of one state."""

    name: str
    state: State
    severity: Severity
    summary: str
    example: str
    one: str
    """What is said of a single text; :attr:`many` of several."""
    many: str
    default: bool = True


_STATES = (
    _OfState(
        "incomplete",
        State.UNTRANSLATED,
        "warning",
        "Texts without a translation.",
        "Rest today. → (nothing)",
        "is not translated",
        "are not translated",
    ),
    _OfState(
        "stale",
        State.STALE,
        "warning",
        "Translations of an earlier source text; the article has changed since.",
        '#, fuzzy with #| msgid "Rest for 2 days."',
        "is the translation of an earlier text",
        "are translations of earlier texts",
    ),
    _OfState(
        "fuzzy",
        State.FUZZY,
        "warning",
        "Translations marked as needing work.",
        "#, fuzzy",
        "is marked as needing work",
        "are marked as needing work",
    ),
    _OfState(
        "drafts",
        State.DRAFT,
        "info",
        "Machine drafts that nobody has accepted.",
        "#, fuzzy with # draft: apertium eng-spa 2026-11-23",
        "is a machine draft nobody has accepted",
        "are machine drafts nobody has accepted",
    ),
    _OfState(
        "unreviewed",
        State.TRANSLATED,
        "info",
        "Accepted translations without a valid sign-off.",
        "a translation without # reviewed: …, or changed after it",
        "is not signed off",
        "are not signed off",
        default=False,
    ),
)


def _of_state(row: _OfState) -> type[Check]:
    class Made(Check):
        name = row.name
        family = "catalog"
        severity: ClassVar[Severity] = row.severity
        summary = row.summary
        example = row.example
        default = row.default

        def catalog(self, view: CatalogView) -> Iterable[Problem]:
            units = _live(view)
            found = [unit for unit in units if unit.state is row.state]
            if found:
                yield Problem(
                    f"{len(found):,} of {_count(len(units), 'text', 'texts')} "
                    f"{row.one if len(found) == 1 else row.many}, the first is {quoted(found[0].source)}",
                    unit=found[0],
                )

    Made.__name__ = Made.__qualname__ = row.name.capitalize()
    return Made


class MissingCatalog(Check):
    name = "missing-catalog"
    family = "catalog"
    summary = "An article has no catalog in the locale: it was never extracted."
    example = "guides/new.md without locales/es/LC_MESSAGES/guides/new.po"
    severity: ClassVar[Severity] = "error"

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        if view.catalog is None and view.error is None and (view.template is None or view.template.units):
            yield Problem("there is no catalog for this article: run `toolkit extract`")


class Outdated(Check):
    name = "outdated"
    family = "catalog"
    summary = "The article has changed and the catalog was not brought in step."
    example = "a paragraph added to the article, and no `toolkit extract` since"
    severity: ClassVar[Severity] = "error"

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        if view.template is None or view.catalog is None:
            return
        now = {unit.key: unit for unit in view.template.units}
        here = {unit.key: unit for unit in _live(view)}
        new = [unit for key, unit in now.items() if key not in here]
        gone = [unit for key, unit in here.items() if key not in now]
        if not new and not gone:
            return
        said = []
        if new:
            said.append(f"{_count(len(new), 'text is', 'texts are')} missing ({quoted(new[0].source, 40)})")
        if gone:
            said.append(
                f"{_count(len(gone), 'text is', 'texts are')} no longer there ({quoted(gone[0].source, 40)})"
            )
        yield Problem(
            "the article has changed: " + " and ".join(said) + "; run `toolkit extract`",
            unit=gone[0] if gone else None,
        )


class Obsolete(Check):
    name = "obsolete"
    family = "catalog"
    summary = "More obsolete entries than living ones: old texts that may be thrown away."
    example = "40 entries beginning with #~, 12 living ones"
    severity: ClassVar[Severity] = "info"

    def catalog(self, view: CatalogView) -> Iterable[Problem]:
        if view.catalog is None:
            return
        living = len(_live(view))
        dead = len(view.catalog.units) - living
        if dead > 20 and dead > living:
            yield Problem(f"{dead:,} obsolete entries, {living:,} living ones")


class _Share(Check):
    """A percentage the project asks for, over all articles of a locale."""

    family = "catalog"
    severity: ClassVar[Severity] = "error"
    states: ClassVar[frozenset[State]]
    what: ClassVar[str]

    def wanted(self, settings: Settings) -> float:
        raise NotImplementedError

    def counts(self, unit: Unit, view: CatalogView) -> bool:
        return unit.state in self.states

    def note(self, view: CatalogView) -> tuple[int, int]:
        """All texts, and those that count."""
        if not self.wanted(view.settings):
            return 0, 0
        units = _live(view) or (view.template.units if view.template is not None else ())
        return len(units), sum(self.counts(unit, view) for unit in units)

    def locale(self, notes: Sequence[Noted]) -> Iterable[tuple[Noted | None, Problem]]:
        wanted = self.wanted(notes[0].settings) if notes else 0.0
        total = sum(note.value[0] for note in notes)
        done = sum(note.value[1] for note in notes)
        if wanted and total and 100 * done < wanted * total:
            share = 100 * done / total
            yield (
                None,
                Problem(
                    f"{share:.0f} % of the texts are {self.what} ({done:,} of {total:,}), wanted {wanted:g} %"
                ),
            )


class MinTranslated(_Share):
    name = "min-translated"
    summary = "Fewer texts of a locale are accepted than the project asks for (min-translated)."
    example = "min-translated = 90, and 80 % are translated"
    states = ACCEPTED
    what = "translated"

    def wanted(self, settings: Settings) -> float:
        return settings.min_translated


class MinReviewed(_Share):
    name = "min-reviewed"
    summary = "Fewer texts of a locale are signed off than the project asks for (min-reviewed)."
    example = "min-reviewed = 100, and one sign-off is void"
    states = frozenset({State.REVIEWED})
    what = "signed off"

    def wanted(self, settings: Settings) -> float:
        return settings.min_reviewed

    def counts(self, unit: Unit, view: CatalogView) -> bool:
        translator = signing.last_translator(view.catalog) if view.catalog is not None else None
        return unit.state in self.states and signing.fulfilled(unit, view.rules, translator=translator)


CHECKS: tuple[type[Check], ...] = (
    MissingCatalog,
    Outdated,
    *map(_of_state, _STATES),
    Obsolete,
    MinTranslated,
    MinReviewed,
)
