"""Cuts a source text into words and markers."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from toolkit.inline.pieces import BREAK, TERM, Marker, Parsed, Piece, Slot, Words, joined
from toolkit.model import Code

_URL = re.compile(r"(?:https?|ftp)://[^\s<>\"“”]+|\bwww\.[^\s<>\"“”]+", re.I)
# Words without an @ match too, as a whole: a long one is read once, not again from each of its characters.
_MAIL = re.compile(r"[\w.+-]++(@[\w-]++(?:\.[\w-]++)+)?")
_AMOUNT = re.compile(
    r"(?<![\w.,])\d+(?:[.,]\d+)*[ \u00a0\u202f]?"
    r"(?:%|°C|°F|µg|mcg|mg|kg|g|ml|mL|dl|dL|l|L|mmol|mol|IU|mm|cm|m|km|kcal|kJ|mmHg|Hz|V|W)"
    r"(?:/(?:kg|ml|mL|dl|dL|l|L|min|h|d|day))*(?![\w/])"
)
_BREAK = re.compile(r"(?:(?<![ \t])[ \t]++)?\n[ \t]*")
_TRAILING = ".,;:!?)]}'\""
_SHORTCUT = ("]", "][]")


@dataclass(frozen=True, slots=True)
class TermSpan:
    """A term found in a source text, and what it has to become there. Offsets count the markup."""

    start: int
    end: int
    target: str


@dataclass(slots=True)
class _Part:
    """A slot before it has its number."""

    start: int
    end: int
    """Of the whole: for a pair, where its closing marker ends."""
    kind: str
    inner: tuple[int, int] | None = None
    """Between the markers of a pair."""
    label: str | None = None
    words: str | None = None


def parse(
    text: str,
    codes: Sequence[Code],
    *,
    unescape: Callable[[str], str] = str,
    terms: Sequence[TermSpan] = (),
    amounts: bool = False,
) -> Parsed:
    """Words and markers of a text in segment form.

    URLs, mail addresses and hard breaks become slots of their own, beside the codes.

    :param codes: as :func:`toolkit.formats.codes` gives them.
    :param unescape: a run between codes to what it says.
    :param terms: glossary terms to enforce; those that touch a marker are left out.
    :param amounts: keep numbers with their units as they are.
    """
    parts = _nested([_of_code(text, code) for code in codes])
    taken = bytearray(len(text))
    for part in parts:
        _take(taken, part)
    for found in (*_free(text, amounts), *_of_terms(terms)):
        # It may touch no marker: it lies outside of all pairs, or inside one.
        if taken.find(1, found.start, found.end) < 0:
            parts.append(found)
            _take(taken, found)
    return _number(text, parts, unescape)


def _of_code(text: str, code: Code) -> _Part:
    if code.close is None:
        return _Part(code.open.start, code.open.end, code.kind)
    inner = (code.open.end, code.close.start)
    label = None
    if code.kind in ("link", "image") and text[code.close.start : code.close.end] in _SHORTCUT:
        label = text[inner[0] : inner[1]]
    return _Part(code.open.start, code.close.end, code.kind, inner, label)


def _nested(parts: list[_Part]) -> list[_Part]:
    """Pairs that cross another one (``**<b>x**</b>``) become two lone markers: their order is kept."""
    crossing = _crossing(parts)
    out: list[_Part] = []
    for part in parts:
        if part.inner is not None and id(part) in crossing:
            out.append(_Part(part.start, part.inner[0], part.kind))
            out.append(_Part(part.inner[1], part.end, part.kind))
        else:
            out.append(part)
    return out


def _crossing(parts: list[_Part]) -> set[int]:
    """Which of them (by ``id``) overlap another pair, or end within its closing marker."""
    pairs = [part for part in parts if part.inner is not None]
    spans = [(part.start, part.end) for part in pairs]
    mirrored = [(-end, -start) for start, end in spans]
    found = _begun_in_another(spans) | _begun_in_another(mirrored)
    begins: dict[int, int] = {}
    """For each place within a closing marker, where the first of its pairs begins."""
    for part in pairs:
        if part.inner is not None:
            for place in range(part.inner[1] + 1, part.end):
                begins[place] = min(begins.get(place, place), part.start)
    found.update(index for index, (start, end) in enumerate(spans) if begins.get(end, end) <= start)
    return {id(pairs[index]) for index in found}


def _begun_in_another(spans: list[tuple[int, int]]) -> set[int]:
    """Indexes of the spans that begin inside one which ends before they do."""
    order = sorted(range(len(spans)), key=lambda index: spans[index][0])
    found: set[int] = set()
    earlier: list[int] = []
    """Where those end that begin before; ascending."""
    for index in order:
        start, end = spans[index]
        while spans[order[len(earlier)]][0] < start:
            insort(earlier, spans[order[len(earlier)]][1])
        at = bisect_right(earlier, start)
        if at < len(earlier) and earlier[at] < end:
            found.add(index)
    return found


def _free(text: str, amounts: bool) -> list[_Part]:
    """What engines like to translate though nobody may."""
    found = [_Part(*match.span(), BREAK) for match in _BREAK.finditer(text)]
    for match in _URL.finditer(text):
        url = match[0].rstrip(_TRAILING)
        if url:
            found.append(_Part(match.start(), match.start() + len(url), "url"))
    if "@" in text:
        found += [_Part(*match.span(), "mail") for match in _MAIL.finditer(text) if match[1]]
    if amounts:
        found += [_Part(*match.span(), "amount") for match in _AMOUNT.finditer(text)]
    return found


def _of_terms(terms: Sequence[TermSpan]) -> list[_Part]:
    return [_Part(term.start, term.end, TERM, (term.start, term.end), words=term.target) for term in terms]


def _take(taken: bytearray, part: _Part) -> None:
    """Sets the characters of its markers; of a term, which nothing may lie in, all."""
    if part.inner is None or part.kind == TERM:
        spans = [(part.start, part.end)]
    else:
        spans = [(part.start, part.inner[0]), (part.inner[1], part.end)]
    for start, end in spans:
        taken[start:end] = b"\1" * (end - start)


def _number(text: str, parts: list[_Part], unescape: Callable[[str], str]) -> Parsed:
    parts.sort(key=lambda part: (part.start, -part.end, part.kind == TERM))
    slots: list[Slot] = []
    pieces: list[Piece] = []
    open_: list[tuple[int, _Part]] = []
    at = 0

    def words_until(end: int) -> None:
        nonlocal at
        if end > at:
            pieces.append(Words(unescape(text[at:end])))
            at = end

    def close_until(position: int) -> None:
        nonlocal at
        while open_ and open_[-1][1].end <= position:
            number, part = open_.pop()
            assert part.inner is not None
            words_until(part.inner[1])
            pieces.append(Marker("close", number))
            at = part.end

    for part in parts:
        close_until(part.start)
        words_until(part.start)
        number = len(slots) + 1
        parent = next((n for n, p in reversed(open_) if p.kind != TERM), 0)
        slot = Slot(number, part.kind, text[part.start : part.end], parent=parent, label=part.label)
        if part.inner is None:
            pieces.append(Marker("alone", number))
            at = part.end
        else:
            first, last = part.inner
            slot = replace(
                slot,
                opening=text[part.start : first],
                closing=text[last : part.end],
                words=part.words,
                filled=bool(text[first:last].strip()),
            )
            pieces.append(Marker("open", number))
            open_.append((number, part))
            at = first
        slots.append(slot)
    close_until(len(text) + 1)
    words_until(len(text))
    return Parsed(joined(pieces), tuple(slots))
