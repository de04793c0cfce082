"""HTML text in segment form: which codes are in it, what it says, and how a target is written back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from toolkit.formats import html_rules, html_simple, html_tags, html_text, placeholders
from toolkit.formats.html_mask import TEMPLATE, expressions_covered, has_templates, mask
from toolkit.formats.html_tokens import END, OTHER, START, TEXT, WHOLE, Item, condense, pairs
from toolkit.formats.html_tokens import items as page_items
from toolkit.model import Code, Document, Segment, Span

TRANSLATE_CODE = "<code>"
"""In ``Document.labels`` when the text of ``<code>`` is translated."""

_MAY_HAVE_CODES = re.compile(r"[<{%$]").search
_KINDS = {
    "b": "strong",
    "strong": "strong",
    "i": "emphasis",
    "em": "emphasis",
    "s": "strikethrough",
    "del": "strikethrough",
    "strike": "strikethrough",
    "br": "break",
    "math": "math",
    **dict.fromkeys(html_rules.PROTECTED, "code"),
}


def items(text: str) -> Iterator[Item]:
    """The tokens of a text in segment form or of its slice."""
    return page_items(text, mask(expressions_covered(text)))


def translation(tag: str) -> bool | None:
    """What a start tag says about its element: True translate, False do not, None nothing.

    HTML standard, The ``translate`` attribute; ``class="notranslate"`` as Google reads it;
    ``its:translate`` of ITS 2.0 in XHTML.
    """
    if "translate" not in tag.lower():
        return None
    said = html_tags.values(html_tags.attributes(tag) or html_tags.bare_attributes(tag))
    if "notranslate" in said.get("class", "").split():
        return False
    value = said.get("translate", said.get("its:translate"))
    if value is None:
        return None
    return {"no": False, "yes": True, "": True}.get(value.strip().lower())


def is_whole(name: str, tag: str, translate_code: bool) -> bool:
    """Whether an inline element is one code, its content included."""
    if name in html_rules.FOREIGN or (name in html_rules.PROTECTED and not translate_code):
        return True
    return name in html_rules.RAW_TEXT or translation(tag) is False


def codes(text: str, labels: frozenset[str] = frozenset()) -> tuple[Code, ...]:
    """Inline codes of a text in segment form, sorted by ``open.start``.

    A pair of tags is one code; void elements, comments, tags without a partner and elements
    that are not translated stand alone.
    """
    if _MAY_HAVE_CODES(text) is None:
        return ()
    if "<" not in text:
        return tuple(_in_text(text, 0, len(text)))
    translate_code = TRANSLATE_CODE in labels
    found = condense(
        list(items(text)), lambda item: is_whole(item[3], text[item[1] : item[2]], translate_code)
    )
    matched = pairs(found)
    closing = set(matched.values())
    made: list[Code] = []
    for index, (kind, start, end, name) in enumerate(found):
        if kind == TEXT:
            made.extend(_in_text(text, start, end))
        elif kind == START:
            source = html_tags.identity(text[start:end], name)
            close = matched.get(index)
            span = None if close is None else Span(found[close][1], found[close][2])
            made.append(Code(_KINDS.get(name, "html"), Span(start, end), span, source))
        elif kind == END:
            if index not in closing:
                made.append(Code("html", Span(start, end), None, f"/{name}"))
        else:
            whole = html_text.collapse(text[start:end])
            made.append(Code(_KINDS.get(name, "html"), Span(start, end), None, whole))
    return tuple(made)


def _in_text(text: str, start: int, end: int) -> list[Code]:
    """Template tags and placeholders of a stretch between tags."""
    piece = text[start:end]
    if _MAY_HAVE_CODES(piece) is None:
        return []
    if not has_templates(piece):
        return [_shifted(code, start) for code in placeholders.codes(piece)]
    made, position = [], 0
    for found in TEMPLATE.finditer(piece):
        before = piece[position : found.start()]
        made += [_shifted(code, start + position) for code in placeholders.codes(before)]
        span = Span(start + found.start(), start + found.end())
        made.append(Code("template", span, None, html_text.collapse(found[0])))
        position = found.end()
    return made + [_shifted(code, start + position) for code in placeholders.codes(piece[position:])]


def _shifted(code: Code, by: int) -> Code:
    return Code(code.kind, Span(code.open.start + by, code.open.end + by), None, code.source)


def plain(text: str) -> str:
    """The words of a text in segment form: no tags, comments or template tags, references resolved."""
    if "<" not in text and not has_templates(text):
        return html_text.unescape(text)
    parts: list[str] = []
    for kind, start, end, name in items(text):
        if kind == TEXT:
            piece = text[start:end]
            parts.append(html_text.unescape(TEMPLATE.sub("", piece) if has_templates(piece) else piece))
        elif name == "br" and parts and not parts[-1].endswith(" "):
            parts.append(" ")
    return "".join(parts).strip()


def segment_form(text: str, found: Iterable[Item], keep_space: bool = False) -> str:
    """Source items as they stand in a msgid: tags visible, references decoded, white space collapsed."""
    parts = []
    for kind, start, end, name in found:
        raw = text[start:end]
        if kind == TEXT:
            said = html_text.shown(raw)
            parts.append(said if keep_space else html_text.collapse(said))
        elif kind == START:
            parts.append(html_tags.shown(raw, name))
        elif kind == WHOLE:
            parts.append(segment_form(raw, items(raw)))
        else:
            parts.append(html_text.collapse(raw))
    return "".join(parts)


class _SourceTags:
    """The tags of a source slice, to be written again exactly as they were."""

    def __init__(self, slice: str) -> None:
        self.by_form: dict[str, str] = {}
        self.by_identity: dict[str, str] = {}
        self.names: set[tuple[int, str]] = set()
        for kind, start, end, name in items(slice):
            raw = slice[start:end]
            if kind == TEXT:
                for found in TEMPLATE.finditer(raw) if has_templates(raw) else ():
                    self.by_form.setdefault(html_text.collapse(found[0]), found[0])
                continue
            form = html_tags.shown(raw, name) if kind == START else html_text.collapse(raw)
            self.by_form.setdefault(form, raw)
            if kind != OTHER:
                self.names.add((kind, name))
            if kind == START:
                self.by_identity.setdefault(html_tags.identity(raw, name), raw)

    def written(self, kind: int, name: str, tag: str) -> str:
        """A target's tag as the page has it; one that the source has not is no tag."""
        known = self.by_form.get(html_text.collapse(tag))
        if known is not None:
            return known
        if kind == START and (kind, name) in self.names:
            raw = self.by_identity.get(html_tags.identity(tag, name))
            if raw is None:
                return tag
            said = {one.name: html_text.attribute_words(one.value) for one, _ in html_tags.words(tag, name)}
            old = {one.name: html_text.attribute_words(one.value) for one, _ in html_tags.words(raw, name)}
            return html_tags.with_values(
                raw, {key: value for key, value in said.items() if html_text.collapse(old[key]) != value}
            )
        if kind == END and (kind, name) in self.names:
            return tag
        return tag.replace("&", "&amp;").replace("<", "&lt;")


