"""Arabic terms are found with article, preposition and plural."""

from __future__ import annotations

import pytest

from toolkit.checking.arabic import says


@pytest.mark.parametrize(
    ("text", "term", "there"),
    [
        ("ما هي الخلية الجذعية؟", "خلية جذعية", True),
        ("العلاج بالخلايا الجذعية", "خلية جذعية", True),
        ("مميعات الدم", "مميع للدم", True),
        ("الخلية الحيّة", "خلية جذعية", False),
        ("الجذعية الخلية", "خلية جذعية", False),
        ("", "خلية", False),
        ("خلية", "", False),
    ],
)
def test_says(text: str, term: str, there: bool) -> None:
    assert says(text, term) is there
