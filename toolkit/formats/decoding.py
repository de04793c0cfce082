"""An article's bytes to text, or one clear error that says where the bytes are wrong."""

from __future__ import annotations

import codecs
import re

from toolkit.errors import ArticleError

_IMPOSSIBLE = re.compile("[\x00\x04\ud800-\udfff]")
_NAMES = {"\x00": "a NUL character", "\x04": "an EOT character (U+0004)"}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a character."""
    before = text[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def decode(data: bytes, path: str, *, declared: bool = False) -> tuple[str, str]:
    """Text and the name of its codec. A byte order mark stays in the text, as U+FEFF.

    :param declared: look for an encoding declaration in the text itself (HTML).
    :raises ArticleError: a byte cannot be decoded, or there is a NUL or a lone surrogate.
    """
    encoding = next((name for mark, name in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    if encoding == "utf-8" and declared and not data.startswith(codecs.BOM_UTF8):
        from toolkit.formats import html

        encoding = html.sniff_encoding(data) or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line, column = position(before, len(before))
        found = data[error.start : error.start + 1].hex().upper()
        raise ArticleError(
            f"the byte 0x{found} is not {encoding.upper()}",
            path=path,
            line=line,
            column=column,
            hint="save the article as UTF-8",
        ) from error
    except LookupError as error:
        raise ArticleError(
            f"the encoding {encoding!r} is not known", path=path, hint="save the article as UTF-8"
        ) from error
    if not encoding.startswith("utf") or encoding == "utf-7":
        _refuse_loss(data, text, encoding, path)
    refuse_impossible(text, path)
    return text, encoding


def _refuse_loss(data: bytes, text: str, encoding: str, path: str) -> None:
    """Raise ArticleError where encoding the text again gives other bytes: a build would change what
    nobody translated."""
    again = text.encode(encoding, "replace")
    if again == data:
        return
    length = min(len(data), len(again))
    same = next((index for index in range(length) if data[index] != again[index]), length)
    before = data[:same].decode(encoding, "ignore")
    line, column = position(before, len(before))
    raise ArticleError(
        f"{encoding.upper()} would write this in other bytes than it stands there",
        path=path,
        line=line,
        column=column,
        hint="save the article as UTF-8",
    )


def is_utf8(text: str) -> bool:
    """Whether UTF-8 can say a text: there is no half of a surrogate pair in it."""
    try:
        return text.isascii() or bool(text.encode("utf-8"))  # far faster than a pattern
    except UnicodeEncodeError:
        return False


def refuse_impossible(text: str, path: str) -> None:
    """Raise ArticleError for a NUL, an EOT or a lone surrogate.

    No PO file and no page can hold one; gettext's own sign between context and text is EOT.
    """
    if "\x00" not in text and "\x04" not in text and is_utf8(text):
        return
    found = _IMPOSSIBLE.search(text)
    assert found is not None
    line, column = position(text, found.start())
    what = _NAMES.get(found[0]) or f"a lone surrogate (U+{ord(found[0]):04X})"
    raise ArticleError(
        f"there is {what} in the text", path=path, line=line, column=column, hint="remove it from the article"
    )
