"""Markdown: what is a segment, how a target goes back, and that nothing else changes."""

from __future__ import annotations

import pyromark
import pytest

from tests.formats.cases import cases
from toolkit import formats
from toolkit.errors import ArticleError
from toolkit.formats import markdown_runs
from toolkit.formats.options import FormatOptions
from toolkit.formats.spliced import splice
from toolkit.model import Document, Segment
from toolkit.publishing.compose import compose
from toolkit.verifying import verify_document


def parsed(text: str, path: str = "article.md") -> Document:
    return formats.parse(text, path)


def only(text: str, path: str = "article.md") -> tuple[Document, Segment]:
    document = parsed(text, path)
    assert len(document.segments) == 1, [segment.text for segment in document.segments]
    return document, document.segments[0]


def translated(text: str, *targets: str) -> str:
    document = parsed(text)
    assert len(document.segments) == len(targets)
    slices = [
        (index, formats.encode(document, segment, target))
        for index, (segment, target) in enumerate(zip(document.segments, targets, strict=True))
    ]
    return splice(document, slices)


def blocks(text: str) -> list[str]:
    """The blocks the parser sees, in order."""
    inline = {"Emphasis", "Strong", "Strikethrough", "Link", "Image"}
    names = []
    for event in pyromark.events(text, options=markdown_runs.OPTIONS):
        started = event.get("Start") if isinstance(event, dict) else None
        name = started if isinstance(started, str) else next(iter(started)) if started else ""
        if name and name not in inline:
            names.append(name)
        elif event == "Rule" or (isinstance(event, dict) and "TaskListMarker" in event):
            names.append(str(event))
    return names


def shown(segment: Segment) -> str:
    parts = [segment.role, repr(segment.text) if "\n" in segment.text else segment.text]
    parts += [segment.syntax] if segment.syntax != "markdown" else []
    parts += [f"context {segment.context}"] if segment.context else []
    parts += [f"note {segment.note}"] if segment.note else []
    return " | ".join(parts)


def path_of(request: pytest.FixtureRequest) -> str:
    return "case.mdx" if "MDX" in request.node.callspec.id else "case.md"


@pytest.mark.parametrize(("article", "expected"), cases("markdown_segments.txt", 2))
def test_segments(request: pytest.FixtureRequest, article: str, expected: str) -> None:
    document = parsed(article + "\n", path_of(request))
    assert "\n".join(shown(segment) for segment in document.segments) == expected


@pytest.mark.parametrize(("article", "expected"), cases("markdown_peers.txt", 2))
def test_what_peers_break(article: str, expected: str) -> None:
    document = parsed(article + "\n")
    slices = [
        (index, formats.encode(document, segment, f"«{segment.text}»"))
        for index, segment in enumerate(document.segments)
    ]
    assert splice(document, slices).rstrip("\n") == expected.rstrip("\n")


@pytest.mark.parametrize(
    ("article", "expected"), [*cases("markdown_segments.txt", 2), *cases("markdown_peers.txt", 2)]
)
def test_every_case_survives_all_rebuilds(
    request: pytest.FixtureRequest, article: str, expected: str
) -> None:
    for text in (article + "\n", article, (article + "\n").replace("\r", "").replace("\n", "\r\n")):
        document = parsed(text, path_of(request))
        assert list(verify_document(document, FormatOptions())) == []


def test_an_empty_article_has_no_segment() -> None:
    for text in ("", "\n", "\ufeff", "   \n\t\n"):
        assert parsed(text).segments == ()


def test_rewrapping_touches_no_text() -> None:
    one = parsed("> - One two\n>   three *four\n>   five* `six seven`\n")
    other = parsed("> - One\n>   two three *four five* `six\n>   seven`\n")
    assert [segment.text for segment in one.segments] == [segment.text for segment in other.segments]


def test_spans_count_characters_not_bytes() -> None:
    text = "\ufeffÄrztin — *schläft* 😀\n\n日本語のテキスト\n"
    document = parsed(text)
    slices = [text[segment.span.start : segment.span.end] for segment in document.segments]
    assert slices == ["Ärztin — *schläft* 😀", "日本語のテキスト"]


