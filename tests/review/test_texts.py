"""Two texts compared for people: nothing lost, nothing twice, and no text too long for it."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit import formats
from toolkit.model import Code, Span
from toolkit.review import texts
from toolkit.review.texts import Markup, counterparts, word_diff

some = st.text(st.sampled_from("ab \n-é"), max_size=40)


@given(some, some)
@settings(deadline=None, max_examples=500)
def test_a_difference_holds_both_texts(old: str, new: str) -> None:
    runs = word_diff(old, new)
    assert "".join(text for kind, text in runs if kind != "new") == old
    assert "".join(text for kind, text in runs if kind != "gone") == new
    kinds = [kind for kind, _ in runs]
    assert all(one != other for one, other in pairwise(kinds))
    assert all(text for _, text in runs)
    assert old != new or kinds in ([], ["same"])


def test_long_texts_are_compared_as_a_whole(monkeypatch) -> None:
    old = "Take one " + "a b " * 30_000 + "pill today."
    new = "Take one " + "c d " * 30_000 + "pill today."
    monkeypatch.setattr(texts.difflib, "SequenceMatcher", lambda *_, **__: 1 / 0)
    kinds = [kind for kind, _ in word_diff(old, new)]
    assert kinds == ["same", "gone", "new", "same"]


def test_one_word_in_a_long_text_is_found() -> None:
    old = "a b " * 30_000 + "pill " + "c d " * 30_000
    assert [run for run in word_diff(old, old.replace("pill", "drop")) if run[0] != "same"] == [
        ("gone", "pill"),
        ("new", "drop"),
    ]


codes = st.lists(
    st.builds(
        Code,
        st.sampled_from(["link", "strong", "image"]),
        st.just(Span(0, 1)),
        st.sampled_from([None, Span(2, 3)]),
        st.sampled_from("xyz"),
    ),
    max_size=6,
)


@given(codes, codes)
@settings(deadline=None, max_examples=500)
def test_every_code_stands_for_one_at_most(ours: list[Code], theirs: list[Code]) -> None:
    numbers = counterparts(ours, theirs)
    assert len(numbers) == len(theirs)
    used = [number for number in numbers if number]
    assert len(used) == len(set(used))
    for number, code in zip(numbers, theirs, strict=True):
        same = [
            other
            for other in ours
            if other.identity == code.identity and (other.close is None) == (code.close is None)
        ]
        if number:
            other = ours[number - 1]
            assert other.kind == code.kind
            assert (other.close is None) == (code.close is None)
            assert other.source == code.source or code.kind in ("link", "image")
        else:
            # All of that kind are taken by others.
            assert sum(ours[one - 1] in same for one in used) == len(same)


@given(st.text(st.sampled_from("a*_`[](). <b>/"), max_size=60), st.integers(0, 60), st.integers(1, 9))
@settings(deadline=None, max_examples=500)
def test_markup_is_found_where_it_stands(text: str, start: int, length: int) -> None:
    found = formats.codes(text, "markdown")
    spans = [span for code in found for span in (code.open, code.close) if span is not None]
    end = start + length
    assert Markup(found).touches(start, end) is any(start < span.end and span.start < end for span in spans)
