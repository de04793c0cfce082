"""Plain text: what its lines are, and that nothing around a translation moves."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.cases import cases
from toolkit import formats
from toolkit.formats.text import TextFormat
from toolkit.model import Document

FORMAT = TextFormat()
LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "- ",
                "* ",
                "1. ",
                "\n",
                "\n\n",
                "\r\n",
                "\r\n\r\n",
                "\r",
                "?",
                "\t",
                "\ufeff",
                "\u00a0",
                "WORD",
                "#",
            ]
        ),
        st.sampled_from(["March 12, 2024", "A word", "\x0c", "\x0b", "\u2028", "\x85", "–", "12) "]),
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=6),
    ),
    max_size=25,
).map("".join)


def shown(document: Document) -> list[str]:
    """A line a segment; its own newlines as a sign."""
    return [f"{segment.role} | {segment.text}".replace("\n", " ⏎ ") for segment in document.segments]


def rebuilt(document: Document, mark: str = "") -> str:
    parts, position = [], 0
    for segment in document.segments:
        target = FORMAT.encode(document, segment, segment.text + mark)
        parts += [document.text[position : segment.span.start], target]
        position = segment.span.end
    return "".join([*parts, document.text[position:]])


@pytest.mark.parametrize(("source", "wanted"), cases("text_segments.txt", 2))
def test_segments(source: str, wanted: str) -> None:
    document = FORMAT.parse(source, "a.txt")
    assert shown(document) == wanted.splitlines()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
@pytest.mark.parametrize(("source", "wanted"), cases("text_segments.txt", 2))
def test_line_ends_and_a_byte_order_mark_change_nothing(source: str, wanted: str, end: str) -> None:
    other = "\ufeff" + source.replace("\n", end)
    document = FORMAT.parse(other, "a.txt")
    assert shown(document) == wanted.splitlines()
    assert rebuilt(document) == other
    marked = FORMAT.parse(rebuilt(document, " ✔"), "a.txt")
    assert [one.text.count("✔") for one in marked.segments] == [1] * len(document.segments)


def test_a_stray_return_ends_no_line() -> None:
    assert shown(FORMAT.parse("One\r\r\nline of words\n", "a.txt")) == ["paragraph | One ⏎ line of words"]


def test_rewrapping_a_paragraph_keeps_its_text() -> None:
    words = "We see you every four weeks at first, and less often when the pain is under control. " * 3
    one = FORMAT.parse("Title\n\n" + words, "a.txt").segments[1].text
    wrapped = words.replace("at first, ", "at first,\n").replace("the pain ", "the pain\n")
    assert FORMAT.parse("Title\n\n" + wrapped, "a.txt").segments[1].text == one


def test_metadata() -> None:
    document = FORMAT.parse("March 12, 2024\n\nHow It Works\n\nText.", "a.txt")
    assert FORMAT.metadata(document) == {"title": "How It Works", "date": datetime.date(2024, 3, 12)}
    assert FORMAT.metadata(FORMAT.parse("", "a.txt")) == {}


def test_a_translation_stays_in_its_paragraph() -> None:
    document = FORMAT.parse("Title\n\nText of a paragraph.\n\nMore of it.\n", "a.txt")
    written = FORMAT.encode(document, document.segments[1], "- Uno\n\n- dos\r\n\x00tres")
    assert written == "Uno - dos tres"
    assert FORMAT.encode(document, document.segments[1], "Toma 2. Luego - si duele - 3) más") == (
        "Toma 2. Luego - si duele - 3) más"
    )


def test_a_translation_with_longer_lines_is_still_one_segment() -> None:
    document = FORMAT.parse("Title\n\n  Example Clinic\n  12 Long Street\n\nText.\n", "a.txt")
    address = document.segments[1]
    written = FORMAT.encode(
        document, address, "Una clínica con un nombre que no termina nunca jamás\nCalle 12"
    )
    assert written == "Una clínica con un nombre que no termina nunca jamás\n  Calle 12"
    text = document.text[: address.span.start] + written + document.text[address.span.end :]
    assert len(FORMAT.parse(text, "a.txt").segments) == 3


@settings(max_examples=500, deadline=None)
@given(LINES)
def test_any_text_rebuilds(source: str) -> None:
    document = FORMAT.parse(source, "a.txt")
    assert rebuilt(document) == source
    position = 0
    for segment in document.segments:
        assert position <= segment.span.start < segment.span.end <= len(source)
        assert segment.text
        assert segment.text == segment.text.strip()
        position = segment.span.end


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_marked_targets_keep_the_structure(source: str) -> None:
    document = FORMAT.parse(source, "a.txt")
    marked = rebuilt(document, mark=" ñandú")
    assert marked.count("ñandú") == len(document.segments) + source.count("ñandú")


def test_a_second_mark_of_an_item_is_its_text() -> None:
    document = formats.parse("* - one\n* two\n", "a.txt")
    assert [segment.text for segment in document.segments] == ["- one", "two"]
    first, second = document.segments
    assert formats.encode(document, first, "- uno") == "- uno"
    assert formats.encode(document, second, "- - dos") == "dos"


def test_blanks_that_do_not_break_stay_in_a_translation() -> None:
    document = formats.parse("Take 5 mg.\n\nOne\nTwo\n", "a.txt")
    title, lines = document.segments
    assert (
        formats.encode(document, title, "«\u202f5\u00a0mg\u202f»\u2028 y\x85\tz\u00a0")
        == "«\u202f5\u00a0mg\u202f» y z"
    )
    assert formats.encode(document, lines, "5\u00a0mg\n2\u3000錠") == "5\u00a0mg\n2\u3000錠"


def test_control_characters_are_those_of_the_source() -> None:
    document = formats.parse("A colour is \x1b[31m here.\n", "a.txt")
    assert formats.encode(document, document.segments[0], "Un \x1b[31m\x07 aquí.") == "Un \x1b[31m aquí."


def test_a_byte_order_mark_within_an_address_is_no_indent() -> None:
    document = formats.parse("A street\n\ufeff A town\nA country\n", "a.txt")
    assert formats.encode(document, document.segments[0], "a\nb\nc") == "a\n b\n c"