@pytest.mark.parametrize("path", ["a.md", "a.mdx"])
@pytest.mark.parametrize("around", ["{}", "<div>{}</div>", "- <div>\n  {}\n  </div>"])
@pytest.mark.parametrize(
    "tag",
    [
        "<Dose of={() => rows > 2}>",
        "<Dose {...(rows > 2 ? a : b)} of={rows.map(row => <b>{row}</b>)}>",
        "<Dose of={rows\n  > 2} {...rest}>",
    ],
)
def test_expressions_in_a_tag_end_it_in_no_text(path: str, around: str, tag: str) -> None:
    document, segment = only(around.format(f"Take {tag}two tablets</Dose> now.") + "\n", path)
    inline = " ".join(tag.split())
    assert segment.text == f"Take {inline}two tablets</Dose> now."
    for target in (segment.text, f"Ahora, tome {inline}dos comprimidos</Dose>."):
        (code,) = formats.codes(target, segment.syntax, document.labels)
        assert target[code.open.start : code.open.end] == inline
        assert code.close is not None
        assert target[code.close.start : code.close.end] == "</Dose>"
        assert code.identity == formats.codes(segment.text, segment.syntax, document.labels)[0].identity
        words = target.replace(inline, "").replace("</Dose>", "")
        assert formats.plain(target, segment.syntax, document.labels) == words
    other = segment.text.replace("2", "3").replace("rest", "other")
    assert formats.codes(other, segment.syntax, document.labels)[0].identity != code.identity
    written = formats.encode(document, segment, f"Ahora, tome {inline}dos comprimidos</Dose>.")
    assert written == f"Ahora, tome {tag if segment.syntax == 'html' else inline}dos comprimidos</Dose>."


def test_no_break_spaces_at_the_edges_stay_outside() -> None:
    document, segment = only("\u00a0\u3000Text\u00a0\n")
    assert segment.text == "Text"
    assert formats.encode(document, segment, "Texto") == "Texto"


def test_labels_are_folded() -> None:
    assert parsed("[A  b]\n\n[A\n B]: /x\n").labels == {"a b"}


BLOCK_OPENERS = """\
# no heading|> no quote|- no list|+ no list|* no list|1. no list|12) no list|===|---|***|```|~~~|``` x
: no definition|[^1]: no note|[x]: /no-reference|    four blanks|<div>|<!-- remark -->|<script>|- - -|#|-
[ ] no task|[x] no task|[!NOTE]|+++|!!! note "x"|:::note|??? x|term↵: definition|a↵===|a↵# b|a↵- b|a↵↵b
a\\|a\\↵b|a  ↵b|a\r↵b\rc|¦ a ¦ b ¦|a ¦ b↵--¦--""".replace("\n", "|").split("|")
CONTAINERS = ("Words.", "- Words.", "> Words.", "1. Words.\n\n   More.", "Words.\n=====", "- [ ] Words.")


@pytest.mark.parametrize("target", [one.replace("↵", "\n").replace("¦", "|") for one in BLOCK_OPENERS])
@pytest.mark.parametrize("article", [*(one + "\n" for one in CONTAINERS), "[^1]: Words.\n\nx[^1]\n"])
def test_a_target_opens_no_block(article: str, target: str) -> None:
    document = parsed(article)
    index = next(index for index, segment in enumerate(document.segments) if segment.text == "Words.")
    text = splice(document, [(index, formats.encode(document, document.segments[index], target))])
    assert blocks(text) == blocks(article)
    lines = [line for line in target.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line]
    assert pyromark.html(text, options=markdown_runs.OPTIONS).count("<br") == len(lines) - 1


@pytest.mark.parametrize(
    "target", ["a | b", "`a | b`", "a\\", "a\nb", "x \\| y", "- a", "# a", "1. a", "|", "a \\\\| b"]
)
@pytest.mark.parametrize("article", ["| Words. | b |\n|--|--|\n| c | d |\n", "Words. | b\n--|--\nc | d\n"])
def test_a_target_stays_in_its_cell(article: str, target: str) -> None:
    document = parsed(article)
    for index in (0, 2):
        text = splice(document, [(index, formats.encode(document, document.segments[index], target))])
        assert blocks(text) == blocks(article)


