"""A text with inline markup as a flat list: words, and numbered markers that open, close or stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

TERM = "term"
"""Kind of a slot that holds a glossary term: no code, only a wish."""
BREAK = "break"
"""Kind of a slot that is a hard line break."""


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words: no markup, no escapes."""

    text: str


@dataclass(frozen=True, slots=True)
class Marker:
    """Where a slot begins, ends or stands."""

    kind: Literal["open", "close", "alone"]
    slot: int


Piece = Words | Marker


@dataclass(frozen=True, slots=True)
class Slot:
    """What a marker stands for."""

    number: int
    """From 1, in the order of the source."""
    kind: str
    """Kind of the code; ``term``, ``break``; or ``url``, ``mail``, ``amount`` for what is no code."""
    opening: str
    """Put back for the opening marker, or for a marker that stands alone. Empty for a term."""
    closing: str | None = None
    """Put back for the closing marker; None iff the slot stands alone."""
    parent: int = 0
    """The code slot it lies in; 0 for none."""
    label: str | None = None
    """What a shortcut reference ``[label]`` refers to: its words are translated, the label is not."""
    words: str | None = None
    """For a term: what has to stand there, whatever the engine made of the inside."""
    filled: bool = False
    """There is something between its markers in the source."""

    @property
    def is_pair(self) -> bool:
        return self.closing is not None


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text cut up. Markers are properly nested."""

    pieces: tuple[Piece, ...]
    slots: tuple[Slot, ...]
    """By number."""

    def slot(self, number: int) -> Slot:
        return self.slots[number - 1]

    @property
    def words(self) -> str:
        """The words alone."""
        return "".join(piece.text for piece in self.pieces if isinstance(piece, Words))


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """With neighbouring words in one piece, and none that is empty."""
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Words):
            if not piece.text:
                continue
            if out and isinstance(last := out[-1], Words):
                out[-1] = Words(last.text + piece.text)
                continue
        out.append(piece)
    return tuple(out)


def span_of(pieces: Sequence[Piece], number: int) -> tuple[int, int]:
    """Index of a slot's first and last marker. Both are the same for one that stands alone."""
    places = [i for i, piece in enumerate(pieces) if isinstance(piece, Marker) and piece.slot == number]
    return places[0], places[-1]


def parents(pieces: Iterable[Piece], parsed: Parsed) -> Iterator[tuple[int, int]]:
    """(slot, code slot it lies in or 0) for every opening and lone marker."""
    inside: list[int] = []
    for piece in pieces:
        if isinstance(piece, Words):
            continue
        if piece.kind == "close":
            if parsed.slot(piece.slot).kind != TERM:
                inside.pop()
            continue
        yield piece.slot, inside[-1] if inside else 0
        if piece.kind == "open" and parsed.slot(piece.slot).kind != TERM:
            inside.append(piece.slot)
