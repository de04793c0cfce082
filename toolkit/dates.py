"""Dates as authors write them in front matter and in date lines of plain text: in digits or in English."""

from __future__ import annotations

import datetime

_PATTERNS = ("%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%d %B %Y", "%d %b %Y")


def read(text: str) -> datetime.date | None:
    """The date that a text is: ISO 8601 (a time may follow), also with slashes, or ``March 12, 2024``,
    ``12 Mar 2024``."""
    text = text.strip()
    try:
        return datetime.date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        pass
    if not any(map(str.isalpha, text)):
        return None
    for pattern in _PATTERNS:
        try:
            return datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    return None
