"""Front matter: YAML between ``---`` lines, TOML between ``+++`` lines, edited in place.

Only values at the paths of an allow-list are segments, and of those only strings: numbers,
dates and booleans are data. A segment's span is the whole scalar with its quotes, so a value
that needs other quotes than its source can have them; everything else stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.errors import ArticleError
from toolkit.formats import toml_values, yaml_values
from toolkit.formats.decoding import position
from toolkit.model import Document, Segment, Span

_OPENING = re.compile("\ufeff?(---|\\+\\+\\+)[ \t]*(?:\r\n|\n|\r)")
# A carriage return alone ends a line to a parser of Markdown, and none to re.
_YAML_END = re.compile(r"(?:^|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.M)
_TOML_END = re.compile(r"^\+\+\+[ \t]*(?:\r\n|\n|\r|\Z)", re.M)
_YAML_KEY = re.compile(
    r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*(?:[\w.-]+|\"[^\"\r\n]*\"|'[^'\r\n]*')[ \t]*:(?=[ \t\r\n]|\Z)"
)
_TOML_KEY = re.compile(r"(?:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r))*(?:[\w.\"'-]+[ \t]*=|\[)")
_word = re.compile(r"[^\W_]").search


def _block(text: str, path: str) -> tuple[str, int, int, int] | None:
    """Kind, start and end of the content, and where the article's body begins."""
    opening = _OPENING.match(text)
    if opening is None:
        return None
    start = opening.end()
    yaml = opening[1] == "---"
    closing = (_YAML_END if yaml else _TOML_END).search(text, start)
    likely = (_YAML_KEY if yaml else _TOML_KEY).match(text, start)
    if closing is None:
        if likely is None:
            return None  # a thematic break, or text
        raise ArticleError(
            f"the front matter is not closed: there is no second line {opening[1]}",
            path=path,
            line=1,
            column=1,
            hint=f"put a line {opening[1]} after the last key",
        )
    content = text[start : closing.start()]
    if likely is None and content.strip() and not (yaml and _only_comments(content)):
        return None
    if not yaml and not content.strip():
        return None
    return ("yaml" if yaml else "toml"), start, closing.start(), closing.end()


def _only_comments(content: str) -> bool:
    return all(not line.strip() or line.lstrip().startswith("#") for line in content.splitlines())


def segments(text: str, path: str, keys: Iterable[str]) -> tuple[list[Segment], int]:
    """Segments of the front matter, and where the body begins (0 when there is none).

    :param keys: paths of mapping keys, dotted, whose values are for translators.
    :raises ArticleError: it is not closed or not valid, with line and column.
    """
    if not text.startswith(("---", "+++", "\ufeff---", "\ufeff+++")):
        return [], 1 if text.startswith("\ufeff") else 0
    block = _block(text, path)
    if block is None:
        return [], 1 if text.startswith("\ufeff") else 0
    kind, start, end, body = block
    allowed = frozenset(keys)
    content = text[start:end]
    reader = yaml_values.values if kind == "yaml" else toml_values.values
    try:
        found = reader(content, allowed)
    except (yaml_values.Invalid, toml_values.Invalid) as error:
        line, column = position(text, start + error.offset)
        raise ArticleError(
            f"the front matter is not valid {kind.upper()}: {error}", path=path, line=line, column=column
        ) from error
    result = []
    for value in found:
        words = value.text.strip()
        if _word(words) is None:
            continue
        span = Span(start + value.start, start + value.end)
        result.append(Segment(span, words, f"front matter: {value.key}", "text", indent=value.indent))
    return result, body


def body_start(text: str, path: str = "") -> int:
    """Where the Markdown begins: after front matter or a byte order mark. Raises ArticleError."""
    block = _block(text, path)
    if block is not None:
        return block[3]
    return 1 if text.startswith("\ufeff") else 0


def encode(document: Document, segment: Segment, target: str) -> str:
    """The scalar that says ``target`` where ``segment`` stands."""
    block = _block(document.text, document.path)
    assert block is not None  # the segment came from it
    slice_ = document.text[segment.span.start : segment.span.end]
    newline = "\n"
    if "\r" in document.text:
        newline = "\r\n" if "\r\n" in document.text else "\n" if "\n" in document.text else "\r"
    if block[0] == "toml":
        return toml_values.encode(slice_, target)
    folded = (
        "\n" in target and bool(segment.indent) and yaml_values.is_folded(document.text[: segment.span.start])
    )
    return yaml_values.encode(slice_, target, segment.indent, newline, folded=folded)


def metadata(text: str, path: str) -> Mapping[str, Any]:
    """All of the front matter as plain values; empty when there is none. Raises ArticleError."""
    block = _block(text, path)
    if block is None:
        return {}
    kind, start, end, _ = block
    reader = yaml_values.load if kind == "yaml" else toml_values.load
    try:
        loaded = reader(text[start:end])
    except (yaml_values.Invalid, toml_values.Invalid) as error:
        line, column = position(text, start + error.offset)
        raise ArticleError(
            f"the front matter is not valid {kind.upper()}: {error}", path=path, line=line, column=column
        ) from error
    return loaded
