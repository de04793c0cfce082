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
from toolkit.publishing.markdown_links import addresses, with_ids

ROOT = Path(__file__).parents[2]
OWN = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("source_articles/**/*.md")])
LINKS = st.sampled_from(
    """[a](b.md)|![a](b.png)|[a][r]|[r]: c.md 'T'|<https://x.org/>|[a [b](c)](d)|[![a](b)](c)|[a](<b c.md>)
[a](ü.md)|<me@x.org>|[→](e.md)|![](f.png)|*[a](b.md#c?d=e)*|- [a](b)|![a ![b](c.png)](d.png)
![a [b](c.md)](d.png)|[a](javascript:b)|[a](b&amp;c)|[a](b%20c)|[a](b\\)c)|<div class="x" data-y='z'>|</div>
<!-- a -->|<!-- <a href="q.md"> -->|<br/>|a <b>b</b> <Tip to=x>c</Tip>|<a href="h.md">|</a>|<script>|</script>
<title>x|<svg><a href="s.md">|<!-->|<?x|<q cite=c.md>|<details><summary>a</summary>|<p title="> <a href=x>">
[a](<{b}"'`c^~$|é>)|[a][e]|[e]: <a b'c&.md>|> <div>|> [a](b.md)|a <b""".replace("\n", "|").split("|")
)


def told(text: str) -> tuple[tuple[str, ...] | None, tuple[str, ...]]:
    return addresses(formats.parse(text, "a.md")), body.addresses(body.render(text))


@pytest.mark.parametrize("path", OWN, ids=lambda path: path.name)
def test_own_articles(path: Path) -> None:
    short, long = told(path.read_text("utf-8"))
    assert short is None or short == long


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("See [a](b.md), ![c](d.png) and [e].\n\n[e]: ../f.md#g\n", ("b.md", "d.png", "../f.md#g")),
        ("[a](<é 1.md?b&c>) <me@x.org>\n", ("%C3%A9%201.md?b&c", "mailto:me@x.org")),
        ('<!-- Ours -->\n\n<details class="x">\n\n[a](b.md)<br/>\n\n</details>\n', ("b.md",)),
    ],
)
def test_the_short_way_is_taken(text: str, found: tuple[str, ...]) -> None:
    assert addresses(formats.parse(text, "a.md")) == found


@pytest.mark.parametrize(
    "html", ['<a href="b.md">', "<script>", "<!-->", "<svg>", "<p title='>'>", "[^1]\n\n[^1]: x"]
)
def test_html_that_may_lead_somewhere_is_asked(html: str) -> None:
    assert addresses(formats.parse(f"[a](b.md) {html}\n", "a.md")) is None


@settings(max_examples=300, deadline=None)
@given(st.lists(soup | LINKS, max_size=6).map("\n".join))
def test_any_article(text: str) -> None:
    try:
        short, long = told(text)
    except ArticleError:
        return
    assert short is None or short == long


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# T\n", "# T {#t}\n"),
        ("# T   \n", "# T {#t}   \n"),
        ("## T ##\n", "## T ## {#t}\n"),
        ("## T ##  \r\n", "## T ## {#t}  \r\n"),
        ("# T {.c}\n", "# T {#t .c}\n"),
        ("## T ## {.c}", "## T ## {#t .c}"),
        ("T {.c}\n===\n", "T {#t .c}\n===\n"),
        ("# T {: .c}\n", "# T {: #t .c}\n"),
        ("# T {/* c */}\n", "# T {#t} {/* c */}\n"),
        ("# C#\n", "# C# {#t}\n"),
        ("# T {#own}\n", "# T {#own}\n"),
    ],
)
def test_an_id_goes_where_generators_look_for_it(source: str, expected: str) -> None:
    assert with_ids(source, 0, ("t",), "attribute") == expected
