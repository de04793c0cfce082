"""Checks the markers of a reply, and mends what can be mended with certainty."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from toolkit.inline.pieces import BREAK, TERM, Marker, Parsed, Piece, Slot, Words, joined, parents, span_of
from toolkit.inline.protect import Problem

GAP = 3
"""A pair that came back in parts is put together over so many words at most. Reordering languages
put an article or a preposition between (``<b>stem cells</b>`` → ``<b>celdas</b> de <b>raíz</b>``)."""


def mended(pieces: Sequence[Piece], parsed: Parsed) -> tuple[Piece, ...] | Problem:
    """The pieces with every code exactly once, nested as in the source; else what is wrong.

    Terms whose markers are lost or doubled beyond repair lose them: see :func:`lost_terms`.
    """
    out = list(pieces)
    for slot in reversed(parsed.slots):
        out = _together(out, slot, parsed)
    out = _without_bad_terms(out, parsed)
    problem = _wrong(out, parsed)
    return problem if problem is not None else joined(out)


def lost_terms(pieces: Sequence[Piece], parsed: Parsed) -> tuple[Slot, ...]:
    """Terms that no longer have a place in the reply."""
    there = {piece.slot for piece in pieces if isinstance(piece, Marker)}
    return tuple(slot for slot in parsed.slots if slot.kind == TERM and slot.number not in there)


def _together(pieces: list[Piece], slot: Slot, parsed: Parsed) -> list[Piece]:
    """A pair that came back in several parts as one: over all of them, or the longest alone."""
    opens = [i for i, p in enumerate(pieces) if p == Marker("open", slot.number)]
    closes = [i for i, p in enumerate(pieces) if p == Marker("close", slot.number)]
    if not slot.is_pair or len(opens) < 2 or len(opens) != len(closes):
        return pieces
    parts = list(zip(opens, closes, strict=True))
    if any(a > b for a, b in parts):
        return pieces
    gaps = [piece for (_, end), (begin, _) in pairwise(parts) for piece in pieces[end + 1 : begin]]
    near = sum(len(piece.text.split()) for piece in gaps if isinstance(piece, Words)) <= GAP * (
        len(parts) - 1
    )
    foreign = any(isinstance(piece, Marker) and not _below(piece.slot, slot.number, parsed) for piece in gaps)
    if near and not foreign:
        keep = (opens[0], closes[-1])
    else:
        keep = max(parts, key=lambda part: _length(pieces[part[0] : part[1]]))
    drop = {*opens, *closes} - set(keep)
    return [piece for index, piece in enumerate(pieces) if index not in drop]


def _below(number: int, ancestor: int, parsed: Parsed) -> bool:
    slot = parsed.slot(number)
    if slot.kind == TERM:
        return True
    while slot.parent:
        if slot.parent == ancestor:
            return True
        slot = parsed.slot(slot.parent)
    return False


def _length(pieces: Sequence[Piece]) -> int:
    return sum(len(piece.text) for piece in pieces if isinstance(piece, Words))


def _without_bad_terms(pieces: list[Piece], parsed: Parsed) -> list[Piece]:
    for slot in parsed.slots:
        if slot.kind != TERM:
            continue
        places = [p for p in pieces if isinstance(p, Marker) and p.slot == slot.number]
        if len(places) == 1 and places[0].kind == "alone":
            continue
        good = [p.kind for p in places] == ["open", "close"]
        if good:
            first, last = span_of(pieces, slot.number)
            good = all(isinstance(piece, Words) for piece in pieces[first + 1 : last])
        if not good:
            pieces = [p for p in pieces if not (isinstance(p, Marker) and p.slot == slot.number)]
    return pieces


def _wrong(pieces: Sequence[Piece], parsed: Parsed) -> Problem | None:
    count = Counter(piece for piece in pieces if isinstance(piece, Marker))
    for slot in parsed.slots:
        if slot.kind == TERM:
            continue
        for kind in ("open", "close") if slot.is_pair else ("alone",):
            times = count[Marker(kind, slot.number)]
            if times != 1:
                return Problem(f"{slot.opening.strip() or slot.kind} came back {times} times")
    return _nesting(pieces, parsed)


def _nesting(pieces: Sequence[Piece], parsed: Parsed) -> Problem | None:
    open_: list[int] = []
    for piece in pieces:
        if isinstance(piece, Words):
            continue
        if piece.kind == "open":
            open_.append(piece.slot)
        elif piece.kind == "close" and (not open_ or open_.pop() != piece.slot):
            return Problem("markers came back crossed")
    for number, parent in parents(pieces, parsed):
        slot = parsed.slot(number)
        if slot.kind != TERM and parent != slot.parent:
            return Problem(f"{slot.opening.strip() or slot.kind} came back in another place of the markup")
    return _order(pieces, parsed) or _empty(pieces, parsed)


def _order(pieces: Sequence[Piece], parsed: Parsed) -> Problem | None:
    """Halves of a tag that has its partner elsewhere, and line breaks, keep their order."""
    fixed = [
        piece.slot
        for piece in pieces
        if isinstance(piece, Marker)
        and piece.kind == "alone"
        and (parsed.slot(piece.slot).kind == BREAK or _is_half(parsed.slot(piece.slot)))
    ]
    return None if fixed == sorted(fixed) else Problem("tags came back in another order")


def _is_half(slot: Slot) -> bool:
    """``<b>`` or ``</b>`` without the other, or a marker of a pair that crosses another."""
    if slot.kind == "html":
        return slot.opening.startswith("</") or not slot.opening.endswith("/>")
    return slot.kind in ("emphasis", "strong", "strikethrough", "template") and len(slot.opening) > 0


def _empty(pieces: Sequence[Piece], parsed: Parsed) -> Problem | None:
    for slot in parsed.slots:
        if slot.is_pair and slot.filled and slot.kind != TERM:
            first, last = span_of(pieces, slot.number)
            inside = pieces[first + 1 : last]
            if not any(isinstance(p, Marker) or p.text.strip() for p in inside):
                return Problem(f"{slot.opening} came back empty")
    return None
