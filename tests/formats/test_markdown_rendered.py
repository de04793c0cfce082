"""The proof from the parser's HTML says yes only where a closer look does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.soup import PIECES, soup
from toolkit import formats
from toolkit.errors import ArticleError
from toolkit.formats import markdown_proof, markdown_rendered
from toolkit.formats.markdown_body import Body
from toolkit.formats.options import DEFAULT_OPTIONS
from toolkit.formats.spliced import Spliced
from toolkit.publishing.compose import _Composer

BLOCKS = """# Word|## Word {#id}|Word|Word *em*|- word|- a\n- b|1. a **b**\n2. c|> word\n> word
a \\\nb|a\n===|| a | b |\n|---|--:|\n| c | `d` ||Word [ref] [a](b "c")|[ref]: /u "ti"|![alt](i.png "t")|<div>\n\nword\n\n</div>
<https://a.b/c>|- [ ] word|- a\n\n  b|a\n: b|$m$ word|~~s~~ word|`code` word|a <b>c</b>|a &amp; b|```\ncode\n```|    code
---|<p>text</p>|Word[^1]|[^1]: note|> > a\n> - b|* a\n\n* b|Word<br>word
*a* <!-- toolkit:note n --> b *c*|<a href="x"><img src="y" alt="word"></a>"""  # noqa: E501
articles = st.one_of(
    soup,
    st.lists(st.sampled_from(BLOCKS.replace("|\n", "\0").split("|")), min_size=1, max_size=7).map(
        lambda blocks: "\n\n".join(blocks).replace("\0", "|\n") + "\n"
    ),
)
WORDS = """Word|Ahora|a *b* c|x [y](b) z|¿Qué?|a & b|1. x|C#|x ##|x {#y}|x \\|x [y][ref]
![x](i.png "u")|x alt="y ![z](b.png)|<b title="a>b" c="d">x</b>|<b title="a>b" c="e">x</b>|a <!-- it's -->
<!-- "b" --> a|a <b|a <!-- toolkit:note n --> b
<b c='"'>x</b>|[x](c)|**x** `code`|**x** `other`|x | y|&lt;b&gt; x|&#35; x|<https://a.b> x
x : y|: y"""
words = st.one_of(
    st.sampled_from(WORDS.replace("\n", "|").split("|")),
    st.lists(st.sampled_from([*PIECES, *BLOCKS.split("|")]), max_size=4).map("".join),
)


@pytest.mark.parametrize("through", [False, True])
@settings(max_examples=300, deadline=None)
@given(text=articles, changes=st.dictionaries(st.integers(0, 12), words, min_size=1, max_size=8))
def test_never_more_than_a_closer_look_says(through: bool, text: str, changes: dict[int, str]) -> None:
    """Also with an encoder that has a hole."""
    targets = {}
    slices = {}
    try:
        document = formats.parse(text, "a.md")
        for index, segment in enumerate(document.segments):
            target = changes.get(index, "")
            if len(target) % 2:
                target = f"{segment.text} {target}"
            if target.strip():
                targets[index] = target.strip()
                slices[index] = (
                    targets[index] if through else formats.encode(document, segment, targets[index])
                )
    except ArticleError:
        return
    made, before = Spliced(document, slices), document.outline
    assert isinstance(before, Body)
    if (
        slices
        and markdown_proof._say_the_same(made, targets, before.masks is not None)
        and markdown_rendered.holds(made, before)
    ):
        # Where the events differ, in blanks in code that was two lines, segments and codes are looked at.
        composer = _Composer(document, DEFAULT_OPTIONS)
        composer.texts = targets
        assert markdown_proof._same_body(made, before, DEFAULT_OPTIONS) or composer.fault(slices) is None


USUAL = (
    '---\ntitle: Zero\n---\n# One {#id}\n\nTwo *three* [four](x.md "T") `five` and [six][ref]\nseven.\n\n'
    "- [ ] eight\n  - nine\n\n> ten\n> eleven\n\n| twelve | *13* |\n|--|--|\n| fourteen | 15 |\n\n"
    "![16](a.png)\n\nSeventeen **18** & <b>19</b>.\n\n[ref]: /u\n"
)


@pytest.mark.parametrize("sign", ["", "&", "¿", "1. ", "... "])
def test_it_is_enough_for_usual_articles(sign: str) -> None:
    document = formats.parse(USUAL, "a.md")
    made = Spliced(
        document,
        {
            index: formats.encode(document, segment, sign + "Ahora " + segment.text)
            for index, segment in enumerate(document.segments)
        },
    )
    assert isinstance(document.outline, Body)
    assert markdown_rendered.holds(made, document.outline)


@pytest.mark.parametrize(
    ("source", "piece"),
    [
        ("One *two*", "Uno dos"),
        ("One two", "Uno *dos*"),
        ("One *two*", "Uno **dos**"),
        ("One `two`", "Uno `dos`"),
        ("One [two](a)", "Uno [dos](b)"),
        ("One <b title='a' onclick='b'>two</b>", "Uno <b title='a' onclick='c'>dos</b>"),
        ('One <b x=\' alt="\' y="1">two</b>', 'Uno <b x=\' alt="\' z="2">dos</b>'),
        ("One <b x='a>b' y='1'>two</b>", "Uno <b x='a>b' y='2'>dos</b>"),
        ("One <!-- a -->", "Uno <!-- b -->"),
        ("One <!-- it's --> two", "Uno dos"),
        ("One <b>two</b>", "Uno <!-- it's --> <b>dos</b>"),
        ("One ![two](a.png)", "Uno ![dos](b.png)"),
        ("One **two**", 'Uno **dos** alt="y ![z](b.png)'),
        ("One ![two](a.png)", 'Uno ![dos](a.png) alt="y ![z](b.png)'),
        ("One", 'Uno alt="y ![z](b.png)'),
        ("One", "Uno\n\nDos"),
        ("One", "# Uno"),
        ("One", "- Uno"),
        ("One", "[ref]: /u"),
        ("One", "<div>"),
        ("One", "{{< tag >}}"),
        ("One", "Uno[^1]"),
        ("One", "Uno <b>dos</b>"),
        ("One", "..."),
        ("One", ""),
    ],
)
@pytest.mark.parametrize("more", ["", "\n[label]: /u\n"])
def test_what_is_not_the_same_is_not_told(source: str, piece: str, more: str) -> None:
    document = formats.parse(f"# Title\n\n{source}\n\n- item\n{more}", "a.md")
    assert [segment.text for segment in document.segments][1] == source
    assert isinstance(document.outline, Body)
    assert not markdown_rendered.holds(Spliced(document, {1: piece}), document.outline)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("One {{< tag >}}\n", "Uno"),
        ("One\n\n\x1a\n", "Uno"),
        ("<p>one</p>\n", "uno"),
        ("One[^1]\n\n[^1]: two\n", "Uno"),
    ],
)
def test_what_is_not_for_it_is_left_to_the_other_proof(text: str, piece: str) -> None:
    document = formats.parse(text, "a.md")
    assert document.segments
    assert isinstance(document.outline, Body)
    assert not markdown_rendered.holds(Spliced(document, {0: piece}), document.outline)


def test_two_texts_of_one_paragraph_do_not_stand_for_another() -> None:
    text = "One *a* <!-- toolkit:note n --> two *b*\n\nThree [c](d.md)\n"
    document = formats.parse(text, "a.md")
    assert [segment.text for segment in document.segments] == ["One *a*", "two *b*", "Three [c](d.md)"]
    assert isinstance(document.outline, Body)
    lost = {0: "Uno *a*", 1: "dos *b*", 2: "Tres"}
    assert not markdown_rendered.holds(Spliced(document, lost), document.outline)
    kept = {**lost, 2: "Tres [c](d.md)"}
    assert markdown_rendered.holds(Spliced(document, kept), document.outline)


@pytest.mark.parametrize("more", ["", "\n[label]: /u\n"])
def test_what_closes_a_heading_is_no_text_of_it(more: str) -> None:
    document = formats.parse(f"# One\n{more}", "a.md")
    assert isinstance(document.outline, Body)
    assert markdown_rendered.holds(Spliced(document, {0: "Uno C#"}), document.outline)
    assert not markdown_rendered.holds(Spliced(document, {0: "Uno ##"}), document.outline)
    assert not markdown_rendered.holds(Spliced(document, {0: "Uno {%}"}), document.outline)


def test_texts_of_several_lines_are_not_told_apart_by_their_number() -> None:
    assert markdown_rendered._inline(["a", "b *c*"], "") == ["a", "b <em>c</em>"]
    assert markdown_rendered._inline(["a\n# b", "c\n---\nd"], "") is None
    assert markdown_rendered._inline(["a\rb"], "") is None


def test_titles_and_words_for_pictures_may_differ() -> None:
    document = formats.parse('Word ![one](a.png "two")\n', "a.md")
    assert isinstance(document.outline, Body)
    piece = 'Palabra ![uno](a.png "dos")'
    assert markdown_rendered.holds(Spliced(document, {0: piece}), document.outline)


PLAIN = (
    "---\ntitle: Zero\n---\n# One\n\nTwo *three* four.\n\n- five **six**\n  - [seven](x.md#y)\n\n"
    "> eight `nine`\n\n| ten | ![eleven](a.png) |\n|--|--|\n| ~~twelve~~ | 13 |\n"
)


@pytest.mark.parametrize("left", range(8))
def test_it_knows_whose_source_has_markup(left: int) -> None:
    """Also where one of them is not translated."""
    document = formats.parse(PLAIN, "a.md")
    pieces = {
        index: f"Ahora {segment.text}" for index, segment in enumerate(document.segments) if index != left
    }
    made, before = Spliced(document, pieces), document.outline
    assert isinstance(before, Body)
    first = int(left != 0)
    marked = markdown_rendered._marked(made, before, first)
    assert marked is not None
    assert [list(pieces.values())[first:][number] for number, _ in marked] == [
        f"Ahora {segment.text}"
        for index, segment in enumerate(document.segments)
        if index != left and not segment.text.replace(".", "").isalnum()
    ]
    assert markdown_rendered.holds(made, before)
    for number, markup in marked:
        index = list(pieces)[first:][number]
        assert markup
        assert not markdown_rendered.holds(Spliced(document, pieces | {index: "Ahora"}), before)


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ('https://a.b\n\nOne *two*\n\n[ref]: /u "Title"\n', 0),
        ("https://a.b\n\nOne *two*\n\n<div><p>three</p><p>four</p></div>\n", 0),
        ("https://a.b\n\nOne *two* <!-- toolkit:note n --> three\n", 0),
        ("https://a.b\n\nOne *two*\n", 0),
    ],
)
def test_runs_that_are_no_segments_are_not_taken_for_others(text: str, index: int) -> None:
    """Even where there are as many of these."""
    document = formats.parse(text, "a.md")
    assert document.segments[index].text == "One *two*"
    assert isinstance(document.outline, Body)
    assert len(document.outline.runs.all) >= len(document.segments)
    assert not markdown_rendered.holds(Spliced(document, {index: "Uno dos"}), document.outline)


def test_markup_of_the_usual_kinds_is_known_without_the_source() -> None:
    texts = ["One **two *three***", "Four [five](x.md#y)", "Six `seven`", "Eight"]
    markup = [["Strong", "Emphasis"], ["Link", "x.md#y"], ["Code", "seven"], []]
    html = markdown_rendered._headings(texts)
    assert html is not None
    assert markdown_rendered._tags(markup) == markdown_rendered._OPENING.findall(html)
    assert "" in markdown_rendered._tags([["Image", "a.png"]])  # others are compared with their source


@settings(max_examples=300, deadline=None)
@given(text=articles, changes=st.lists(words, min_size=1, max_size=4))
def test_what_is_not_encoded_would_be_written_as_it_is(text: str, changes: list[str]) -> None:
    try:
        document = formats.parse(text, "a.md")
    except ArticleError:
        return
    for change in changes:
        targets = {
            index: target
            for index, segment in enumerate(document.segments)
            if (target := change.strip() or segment.text)
        }
        asked = set(formats.to_encode(document, targets))
        for index, target in targets.items():
            if index not in asked:
                assert formats.encode(document, document.segments[index], target) == target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("# One\n", "Uno #"),
        ("# One\n", "Uno {#a}"),
        ("One\ntwo\n", "Uno\\"),
        ("One\ntwo\n", "One two"),
        ("One\n", "- Uno"),
        ("One\n", "Uno\ndos"),
        ("One\n", "Uno\x07"),
        ("One\n", "Uno\x7f"),
        ("One\n", "Uno \ud800 é"),
        ("| One |\n|--|\n", "Uno | dos"),
        ("---\ntitle: One\n---\n", "Uno: dos"),
        (":::note[One]\nTwo\n:::\n", "Uno [x]"),
    ],
)
def test_what_has_to_be_encoded_is(text: str, target: str) -> None:
    document = formats.parse(text, "a.md")
    index = next(index for index, one in enumerate(document.segments) if one.text.startswith("One"))
    assert index in list(formats.to_encode(document, {index: target}))
