"""Edits as people see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.similarity.worddiff import word_diff


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("Take 5 ml.", "Take 10 ml.", "Take [-5-]{+10+} ml."),
        ("Take it.", "Take it now.", "Take it{+ now+}."),
        ("same", "same", "same"),
        ("", "new", "{+new+}"),
        ("one two three four", "one zwei drei four", "one [-two three-]{+zwei drei+} four"),
        ("每天五片药", "每天十片药", "每天[-五-]{+十+}片药"),
        ("تناول حبتين.", "تناول ثلاث حبات.", "تناول [-حبتين-]{+ثلاث حبات+}."),
    ],
)
def test_words_are_marked(old: str, new: str, shown: str) -> None:
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    assert "".join(marks[kind].format(text) for kind, text in word_diff(old, new)) == shown


@given(st.text(alphabet="ab .,\n每ع"), st.text(alphabet="ab .,\n每ع"))
def test_nothing_is_lost_or_made_up(old: str, new: str) -> None:
    parts = word_diff(old, new)
    assert "".join(text for kind, text in parts if kind != "new") == old
    assert "".join(text for kind, text in parts if kind != "gone") == new
    assert all(text for _, text in parts)


def test_huge_texts_are_not_compared_word_by_word() -> None:
    parts = word_diff("a " * 100_000, "b " * 100_000)
    assert [kind for kind, _ in parts] == ["gone", "new"]
