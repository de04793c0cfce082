"""Where an article's links lead is told without its HTML only where the HTML would say the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.soup import soup
from toolkit import formats
from toolkit.errors import ArticleError
from toolkit.publishing import body
from toolkit.publishing.markdown_links import addresses

ROOT = Path(__file__).parents[2]
OWN = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("source_articles/**/*.md")])
LINKS = st.sampled_from(
    """[a](b.md)|![a](b.png)|[a][r]|[r]: c.md 'T'|<https://x.org/>|[a [b](c)](d)|[![a](b)](c)|[a](<b c.md>)
[a](ü.md)|<me@x.org>|[→](e.md)|![](f.png)|*[a](b.md#c?d=e)*|- [a](b)|![a ![b](c.png)](d.png)
![a [b](c.md)](d.png)|[a](javascript:b)|[a](b&amp;c)|[a](b%20c)|[a](b\\)c)""".replace("\n", "|").split("|")
)


def told(text: str) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    return addresses(formats.parse(text, "a.md")), body.addresses(body.render(text))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_own_articles(path: Path) -> None:
    short, long = told(path.read_text("utf-8"))
    assert short is None or short == long


def test_the_short_way_is_taken() -> None:
    text = "See [a](b.md), ![c](d.png) and [e].\n\n[e]: ../f.md#g\n"
    assert addresses(formats.parse(text, "a.md")) == ("b.md", "d.png", "../f.md#g")


@settings(max_examples=300, deadline=None)
@given(st.lists(soup | LINKS, max_size=6).map("\n".join))
def test_any_article(text: str) -> None:
    try:
        short, long = told(text)
    except ArticleError:
        return
    assert short is None or short == long
