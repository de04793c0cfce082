"""Codes out to engines and back: nothing lost, nothing invented, and valid markup only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import formats
from toolkit.inline import (
    Form,
    Markup,
    Problem,
    Protected,
    Restored,
    TermSpan,
    assemble,
    parse,
    protect,
    read,
    verify,
)
from toolkit.inline.align import placed
from toolkit.inline.attributes import hidden, with_hidden
from toolkit.inline.pieces import TERM
from toolkit.model import Code, Span, Syntax

LABELS = frozenset({"guide", "leaflet"})
FORMS: tuple[Form, ...] = ("html", "xml", "token")


def markup(syntax: Syntax = "markdown") -> Markup:
    return Markup(
        lambda text: formats.codes(text, syntax, LABELS),
        lambda text: formats.plain(text, syntax, LABELS),
        lambda words: formats.escape(words, syntax),
        lambda text: formats.unescape(text, syntax),
    )


def restored(reply: str, protected: Protected, use: Markup, source: str) -> Restored | Problem:
    """The target for what an engine made of a protected text."""
    pieces = read(reply, protected)
    return pieces if isinstance(pieces, Problem) else assemble(pieces, protected.parsed, use, source)


def there_and_back(source: str, reply: str, form: Form = "html", syntax: Syntax = "markdown") -> str:
    """The target, or what is wrong in angle brackets."""
    use = markup(syntax)
    protected = protect(parse(source, use.codes(source), unescape=use.unescape), form)
    done = restored(reply, protected, use, source)
    return done.text if isinstance(done, Restored) else f"<{done.message}>"


SOURCES = (
    "No markup at all, 5 < 6 & 7.",
    "Wash **your hands** with [soap & water](https://who.int/a_b 'Clean').",
    "Take {name} and `x*y`, see https://example.org/a_b_c.\nCall <kbd>A</kbd>[^1] or %s.",
    "_a_ and **b _c_ d** ~~e~~ ![alt *x*](p.png)",
    "An escaped \\* and &copy; and a\\_b",
    "**a**[b](c.md)_d_",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("source", SOURCES)
def test_an_engine_that_changes_nothing(source: str, form: Form) -> None:
    use = markup()
    protected = protect(parse(source, use.codes(source), unescape=use.unescape), form)
    target = there_and_back(source, protected.text, form)
    assert use.plain(target) == use.plain(source)
    assert not verify(use.codes(source), use.codes(target))


def test_words_are_escaped_for_the_form_and_markup_is_hidden() -> None:
    use = markup()
    source = "Wash **your hands** with soap & {name}."
    parsed = parse(source, use.codes(source), unescape=use.unescape)
    assert protect(parsed, "html").text == 'Wash <b id="1">your hands</b> with soap &amp; <br id="2"/>.'
    assert protect(parsed, "xml").text == "Wash <x1>your hands</x1> with soap &amp; <x2/>."
    assert protect(parsed, "token").text == "Wash ⟦1⟧your hands⟦/1⟧ with soap & ⟦2⟧."
    with pytest.raises(ValueError, match="plain"):
        protect(parsed, "plain")


MENDED = (
    # source, reply in the html form, target
    ("**stem cells** grow", '<b id="1">celdas</b> de <b id="1">raíz</b> crecen', "**celdas de raíz** crecen"),
    ("the **red** house", 'la casa <b id="1"> roja </b>', "la casa **roja**"),
    ("take [it](x.md) now", 'toma<b id="1">lo</b>ahora', "toma [lo](x.md) ahora"),
    ("(**red**).", '( <b id="1">rojo</b> ) .', "(**rojo**) ."),
    ("see [guide] there", 'ver <b id="1">la guía</b> allí', "ver [la guía][guide] allí"),
    ("see [guide][] there", 'ver <b id="1">la guía</b> allí', "ver [la guía][guide] allí"),
    ("**a** and *b*", "<B ID='2'>b</B> y < b id = 1 >a< / b >", "*b* y **a**"),
    ("**[x](y.md)** z", '<b id="1"><b id="2">equis</b></b> z', "**[equis](y.md)** z"),
    ("Call {name} now", 'Llama a <br id="1"> ahora', "Llama a {name} ahora"),
    ("wow [x](y.md)", 'guau! <b id="1">x</b>', "guau! [x](y.md)"),
)  # fmt: skip


@pytest.mark.parametrize(("source", "reply", "target"), MENDED)
def test_what_is_certain_is_mended(source: str, reply: str, target: str) -> None:
    assert there_and_back(source, reply) == target


REFUSED = (
    ("**a** b", "a b", "came back 0 times"),
    ("**a** b {x}", '<b id="1">a</b> b <br id="2"/> <br id="2"/>', "came back 2 times"),
    ("**a** b", '<b id="1">a</b> <b id="7">b</b>', "made up"),
    ("**a** b", '<b id="1">a</b> <i>b</i>', "made up"),
    ("**a** b", '<b id="1"></b> b', "empty"),
    ("**a** *b*", '<b id="1">a <b id="2">b</b></b>', "another place"),
    ("**a *b* c**", '<b id="1">a</b> <b id="2">b</b> c', "another place"),
    ("**a** b", '<b id="1">a b', "not closed"),
    ("**a** b", "a</b> b", "not open"),
)


@pytest.mark.parametrize(("source", "reply", "why"), REFUSED)
def test_what_is_not_certain_is_refused(source: str, reply: str, why: str) -> None:
    answer = there_and_back(source, reply)
    assert answer.startswith("<")
    assert why in answer


def test_tokens_are_read_with_the_damage_engines_do() -> None:
    source = "**a** b {x}"
    for reply in ("⟦ 1 ⟧ a ⟦/ 1⟧ b ⟦2⟧", "[1]a[/1] b [2]", "【1】a【/1】 b 【2】"):
        assert there_and_back(source, reply, "token") == "**a** b {x}", reply
    assert "damaged" in there_and_back(source, "⟦1⟧a⟦/1⟧ b ⟦2⟧ ⟦", "token")
    # Where the source itself says [1], only the real tokens are ours.
    assert there_and_back("x [1] **a**", "x [1] ⟦1⟧a⟦/1⟧", "token") == "x [1] **a**"


def test_words_never_become_markup() -> None:
    for words in ("a *b* c", "`x`", "[x](y)", "<b>x</b>", "![x](y)", "{name}", "~~x~~", "a_b_c"):
        reply = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        target = there_and_back("plain **x** text", f'{reply} <b id="1">x</b>')
        if target.startswith("<") and "not" in target:
            continue
        use = markup()
        assert not verify(use.codes("plain **x** text"), use.codes(target)), target


def test_emphasis_keeps_what_flanks_it() -> None:
    """``**语。**文`` would be no emphasis (CommonMark 6.2): the full stop goes outside."""
    assert there_and_back("**Word.** Next", '<b id="1">词语。</b>下一个') == "**词语**。下一个"
    # Underscores do not work inside a word.
    target = there_and_back("_a_ b", '<b id="1">a</b>b')
    assert target == "_a_ b"


def test_hard_breaks_stay() -> None:
    assert there_and_back("one\ntwo", 'uno <br id="1"> dos') == "uno\ndos"
    assert "0 times" in there_and_back("one\ntwo", "uno dos")


def test_html_keeps_its_tags_and_references() -> None:
    source = 'Fish &amp; <a href="x.html">chips</a><br>now'
    reply = 'Pescado &amp; <b id="1">patatas</b><br id="2">ya'
    assert there_and_back(source, reply, syntax="html") == 'Pescado & <a href="x.html">patatas</a><br>ya'


def test_a_term_takes_the_place_of_what_the_engine_said() -> None:
    use = markup()
    source = "Stem cells in **bone**."
    parsed = parse(source, use.codes(source), terms=[TermSpan(0, 10, "células madre")])
    protected = protect(parsed, "html")
    assert protected.text == '<b id="1">Stem cells</b> in <b id="2">bone</b>.'
    reply = '<b id="1">Celdas</b> de <b id="1">raíz</b> en <b id="2">hueso</b>.'
    assert restored(reply, protected, use, source) == Restored("Células madre en **hueso**.")
    lost = restored('Celdas de raíz en <b id="2">hueso</b>.', protected, use, source)
    assert lost == Restored("Celdas de raíz en **hueso**.", ("células madre",))
    assert protect(parsed, "token").text == "⟦1⟧ in ⟦2⟧bone⟦/2⟧."


def test_words_inside_of_markers_are_texts_of_their_own() -> None:
    use = markup()
    source = """See [here](x.md "A \\"b\\" c") <img src="p.png" alt='It is'> [y](z "{n}")"""
    parsed = parse(source, use.codes(source))
    found = hidden(parsed)
    assert [place.text for place in found] == ['A "b" c', "It is"]
    spaced = with_hidden(parsed, {found[0]: " Un \n«\u00a0b\u00a0» "})
    assert spaced.slots[0].closing == '](x.md "Un «\u00a0b\u00a0»")'
    changed = with_hidden(parsed, {found[0]: 'Un "b"', found[1]: "L'est <b>"})
    done = assemble(changed.pieces, changed, use, source)
    assert isinstance(done, Restored)
    assert '[here](x.md "Un \\"b\\"")' in done.text
    assert "alt='L&#39;est &lt;b&gt;'" in done.text


def test_verify_tells_what_is_wrong() -> None:
    codes = markup().codes
    assert verify(codes("**a** [b](c)"), codes("[b](c) **a**")) == ""
    assert "missing" in verify(codes("**a** b"), codes("a b"))
    assert "has not" in verify(codes("a"), codes("**a**"))
    assert verify(codes("[a](b)"), codes("[a](javascript:b)"))
    assert verify(codes("**a** *b*"), codes("**a *b***"))


WORDS = st.sampled_from(["Take", "the", "red", "pill", "5 mg", "a_b", "1 * 2", "don't", "$5", "<3", "&", "!"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 8))):
        word = formats.escape(draw(WORDS), "markdown")
        kind = draw(
            st.sampled_from(["{}", "{}", "**{}**", "*{}*", "[{}](u.md)", "`{}`", "<b>{}</b>", "[{}][guide]"])
        )
        parts.append(kind.format(word))
        parts.append(draw(st.sampled_from([" ", " ", ", ", "{x} ", " %s ", "[^1] "])))
    return "".join(parts).strip()


@given(texts(), st.sampled_from(FORMS), st.randoms(use_true_random=False))
def test_whatever_comes_back_is_right_or_refused(source: str, form: Form, chance: object) -> None:
    """A reply with pieces dropped, doubled and swapped never makes a wrong target."""
    import random

    assert isinstance(chance, random.Random)
    use = markup()
    protected = protect(parse(source, use.codes(source), unescape=use.unescape), form)
    pieces = [part for part in protected.text.replace("<", "\0<").replace("⟦", "\0⟦").split("\0") if part]
    if pieces:
        for _ in range(chance.randint(0, 2)):
            index = chance.randrange(len(pieces))
            what = chance.choice(("drop", "double", "swap"))
            if what == "drop" and len(pieces) > 1:
                del pieces[index]
            elif what == "double":
                pieces.insert(index, pieces[index])
            else:
                other = chance.randrange(len(pieces))
                pieces[index], pieces[other] = pieces[other], pieces[index]
    done = restored("".join(pieces), protected, use, source)
    if isinstance(done, Restored):
        assert not verify(use.codes(source), use.codes(done.text))
    else:
        assert isinstance(done, Problem)


@given(texts(), st.text(alphabet="abc ,.ñ", min_size=12, max_size=60).filter(lambda t: len(t.split()) > 4))
def test_placing_codes_by_position_keeps_all(source: str, translation: str) -> None:
    use = markup()
    parsed = parse(source, use.codes(source), unescape=use.unescape)
    done = assemble(placed(translation, parsed, {}), parsed, use, source)
    if isinstance(done, Restored):
        assert not verify(use.codes(source), use.codes(done.text))


def test_codes_are_placed_where_their_words_are() -> None:
    use = markup()
    source = "Take the **red pill** now, {name}, and rest."
    parsed = parse(source, use.codes(source), unescape=use.unescape)
    pieces = placed("Toma ahora la píldora roja, y descansa.", parsed, {1: "Píldora roja"})
    done = assemble(pieces, parsed, use, source)
    assert done == Restored("Toma ahora la **píldora roja**, y descansa {name}.")


def test_codes_that_lose_the_words_between_them_stay_apart() -> None:
    assert there_and_back("the `a` of `b`", '<br id="1"/><br id="2"/>') == "`a` `b`"


def test_articles_agree_also_beyond_a_marker() -> None:
    use = markup()
    agreeing = Markup(
        use.codes, use.plain, use.escape, use.unescape, lambda before, term: before.replace("la ", "el ")
    )
    source = "~~the~~ drug"
    parsed = parse(source, use.codes(source), terms=[TermSpan(8, 12, "fármaco")])
    reply = '<b id="1">la</b> <b id="2">droga</b>'
    assert restored(reply, protect(parsed, "html"), agreeing, source) == Restored("~~el~~ fármaco")


@pytest.mark.parametrize("character", ["a", "1", " ", "-"])
def test_a_long_word_is_read_once(character: str) -> None:
    # Read again from each of its characters, it would keep this test for the better part of an hour.
    long = character * 1_000_000
    text = f"{long}\nx y@example.org"
    parsed = parse(text, ())
    assert [slot.opening for slot in parsed.slots] == [
        long + "\n" if character == " " else "\n",
        "y@example.org",
    ]


def test_each_of_many_lines_and_addresses_has_its_marker() -> None:
    # Each compared with all others, they would take as long.
    text = "a b@c.de\n" * 100_000
    parsed = parse(text, ())
    assert [slot.opening for slot in parsed.slots] == ["b@c.de", "\n"] * 100_000


def pair(start: int, inner: tuple[int, int], end: int) -> Code:
    return Code("emphasis", Span(start, inner[0]), Span(inner[1], end), "*")


@pytest.mark.parametrize(
    ("first", "second", "kinds"),
    [
        (pair(0, (2, 6), 8), pair(2, (3, 5), 6), ("pair", "pair")),
        (pair(0, (1, 3), 4), pair(4, (5, 7), 8), ("pair", "pair")),
        (pair(0, (1, 4), 5), pair(2, (3, 7), 8), ("alone", "alone", "alone", "alone")),
        # One ends within the other's closing marker.
        (pair(0, (1, 4), 8), pair(2, (3, 5), 6), ("pair", "alone", "alone")),
    ],
)
def test_pairs_that_cross_become_lone_markers(first: Code, second: Code, kinds: tuple[str, ...]) -> None:
    for codes in ((first, second), (second, first)):
        slots = parse("abcdefgh", codes).slots
        assert tuple("pair" if slot.closing else "alone" for slot in slots) == kinds


def test_each_of_many_pairs_has_its_markers() -> None:
    # Each compared with all others, they would take an hour as well.
    count = 100_000
    beside = [pair(4 * n, (4 * n + 1, 4 * n + 2), 4 * n + 3) for n in range(count)]
    parsed = parse("*a* " * count, beside)
    assert [(slot.opening, slot.closing) for slot in parsed.slots] == [("*", "*")] * count
    crossing = [pair(3 * n, (3 * n + 1, 3 * n + 4), 3 * n + 5) for n in range(count)]
    assert {slot.closing for slot in parse("abc" * count + "de", crossing).slots} == {None}


def test_what_is_found_in_words_touches_no_marker() -> None:
    use = markup()
    source = "**a@b.org** c@**d**.org +e@f.org+g@h.org [5 mg](u) 5 **mg**"
    parsed = parse(
        source, use.codes(source), terms=[TermSpan(2, 3, "T"), TermSpan(43, 45, "T")], amounts=True
    )
    found = [(slot.kind, slot.opening) for slot in parsed.slots if slot.kind in ("mail", "amount", TERM)]
    assert found == [("mail", "a@b.org"), ("mail", "+e@f.org"), ("mail", "+g@h.org"), ("amount", "5 mg")]