@pytest.mark.parametrize("target", ["a | b", "a `code`", "for $5", '"a"', "<b>"])
def test_an_attribute_within_a_text_stays_one(target: str) -> None:
    article = "x\n\n| <b><img alt=\"Words.\"></b> |\n|--|\n\n` $<img alt='Words.'>\n"
    document = parsed(article)
    slices = [(index, formats.encode(document, document.segments[index], target)) for index in (1, 2)]
    text = splice(document, slices)
    assert blocks(text) == blocks(article)
    assert [one.text for one in parsed(text).segments] == ["x", target, target]


def test_a_line_after_a_comment_within_a_list_item_stays_in_it() -> None:
    text = translated("- One > a <!-- toolkit:note x --> two\n", "Uno", "dos\ntres")
    assert text == "- Uno <!-- toolkit:note x --> dos\\\n  tres\n"


@pytest.mark.parametrize(
    "target", ["a #", "a ##", "# a", "a {#id}", "a {.class}", "a {name}", "a\nb", "a \\", "- a"]
)
def test_a_heading_keeps_all_its_words(target: str) -> None:
    document, segment = only("## Words. {#anchor}\n")
    again = parsed(splice(document, [(0, formats.encode(document, segment, target))]))
    assert [one.role for one in again.segments] == ["heading 2"]
    words = formats.plain(again.segments[0].text, "markdown")
    assert words == formats.plain(target.replace("\n", " "), "markdown")


def test_hard_breaks_take_the_articles_style_and_line_ends() -> None:
    assert translated("One  \ntwo\n", "Uno\ndos\ntres") == "Uno  \ndos  \ntres\n"
    assert translated("One\\\ntwo\n", "Uno\ndos") == "Uno\\\ndos\n"
    assert translated("> - One\r\n", "Uno\ndos") == "> - Uno\\\r\n>   dos\r\n"


def test_a_line_of_a_target_begins_no_box() -> None:
    assert translated("One  \ntwo\n", '!!! note "T"\n???+ tip') == '\\!!! note "T"  \n\\???+ tip\n'
    assert translated("One  \ntwo\n", ":::tip\nx\n:::") == "\\:::tip  \nx  \n\\:::\n"


def test_a_line_after_a_nested_box_stays_in_the_outer_one() -> None:
    text = translated("!!! note\n    !!! tip\n        One\n    Two\nThree\n", "Uno", "dos\ndos", "tres\n3")
    assert text == "!!! note\n    !!! tip\n        Uno\n    dos\\\n    dos\ntres\\\n3\n"


def test_control_characters_are_not_taken_over() -> None:
    assert translated("One\n", "U\x00n\x1bo\x7f") == "Uno\n"


def test_a_reference_title_keeps_its_quotes() -> None:
    article = "[a]: /a \"One\"\n[b]: /b 'Two'\n[c]: /c (Three)\n"
    assert translated(article, 'say "no"', "it's", "(so)") == (
        '[a]: /a "say \\"no\\""\n[b]: /b \'it\\\'s\'\n[c]: /c (\\(so\\))\n'
    )
    assert [segment.text for segment in parsed(translated(article, 'say "no"', "it's", "(so)")).segments] == [
        'say "no"',
        "it's",
        "(so)",
    ]


def test_html_in_quotes_and_lists_is_found() -> None:
    text = '> <p title="A title">Words\n> wrapped</p>\n\n- <div>Item</div>\n'
    assert {segment.text for segment in parsed(text).segments} >= {"A title", "Words wrapped", "Item"}


