"""The short ways of the HTML format give what the thorough ones do, or leave it to them."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import re
from collections.abc import Mapping
from unittest import mock

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.formats.test_html import SOUP
from toolkit import formats
from toolkit.formats import html, html_inline, html_proof, html_simple, html_tokens
from toolkit.formats.html_inline import is_whole
from toolkit.formats.html_runs import place, says_words
from toolkit.formats.html_text import collapse
from toolkit.formats.html_tokens import OTHER, START, TEXT, WHOLE, Item, Tokens, condense, items
from toolkit.formats.options import FormatOptions
from toolkit.formats.segment_making import segment as make_segment
from toolkit.formats.spliced import Spliced
from toolkit.model import Document, Segment, Span

SOURCES = [
    "Words",
    "One <b>two</b> three",
    "<em>one</em> two",
    "one <strong>two</strong>",
    'See <a href="x.html" title="T">our page</a>, <i>all <b>of</b> it</i>.',
    "Run <code>make all</code> now",
    "<kbd>Ctrl</kbd> and <kbd>C</kbd>",
    "a <br> b <img src=x alt='y'> c<br/>",
    "50 % of {name} &amp; %s",
    "{{ a }} b {% if c %}<b>d</b>{% endif %}",
    "a < b <i\nclass=y>c</i>",
    'one <span translate="no">two</span> three',
    "<b>one</b> <!-- c --> <b>two</b>",
    "<B>one</B> <a  href=x>two</a>",
    '<a href="?a=1&amp;b=2">one</a> &nbsp;',
]
PIECES = """\
word|<|>|&|;|/|=|"|'|{|}|%|#|-|!|</|</>|<!|<?|<%|%>|]]>|<b>|</b>|<i>|</i>|<b/>|<B>|<em>|</em>
<strong>|</strong>|<br>|</br>|<br/>|<br />|<a href="x.html" title="T">|<a href="x.html" title="U">
<a href="x>y">|<a href=x>|<a  href="x">|</a>|<code>|</code>|<code>make all</code>|<code> </code>
<code>y</code>|<kbd>Ctrl</kbd>|<kbd>C</kbd>|<b></b>|<b> </b>|<p>|</p>|<script>|</script>|<title>
<textarea>|<plaintext>|<svg>|</svg>|<math>|<noscript>|<style>|<!-- c -->|<!--|-->|<![CDATA[
<span translate="no">|<span class="notranslate">|<span translate>|<span>|</span>|translate|&amp;
&nbsp;|&lt;|&#60;|&lt|&foo;|{{ a }}|{{|}}|{% if c %}|{name}|%s|%(x)s|${y}|https://x.org/|www.x.org
a@b.org|mailto:|:|<img src=x alt='y'>|<img src="x" alt="y">|<x-y>|<td>|<li>|</li>""".replace("\n", "|").split(
    "|"
)
PIECES += [*" \n\t\r\x0c\x0b\xa0\u2028\ufeff\x00\x01é🙂İﬁ\ud7ff", "  ", "<b "]
OPTIONS = st.builds(FormatOptions, translate_pre=st.booleans(), translate_code=st.booleans())
HOSTILE = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)


@st.composite
def _changed(draw: st.DrawFn, text: str) -> str:
    """A translation: the text, with other words in it, or something in a place where it was not."""
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(st.sampled_from([*PIECES, "Ahora ", " ✓", "más"])) + text[at:]
        if draw(st.booleans()):
            start = draw(st.integers(0, len(text)))
            text = text[:start] + text[start + draw(st.integers(1, 9)) :]
    return text


@st.composite
def _translated(draw: st.DrawFn) -> tuple[Document, Segment, str]:
    """A page, one of its segments, and what a catalog says for it."""
    if draw(st.integers(0, 3)):
        source = draw(st.sampled_from(SOURCES))
        page = f"<!doctype html><title>T</title><h1>H</h1><p>{source}</p><p title='u'>v"
    else:
        page = draw(SOUP)
    document = html.parse(page + "<p>w", "a.html", draw(OPTIONS))
    assume(document.segments)
    segment = draw(st.sampled_from(document.segments))
    target = draw(st.one_of(_changed(segment.text), HOSTILE, st.just(f"Ahora {segment.text}")))
    return document, segment, target.strip() or "x"


@settings(max_examples=300, deadline=None)
@given(_translated(), st.sampled_from(["utf-8", "cp1252"]))
def test_encoding(case: tuple[Document, Segment, str], encoding: str) -> None:
    document, segment, target = case
    document = dataclasses.replace(document, encoding=encoding)
    short = html.encode(document, segment, target)
    with mock.patch.object(html_inline, "is_written", return_value=False):
        assert html.encode(document, segment, target) == short


@settings(max_examples=300, deadline=None)
@given(_translated(), st.lists(HOSTILE, max_size=3), st.sampled_from(["utf-8", "cp1252"]))
def test_what_needs_no_encoding_is_not_encoded(
    case: tuple[Document, Segment, str], others: list[str], encoding: str
) -> None:
    document, segment, target = case
    document = dataclasses.replace(document, encoding=encoding)
    for said in (target, f"Ahora {segment.text}", "Ahora", f"Ahora {target}".replace("<", "")):
        targets = {document.segments.index(segment): said.strip()}
        for other, words in zip(range(len(document.segments)), others, strict=False):
            targets.setdefault(other, words.strip() or "x")
        asked = set(formats.to_encode(document, targets))
        for index, words in targets.items():
            if index not in asked:
                assert formats.encode(document, document.segments[index], words) is words


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("Words", True),
        ("Palabras", False),
        ("dos palabras", False),
        *((f"dos{sign}palabras", True) for sign in "&<{\n\t\f\r"),
        ("dos <b>palabras</b>", True),
        ("dos  palabras", True),
        ("más", False),
    ],
)
def test_which_targets_are_encoded(target: str, asked: bool) -> None:
    document = html.parse("<p title='One'>Words <p>x", "a.html", FormatOptions())
    assert (1 in formats.to_encode(document, {1: target})) == asked
    assert 0 in formats.to_encode(document, {0: target})
    assert 1 in formats.to_encode(document, {1: "dos  palabras", 2: target})
    latin = dataclasses.replace(document, encoding="cp1252")
    assert (1 in formats.to_encode(latin, {1: target})) == (asked or not target.isascii())
    tagged = html.parse("<p>One <b>two</b>", "a.html", FormatOptions())
    assert (0 in formats.to_encode(tagged, {0: f"<b>x</b> {target}"})) == (asked and target != "Words")


@settings(max_examples=300, deadline=None)
@given(_translated(), st.booleans())
def test_what_a_few_looks_prove_is_so(case: tuple[Document, Segment, str], hole: bool) -> None:
    """With an encoder that has a hole, too."""
    document, segment, target = case
    piece = target if hole else html.encode(document, segment, target)
    slice_ = document.text[segment.span.start : segment.span.end]
    if html_proof._is_plain(document, segment, piece, target):
        assert html_proof._is_told(document, segment, piece, target)
        assert _sources(slice_) == _sources(piece)
        assert formats.identities(segment.text, "html", document.labels) == formats.identities(
            target, "html", document.labels
        )


def _sources(text: str) -> list[str]:
    return [text[start:end] for kind, start, end, _ in items(text) if kind != TEXT]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Words", "Palabras"),
        ("One <b>two</b> three", "Uno <b>dos</b>"),
        ("<em>one</em> two", "<em>uno</em> dos"),
        ("one <strong>two</strong>", "<strong>dos</strong> uno"),
        ('See <a href="x" title="T">it</a>.', 'Ve <a href="x" title="T">a</a>'),
        ("One <i>two <b>three</b></i>.", "Uno <i>dos <b>tres</b></i>"),
        ("Run <code>make all</code> now", "Ahora <code>make all</code>"),
        ("Ctrl <kbd>C</kbd>", "<kbd>C</kbd> más Ctrl"),
        ("<i>one</i> and <kbd>C</kbd>", "<i>uno</i> y <kbd>C</kbd>"),
        ("<kbd>C</kbd> and <i>one</i>", "<kbd>C</kbd> y <i>uno</i>"),
        ("50 % or <b>more</b>", "50 % o <b>más</b>"),
    ],
)
def test_a_few_looks_are_enough_for_usual_translations(source: str, target: str) -> None:
    document = html.parse(f"<p>{source}</p>", "a.html", FormatOptions())
    (segment,) = document.segments
    with mock.patch.object(html, "_encode", side_effect=AssertionError):
        assert html.encode(document, segment, target) == target
    assert html_proof._is_plain(document, segment, target, target) == ("</b></i>" not in target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Words", "a & b"),
        ("Words", "&amp"),
        ("Words", "{{ evil }}"),
        ("Words", "{% evil %}"),
        ("Words", "<b>x</b>"),
        ("Words", "x\ny"),
        ("Words", "x  y"),
        ("Words", " x"),
        ("Words", "x "),
        ("One <b>two</b>", "<p>uno</p> <b>dos</b>"),
        ("One {{ a <b>two</b> }}", "x <b>dos</b>"),
        ("<B>one</B> two", "<B>uno</B> \u00a0 x "),
    ],
)
def test_what_has_to_be_written_in_another_way_is(source: str, target: str) -> None:
    document = html.parse(f"<p>{source}</p>", "a.html", FormatOptions())
    assert html.encode(document, document.segments[0], target) != target


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Words", "…"),
        ("Words", "https://x.org/"),
        ("Words", "{name}"),
        ("Words", "x {name}"),
        ("Words", "&nbsp;x"),
        ("Words", "x&nbsp;"),
        ("{name} x", "y"),
        ("Words", "100 %s"),
        ("100 %s", "y"),
        ("Words", "<b>x</b>"),
        ("One <b>two</b> 3", "x y"),
        ("One <b>two</b> 3", "<b>x y</b>"),
        ("One <b>two</b> 3", "x <b></b>"),
        ("One <b>two</b> 3", "x <b> </b>"),
        ("One <b>two</b> 3", "<b></b> x"),
        ("One <b>two</b> 3", "… <b>…</b> …"),
        ("One <code>x</code> 3", "x <code>y</code>"),
        ("One <br> 3", "x <br>"),
        ("One <br>x</br> 3", "x <br>x</br>"),
    ],
)
def test_what_is_no_such_segment_is_not_proven(source: str, target: str) -> None:
    document = html.parse(f"<p>{source}</p>", "a.html", FormatOptions())
    (segment,) = document.segments
    assert not html_proof._is_told(document, segment, target, target)
    assert not html_proof._is_plain(document, segment, target, target)


def test_words_of_an_attribute_are_not_plain() -> None:
    document = html.parse("<p title='One'>two", "a.html", FormatOptions())
    assert [html_proof._is_plain(document, segment, "x", "x") for segment in document.segments] == [
        False,
        True,
    ]


def test_a_piece_that_is_not_its_target_is_not_plain() -> None:
    document = html.parse("<p>Words</p>", "a.html", FormatOptions())
    (segment,) = document.segments
    assert html_proof._is_plain(document, segment, "x", "x")
    assert not html_proof._is_plain(document, segment, "x", "<b>x</b>")
    assert not html_proof._is_plain(document, dataclasses.replace(segment, text="<b>"), "x", "x")


@pytest.mark.parametrize(
    "text", [" x<b>y</b>", "x<b>y</b> ", "\u00a0x<b>y</b>", "x<b>y</b>\u00a0", "x<code> </code>"]
)
def test_a_text_with_blanks_at_its_edges_is_not_filled(text: str) -> None:
    assert not html_simple.is_filled(text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(HOSTILE, *map(_changed, SOURCES)), st.booleans())
def test_simple_tags_are_those_of_the_tokenizer(text: str, translate_code: bool) -> None:
    parts = html_simple.parts(text)
    tags = html_simple.tags(text)
    if parts is None or "\r" in text:
        assert tags is None or "\r" in text
        return
    assert tags in (None, list(parts[1::2]))

    def whole(item: Item) -> bool:
        return is_whole(item[3], text[item[1] : item[2]], False)

    found = condense(list(items(text)), whole)
    assert [text[start:end] for kind, start, end, _ in found if kind != TEXT] == list(parts[1::2])
    assert [text[start:end] for kind, start, end, _ in found if kind == TEXT] == [
        one for one in parts[::2] if one
    ]
    assert OTHER not in {item[0] for item in found}
    assert all(text[item[1] : item[2]].startswith(html_simple._CODES) for item in found if item[0] == WHOLE)
    if len(parts) > 1 and "&" not in text and html_simple.is_filled(text):
        run = list(items(text))
        span = place(text, run, lambda item: is_whole(item[3], text[item[1] : item[2]], translate_code), True)
        assert span == (0, len(text))


@settings(max_examples=300, deadline=None)
@given(st.one_of(HOSTILE, *map(_changed, SOURCES)), st.one_of(HOSTILE, *map(_changed, SOURCES)))
def test_the_same_tags_are_the_same_parts(one: str, other: str) -> None:
    for ours, theirs in ((one, other), (one, one), (one, f"Ahora {one}"), (one, one.replace("word", "más"))):
        first, second = html_simple.parts(ours), html_simple.parts(theirs)
        same = first is not None and second is not None and first[1::2] == second[1::2]
        assert html_simple.same_tags(ours, theirs) == same


def test_each_tag_has_its_own_place() -> None:
    assert html_simple.same_tags("a <b> c <b>", "<b><b>")
    assert not html_simple.same_tags("a <b> c <i>", "<b><b>")
    assert not html_simple.same_tags("a <b> c", "<b><b>")


@settings(max_examples=300, deadline=None)
@given(SOUP, st.dictionaries(st.integers(0, 5), HOSTILE, min_size=1))
def test_tags_that_have_moved_are_where_they_should_be(source: str, changes: Mapping[int, str]) -> None:
    """As :class:`Spliced` says, which knows of no tags."""
    document = html.parse(source, "a.html", FormatOptions())
    slices = {index: changes[index] for index in sorted(changes) if index < len(document.segments)}
    if not slices or document.outline is None:
        return
    spliced = Spliced(document, slices)
    tags = _tags(document)
    if "\r" not in spliced.text and html_proof._have_moved(spliced, tags):
        again = [item for item in items(spliced.text) if item[0] != TEXT]
        assert [(kind, name) for kind, _, _, name in tags] == [(kind, name) for kind, _, _, name in again]
        assert spliced.places(spliced.apart(_places(tags))) == spliced.apart_after(_places(again))


def _tags(document: Document) -> list[Item]:
    assert isinstance(document.outline, Tokens)
    return document.outline.items()


def _places(found: list[Item]) -> list[int]:
    return [edge for item in found for edge in item[1:3]]


def test_untouched_tags_have_moved() -> None:
    page = "<p title='One'>two <b>three</b></p><img alt=\"four\" title='five'><p>six<br>seven"
    document = html.parse(page, "a.html", FormatOptions())
    tags = _tags(document)
    longer = {index: f"Ahora {segment.text}" for index, segment in enumerate(document.segments)}
    assert len(longer) == 5
    assert html_proof._have_moved(Spliced(document, longer), tags)
    assert html_proof._have_moved(Spliced(document, {2: "x"}), tags)
    assert not html_proof._have_moved(Spliced(document, {1: "two <b>three"}), tags)
    assert not html_proof._have_moved(Spliced(document, {2: "four' title=\"five"}), tags)
    # As many tags, and the same ones, but not in the same pieces.
    assert not html_proof._have_moved(Spliced(document, {1: "two <b>three</b></p><p>", 4: "six"}), tags)


@pytest.mark.parametrize(
    ("tag", "changed"),
    [
        ((START, 0, 3, "i"), (START, 10, 13, "i")),
        ((START, 35, 38, "i"), (START, 10, 13, "i")),
        ((START, 10, 13, "i"), (START, 0, 3, "i")),
        ((START, 10, 13, "i"), (OTHER, 10, 13, "i")),
        ((START, 10, 13, "i"), (START, 10, 13, "u")),
        ((START, 10, 13, "i"), (START, 10, 50, "i")),
        ((START, 7, 10, "p"), (START, 7, 13, "p")),
    ],
)
def test_a_tag_that_is_another_has_not_moved(tag: Item, changed: Item) -> None:
    page = "<i></i><p><i>One</i> <i>two</i></p><i></i>"
    document = html.parse(page, "a.html", FormatOptions())
    tags = _tags(document)
    spliced = Spliced(document, {0: "<i>One</i> more and <i>two</i>"})
    at = tags.index(tag)
    assert html_proof._have_moved(spliced, tags)
    assert not html_proof._have_moved(spliced, [*tags[:at], changed, *tags[at + 1 :]])


@pytest.mark.parametrize("piece", ['a">', '"'])
def test_a_value_stays_in_its_tag(piece: str) -> None:
    document = html.parse('<p title="a">b', "a.html", FormatOptions())
    tags = _tags(document)
    assert html_proof._have_moved(Spliced(document, {0: "<b> longer"}), tags)
    assert not html_proof._have_moved(Spliced(document, {0: piece}), tags)


@settings(max_examples=300, deadline=None)
@given(st.one_of(HOSTILE, st.text(max_size=20)))
def test_white_space_is_collapsed_as_by_a_pattern(text: str) -> None:
    assert collapse(text) == re.sub(r"[ \t\n\f\r]+", " ", text)


@settings(max_examples=300, deadline=None)
@given(st.one_of(HOSTILE, st.text(max_size=20)))
def test_words_are_found_as_by_patterns(text: str) -> None:
    if "{" not in text and "%" not in text:
        address = r"\s*(?:(?:https?|ftp|mailto):\S+|www\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)\s*"
        assert says_words(text) == (bool(re.search(r"[^\W_]", text)) and not re.fullmatch(address, text))


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="a\n\r\x0b\x0c\x85\u2028", max_size=30))
def test_lines_begin_behind_line_feeds(text: str) -> None:
    starts = html_tokens.line_starts(text)
    assert starts[: text.count("\n") + 1] == [0, *(found.end() for found in re.finditer("\n", text))]


def test_a_segment_is_as_any_other() -> None:
    made = make_segment(3, 9, "Words", "paragraph", "html", "> ")
    as_written = Segment(Span(3, 9), "Words", "paragraph", "html", indent="> ")
    assert (made, hash(made), repr(made)) == (as_written, hash(as_written), repr(as_written))
    assert type(made) is Segment
    assert type(made.span) is Span
    assert pickle.loads(pickle.dumps(made)) == made
    assert copy.deepcopy(made) == made
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.text = "x"  # type: ignore[misc]
