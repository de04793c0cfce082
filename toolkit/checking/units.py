"""Unit checks over units: the hot loop, and the door for the review page."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit import formats, provenance
from toolkit.checking import arabic
from toolkit.checking.selection import NO_ARTICLE_CHOICE, NO_CHOICE, ArticleChoice, Choice, Plan, Planner
from toolkit.checks.base import Check, Pair, Problem, Reader, Term
from toolkit.config import Config
from toolkit.model import Finding, Severity, Unit

if TYPE_CHECKING:
    from toolkit.terms import Glossary
    from toolkit.terms import Term as GlossaryTerm

_WORD = re.compile(r"[^\W\d_]+")
_NO_LABELS: frozenset[str] = frozenset()


@functools.lru_cache(maxsize=4096)
def _as_term(words: str) -> GlossaryTerm:
    from toolkit.terms import Term as GlossaryTerm

    return GlossaryTerm((words,), {"*": (words,)})


def _occurs(words: str, term: str, locale: str) -> bool:
    from toolkit.terms import found_in_target

    if found_in_target(_as_term(term), words, locale):
        return True
    return locale.startswith("ar") and arabic.says(words, term)


READER = Reader(formats.codes, formats.plain, _occurs)


class Terms:
    """Glossary rows in a source, as the checks need them."""

    def __init__(self, glossary: Glossary | None) -> None:
        self._glossary = glossary if glossary else None
        self._words: dict[str, frozenset[str]] = {}
        self._rows: dict[tuple[int, str], Term | None] = {}
        self._may_have: re.Pattern[str] | None = None
        if glossary:
            # Inflection changes the end of a word: its first letters tell where to look at all.
            starts = {
                re.escape(form.split()[0][:4])
                for term in glossary.terms
                for form in term.source
                if form.split()
            }
            self._may_have = (
                re.compile(r"(?<!\w)(?:" + "|".join(sorted(starts)) + ")", re.I) if starts else None
            )

    def __call__(self, source: str, locale: str) -> tuple[Term, ...]:
        if self._glossary is None or self._may_have is None or self._may_have.search(source) is None:
            return ()
        found = []
        for match in self._glossary.find_in_source(source):
            row = self._row(match.term, locale)
            if row is not None and row not in found:
                found.append(row)
        return tuple(found)

    def words(self, locale: str) -> frozenset[str]:
        """Words of all accepted translations in a locale, and of the source terms; case-folded."""
        if locale not in self._words:
            terms = self._glossary.terms if self._glossary is not None else ()
            forms = (form for term in terms for form in (*term.source, *term.forms(locale)))
            self._words[locale] = frozenset(word.casefold() for form in forms for word in _WORD.findall(form))
        return self._words[locale]

    def _row(self, term: GlossaryTerm, locale: str) -> Term | None:
        key = (id(term), locale)
        if key not in self._rows:
            targets, forbidden = term.forms(locale), term.forbidden_forms(locale)
            self._rows[key] = Term(term.name, targets, forbidden) if targets or forbidden else None
        return self._rows[key]


NO_TERMS = Terms(None)


def pair_of(
    unit: Unit,
    locale: str,
    plan: Plan,
    *,
    labels: frozenset[str] = _NO_LABELS,
    terms: Terms = NO_TERMS,
    readings: dict[str, object] | None = None,
) -> Pair:
    """The unit as checks see it; its target is not empty."""
    pair = Pair(unit, locale, locale.split("-", 1)[0], plan.settings, READER, labels, readings=readings)
    if terms is not NO_TERMS:
        pair.terms = terms(pair.source_words, locale)
    return pair


def check_pairs(pairs: Sequence[Pair], plan: Plan, *, article: str = "", path: str = "") -> list[Finding]:
    """Findings of all unit checks, by unit; what a translator silenced for a unit is left out.

    One check goes over all units before the next one does: that is a tenth faster than the other way.
    """
    found: list[tuple[int, Finding]] = []
    every = list(enumerate(pairs))
    for needs, rules in plan.unit:
        asked = every if needs is None else [(at, pair) for at, pair in every if pair.once(needs)]
        for run, check, severity in rules:
            for at, pair in asked:
                for problem in run(pair):
                    if _is_silenced(check, pair.unit):
                        break
                    finding = _finding(problem, check, severity, pair, article, path)
                    found.append((at, finding))
    found.sort(key=operator.itemgetter(0))
    return [finding for _, finding in found]


def _is_silenced(check: Check, unit: Unit) -> bool:
    if not unit.comments:
        return False
    silenced = provenance.silenced(unit)
    return check.name in silenced or check.family in silenced or "all" in silenced


def _finding(
    problem: Problem, check: Check, severity: Severity, pair: Pair, article: str, path: str
) -> Finding:
    unit = pair.unit
    return Finding(
        check.name,
        level(problem.severity, check.severity, severity),
        problem.message,
        pair.locale,
        article,
        path,
        unit.line,
        unit.source,
        unit.context,
        pair.target,
        problem.fix,
    )


def level(own: Severity | None, default: Severity, chosen: Severity) -> Severity:
    """A problem's own severity, unless the project says otherwise for its check."""
    return own if own is not None and chosen == default else chosen


def check_unit(
    unit: Unit,
    locale: str,
    *,
    planner: Planner | None = None,
    article_choice: ArticleChoice = NO_ARTICLE_CHOICE,
    labels: frozenset[str] = _NO_LABELS,
    terms: Terms = NO_TERMS,
    article: str = "",
    path: str = "",
) -> list[Finding]:
    """All findings of one unit, drafts too: what the review page shows while somebody types.

    :param planner: one for all calls, from the project's configuration; the defaults without it.
    """
    if not unit.target or unit.obsolete:
        return []
    plan = (planner or default_planner()).plan(locale, article_choice)
    pair = pair_of(unit, locale, plan, labels=labels, terms=terms)
    return check_pairs((pair,), plan, article=article, path=path)


@functools.cache
def default_planner() -> Planner:
    return Planner(Config(), NO_CHOICE)


def mended(unit: Unit, locale: str, *, planner: Planner, **context: object) -> Unit | None:
    """The unit with all that is certain mended; None where there is nothing.

    One fix after the other, each on what the last one left, so fixes of several checks add up. The
    state follows the text: a sign-off's digest no longer fits, and it is void by itself.
    """
    current = unit
    for _ in range(8):
        fixes = [
            finding
            for finding in check_unit(current, locale, planner=planner, **context)  # type: ignore[arg-type]
            if finding.fix and finding.fix.strip() and finding.fix != current.target
        ]
        if not fixes:
            break
        current = replace(current, target=fixes[0].fix or "")
    return None if current.target == unit.target else current


__all__ = ["Choice", "Terms", "check_pairs", "check_unit", "mended", "pair_of"]