def kinds(text: str, *labels: str) -> list[tuple[str, str]]:
    return [code.identity for code in formats.codes(text, "markdown", frozenset(labels))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", []),
        ("# not a heading", []),
        ("1. *one*", [("emphasis", "")]),
        ("**a *b* c**", [("strong", ""), ("emphasis", "")]),
        ("~~gone~~ and ~gone~", [("strikethrough", ""), ("strikethrough", "")]),
        ('[Clinic](https://x.org "Our page")', [("link", "https://x.org")]),
        ("<https://x.org> <a@b.org>", [("link", "https://x.org"), ("link", "a@b.org")]),
        ("[t][Foo] [foo][] [FOO]", [("link", "[foo]")] * 3),
        ("[unknown]", []),
        ("![alt *x*](i.png)", [("image", "i.png"), ("emphasis", "")]),
        ("[![a](i.png)](/u)", [("link", "/u"), ("image", "i.png")]),
        ("`a\nb` ``c`d``", [("code", "a b"), ("code", "c`d")]),
        ("` a `", [("code", "a")]),
        ("<b>x</b> <br> <i>y", [("html", "b"), ("html", "br"), ("html", "i")]),
        ('<a href="/x" title="Words">x</a>', [("html", 'a href="/x"')]),
        ("<!-- c --> x", [("html", "<!-- c -->")]),
        (
            '<span translate="no">Dr. *X*</span> y',
            [("html", '<span translate="no">Dr. *X*</span>')],
        ),
        ("See[^1]", [("footnote", "1")]),
        ("$x^2$ costs $5", [("math", "x^2")]),
        ("Hi {name}, %s, %(n)d, ${x}", [("placeholder", p) for p in ("{name}", "%s", "%(n)d", "${x}")]),
        ("50% de 100%", []),
        ("{{< x >}} {% if a %}", [("template", "{{< x >}}"), ("template", "{% if a %}")]),
        ("[x]({{< ref a >}})", [("link", "{{< ref a >}}")]),
        ("`{name} {{ x }}`", [("code", "{name} {{ x }}")]),
        ("<Step n={2}>a</Step>", [("html", "<Step n={2}>")]),
        ("a\n# b\n- c", []),
        ("\\*a\\* \\[b\\](c)", []),
    ],
)  # fmt: skip
def test_codes(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text, "foo") == expected


def test_a_translated_shortcut_reference_is_the_same_link() -> None:
    assert kinds("[leaflet]", "leaflet") == kinds("[folleto][leaflet]", "leaflet")


def test_codes_stand_where_they_say() -> None:
    text = 'Über **[die Klinik](https://x.org "Ä")** 日本 `é`'
    found = [
        (text[code.open.start : code.open.end], code.close and text[code.close.start : code.close.end])
        for code in formats.codes(text, "markdown")
    ]
    assert found == [("**", "**"), ("[", '](https://x.org "Ä")'), ("`é`", None)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("plain", "plain"),
        ("*a* **b** `c` [d](e) ![f](g)", "a b c d f"),
        ("\\*x\\* &amp; &lt;y&#62;", "*x* & <y>"),
        ("# 1. x", "# 1. x"),
        ("a\nb", "a\nb"),
        ("<b>x</b> {{< y >}}z", "x z"),
        ("[x] and [^1]y", "[x] and y"),
    ],
)
def test_plain(text: str, words: str) -> None:
    assert formats.plain(text, "markdown") == words


@pytest.mark.parametrize(
    "words",
    ["*x*", "a_b_c _d_", "[x](y)", "`c`", "<b>", "&amp; & &#42;", "\\*", "~x~", "$1$ $", "2 < 3", "1 * 2"],
)
def test_escape_says_the_words_without_markup(words: str) -> None:
    text = formats.escape(words, "markdown")
    assert formats.codes(text, "markdown", frozenset({"x"})) == ()
    assert formats.plain(text, "markdown") == words
    assert formats.unescape(text, "markdown") == words


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [(b"a\nb\x00c", 2, 2), (b"a\r\nb\xffc", 2, 2), ("ä\xe4".encode("latin-1"), 1, 1), (b"\xff\xfea", 1, 2)],
)
def test_what_cannot_be_decoded_is_one_clear_error(tmp_path, data, line, column) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.md"
    path.write_bytes(data)
    with pytest.raises(ArticleError) as caught:
        formats.load(path, "x.md")
    assert (caught.value.path, caught.value.line, caught.value.column) == ("x.md", line, column)
    assert "Traceback" not in str(caught.value)


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(ArticleError, match="surrogate"):
        parsed("a \ud800")


