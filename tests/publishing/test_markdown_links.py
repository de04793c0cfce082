# ruff: noqa: E501
"""Addresses and heading ids changed in Markdown: every spelling of theirs, and nothing besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.soup import soup
from tests.publishing.conftest import CONFIG, translated
from tests.publishing.test_addresses import LINKS
from toolkit import formats
from toolkit.config import Layout
from toolkit.errors import ArticleError
from toolkit.project import Project
from toolkit.publishing.body import addresses, render
from toolkit.publishing.headings import outline
from toolkit.publishing.markdown_links import changed, with_ids
from toolkit.publishing.site import build

NEW = {"a/x&y.txt": "a/x&y.md", "a/p_q.txt": "a/p_q.md", "o%20m.md": "../en/o%20m.md", "q.txt": "q.md"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (r"[e](a/x&amp;y.txt) [e](a/x\&y.txt 'T (a)')", "[e](a/x&y.md) [e](a/x&y.md 'T (a)')"),
        (r"[e](a/p\_q.txt) `[q](q.txt)` <q.txt>", "[e](a/p_q.md) `[q](q.txt)` <q.txt>"),
        ("[x](<o m.md>) [x](o%20m.md)", "[x](<../en/o%20m.md>) [x](../en/o%20m.md)"),
        ('[x]( q.txt "q.txt" ) ![](q.txt)', '[x]( q.md "q.txt" ) ![](q.md)'),
        ("[![i](q.txt)](q.txt) [a\\](q.txt)](q.txt) [**b**](q.txt)", "[![i](q.md)](q.md) [a\\](q.txt)](q.md) [**b**](q.md)"),
        ("> [a\n> b](\n> q.txt\n> 't')\n", "> [a\n> b](\n> q.md\n> 't')\n"),
        ("[r] [a\\]:q.txt]\n\n[a\\]:q.txt]: q.txt 'x'\n[r]:\n  <o m.md>\n", "[r] [a\\]:q.txt]\n\n[a\\]:q.txt]: q.md 'x'\n[r]:\n  <../en/o%20m.md>\n"),
        ('<a title="<a href=q.txt>" href="q.txt">x</a> <A HREF=q.txt>y</A>', '<a title="<a href=q.txt>" href="q.md">x</a> <A HREF=q.md>y</A>'),
        ("<div><a\nhref='a/x&amp;y.txt'>x</a></div>\n", "<div><a\nhref='a/x&amp;y.md'>x</a></div>\n"),
        ('<!-- <a href="q.txt"> -->\n\n```\n<a href="q.txt">\n```\n', '<!-- <a href="q.txt"> -->\n\n```\n<a href="q.txt">\n```\n'),
        ("---\nrel: '[x](q.txt)'\n---\n\n[é](q.txt)\n", "---\nrel: '[x](q.txt)'\n---\n\n[é](q.md)\n"),
        (
            "!!! note\n    One [a](q.txt).\n\n    Two [b](q.txt).\n\n{{% box %}}[c](q.txt){{% /box %}} {{< x \"[d](q.txt)\" >}}\n",
            "!!! note\n    One [a](q.md).\n\n    Two [b](q.md).\n\n{{% box %}}[c](q.md){{% /box %}} {{< x \"[d](q.txt)\" >}}\n",
        ),
    ],
)  # fmt: skip
def test_every_spelling_of_an_address(text: str, wanted: str) -> None:
    assert changed(text, NEW) == wanted


@settings(max_examples=300, deadline=None)
@given(st.lists(soup | LINKS, max_size=5).map("\n".join))
def test_every_address_of_a_page_is_changed_and_nothing_else(text: str) -> None:
    try:
        before = addresses(render(text))
        formats.parse(text, "a.md")
    except ArticleError:
        return
    ours = [url for url in dict.fromkeys(before) if url and ":" not in url and url[0] not in "#/"]
    new = {unquote(url): f"../en/n{number}.md" for number, url in enumerate(ours)}
    wanted = [new.get(unquote(url), url) for url in before]
    assert list(addresses(render(changed(text, new)))) == wanted


@pytest.mark.parametrize(
    ("new", "wanted"),
    [
        ("a(b.md", "[x](a%28b.md)"),
        ("b.md?x&copy;", "[x](b.md?x&amp;copy;)"),
        ("b.md?x=1&y", "[x](b.md?x=1&y)"),
    ],
)
def test_a_new_address_says_what_it_is(new: str, wanted: str) -> None:
    assert changed("[x](a.md)", {"a.md": new}) == wanted


ARTICLES: Mapping[str, str] = {
    "index.md": "# Home\n\n[t](a/p\\_q.txt) [o](omit\\.md) <a href='omit.md#k'>o</a> [h](a/h.htm) [x](x.xhtml) [t](t.text)\n\n"
    "<div><p><a href='a/p_q.txt'>t</a></p></div>\n",
    "omit.md": "---\nincomplete: omit\n---\n# Omit\n\nNever translated.\n",
    "a/p_q.txt": "The title\n\nSome words here.\n",
    "t.text": "Another title\n\nSome words here.\n",
    "a/h.htm": "<h1>H</h1>\n<p>Some words here. <a href='../omit.md'>O</a></p>\n",
    "x.xhtml": "<h1>X</h1>\n<p>Some words here.</p>\n",
}  # fmt: skip


def test_no_link_of_the_markdown_beside_pages_is_lost(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project(dict(ARTICLES), CONFIG))
    translated(project, "es", names=tuple(name for name in ARTICLES if name != "omit.md"))
    assert not build(project).errors
    text = (project.output_dir / "es/index.md").read_text("utf-8")
    assert (
        "[t](a/p_q.md) [o](../en/omit.md) <a href='../en/omit.md#k'>o</a> [h](a/h.html) [x](x.html) [t](t.md)"
        in text
    )
    assert "<div><p><a href='a/p_q.md'>t ✓</a>" in text
    for name in ("a/p_q.md", "../en/omit.md", "a/h.html", "x.html", "t.md"):
        assert (project.output_dir / "es" / name).is_file()
    assert not (project.output_dir / "es/x.md").exists()


HEADINGS = """\
# Top

