"""Statements of MDX are kept as they are: neither text, nor on a page, nor brought by a translation."""

from __future__ import annotations

import pytest

from toolkit import formats
from toolkit.formats.module_statements import LIMIT
from toolkit.publishing import body
from toolkit.publishing.compose import compose

STATEMENTS = [
    "import A from './a'",
    "import './style.css';",
    'import {\n  B,\n  C as D\n} from "b"',
    "import x, {y} from 'z'",
    "import * as all from 'z';",
    "import type {X} from 'z';",
    "import A from './a'\nexport {A}",
    "export * from 'q'",
    "export const meta = {\n  title: 'x',\n\n  other: [\n\n1]\n}",
    "export const text = `a\n\n}\n\n{`",
    "export default function Page({children}) {\n  // it's }\n\n  /* { */ return <p>don't {children}</p>\n}",
    'export const open = "{"',
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_is_no_text(statement: str) -> None:
    text = f"---\ntitle: Zero\n---\n{statement}\n\nOne *two*.\n\n{statement}\n\n- three\n\n{statement}\n"
    document = formats.parse(text, "a.mdx")
    assert [segment.text for segment in document.segments] == ["Zero", "One *two*.", "three"]
    made = compose(document, lambda segment: f"Ahora {segment.text}")
    assert made.fallen == ()
    assert made.text == text.replace("Zero", "Ahora Zero").replace("One", "Ahora One").replace(
        "- three", "- Ahora three"
    )
    assert body.render(text, "a.mdx") == "<p>One <em>two</em>.</p>\n<ul>\n<li>three</li>\n</ul>\n"


@pytest.mark.parametrize(
    "text",
    [
        "import duties are high.",
        "export controls are strict.",
        "imported 'goods'",
        "Before\nexport const x = 1",
        "`import 'x'` is code",
    ],
)
def test_words_are_no_statement(text: str) -> None:
    document = formats.parse(f"{text}\n", "a.mdx")
    assert len(document.segments) == 1


def test_code_that_shows_one_stays_on_the_page() -> None:
    text = "```js\na\n\nexport const x = {\n```\n\nOne.\n\n}\n"
    assert [segment.text for segment in formats.parse(text, "a.mdx").segments] == ["One."]
    assert "export const x = {" in body.render(text, "a.mdx")


def test_one_without_an_end_takes_no_more_than_its_paragraph() -> None:
    text = "export const x = {\n  a\n\nOne.\n"
    assert [segment.text for segment in formats.parse(text, "a.mdx").segments] == ["One."]


def test_many_without_an_end_are_not_all_read_to_the_limit() -> None:
    """Each would be read for ``LIMIT`` characters, the article thousands of times over."""
    text = ("export const x = (\n\n" + "word " * 20 + "\n\n") * (LIMIT // 10)
    document = formats.parse(text, "a.mdx")
    assert len(document.segments) >= LIMIT // 10
    assert compose(document, lambda segment: None).text == text


@pytest.mark.parametrize("target", ["import './x.css'", "export const x = 1", "import x from 'y'"])
def test_a_translation_brings_none(target: str) -> None:
    document = formats.parse("One.\n\nTwo.\n", "a.mdx")
    made = compose(document, lambda segment: target if segment.text == "Two." else None)
    assert made.text == document.text
    assert len(made.fallen) == 1


def test_an_article_that_is_no_mdx_shows_them() -> None:
    assert "import A from" in body.render("import A from 'a'\n", "a.md")
