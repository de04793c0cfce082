"""Elements under a reader that moves forward: what stands ahead, and the values found so far."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.checks.meaning.elements import HARD, OPTIONAL, RANGE, SOFT, Element, Item
from toolkit.checks.meaning.lexicon import Lexicon
from toolkit.checks.meaning.tokens import Tokens

_MINUS = frozenset("-−–")
_SHORT = 30
_HALVES = frozenset(["rưỡi", "半", "ونصف"])
"""Numerals that stand behind a unit, for a half more of it."""


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
        half = self.ahead(end)
        if half is not None and half.keys.get("amount") and self._is_amount(first, half, end + 1):
            first, end = self._and_half(first, half, end + 1)
        elif self.counted_half(end + 1):
            first, end = and_half(first, self.found[self.at + end + 1]), end + 2
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

    def _is_amount(self, number: Element, half: Element, offset: int) -> bool:
        """Whether a half belongs to a number: "dos y media" may be a time, but not with a unit behind it."""
        return "clock" not in half.keys or self._has_unit(offset) or self._scale(number) > 0

    def _and_half(self, number: Element, half: Element, offset: int) -> tuple[Element, int]:
        """Both as one number ("two and a half", "dos millones y medio"), with a scale behind it ("two and a
        half million") or none; and the offset behind that."""
        scale = self._scale(number)
        whole = and_half(number, half, scale or 1.0)
        behind = self.ahead(offset)
        if scale or behind is None or behind.kind != "number" or not self._scale(behind):
            return whole, offset
        said = f"{whole.text} {behind.text}"
        value = (whole.value or 0.0) * (behind.value or 0.0)
        return Element("number", said, number.at, value=value, level=whole.level), offset + 1

    def counted_half(self, offset: int) -> bool:
        """两个半小时: the half stands behind the word that Chinese counts with."""
        half = self.ahead(offset) if self.known.language == "zh" else None
        return half is not None and half.text == "半" and self.tokens.words[half.at - 1] in ("个", "個")

    def _scale(self, number: Element) -> float:
        """What the last word of a number multiplies ("two million"); 0 where it does not."""
        last = self.known.numerals.get(number.text.rpartition(" ")[2])
        return last.value if last is not None and last.scale else 0.0

    def _has_unit(self, offset: int) -> bool:
        return bool(self.label(offset, "time") or self.label(offset, "unit"))

    def half_behind(self, offset: int) -> Element | None:
        """ "y media" behind a unit ("dos horas y media"), where it is not of another ("y media hora")."""
        half = self.ahead(offset)
        if half is None or not (half.keys.get("amount") or half.text in _HALVES):
            return None
        return None if self._has_unit(offset + 1) else half

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


def and_half(number: Element, half: Element, scale: float = 1.0) -> Element:
    """ "two and a half": one number, which is meant even where "one" alone might be an article."""
    value = (number.value or 0.0) + scale / 2
    return Element(
        "number", f"{number.text} {half.text}", number.at, value=value, level=max(number.level, SOFT)
    )


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
