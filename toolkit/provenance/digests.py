"""12 hexadecimal digits of SHA-256 that stand for exactly these texts."""

from __future__ import annotations

import hashlib

from toolkit.model import Unit


def digest(context: str | None, source: str, target: str) -> str:
    """12 hexadecimal digits that stand for exactly this context, source and target."""
    return short(f"{context or ''}\0{source}\0{target}")


def text_digest(target: str) -> str:
    """12 hexadecimal digits that stand for exactly this target."""
    return short(target)


def unit_digest(unit: Unit) -> str:
    """:func:`digest` of a unit; all plural forms count."""
    if unit.plural is None:
        return digest(unit.context, unit.source, unit.target)
    return digest(unit.context, f"{unit.source}\0{unit.plural}", "\0".join(unit.plural_targets))


def short(text: str) -> str:
    # A catalog from elsewhere may hold lone surrogates; they must not end in a traceback here.
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
