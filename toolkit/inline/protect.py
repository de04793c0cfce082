"""Puts a text with codes into a form that engines leave alone, and reads it back.

``html``   ``Wash <b id="1">your hands</b>.<br id="2"/>`` words escaped
``xml``    ``Wash <x1>your hands</x1>.<x2/>`` words escaped
``token``  ``Wash ⟦1⟧your hands⟦/1⟧.⟦2⟧`` words as they are; a term is a lone token
``plain``  words alone, for texts without codes
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from toolkit.inline.pieces import TERM, Marker, Parsed, Piece, Words, joined

Form = Literal["html", "xml", "token", "plain"]


@dataclass(frozen=True, slots=True)
class Protected:
    """A text as an engine gets it."""

    text: str
    form: Form
    parsed: Parsed
    """What it was made from."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a reply cannot be used. For people."""

    message: str


def protect(parsed: Parsed, form: Form) -> Protected:
    """The text for an engine that takes ``form``.

    :raises ValueError: codes, and the form has no way to write them.
    """
    if form == "plain":
        markers = (piece for piece in parsed.pieces if isinstance(piece, Marker))
        if any(parsed.slot(marker.slot).kind != TERM for marker in markers):
            raise ValueError("a text with codes cannot be sent in the form plain")
        return Protected(parsed.words, form, parsed)
    if form == "token":
        parsed = _with_lone_terms(parsed)
    return Protected("".join(_written(parsed, piece, form) for piece in parsed.pieces), form, parsed)


def _with_lone_terms(parsed: Parsed) -> Parsed:
    """Terms without their words: between two tokens an engine would translate them, and bend the tokens."""
    pieces: list[Piece] = []
    skipping = 0
    for piece in parsed.pieces:
        if isinstance(piece, Marker) and parsed.slot(piece.slot).kind == TERM:
            if piece.kind == "open":
                pieces.append(Marker("alone", piece.slot))
                skipping = piece.slot
            else:
                skipping = 0
        elif not skipping:
            pieces.append(piece)
    return Parsed(joined(pieces), parsed.slots)


def _written(parsed: Parsed, piece: Piece, form: Form) -> str:
    if isinstance(piece, Words):
        return piece.text if form == "token" else html.escape(piece.text, quote=False)
    number = piece.slot
    if form == "token":
        return f"⟦/{number}⟧" if piece.kind == "close" else f"⟦{number}⟧"
    if form == "xml":
        return {"open": f"<x{number}>", "close": f"</x{number}>", "alone": f"<x{number}/>"}[piece.kind]
    return {"open": f'<b id="{number}">', "close": "</b>", "alone": f'<br id="{number}"/>'}[piece.kind]


# Reading back. Engines change the case of tags, put blanks into them, change quotes, or write `<br id=2>`.
_TAG = re.compile(r"<\s*(/?)\s*([A-Za-z][A-Za-z0-9]*)([^<>]*?)(/?)\s*>")
_ID = re.compile(r"""\bid\s*=\s*["'“”«»]?\s*(\d+)\s*["'“”«»]?""", re.I)
_TOKEN = re.compile(r"[⟦〚]\s*(/?)\s*(\d+)\s*[⟧〛]")
_LOOSE_TOKEN = re.compile(r"(?:[⟦〚【]|\[{1,2})\s*(/?)\s*(\d+)\s*(?:[⟧〛】]|\]{1,2})")


def read(reply: str, protected: Protected) -> tuple[Piece, ...] | Problem:
    """Words and markers of a reply, as they come: nothing is checked but that all markers are known."""
    form = protected.form
    if form == "plain":
        return (Words(reply),)
    lexed = _tokens(reply, protected) if form == "token" else _tags(reply, protected)
    pieces: list[Piece] = []
    for piece in lexed:
        if isinstance(piece, Problem):
            return piece
        pieces.append(piece)
    return joined(pieces)


def _tokens(reply: str, protected: Protected) -> Iterator[Piece | Problem]:
    # Brackets that are not ours are only taken for ours where the source has no such thing itself.
    strict = bool(_LOOSE_TOKEN.search(protected.parsed.words))
    at = 0
    for match in (_TOKEN if strict else _LOOSE_TOKEN).finditer(reply):
        yield Words(reply[at : match.start()])
        yield _marker(int(match[2]), closing=bool(match[1]), protected=protected)
        at = match.end()
    yield Words(reply[at:])
    left = (_TOKEN if strict else _LOOSE_TOKEN).sub(" ", reply)
    if re.search(r"[⟦⟧〚〛]", left) and not re.search(r"[⟦⟧〚〛]", protected.parsed.words):
        yield Problem("a marker came back damaged")


def _marker(number: int, *, closing: bool, protected: Protected) -> Marker | Problem:
    slots = protected.parsed.slots
    if not 1 <= number <= len(slots):
        return Problem(f"the engine made up a marker {number}")
    slot = slots[number - 1]
    lone = not slot.is_pair or (slot.kind == TERM and protected.form == "token")
    if lone:
        return Problem(f"marker {number} stands alone and was closed") if closing else Marker("alone", number)
    return Marker("close" if closing else "open", number)


def _tags(reply: str, protected: Protected) -> Iterator[Piece | Problem]:
    at = 0
    open_: list[int] = []
    for match in _TAG.finditer(reply):
        yield Words(_text(reply[at : match.start()]))
        at = match.end()
        closing, name, attributes = bool(match[1]), match[2].lower(), match[3]
        if protected.form == "xml":
            if not re.fullmatch(r"x\d{1,6}", name):
                yield Problem(f"the engine made up a tag <{name}>")
                return
            marker = _marker(int(name[1:]), closing=closing, protected=protected)
            # An empty pair may come back as <x1/>, a lone one as <x1></x1>.
            if isinstance(marker, Problem) and closing:
                continue
            yield marker
            if isinstance(marker, Marker) and marker.kind == "open" and match[4]:
                yield Marker("close", marker.slot)
            continue
        found = _ID.search(attributes)
        if closing:
            if name == "br":
                continue
            if not open_:
                yield Problem("a marker was closed that is not open")
                return
            yield Marker("close", open_.pop())
        elif found is None or name not in ("b", "br"):
            yield Problem(f"the engine made up a tag <{name}>")
            return
        else:
            marker = _marker(int(found[1]), closing=False, protected=protected)
            yield marker
            if isinstance(marker, Marker) and marker.kind == "open":
                if match[4]:
                    yield Marker("close", marker.slot)
                else:
                    open_.append(marker.slot)
            elif isinstance(marker, Marker) and name == "b" and not match[4]:
                yield Problem(f"marker {marker.slot} stands alone and was opened")
                return
    yield Words(_text(reply[at:]))
    if open_:
        yield Problem(f"marker {open_[-1]} was not closed")


def _text(text: str) -> str:
    return html.unescape(text)
