"""What the page is told: plain values for JSON, made from units."""

from __future__ import annotations

import difflib
import functools
import html
import re
from dataclasses import replace
from typing import Any

from toolkit import formats, locales, provenance
from toolkit.checking.selection import NO_ARTICLE_CHOICE, NO_CHOICE, ArticleChoice, Planner, article_choice
from toolkit.checking.units import NO_TERMS, Terms, check_unit
from toolkit.errors import ArticleError, CatalogError
from toolkit.model import ACCEPTED, Finding, State, Unit
from toolkit.project import Article
from toolkit.review.desk import Desk, identifier, version

_WORDS = re.compile(r"\s+|[^\s]+")


class Views:
    """The desk's units with findings, hints and matches."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.planner = Planner(desk.project.config, NO_CHOICE)
        self._counts: dict[tuple[str, str], tuple[object, dict[str, Any]]] = {}

    @functools.cached_property
    def glossary(self) -> Any:
        from toolkit import terms

        config = self.desk.project.config
        path = self.desk.project.root / config.terms.glossary
        return terms.read(path, source_language=config.source_language) if path.is_file() else None

    @functools.cached_property
    def terms(self) -> Terms:
        return Terms(self.glossary) if self.glossary else NO_TERMS

    def overview(self) -> dict[str, Any]:
        """Locales with their articles, progress and risk."""
        rows: list[dict[str, Any]] = []
        for tag in self.desk.locales:
            known = locales.parse(tag)
            articles: list[dict[str, Any]] = [self._row(tag, article) for article in self.desk.names.values()]
            rows.append(
                {
                    "tag": tag,
                    "name": known.native_name,
                    "direction": known.direction,
                    "articles": sorted(articles, key=_riskiest_first),
                }
            )
        source = self.desk.project.config.source_language
        return {
            "source": source,
            "sourceDirection": locales.parse(source).direction,
            "user": self.desk.user,
            "locales": rows,
        }

    def _row(self, locale: str, article: Article) -> dict[str, Any]:
        try:
            stamp = self.desk.catalog(locale, article)[1]
        except CatalogError as error:
            return {"name": article.name, "total": 0, "done": 0, "risk": 0, "problem": error.message}
        held = self._counts.get((locale, article.name))
        if held is None or held[0] != stamp:
            held = (stamp, self._count(locale, article))
            self._counts[locale, article.name] = held
        return held[1]

    def _count(self, locale: str, article: Article) -> dict[str, Any]:
        units = self.desk.units(locale, article)
        context = self.context(article)
        found = [finding for unit in units for finding in self.findings(unit, locale, context)]
        low = sum(1 for unit in units if unit.state is State.DRAFT and _low(unit))
        errors = sum(1 for finding in found if finding.severity == "error")
        warnings = sum(1 for finding in found if finding.severity == "warning")
        stale = sum(1 for unit in units if unit.state is State.STALE)
        return {
            "name": article.name,
            "total": len(units),
            "done": sum(1 for unit in units if unit.state in ACCEPTED),
            "reviewed": sum(1 for unit in units if unit.state is State.REVIEWED),
            "findings": errors + warnings,
            # An error may harm a reader, a stale text says something else, the rest wants a look.
            "risk": 5 * errors + 3 * stale + 2 * low + warnings,
        }

    def context(self, article: Article) -> tuple[frozenset[str], ArticleChoice]:
        """The article's link labels and its own wishes about checks."""
        try:
            document = self.desk.document(article)
            return document.labels, article_choice(formats.metadata(document), article.name)
        except ArticleError:
            return frozenset(), NO_ARTICLE_CHOICE

    def findings(
        self, unit: Unit, locale: str, context: tuple[frozenset[str], ArticleChoice]
    ) -> list[Finding]:
        labels, choice = context
        return check_unit(
            unit, locale, planner=self.planner, article_choice=choice, labels=labels, terms=self.terms
        )

    def article(self, locale: str, article: Article) -> dict[str, Any]:
        context = self.context(article)
        units = self.desk.units(locale, article)
        return {
            "name": article.name,
            "locale": locale,
            "direction": locales.parse(locale).direction,
            "units": [self.unit(unit, locale, context) for unit in units],
        }

    def unit(self, unit: Unit, locale: str, context: tuple[frozenset[str], ArticleChoice]) -> dict[str, Any]:
        note = provenance.draft_of(unit.comments)
        return {
            "id": identifier(unit),
            "version": version(unit),
            "source": unit.source,
            "target": unit.target,
            "context": unit.context,
            "state": unit.state.value,
            "role": unit.role,
            "notes": list(unit.notes),
            "plural": unit.plural is not None,
            "codes": _code_spans(unit.source, unit, context[0]),
            "targetCodes": _code_spans(unit.target, unit, context[0]),
            "draft": None
            if note is None
            else {
                "engine": note.engine,
                "date": note.date.isoformat(),
                "low": note.low_confidence,
                "match": note.match,
            },
            "people": [
                *(f"translated by {who.person}" for who in provenance.translators(unit.comments)),
                *(f"signed by {s.person} ({s.role}), {s.date}" for s in provenance.signoffs(unit)),
            ],
            "missing": list(self.desk.missing(unit)),
            "diff": None if unit.previous is None else word_diff(unit.previous, unit.source),
            "findings": [told(finding) for finding in self.findings(unit, locale, context)],
        }

    def help(self, unit: Unit, locale: str) -> dict[str, Any]:
        """Glossary hints and memory matches for one text."""
        matches = self.desk.memory(locale).matches(unit.source, unit.context)
        hints = self.glossary.hints(unit.source, locale) if self.glossary else ()
        return {
            "hints": list(hints),
            "matches": [
                {
                    "percent": match.percent,
                    "target": match.unit.target,
                    "source": match.unit.source,
                    "diff": word_diff(match.unit.source, unit.source),
                }
                for match in matches
                if match.unit.key != unit.key or match.unit.target != unit.target
            ],
        }

    def checked(self, unit: Unit, text: str, locale: str, article: Article) -> list[dict[str, Any]]:
        return [
            told(finding)
            for finding in self.findings(replace(unit, target=text), locale, self.context(article))
        ]

    def preview(self, locale: str, article: Article) -> str:
        """The page as it would be with what there is now. Foreign text: to be shown in a sandbox only."""
        from toolkit.publishing import body
        from toolkit.publishing.compose import compose

        targets = {unit.key: unit.target for unit in self.desk.units(locale, article)}
        document = self.desk.document(article)
        composed = compose(
            document,
            lambda segment: targets.get((segment.context or "", segment.text)) or None,
            options=self.desk.project.format_options,
        )
        if document.format == "html":
            return composed.text
        if document.format == "markdown":
            inner = body.render(composed.text)
        else:
            inner = f"<pre>{html.escape(composed.text)}</pre>"
        known = locales.parse(locale)
        style = (
            "body{font:1.05rem/1.6 system-ui,sans-serif;max-width:42rem;margin:1.5rem auto;padding:0 1rem}"
            "pre{white-space:pre-wrap}table{border-collapse:collapse}"
            "td,th{border:1px solid #999;padding:.3rem}"
        )
        return (
            f'<!doctype html><html lang="{html.escape(known.tag)}" dir="{known.direction}"><head>'
            f'<meta charset="utf-8"><title>Preview</title><style>{style}</style></head>'
            f"<body>{inner}</body></html>"
        )


def _riskiest_first(row: dict[str, Any]) -> tuple[int, str]:
    return -row["risk"], row["name"]


def told(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "message": finding.message,
        "fix": finding.fix,
    }


def word_diff(old: str, new: str) -> list[tuple[str, str]]:
    """``same``, ``gone`` and ``new`` runs of words, in order."""
    one, two = _WORDS.findall(old), _WORDS.findall(new)
    runs: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if kind == "equal":
            runs.append(("same", "".join(one[a:b])))
            continue
        if b > a:
            runs.append(("gone", "".join(one[a:b])))
        if d > c:
            runs.append(("new", "".join(two[c:d])))
    return runs


def _low(unit: Unit) -> bool:
    note = provenance.draft_of(unit.comments)
    return note is not None and note.low_confidence


def _code_spans(text: str, unit: Unit, labels: frozenset[str]) -> list[tuple[int, int]]:
    """Where markup stands, half-open, in characters."""
    if not text:
        return []
    spans = []
    for code in formats.codes(text, unit.syntax, labels):
        spans.append((code.open.start, code.open.end))
        if code.close is not None:
            spans.append((code.close.start, code.close.end))
    return sorted(spans)
