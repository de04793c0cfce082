"""From elements to items: amounts with their units, rates, times of day, dates.

Each rule looks at a few neighbouring elements and takes those it understands; numbers that no rule takes
are items of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.checks.meaning.elements import HARD, OPTIONAL, SOFT, Element, Item
from toolkit.checks.meaning.lexicon import Lexicon

MINUTES = {
    "second": 1 / 60,
    "minute": 1.0,
    "hour": 60.0,
    "day": 1440.0,
    "week": 10080.0,
    "month": 43800.0,
    "year": 525600.0,
}
"""Lengths of time. A month is a twelfth of 365 days; 30 days and a month stay two things."""

_SIZES = {
    "ng": ("g", 1e-9), "mcg": ("g", 1e-6), "mg": ("g", 1e-3), "g": ("g", 1.0), "kg": ("g", 1e3),
    "microlitre": ("l", 1e-6), "ml": ("l", 1e-3), "dl": ("l", 0.1), "l": ("l", 1.0),
    "nm": ("m", 1e-9), "um": ("m", 1e-6), "mm": ("m", 1e-3), "cm": ("m", 1e-2), "m": ("m", 1.0),
    "km": ("m", 1e3),
}  # fmt: skip
_RATES = {"hourly": "hour", "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
_COUNTS = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_ABBREVIATED = {"twice-daily": 2.0, "thrice-daily": 3.0, "four-daily": 4.0}
_RANGE = frozenset(
    [
        "-",
        "–",
        "—",
        "−",
        "to",
        "or",
        "a",
        "o",
        "u",
        "y",
        "e",
        "i",
        "and",
        "ou",
        "bis",
        "oder",
        "und",
        "bis",
        "zu",
        "à",
        "au",
        "al",
        "ad",
        "at",
        "đến",
        "tới",
        "hoặc",
        "至",
        "到",
        "او",
        "الي",
    ]
)
_UNSURE_MONTHS = frozenset(
    [
        "may",
        "mar",
        "march",
        "jan",
        "feb",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "ene",
        "abr",
        "ago",
        "dic",
        "set",
        "out",
        "des",
        "gen",
        "giu",
        "lug",
        "ott",
    ]
)
_EVERY_HOURS = re.compile(r"q(\d{1,2})h$")


def items(text: str, found: Sequence[Element], known: Lexicon) -> tuple[Item, ...]:
    """All values of a text, in order."""
    return tuple(_Reader(text, found, known).run())


def _of(element: Element, table: str) -> str:
    """The key of the element's label in a table, or an empty string."""
    for label in element.labels:
        name, _, key = label.partition(".")
        if name == table:
            return key
    return ""


