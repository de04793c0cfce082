"""What a typesetter would do to a dose: number and unit stay on one line, and in their order.

In text that runs from right to left, ``38.5 °C (101.3 °F)`` would be torn apart: the signs between
Latin letters and figures take the direction of what is around them (Unicode Bidirectional Algorithm, UAX 9).
Each quantity in Latin signs is isolated there.
"""

from __future__ import annotations

import re

# Units that follow a number after a blank (SI brochure, 9th edition, 5.4.3: the space is never broken).
_UNITS = "mg|mcg|µg|μg|g|kg|ng|ml|mL|cl|dl|dL|l|L|mmHg|mmol|mol|mm|cm|km|m|IU|UI|kcal|kJ|h|min|°C|°F|%|‰"
_UNITS_AR = "ملغ|ملغم|مجم|ملجم|ميكروغرام|غرام|كغ|كجم|مل"
_PAIR = re.compile(rf"(?<=\d) (?=(?:{_UNITS}|{_UNITS_AR})(?![\w°%]))")
_RANGE = re.compile(r"(?<=\d)–(?=\d)")
_QUANTITY = re.compile(
    rf"(?<![A-Za-z\d.,])\d[\d.,]*(?:[–/]\u2060?\d[\d.,]*)*\u00a0(?:{_UNITS})(?:/(?:{_UNITS}))?(?![\w°%])"
)
# Where blanks are the author's own, to be copied as they are; where no element can be; and what is no text.
_KEPT = re.compile(
    r"(<(pre|code|script|style|textarea|option|title|bdi|bdo|math)\b.*?</\2\s*>|<[^>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_WORTH = re.compile(r"\d[ –]")


def kept_together(html: str, rtl: bool = False) -> str:
    """``500 mg`` and ``200–400`` that do not break, in text only.

    :param rtl: the text runs from right to left.
    """
    if _WORTH.search(html) is None:
        return html
    parts = _KEPT.split(html)
    # Of each match there are two pieces: all of it, and the name of its element.
    parts[::3] = [_together(text, rtl) for text in parts[::3]]
    del parts[2::3]
    return "".join(parts)


def _together(text: str, rtl: bool) -> str:
    text = _RANGE.sub("–\u2060", _PAIR.sub("\u00a0", text))
    return _QUANTITY.sub(r'<bdi dir="ltr">\g<0></bdi>', text) if rtl else text
