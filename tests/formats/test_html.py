"""HTML: what is a segment, and that nothing else of a page ever changes."""

from __future__ import annotations

import itertools
import re

import pytest
import turbohtml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.cases import cases
from toolkit import formats
from toolkit.errors import ArticleError
from toolkit.formats import html, html_page
from toolkit.formats.options import FormatOptions
from toolkit.model import Document, Segment, Span
from toolkit.publishing.compose import compose

PLAIN = FormatOptions()
MARK = " ⟦ñ⟧"


def parse(text: str, **options: bool) -> Document:
    return html.parse(text, "page.html", FormatOptions(**options))  # type: ignore[arg-type]


def rebuilt(document: Document, targets: dict[str, str] | None = None, mark: str = "") -> str:
    parts, position = [], 0
    for segment in document.segments:
        target = (targets or {}).get(segment.text, segment.text) + mark
        parts += [document.text[position : segment.span.start], html.encode(document, segment, target)]
        position = segment.span.end
    return "".join([*parts, document.text[position:]])


def tree(text: str) -> str:
    """The page as a browser's parser has it, white space aside."""
    return re.sub(r'\s+(?=["<])|(?<=[>"])\s+|\s+', " ", turbohtml.parse(text).serialize()).replace(" ", "")


def elements(text: str) -> list[tuple[int, str | None, tuple[str, ...]]]:
    """Tags, comments and attribute names, as a browser's parser has them."""
    tokens = turbohtml.tokenize(turbohtml.parse(text).serialize())
    return [(t.type, t.tag, tuple(name for name, _ in t.attrs or ())) for t in tokens if t.type != 0]


def as_line(segment: Segment) -> str:
    line = f"{segment.role} | {segment.text}".replace("\n", "¶")
    return f"{line} | {segment.context or ''} | {segment.note}" if segment.context or segment.note else line


@pytest.mark.parametrize(("source", "wanted"), cases("html_segments.txt", 2))
def test_segments(source: str, wanted: str) -> None:
    document = parse(source)
    assert [as_line(segment) for segment in document.segments] == wanted.splitlines()


@pytest.mark.parametrize(("source", "_wanted"), cases("html_segments.txt", 2))
def test_cases_rebuild(source: str, _wanted: str) -> None:
    document = parse(source)
    assert rebuilt(document) == source
    marked = rebuilt(document, mark=MARK)
    assert marked.count(MARK) == len(document.segments)
    assert tree(marked).replace(MARK.strip(), "") == tree(source)


def test_crlf_spans() -> None:
    source = '\ufeff<p\r\n class="x">One\r\n<b\r\n>two</b></p>\r\n<p>Three</p>\r<p>Four</p>'
    document = parse(source)
    assert [segment.text for segment in document.segments] == ["One <b >two</b>", "Three", "Four"]
    assert [source[s.span.start : s.span.end] for s in document.segments] == [
        "One\r\n<b\r\n>two</b>",
        "Three",
        "Four",
    ]
    assert rebuilt(document, {"One <b >two</b>": "Dos <b >uno</b>"}).count("<b\r\n>uno") == 1


def test_segments_are_shifted_by_their_base() -> None:
    text = "# Title\r\n\r\n<div>\r\nWords\r\n</div>"
    base = text.index("<div>")
    (segment,) = html.segments(text[base:], base, PLAIN)
    assert text[segment.span.start : segment.span.end] == "Words"


def test_preformatted_text_by_setting() -> None:
    source = "<pre>\n  one <b>two</b>\n    three\n</pre>"
    assert parse(source).segments == ()
    (segment,) = parse(source, translate_pre=True).segments
    assert segment.text == "one <b>two</b>\n    three"
    document = parse(source, translate_pre=True)
    assert (
        rebuilt(document, {segment.text: "uno <b>dos</b>\n    tres"})
        == "<pre>\n  uno <b>dos</b>\n    tres\n</pre>"
    )


def test_code_by_setting() -> None:
    source = "<p>Run <code>make all</code> now</p>"
    (code,) = html.codes(parse(source).segments[0].text)
    assert (code.kind, code.close, code.source) == ("code", None, "<code>make all</code>")
    document = parse(source, translate_code=True)
    (code,) = formats.codes(document.segments[0].text, "html", document.labels)
    assert (code.kind, code.source) == ("code", "code")
    assert code.close is not None


