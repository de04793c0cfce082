"""What a pattern finds in a text of usual tags is what the tokenizer finds, or it says that it is none."""

from __future__ import annotations

from collections.abc import Mapping
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.test_html import SOUP
from tests.formats.test_html_short_ways import HOSTILE, OPTIONS, SOURCES
from toolkit.formats import html, html_making, html_proof, html_segments, html_simple, html_tokens, html_usual
from toolkit.formats.html_elements import Elements
from toolkit.formats.html_mask import mask
from toolkit.formats.html_runs import place
from toolkit.formats.html_tokens import TEXT, Tokens
from toolkit.formats.options import FormatOptions
from toolkit.formats.spliced import Spliced
from toolkit.model import Document, Segment, Span

USUAL = """\
words|two words| |>|&amp;|"|'|-|}}|{|<p>|</p>|<P CLASS=z>|</P >|<p/>|<p id='a"b' hidden>|<p id=a/>|<p id="">
<p id = x>|<p translate=no>|</p lang="x">|<br>|<br/>|<b>|</b>|<x-y>|</x-y>|<td colspan="2">|<a :b="c" @d="e">
<img src=x alt='y'>|<title>|</title>|<TITLE>|<title/>|</title >|<script>|</script>|<style>|</style>
<textarea>|</textarea>|<!-- c -->|<!---->|<!-- a > b -->|<!-- --!>|<!-->|<!--->|<!DOCTYPE html>|<!doctype>
<!doctypehtml>|<?xml x?>|<?php x ?>|<?=x?>|<?x>|<%= x %>|{{ a }}|{{ <b> }}|<a href="{{ b }}">|{% if a < b %}
<a href="{{ 'b' }}">|<svg>|</svg>|<svgx>|<math>|</math>|<noscript>|</noscript>|<plaintext>|<iframe>|</iframe>
<xmp>|</xmp>|<titl->|</titl->|<a->|<->|< p>|<>|</>|</ p>|<!>|<p|</p|<|<p <b>|<a title="<b>">|<a title=">">
<a title='>'>|<a b="c"d="e">|<a b="c">|<a b=c"d>|<a b=">|<a b='>|<a "b">|<a =b>|<a /b>|<![CDATA[x]]>|<p><!--
--></p>|<p\x0b>|<p\xa0x>|<\u017f>|<a\x00>|<a b=\ue000>|<a b="\ue000">|<!-- \ue000 -->|\ue000""".replace(
    "\n", "|"
).split("|")
USUAL += ["<a href='{{ b }}'>", '<a href={{"b"}}>', "<!-- {{ 'b' }} -->", "<!-- x ->", "<a é=x ö>"]
USUAL += ["\n", "<p\nid=x>", "<p\tid=x\x0c>", '<p\n id="x"\n>']
USUAL_SOUP = st.lists(st.sampled_from(USUAL), max_size=8).map("".join)


@settings(max_examples=600, deadline=None)
@given(st.one_of(USUAL_SOUP, SOUP, HOSTILE))
def test_usual_tags_are_the_tokenizers(text: str) -> None:
    _hold(text)


def _hold(text: str) -> None:
    text = html_tokens.one_line_ends(text)
    view = html_usual.masked(text)
    found = html_usual.read(view)
    if found is None:
        return
    assert view == mask(text)
    assert found._replace(sources=None) == html_tokens.tokens(view)
    assert found.sources == [text[start:end] for _, start, end, _ in found.items()]
    assert found.sources == html_usual.sources(text)


@pytest.mark.parametrize("text", USUAL)
def test_any_tag_by_itself_is_the_tokenizers(text: str) -> None:
    for before in ("", "<p>", "<title>", "<script>"):
        for behind in ("", "x", "</title>", "</script>", "<b>"):
            _hold(before + text + behind)


@pytest.mark.parametrize(
    "page",
    [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset=utf-8><title>T > t</title></head>\n<body>',
        '<?xml version="1.0"?><p class="a b" id=x hidden>a <b>b</b>,<br/> &lt; <!-- <- --><!-- c --></p>',
        "<script>if (a > b) c()</script><style>a > b {}</style><textarea>x</textarea>",
        "{{ a }} {% if b < c %}<p translate='no'>d</p>{% endif %}",
    ],
)
def test_usual_pages_are_read_without_the_tokenizer(page: str) -> None:
    assert ("<- -->" not in page) == (html_usual.read(html_usual.masked(page)) is not None)
    with mock.patch.object(html_tokens, "tokenize", side_effect=AssertionError):
        html.parse(page.replace("<!-- <- -->", ""), "a.html", FormatOptions())


def test_a_sign_that_begins_no_tag_is_seen() -> None:
    assert html_usual.sources("a <b>b</b>") == ["<b>", "</b>"]
    assert html_usual.sources("a < <b>b</b>") is None


