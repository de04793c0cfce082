"""Translations go into an article, and nothing but words changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit import formats
from toolkit.model import Segment
from toolkit.publishing.compose import compose, compose_marked

CASES = Path(__file__).resolve().parent.parent / "cases" / "compose.txt"
AROUND = "# Before\n\n{}\n\n- one\n- two\n\n| a | b |\n|---|---|\n| c | d |\n\nAfter *all*.\n"


def cases() -> list[tuple[str, str, str, str]]:
    found = []
    for block in CASES.read_text(encoding="utf-8").split("=== ")[1:]:
        title, _, rest = block.partition("\n")
        source, target, expected = rest.rstrip("\n").split("\n---\n")
        found.append((title, source, target.replace("␀", "\0"), expected))
    return found


def test_there_are_cases() -> None:
    assert len(cases()) > 20


@pytest.mark.parametrize(("title", "source", "target", "expected"), cases())
def test_case(title: str, source: str, target: str, expected: str) -> None:
    text = AROUND.format(source)
    document = formats.parse(text, "a.md")
    composed = compose(document, lambda segment: target if segment.text == source else None)
    if expected == "used":
        assert composed.used == 1, composed.fallen
        assert not composed.fallen
        again = formats.parse(composed.text, "a.md")
        assert len(again.segments) == len(document.segments)
        for before, after in zip(document.segments, again.segments, strict=True):
            assert before.text == source or before.text == after.text
    else:
        assert composed.text == text
        assert [expected in fallen.reason for fallen in composed.fallen] == [True], composed.fallen


def everything(_: Segment) -> str | None:
    return _.text


ARTICLES = {
    "a.md": "---\ntitle: 'It''s'\n---\r\n\r\n# A  \r\n\r\n* b\r\n  c\r\n\r\n> d\r\n> e\r\n",
    "b.md": "\ufeffText \\* with &amp; and &#42; [x]\n\n[x]: /y (T)\n\n| a|b\n|-\n|c\n\n\n",
    "c.md": "",
    "d.html": "<!doctype html><title>T</title><p class=x>One &amp; two<p>Three <b>four</b>",
    "e.txt": "March 12, 2024\n\nTitle\n\nWhat is it?\n\nA text\nof two lines.\n",
}


@pytest.mark.parametrize("name", ARTICLES)
def test_without_translations_the_article_stays_byte_for_byte(name: str) -> None:
    document = formats.parse(ARTICLES[name], name)
    assert compose(document, lambda _: None).text == ARTICLES[name]


@pytest.mark.parametrize("name", ARTICLES)
def test_translations_equal_to_their_sources_change_nothing(name: str) -> None:
    document = formats.parse(ARTICLES[name], name)
    composed = compose(document, everything)
    assert composed.text == ARTICLES[name]
    assert composed.used == len(document.segments)
    assert not composed.fallen


@pytest.mark.parametrize("name", [name for name in ARTICLES if name != "c.md"])
def test_every_mark_arrives(name: str) -> None:
    document = formats.parse(ARTICLES[name], name)
    composed = compose(document, lambda segment: segment.text + " ✓")
    assert not composed.fallen
    assert composed.text.count("✓") == len(document.segments) > 0


def test_blank_translations_are_none() -> None:
    document = formats.parse("One\n", "a.md")
    assert compose(document, lambda _: " \n ").text == "One\n"


def test_one_culprit_takes_no_other_translation_down() -> None:
    text = "\n\n".join(f"Paragraph {number}." for number in range(300)) + "\n"
    document = formats.parse(text, "a.md")
    composed = compose(
        document, lambda segment: "<b>" if segment.text == "Paragraph 150." else segment.text + " ✓"
    )
    assert [fallen.segment.text for fallen in composed.fallen] == ["Paragraph 150."]
    assert composed.used == 299


@pytest.mark.parametrize("start", ["---\n\n", "---\n", "\ufeff---\r\n", "+++\n\n"])
@pytest.mark.parametrize("target", ["Nota: dos", "title = 'dos'", "Nota: [dos"])
def test_below_a_rule_no_translation_becomes_front_matter(start: str, target: str) -> None:
    text = f"{start}Words\n\n{start.strip()}\n\nText\n".replace("\n\n\ufeff", "\n\n")
    document = formats.parse(text, "a.md")
    assert [segment.text for segment in document.segments] == ["Words", "Text"]
    composed = compose(document, lambda segment: target if segment.text == "Words" else "Texto")
    again = formats.parse(composed.text, "a.md")
    assert [segment.role for segment in again.segments] == [segment.role for segment in document.segments]
    assert composed.used == 2 - len(composed.fallen)
    assert again.segments[1].text == "Texto"


def test_a_hostile_catalog_costs_a_constant_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every translation breaks the article in a way only parsing finds: the work stays bounded."""
    text = "\n\n".join(f"Paragraph {number}." for number in range(2_000)) + "\n"
    document = formats.parse(text, "a.md")
    parsed = 0
    real = formats.parse

    def counted(text: str, *rest: object) -> object:
        nonlocal parsed
        parsed += len(text)
        return real(text, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(formats, "parse", counted)
    # An encoder that lets everything through stands for one with a hole in it.
    through(monkeypatch)
    composed = compose(document, lambda segment: "x\n\ny")
    assert composed.text == text
    assert len(composed.fallen) == 2_000
    assert parsed < 120 * len(text)


def through(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encoders let everything through."""
    for name in formats.BUILTIN:
        monkeypatch.setattr(
            type(formats.for_name(name)), "encode", lambda self, document, segment, target: target
        )


def test_an_encoder_with_a_hole_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    through(monkeypatch)
    for target in ("# x", "```", "<script>x</script>", "x\n\ny", "- x", "> x", "x\n===", "[a]: b", "<!--"):
        for name in ("a.md", "a.html"):
            text = "<p>One</p>\n<p>Two</p>\n" if name == "a.html" else "One\n\nTwo\n"
            document = formats.parse(text, name)
            composed = compose(
                document,
                lambda segment, target=target: target if segment.text == "One" else None,  # type: ignore[misc]
            )
            if composed.fallen:
                assert composed.text == text
            else:
                again = formats.parse(composed.text, name)
                assert [segment.role for segment in again.segments] == ["paragraph", "paragraph"]


def test_marks_stand_around_what_is_not_translated() -> None:
    document = formats.parse("One\n\nTwo\n", "a.md")

    def wrap(segment: Segment, translated: bool) -> tuple[str, str]:
        return ("", "") if translated else ("<i>", "</i>")

    composed, marked = compose_marked(document, lambda s: "Uno" if s.text == "One" else None, wrap)
    assert composed.text == "Uno\n\nTwo\n"
    assert marked == "Uno\n\n<i>Two</i>\n"


@pytest.mark.parametrize(
    ("name", "source", "target"),
    [
        ("a.md", "See [a](b.md)", "Vea [a]({{< x >}}.md)"),
        ("a.md", "See [a](b.md)", 'Vea [a](b.md "{{< x >}}")'),
        ("a.md", "A <b title='c'>d</b>", "Un <b title='{% x %}'>d</b>"),
        ("a.md", "A <b title='c'>d</b>", "Un <b title={x()}>d</b>"),
        ("a.md", "A <i alt='c'>d</i>", "Un <i alt='<%= x %>'>d</i>"),
        ("a.mdx", "Words", "Palabras {x()}"),
        ("a.mdx", "Words", "Palabras {x("),
        ("a.mdx", "Words {y()}", "Palabras {y()} {x()}"),
        ("a.html", "<p>A <a href='b'>c</a></p>", "Un <a href='{{ x }}'>c</a>"),
        ("a.txt", "Words", "Palabras {% x %}"),
    ],
)
def test_no_translation_brings_what_a_generator_runs(name: str, source: str, target: str) -> None:
    document = formats.parse(f"{source}\n", name)
    composed = compose(document, lambda _: target)
    assert composed.text == document.text
    assert ["it adds" in fallen.reason for fallen in composed.fallen] == [True]


def test_braces_are_words_unless_they_are_run() -> None:
    document = formats.parse("Words {z}\n", "a.md")
    assert compose(document, lambda _: "Palabras {z} {x y}").used == 1
    assert compose(document, lambda _: "Palabras {z} {x y}", expressions=True).used == 0
    assert compose(document, lambda _: "Palabras {z}", expressions=True).used == 1


# fmt: off
PIECES = st.sampled_from([
    "a", "b", "\n", "\n\n", "*", "**", "_", "`", "```", "~~~", "#", ">", "-", "1.", "|", "\\", "[", "]", "(", ")",  # noqa: E501
    "!", "<", "<b>", "</b>", "<script>", "</p>", "<!--", "-->", "&", "&lt;", "&#60;", "{{", "}}", "{%", "$", "$$",  # noqa: E501
    "[^1]", "[x]:", "http:", "javascript:", "---", "===", "+++", ":::", "\t", " ", "\r", '"', "'", "onclick=", "\u2028",  # noqa: E501
])
# fmt: on
TARGETS = st.lists(PIECES, max_size=12).map("".join)


@settings(max_examples=300, deadline=None)
@given(TARGETS, TARGETS, st.sampled_from(["a.md", "a.html", "a.txt"]))
def test_no_translation_changes_the_structure(first: str, second: str, name: str) -> None:
    text = {
        "a.md": "# One\n\nTwo *three* [four](x.md)\n\n- five\n  - six\n\n"
        "| seven | eight |\n|--|--|\n| nine | ten |\n",
        "a.html": "<h1>One</h1><p>Two <em>three</em> <a href=x>four</a>"
        "<ul><li>five<li>six</ul><img alt='seven'>",
        "a.txt": "Title\n\nWhat is one?\n\nTwo and\nthree.\n\n- four\n- five\n",
    }[name]
    document = formats.parse(text, name)
    assert document.segments
    composed = compose(document, lambda segment: first if segment.span.start % 2 else second)
    again = formats.parse(composed.text, name)
    assert len(again.segments) == len(document.segments)
    assert composed.used + len(composed.fallen) <= len(document.segments)


ARTICLE = """---
title: Zero
---
# One

Two *three* [four](x.md) `five` and [six][ref]
seven.

- [ ] eight
  - nine {name}

> [!note] Ten
> eleven

| twelve | *13* |
|--|--|
| fourteen | `x` 15 |

<div title="sixteen"><p>seventeen <b>18</b></p></div>

:::tip Nineteen
twenty {{ tag }} é
:::

## Twenty-one {#id}

[ref]: /u "Twenty-two"
"""
PAGE = """<!doctype html>
<html><head><title>Zero</title><meta name=description content="One {name}"></head><body>
<h1>Two</h1><p title='Three'>Four <b>five</b> <code>six</code> <a href="x.html" title="seven">eight</a>
<ul><li><a href=y>nine</a><li><em>ten</em> <br>eleven<br><br>twelve</ul>
<table><tr><th>thirteen<td>fourteen &amp; &nbsp;<img alt="fifteen" src=z></table>
<!-- toolkit:note n --><p>sixteen<pre>seventeen</pre><div>eighteen<p>nineteen</div>
<textarea>twenty</textarea><svg><text>twenty-one</text></svg>{% if x %}twenty-two{% endif %}
</body></html>
"""
READINGS = {"a.md": (ARTICLE, 17), "a.html": (PAGE, 17)}
MORE = st.one_of(
    TARGETS,
    st.sampled_from(
        [
            "x #",
            "# x",
            "x {#y}",
            "[x]: y",
            "x | y",
            "http://x.y/z",
            "{x}",
            "{name}",
            "*x* `five`",
            "x</p>y",
            "<code>six</code>",
            'x" onclick="y',
            "<b>x</b>",
            "&nbsp;x",
            "x<br><br>y",
            "{% if x %}",
        ]
    ),
    st.builds("Ahora {} {}".format, PIECES, PIECES),
)


@pytest.mark.parametrize("hole", [False, True])
@pytest.mark.parametrize("name", READINGS)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=st.dictionaries(st.integers(0, 16), st.one_of(MORE, st.just("")), min_size=1, max_size=4))
def test_the_short_proof_takes_nothing_that_the_long_one_refuses(
    hole: bool, name: str, chosen: dict[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an encoder that has a hole, too."""
    text, count = READINGS[name]
    document = formats.parse(text, name)
    assert len(document.segments) == count

    def target(segment: Segment) -> str | None:
        words = chosen.get(document.segments.index(segment))
        return segment.text + " ✓" if words == "" else words

    with monkeypatch.context() as patch:
        if hole:
            through(patch)
        short = compose(document, target)
        patch.setattr(formats, "keeps_structure", lambda *_: False)
        assert compose(document, target) == short


@pytest.mark.parametrize("name", READINGS)
def test_the_short_proof_is_enough_for_usual_translations(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    document = formats.parse(READINGS[name][0], name)
    monkeypatch.setattr(formats, "parse", None)
    composed = compose(document, lambda segment: "Ahora " + segment.text)
    assert composed.used == len(document.segments)


@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_an_attribute_without_quotes_gets_some_where_it_needs_them(name: str) -> None:
    text = "<p title=one class=x>Two <img alt=three src=y> four</p>\n"
    document = formats.parse(text, name)
    targets = {
        "one": "dos palabras",
        "Two <img alt=three src=y> four": 'Dos <img alt="la tercera" src=y> cuatro',
    }
    composed = compose(document, lambda segment: targets[segment.text])
    assert not composed.fallen
    assert composed.text == '<p title="dos palabras" class=x>Dos <img alt="la tercera" src=y> cuatro</p>\n'
    hostile = compose(document, lambda segment: "x\" onclick='y" if segment.text == "one" else None)
    assert "title='x\" onclick=&#39;y'" in hostile.text or 'title="x&quot; onclick=' in hostile.text


def test_quotes_around_a_title_are_its_own() -> None:
    document = formats.parse("<title>One</title><p>Two</p>", "a.html")
    composed = compose(document, lambda segment: f'"{segment.text}"')
    assert composed.text == '<title>"One"</title><p>"Two"</p>'
