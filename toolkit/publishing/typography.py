"""What a typesetter would do to a dose: a number and its unit stay on one line."""

from __future__ import annotations

import re

# Units that follow a number after a blank (SI brochure, 9th edition, 5.4.3: the space is never broken).
_UNITS = "mg|mcg|µg|μg|g|kg|ng|ml|mL|cl|dl|dL|l|L|mmHg|mmol|mol|mm|cm|km|m|IU|UI|kcal|kJ|h|min|°C|°F|%|‰"
_UNITS_AR = "ملغ|ملغم|مجم|ملجم|ميكروغرام|غرام|كغ|كجم|مل"
# The blank first: it is looked for at the speed of memory.
_PAIR = re.compile(rf" (?<=\d )(?=(?:{_UNITS}|{_UNITS_AR})(?![\w°%]))")
# Where blanks are the author's own, to be copied as they are; and what is no text.
_KEPT = re.compile(
    r"(<pre\b.*?</pre\s*>|<code\b.*?</code\s*>|<script\b.*?</script\s*>|<style\b.*?</style\s*>|<[^>]*>)",
    re.DOTALL | re.IGNORECASE,
)


def kept_together(html: str) -> str:
    """``500 mg`` with a blank that does not break, in text only."""
    if _PAIR.search(html) is None:
        return html
    parts = _KEPT.split(html)
    parts[::2] = [_PAIR.sub("\u00a0", text) for text in parts[::2]]
    return "".join(parts)
