"""What helps a person with one text: glossary terms, memory matches, the machine's own words."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toolkit import formats, provenance
from toolkit.errors import ToolkitError
from toolkit.model import Unit, UnitKey
from toolkit.project import Article
from toolkit.review.desk import Desk
from toolkit.review.findings import Findings
from toolkit.review.texts import Markup, word_diff
from toolkit.review.views import is_machine_text

if TYPE_CHECKING:
    from toolkit.memory.index import Memory

_MEMORY_AGE = 60.0
"""Seconds a memory is used although something was saved since."""
_DRAFTS_AGE = 300.0


class Helping:
    """Looks things up; what takes long to make is kept for a while."""

    def __init__(self, desk: Desk, findings: Findings) -> None:
        self.desk = desk
        self.findings = findings
        self._memories: dict[str, tuple[float, tuple[int, ...], Memory]] = {}
        self._drafts: dict[tuple[str, str], tuple[float, Mapping[UnitKey, str]]] = {}
        self._edited: dict[tuple[str, str, UnitKey], str] = {}
        """Machine texts that somebody edited since the server was started."""
        self._lock = threading.Lock()

    def help(self, locale: str, article: Article, unit: Unit) -> dict[str, Any]:
        """Everything there is for one text."""
        draft = self.draft(locale, article, unit)
        return {
            "terms": self.terms(locale, article, unit),
            "hints": list(self.hints(locale, unit)),
            "matches": self.matches(locale, unit),
            "draftTarget": draft,
            "draftDiff": None if draft is None or draft == unit.target else word_diff(draft, unit.target),
        }

    def hints(self, locale: str, unit: Unit) -> tuple[str, ...]:
        glossary = self.findings.glossary
        return tuple(glossary.hints(unit.source, locale)) if glossary else ()

    def terms(self, locale: str, article: Article, unit: Unit) -> list[dict[str, Any]]:
        """The glossary's terms where they stand in the source, with what they are to be called."""
        glossary = self.findings.glossary
        if not glossary:
            return []
        markup = Markup(formats.codes(unit.source, unit.syntax, self.desk.about(article).labels))
        found = []
        for match in glossary.find_in_source(unit.source):
            targets, forbidden = match.term.forms(locale), match.term.forbidden_forms(locale)
            if not targets and not forbidden:
                continue
            if markup.touches(match.start, match.end):
                continue  # a word in an address is no word
            found.append(
                {
                    "source": match.text,
                    "start": match.start,
                    "end": match.end,
                    "targets": list(targets),
                    "forbidden": list(forbidden),
                    "note": match.term.note,
                }
            )
        return found

    def matches(self, locale: str, unit: Unit) -> list[dict[str, Any]]:
        """Accepted translations of the same and of similar texts, best first."""
        return [
            {
                "percent": match.percent,
                "target": match.unit.target,
                "source": match.unit.source,
                "diff": word_diff(match.unit.source, unit.source),
                "state": match.unit.state.value,
                "article": match.unit.references[0][0] if match.unit.references else None,
                "why": match.change.detail if match.change.dangerous else None,
            }
            for match in self.memory(locale).matches(unit.source, unit.context)
            if match.unit.key != unit.key or match.unit.target != unit.target
        ]

    def nearest(self, locale: str, unit: Unit) -> int:
        """The percentage of the best match of a text, 0 for none."""
        found = self.memory(locale).matches(unit.source, unit.context, limit=1)
        return found[0].percent if found else 0

    def memory(self, locale: str) -> Memory:
        """Accepted translations of the locale, at most a minute old."""
        from toolkit.memory.index import Memory

        with self._lock:
            kept = self._memories.get(locale)
            if kept is not None and time.monotonic() - kept[0] < _MEMORY_AGE:
                return kept[2]
            catalogs = self.desk.catalogs(locale)
            mark = tuple(map(id, catalogs))
            if kept is not None and kept[1] == mark:
                made = kept[2]
            else:
                made = Memory.of(catalogs, language=self.desk.project.config.source_language)
            self._memories[locale] = (time.monotonic(), mark, made)
            return made

    def draft(self, locale: str, article: Article, unit: Unit) -> str | None:
        """The machine's own words for a unit, as far as anybody kept them."""
        if is_machine_text(unit):
            return unit.target
        note = provenance.draft_of(unit.comments) if unit.comments else None
        if note is None:
            return None
        text = self._edited.get((locale, article.name, unit.key))
        if text is None:
            text = self._texts(locale, article).get(unit.key)
        fits = text is not None and (note.digest is None or note.digest == provenance.text_digest(text))
        return text if fits else None

    def _texts(self, locale: str, article: Article) -> Mapping[UnitKey, str]:
        from toolkit import postediting

        key = (locale, article.name)
        kept = self._drafts.get(key)
        if kept is None or time.monotonic() - kept[0] > _DRAFTS_AGE:
            try:
                catalog = self.desk.opened(locale, article).catalog
                texts = postediting.draft_texts(self.desk.project, article, locale, catalog=catalog)
            except ToolkitError:
                texts = {}
            kept = self._drafts[key] = (time.monotonic(), texts)
        return kept[1]

    def remember_draft(self, locale: str, article: Article, before: Unit) -> None:
        """Keeps a machine's words that somebody has edited."""
        if is_machine_text(before):
            self._edited[locale, article.name, before.key] = before.target
