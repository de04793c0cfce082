"""Search and replace over an article or a locale: words only, never markup, shown before it is done.

What is looked for is plain text, not a pattern. A hit that would touch a code, or change which codes a
text has, is no hit.
"""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit import formats
from toolkit.errors import CatalogError, ToolkitError
from toolkit.model import Unit
from toolkit.project import Article
from toolkit.review import saving
from toolkit.review.desk import Desk, Unknown, identifier
from toolkit.review.findings import Findings
from toolkit.review.saving import Clash, Refused, Who, cleaned, version
from toolkit.review.texts import Markup, word_diff
from toolkit.review.views import Views

LONGEST = 500
"""Characters of what is looked for and of what is put there."""
MOST = 500
"""Hits of one answer, and texts of one request."""
_PATIENCE = 5.0
"""Seconds after which an answer is given with what was found so far."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be replaced by what."""

    find: str
    replacement: str
    match_case: bool = False
    whole_words: bool = False

    @classmethod
    def of(cls, given: dict[str, Any]) -> Wish:
        """:raises Refused: it cannot be done."""
        if given.get("regex"):
            raise Refused("patterns are not taken: what is looked for is plain text")
        find = cleaned(given.get("find"), longest=LONGEST, what="search")
        # Spaces at the ends are meant.
        find = given["find"] if find else ""
        if not find.strip():
            raise Refused("there is nothing to look for")
        cleaned(given.get("replacement"), longest=LONGEST, what="replacement")
        return cls(
            find, given["replacement"], given.get("matchCase") is True, given.get("wholeWords") is True
        )

    @property
    def pattern(self) -> re.Pattern[str]:
        literal = re.escape(self.find)
        if self.whole_words:
            literal = rf"(?<!\w){literal}(?!\w)"
        return re.compile(literal, 0 if self.match_case else re.IGNORECASE)


def replaced(unit: Unit, wish: Wish, labels: frozenset[str]) -> str | None:
    """The unit's target with every occurrence in its words replaced; None where there is none."""
    if not unit.target or unit.plural is not None or unit.obsolete:
        return None
    pattern = wish.pattern
    if pattern.search(unit.target) is None:
        return None
    codes = formats.codes(unit.target, unit.syntax, labels)
    markup = Markup(codes)
    for words in (wish.replacement, formats.escape(wish.replacement, unit.syntax)):

        def put(match: re.Match[str], words: str = words) -> str:
            if markup.touches(match.start(), match.end()):
                return match[0]
            starts = not wish.match_case and match[0][:1].isupper() and not wish.find[:1].isupper()
            # "Sala" at the beginning of a sentence becomes "Planta".
            return words[:1].upper() + words[1:] if starts else words

        text = pattern.sub(put, unit.target).strip(" \n")
        if text == unit.target or not text.strip():
            return None
        after = formats.codes(text, unit.syntax, labels)
        if Counter(code.identity for code in codes) == Counter(code.identity for code in after):
            return text
    return None


class Replacing:
    """Search and replace on the desk's catalogs."""

    def __init__(self, desk: Desk, findings: Findings, views: Views) -> None:
        self.desk = desk
        self.findings = findings
        self.views = views

    def preview(self, locale: str, articles: list[Article], wish: Wish) -> dict[str, Any]:
        """What would be replaced, with the findings it would bring. Writes nothing."""
        hits: list[dict[str, Any]] = []
        end = time.monotonic() + _PATIENCE
        for article, unit, text in self._hits(locale, articles, wish):
            if len(hits) == MOST or time.monotonic() > end:
                return {"hits": hits, "more": True}
            known = version(unit)
            self.desk.hand_out(locale, article, [(known, unit)])
            before = {
                (one["check"], one["message"]) for one in self.findings.of(locale, article, unit, known)
            }
            after = self.findings.typed(locale, article, unit, text)
            hits.append(
                {
                    "article": article.name,
                    "id": identifier(unit),
                    "version": known,
                    "state": unit.state.value,
                    "source": unit.source,
                    "before": unit.target,
                    "after": text,
                    "diff": word_diff(unit.target, text),
                    "findings": [one for one in after if (one["check"], one["message"]) not in before],
                }
            )
        return {"hits": hits, "more": False}

    def _hits(self, locale: str, articles: list[Article], wish: Wish) -> Iterator[tuple[Article, Unit, str]]:
        for article in articles:
            try:
                units = self.desk.opened(locale, article).units
            except CatalogError:
                continue
            labels = self.desk.about(article).labels
            for unit in units:
                text = replaced(unit, wish, labels)
                if text is not None:
                    yield article, unit, text

    def apply(
        self, locale: str, articles: list[Article], wish: Wish, chosen: object, who: Who
    ) -> dict[str, Any]:
        """Replaces in the chosen texts, each as it was seen; one write an article.

        :param chosen: ``[{article, id, base}]`` from a request.
        """
        done: list[dict[str, Any]] = []
        refused: list[dict[str, Any]] = []
        allowed = {article.name: article for article in articles}
        for name, wanted in _by_article(chosen).items():
            article = allowed.get(name)
            if article is None:
                problem = "there is no such article here"
                refused += [{"article": name, "id": key, "error": problem} for key in wanted]
            else:
                self._apply(locale, article, wanted, wish, who, done, refused)
        return {"done": done, "refused": refused}

    def _apply(
        self,
        locale: str,
        article: Article,
        wanted: dict[str, str],
        wish: Wish,
        who: Who,
        done: list[dict[str, Any]],
        refused: list[dict[str, Any]],
    ) -> None:
        labels = self.desk.about(article).labels
        decisions: dict[str, Any] = {}
        problems: dict[str, str] = {}

        def decide(base: str, key: str) -> Any:
            def change(theirs: Unit) -> Unit:
                # One text that cannot be changed must not keep the others from it.
                try:
                    if version(theirs) != base:
                        raise Clash(theirs, theirs.target)
                    text = replaced(theirs, wish, labels)
                    if text is None:
                        raise Refused("there is nothing to replace in it")
                    return saving.reworded(theirs, text, who)
                except ToolkitError as error:
                    problems[key] = error.message
                    return theirs

            return change

        try:
            opened = self.desk.opened(locale, article)
            for key, base in wanted.items():
                try:
                    opened.unit(key)
                    decisions[key] = decide(base, key)
                except Unknown as error:
                    problems[key] = error.message
            made = self.desk.write(locale, article, decisions, who) if decisions else {}
        except ToolkitError as error:
            refused += [{"article": article.name, "id": key, "error": error.message} for key in wanted]
            return
        refused += [{"article": article.name, "id": key, "error": text} for key, text in problems.items()]
        done += [
            {"article": article.name, "unit": self.views.unit(locale, article, after)}
            for key, (_, after) in made.items()
            if key not in problems
        ]


def _by_article(chosen: object) -> dict[str, dict[str, str]]:
    if not isinstance(chosen, list) or len(chosen) > MOST:
        raise Refused(f"apply has to be a list of at most {MOST} texts")
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for item in chosen:
        parts = [item.get(key) if isinstance(item, dict) else None for key in ("article", "id", "base")]
        if not all(isinstance(part, str) and len(part) <= 1000 for part in parts):
            raise Refused("each text to replace in needs article, id and base")
        found[str(parts[0])][str(parts[1])] = str(parts[2])
    return found
