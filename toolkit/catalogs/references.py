"""Source references: the ``#:`` lines of a PO file.

A path with white space (or one that ends like a line number) stands between U+2068 and U+2069,
as GNU gettext writes it and GNU gettext, Babel and Poedit read it; polib takes it apart at the
spaces, yet writes the same line again. Percent-encoding would be read as part of the name
everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

Location = Literal["line", "file", "none"]
"""How much of a place is written: path and line, the path once, or nothing."""

Reference = tuple[str, int | None]

_OPEN, _CLOSE = "\u2068", "\u2069"
_UNSAFE = re.compile(r"\s|[\u2068\u2069]|:[0-9]+$")
_TOKEN = re.compile(rf"{_OPEN}([^{_CLOSE}]*){_CLOSE}(?::([0-9]+))?|(\S+)")
_WIDTH = 79
_DIGITS = 9


def parse(text: str) -> tuple[Reference, ...]:
    """The references of one ``#:`` line, without its marker."""
    if _OPEN in text:
        found = _TOKEN.findall(text)
        return tuple([_word(word) if word else (path, _number(line)) for path, line, word in found])
    return tuple([_word(word) for word in text.split()])


def _word(word: str) -> Reference:
    path, colon, line = word.rpartition(":")
    if path and colon and line.isdigit() and line.isascii() and len(line) <= _DIGITS:
        return path, int(line)
    return word, None


def _number(line: str) -> int | None:
    return int(line) if line and len(line) <= _DIGITS else None


def reduce(references: tuple[Reference, ...], location: Location) -> tuple[Reference, ...]:
    """The references with no more in them than ``location`` says."""
    if location == "line" or not references:
        return references
    if location == "none":
        return ()
    return tuple(dict.fromkeys((path, None) for path, _ in references))


def lines(references: Iterable[Reference]) -> list[str]:
    """The ``#:`` lines, as many references in each as fit in 79 columns."""
    result: list[str] = []
    current = ""
    for reference in references:
        word = _format(reference)
        if current and len(current) + 1 + len(word) <= _WIDTH:
            current = f"{current} {word}"
        else:
            if current:
                result.append(current)
            current = f"#: {word}"
    if current:
        result.append(current)
    return result


def _format(reference: Reference) -> str:
    path, line = reference
    if _UNSAFE.search(path):
        clean = " ".join(re.sub(r"[\u2068\u2069]", "", path).split())
        path = f"{_OPEN}{clean}{_CLOSE}"
    return path if line is None else f"{path}:{line}"
