"""For people at a terminal: one file after the other, one line a finding."""

from __future__ import annotations

from toolkit.model import Finding
from toolkit.reporting.summary import Report

_COLOURS = {"error": "31;1", "warning": "33", "info": "36"}


def render(report: Report, *, colour: bool = False) -> str:
    """:param colour: with ANSI colours."""
    lines: list[str] = []
    place = ""
    for finding in report.findings:
        here = finding.path or (f"locale {finding.locale}" if finding.locale else "project")
        if here != place:
            lines += ([""] if lines else []) + [_paint(here, "1", colour)]
            place = here
        lines += _finding(finding, colour)
    if lines:
        lines.append("")
    lines.append(report.line())
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, colour: bool) -> list[str]:
    line = f"{finding.line}:" if finding.line is not None else "-"
    level = _paint(f"{finding.severity:7}", _COLOURS[finding.severity], colour)
    first = f"  {line:>6} {level} {safe(finding.message)}  [{finding.check}]"
    if not finding.target:
        return [first]
    shown = [f"{'':17}{_short(finding.msgid)}", f"{'':15}→ {_short(finding.target)}"]
    return [first, *(_paint(text, "2", colour) for text in shown)]


def safe(text: str) -> str:
    """Without characters that a terminal acts on or that reorder the line: translations are untrusted."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else f"[U+{ord(char):04X}]" for char in text)


def _short(text: str, longest: int = 100) -> str:
    flat = safe(" ".join(text.split()))
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
