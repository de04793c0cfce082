"""What a typesetter would do to a dose: number and unit stay on one line, and in their order.

In text that runs from right to left, ``38.5 °C (101.3 °F)`` would be torn apart: the signs between
Latin letters and figures take the direction of what is around them (Unicode Bidirectional Algorithm, UAX 9).
Each quantity in Latin signs is isolated there.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Units that follow a number after a blank (SI brochure, 9th edition, 5.4.3: the space is never broken).
_UNITS = "mg|mcg|µg|μg|g|kg|ng|ml|mL|cl|dl|dL|l|L|mmHg|mmol|mol|mm|cm|km|m|IU|UI|kcal|kJ|h|min|°C|°F|%|‰"
_UNITS_AR = "ملغ|ملغم|مجم|ملجم|ميكروغرام|غرام|كغ|كجم|مل"
_PAIR = re.compile(rf"\d (?:{_UNITS}|{_UNITS_AR})(?![\w°%])|\d–(?=\d)")
_QUANTITY = re.compile(
    rf"(?<![A-Za-z\d.,])\d[\d.,]*(?:[–/]\u2060?\d[\d.,]*)*\u00a0(?:{_UNITS})(?:/(?:{_UNITS}))?(?![\w°%])"
)
# Where blanks are the author's own, to be copied as they are; where no element can be; and what is no text.
_KEPT = re.compile(
    r"<(pre|code|script|style|textarea|option|title|bdi|bdo|math)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE
)


def kept_together(html: str, rtl: bool = False) -> str:
    """``500 mg`` and ``200–400`` that do not break, in text only.

    :param rtl: the text runs from right to left.
    """
    html = _in_text(_PAIR, _bound, html)
    return _in_text(_QUANTITY, _isolated, html) if rtl and "\u00a0" in html else html


def _bound(match: re.Match[str]) -> str:
    return match[0].replace(" ", "\u00a0").replace("–", "–\u2060")


def _isolated(match: re.Match[str]) -> str:
    return f'<bdi dir="ltr">{match[0]}</bdi>'


def _in_text(pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], html: str) -> str:
    """The matches changed that stand in no tag and in no element that is kept: few, each is asked."""
    if pattern.search(html) is None:
        return html
    kept = [match.span() for match in _KEPT.finditer(html)]

    def changed(match: re.Match[str]) -> str:
        place = match.start()
        if html.rfind("<", 0, place) > html.rfind(">", 0, place):
            return match[0]
        if any(start < place < end for start, end in kept):
            return match[0]
        return change(match)

    return pattern.sub(changed, html)
