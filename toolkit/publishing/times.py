"""Dates and times that an article marks with ``<time datetime="…">``, in the reader's form.

The element says the moment to machines (HTML Living Standard, 4.5.14), so its words need no
translator: where they are the source's still, they are put into the form of the reader's
language. What a translator wrote stands, and so do words that are no date in figures (``last spring``).
"""

from __future__ import annotations

import datetime
import html
import re

from toolkit import dates, locales
from toolkit.model import Document, Segment

_TIME = re.compile(r"(<time\b[^<>]*>)([^<>]+)(</time\s*>)", re.IGNORECASE)
_OPENING = re.compile(r"<time\b[^<>]*>\s*\Z", re.IGNORECASE)
_CLOSING = re.compile(r"\s*</time\s*>", re.IGNORECASE)
_DATETIME = re.compile(r"\bdatetime\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?:(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?|(?:--)?(?P<only>\d\d-\d\d))?"
    r"(?:(?:^|[T ])(?P<time>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?"
)
_LEAP_YEAR = 2000
"""For days without a year: it has a 29th of February."""
_OPENING_REACH = 200
"""Characters before a text in which its ``<time>`` is looked for."""


class Times:
    """Rewrites the times of one article's texts for one locale."""

    def __init__(self, document: Document, source_language: str, locale: str) -> None:
        self.document = document
        self.source_language = source_language
        self.locale = locale
        self.needed = document.format == "text" or "<time" in document.text.lower()
        """Whether the article has any; asking for each text would cost every build."""

    def own(self, segment: Segment) -> str | None:
        """The text of a segment that is nothing but times or dates; None where it has other words."""
        if not self.needed:
            return None
        text = segment.text
        if segment.role == "date":
            return self._dated(text)
        around = self._around(segment)
        if around:
            return self.said(text, around)
        if _TIME.search(text) is None or re.search(r"\w", _TIME.sub("", text)):
            return None
        done, changed = self._each(text, text)
        # All of them, or the rest would stand in another language without saying so.
        return done if changed == len(_TIME.findall(text)) else None

    def shown(self, segment: Segment, target: str) -> str:
        """The translation, with times that are the source's still in the reader's form."""
        if not self.needed:
            return target
        if target.strip() == segment.text and (own := self.own(segment)) is not None:
            return own
        if "<time" not in target.lower():
            return target
        return self._each(segment.text, target)[0]

    def said(self, words: str, moment: str) -> str | None:
        """``words`` in the reader's form, where they say ``moment`` (a ``datetime`` value) in figures."""
        date, pattern, time = _parts(moment)
        plain = " ".join(html.unescape(words).split())
        if date is not None:
            form = locales.date_form(plain, date, self.source_language)
            if form and _fits(form, pattern):
                return locales.format_form(date, form, self.locale)
        if time is not None and locales.says_time(plain, time):
            return locales.format_time(time, self.locale)
        if date is not None and time is not None:
            return self._both(plain, date, time)
        return None

    def _both(self, words: str, date: datetime.date, time: datetime.time) -> str | None:
        for mark in (" at ", ", "):
            day, _, hour = words.rpartition(mark)
            form = locales.date_form(day, date, self.source_language) if day else ""
            if form and locales.says_time(hour, time):
                shown = locales.format_form(date, form, self.locale)
                return locales.format_moment(shown, locales.format_time(time, self.locale), self.locale)
        return None

    def _each(self, source: str, target: str) -> tuple[str, int]:
        """``target`` with each time rewritten whose element and words stand in ``source``; and how many."""
        known = {(match[1], match[2].strip()) for match in _TIME.finditer(source)}
        changed = 0

        def rewritten(match: re.Match[str]) -> str:
            nonlocal changed
            words = None
            if (match[1], match[2].strip()) in known and (value := _value(match[1])):
                words = self.said(match[2], value)
            if words is None:
                return match[0]
            changed += 1
            return match[1] + words + match[3]

        return _TIME.sub(rewritten, target), changed

    def _around(self, segment: Segment) -> str:
        """The ``datetime`` of an element that has this segment for its words; mostly empty."""
        if segment.syntax != "html":
            return ""
        text, start = self.document.text, segment.span.start
        if _CLOSING.match(text, segment.span.end) is None:
            return ""
        opening = _OPENING.search(text[max(0, start - _OPENING_REACH) : start])
        return _value(opening[0]) if opening else ""

    def _dated(self, text: str) -> str | None:
        """The date line of a plain-text article."""
        date = dates.read(text)
        return None if date is None else locales.format_date(date, self.locale)


def _value(tag: str) -> str:
    match = _DATETIME.search(tag)
    return html.unescape(match[1] or match[2] or match[3] or "").strip() if match else ""


def _parts(moment: str) -> tuple[datetime.date | None, str, datetime.time | None]:
    """Date, which of year, month and day it says (``ymd``), and time of a ``datetime`` value."""
    match = _MOMENT.fullmatch(moment)
    if match is None or not moment:
        return None, "", None
    try:
        time = datetime.time.fromisoformat(match["time"]) if match["time"] else None
        if match["only"]:
            month, day = match["only"].split("-")
            return datetime.date(_LEAP_YEAR, int(month), int(day)), "md", time
        if match["year"]:
            day = match["day"]
            date = datetime.date(int(match["year"]), int(match["month"]), int(day or 1))
            return date, "ymd" if day else "ym", time
    except ValueError:
        return None, "", None
    return None, "", time


_SAYS = {
    "full": "ymd",
    "long": "ymd",
    "yMMMd": "ymd",
    "MMMMd": "md",
    "MMMd": "md",
    "yMMMM": "ym",
    "yMMM": "ym",
}


def _fits(form: str, pattern: str) -> bool:
    """Whether the element says all that the words say."""
    return set(_SAYS.get(form, "ymd")) <= set(pattern)
