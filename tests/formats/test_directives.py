"""What authors say to the toolkit inside an article."""

from __future__ import annotations

import pytest

from toolkit import formats


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
