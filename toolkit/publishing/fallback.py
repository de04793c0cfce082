"""Marking what is not translated: its language for screen readers, its direction, a word for readers.

WCAG 2.1, success criterion 3.1.2 (Language of Parts). A ``dir`` attribute isolates (HTML Living
Standard, 15.3.6), so English inside Arabic keeps its full stops.
"""

from __future__ import annotations

import html
import re

from toolkit.model import Document, Segment
from toolkit.publishing.compose import Wrap

# Elements whose text is no phrasing content: nothing can be wrapped in them.
_BARE = frozenset({"title", "option", "textarea", "optgroup", "button value"})


def wrapping(document: Document, lang: str, direction: str, note: str = "", mark: str = "") -> Wrap:
    """Marks untranslated text as ``lang``.

    :param note: said once before each run of untranslated parts; none when empty.
    :param mark: attributes that say the note's language, where it is not the page's.
    """
    opening = f'<span class="untranslated" lang="{html.escape(lang)}" dir="{direction}">'
    before_note = f'<span class="untranslated-note"{mark}>{_plain(note)}</span> ' if note else ""
    state = {"running": False}

    def wrap(segment: Segment, translated: bool) -> tuple[str, str]:
        if translated:
            state["running"] = False
            return "", ""
        if not _wrappable(segment):
            return "", ""
        said = before_note if note and not state["running"] and _can_say(segment) else ""
        if said:
            state["running"] = True
        return said + fitting(opening, segment), "</span>"

    return wrap


def fitting(tag: str, segment: Segment) -> str:
    """A tag as it can stand before the segment: the title of ``!!! note "Title"`` ends at a quote."""
    return tag.replace('"', "'") if segment.role == "admonition title" else tag


def _plain(words: str) -> str:
    """Words that are words in HTML and in Markdown alike: every sign that could be markup as a reference."""
    return re.sub(r"[!-/:-@\[-`{-~]", lambda match: f"&#{ord(match[0])};", words)


def _wrappable(segment: Segment) -> bool:
    return segment.syntax != "text" and segment.role.partition(",")[0] not in _BARE


_SAYS = ("paragraph", "list item", "block quote", "definition", "footnote")


def _can_say(segment: Segment) -> bool:
    return segment.role.startswith(_SAYS) or segment.role == "admonition"
