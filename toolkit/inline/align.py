"""Puts codes into a translation that was made without them, where they most likely belong."""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.inline.pieces import TERM, Marker, Parsed, Piece, Words, joined

SURE = 80.0
"""Least likeness (0–100) of a pair's own translation to a part of the whole for it to be there."""
_CLAUSE = re.compile(r"[,.;:!?…،؛؟。，！？；：]+(?=\s|$)|\n|[。，！？；：]")
_WORD = re.compile(r"\S+")


def placed(translation: str, parsed: Parsed, inner: Mapping[int, str]) -> tuple[Piece, ...]:
    """Pieces that say ``translation`` and have every code of ``parsed``.

    A pair goes around the words that its own translation is most like, else around those in the
    same part of the text. What stands alone goes to the end of its clause.

    :param inner: by slot, what the words inside of a pair are when translated by themselves.
    """
    ranges = _source_ranges(parsed)
    source = parsed.words
    spans: dict[int, tuple[int, int]] = {}
    taken: dict[int, int] = {}
    for slot in parsed.slots:
        if slot.kind == TERM:
            continue
        low, high = spans[slot.parent] if slot.parent else (0, len(translation))
        low = max(low, taken.get(slot.parent, low))
        first, last = ranges[slot.number]
        if slot.is_pair and slot.filled:
            span = _find(translation, inner.get(slot.number, ""), low, high) or _proportional(
                translation, first, last, len(source), low, high
            )
        else:
            at = min(max(_clause_end(source, first, translation), low), high)
            span = (at, at)
        spans[slot.number] = span
        taken[slot.parent] = span[1]
    return _cut(translation, parsed, spans)


def _source_ranges(parsed: Parsed) -> dict[int, tuple[int, int]]:
    """Where each slot's words are in the source's words."""
    at = 0
    starts: dict[int, int] = {}
    ranges: dict[int, tuple[int, int]] = {}
    for piece in parsed.pieces:
        if isinstance(piece, Words):
            at += len(piece.text)
        elif piece.kind == "close":
            ranges[piece.slot] = (starts[piece.slot], at)
        else:
            starts[piece.slot] = at
            ranges[piece.slot] = (at, at)
    return ranges


def _find(translation: str, words: str, low: int, high: int) -> tuple[int, int] | None:
    words = words.strip().strip(".,;:!?¿¡")
    if not words:
        return None
    part = translation[low:high].casefold()
    if len(part) != high - low:  # letters that fold to several (ß): offsets would be wrong
        part = translation[low:high].lower() if len(translation[low:high].lower()) == high - low else part
    at = part.find(words.casefold())
    if at >= 0:
        return low + at, min(low + at + len(words), high)
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(words.casefold(), part, score_cutoff=SURE)
    if found is None:
        return None
    return _to_words(translation, low + found.dest_start, low + found.dest_end, low, high)


def _proportional(text: str, first: int, last: int, length: int, low: int, high: int) -> tuple[int, int]:
    share = len(text) / max(length, 1)
    return _to_words(text, int(first * share), int(last * share), low, high)


def _to_words(text: str, start: int, end: int, low: int, high: int) -> tuple[int, int]:
    """The whole words that are mostly in a range; the nearest word when there is none."""
    words = [match.span() for match in _WORD.finditer(text, low, high)]
    if not words:
        return low, high
    middle = (start + end) / 2
    inside = [(a, b) for a, b in words if min(b, end) - max(a, start) > (b - a) / 2]
    if not inside:
        inside = [min(words, key=lambda word: abs((word[0] + word[1]) / 2 - middle))]
    first, last = inside[0][0], inside[-1][1]
    while last - 1 > first and text[last - 1] in ".,;:!?":
        last -= 1
    return first, last


def _clause_end(source: str, at: int, translation: str) -> int:
    """The end of the clause in the translation that has the same number as the one around ``at``."""
    if not source[:at].strip():
        return 0
    ends = [match.start() for match in _CLAUSE.finditer(source)]
    number = sum(1 for end in ends if end < at)
    targets = [match.start() for match in _CLAUSE.finditer(translation)] or [len(translation)]
    if at >= len(source.rstrip()) or not ends:
        # After the last sign, or no clauses at all.
        return len(translation.rstrip()) if source[:at].rstrip()[-1:] in ".!?…" or not ends else targets[-1]
    if len(targets) != len(ends):
        number = round(number * len(targets) / len(ends))
    return targets[min(number, len(targets) - 1)]


def _cut(translation: str, parsed: Parsed, spans: Mapping[int, tuple[int, int]]) -> tuple[Piece, ...]:
    """The translation with the markers at their places; those of the source's order, properly nested."""
    children: dict[int, list[int]] = {}
    for slot in parsed.slots:
        if slot.kind != TERM:
            children.setdefault(slot.parent, []).append(slot.number)

    def inside(parent: int, low: int, high: int) -> list[Piece]:
        out: list[Piece] = []
        at = low
        for number in sorted(children.get(parent, ()), key=lambda n: (spans[n], n)):
            start, end = max(spans[number][0], at), max(min(spans[number][1], high), at)
            out.append(Words(translation[at:start]))
            if parsed.slot(number).is_pair:
                out += [Marker("open", number), *inside(number, start, end), Marker("close", number)]
            else:
                out.append(Marker("alone", number))
            at = end
        out.append(Words(translation[at:high]))
        return out

    return joined(inside(0, 0, len(translation)))