## Raw in

<h2>Written as HTML</h2>

## Raw in

<div>
<h3 id="own">Own</h3>
</div>

> ### हिन्दी

##

Last
----
"""


@pytest.mark.parametrize(
    ("how", "lines"),
    [
        ("attribute", ["# Top {#top}", "## Raw in {#raw-in-1}", "> ### हिन्दी {#हिन्दी}", "Last {#last}"]),
        ("anchor", ['# <a id="top"></a>Top', '## <a id="raw-in-1"></a>Raw in', '<a id="last"></a>Last']),
    ],
)
def test_ids_pass_headings_over_that_are_written_as_html(how: str, lines: list[str]) -> None:
    ids = tuple(heading.id for heading in outline(render(HEADINGS)).headings)
    made = with_ids(HEADINGS, 0, ids, how)
    assert set(lines) <= set(made.split("\n"))
    assert "<h2>Written as HTML</h2>" in made
    # The page made of it has the same ids.
    again = [heading.id for heading in outline(render(made)).headings]
    assert again == list(ids) or how == "anchor"


def test_a_footnote_takes_no_id_from_a_heading() -> None:
    text = "# A\n\n[n](#nsaid)[^nsaid]\n\n## nsaid\n\n[^nsaid]: Note.\n"
    assert [heading.id for heading in outline(render(text)).headings] == ["a", "nsaid"]


def test_a_page_has_no_id_that_a_heading_could_have(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": "# A\n\n[c](#content)\n\n## Content\n\nWords.\n"}, CONFIG))
    translated(project, "es")
    build(project)
    text = (project.output_dir / "es/a.html").read_text("utf-8")
    assert text.count('id="content"') == 1
    assert '<h2 id="content">' in text


TWINS: Mapping[str, str] = {
    "a.md": "# From md\n\nSome words. [t](a.txt) [h](a.html)\n",
    "a.txt": "From txt\n\nSome words here.\n",
    "a.html": "<h1>From html</h1>\n<p>Some words here. <a href='a.txt#x'>t</a></p>\n",
    "b.md": "# B\n\n[m](a.md) [t](./a.txt) [h](a.html#x) and words.\n",
}


@pytest.mark.parametrize(
    ("layout", "folder", "files", "links"),
    [
        ("site", "es/", ("a.md", "a.txt.md", "a.html.html"), "[m](a.md) [t](a.txt.md) [h](a.html.html#x)"),
        ("plain", "es/", ("a.md", "a.txt.md", "a.html"), "[m](a.md) [t](./a.txt.md) [h](a.html#x)"),
        ("hugo", "content/es/", ("a.md", "a.txt.md", "a.html"), "[m](a.md) [t](./a.txt.md) [h](a.html#x)"),
        (
            "mkdocs",
            "docs/es/",
            ("a.md", "a.txt.md", "a.html.md"),
            "[m](a.md) [t](./a.txt.md) [h](a.html.md#x)",
        ),
    ],
)
def test_articles_that_differ_in_suffix_only_have_files_of_their_own(
    make_project: Callable[..., Path], layout: Layout, folder: str, files: tuple[str, ...], links: str
) -> None:
    root = make_project({name: text for name, text in TWINS.items() if name == "b.md"}, CONFIG)
    for name in ("a.txt", "a.md", "a.html"):  # each build finds one more
        (root / "source_articles" / name).write_text(TWINS[name], "utf-8")
        project = Project.find(root)
        translated(project, "es")
        report = build(project, layout=layout)
    assert not report.errors
    assert report.unchanged >= 0
    found = {name: (project.output_dir / folder / name).read_text("utf-8") for name in (*files, "b.md")}
    assert links in found["b.md"]
    for name, words in zip(files, ("From md", "From txt", "From html"), strict=True):
        assert words in found[name]
    if layout == "plain":
        assert "'a.txt.md#x'" in found["a.html"] or '"a.txt.md#x"' in found["a.html"]
    assert build(project, layout=layout, force=True).written == 0


@pytest.mark.parametrize(
    ("heading", "tag"),
    [
        ("### Set `a(b)` {/*set-state*/}", '<h3 id="set-state">'),
        ("## A {/* #my-id */}", '<h2 id="my-id">'),
        ("## A {/* a note */}", '<h2 id="a">'),
    ],
)
def test_an_id_in_an_mdx_comment_is_the_headings(
    make_project: Callable[..., Path], heading: str, tag: str
) -> None:
    config = CONFIG + '[build]\nheading-ids = "attribute"\n'
    project = Project.find(make_project({"a.mdx": f"# Top\n\n{heading}\n\nWords.\n"}, config))
    translated(project, "es")
    assert build(project).errors == ()
    page = (project.output_dir / "es/a.html").read_text("utf-8")
    assert tag in page
    assert "*/" not in page
    kept = "{#a} {/* a note */}" if "note" in heading else heading[heading.index("{") :]
    assert f" ✓ {kept}\n" in (project.output_dir / "es/a.mdx").read_text("utf-8")