def test_long_tags_are_read_but_not_kept() -> None:
    page = f"<p>a <b>b</b> <img src='data:{'x' * 2000}' alt='c'> d <x-y z='{'x' * 2000}'>e</x-y>"
    caches = (html_usual._short_tag, html_tokens._short_tag_of, html_simple._is_known)
    for cache in caches:
        cache.cache_clear()
    assert html_usual.read(page) is not None
    assert html_tokens.tokens(page).tags == html_usual.read(page).tags  # type: ignore[union-attr]
    assert html_simple.tags(page.replace("'", '"')) is None
    assert html_simple.tags("<b>" + "x" * 2000) == ["<b>"]
    assert [cache.cache_info().currsize for cache in caches] == [4, 4, 1]


def test_a_pattern_never_looks_for_an_end_that_is_not_there() -> None:
    """Else a text of many "<" would take a time that grows with its square."""
    with (
        mock.patch.object(html_usual, "_split", side_effect=AssertionError),
        mock.patch.object(html_usual, "_find", side_effect=AssertionError),
    ):
        assert html_usual.read("<p> <a <b") is None
        assert html_usual.sources("<p> <a <b") is None


@pytest.mark.parametrize("content", ["<b>", "</b>", "<p>x</p>", "<!-- c -->", "</script>", "</title x"])
@pytest.mark.parametrize("name", ["title", "textarea", "script", "style"])
def test_content_that_is_no_markup_may_have_no_tags(name: str, content: str) -> None:
    inside = f"<p>a</p><{name}>x</{name}><{name}>{content}</{name}>"
    assert html_usual.read(f"<p>a</p><{name}>x</{name}><{name}>y</{name}>") is not None
    if content != f"</{name}>":
        assert html_usual.read(inside) is None
    assert html_usual.read(f"<{name}>x") is None


@settings(max_examples=300, deadline=None)
@given(st.one_of(SOUP, USUAL_SOUP), OPTIONS)
def test_segmenting(source: str, options: FormatOptions) -> None:
    _segments_are_the_same(source, options)


@pytest.mark.parametrize(
    "source",
    [
        "<p>one <span translate=no>two <p>three four",
        "<p>one < two <b>three</b> four",
        "<p>{{ a }} one <b>two</b> three <?php four",
        "<pre>one <b\nid='x'>two</b>  three</pre>",
        "<p>one <b>two</b> <p>one <b>two</b>&nbsp;<p>… <b>two</b> three",
        "<p><a href='x' title='one'> two </a><p><a>https://x.org/</a><p><a>three&nbsp;</a><p><a>…</a><p>four",
        "<p><br>one</br><p><code>two</code><p><a>three</b><p></a>four<a><p>five<i>six",
        "<p><a>seven<a title='eight'>",
        "<p></a title='one'>two</a><p><img alt='three'>four</b><p><b>five</b title='six'><p><code>seven</a>",
        "<p><b><i></b><p><b><!-- one --></b><pre><b> two  three </b></pre><td><b>four</b><th><b>five</b>",
        "<ul><li>one<li>two <b>three</b> four</ul><p>five<ul><li><p>six<li>seven</ul>",
        "<table><caption>one<tr><th>two<td>three <b>four</b> five<tr><td>six</table>",
        "<dl><dt>one<dd>two <dt>three</dl><select><optgroup><option>four<option>five</select>",
    ],
)
@pytest.mark.parametrize("pre", [False, True])
def test_segmenting_of(source: str, pre: bool) -> None:
    _segments_are_the_same(source, FormatOptions(translate_pre=pre))


def _segments_are_the_same(source: str, options: FormatOptions) -> None:
    short = html.parse(source, "a.html", options)

    def flush_text(self: html_segments._Walker, raw: str, start: int, role: str) -> None:
        run = [(TEXT, start, start + len(raw), "")]
        span = place(self.masked, run, self.is_whole, self.may_direct)
        if span is not None:
            self.emit(*span, run, role)

    def begin(self: Elements, name: str) -> None:
        self.make_room(name, "")
        self.open(name, None, None)

    with (
        mock.patch.object(html_usual, "read", return_value=None),
        mock.patch.object(html_segments._Walker, "flush_text", flush_text),
        mock.patch.object(html_segments._Walker, "flush_whole", return_value=False),
        mock.patch.object(html_segments._Walker, "flush_element", return_value=False),
        mock.patch.object(html_making, "_tags", return_value=-1),
        mock.patch.object(Elements, "begin", begin),
    ):
        long = html.parse(source, "a.html", options)
    assert short == long
    assert list(map(repr, short.segments)) == list(map(repr, long.segments))


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(USUAL_SOUP, st.sampled_from(SOURCES)).map(
        lambda text: f"<p title='u'>v <b>w</b></p><h1>{text}"
    ),
    st.dictionaries(st.integers(0, 5), st.one_of(HOSTILE, USUAL_SOUP), min_size=1),
    st.booleans(),
)
def test_tags_that_are_written_in_the_same_way_have_moved(
    source: str, changes: Mapping[int, str], words: bool
) -> None:
    document = html.parse(source, "a.html", FormatOptions())
    slices, targets, told = {}, {}, []
    for index, segment in enumerate(document.segments):
        slice_ = source[segment.span.start : segment.span.end]
        target = f"{changes.get(index, 'Ahora')} {segment.text}" if words else changes.get(index, slice_)
        slices[index] = target if words else html.encode(document, segment, target)
        targets[index] = target
        if not html_proof._is_plain(document, segment, slices[index], target):
            told.append((slice_, slices[index]))
    spliced = Spliced(document, slices)
    if not isinstance(document.outline, Tokens) or "\r" in spliced.text:
        return
    if document.outline.sources is not None and html_proof._are_written(
        spliced, document.outline.sources, told
    ):
        assert html_proof._have_moved(spliced, document.outline.items())


