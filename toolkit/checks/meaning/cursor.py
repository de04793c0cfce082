"""Elements under a reader that moves forward: what stands ahead, and the values found so far."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.checks.meaning.elements import HARD, OPTIONAL, RANGE, Element, Item
from toolkit.checks.meaning.lexicon import Lexicon
from toolkit.checks.meaning.tokens import Tokens

_MINUS = frozenset("-−–")
_SHORT = 30


class Cursor:
    """One text. Offsets count elements from :attr:`at`."""

    __slots__ = ("_dated", "_length", "at", "found", "known", "out", "tokens")

    def __init__(self, tokens: Tokens, found: Sequence[Element], known: Lexicon) -> None:
        self.tokens = tokens
        self.found = found
        self.known = known
        self.at = 0
        self.out: list[Item] = []
        self._dated: bool | None = None
        self._length = max(len(tokens.words), _SHORT)

    def ahead(self, offset: int) -> Element | None:
        place = self.at + offset
        return self.found[place] if 0 <= place < len(self.found) else None

    def label(self, offset: int, table: str) -> str:
        """The key an element has in a table of the data file, or an empty string."""
        place = self.at + offset
        return self.found[place].keys.get(table, "") if 0 <= place < len(self.found) else ""

    def is_number(self, offset: int) -> bool:
        place = self.at + offset
        return 0 <= place < len(self.found) and self.found[place].kind == "number"

    def value(self, offset: int) -> float:
        """Of the number at an offset."""
        return self.found[self.at + offset].value or 0.0

    def amounts(self, offset: int) -> tuple[list[Element], int]:
        """The number, fraction or range at an offset, and the offset behind it."""
        first = self.ahead(offset)
        if first is None or first.kind != "number":
            return [], offset
        end = offset + 1
        between = self.ahead(end)
        if between is None:
            return [first], end
        if between.text in RANGE:
            second = self.ahead(end + 1)
            if (
                second is not None
                and second.kind == "number"
                and (second.level != OPTIONAL or first.level != OPTIONAL)
            ):
                # "six to 41 days": both ends are asked for
                first.level = second.level = max(first.level, second.level)
                return [first, second], end + 2
        elif between.text == "/":
            second = self.ahead(end + 1)
            if second is not None and second.kind == "number" and _is_fraction(first, second):
                return [_fraction(first, second)], end + 2
        return [first], end

    def is_negative(self, amount: Element) -> bool:
        """Whether a number in digits has a minus sign of its own."""
        if amount.level != HARD or amount.at < 1 or self.tokens.words[amount.at - 1] not in _MINUS:
            return False
        text, start = self.tokens.text, self.tokens.start(amount.at)
        return text[start - 1] in _MINUS and (start == 1 or text[start - 2] in " (\u00a0")

    def place(self, element: Element) -> float:
        """Where a number stands, from 0 to 1; in a short text everything stands near everything.

        Beside a month it stands nowhere else (-1): "1 December" is not answered by an article.
        """
        if self._dated is None:
            self._dated = not self.known.months.isdisjoint(self.tokens.words)
        if self._dated and self.found[self.at] is element:
            for near in self.found[max(self.at - 1, 0) : self.at + 3]:
                if near.keys and near.keys.get("month"):
                    return -1.0
        return element.at / self._length

    def is_capital(self, element: Element) -> bool:
        """Whether a phrase is written with a capital."""
        return self.tokens.raw[element.at][0].isupper()


def _is_fraction(first: Element, second: Element) -> bool:
    return (
        first.level == second.level == HARD
        and first.value is not None
        and second.value is not None
        and 0 < first.value < second.value <= 10
        and first.value == int(first.value)
        and second.value == int(second.value)
    )


def _fraction(first: Element, second: Element) -> Element:
    above, below = first.value or 0, second.value or 1
    return Element(
        "number", f"{first.text}/{second.text}", first.at, value=above / below, parts=(above, below)
    )
