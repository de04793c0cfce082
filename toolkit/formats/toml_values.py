"""Where the strings of a TOML document stand, and how to write others in their places.

tomllib says whether the document is valid and what is in it, but not where; the small scanner
here finds the places, and each string it finds is compared with what tomllib read there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from toolkit.formats.yaml_values import Invalid, Value

__all__ = ["Invalid", "encode", "load", "values"]

_SPACE = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}|\'\'\'(?:[^\']|\'(?!\'\'))*\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.S,
)
_OTHER = re.compile(r"[^,\]}\s#][^,\]}\n#]*")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")
# A line that would end the front matter.
_FENCE = re.compile(r"^\+\+\+(?=[ \t]*$)", re.M)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def _parsed(content: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        where = _AT_LINE.search(message)
        offset = len(content)
        if where is not None:
            lines = content.replace("\r\n", "\n").split("\n")[: int(where[1]) - 1]
            offset = sum(len(line) + 1 for line in lines) + int(where[2]) - 1
            offset += content[:offset].count("\r\n")
        raise Invalid(_AT_LINE.sub("", message).strip(), min(offset, len(content))) from error
    except (ValueError, RecursionError) as error:
        raise Invalid(str(error), 0) from error


def load(content: str) -> dict[str, Any]:
    """The document as plain values. Raises Invalid."""
    return _parsed(content)


def values(content: str, allowed: frozenset[str]) -> list[Value]:
    """The strings at the allowed paths, in order. Raises Invalid."""
    _parsed(content)
    return [value for value in _Scanner(content).document() if value.key in allowed]


class _Scanner:
    """Walks a document that is known to be valid."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.position = 0

    def document(self) -> Iterator[Value]:
        table = ""
        while True:
            self._space()
            if self.position >= len(self.content):
                return
            if self.content[self.position] == "[":
                double = self.content.startswith("[[", self.position)
                self.position += 2 if double else 1
                table = self._key() + "."
                self.position = self.content.index("]", self.position) + (2 if double else 1)
            else:
                yield from self._pair(table)

    def _space(self) -> None:
        found = _SPACE.match(self.content, self.position)
        self.position = found.end() if found else self.position

    def _blank(self) -> None:
        while self.position < len(self.content) and self.content[self.position] in " \t":
            self.position += 1

    def _key(self) -> str:
        parts = []
        while True:
            self._blank()
            found = _KEY.match(self.content, self.position)
            if found is None:
                raise Invalid("a key was expected", self.position)
            self.position = found.end()
            part = found[0]
            parts.append(_value(part) if part[0] in "\"'" else part)
            dot = _DOT.match(self.content, self.position)
            if dot is None:
                self._blank()
                return ".".join(parts)
            self.position = dot.end()

    def _pair(self, table: str) -> Iterator[Value]:
        path = table + self._key()
        self.position = self.content.index("=", self.position) + 1
        self._blank()
        yield from self._value(path)

    def _value(self, path: str) -> Iterator[Value]:
        content = self.content
        if string := _STRING.match(content, self.position):
            self.position = string.end()
            yield Value(path, string.start(), string.end(), _value(string[0]))
        elif content.startswith("[", self.position):
            yield from self._items(path, "]")
        elif content.startswith("{", self.position):
            yield from self._items(path, "}")
        elif other := _OTHER.match(content, self.position):
            self.position = other.end()
        else:
            raise Invalid("a value was expected", self.position)

    def _items(self, path: str, closer: str) -> Iterator[Value]:
        self.position += 1
        while True:
            self._space()
            if self.content.startswith(closer, self.position):
                self.position += 1
                return
            if self.content.startswith(",", self.position):
                self.position += 1
                continue
            if self.position >= len(self.content):
                raise Invalid("a list is not closed", self.position)
            yield from self._value(path) if closer == "]" else self._pair(path + ".")


def _value(string: str) -> str:
    return str(tomllib.loads("v = " + string)["v"])


def encode(slice_: str, target: str) -> str:
    """A string for ``target``, in the source's kind of quotes where they can hold it."""
    target = _CONTROL.sub("", target.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if slice_.startswith("'''"):
        if "'''" not in target and not _FENCE.search(target) and not target.endswith("'"):
            lead = "\n" if slice_[3:4] in "\r\n" else ""
            return f"'''{lead}{target}'''"
        return _basic(target)
    if slice_.startswith('"""'):
        escaped = target.replace("\\", "\\\\").replace('"""', '\\"""')
        if escaped.endswith('"'):
            escaped = escaped[:-1] + '\\"'
        escaped = _FENCE.sub(r"\\u002B++", escaped)
        lead = "\n" if slice_[3:4] in "\r\n" else ""
        return f'"""{lead}{escaped}"""'
    if slice_.startswith("'") and "'" not in target and "\n" not in target:
        return f"'{target}'"
    return _basic(target)


def _basic(target: str) -> str:
    for character, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        target = target.replace(character, escaped)
    return f'"{target}"'
