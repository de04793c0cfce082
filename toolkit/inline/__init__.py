"""Inline codes and machine translation: protected text out, markup back in, and proof that it fits.

Pure functions on values; nothing here knows a format or an engine::

    parsed    = parse(text, codes, unescape=…, terms=…)      words and markers
    protected = protect(parsed, "html")                      what the engine gets
    pieces    = read(reply, protected)                       words and markers, or a Problem
    target    = assemble(pieces, parsed, markup, text)       Restored, or a Problem

Pieces may come from elsewhere as well: the runs between codes translated one by one, or codes
placed by :mod:`toolkit.inline.align`. What comes out of :func:`assemble` was parsed again and has
exactly the source's codes: there is no other way out.
"""

from toolkit.inline.compose import Markup, Restored, assemble, verify
from toolkit.inline.pieces import BREAK, TERM, Marker, Parsed, Piece, Slot, Words
from toolkit.inline.protect import Form, Problem, Protected, protect, read
from toolkit.inline.source import TermSpan, parse

__all__ = [
    "BREAK",
    "TERM",
    "Form",
    "Marker",
    "Markup",
    "Parsed",
    "Piece",
    "Problem",
    "Protected",
    "Restored",
    "Slot",
    "TermSpan",
    "Words",
    "assemble",
    "parse",
    "protect",
    "read",
    "verify",
]
