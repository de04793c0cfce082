"""Findings and risk of units: worked out in chunks, once for each version of a unit.

Ten thousand units take the checks seconds, so the page asks for a chunk at a time while people
read, and everything found is kept until the unit's text, its article or its comments change.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from toolkit import formats, provenance
from toolkit.checking.selection import NO_CHOICE, Planner
from toolkit.checking.units import NO_TERMS, Terms, check_unit
from toolkit.errors import ToolkitError
from toolkit.model import ACCEPTED, Finding, State, Unit
from toolkit.project import Article
from toolkit.review.articles import About, Signature, signature
from toolkit.review.desk import Desk, Opened, version
from toolkit.review.traffic import Traffic

CHUNK = 300
"""Units of one request."""
_KEPT = 200_000
_WEIGHTS = {"error": 5.0, "warning": 1.0, "info": 0.0}
_LABELS = ("negation", "polarity", "laterality", "frequency", "route")


class Findings:
    """What the checks say, and how much a person's look is worth.

    Kept with the article's own settings they were made under, which change with its file.
    """

    def __init__(self, desk: Desk, traffic: Traffic) -> None:
        self.desk = desk
        self.traffic = traffic
        self.planner = Planner(desk.project.config, NO_CHOICE)
        self._glossary: tuple[Signature | None, Any, Terms] = (None, None, NO_TERMS)
        self.nearest: Callable[[str, Unit], int] = _nothing_near
        """The percentage of the best accepted match of a text in a locale."""
        self._kept: dict[tuple[str, str, str], tuple[About, list[dict[str, Any]], float]] = {}
        self._summaries: dict[tuple[str, str], tuple[Opened, About, dict[str, Any]]] = {}

    @property
    def glossary(self) -> Any:
        """The project's glossary as it is now; None where it has none, or one that cannot be read."""
        from toolkit import terms

        path = self.desk.project.glossary_path
        now = signature(path)
        if now != self._glossary[0]:
            project = self.desk.project
            try:
                language = project.config.source_language
                made = (
                    terms.read(path, source_language=language, shown=project.relative(path)) if now else None
                )
            except ToolkitError:
                made = None
            self._glossary = (now, made or None, Terms(made) if made else NO_TERMS)
            self._kept.clear()
            self._summaries.clear()
        return self._glossary[1]

    @property
    def terms(self) -> Terms:
        _ = self.glossary
        return self._glossary[2]

    # One unit

    def check(self, locale: str, article: Article, unit: Unit) -> list[Finding]:
        """What the checks say of a unit, which need not be in any file."""
        about = self.desk.about(article)
        try:
            return check_unit(
                unit,
                locale,
                planner=self.planner,
                article_choice=about.choice,
                labels=about.labels,
                terms=self.terms,
            )
        except Exception as error:
            # A check may be anybody's plug-in. Its failure must not look like one of saving.
            trouble = f"the checks stopped with {type(error).__name__}; `toolkit check` tells more"
            return [Finding("checks", "info", trouble)]

    def known(self, locale: str, article: Article, unit: Unit, known: str) -> list[dict[str, Any]] | None:
        """The unit's findings if somebody has asked for them before."""
        if not unit.target:
            return []
        kept = self._kept.get((locale, article.name, known))
        return None if kept is None or kept[0] is not self.desk.about(article) else kept[1]

    def of(self, locale: str, article: Article, unit: Unit, known: str | None = None) -> list[dict[str, Any]]:
        """The unit's findings."""
        return self._entry(locale, article, unit, known or version(unit))[1]

    def typed(self, locale: str, article: Article, unit: Unit, text: str) -> list[dict[str, Any]]:
        """The findings of what somebody is typing."""
        return [told(finding) for finding in self.check(locale, article, replace(unit, target=text))]

    def _entry(
        self, locale: str, article: Article, unit: Unit, known: str
    ) -> tuple[About, list[dict[str, Any]], float]:
        about = self.desk.about(article)
        key = (locale, article.name, known)
        kept = self._kept.get(key)
        if kept is None or kept[0] is not about:
            if len(self._kept) > _KEPT:
                self._kept.clear()
            found = [told(finding) for finding in self.check(locale, article, unit)]
            kept = (about, found, self.risk(locale, unit, found))
            self._kept[key] = kept
        return kept

    # Many

    def chunk(self, locale: str, article: Article, after: int, *, most: int = CHUNK) -> dict[str, Any]:
        """Findings and risk of the units from number ``after`` on, and the number of the next."""
        opened = self.desk.opened(locale, article)
        end = min(after + most, len(opened.units))
        found, risk = {}, {}
        ids = opened.ids
        for position in range(after, end):
            unit = opened.units[position]
            self.traffic.step_aside()
            _, findings, weight = self._entry(locale, article, unit, opened.version(position))
            found[ids[position]] = findings
            risk[ids[position]] = weight
        return {"findings": found, "risk": risk, "next": end if end < len(opened.units) else None}

    def summary(self, locale: str, article: Article, opened: Opened) -> dict[str, Any]:
        """Findings and risk of an article, once all of its units have been looked at."""
        about = self.desk.about(article)
        kept = self._summaries.get((locale, article.name))
        if kept is not None and kept[0] is opened and kept[1] is about:
            return kept[2]
        count, total = 0, 0.0
        for position, unit in enumerate(opened.units):
            if not unit.target and unit.state is State.UNTRANSLATED:
                continue
            entry = self._kept.get((locale, article.name, opened.version(position)))
            if entry is None or entry[0] is not about:
                return {"findings": None, "risk": None}
            count += sum(finding["severity"] != "info" for finding in entry[1])
            total += entry[2]
        made = {"findings": count, "risk": round(total, 1)}
        self._summaries[locale, article.name] = (opened, about, made)
        return made

    # Risk

    def risk(self, locale: str, unit: Unit, found: list[dict[str, Any]]) -> float:
        """How much harm a wrong text could do here, and how likely it is wrong; 0 is none.

        Findings count always. What makes a text dangerous to get wrong, numbers, doses, negations,
        counts as long as nobody has signed it off; doubts about its origin, as long as nobody accepted it.
        """
        weight = sum(_WEIGHTS[finding["severity"]] for finding in found)
        if unit.state is State.REVIEWED:
            return round(weight, 2)
        danger = _danger(formats.plain(unit.source, unit.syntax), self.desk.project.config.source_language)
        if unit.state in ACCEPTED:
            return round(weight + danger / 4, 2)
        if unit.state is State.UNTRANSLATED:
            return round(weight + danger / 2, 2)
        weight += danger + 1.0
        if unit.state is State.STALE:
            weight += 3.0
        note = provenance.draft_of(unit.comments)
        if note is not None and note.low_confidence:
            weight += 2.0
        # What people once accepted for nearly the same text is nearer to right than a first try.
        near = note.match if note is not None and note.match is not None else self.nearest(locale, unit)
        return round(weight + (100 - near) / 100, 2)


def _nothing_near(locale: str, unit: Unit) -> int:
    return 0


@functools.lru_cache(maxsize=50_000)
def _danger(words: str, language: str) -> float:
    """Doses, numbers and times, negations and opposites of a text, weighed; 0–4."""
    from toolkit.checks.meaning import lexicon, reading

    base = language.split("-", 1)[0].lower()
    read = reading.read(words, base if base == "en" or lexicon.known(base) else "en")
    weight = 0.0
    for item in read.items:
        weight += {"dose": 1.5, "number": 0.5}.get(item.kind, 0.75)
    weight += sum(1.0 for label in read.counts if label.startswith(_LABELS))
    return min(weight, 4.0)


def told(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "message": finding.message,
        "fix": finding.fix,
    }
