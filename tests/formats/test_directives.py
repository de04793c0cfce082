"""What authors say to the toolkit inside an article."""

from __future__ import annotations

import pytest

from toolkit import formats
from toolkit.formats.options import FormatOptions
from toolkit.verifying import verify_document


def texts(text: str) -> list[str]:
    return [segment.text for segment in formats.parse(text, "a.md").segments]


def test_comments_that_are_no_directives_say_nothing() -> None:
    document = formats.parse("<!-- note: x -->\n\n<!-- toolkit -->\n\nText\n", "a.md")
    assert [(one.text, one.note, one.context) for one in document.segments] == [("Text", "", None)]


def test_off_and_on() -> None:
    text = "One\n\n<!-- toolkit:off -->\n\n# Two\n\n- three\n\n<p>Four</p>\n\n<!-- toolkit:on -->\nFive\n"
    assert texts(text) == ["One", "Five"]


def test_off_to_the_end_and_reference_titles_in_it() -> None:
    text = '<!-- toolkit:off -->\n\nOne [a]\n\n[a]: /a "Two"\n'
    assert texts(text) == []
    text = '[a]: /a "Two"\n\n<!--toolkit:off-->\nOne\n'
    assert texts(text) == ["Two"]


def test_off_inside_a_quote() -> None:
    assert texts("> <!-- toolkit:off -->\n> One\n> <!-- toolkit:on -->\n>\n> Two\n") == ["Two"]


def test_note_and_context_are_for_the_next_segment_only() -> None:
    document = formats.parse(
        "<!-- toolkit:note the drug,\nnot the street -->\n<!-- toolkit:context drug -->\n\n# Speed\n\nMore\n",
        "a.md",
    )
    assert [(one.text, one.note, one.context) for one in document.segments] == [
        ("Speed", "the drug, not the street", "drug"),
        ("More", "", None),
    ]


def test_a_note_reaches_html_and_non_ascii() -> None:
    document = formats.parse("Ä\n\n<!-- toolkit:note für “ihn” -->\n\n<p>Wörter</p>\n", "a.md")
    assert [(one.text, one.note) for one in document.segments] == [("Ä", ""), ("Wörter", "für “ihn”")]


@pytest.mark.parametrize(
    "mark", ['translate="no"', "translate=no", 'class="x notranslate"', "class=notranslate"]
)
def test_elements_that_are_not_to_be_translated(mark: str) -> None:
    assert texts(f"<div {mark}>\n\nOne\n\n<div>\n\nTwo\n\n</div>\n\nThree\n\n</div>\n\nFour\n") == ["Four"]
    assert texts(f"<div {mark}>One</div>\n\nTwo\n") == ["Two"]
    assert texts(f"<span {mark}>One *two*</span>\n\nThree\n") == ["Three"]


def test_inline_protection_makes_one_code() -> None:
    text = 'Ask <span translate="no">Dr. *Own*</span> about *it*.'
    assert texts(text) == [text]
    assert [code.kind for code in formats.codes(text, "markdown")] == ["html", "emphasis"]


def test_translate_yes_is_translated() -> None:
    assert texts('<div translate="yes">\n\nOne\n\n</div>\n') == ["One"]


def test_translate_yes_inside_of_an_element_that_is_off() -> None:
    text = (
        '<section translate="no">\n\nOne\n\n<section>\n\n<p translate="yes">Two</p>\n<p>Three</p>\n\n'
        "</section>\n\nFour\n\n</section><p>Five</p>\n\nSix\n"
    )
    assert texts(text) == ["Two", "Five", "Six"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# <!-- toolkit:off --> One\n\nTwo\n\n# <!-- toolkit:on --> Three\n", ["Three"]),
        ("One <!-- toolkit:off -->two<!-- toolkit:on --> three\n", ["One", "three"]),
        ("- Öne, <!-- toolkit:off -->\n- two <!-- toolkit:on -->\n- three\n", ["Öne,", "three"]),
        (
            "| One | <!-- toolkit:off --> two |\n|--|--|\n| 3 | <!-- toolkit:on --> |\n| four | 5 |\n",
            ["One", "four", "5"],
        ),
        ("One  \n<b>two</b> <!-- toolkit:off --> three\n", ["One\n<b>two</b>"]),
        # As a code of a text it says nothing: a stretch cannot end in the middle of what is emphasised.
        ("*One <!-- toolkit:off --> two*\n", ["*One <!-- toolkit:off --> two*"]),
        ("`<!-- toolkit:off -->` is <!-- toolkit:note x --> it\n", ["`<!-- toolkit:off -->` is", "it"]),
    ],
)
def test_off_and_on_within_a_text(text: str, expected: list[str]) -> None:
    assert texts(text) == expected
    assert list(verify_document(formats.parse(text, "a.md"), FormatOptions())) == []


def test_off_and_on_among_the_tags_of_a_block() -> None:
    text = (
        "<div><p>Öne</p>\n<!-- toolkit:off -->\n\nTwo\n\n<p>Three<!-- toolkit:on -->Four</p></div>\n\nFive\n"
    )
    assert texts(text) == ["Öne", "Four", "Five"]
    assert texts("<pre>\nOne</pre>\n<script>'<!-- toolkit:off -->'</script>\n\nTwo\n") == ["Two"]


def test_notes_within_a_text_and_among_tags() -> None:
    document = formats.parse(
        "# <!-- toolkit:note first --> One\n\n| Two <!-- toolkit:context drug --> | three |\n|--|--|\n\n"
        "<div>\n<!-- toolkit:note in it --><p>Fóur</p><!-- toolkit:note behind --></div>\n\nFive\n",
        "a.md",
    )
    assert [(one.text, one.note, one.context) for one in document.segments] == [
        ("One", "first", None),
        ("Two", "", None),
        ("three", "", "drug"),
        ("Fóur", "in it", None),
        ("Five", "behind", None),
    ]
