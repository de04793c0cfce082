"""Where the strings of a YAML mapping stand, and how to write others in their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

_STRING = "tag:yaml.org,2002:str"
_PROPERTIES = re.compile(r"(?:[&!][^\s]*(?:[ \t\r\n]+|\Z))+")
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_DOUBLE = re.compile('[\\\\"\n\t\r]')
# The one shape nearly all front matter has, which needs no YAML parser to be understood.
_SIMPLE_SCALAR = r"""
    "[^"\\\n]*" | '[^'\n]*'
  | (?:\d+[ ])?[A-Za-z](?:[^\n:\#]|:(?=\S)|(?<=\S)\#)*+ | <[A-Za-z][A-Za-z0-9]*>
  | \d+ | \d{4}[-/]\d\d[-/]\d\d
"""
_SIMPLE = re.compile(rf"(?:(?:[A-Za-z_][\w-]*:(?:[ ]+(?:{_SIMPLE_SCALAR}))?)?\n)*\Z", re.ASCII | re.VERBOSE)
_BLANKS = re.compile("[\t\r\x85]")
"""Those that parsers of YAML do not agree on."""
_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
"""Line breaks to some programs, and to YAML of one version or the other."""
_LINE_FEEDS = re.compile(r"[ \t]*(\n+)[ \t]*")
_BLOCK_HEADER = re.compile(r"([|>])[+\-]?(?:[ \t]+#[^\r\n]*)?\Z")
_DATE = re.compile(r"[1-9]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])")
"""A day that every year has."""
_DAY = re.compile(r"(?<![^\s,\[{])(\d{4})-(\d\d?)-(\d\d?)(?!\d)", re.ASCII)
_SIMPLE_VALUE = re.compile(
    r"""^([A-Za-z_][\w-]*):[ ]+(?:"([^"\\\n]*)"|'([^'\n]*)'|((?:\d+[ ])?[A-Za-z<][^\n]*))$""", re.M | re.ASCII
)
_WORDS = re.compile(r"[^\W\d_]\w*(?:[ -]\w+)*")
_NOT_STRINGS = frozenset(["y", "n", "yes", "no", "true", "false", "on", "off", "null", "none", "nan", "inf"])


@cache
def _loader() -> Any:
    """The YAML parser: imported for the front matter that needs it, which is little."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Invalid(ValueError):
    """The text is not YAML, or no mapping; ``offset`` is where."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Value:
    """A string that may be translated."""

    key: str
    """Dotted path of the mapping keys above it."""
    start: int
    end: int
    text: str
    indent: str = ""
    """Of the content lines of a block scalar; ``""`` for all others."""


