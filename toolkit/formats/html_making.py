"""Segments of an HTML text, made of the places that have been found for them."""

from __future__ import annotations

import functools
import html
import re

from toolkit.formats import html_inline, html_rules, html_tags, html_text
from toolkit.formats.html_elements import Elements, directions
from toolkit.formats.html_runs import says_words
from toolkit.formats.html_tokens import START, TEXT, Item
from toolkit.formats.segment_making import segment as make_segment
from toolkit.model import Segment, Span, Syntax

_role = html_rules.ROLES.get
_PLAIN_ROLES = {name: role for name, role in html_rules.ROLES.items() if name not in ("td", "th")}


class Maker:
    """Makes segments in the order in which it is told of their places; ``found`` is the result."""

    def __init__(self, text: str, elements: Elements, *, may_direct: bool) -> None:
        """
        :param elements: those that are open where a segment is made.
        :param may_direct: whether any tag may direct translators.
        """
        self.text = text
        self.elements = elements
        self.may_direct = may_direct
        self.found: list[Segment] = []
        self.next_note: list[str] = []
        self.next_context: str | None = None

    def tag(self, item: Item) -> str:
        return self.text[item[1] : item[2]]

    def emit_written(self, raw: str, start: int, name: str, role: str) -> None:
        """The segment whose text is its source in an element, but for white space."""
        elements = self.elements
        said = raw.strip()
        if len(said) != len(raw):
            start += len(raw) - len(raw.lstrip())
        end = start + len(said)
        if not elements.keep_space:
            said = html_text.collapse(said)
            role = role or _PLAIN_ROLES.get(name, "")
        role = role or self.role(name, said, "html")
        if elements.note or self.next_note or self.next_context:
            self.add(start, end, said, role, "html", elements.note)
        else:
            self.found.append(make_segment(start, end, said, role, "html"))

    def emit(self, start: int, end: int, run: list[Item], role: str) -> None:
        """The segment between two places of a run."""
        elements = self.elements
        name = elements.names[-1] if elements.names else ""
        syntax: Syntax = "html"
        run = _within(run, start, end)
        raw = self.text[start:end]
        if name in html_rules.RCDATA:
            syntax = "text"
            said = html.unescape(raw)
            said = said if elements.keep_space else html_text.collapse(said)
        elif "&" not in raw and not elements.keep_space and raw.count("<") == _tags(run):
            said = html_text.collapse(raw)  # nothing in it is shown in another way
        else:
            said = html_inline.segment_form(self.text, run, elements.keep_space)
        note = elements.note
        if self.may_direct:
            notes = [directions(self.tag(item))[1] for item in run if item[0] == START and item[3]]
            note = "\n".join([part for part in (note, *notes) if part])
        self.add(start, end, said.strip(), role or self.role(name, said, syntax), syntax, note)

    def role(self, name: str, said: str, syntax: Syntax) -> str:
        """What the text of an element is."""
        elements = self.elements
        if elements.keep_space and syntax == "html":
            return html_rules.PRE_ROLE
        if name == "td":
            return elements.tables.role(name, "")
        if name == "th":
            return elements.tables.role(name, " ".join(html_inline.plain(said).split()))
        return _role(name, html_rules.DEFAULT_ROLE)

    def add(self, start: int, end: int, text: str, role: str, syntax: Syntax, note: str) -> None:
        if note or self.next_note or self.next_context:
            note = "\n".join([part for part in (*self.next_note, note) if part])
            context = self.next_context
            self.next_note, self.next_context = [], None
            self.found.append(Segment(Span(start, end), text, role, syntax, context, note))
        else:
            self.found.append(make_segment(start, end, text, role, syntax))

    def attributes(self, item: Item, name: str) -> None:
        """The attributes of a tag outside of all segments that hold words."""
        _, start, end, _ = item
        raw = self.text[start:end]
        if not _may_have_words(raw):
            return
        for one, said in html_tags.words(raw, name):
            words = html_text.collapse(html_text.attribute_words(one.value)).strip()
            if not says_words(words):
                continue
            left = len(one.value) - len(one.value.lstrip())
            right = len(one.value) - len(one.value.rstrip())
            role = html_rules.attribute_role(name, one.name, said)
            first, behind = start + one.start + left, start + one.end - right
            self.add(first, behind, words, role, "text", self.elements.note)


_WORDY = re.compile("|".join(sorted(html_rules.ATTRIBUTES))).search


def _tags(run: list[Item]) -> int:
    """How many items are no text."""
    count = 0
    for item in run:
        if item[0] != TEXT:
            count += 1
    return count


def _within(run: list[Item], start: int, end: int) -> list[Item]:
    """The part of a run that is between two places."""
    first, last = 0, len(run) - 1
    while run[first][2] <= start:
        first += 1
    while run[last][1] >= end:
        last -= 1
    within = run[first : last + 1]
    kind, begin, finish, name = within[0]
    within[0] = (kind, max(begin, start), finish, name)
    kind, begin, finish, name = within[-1]
    within[-1] = (kind, begin, min(finish, end), name)
    return within


@functools.lru_cache(maxsize=4096)
def _may_have_words(tag: str) -> bool:
    """Whether a tag may have an attribute of words; the same few tags come again and again."""
    return "=" in tag and _WORDY(tag.lower()) is not None
