"""Bytes become text only where the text gives the same bytes again."""

from __future__ import annotations

import pytest

from toolkit.errors import ArticleError
from toolkit.formats.decoding import decode


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"<meta charset=iso-2022-jp>\n<p>\x1b$B%F\x1b(B and\x1b(B", 2, 9),
        (b"<meta charset=utf-7>\n<p>+ADw-b", 2, 4),
    ],
)
def test_an_encoding_that_would_write_other_bytes_is_refused(data: bytes, line: int, column: int) -> None:
    with pytest.raises(ArticleError, match="in other bytes") as caught:
        decode(data, "a.html", declared=True)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert "UTF-8" in (caught.value.hint or "")


@pytest.mark.parametrize(
    "data",
    [
        b"<meta charset=shift_jis><p>\x83\x65\x83\x58</p>",
        b"<meta charset=iso-2022-jp><p>\x1b$B%F\x1b(B</p>",
        b"<meta charset=windows-1252><p>\x81 \x93q\x94</p>",
        b"<meta charset=us-ascii><p>a</p>",
        "\ufeff<p>é</p>".encode("utf-16-be"),
    ],
)
def test_what_comes_back_the_same_is_read(data: bytes) -> None:
    text, encoding = decode(data, "a.html", declared=True)
    assert text.encode(encoding) == data


@pytest.mark.parametrize(("data", "what"), [(b"ab\n c\x00d", "a NUL"), (b"ab\n c\x04d", "an EOT")])
def test_what_no_catalog_can_hold_is_refused_where_it_stands(data: bytes, what: str) -> None:
    with pytest.raises(ArticleError, match=f"there is {what} character") as caught:
        decode(data, "a.md")
    assert (caught.value.line, caught.value.column) == (2, 3)