# Writing


@pytest.mark.parametrize(
    ("source", "target", "wanted"),
    [
        ("<p>x</p>", "a < b & c > d", "<p>a &lt; b &amp; c > d</p>"),
        ("<p>x</p>", "A&B; &lt;p&gt; &nbsp; &unknown;", "<p>A&amp;B; &lt;p&gt; &nbsp; &amp;unknown;</p>"),
        ("<p>x</p>", "<script>alert(1)</script>", "<p>&lt;script>alert(1)&lt;/script></p>"),
        ("<p>x</p>", "a</p><p>b", "<p>a&lt;/p>&lt;p>b</p>"),
        ("<p>x</p>", "a <b", "<p>a &lt;b</p>"),
        ("<p>x</p>", "a <!-- c", "<p>a &lt;!-- c</p>"),
        ("<p>x</p>", "{{ evil }}", "<p>&#123;&#123; evil &#125;&#125;</p>"),
        ("<p>a <b>x</b></p>", "<b>y</b>\n\n z ", "<p><b>y</b> z</p>"),
        ('<img alt="x">', 'say "hi" & <go>', '<img alt="say &quot;hi&quot; &amp; &lt;go>">'),
        ("<img alt='x'>", 'it\'s "so"', "<img alt='it&#39;s \"so\"'>"),
        ("<img alt=x src=y>", "two words", '<img alt="two words" src=y>'),
        ("<img alt = x>", '"', '<img alt = "&quot;">'),
        ("<title>x</title>", "a </title><script>", "<title>a &lt;/title>&lt;script></title>"),
        ("<textarea>x</textarea>", "a\nb</textarea>", "<textarea>a\nb&lt;/textarea></textarea>"),
        (
            "<p>a <a HREF=x?a&b  title='T &amp; U'>x</a></p>",
            "b <a HREF=x?a&b title='V \"&\" W'>y</a>",
            "<p>b <a HREF=x?a&b  title='V \"&amp;\" W'>y</a></p>",
        ),
        (
            '<img alt="{{ t("x") }} photo">',
            'foto {{ t("x") }} "ya"',
            '<img alt="foto {{ t("x") }} &quot;ya&quot;">',
        ),
    ],
)
def test_encode(source: str, target: str, wanted: str) -> None:
    document = parse(source)
    assert rebuilt(document, {document.segments[0].text: target}) == wanted


def test_what_the_encoding_has_not_is_written_as_a_reference() -> None:
    import dataclasses

    document = dataclasses.replace(parse("<p>x</p>"), encoding="cp1252")
    assert rebuilt(document, {"x": "é č"}) == "<p>é &#269;</p>"


# Codes


def test_codes_are_pairs_and_single_tags() -> None:
    text = 'A <a title="T" class=c href="x">b</a><br> {name} {{ x }} </i> <span translate="no">N</span>'
    found = html.codes(text)
    assert [(code.kind, code.source) for code in found] == [
        ("html", 'a class="c" href="x" title'),
        ("break", "br"),
        ("placeholder", "{name}"),
        ("template", "{{ x }}"),
        ("html", "/i"),
        ("html", '<span translate="no">N</span>'),
    ]
    assert found[0].close == Span(text.index("</a>"), text.index("</a>") + 4)


def test_words_in_attributes_do_not_change_a_code_but_others_do() -> None:
    def identities(text: str) -> list[tuple[str, str]]:
        return [code.identity for code in html.codes(text)]

    assert identities('<a href="x" title="One">a</a>') == identities('<a title="Uno" href="x">b</a>')
    assert identities('<a href="x">a</a>') != identities('<a href="y">a</a>')
    assert identities('<a href="x">a</a>') != identities('<a href="x" onclick="y">a</a>')
    assert identities('<a href="x">a</a>') != identities('<a href="x" title="new">a</a>')


@pytest.mark.parametrize(
    "words", ["", "a & b", "&lt;", "&amp;amp;", "<b>", "{{ x }}", "&copy", "é\u00a0<", "&#60;"]
)
def test_escape_is_undone_by_unescape(words: str) -> None:
    assert html.unescape(html.escape(words)) == words
    assert not [code for code in html.codes(html.escape(words)) if code.kind != "placeholder"]