def _are_written(text: str, pieces: Mapping[str, str]) -> bool:
    """The same for a page with pieces in the places of slices, wherever these are."""
    found = html_usual.read(html_usual.masked(text))
    assert found is not None
    assert found.sources is not None
    spans = [Span(text.index(slice_), text.index(slice_) + len(slice_)) for slice_ in pieces]
    segments = tuple(Segment(span, "x", "text", "html") for span in spans)
    document = Document("a.html", "html", text, segments, outline=found)
    spliced = Spliced(document, dict(enumerate(pieces.values())))
    return html_proof._are_written(spliced, found.sources, pieces.items())


@pytest.mark.parametrize(
    ("text", "slice_", "piece", "same"),
    [
        ("<p>a <b>b</b> c</p>", "a <b>b</b> c", "d <b>e</b> f", True),
        ('<img alt="A" title="B">', "A", "more", True),
        ('<p><a href="x" title="T">a</a> b</p>', 'T">a', 'U">c', True),
        # The tag ends in the piece; what is behind it is text now.
        ('<img alt="A" title="B">', "A", 'A" title="B">', False),
        # The last tag goes on behind the piece.
        ("<b>a</b> >c", "<b>a</b>", "><b>a</b ", False),
        (">><b>a</b ><b>c</b>", ">><b>a</b ", "><b>a</b>", False),
        # A tag more and a tag fewer.
        ("<p>a <b>b</b> c</p>", "a <b>b</b> c", "a <b>b c", False),
        ("<p>a <b>b</b> c</p>", "a <b>b</b> c", "a <b>b</b> <i> c", False),
        ("<p>a <b>b</b> c</p>", "a <b>b</b> c", "a <<b>b c>", False),
        # Another tag, another attribute.
        ("<p>a <b>b</b> c</p>", "a <b>b</b> c", "a <i>b</i> c", False),
        ("<p>a <b>b</b> c</p>", "a <b>b</b> c", "a <b>b<b> c", False),
        ("<p>a <b>b</b> c</p>", "a <b>b</b> c", "a <b id=x>b</b> c", False),
        ("<p>a<!-- c --> b</p>", "a<!-- c --> b", "a<!-- d --> b", False),
        ("<p>a<!-- c d --> b</p>", "a<!-- c d --> b", "a<!-- d c --> b", False),
        # Words in an attribute that had none.
        ('<img alt="A" src="s">', "A", "…", False),
        # What a template covers is no tag.
        ("<p>{{ a }} <b>b</b></p>", "{{ a }} <b>b</b>", "{{ <b>b</b> }}", False),
        ("<p>{{ a</p><b>b</b>", "<b>b</b>", "}}<b>b</b>", False),
    ],
)
def test_tags_that_are_written_in_another_way(text: str, slice_: str, piece: str, same: bool) -> None:
    assert _are_written(text, {slice_: piece}) == same


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a <b>b</b>, d >", {"a <b>b</b>": "a <b>b>", "d >": "</b>d"}),
        ("a <b>b</b>, d", {"a <b>b</b>": "a <b>b", "d": "</b>d"}),
        ("<b>b</b>, {{ <i> }} d", {"<b>b</b>": "{{ <i> }}<b>b", "{{ <i> }} d": "</b> d"}),
    ],
)
def test_tags_do_not_go_from_piece_to_piece(text: str, pieces: Mapping[str, str]) -> None:
    """Though the page has the same tags in the same order."""
    made = text
    for slice_, piece in pieces.items():
        made = made.replace(slice_, piece)
    assert html_usual.sources(made) == html_usual.sources(text) == ["<b>", "</b>"]
    assert not _are_written(text, pieces)


def test_a_page_has_as_many_tags() -> None:
    assert html_proof._say_the_same(["<b>"], ["<b>"])
    assert not html_proof._say_the_same(["<b>"], ["<b>", "<b>"])
    assert not html_proof._say_the_same(["<b>", "<b>"], ["<b>"])


@pytest.mark.parametrize(
    ("source", "target", "signs"),
    [
        ("Words", "más", []),
        ("Words", "a & b", ["&"]),
        ("5 % of {a}", "más", ["{", "%"]),
        ("5 %", "{a}", ["{", "%"]),
    ],
)
def test_signs_are_looked_for_in_sources_and_translations(source: str, target: str, signs: list[str]) -> None:
    document = html.parse(f"<p>One</p><p>{source}</p>", "a.html", FormatOptions())
    assert html_proof._signs(Spliced(document, {0: "Uno", 1: target})) == signs
    assert html_proof._signs(Spliced(document, {0: "Uno"})) == []
