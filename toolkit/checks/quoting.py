"""Words of an article inside a message: quoted, on one line, not too long."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 60


def quoted(text: str, longest: int = _LONGEST) -> str:
    """``“text”`` on one line, shortened in its middle; characters nobody sees shown as U+XXXX."""
    flat = " ".join(text.split())
    if len(flat) > longest:
        half = (longest - 1) // 2
        flat = flat[:half] + "…" + flat[-half:]
    if not flat.isprintable():
        flat = "".join(char if char.isprintable() else f"[U+{ord(char):04X}]" for char in flat)
    return f"“{flat}”"


def listed(items: Iterable[str], most: int = 3) -> str:
    """``a, b and 2 more``."""
    every = list(items)
    if len(every) <= most:
        return ", ".join(every)
    return ", ".join(every[:most]) + f" and {len(every) - most} more"
