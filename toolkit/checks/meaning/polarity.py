"""Negation gained or lost.

Negations of both sides are paired by where they stand: the nearest first. What is left over on one side
may be excused by a word of the other side that says the same without a negation (avoid, lack, "libre de",
"unverified"), if it stands near enough; an excuse serves once. Languages repeat a negation (Spanish "no …
nunca" is one): such words ask for nothing where their sentence is negated already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from toolkit.checks.meaning.reading import Mark, Reading
from toolkit.model import Severity

# English words with a negative prefix or suffix, which translations often dissolve:
# "unverified" → "no verificado".
_PREFIXED = (
    r"un(?!der|i|til|cle|ion|less\b)\w{4,}|non[- ]?\w{3,}"
    r"|in(?:sufficien|adequa|complete|correct|effective|dependent|direct|visible|valid|appropriate|ability)\w*"
    r"|in(?:activ|accura|experienc|significan)\w*"
    r"|im(?:possib|practic|proper|mobil)\w*|ir(?:regular|relevant|responsib|reversib)\w*"
    r"|dis(?:agree|allow|approv|continu|advis|regard|like|abled)\w*|a(?:symptomatic|typical)\w*"
)
_DISSOLVED = re.compile(rf"\b(?:{_PREFIXED}|\w{{3,}}less(?:ly|ness)?|\w+-free)\b", re.IGNORECASE)
_WITHOUT_SUFFIXES = re.compile(rf"\b(?:{_PREFIXED})\b", re.IGNORECASE)
_REPEATED = frozenset(
    {
        "negation.concord",
        "negation.bound",
        "negation.paired",
        "negation.equated",
        "negation.equivalent",
    }
)
_MARKS = _REPEATED | {"negation.strong"}
_OTHERS = (_MARKS | {"negation.weak", "negation.prefixed", "negation.kin"}) - {"negation.strong"}
_COSTS = {
    ("strong", "strong"): 0.0,
    ("strong", "prefixed"): 0.08, ("prefixed", "strong"): 0.08,
    ("strong", "excuse"): 0.12, ("excuse", "strong"): 0.12,
}  # fmt: skip
_SOONER = 0.7
"""How much nearer two negations count than they stand."""
_NEAR = 0.3
"""How far apart, as a part of the text, a negation and its excuse may stand."""
_TOGETHER = 6
"""Characters from a negation to the word behind it."""
_MOST = 1000
"""Marked words of a text that is compared; what has more is no text."""
_LONG = 80
"""Characters from which places in a text tell something."""
_TWICE = 2
"""Tokens between a word that repeats a negation and the negation after it."""
_NO_MARK = Mark((), "", 0, -9)
_SHORT = 60
"""Characters that are always near: in a short text everything is."""


class Sign(NamedTuple):
    """A word that negates, or that may answer a negation."""

    kind: str
    """strong: asks for an answer; doubtful: a repeated negation; excuse; prefixed: a negative adjective;
    kin: a word that answers an excuse of the other side, and no negation (only, until)."""
    place: float
    text: str


class Unpaired(NamedTuple):
    lost: tuple[Sign, ...]
    gained: tuple[Sign, ...]


def signs(reading: Reading, dissolved: Sequence[Sign] = (), *, by_sentence: bool = False) -> tuple[Sign, ...]:
    """Everything of a text that bears on negation, in order."""
    found: list[Sign] = list(dissolved)
    negated: set[int] = set()
    concord = _NO_MARK
    having = frozenset(mark.sentence for mark in reading.marks if "negation.strong" in mark.labels)
    for mark in reading.marks:
        kind = _kind(mark, negated, having)
        if kind:
            place = reading.place(mark, by_sentence=by_sentence)
            if by_sentence:
                place = (mark.sentence + place) / reading.sentences
            if "negation.strong" in mark.labels and mark.at - concord.at <= _TWICE and concord.at >= 0:
                # "ningú no", "personne ne": one negation, said twice
                found[-1] = found[-1]._replace(kind="doubtful")
            found.append(Sign(kind, place, mark.text))
            if kind == "strong":
                negated.add(mark.sentence)
            concord = mark if kind == "strong" and not _REPEATED.isdisjoint(mark.labels) else _NO_MARK
    return tuple(found)


def _kind(mark: Mark, negated: set[int], having: frozenset[int]) -> str:
    for label in mark.labels:
        if label == "negation.strong":
            return "strong"
        if label == "negation.concord":
            return "doubtful" if mark.sentence in negated else "strong"
        if label == "negation.paired":
            # French "aucun … ne": one negation, whichever comes first
            return "doubtful" if mark.sentence in having else "strong" if mark.first else ""
        if label == "negation.bound":
            # "ningún" after a verb needs its "no"; alone it negates only where its clause begins
            return "doubtful" if mark.sentence in negated else "strong" if mark.first else ""
        if label == "negation.equated":
            # "es ningún" needs its "no" as well, but on a scale: "0 es ningún dolor"
            return "doubtful" if mark.sentence in negated else "strong" if mark.numbered else ""
        if label == "negation.equivalent":
            # "significa ningún", too, unless something is explained by it: "el verde significa ningún riesgo"
            return "doubtful" if mark.sentence in negated else "" if mark.first else "strong"
        if label == "negation.weak":
            return "excuse"
        if label == "negation.prefixed":
            return "prefixed"
        if label == "negation.kin":
            return "kin"
    return ""


def compare(source: Reading, target: Reading, source_text: str) -> Iterable[tuple[Severity, str]]:
    """Problems. Only a negation that nothing answers is an error: translators say "is less clear" with a
    negation, and "without" with none.
    """
    if _MARKS.isdisjoint(source.counts) and _MARKS.isdisjoint(target.counts):
        return
    length = max(len(source_text), 1)
    dissolved = _dissolved(source_text, length)
    if not dissolved and _is_simple(source) and _is_simple(target):
        return  # one negation on each side, wherever they stand: most texts with any
    if max(len(source.marks), len(target.marks)) > _MOST:
        return
    by_sentence = source.sentences == target.sentences > 1
    ours = signs(source, dissolved, by_sentence=by_sentence)
    theirs = signs(target, by_sentence=by_sentence)
    # the shorter a text, the less a place in it tells: an excuse has to be so much nearer
    weight = max(1.0, _LONG / max(length, len(target.tokens.text))) ** 2
    ours = _doubled(ours, _TOGETHER / length)
    found = unpaired(ours, theirs, max(_NEAR, _SHORT / length), weight)
    if found.lost:
        # nothing at all answers it: no other negation, no word that may stand for one
        severity: Severity = "error" if not theirs else "warning"
        yield severity, f"the negation “{found.lost[0].text}” of the source is not in the translation"
    elif found.gained:
        said = found.gained[0].text
        yield "warning", f"the translation has the negation “{said}”, which is not in the source"


def _dissolved(text: str, length: int) -> list[Sign]:
    """Words with a negative prefix or suffix in an English text."""
    low = text.lower()
    pattern = _DISSOLVED if "less" in low or "-free" in low else _WITHOUT_SUFFIXES
    return [Sign("prefixed", match.start() / length, match[0]) for match in pattern.finditer(text)]


def _is_simple(reading: Reading) -> bool:
    """Whether a text has one negation, and nothing else that bears on it."""
    return reading.counts.get("negation.strong") == 1 and _OTHERS.isdisjoint(reading.counts)


def _doubled(found: Sequence[Sign], near: float) -> tuple[Sign, ...]:
    """ "Not uncommon" says no more than "common": such a negation asks for nothing."""
    dissolved = [sign.place for sign in found if sign.kind == "prefixed"]
    return tuple(
        sign._replace(kind="doubtful")
        if sign.kind == "strong" and any(0 < place - sign.place <= near for place in dissolved)
        else sign
        for sign in found
    )


def unpaired(ours: Sequence[Sign], theirs: Sequence[Sign], near: float, weight: float = 1.0) -> Unpaired:
    """Negations without a counterpart.

    :param near: how far apart a negation and its excuse may stand, as a part of the text.
    :param weight: of what an excuse costs beside its distance.
    """
    left, right = list(ours), list(theirs)
    _pair(
        left,
        right,
        {
            ("prefixed", "prefixed"): (0.0, near),
            ("excuse", "excuse"): (0.0, 2 * near),
            ("excuse", "kin"): (0.0, 2 * near),
        },
    )
    _pair(
        left, right, {pair: (extra * weight, 1.0 if extra == 0 else near) for pair, extra in _COSTS.items()}
    )
    _pair(left, right, {("strong", "doubtful"): (0.0, near), ("doubtful", "strong"): (0.0, near)})
    return Unpaired(
        tuple(sign for sign in left if sign.kind == "strong"),
        tuple(sign for sign in right if sign.kind == "strong"),
    )


def _pair(left: list[Sign], right: list[Sign], kinds: Mapping[tuple[str, str], tuple[float, float]]) -> None:
    """Takes out pairs, the cheapest first.

    :param kinds: kinds that go together, to what a pair costs beside its distance, and the largest distance
    """
    pairs = []
    for at, one in enumerate(left):
        for place, other in enumerate(right):
            extra, most = kinds.get((one.kind, other.kind), (0.0, -1.0))
            distance = abs(one.place - other.place)
            if distance <= most:
                # two negations belong together rather than a negation and an excuse
                pairs.append((distance + extra if extra else distance * _SOONER, at, place))
    used_left: set[int] = set()
    used_right: set[int] = set()
    for _, at, place in sorted(pairs):
        if at not in used_left and place not in used_right:
            used_left.add(at)
            used_right.add(place)
    left[:] = [sign for at, sign in enumerate(left) if at not in used_left]
    right[:] = [sign for at, sign in enumerate(right) if at not in used_right]