def _compose(content: str) -> Any:
    import yaml

    try:
        return yaml.compose(content, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = " ".join(part for part in (error.context, error.problem) if part)
        raise Invalid(message or "cannot be read", _offset(content, mark)) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        offset = getattr(error, "position", 0) or 0
        raise Invalid(
            getattr(error, "reason", None) or "cannot be read", min(offset, len(content))
        ) from error


def _offset(content: str, mark: Any) -> int:
    if mark is None:
        return 0
    lines = content.splitlines(keepends=True)[: mark.line]
    return int(min(sum(map(len, lines)) + mark.column, len(content)))


def values(content: str, allowed: frozenset[str]) -> list[Value]:
    """The strings at the allowed paths, in order. Raises Invalid."""
    if _is_simple(content):
        return [value for value in _simple(content) if value.key in allowed]
    import yaml

    root = _compose(content)
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise Invalid("there has to be a mapping of keys to values", 0)
    tops = {key.partition(".")[0] for key in allowed}
    start = [(key.value, node) for key, node in root.value if isinstance(key, yaml.ScalarNode)]
    found = list(_strings(content, [(key, node) for key, node in start if key in tops], allowed))
    found.sort(key=lambda value: value.start)
    # An alias stands for a node that has been seen where its anchor is.
    return [value for index, value in enumerate(found) if not index or value.start >= found[index - 1].end]


def _is_simple(content: str) -> bool:
    """Whether it has the usual shape, in characters that all parsers of YAML take for the same."""
    return bool(_SIMPLE.match(content)) and not (_BLANKS.search(content) or _UNPRINTABLE.search(content))


def _simple(content: str) -> Iterator[Value]:
    for line in _SIMPLE_VALUE.finditer(content):
        group = line.lastindex or 2
        begin, end = line.span(group)
        if group == 4:
            text = line[4].rstrip()
            if text.lower() in _NOT_STRINGS:
                continue
            yield Value(line[1], begin, begin + len(text), text)
        else:
            yield Value(line[1], begin - 1, end + 1, line[group])


def _strings(content: str, nodes: list[tuple[str, Any]], allowed: frozenset[str]) -> Iterator[Value]:
    """The strings in ``nodes`` (with the path of each) and below them, in the order they are met."""
    import yaml

    nodes.reverse()
    seen: set[tuple[str, int]] = set()  # aliases of aliases can name one node any number of times
    while nodes:
        path, node = nodes.pop()
        if (path, id(node)) in seen:
            continue
        seen.add((path, id(node)))
        if isinstance(node, yaml.ScalarNode):
            if path in allowed and node.tag == _STRING:
                value = _scalar(content, path, node)
                if value is not None:
                    yield value
        elif isinstance(node, yaml.SequenceNode):
            nodes += [(path, item) for item in reversed(node.value)]
        elif isinstance(node, yaml.MappingNode) and any(key.startswith(path + ".") for key in allowed):
            pairs = ((key, item) for key, item in reversed(node.value) if isinstance(key, yaml.ScalarNode))
            nodes += [(f"{path}.{key.value}", item) for key, item in pairs]


def _scalar(content: str, path: str, node: Any) -> Value | None:
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("|", ">"):
        return _block_scalar(content, path, node, start, end)
    slice_ = content[start:end]
    properties = _PROPERTIES.match(slice_)
    if properties is not None:  # an anchor or a tag before the scalar stays
        start += properties.end()
        slice_ = slice_[properties.end() :]
    slice_ = slice_.rstrip()
    if not slice_ or (node.style in ('"', "'") and not (slice_[0] == slice_[-1] == node.style)):
        return None
    return Value(path, start, start + len(slice_), node.value)


def _block_scalar(content: str, path: str, node: Any, start: int, end: int) -> Value | None:
    header = re.compile(r"[|>]([+\-0-9]*)[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)").search(content, start, end)
    if header is None or any(character.isdigit() for character in header[1]):
        return None
    body = content[header.end() : end]
    first = re.search(r"^[ \t]*(?=[^ \t\r\n])", body, re.M)
    if first is None:
        return None
    begin = header.end() + first.end()
    finish = header.end() + len(body.rstrip())
    text = node.value.strip("\r\n ")
    if node.style == ">":
        text = _LINE_FEEDS.sub(r"\1", text)
    return Value(path, begin, finish, text, first[0])


def encode(slice_: str, target: str, indent: str, newline: str, *, folded: bool = False) -> str:
    """A scalar for ``target``, in the style of the source's where that style can say it.

    :param indent: of a block scalar's lines; empty for all others.
    :param folded: in that block a line break says a space, and one more a line break.
    """
    target = _UNPRINTABLE.sub("", _BREAKS.sub(" ", target)).strip()
    if indent:
        return _block_lines(target, indent, newline, folded)
    if slice_[0] == "'" and not re.search(r"[\n\r\t]", target):
        return "'" + target.replace("'", "''") + "'"
    if slice_[0] not in "\"'" and _is_plain(target):
        return target
    return '"' + _DOUBLE.sub(lambda found: _ESCAPES[found[0]], target) + '"'


def _is_plain(target: str) -> bool:
    """Whether an unquoted scalar says ``target``, in a block and in a flow collection."""
    if _WORDS.fullmatch(target) and target.lower() not in _NOT_STRINGS:
        return True
    if not target or re.search(r"[\n\r\t,\[\]{}]", target) or target[-1] == ":":
        return False
    import yaml

    try:
        loaded = yaml.load(f"k: {target}\nl: [{target}, {target}]\n", Loader=_loader())
    except (yaml.YAMLError, ValueError):
        return False
    return bool(loaded == {"k": target, "l": [target, target]})


def _block_lines(target: str, indent: str, newline: str, folded: bool) -> str:
    target = target.replace("\r\n", "\n").replace("\r", "\n")
    if folded:
        return _LINE_FEEDS.sub(lambda found: newline * (len(found[1]) + 1) + indent, target)
    lines = [line.rstrip() for line in target.split("\n")]
    return newline.join(indent + line if line and number else line for number, line in enumerate(lines))


def is_folded(before: str) -> bool:
    """Whether a block scalar's first line of content, behind ``before``, is in a folded one (``>``)."""
    header = _BLOCK_HEADER.search(before.rstrip())
    return header is not None and header[1] == ">"


def load(content: str) -> dict[str, Any]:
    """The mapping as plain values. Raises Invalid."""
    simple = _load_simple(content)
    if simple is not None:
        return simple
    import yaml

    _compose(content)  # whose errors name the place
    try:
        loaded = yaml.load(content, Loader=_loader())
    except (yaml.YAMLError, ValueError, RecursionError, TypeError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        offset = _offset(content, mark) if mark else _impossible_date(content)
        raise Invalid(getattr(error, "problem", None) or str(error), offset) from error
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise Invalid("there has to be a mapping of keys to values", 0)
    return {str(key): value for key, value in loaded.items()}


def _impossible_date(content: str) -> int:
    """Where a day stands that there never was, which YAML's parser does not say; 0 where none does."""
    for found in _DAY.finditer(content):
        try:
            date(*map(int, found.groups()))
        except ValueError:
            return found.start()
    return 0


def _load_simple(content: str) -> dict[str, Any] | None:
    """The same where it needs no parser; None where a value might be anything but what it looks like."""
    if not _is_simple(content):
        return None
    loaded: dict[str, Any] = {}
    for line in content.split("\n"):
        if not line:
            continue
        key, _, said = line.partition(":")
        said = said.strip(" \t")
        if key.lower() in _NOT_STRINGS or said.lower() in _NOT_STRINGS:
            return None
        if not said:
            loaded[key] = None
        elif said[0] in "\"'":
            loaded[key] = said[1:-1]
        elif said[0].isalpha() or said[0] == "<" or said[4:5] == "/" or " " in said:
            loaded[key] = said
        elif said.isdigit() and (said[0] != "0" or said == "0"):
            loaded[key] = int(said)
        elif _DATE.fullmatch(said):
            loaded[key] = date.fromisoformat(said)
        else:
            return None
    return loaded
