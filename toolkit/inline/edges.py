"""White space around markers: engines put blanks in, and leave blanks out.

Emphasis must not begin or end with a blank (CommonMark 6.2, left- and right-flanking
runs), and a word must not grow together with its neighbour.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from toolkit.inline.pieces import BREAK, TERM, Marker, Parsed, Piece, Words, joined

_CLOSING = frozenset(".,;:!?)]}»”’…、。，！？：；）」』،؛؟")
_OPENING = frozenset("([{«“‘¿¡（「『")
_MAY_STAND_OFF = frozenset(";:!?»")
"""French and others write a blank before these."""


def spaced(pieces: Sequence[Piece], parsed: Parsed) -> tuple[Piece, ...]:
    """The reply's pieces with blanks where the source's markup has them, and nowhere else."""
    out = _outwards(joined(pieces))
    for index, marker in _markers(parsed.pieces):
        slot = parsed.slot(marker.slot)
        if slot.kind == BREAK or slot.kind == TERM:
            continue
        before, after = _around(parsed.pieces, index)
        if marker.kind in ("open", "alone"):
            out = _before(out, marker, before)
        if marker.kind in ("close", "alone"):
            out = _after(out, marker, after)
    return _single(joined(_apart(joined(out), parsed)), parsed)


def _apart(pieces: Sequence[Piece], parsed: Parsed) -> list[Piece]:
    """A blank between lone codes that had words between them: `` `a``b` `` would be one code."""
    neighbours = set(pairwise(parsed.pieces))
    out: list[Piece] = []
    for piece in pieces:
        if (
            out
            and _is(piece, "alone")
            and _is(before := out[-1], "alone")
            and (before, piece) not in neighbours
        ):
            out.append(Words(" "))
        out.append(piece)
    return out


def _outwards(pieces: Sequence[Piece]) -> list[Piece]:
    """Blanks at the inner edges of pairs moved outside."""
    out: list[Piece] = []
    for piece in pieces:  # forwards: blanks after an opening marker go before it
        if isinstance(piece, Words) and out and _is(out[-1], "open"):
            core = piece.text.lstrip()
            blanks = piece.text[: len(piece.text) - len(core)]
            place = len(out)
            while place and _is(out[place - 1], "open"):
                place -= 1
            if not (place and isinstance(before := out[place - 1], Words) and before.text[-1:].isspace()):
                out.insert(place, Words(blanks))
            out.append(Words(core))
        else:
            out.append(piece)
    back: list[Piece] = []
    for piece in reversed(joined(out)):  # backwards: blanks before a closing marker go after it
        if isinstance(piece, Words) and back and _is(back[-1], "close"):
            core = piece.text.rstrip()
            place = len(back)
            while place and _is(back[place - 1], "close"):
                place -= 1
            if not (place and isinstance(after := back[place - 1], Words) and after.text[:1].isspace()):
                back.insert(place, Words(piece.text[len(core) :]))
            back.append(Words(core))
        else:
            back.append(piece)
    return list(joined(reversed(back)))


def _is(piece: Piece, kind: str) -> bool:
    return isinstance(piece, Marker) and piece.kind == kind


def _markers(pieces: Sequence[Piece]) -> list[tuple[int, Marker]]:
    return [(index, piece) for index, piece in enumerate(pieces) if isinstance(piece, Marker)]


def _around(pieces: Sequence[Piece], index: int) -> tuple[str, str]:
    """The characters before and after a marker, other markers not counted; empty at the text's ends."""
    before = next((p.text[-1] for p in reversed(pieces[:index]) if isinstance(p, Words) and p.text), "")
    after = next((p.text[0] for p in pieces[index + 1 :] if isinstance(p, Words) and p.text), "")
    return before, after


def _before(pieces: list[Piece], marker: Marker, wanted: str) -> list[Piece]:
    index = pieces.index(marker)
    left, _ = _around(pieces, index)
    if wanted.isspace() and _grows(left):
        return [*pieces[:index], Words(" "), *pieces[index:]]
    previous = pieces[index - 1] if index else None
    if wanted in _OPENING and wanted and left.isspace() and isinstance(previous, Words):
        core = previous.text.rstrip()
        if core.endswith(wanted):
            return [*pieces[: index - 1], Words(core), *pieces[index:]]
    return pieces


def _after(pieces: list[Piece], marker: Marker, wanted: str) -> list[Piece]:
    index = pieces.index(marker)
    _, right = _around(pieces, index)
    if wanted.isspace() and _grows(right):
        return [*pieces[: index + 1], Words(" "), *pieces[index + 1 :]]
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    if wanted in _CLOSING and wanted and right.isspace() and isinstance(following, Words):
        core = following.text.lstrip()
        if core[:1] in _CLOSING and core[:1] and core[0] not in _MAY_STAND_OFF:
            return [*pieces[: index + 1], Words(core), *pieces[index + 2 :]]
    return pieces


def _grows(char: str) -> bool:
    """Whether a letter beside it would make one word of two. Not in scripts without blanks."""
    return char.isalnum() and not ("\u3040" <= char <= "\u9fff" or "\u0e00" <= char <= "\u0eff")


def _single(pieces: Sequence[Piece], parsed: Parsed) -> tuple[Piece, ...]:
    """No blank twice with only markers between, none around a hard break or at the text's ends."""
    out: list[Piece] = []
    last = " "
    for piece in pieces:
        if isinstance(piece, Words):
            text = piece.text.lstrip(" ") if last in " \n" else piece.text
            if text:
                last = text[-1]
            out.append(Words(text))
        else:
            if parsed.slot(piece.slot).kind == BREAK:
                out = _stripped(out)
                last = "\n"
            elif piece.kind == "alone":
                last = "x"
            out.append(piece)
    return joined(_stripped(out))


def _stripped(pieces: list[Piece]) -> list[Piece]:
    """Without blanks at the end, also before closing markers."""
    for index in range(len(pieces) - 1, -1, -1):
        piece = pieces[index]
        if isinstance(piece, Words):
            text = piece.text.rstrip()
            pieces[index] = Words(text)
            if text:
                break
        elif piece.kind != "close":
            break
    return pieces
