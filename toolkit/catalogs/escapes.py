"""Strings as PO files write them: C's escapes, as GNU gettext reads and writes them."""

from __future__ import annotations

import re

_TABLE = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\t": "\\t",
        "\r": "\\r",
        "\a": "\\a",
        "\b": "\\b",
        "\f": "\\f",
        "\v": "\\v",
    }
)
_SPECIAL = re.compile(r'[\\"\n\t\r\a\b\f\v]')
_SIMPLE = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v",
    '"': '"', "\\": "\\", "'": "'", "?": "?",
}  # fmt: skip
_ESCAPE = re.compile(r"((?:\\(?:[0-7]{1,3}|x[0-9A-Fa-f]{2}))+)|\\(.)", re.DOTALL)
_NUMBER = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|([0-7]{1,3}))")


def escape(text: str) -> str:
    """What stands between the quotes; line feeds as ``\\n``, no real ones."""
    return text.translate(_TABLE) if _SPECIAL.search(text) else text


def unescape(text: str) -> str:
    """What the characters between the quotes mean.

    Octal and hexadecimal escapes are bytes; runs of them are read as UTF-8.

    :raises ValueError: an escape that C does not know, or bytes that are no UTF-8.
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1] is None:
        try:
            return _SIMPLE[match[2]]
        except KeyError:
            raise ValueError(f"unknown escape \\{match[2]}") from None
    values = [int(a, 16) if a else int(b, 8) for a, b in _NUMBER.findall(match[1])]
    if 0 in values:
        raise ValueError("an escape for the NUL character")
    return bytes(value & 0xFF for value in values).decode("utf-8")
