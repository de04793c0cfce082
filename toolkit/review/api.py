"""What the page can ask for, as functions of a request's values; HTTP is :mod:`toolkit.review.server`'s."""

from __future__ import annotations

import contextlib
from typing import Any

from toolkit.errors import ToolkitError
from toolkit.model import Unit
from toolkit.project import Article
from toolkit.review import saving
from toolkit.review.desk import Desk
from toolkit.review.events import Events
from toolkit.review.findings import Findings
from toolkit.review.helping import Helping
from toolkit.review.histories import Histories
from toolkit.review.preview import Preview
from toolkit.review.replacing import Replacing, Wish
from toolkit.review.saving import Refused, Who, cleaned
from toolkit.review.suggesting import Suggesting
from toolkit.review.texts import code_values
from toolkit.review.traffic import Traffic
from toolkit.review.views import Views
from toolkit.review.warming import Warming

Given = dict[str, Any]
"""A request's values: JSON from a body, or the query. Foreign input."""


class Api:
    """Every answer of the server."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.traffic = Traffic()
        self.findings = Findings(desk, self.traffic)
        self.views = Views(desk, self.findings)
        self.helping = Helping(desk, self.findings)
        self.findings.nearest = self.helping.nearest
        self.histories = Histories(desk)
        self.preview = Preview(desk)
        self.replacing = Replacing(desk, self.findings, self.views)
        self.suggesting = Suggesting(desk, self.findings)
        self.events = Events(desk, self.views)
        self.warming = Warming(desk, self.traffic, self.views, self.findings, self.suggesting)

    def warm(self) -> None:
        """Looks at everything in the background, so that the list knows its risks."""
        self.warming.start()

    def close(self) -> None:
        """Ends what goes on in the background."""
        self.warming.stop()
        self.events.close()

    # Looking

    def overview(self, given: Given, who: Who) -> Any:
        if self.desk.look_again():
            self.preview.forget()
        return {
            **self.views.overview(),
            "user": who.user,
            "role": who.role,
            "engines": self.suggesting.listed(),
        }

    def article(self, given: Given, who: Who) -> Any:
        return self.views.article(*self._place(given))

    def find_findings(self, given: Given, who: Who) -> Any:
        return self.findings.chunk(*self._place(given), _number(given.get("after", "0")))

    def help(self, given: Given, who: Who) -> Any:
        locale, article, unit = self._unit(given)
        return self.helping.help(locale, article, unit)

    def history(self, given: Given, who: Who) -> Any:
        locale, article, unit = self._unit(given)
        return self.histories.of(locale, article, unit)

    def check(self, given: Given, who: Who) -> Any:
        locale, article, unit = self._unit(given)
        text = cleaned(given.get("target"))
        return {
            "findings": self.findings.typed(locale, article, unit, text),
            "codes": code_values(unit, text, self.desk.about(article).labels)[1],
        }

    def suggest(self, given: Given, who: Who) -> Any:
        locale, article, unit = self._unit(given)
        return self.suggesting.ask(locale, article, unit, given.get("engine"))

    def page(self, given: Given, who: Who) -> str:
        """The preview's HTML. Foreign text: to be shown in a sandbox only."""
        locale, article = self._place(given)
        typed = {}
        if given.get("id") is not None:
            unit = self.desk.unit(locale, article, given["id"])
            typed[unit.key] = cleaned(given.get("target", unit.target))
        return self.preview.page(locale, article, typed)

    # Writing

    def save(self, given: Given, who: Who) -> Any:
        locale, article = self._place(given)
        action = given.get("action")
        if action not in ("save", "accept", "sign"):
            raise Refused("there is no such action")
        before, after = self.desk.save(
            locale, article, _text(given, "id"), _text(given, "base"), given.get("target"), action, who
        )
        return self._saved(locale, article, after), lambda: self._record(
            locale, article, before, after, given
        )

    def undo(self, given: Given, who: Who) -> Any:
        locale, article = self._place(given)
        done = self.desk.restore(
            locale, article, _text(given, "id"), _text(given, "base"), _text(given, "to"), who
        )
        return self._saved(locale, article, done)

    def remark(self, given: Given, who: Who) -> Any:
        def make(seen: Unit | None, theirs: Unit) -> Unit:
            if "resolve" in given:
                return saving.resolved(theirs, given["resolve"], seen)
            return saving.remarked(theirs, given.get("text"), who)

        locale, article = self._place(given)
        _, after = self.desk.annotate(locale, article, _text(given, "id"), _text(given, "base"), make, who)
        return self._saved(locale, article, after)

    def ignore(self, given: Given, who: Who) -> Any:
        def make(unit: Unit) -> Unit:
            return saving.ignoring(unit, given.get("check"), given.get("on"))

        locale, article = self._place(given)
        _, after = self.desk.change(locale, article, _text(given, "id"), _text(given, "base"), make, who=who)
        return self._saved(locale, article, after)

    def replace(self, given: Given, who: Who) -> Any:
        if given.get("article") is None:
            locale, articles = self.desk.locale(given.get("locale")), list(self.desk.names.values())
        else:
            locale, article = self._place(given)
            articles = [article]
        wish = Wish.of(given)
        if given.get("apply") is None:
            return self.replacing.preview(locale, articles, wish)
        return self.replacing.apply(locale, articles, wish, given["apply"], who)

    # Parts

    def _place(self, given: Given) -> tuple[str, Article]:
        return self.desk.find(given.get("locale"), given.get("article"))

    def _unit(self, given: Given) -> tuple[str, Article, Unit]:
        locale, article = self._place(given)
        return locale, article, self.desk.unit(locale, article, given.get("id"))

    def _saved(self, locale: str, article: Article, unit: Unit) -> dict[str, Any]:
        return {
            "unit": self.views.unit(locale, article, unit),
            "progress": self.desk.progress(locale, article),
        }

    def _record(self, locale: str, article: Article, before: Unit, after: Unit, given: Given) -> None:
        """For the statistics of post-editing; after the answer, because nobody waits for it."""
        from toolkit import worklog

        self.helping.remember_draft(locale, article, before)
        with contextlib.suppress(ToolkitError, OSError):
            worklog.record_visit(
                self.desk.project.cache_dir,
                locale=locale,
                article=article.name,
                before=before,
                after=after,
                seconds=given.get("seconds"),
            )


def _text(given: Given, key: str) -> str:
    value = given.get(key)
    if not isinstance(value, str) or not value or len(value) > 64:
        raise Refused(f"{key} is missing")
    return value


def _number(value: object) -> int:
    text = str(value)
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise Refused("after has to be a number from 0")
    return int(text)
