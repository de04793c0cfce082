"""A page as readers get it: links, pictures, headings (WCAG 2.2: 1.1.1, 1.3.1, 2.4.4)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar
from urllib.parse import unquote, urlsplit

from toolkit.checks.base import Check, PageView, Problem
from toolkit.checks.quoting import quoted
from toolkit.model import Severity


class BrokenLink(Check):
    name = "broken-link"
    family = "page"
    summary = "A relative link or picture that leads nowhere."
    example = "[doses](dose.md), and the article is doses.md"
    severity: ClassVar[Severity] = "error"

    def page(self, view: PageView) -> Iterable[Problem]:
        for link in view.links:
            if link.broken and (not view.locale or link.own):
                yield Problem(f"{quoted(link.url)} leads to no article and no file", line=link.line)


class BrokenAnchor(Check):
    name = "broken-anchor"
    family = "page"
    summary = "A link to a place on a page that the page does not have."
    example = "[see below](#dosis), and the heading's id is doses"
    severity: ClassVar[Severity] = "warning"

    def page(self, view: PageView) -> Iterable[Problem]:
        for link in view.links:
            if view.locale and not link.own:
                continue
            anchor = _fragment(link.url)
            if not anchor or link.broken or (link.article is None and not link.url.startswith("#")):
                continue
            known = view.anchors(link.article or view.article)
            if known is not None and anchor not in known and anchor != "top":
                yield Problem(f"{quoted(link.url)}: no place {quoted('#' + anchor)} there", line=link.line)


def _fragment(url: str) -> str:
    try:
        return unquote(urlsplit(url).fragment)
    except ValueError:
        return ""


class UnpublishedLink(Check):
    name = "link-unpublished"
    family = "page"
    summary = "A link to an article of which nothing is translated yet: readers come to the source language."
    example = "es page → [doses](doses.md), which is not translated"
    severity: ClassVar[Severity] = "info"

    def page(self, view: PageView) -> Iterable[Problem]:
        if not view.locale:
            return
        seen: set[str] = set()
        for link in view.links:
            if link.article is None or link.article in seen or link.article == view.article:
                continue
            seen.add(link.article)
            if not view.published(link.article):
                yield Problem(
                    f"{quoted(link.url)}: nothing of {link.article} is translated into {view.locale}",
                    line=link.line,
                )


class MissingAlt(Check):
    name = "missing-alt"
    family = "page"
    summary = "A picture without alternative text."
    example = "![](knee.png)"

    def page(self, view: PageView) -> Iterable[Problem]:
        if view.locale:
            return
        for image in view.images:
            # alt="" says that a picture is decoration (HTML), which Markdown has no way to say.
            if image.alt is None or (not image.alt.strip() and image.markdown):
                yield Problem(f"the picture {quoted(image.url)} has no alternative text", line=image.line)


class HeadingOrder(Check):
    name = "heading-order"
    family = "page"
    summary = "A heading skips a level, or there are several of level 1."
    example = "# Knee pain, then ### Doses"

    def page(self, view: PageView) -> Iterable[Problem]:
        if view.locale:
            return
        last, tops = 0, 0
        for heading in view.headings:
            tops += heading.level == 1
            if heading.level == 1 and tops == 2:
                yield Problem(f"a second heading of level 1: {quoted(heading.text)}", line=heading.line)
            if last and heading.level > last + 1:
                yield Problem(
                    f"{quoted(heading.text)} is of level {heading.level}, after level {last}",
                    line=heading.line,
                )
            last = heading.level


class NotPublishable(Check):
    name = "not-publishable"
    family = "page"
    summary = "A translation that would break its page: a build shows the source text in its place."
    example = "Rest. → Descanse.\\n\\n<script>"
    severity: ClassVar[Severity] = "error"

    def page(self, view: PageView) -> Iterable[Problem]:
        for unit, reason in view.refused:
            yield Problem(f"cannot be published: {reason}", unit=unit)


CHECKS: tuple[type[Check], ...] = (
    BrokenLink,
    BrokenAnchor,
    UnpublishedLink,
    MissingAlt,
    HeadingOrder,
    NotPublishable,
)
