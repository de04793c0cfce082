"""Telephone numbers: the digits in their order, however they are grouped.

A number of the source is looked for in the target digit by digit, with any spaces, hyphens, dots or
parentheses between; found ones are taken out of both texts, so that no other check reads them.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from toolkit.model import Severity

_BETWEEN = r"[ \u00a0\u202f().\-‑–/]{0,3}"
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:"
    r"\+\d[\d \u00a0().\-‑–/]{5,18}\d"  # +34 91 123 45 67
    r"|(?:1[ .\-‑])?\(?\d{3}\)?[ \u00a0.\-‑]{1,2}\d{3}[.\-‑ ]\d{4}"  # 1-800-555-0123, (555) 123-4567
    r"|\d{3}[-‑]\d{4}"  # 555-0123
    r"|\d(?:[-‑]\d){2}"  # 9-1-1
    r"|1?[-‑ ]?8\d\d[-‑ ][A-Z]{3,8}(?:[-‑ ][A-Z]{2,8})?"  # 1-800-QUIT-NOW
    r"|0\d(?:[ \u00a0.]\d\d){4}"  # 01 23 45 67 89
    r"|0\d{2,4}[ \u00a0/\-]\d{3,4}[ \u00a0\-]?\d{3,4}"  # 0800 123 456
    r")(?![\w]|[.,/-]\d)"
)
_MOST = 100
"""Telephone numbers of a text that are looked for."""
_DIGITS = re.compile(r"\d")
_KEPT = re.compile(r"\d|[A-Z]")
# Two groups of digits with signs of a telephone number between them, three digits alone, or 800-WORDS.
_ENOUGH = re.compile(r"[\d+](?:[ \u00a0().\-‑–/]{1,3}\d|(?<!\d\d)\d\d(?!\d)|(?<=\+)\d|(?<=8)\d\d[-‑ ][A-Z])")
_SHORT = re.compile(
    r"(?<![\w.,/:$€£-])(911|988|112|999|211|311|411|811|711|118|119|120|000|111|995)(?![\w%°]|[.,:/-]\d)"
)
_CALL = re.compile(
    r"\b(?:call|dial|phone|text|ring|hotline|lifeline|emergency number|helpline)\b[^.!?]{0,40}$",
    re.IGNORECASE,
)
_ASCII = {0x660 + digit: str(digit) for digit in range(10)} | {
    0xFF10 + digit: str(digit) for digit in range(10)
}


class Compared(NamedTuple):
    source: str
    """The source without the telephone numbers that were compared."""
    target: str
    problems: tuple[tuple[Severity, str], ...]


def perhaps(text: str) -> bool:
    """Whether there may be a telephone number in a source at all; cheap. Without one nothing is compared."""
    return _ENOUGH.search(text) is not None


def compare(source: str, target: str) -> Compared:
    """Looks for each telephone and emergency number of the source in the target."""
    target = target.translate(_ASCII)
    problems: list[tuple[Severity, str]] = []
    wanted = list(itertools.islice(_PHONE.finditer(source), _MOST))
    missing: list[str] = []
    for match in reversed(wanted):
        digits = "".join(_KEPT.findall(match[0]))
        if not _DIGITS.search(digits):
            continue
        written = _search(digits, match[0], target)
        if written is None:
            missing.append(match[0].strip())
        else:
            target = _blank(target, written)
        source = source[: match.start()] + " " + source[match.end() :]
    for match in reversed(list(_SHORT.finditer(source))):
        if _CALL.search(source[max(0, match.start() - 60) : match.start()]):
            written = _search(match[0], match[0], target)
            if written is None:
                missing.append(match[0])
            else:
                target = _blank(target, written)
            source = source[: match.start()] + " " + source[match.end() :]
    others = (
        [match for match in _PHONE.finditer(target) if len(_DIGITS.findall(match[0])) >= 7]
        if (wanted or missing)
        else []
    )
    for phone in reversed(missing):
        instead = _instead(phone, target, others)
        if instead:
            target = target.replace(instead, " ", 1)
            problems.append(
                ("error", f"the source has the telephone number “{phone}”, the translation “{instead}”")
            )
        else:
            problems.append(
                ("error", f"the telephone number “{phone}” of the source is not in the translation")
            )
    if not missing:
        for match in others:
            problems.append(("warning", f"the telephone number “{match[0].strip()}” is not in the source"))
            target = target.replace(match[0], " ", 1)
    return Compared(source, target, tuple(problems))


def _search(digits: str, written: str, target: str) -> re.Match[str] | None:
    tries = [digits]
    if len(digits) == 11 and digits[0] == "1" and not written.startswith("+"):
        tries.append(digits[1:])  # the trunk 1 may go
    for wanted in tries:
        found = re.search(
            r"(?<!\d)(?<![02-9][-‑.])(?:(?:\+|00)?1?[ \-]?)?\(?" + _BETWEEN.join(wanted) + r"(?!\d)", target
        )
        if found:
            return found
    return None


def _blank(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + " " + text[found.end() :]


def _instead(phone: str, target: str, others: list[re.Match[str]]) -> str:
    """The number in the target that most likely stands for the missing one."""
    if len(_DIGITS.findall(phone)) <= 4:
        short = _SHORT.search(target) or re.search(r"(?<![\d.,])\d{3}(?![\d.,])", target)
        return short[0] if short else ""
    if others:
        return others[0][0].strip()
    return ""
