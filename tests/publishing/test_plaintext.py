"""Plain-text articles on their way to a page: words stay words."""

from __future__ import annotations

from html import unescape

import pytest

from toolkit import formats
from toolkit.publishing import body, plaintext


@pytest.mark.parametrize("words", ["x {onclick=alert(1)}", "x {#id .class}", "x {% raw %}", "{{ x }}"])
def test_braces_at_the_end_of_a_heading_are_no_attributes(words: str) -> None:
    document = formats.parse("Sleep\n\nSleep is good for backs.\n\nWhat helps\n\n- a dark room\n", "a.txt")
    targets = {segment.text: words for segment in document.segments}
    assert any(segment.role.startswith(("title", "heading")) for segment in document.segments)
    html = body.render(plaintext.to_markdown(document, targets))
    assert "<h1>" in html
    assert unescape(html).count(words) == len(document.segments)


@pytest.mark.parametrize(
    "words",
    [
        *("# x", "> x", ": x", "+ x", "- x", "1. x", "2) x", "| x |", "= x", "==", ":::note x", "~~~ x"),
        *(
            '!!! note "x"',
            "??? x",
            "-",
            "3.",
            "x #",
            "x ##",
            "-5 °C",
            "[a]: b",
            "<div>",
            "$x$",
            "---",
            "    x",
        ),
    ],
)
def test_words_open_no_block(words: str) -> None:
    document = formats.parse("Sleep\n\nGood for backs.\n\n- a\n- b\n\nWhat?\n\nA street\nA town\n", "a.txt")
    clean = " ".join(words.split())
    targets = {segment.text: f"{words}\n{words}" for segment in document.segments}
    html = unescape(body.render(plaintext.to_markdown(document, targets)))
    one = f"{clean} {clean}"
    assert html == (
        f"<h1>{one}</h1>\n<p>{one}</p>\n<ul>\n<li>{one}</li>\n<li>{one}</li>\n</ul>\n<h2>{one}</h2>\n"
        f"<p>{clean}<br />\n{clean}</p>\n"
    )


def test_no_break_spaces_stay() -> None:
    document = formats.parse("Sleep\n\nTake 5\u00a0mg.\n", "a.txt")
    html = body.render(plaintext.to_markdown(document, {"Sleep": "«\u202fDormir\u202f»  bien"}))
    assert html == "<h1>«\u202fDormir\u202f» bien</h1>\n<p>Take 5\u00a0mg.</p>\n"


def test_lines_and_numbers_stay() -> None:
    text = "Sleep\n\n1 Long Street\nOld Town\n\n2. Go to bed.\n3. Do not\n   read.\n\n4) Sleep.\n"
    html = body.render(plaintext.to_markdown(formats.parse(text, "a.txt")))
    assert html == (
        "<h1>Sleep</h1>\n<p>1 Long Street<br />\nOld Town</p>\n"
        '<ol start="2">\n<li>Go to bed.</li>\n<li>Do not read.</li>\n</ol>\n'
        '<ol start="4">\n<li>Sleep.</li>\n</ol>\n'
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("March 12, 2024", "2024-03-12"),
        ("2024-03-12", "2024-03-12"),
        ("31.02.2024", "31.02.2024"),  # a date line, and no day: as it is written
    ],
)
def test_the_date_line_is_front_matter(line: str, said: str) -> None:
    document = formats.parse(f"{line}\n\nSleep\n\nSleep is good for backs.\n", "a.txt")
    text = plaintext.to_markdown(document, {"Sleep": "Sueño", line: "translated"})
    assert text == f'---\ndate: "{said}"\n---\n\n# Sueño\n\nSleep is good for backs.\n'
    again = formats.parse(text, "a.md")
    assert formats.metadata(again)["date"] == said
    assert body.render(text) == "<h1>Sueño</h1>\n<p>Sleep is good for backs.</p>\n"


def test_an_article_without_a_date_line_has_no_front_matter() -> None:
    document = formats.parse("Sleep\n\nOn March 12, 2024 we slept.\n", "a.txt")
    assert plaintext.to_markdown(document) == "# Sleep\n\nOn March 12, 2024 we slept.\n"
