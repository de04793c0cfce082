"""An SVG badge: how much is translated."""

from __future__ import annotations

from html import escape

_HEIGHT = 20
_STEPS = ((100, "#2e7d32"), (90, "#558b2f"), (75, "#9e7700"), (50, "#b25900"), (0, "#b3261e"))
"""Lowest percentage of each colour; white text on all of them has a contrast of 4 or more."""


def badge(percent: int, *, label: str = "translated") -> str:
    """A badge like ``translated | 87 %``, self-contained, with its text for screen readers.

    :param percent: 0-100; what lies outside is brought to the nearer end.
    """
    value = min(max(percent, 0), 100)
    colour = next(fill for lowest, fill in _STEPS if value >= lowest)
    text = f"{value} %"
    left, right = _width(label), _width(text)
    full = left + right
    name = escape(f"{label}: {text}", quote=True)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{full}" height="{_HEIGHT}" role="img" '
        f'aria-label="{name}">'
        f"<title>{name}</title>"
        f'<clipPath id="r"><rect width="{full}" height="{_HEIGHT}" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{left}" height="{_HEIGHT}" fill="#444"/>'
        f'<rect x="{left}" width="{right}" height="{_HEIGHT}" fill="{colour}"/></g>'
        '<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">'
        f'<text x="{left / 2:g}" y="14">{escape(label)}</text>'
        f'<text x="{left + right / 2:g}" y="14">{text}</text></g></svg>\n'
    )


def _width(text: str) -> int:
    """Pixels of a text in 11 px Verdana, about, with padding."""
    return 10 + round(sum(4 if char in " .,:ilj|" else 10 if char in "mw%MW" else 7 for char in text))
