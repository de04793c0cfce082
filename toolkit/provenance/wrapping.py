"""Comments of ours that another program has wrapped, in one line again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.provenance.grammar import COLUMNS, ENDS, LONGEST, OURS, PIECES, REMARKS


def unwrapped(comments: tuple[str, ...]) -> tuple[str, ...]:
    """The comments with those of ours in one line each that another program has wrapped.

    Lines are only joined where that gives one of ours whole; anything else stays as it is.
    """
    if not any(
        (c.startswith(OURS) and not ENDS.search(c[-LONGEST:])) or c.startswith(REMARKS) for c in comments
    ):
        return comments
    result: list[str] = []
    at = 0
    while at < len(comments):
        taken = _pieces(comments, at)
        pieces = comments[at : at + taken]
        result.append(_joined(pieces) if pieces[0].startswith(REMARKS) else " ".join(pieces))
        at += taken
    return tuple(result)


def _pieces(comments: tuple[str, ...], at: int) -> int:
    """How many lines from ``at`` on make up one comment."""
    if comments[at].startswith(REMARKS):
        return _remark_pieces(comments, at)
    if not comments[at].startswith(OURS) or ENDS.search(comments[at][-LONGEST:]):
        return 1
    joined = comments[at]
    for number, piece in enumerate(comments[at + 1 : at + PIECES], 2):
        if not piece or piece.startswith(OURS):
            break
        joined = f"{joined} {piece}"
        if ENDS.search(joined[-LONGEST:]):
            return number
    return 1


def _remark_pieces(comments: tuple[str, ...], at: int) -> int:
    """A remark ends in no sign of ours. But a line that a program has cut is so full that the next
    word had no room in it."""
    taken = 1
    while at + taken < len(comments) and taken < 4 * PIECES:
        line, following = comments[at + taken - 1], comments[at + taken]
        word = following.split(" ", 1)[0]
        room = COLUMNS - len("# ") - len(line)
        if not word or room < 0 or room > len(word) or following.startswith((*OURS, *REMARKS, "toolkit:")):
            break
        taken += 1
    return taken


def _joined(pieces: Iterable[str]) -> str:
    """polib breaks lines behind hyphens, too; there, no space is missing."""
    whole = ""
    for piece in pieces:
        cut = whole and not re.search(r"\w-$", whole[-2:])
        whole += f" {piece}" if cut else piece
    return whole
