"""Which elements are open, however well or badly they are nested, and what they say about translating.

Only block-level elements are kept, and inline ones with directions whose content reaches over blocks.
Section names are the HTML standard's.
"""

from __future__ import annotations

import functools

from toolkit.formats import html_inline, html_rules, html_tags
from toolkit.formats.html_tables import Tables
from toolkit.formats.html_tokens import may_direct
from toolkit.formats.options import FormatOptions

_SPACED = html_rules.PREFORMATTED | {"textarea"}
_TABLE_PARTS = frozenset(["table", "tr", "td", "th", "thead", "tbody", "tfoot"])
_SETTING = _SPACED | html_rules.RAW_TEXT | {"template"}
_UNUSUAL = html_rules.VOID | _SETTING
"""Block-level elements that do more than to be open, or are never."""
_ENDING = _TABLE_PARTS | frozenset(html_rules.IMPLIED_END)
"""Those that end others than a ``p``, or have a place in a table."""
_NEAR = 64
"""How far up the open elements an implied end is looked for: deeper nesting is no article's."""


class Elements:
    """The open elements of a text, while its tags go by."""

    def __init__(self, options: FormatOptions) -> None:
        self.options = options
        self.names: list[str] = []
        self.counts: dict[str, int] = {}
        self.tables = Tables()
        self.quiet = False
        """Not to be translated here: ``muted`` or ``off``."""
        self.muted = False
        """By an element that is open."""
        self.off = False
        """By a comment of the author."""
        self.keep_space = False
        self.note = ""
        self.inline = 0
        """Inline elements among them."""
        self._scopes: list[tuple[int, bool, bool, str]] = []
        """(number of open elements, muted, keep_space, note) to go back to when they are closed."""

    def switch(self, off: bool) -> None:
        """``<!-- toolkit:off -->`` and ``on``."""
        self.off = off
        self.quiet = off or self.muted

    def begin(self, name: str) -> None:
        """A block-level element begins whose tag is its name only."""
        if name in _UNUSUAL:
            self.make_room(name, "")
            self.open(name, None, None)
            return
        names, counts = self.names, self.counts
        if name in _ENDING:
            self.make_room(name, "")
        elif names and names[-1] == "p" and name in html_rules.CLOSES_P:
            self.pop(len(names) - 1)
        names.append(name)
        counts[name] = counts.get(name, 0) + 1

    def make_room(self, name: str, tag: str) -> None:
        """What a block-level start tag ends (Tree construction › in body; Optional tags)."""
        names = self.names
        if names:
            if names[-1] == "p" and name in html_rules.CLOSES_P:
                self.pop(len(names) - 1)
            implied = html_rules.IMPLIED_END.get(name)
            if implied is not None and names and names[-1] not in implied[1]:
                self._imply(*implied)
        if name in _TABLE_PARTS:
            self.tables.open(name, tag)

    def open(self, name: str, says: bool | None, note: str | None) -> None:
        """A block-level element begins.

        :param says: what its tag says: translate, do not, or nothing.
        """
        if name in html_rules.VOID:
            return
        self.names.append(name)
        self.counts[name] = self.counts.get(name, 0) + 1
        if name not in _SETTING and says is None and note is None:
            return
        muted, keep_space = self.muted if says is None else not says, self.keep_space
        if name in _SPACED:
            keep_space = True
            muted = muted or (name != "textarea" and not self.options.translate_pre)
        elif name in html_rules.RAW_TEXT or (name == "template" and says is None):
            muted = True
        if muted != self.muted or keep_space != self.keep_space or note is not None:
            self._scope(muted, keep_space, self.note if note is None else note)

    def open_inline(self, name: str, *, muted: bool) -> None:
        """An inline element with directions whose content reaches over blocks."""
        self.names.append(name)
        self.counts[name] = self.counts.get(name, 0) + 1
        self.inline += 1
        self._scope(muted, self.keep_space, self.note)

    def _scope(self, muted: bool, keep_space: bool, note: str) -> None:
        """Settings for the innermost open element's content."""
        self._scopes.append((len(self.names), self.muted, self.keep_space, self.note))
        self.muted, self.keep_space, self.note = muted, keep_space, note
        self.quiet = muted or self.off

    def _imply(self, ended: frozenset[str], stops: frozenset[str]) -> None:
        counts, names = self.counts, self.names
        for name in ended:
            if counts.get(name):
                break
        else:
            return
        last = None
        for index in range(len(names) - 1, max(len(names) - _NEAR, 0) - 1, -1):
            if names[index] in ended:
                last = index
            elif names[index] in stops:
                break
        if last is not None:
            self.pop(last)

    def close(self, name: str) -> None:
        """An end tag, whether its element is open or not."""
        names = self.names
        if names and names[-1] == name and not (self._scopes or self.inline or name == "table"):
            names.pop()
            self.counts[name] -= 1
        elif self.counts.get(name):
            index = len(names) - 1
            while names[index] != name:
                index -= 1
            self.pop(index)

    def pop(self, depth: int) -> None:
        """Close elements until ``depth`` are open."""
        names, counts = self.names, self.counts
        while len(names) > depth:
            name = names.pop()
            counts[name] -= 1
            if name == "table":
                self.tables.close()
            elif self.inline and name not in html_rules.BLOCK:
                self.inline -= 1
        while self._scopes and self._scopes[-1][0] > depth:
            _, self.muted, self.keep_space, self.note = self._scopes.pop()
            self.quiet = self.muted or self.off


@functools.lru_cache(maxsize=4096)
def directions(tag: str) -> tuple[bool | None, str | None]:
    """What a start tag says about translating its element, and its note. The same few tags come often."""
    if not may_direct(tag):
        return None, None
    said = html_tags.values(html_tags.attributes(tag))
    note = said.get("its-loc-note") or said.get("its:locnote")
    return html_inline.translation(tag), " ".join(note.split()) if note else None