def test_plain() -> None:
    assert (
        html.plain("Take <b>500&nbsp;mg</b><br>&lt; 3 times <!-- x -->{{ y }}")
        == "Take 500\u00a0mg < 3 times"
    )


# Pages


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<html><p>x", '<html lang="ar" dir="rtl"><p>x'),
        (
            "<!DOCTYPE html>\n<HTML lang=en class='a'>",
            '<!DOCTYPE html>\n<HTML lang="ar" class=\'a\' dir="rtl">',
        ),
        ('<html xml:lang="en" lang="en" dir="ltr">', '<html xml:lang="ar" lang="ar" dir="rtl">'),
        ("<html lang>", '<html lang="ar" dir="rtl">'),
        ("<html class=a />", '<html class=a lang="ar" dir="rtl" />'),
        ("<!doctype html><p>x", '<!doctype html>\n<html lang="ar" dir="rtl"><p>x'),
        ("<p>fragment</p>", "<p>fragment</p>"),
    ],
)
def test_set_page_language(source: str, wanted: str) -> None:
    assert html_page.set_page_language(source, "ar", "rtl") == wanted


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("<meta charset=latin1><p>x", "<meta charset=utf-8><p>x"),
        ('<?xml version="1.0" encoding="ISO-8859-2"?><p>x', '<?xml version="1.0" encoding="utf-8"?><p>x'),
        ("<meta charset='UTF8'><p>x", "<meta charset='UTF8'><p>x"),
        ("<body><meta charset=latin1>", "<body><meta charset=latin1>"),
        ("<!-- <meta charset=latin1> --><p>x", "<!-- <meta charset=latin1> --><p>x"),
    ],
)
def test_set_page_charset(source: str, wanted: str) -> None:
    assert html_page.set_page_charset(source) == wanted


def test_metadata() -> None:
    source = (
        '<html lang="en"><title> A &amp;\n B </title><meta name="Author" content="C &quot;D&quot;">'
        "<svg><title>S</title></svg>"
    )
    assert html.metadata(parse(source)) == {"lang": "en", "title": "A & B", "author": 'C "D"'}


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"<p>x", "utf-8"),
        (b"\xef\xbb\xbf<meta charset=latin1>", "utf-8"),
        (b"\xff\xfe<\x00", "utf-16-le"),
        (b"<meta charset=ISO-8859-1><p>\xe9", "cp1252"),
        (b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-15"><p>\xe9', "iso8859-15"),
        (b'<?xml version="1.0" encoding="ISO-8859-2"?><p>\xe9', "iso8859-2"),
        (b"<meta charset=iso-8859-1><p>\x81", "latin-1"),
        (b"<meta charset=iso-8859-1><p>\xc3\xa9", "utf-8"),
        (b"<!-- <meta charset=latin1> --><p>x", "utf-8"),
        (b"<meta charset=utf-16><p>x", "utf-8"),
        (b"<meta charset=nonsense><p>x", "utf-8"),
        (b" " * 1100 + b"<meta charset=latin1>", "utf-8"),
    ],
)
def test_sniff_encoding(data: bytes, wanted: str) -> None:
    assert html.sniff_encoding(data) == wanted


# Anything at all

SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div>",
                "<b>",
                "</b>",
                "<i>",
                "</i>",
                "</a>",
                "<br>",
                "<br/>",
                "<code>",
                "</code>",
                "<pre>",
                "</pre>",
                "<script>",
                "</script>",
                "<!--",
                "-->",
                "{{",
                "}}",
                "<%=x%>",
                "&nbsp;",
                "&amp;",
                "&lt;",
                "&amp;lt;",
                "&copy",
                "&#123;",
                "&#60;",
                "&shy;",
                "&",
                "<",
                ">",
                '"',
                "'",
                "=",
                "word",
                "é",
                "</svg>",
                "<svg>",
                "<table>",
                "<tr>",
                "<td>",
                "<th>Dose",
                "</table>",
                "<ul><li>",
                "</ul>",
                "</span>",
                "<textarea>",
                "</textarea>",
                "<title>",
                "</title>",
                "<noscript>",
                "</noscript>",
                "</",
                "</>",
                "<b",
                "<!DOCTYPE",
                "<x-y>",
                "</x-y>",
                "<![CDATA[",
                "]]>",
                "%s",
                "{name}",
                "<plaintext>",
                "&#0;",
                "&foo;",
                "<template>",
                "</template>",
                "<h2>",
                "<dl><dt>",
                "<dd>",
                "</br>",
                "<math><mi>x</mi></math>",
                "<style>",
                "</style>",
                " ",
                "\n",
                "\r\n",
                "\r",
                "\x0c",
                "\u00a0",
                '<a href="x?a=1&b=2" title="T &amp; U">',
                '<img alt="Pic" src=x>',
                "<img alt=Foo>",
                "<!-- toolkit:off -->",
                "<!-- toolkit:on -->",
                "<!-- toolkit:note hi -->",
                '{{ x < "y" }}',
                '<?php echo "<b>" ?>',
                '<span translate="no">',
                "<span translate=yes>",
                '<div class="notranslate">',
                "<input type=submit value=Go>",
                "<svg><title>Ti</title><text>Te<tspan>x</tspan></text></svg>",
            ]
        ),
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=5),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(SOUP, st.booleans(), st.booleans())
def test_any_text_rebuilds(source: str, pre: bool, code: bool) -> None:
    document = parse(source, translate_pre=pre, translate_code=code)
    assert rebuilt(document) == source
    position = 0
    for segment in document.segments:
        assert position <= segment.span.start < segment.span.end <= len(source)
        assert segment.text
        assert segment.text == segment.text.strip()
        position = segment.span.end
        found = html.codes(segment.text, document.labels) if segment.syntax == "html" else ()
        spans = sorted((s.start, s.end) for c in found for s in (c.open, c.close) if s is not None)
        assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
        html.plain(segment.text)


@settings(max_examples=400, deadline=None)
@given(SOUP)
def test_a_hostile_target_adds_no_element(target: str) -> None:
    """Whatever a catalog says, the place stays text: the same tags stand around and behind it."""
    page = "<body><p>Words</p><p title='Words two'>3 <b>Words</b> four</p><title>Words five</title></body>"
    document = parse(page)
    hostile = {segment.text: target for segment in document.segments if target.strip()}
    hostile["3 <b>Words</b> four"] = f"4 <b>{target.replace('<', '&lt;')}</b>"
    assert elements(rebuilt(document, hostile)) == elements(page)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_words_can_be_said(words: str) -> None:
    assert html.unescape(html.escape(words)) == words
    document = parse("<p>x</p>")
    said = html.escape(" ".join(words.split()) or "x")
    built = rebuilt(document, {"x": said})
    assert turbohtml.parse(built).find("p") is not None


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_helpers_of_pages_take_anything(source: str) -> None:
    html.metadata(parse(source))
    html_page.set_page_language(source, "es", "ltr")
    html_page.set_page_charset(source)
    html.sniff_encoding(source.encode("utf-8", "replace"))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("begin", ["", "\ufeff"])
def test_front_matter_is_edited_in_place(begin: str, end: str) -> None:
    text = f"{begin}---\ntitle: One\nlayout: x\n---\n<p>Two <b>three</b>\nfour.</p>\n".replace("\n", end)
    document = parse(text)
    assert [(one.role, one.text) for one in document.segments] == [
        ("front matter: title", "One"),
        ("paragraph", "Two <b>three</b> four."),
    ]
    words = {"One": "Uno: <dos>", "Two <b>three</b> four.": "Dos <b>3</b>"}
    made = compose(document, lambda one: words[one.text])
    assert made.fallen == ()
    assert made.text == (
        f'{begin}---\ntitle: "Uno: <dos>"\nlayout: x\n---\n<p>Dos <b>3</b></p>\n'.replace("\n", end)
    )
    assert html.metadata(document)["layout"] == "x"


def test_front_matter_without_an_end_is_an_error() -> None:
    with pytest.raises(ArticleError, match="not closed"):
        parse("---\ntitle: One\n<p>Two</p>\n")


def test_a_line_of_dashes_is_no_front_matter() -> None:
    assert [one.text for one in parse("---\n<p>One</p>\n---\n").segments] == ["One"]