def is_written(document: Document, segment: Segment, target: str) -> bool:
    """Whether a target certainly is as :func:`written` would have it."""
    if "&" in target or "{" in target or html_text.collapse(target).strip(" ") is not target:
        return False
    return "<" not in target or has_tags_of(document, segment, target)


def has_tags_of(document: Document, segment: Segment, target: str) -> bool:
    """Whether a target certainly has its source's tags, as they are written and in their order."""
    span = segment.span
    return html_simple.same_tags(document.text[span.start : span.end], target)


def written(slice: str, target: str, *, keep_space: bool = False) -> str:
    """A target in segment form as HTML in the place of ``slice``: the same tags, and text."""
    if not keep_space:
        target = html_text.collapse(target).strip(" ")
    if "<" not in target and not has_templates(target):
        return html_text.written(target)
    tags = _SourceTags(slice)
    parts: list[str] = []
    position = 0
    for kind, start, end, name in items(target):
        raw = target[start:end]
        parts.append(_text(raw, tags) if kind == TEXT else tags.written(kind, name, raw))
        position = end
    # What is behind the last token is an unfinished tag: text.
    return "".join([*parts, _text(target[position:], tags)])


def _text(piece: str, tags: _SourceTags) -> str:
    if not has_templates(piece):
        return html_text.written(piece)
    parts, position = [], 0
    for found in TEMPLATE.finditer(piece):
        parts.append(html_text.written(piece[position : found.start()]))
        known = tags.by_form.get(html_text.collapse(found[0]))
        parts.append(html_text.no_template(found[0]) if known is None else known)
        position = found.end()
    parts.append(html_text.written(piece[position:]))
    return "".join(parts)
