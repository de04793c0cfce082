"""Inline markup of a Markdown text in segment form: its codes, its words, escaping.

A segment's text is inline content. It is parsed as that of an ATX heading, where nothing
can open a block and hard breaks (newlines in segment form) are blanks.
"""

from __future__ import annotations

import functools
import html as html_entities
import re
from typing import Any

import pyromark

from toolkit.formats import markdown_simple, masks, placeholders
from toolkit.formats.references import normalise
from toolkit.model import Code, Span

_OPTIONS = (
    pyromark.Options.ENABLE_STRIKETHROUGH | pyromark.Options.ENABLE_FOOTNOTES | pyromark.Options.ENABLE_MATH
)
_MARKUP = re.compile(r"[\\`*_~\[\]<>&$!]").search
MAY_HAVE_CODES = re.compile(r"[`*_~\[<$%{]").search
_FOOTNOTE = re.compile(r"\[\^([^\]\s\[]+)\]")
_BLANKS = str.maketrans("\n\r", "  ")
_TAG = re.compile(r"<(/?)([A-Za-z][\w.:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>", re.S)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
TRANSLATABLE_ATTRIBUTES = frozenset(
    {"alt", "title", "placeholder", "aria-label", "aria-description", "label", "summary"}
)
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_OFF = re.compile(r"""\s(?:translate\s*=\s*["']?no\b|class\s*=\s*(?:["'][^"']*?)?\bnotranslate\b)""", re.I)
_ESCAPABLE = re.compile(
    r"\\([!-/:-@\[-`{-~])|(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_SPECIAL = re.compile(
    r"[\\`*\[\]<]|_(?![^\W_])|(?<![^\W_])_|&(?=#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)|~|\$"
)


@functools.lru_cache(maxsize=64)
def _parser(labels: frozenset[str]) -> pyromark.Markdown:
    """A parser that resolves the references of an article to their labels."""

    def resolve(link: Any) -> tuple[str, str] | None:
        label = normalise(link["reference"])
        return (f"[{label}]", "") if label in labels else None

    return pyromark.Markdown(options=_OPTIONS, broken_link_callback=resolve if labels else None)


def _as_heading(text: str) -> str:
    """A document whose only heading has ``text`` as its content, from the third character on."""
    heading = "# " + text.translate(_BLANKS) if "\n" in text or "\r" in text else "# " + text
    if "[^" in text:
        labels = dict.fromkeys(_FOOTNOTE.findall(text))
        heading += "\n\n" + "\n\n".join(f"[^{label}]: x" for label in labels)
    return heading


def codes(text: str, labels: frozenset[str]) -> tuple[Code, ...]:
    """The inline codes of ``text``; see :func:`toolkit.formats.codes`."""
    if MAY_HAVE_CODES(text) is None:
        return ()
    simple = markdown_simple.codes(text)
    if simple is None:
        return parsed_codes(text, labels)
    if len(simple) > 1:
        simple.sort(key=_order)
    return tuple(simple)


def parsed_codes(text: str, labels: frozenset[str]) -> tuple[Code, ...]:
    """The same from the parser alone."""
    tags = masks.templates(text)
    found = _Codes(text, masks.overwritten(text, tags) if tags else text, labels).find(tags)
    found.sort(key=_order)
    return tuple(found)


def _order(code: Code) -> tuple[int, int]:
    return code.open.start, -(code.close or code.open).end


_SHORT = 2_000
"""Characters up to which the places of a text are counted one by one."""


