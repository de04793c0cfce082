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
_LINE = re.compile(r"(.+):([0-9]{1,9})")
_WIDTH = 79


def parse(text: str) -> list[Reference]:
    """The references of one ``#:`` line, without its marker."""
    if _OPEN in text:
        return [
            (path, int(line[:9]) if line else None) if not word else _word(word)
            for path, line, word in _TOKEN.findall(text)
        ]
    return [_word(word) for word in text.split()]


def _word(word: str) -> Reference:
    match = _LINE.fullmatch(word)
    return (match[1], int(match[2])) if match else (word, None)


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
