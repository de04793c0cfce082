"""Dates as authors write them."""

from __future__ import annotations

import datetime

import pytest

from toolkit import dates

DAY = datetime.date(2024, 3, 12)


@pytest.mark.parametrize(
    "text",
    ["2024-03-12", " 2024-03-12T08:30:00Z ", "March 12, 2024", "Mar 12, 2024", "12 March 2024", "12 Mar 2024",
     "March 12 2024", "2024/03/12"],
)  # fmt: skip
def test_a_date_is_read(text: str) -> None:
    assert dates.read(text) == DAY


@pytest.mark.parametrize("text", ["", "March 2024", "2024-13-01", "31 February 2024", "12/03/2024", "soon"])
def test_what_is_none_or_may_be_two_is_not(text: str) -> None:
    assert dates.read(text) is None