class _Reader:
    """The rules, over one text. ``at`` moves forward only."""

    def __init__(self, text: str, found: Sequence[Element], known: Lexicon) -> None:
        self.text = text
        self.found = found
        self.known = known
        self.at = 0
        self.out: list[Item] = []

    def run(self) -> list[Item]:
        while self.at < len(self.found):
            element = self.found[self.at]
            if element.kind == "hit":
                taken = self._hit(element)
            elif element.kind == "number":
                taken = self._number()
            elif element.kind in ("date", "time"):
                taken = self._written(element)
            elif element.kind == "identifier":
                taken = self._identifier(element)
            else:
                taken = 1
            self.at += taken or 1
        return self.out

    # -- looking ahead

    def _ahead(self, offset: int) -> Element | None:
        place = self.at + offset
        return self.found[place] if 0 <= place < len(self.found) else None

    def _label(self, offset: int, table: str) -> str:
        element = self._ahead(offset)
        return _of(element, table) if element is not None and element.labels else ""

    def _is_number(self, offset: int) -> bool:
        element = self._ahead(offset)
        return element is not None and element.kind == "number"

    def _amounts(self, offset: int) -> tuple[list[Element], int]:
        """The number or range at an offset, and the offset behind it."""
        first = self._ahead(offset)
        if first is None or first.kind != "number":
            return [], offset
        found, end = [first], offset + 1
        between = self._ahead(end)
        if between is not None and between.text in _RANGE and self._is_number(end + 1):
            second = self._ahead(end + 1)
            assert second is not None
            if second.level != OPTIONAL or first.level != OPTIONAL:
                return [first, second], end + 2
        elif between is not None and between.text == "/" and self._is_number(end + 1):
            second = self._ahead(end + 1)
            assert second is not None
            if _is_fraction(first, second):
                value = (first.value or 0) / (second.value or 1)
                parts = (first.value or 0, second.value or 0)
                return [
                    Element("number", f"{first.text}/{second.text}", first.start, (), value, HARD, parts)
                ], end + 2
        return found, end

    # -- rules that begin with a phrase

    def _hit(self, element: Element) -> int:
        frequency = _of(element, "frequency")
        if frequency:
            taken = self._frequency(element, frequency)
            if taken:
                return taken
        clock = _of(element, "clock")
        if clock in ("noon", "midnight"):
            self.out.append(
                Item("time", 720.0 if clock == "noon" else 0.0, "known", element.text, SOFT, (12.0,))
            )
            return 1
        if clock in ("am", "pm") and self._is_number(1) and self._label(2, "clock") == "mark":
            return self._clock_after(element, clock)
        if _of(element, "date") == "month-before" and self._is_number(1):
            return self._month_before()
        month = _of(element, "month")
        if month and self._sure_month(element):
            self.out.append(Item("month", float(month), "", element.text, HARD))
        weekday = _of(element, "weekday")
        if weekday:
            self.out.append(Item("weekday", float(weekday), "", element.text, SOFT))
        dual = _of(element, "dual")
        if dual:
            return self._dual(element, dual)
        return 1

    def _sure_month(self, element: Element) -> bool:
        near = self._is_number(1) or self._is_number(-1)
        if element.text not in _UNSURE_MONTHS:
            return True
        capital = self.text[element.start].isupper()
        if element.text == "may":
            before = self._ahead(-1)
            return capital and (
                near
                or (
                    before is not None
                    and before.text in ("in", "of", "since", "by", "until", "early", "late", "mid", "to")
                )
            )
        if element.text == "march":
            return capital
        return near and (capital or self.known.language != "en")

    def _month_before(self) -> int:
        number = self.found[self.at + 1]
        if number.value is not None and 1 <= number.value <= 12 and number.value == int(number.value):
            self.out.append(Item("month", number.value, "", f"{self.found[self.at].text} {number.text}"))
            return 2
        return 1

    def _dual(self, element: Element, unit: str) -> int:
        """An Arabic dual: two of them, in one word."""
        if unit == "times":
            rate = self._period(1)
            if rate is not None:
                minutes, taken = rate
                self._rate(2.0, minutes, element.text)
                return 1 + taken
            self.out.append(Item("number", 2.0, "", element.text, OPTIONAL))
        elif unit in MINUTES:
            self.out.append(Item("duration", 2.0 * MINUTES[unit], "", element.text, SOFT, (2.0,)))
        else:
            self.out.append(Item("dose", 2.0, unit, element.text, SOFT, (2.0,)))
        return 1

    def _frequency(self, element: Element, frequency: str) -> int:
        if frequency in ("every", "alternate"):
            amounts, end = self._amounts(1)
            unit = self._label(end, "time")
            dual = self._label(end, "dual") if not amounts else ""
            if unit or dual in MINUTES:
                factor = 2.0 if frequency == "alternate" and not amounts else 1.0
                values = [amount.value or 1.0 for amount in amounts] or [2.0 if dual else 1.0]
                last = self._ahead(end)
                said = " ".join(part.text for part in [element, *amounts]) + f" {last.text if last else ''}"
                for value in values:
                    self._rate(
                        1.0, value * factor * MINUTES[unit or dual], said, parts=(value,) if amounts else ()
                    )
                # "cada 8 horas, 2 veces": the count behind it is a number of its own
                return end + 1
        if frequency in _RATES:
            counted = self._counted(1)
            if counted is not None and not self._is_number(-1):
                values, taken, said = counted
                for value in values:
                    self._rate(value, MINUTES[_RATES[frequency]], f"{element.text} {said}", parts=(value,))
                return 1 + taken
            self._rate(1.0, MINUTES[_RATES[frequency]], element.text, level=OPTIONAL)
            return 1
        if frequency in _COUNTS:
            period = self._period(1)
            if period is not None:
                minutes, taken = period
                self._rate(_COUNTS[frequency], minutes, element.text, parts=(_COUNTS[frequency],))
                return 1 + taken
            level = OPTIONAL if frequency == "once" else SOFT
            self.out.append(Item("number", _COUNTS[frequency], "", element.text, level))
            return 1
        if frequency in _ABBREVIATED:
            self._rate(_ABBREVIATED[frequency], MINUTES["day"], element.text)
            return 1
        return 0

    def _counted(self, offset: int) -> tuple[list[float], int, str] | None:
        """``2 lần``, ``两次``, ``twice`` after a period: (counts, elements taken, words)."""
        count = self._label(offset, "frequency")
        if count in _COUNTS:
            return [_COUNTS[count]], offset, self.found[self.at + offset].text
        if self._label(offset, "dual") == "times":
            return [2.0], offset, self.found[self.at + offset].text
        amounts, end = self._amounts(offset)
        if amounts and self._label(end, "frequency") == "times":
            return (
                [amount.value or 0.0 for amount in amounts],
                end,
                " ".join(amount.text for amount in amounts),
            )
        return None

    def _period(self, offset: int) -> tuple[float, int] | None:
        """``a day``, ``al día``, ``every 8 hours`` at an offset: (minutes, elements taken)."""
        label = self._label(offset, "frequency")
        if label in _RATES:
            return MINUTES[_RATES[label]], 1
        element = self._ahead(offset)
        if label in ("per", "every", "alternate") or (element is not None and element.text in ("a", "an")):
            amounts, end = self._amounts(offset + 1)
            unit = self._label(end, "time")
            if unit:
                factor = 2.0 if label == "alternate" and not amounts else 1.0
                value = (amounts[0].value or 1.0) if amounts else 1.0
                return value * factor * MINUTES[unit], end - offset + 1
        return None

    def _rate(
        self, count: float, minutes: float, text: str, *, level: int = HARD, parts: tuple[float, ...] = ()
    ) -> None:
        per_day = count * 1440.0 / minutes if minutes else 0.0
        self.out.append(Item("frequency", per_day, "", text, level, parts))

    # -- rules that begin with a number

    def _number(self) -> int:
        amounts, end = self._amounts(0)
        times = self._label(end, "frequency")
        if times == "times":
            period = self._period(end + 1)
            if period is not None:
                minutes, taken = period
                for amount in amounts:
                    value = amount.value or 0.0
                    self._rate(
                        value, minutes, f"{amount.text} {self.found[self.at + end].text}", parts=(value,)
                    )
                return end + 1 + taken
        element = self.found[self.at]
        clock = self._label(end, "clock")
        if clock in ("noon", "midnight") and element.value == 12:
            return end  # "las 12 del mediodía": the phrase says it all
        if clock in ("am", "pm", "mark") and len(amounts) <= 2 and all((a.value or 0) <= 24 for a in amounts):
            return self._clock_before(amounts, end, clock)
        if self._label(end, "date") == "month-after":
            self.out.append(
                Item("month", element.value or 0.0, "", f"{element.text}{self.found[self.at + end].text}")
            )
            return end + 1
        hyphen = self._ahead(end)
        if (
            hyphen is not None
            and hyphen.text in ("-", "‑")
            and (self._label(end + 1, "time") or self._label(end + 1, "unit"))
        ):
            end += 1  # a 14-day course, a 500-mg tablet
        for table, kind in (("temperature", "temperature"), ("unit", "dose"), ("time", "duration")):
            unit = self._label(end, table)
            if unit == "month" and self._label(end, "date") == "month-before" and self._is_number(end + 1):
                break  # "9 tháng 3" is the 9th of March
            if unit == "year" and (element.value or 0) >= 1000:
                break  # 2019年
            if unit and not (unit == "degree" and amounts[0].level == OPTIONAL):
                taken = self._with_unit(amounts, end, kind, unit)
                if taken:
                    return taken
        for amount in amounts:
            self._plain(amount)
        return max(end, 1)

    def _plain(self, amount: Element) -> None:
        self.out.append(
            Item(
                "number",
                amount.value or 0.0,
                "",
                amount.text,
                amount.level,
                amount.parts,
                self._negative(amount),
            )
        )

    def _negative(self, amount: Element) -> bool:
        start = amount.start
        if start == 0 or self.text[start - 1] not in "-−–" or amount.level != HARD:
            return False
        return start == 1 or self.text[start - 2] in " (\u00a0"

    def _with_unit(self, amounts: Sequence[Element], end: int, kind: str, unit: str) -> int:
        last = self.found[self.at + end]
        if kind == "duration" and amounts[0].level == OPTIONAL and len(amounts) == 1:
            return 0  # "one day", "half an hour": mostly not a length of time to compare
        taken = end + 1
        below = ""
        while kind == "dose":
            sign = self._ahead(taken)
            if sign is None or not (sign.text == "/" or _of(sign, "frequency") == "per"):
                break
            under = self._label(taken + 1, "unit")
            if not under:
                break
            below += "/" + (_SIZES[under][0] if under in _SIZES else under)
            if under in _SIZES and _SIZES[under][1] != 1.0:
                below += f"*{_SIZES[under][1]:g}"
            taken += 2
        for amount in amounts:
            value = amount.value or 0.0
            name, size = unit, 1.0
            if kind == "dose":
                name, size = _SIZES.get(unit, (unit, 1.0))
            elif kind == "duration":
                name, size = "", MINUTES[unit]
            said = f"{amount.text} {last.text}"
            parts = amount.parts or (value,)
            self.out.append(
                Item(
                    kind,
                    value * size,
                    name + below,
                    said,
                    amount.level,
                    (value, *parts),
                    self._negative(amount),
                )
            )
        return taken

    def _clock_before(self, amounts: Sequence[Element], end: int, clock: str) -> int:
        taken = end + 1
        after = self._label(taken, "clock")
        minutes = 0.0
        if clock == "mark":
            # 3点30分, 3 giờ 30 chiều
            if (
                self._is_number(taken)
                and (self.found[self.at + taken].value or 99) < 60
                and self.known.language in ("zh", "vi")
            ):
                minutes = self.found[self.at + taken].value or 0.0
                taken += 1
                after = self._label(taken, "clock")
                if after == "mark":
                    taken += 1
                    after = self._label(taken, "clock")
            if after in ("am", "pm"):
                clock = after
                taken += 1
            elif self.known.language == "vi":
                return self._with_unit(amounts, end, "duration", "hour")
        for amount in amounts:
            self._time(
                amount.value or 0.0,
                minutes,
                clock,
                f"{amount.text} {self.found[self.at + end].text}",
                amount.level,
            )
        return taken

    def _clock_after(self, element: Element, clock: str) -> int:
        number = self.found[self.at + 1]
        taken, minutes = 3, 0.0
        if self._is_number(3) and (self.found[self.at + 3].value or 99) < 60:
            minutes = self.found[self.at + 3].value or 0.0
            taken = 4
            if minutes == 0.5:
                minutes = 30.0
        self._time(number.value or 0.0, minutes, clock, f"{element.text}{number.text}", HARD)
        return taken

    def _time(self, hour: float, minute: float, clock: str, text: str, level: int) -> None:
        if clock == "pm" and hour < 12:
            hour += 12
        elif clock == "am" and hour == 12:
            hour = 0
        sure = "known" if clock in ("am", "pm") or hour > 12 else ""
        shown = hour - 12 if hour > 12 and clock == "pm" else hour
        parts = (shown, minute) if minute else (shown,)
        self.out.append(Item("time", hour % 24 * 60 + minute, sure, text, level, parts))

    # -- what is written as a date or a time

    def _written(self, element: Element) -> int:
        digits = [float(part) for part in re.findall(r"\d+", element.text)]
        if element.kind == "date":
            self.out.append(Item("date", 0.0, "", element.text, HARD, tuple(digits)))
            return 1
        taken = 1
        clock = self._label(1, "clock")
        following = self._ahead(1)
        if (
            clock in ("am", "pm", "mark")
            or self._label(1, "time") == "hour"
            or (following is not None and following.text == "h")
        ):
            taken = 2
        before = self._label(-1, "clock")
        if clock not in ("am", "pm") and before in ("am", "pm"):
            clock = before
        self._time(digits[0], digits[1], clock, element.text, HARD)
        if digits[0] == 0 or digits[0] > 12:
            last = self.out[-1]
            self.out[-1] = Item("time", last.value, "known", last.text, HARD, tuple(digits[:2]))
        return taken

    def _identifier(self, element: Element) -> int:
        hours = _EVERY_HOURS.match(element.text)
        if hours and self.known.language == "en":
            self._rate(1.0, float(hours[1]) * 60, element.text, parts=(float(hours[1]),))
        else:
            digits = "-".join(re.findall(r"\d+", element.text))
            self.out.append(Item("identifier", 0.0, digits, element.text))
        return 1


def _is_fraction(first: Element, second: Element) -> bool:
    return (
        first.level == second.level == HARD
        and first.value is not None
        and second.value is not None
        and 0 < first.value < second.value <= 10
        and first.value == int(first.value)
        and second.value == int(second.value)
    )


__all__ = ["MINUTES", "items"]