def test_byte_order_marks_stay(tmp_path) -> None:  # type: ignore[no-untyped-def]
    for encoding, mark in (
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
    ):
        path = tmp_path / "x.md"
        data = mark + "# Ä\n".encode(encoding)
        path.write_bytes(data)
        document = formats.load(path, "x.md")
        assert [segment.text for segment in document.segments] == ["Ä"]
        assert document.text.encode(document.encoding) == data


def test_unknown_suffix_names_the_known_ones() -> None:
    with pytest.raises(ArticleError, match=r"\.md"):
        parsed("x", "a.docx")


TABS = """=== "Tab *A*"

    Body *one*.

    - item

===! "Tab B"
    More words.

!!! note
    === "Inner"

        Deep.

Setext
===

=== none
"""


def test_tabs_are_blocks_with_titles_and_bodies() -> None:
    document = formats.parse(TABS, "a.md")
    assert [(segment.role, segment.text) for segment in document.segments] == [
        ("admonition title", "Tab *A*"),
        ("admonition", "Body *one*."),
        ("list item", "item"),
        ("admonition title", "Tab B"),
        ("admonition", "More words."),
        ("admonition title", "Inner"),
        ("admonition", "Deep."),
        ("heading 1", "Setext"),
        ("paragraph", "=== none"),
    ]
    made = compose(document, lambda segment: f"{segment.text} ya")
    assert made.fallen == ()
    assert made.text.startswith('=== "Tab *A* ya"\n\n    Body *one*. ya\n')


@pytest.mark.parametrize("target", ['=== "Tab"', '===+! "Tab"'])
def test_words_do_not_become_a_tab(target: str) -> None:
    document = formats.parse("One\n\n    code\n", "a.md")
    made = compose(document, lambda segment: target)
    assert made.fallen == ()
    assert made.text == f"\\{target}\n\n    code\n"


def test_tabs_on_a_page_are_boxes_with_their_titles() -> None:
    from toolkit.publishing.body import render

    assert render(TABS).startswith(
        '<div class="alert tab titled">\n<p>Tab <em>A</em></p>\n<p>Body <em>one</em>.</p>\n<ul>\n'
    )


def test_tags_in_a_text_give_their_notes() -> None:
    text = (
        'Two <b its-loc-note="be nice &amp; kind">x</b> é.\n\n<!-- toolkit:note first -->\n\n'
        '- a <i>b</i>\n  <b its:locNote="second\nline">x</b> `<b its-loc-note="no">`\n\nThree <b>x</b>\n'
    )
    notes = [segment.note for segment in formats.parse(text, "a.md").segments]
    assert notes == ["be nice & kind", "first\nsecond line", ""]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('<span class="notranslate">A</span>, <b translate="no">B <b>C</b></b>.', []),
        ('<span class="notranslate">A</span> <b>B</b>', ["<b>B</b>"]),
        ('One <span class="notranslate">A</span>', ["One"]),
        ('<span class="notranslate">A</span> one', ["one"]),
    ],
)
def test_a_paragraph_of_protected_elements_is_no_text(text: str, wanted: list[str]) -> None:
    found = [segment.text for segment in formats.parse(f"{text}\n", "a.md").segments]
    assert len(found) == len(wanted)
    assert all(words in one for words, one in zip(wanted, found, strict=True))


@pytest.mark.parametrize("target", ["<td", "- x", "1. x", "# x", "<div>", "[ ] x", "> x"])
def test_behind_a_tasks_box_nothing_begins_a_block(target: str) -> None:
    document = formats.parse("- [ ] one\n- two\n", "a.md")
    first = document.segments[0]
    assert first.role == "task"
    assert formats.encode(document, first, target) == target
    assert formats.encode(document, first, f"{target}\n- y") == f"{target}\\\n      \\- y"