class _Offsets:
    """Character offsets by byte offset."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def __getitem__(self, byte: int) -> int:
        return len(self.data[:byte].decode("utf-8", "replace"))


class _Codes:
    def __init__(self, text: str, masked: str, labels: frozenset[str]) -> None:
        self.text = text
        self.masked = masked
        self.labels = labels
        self.found: list[Code] = []
        self.opaque: list[tuple[int, int]] = []
        """Where no placeholder or template is looked for: it belongs to another code."""
        self.tags: list[tuple[int, int]] = []

    def find(self, templates: list[tuple[int, int]]) -> list[Code]:
        self._inline()
        self._html()
        self._fill(templates, "template")
        self._fill([found.span() for found in placeholders.find(self.text)], "placeholder")
        return self.found

    def _fill(self, spans: list[tuple[int, int]], kind: str) -> None:
        """Codes at those of the ascending spans that no other code has a claim to."""
        taken = sorted(self.opaque)
        index = reach = 0
        for start, end in spans:
            while index < len(taken) and taken[index][0] < end:
                reach = max(reach, taken[index][1])
                index += 1
            if reach <= start:
                self.found.append(Code(kind, Span(start, end), None, self.text[start:end]))
                self.opaque.append((start, end))

    def _inline(self) -> None:
        heading = _as_heading(self.masked)
        at: Any = None
        if not heading.isascii() and len(heading) <= _SHORT:
            # Few places are asked for: decoding what stands before each is quicker than a table of all.
            at = _Offsets(heading.encode("utf-8"))
        elif not heading.isascii():
            # Character offset of every byte of the heading's line.
            at = [index for index, character in enumerate(heading) for _ in character.encode("utf-8")]
            at.append(len(heading))
        length = len(self.text)
        open_: list[list[Any]] = []
        for event, where in _parser(self.labels).events_with_range(heading):
            if event.__class__ is str:
                continue
            kind: Any
            value: Any
            kind, value = event.popitem()  # type: ignore[union-attr]
            start, end = where["start"], where["end"]
            if at is not None:
                start, end = at[start], at[end]
            start, end = start - 2, end - 2
            if end < length and self.masked.startswith("[]", end) and _is_collapsed(kind, value):
                end += 2  # left out of the parser's range
            if kind == "Start":
                if value.__class__ is not str:
                    value, data = value.popitem()
                    if value == "Heading":
                        continue
                    if value == "FootnoteDefinition":
                        break
                else:
                    data = None
                open_.append([value, data, start, end, start])
                continue
            if kind == "End":
                if open_:
                    inner = open_.pop()
                    self._pair(*inner)
                else:
                    break
            elif kind == "Code":
                self._whole("code", start, end, _code_body(self.text[start:end]))
            elif kind == "InlineHtml":
                self.tags.append((start, end))
                self.opaque.append((start, end))
            elif kind == "FootnoteReference":
                self._whole("footnote", start, end, value)
            elif kind in ("InlineMath", "DisplayMath"):
                self._whole("math", start, end, value)
            if open_ and end > open_[-1][4] and end <= length:
                open_[-1][4] = end

    def _whole(self, kind: str, start: int, end: int, source: str) -> None:
        self.found.append(Code(kind, Span(start, end), None, source))
        self.opaque.append((start, end))

    def _pair(self, name: str, data: Any, start: int, end: int, inner: int) -> None:
        text = self.text
        if name in ("Emphasis", "Strong", "Strikethrough"):
            width = 1 if name == "Emphasis" or (name == "Strikethrough" and text[start + 1] != "~") else 2
            kind = name.lower()
            self.found.append(Code(kind, Span(start, start + width), Span(end - width, end), ""))
        elif name == "Link" and data["link_type"] in ("Autolink", "Email"):
            self._whole("link", start, end, text[start + 1 : end - 1])
        else:
            width = 1 if name == "Link" else 2
            inner = max(inner, start + width)
            kind = "link" if name == "Link" else "image"
            url = self._url(data["dest_url"], inner, end)
            self.found.append(Code(kind, Span(start, start + width), Span(inner, end), url))
            self.opaque += ((start, start + width), (inner, end))

    def _url(self, url: str, inner: int, end: int) -> str:
        """The URL as written where template tags were masked, else as Markdown reads it."""
        if self.masked is self.text or self.masked[inner:end] == self.text[inner:end]:
            return url
        found = re.match(r"\]\(\s*(?:<([^>]*)>|(.*?))(?:\s+[\"'(].*)?\)\Z", self.text[inner:end], re.S)
        return url if found is None else found[1] or found[2] or ""

    def _html(self) -> None:
        """Pair the tags found; whatever has no partner stands alone."""
        waiting: list[tuple[str, int, int]] = []
        for start, end in self.tags:
            tag = _TAG.fullmatch(self.masked[start:end])
            if tag is None:  # a comment, a declaration
                self.found.append(Code("html", Span(start, end), None, self.text[start:end]))
                continue
            name = tag[2].lower() if tag[2][0].islower() or tag[2].isupper() else tag[2]
            if tag[1]:
                partner = next(
                    (index for index in range(len(waiting) - 1, -1, -1) if waiting[index][0] == name), None
                )
                if partner is None:
                    self.found.append(Code("html", Span(start, end), None, f"/{name}"))
                    continue
                for _, first, last in waiting[partner + 1 :]:
                    self._tag(first, last, None)
                _, first, last = waiting[partner]
                del waiting[partner:]
                self._tag(first, last, (start, end))
            elif tag[4] or name in _VOID:
                self._tag(start, end, None)
            else:
                waiting.append((name, start, end))
        for _, first, last in waiting:
            self._tag(first, last, None)

    def _tag(self, start: int, end: int, close: tuple[int, int] | None) -> None:
        if close is not None and _OFF.search(self.text[start:end]):
            finish = close[1]
            self.found = [code for code in self.found if not (start <= code.open.start < finish)]
            self._whole("html", start, finish, self.text[start:finish])
            return
        source = tag_identity(self.text[start:end])
        self.found.append(Code("html", Span(start, end), None if close is None else Span(*close), source))


def _is_collapsed(kind: str, value: Any) -> bool:
    if kind != "Start" or value.__class__ is str:
        return False
    link = value.get("Link") or value.get("Image")
    return link is not None and link["link_type"] in ("Collapsed", "CollapsedUnknown")


def tag_identity(tag: str) -> str:
    """Name and untranslatable attributes of a tag: ``a class="x" href="y"``."""
    name = re.match(r"<\s*([^\s/>]+)", tag)
    if name is None or "{" in tag:
        return " ".join(tag.split())
    inside = tag[name.end() :].rstrip(">").rstrip("/")
    attributes = []
    for found in _ATTRIBUTE.finditer(inside):
        key = found[1]
        if key.lower() in TRANSLATABLE_ATTRIBUTES:
            continue
        value = found[2]
        if value is None:
            attributes.append(key)
        else:
            bare = value[1:-1] if value[0] in "\"'" else value
            attributes.append(f'{key}="{html_entities.unescape(bare)}"')
    tag_name = name[1].lower() if name[1][0].islower() or name[1].isupper() else name[1]
    return " ".join([tag_name, *sorted(attributes)])


def _code_body(code: str) -> str:
    """What an inline code says: without its ticks and the one blank inside them (CommonMark 6.1)."""
    ticks = len(code) - len(code.lstrip("`"))
    body = code[ticks : len(code) - ticks].replace("\n", " ")
    if len(body) > 2 and body[0] == body[-1] == " " and body.strip():
        body = body[1:-1]
    return body


def plain(text: str, labels: frozenset[str]) -> str:
    """The words of ``text``; see :func:`toolkit.formats.plain`."""
    if _MARKUP(text) is None:
        return text
    if MAY_HAVE_CODES(text) is None:
        return unescape(text)
    kept = text
    if tags := masks.templates(text):
        # An expression in a tag is gone with the tag, where the parser takes it for an attribute.
        attributes = [span for span in tags if masks.is_attribute(text, span[0])]
        kept = masks.overwritten(masks.overwritten(text, tags, "\ue0fe"), attributes)
    # A hard break becomes a blank for the parser; its place is kept with a private-use character.
    kept = kept.replace("\n", " \ue0ff ")
    pieces: list[str] = []
    event: Any
    for event in _parser(labels).events(_as_heading(kept)):
        if event.__class__ is str:
            continue
        kind, value = event.popitem()
        if kind in ("Text", "Code", "InlineMath", "DisplayMath"):
            pieces.append(value)
        elif kind == "Start" and "FootnoteDefinition" in value:
            break
    return "".join(pieces).replace("\ue0fe", "").replace(" \ue0ff ", "\n")


def escape(words: str) -> str:
    """Markdown that says ``words`` and has no markup; what opens a block is :func:`encode`'s matter."""
    return _SPECIAL.sub(lambda found: "\\" + found[0], words)


def unescape(text: str) -> str:
    """What a run of text between codes says."""
    if "\\" not in text and "&" not in text:
        return text
    return _ESCAPABLE.sub(lambda found: found[1] or html_entities.unescape(found[2]), text)
