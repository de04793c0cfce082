"""Whatever an article holds: a document whose rebuilds are the author's bytes, or one clear error.

``HOSTILE_EXAMPLES=25000 pytest tests/formats/test_hostile.py`` looks for longer.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.formats.soup import soup
from toolkit import formats
from toolkit.errors import ToolkitError
from toolkit.formats import markdown_inline, markdown_simple
from toolkit.formats.spliced import splice

T = TypeVar("T")
MANY = settings(
    max_examples=int(os.environ.get("HOSTILE_EXAMPLES", "400")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def read(work: Callable[[], T], path: str) -> T | None:
    """What the work gives, or None when it refuses the article in the proper way."""
    refused: ToolkitError | None = None
    try:
        return work()
    except ToolkitError as error:
        refused = error
    assert refused.path == path
    assert refused.message
    return None


@pytest.mark.parametrize("path", ["a.md", "a.mdx", "a.html", "a.txt"])
@MANY
@given(text=soup, words=soup)
def test_no_traceback_and_nothing_lost(path: str, text: str, words: str) -> None:
    document = read(lambda: formats.parse(text, path), path)
    if document is None:
        return
    position = 0
    slices = []
    for index, segment in enumerate(document.segments):
        assert position <= segment.span.start < segment.span.end <= len(text)
        assert segment.text == segment.text.strip() != ""
        position = segment.span.end
        slices.append((index, formats.encode(document, segment, segment.text)))
        codes = formats.codes(segment.text, segment.syntax, document.labels)
        for code in codes:
            assert 0 <= code.open.start < code.open.end <= len(segment.text)
            assert code.close is None or code.open.end <= code.close.start <= code.close.end
        assert list(codes) == sorted(codes, key=lambda code: code.open.start)
        assert isinstance(formats.plain(segment.text, segment.syntax, document.labels), str)
    assert splice(document, slices) == text
    assert splice(document, ()) == text
    for segment in document.segments[:3]:
        assert isinstance(formats.encode(document, segment, words or "x"), str)
    read(lambda: formats.metadata(document), path)


@MANY
@given(data=st.one_of(st.binary(max_size=40), soup.map(lambda text: text.encode("utf-8", "replace"))))
def test_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "a.md"
    path.write_bytes(data)
    document = read(lambda: formats.load(path, "a.md"), "a.md")
    assert document is None or document.text.encode(document.encoding) == data


@MANY
@given(words=st.one_of(soup, st.text()))
@pytest.mark.parametrize("syntax", ["markdown", "html", "text"])
def test_codes_plain_escape_take_any_text(syntax: formats.Syntax, words: str) -> None:
    for code in formats.codes(words, syntax, frozenset({"ref"})):
        assert 0 <= code.open.start < code.open.end <= len(words)
    formats.plain(words, syntax)
    formats.unescape(words, syntax)
    formats.escape(words, syntax)


MARKS = """\
word|two words|é|日本|. |, |“|”|(|)|-| |*|**|***|*a*|**b c**|*d.*|`|`e f`|` g`|``|[h](i)|[*j*](k)|[
](|]|<|!|&amp;|\\\\|\\\\*|_|~|$|{x}|%s|:|/|[l *m](n)|*o](p)|[q](r "s")|1|\u00a0""".replace("\n", "|").split(
    "|"
)
INLINE = st.lists(st.sampled_from([*MARKS, "\n"]), max_size=12).map("".join)


@settings(max_examples=1000, deadline=None)
@given(text=INLINE)
def test_simple_texts_have_the_codes_the_parser_finds(text: str) -> None:
    text = text.strip()
    simple = markdown_simple.codes(text)
    if simple is not None:
        found = markdown_inline.parsed_codes(text, frozenset())
        assert sorted(map(repr, simple)) == sorted(map(repr, found))
