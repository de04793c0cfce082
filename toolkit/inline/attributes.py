"""Words inside of markers: a link's title, the alternative text of an ``<img>``.

They belong to no run of words, so they are translated as texts of their own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from toolkit.inline.pieces import Parsed

_TITLE = re.compile(
    r"""\]\(\s*(?:<[^<>]*>|[^\s<>]*)\s+("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\))\s*\)\Z""",
    re.S,
)
_ATTRIBUTE = re.compile(
    r"""\s(?:alt|title|placeholder|aria-label|aria-description|label|summary)\s*=\s*("[^"]*"|'[^']*')""", re.I
)
_BREAKING = re.compile(r"\s+", re.ASCII)
"""Not a no-break space."""
_BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Hidden:
    """One such text."""

    slot: int
    side: Literal["opening", "closing"]
    start: int
    """In the marker, after the quote."""
    end: int
    quote: str
    """The quote it ends with: ``"``, ``'`` or ``)``."""
    text: str
    """What it says."""


def hidden(parsed: Parsed) -> tuple[Hidden, ...]:
    """The words inside of a text's markers. Those with template tags or placeholders are left alone."""
    found: list[Hidden] = []
    for slot in parsed.slots:
        if slot.kind in ("link", "image") and slot.closing and (match := _TITLE.match(slot.closing)):
            start, end = match.start(1) + 1, match.end(1) - 1
            said = html.unescape(_BACKSLASH.sub(r"\1", slot.closing[start:end]))
            found.append(Hidden(slot.number, "closing", start, end, slot.closing[end], said))
        elif slot.kind == "html" and slot.opening.count("<") == 1:
            for match in _ATTRIBUTE.finditer(slot.opening):
                start, end = match.start(1) + 1, match.end(1) - 1
                said = html.unescape(slot.opening[start:end])
                found.append(Hidden(slot.number, "opening", start, end, slot.opening[end], said))
    return tuple(h for h in found if any(map(str.isalpha, h.text)) and not re.search(r"[{}%\n]", h.text))


def with_hidden(parsed: Parsed, targets: Mapping[Hidden, str]) -> Parsed:
    """The same text with these words in its markers."""
    slots = list(parsed.slots)
    for place in sorted(targets, key=lambda place: place.start, reverse=True):
        slot = slots[place.slot - 1]
        marker = slot.opening if place.side == "opening" else slot.closing or ""
        said = _quoted(_BREAKING.sub(" ", targets[place]).strip(), place)
        marker = marker[: place.start] + said + marker[place.end :]
        slots[place.slot - 1] = (
            replace(slot, opening=marker) if place.side == "opening" else replace(slot, closing=marker)
        )
    return Parsed(parsed.pieces, tuple(slots))


def _quoted(text: str, place: Hidden) -> str:
    if place.side == "opening":
        return html.escape(text, quote=False).replace(
            place.quote, "&quot;" if place.quote == '"' else "&#39;"
        )
    signs = "()" if place.quote == ")" else place.quote
    return "".join("\\" + char if char in "\\" + signs else char for char in text).replace("&", "&amp;")
