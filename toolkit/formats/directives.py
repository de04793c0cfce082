"""What authors say to the toolkit inside an article.

``<!-- toolkit:off -->`` … ``<!-- toolkit:on -->`` leaves a stretch alone, as do
``translate="no"`` and ``class="notranslate"`` (HTML 3.2.6, Google's convention);
``<!-- toolkit:note text -->`` and ``<!-- toolkit:context name -->`` are for the next segment.
"""

from __future__ import annotations

import re

COMMENT = re.compile(r"<!--\s*toolkit:(off|on|note|context)\b[ \t]*(.*?)\s*-->", re.S | re.I)
_OFF_TAG = re.compile(
    r"""<([A-Za-z][\w-]*)\b(?=[^<>]*?\s(?:translate\s*=\s*["']?no\b|class\s*=\s*(?:["'][^"']*?)?\bnotranslate\b))[^<>]*>""",
    re.I,
)
MAY_MATTER = re.compile(r"toolkit:|notranslate|translate\s*=", re.I).search
_word = re.compile(r"[^\W_]").search
_RAW_TEXT = re.compile(r"<(?:script|style|textarea|title|xmp|iframe)\b", re.I).search
"""In these a comment is text."""
_DEEPEST = 99
"""Elements of one name in each other that are told to the HTML format."""
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def _decode(view: str) -> str:
    return view if view.isascii() else view.encode("latin-1").decode("utf-8", "replace")


def is_protected(raw: str) -> bool:
    """Whether all words of a run of inline content are in elements that are not to be translated."""
    position = 0
    while (opening := _OFF_TAG.search(raw, position)) is not None:
        end = _closing(raw, opening.end(), opening[1])
        if end is None or _word(raw, position, opening.start()):
            return False
        position = end
    return position > 0 and _word(raw, position) is None


def _closing(text: str, position: int, name: str) -> int | None:
    """Where the element opened before ``position`` ends; None if it stays open."""
    depth = 1
    for tag in re.compile(rf"<(/?){re.escape(name)}\b[^<>]*>", re.I).finditer(text, position):
        depth += -1 if tag[1] else (0 if tag[0].endswith("/>") else 1)
        if depth == 0:
            return tag.end()
    return None


class Directives:
    """The state of directives while an article's blocks go by."""

    __slots__ = ("_context", "_element", "_note", "_off_from", "_stretches", "off", "pending")

    def __init__(self) -> None:
        self.off = False
        self.pending = False
        self._note: list[str] = []
        self._context: str | None = None
        self._off_from = 0
        self._stretches: list[tuple[int, int]] = []
        self._element: tuple[str, int] | None = None
        """Name and depth of an element that is off and still open across blocks."""

    @property
    def inside(self) -> bool:
        """Whether an element that is off is still open: its end has to be looked for."""
        return self._element is not None

    def take(self) -> tuple[str | None, str]:
        """Context and note for the next segment."""
        context, note = self._context, "\n".join(self._note)
        self._note, self._context, self.pending = [], None, False
        return context, note

    def is_off(self, position: int) -> bool:
        """Whether a place that is met out of order is in a stretch that is off."""
        if self.off and position >= self._off_from:
            return True
        return any(start <= position < end for start, end in self._stretches)

    def _switch(self, off: bool, position: int) -> None:
        if off and not self.off:
            self._off_from = position
        elif self.off and not off:
            self._stretches.append((self._off_from, position))
        self.off = off

    @property
    def around(self) -> str:
        """HTML that says what holds where the next block begins; empty where nothing is off."""
        if self._element is not None:
            name, depth = self._element
            return f'<{name} translate="no">' + f"<{name}>" * min(depth - 1, _DEEPEST)
        return "<!-- toolkit:off -->" if self.off else ""

    def block(self, block: str, start: int, read: int = 0) -> None:
        """An HTML block of a Markdown article.

        :param read: how much of it is before the end of its last segment: notes there have been taken.
        """
        if self._element is not None:
            self._inside(block, start)
            return
        comments = () if _RAW_TEXT(block) else COMMENT.finditer(block)
        for found in comments:
            word, rest = found[1].lower(), " ".join(_decode(found[2]).split())
            if word in ("off", "on"):
                self._switch(word == "off", start + found.end())
            elif rest and found.start() >= read:
                if word == "note":
                    self._note.append(rest)
                else:
                    self._context = rest
                self.pending = True
        opening = _OFF_TAG.search(block)
        if opening is None or self.off or opening[1].lower() in _VOID or opening[0].endswith("/>"):
            return
        if _closing(block, opening.end(), opening[1]) is None:
            self._element = (opening[1], 1)
            self._switch(True, start + opening.start())

    def _inside(self, block: str, start: int) -> None:
        assert self._element is not None
        name, depth = self._element
        for tag in re.finditer(rf"<(/?){re.escape(name)}\b[^<>]*>", block, re.I):
            depth += -1 if tag[1] else (0 if tag[0].endswith("/>") else 1)
            if depth <= 0:
                self._element = None
                self._switch(False, start + tag.end())
                return
        self._element = (name, depth)
