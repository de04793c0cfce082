"""gettext's ``Plural-Forms`` from CLDR's plural rules. Pure; :mod:`toolkit.locales` has the rules.

gettext counts with whole numbers, so what CLDR says of decimals and compact notation (``1.5 million``)
has no part in it, nor has a category that only a round million is in. The forms stand in CLDR's order,
which is that of translators' tools: zero, one, two, few, many, other.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

ONE_FORM = frozenset({
    "bm", "bo", "dz", "hnj", "id", "ig", "ii", "ja", "jbo", "jv", "kde", "kea", "km", "ko", "lkt", "lo",
    "ms", "my", "nqo", "osa", "sah", "ses", "sg", "su", "th", "to", "tpi", "vi", "wo", "yo", "yue", "zh",
})  # fmt: skip
"""Languages of which CLDR says that they have one form (plurals.xml); of others without rules it says
nothing."""
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
TRIED = (*range(1201), *range(2000, 1_000_000, 1000))
"""Numbers that tell two rules apart: CLDR's look at the last two digits, and at whole thousands."""

_RELATION = re.compile(r"([a-z])(?: mod (\d+))?( not)? (?:in|within) ([\d.,]+)")
_HEADER = re.compile(r"nplurals=(\d+); plural=(.+);")
_USUAL = ("0", "(n != 1)", "(n > 1)")


def header(rules: Mapping[str, str], known: str = "") -> str:
    """``nplurals=…; plural=…;`` with a form for each category that whole numbers below a million have.

    :param rules: by category CLDR's condition, such as ``v in 0 and i mod 10 in 2..4``; all else is
        ``other``.
    :param known: the header that is usual for the language. It is taken as it stands where it chooses
        as CLDR does, with the forms in the same order.
    """
    conditions = {name: found for name in CATEGORIES if (found := _condition(rules.get(name, "")))}
    every = [*conditions, "other"]
    chosen = _chosen(_header(every, conditions))
    forms = [every[number] for number in sorted(set(chosen))]
    made = _header(forms, conditions)
    wanted = _chosen(made)
    usual = [known, *(f"nplurals={len(forms)}; plural={expression};" for expression in _USUAL)]
    return next((text for text in usual if _count(text) == len(forms) and _chosen(text) == wanted), made)


def _header(forms: Sequence[str], conditions: Mapping[str, str]) -> str:
    tests = [f"{conditions[name]} ? {number} : " for number, name in enumerate(forms[:-1])]
    expression = f"({''.join(tests)}{len(tests)})" if tests else "0"
    return f"nplurals={len(forms)}; plural={expression};"


def _count(text: str) -> int:
    match = _HEADER.fullmatch(text)
    return int(match[1]) if match else 0


def _chosen(text: str) -> list[int]:
    """The form that a header chooses for each number of :data:`TRIED`."""
    match = _HEADER.fullmatch(text)
    assert match is not None
    choose: Callable[[int], int] = gettext.c2py(match[2])
    return [choose(number) for number in TRIED]


def _condition(rule: str) -> str:
    """The rule in C, for whole numbers; empty where it holds for none of them."""
    branches = [_branch(branch) for branch in rule.split(" or ")] if rule else []
    return " || ".join(branch for branch in branches if branch)


def _branch(branch: str) -> str:
    parts: list[str] = []
    for relation in branch.split(" and "):
        match = _RELATION.fullmatch(relation.strip())
        if match is None:
            raise ValueError(f"no plural rule: {relation!r}")
        name, modulus, negated, numbers = match.groups()
        spans = [tuple(map(int, (span.split("..") * 2)[:2])) for span in numbers.split(",")]
        if name not in "ni":  # digits behind the point, exponent: 0 for a whole number
            if any(low <= 0 <= high for low, high in spans) is bool(negated):
                return ""
            continue
        parts += _tests(f"n%{modulus}" if modulus else "n", int(modulus or 0), bool(negated), spans)
    if len(parts) > 1:
        parts = [f"({part})" if " || " in part else part for part in parts]
    return " && ".join(parts) or "1"


def _tests(what: str, modulus: int, negated: bool, spans: Iterable[tuple[int, ...]]) -> list[str]:
    """What has to hold together for a number to be in one of the spans, or in none of them."""
    tests = []
    for low, high in spans:
        if low == high:
            tests.append(f"{what}{'!=' if negated else '=='}{low}")
            continue
        needed = [f"{what}{'<' if negated else '>='}{low}"] if low > 0 else []
        if high != modulus - 1 or not needed:
            needed.append(f"{what}{'>' if negated else '<='}{high}")
        tests.append((" || " if negated else " && ").join(needed))
    return tests if negated else [" || ".join(tests)]
