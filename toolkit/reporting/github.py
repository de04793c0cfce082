"""GitHub Actions workflow commands: findings as annotations of the PO's lines.

GitHub documentation, "Workflow commands for GitHub Actions", setting an error, warning or notice message;
the escapes are those of @actions/core (toolkit/packages/core/src/command.ts).
"""

from __future__ import annotations

from toolkit.reporting.summary import Report

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_ORDER = {"error": 0, "warning": 1, "info": 2}


def render(report: Report) -> str:
    lines = []
    # GitHub shows ten of each kind in a step: the worst come first
    for finding in sorted(report.findings, key=lambda one: _ORDER[one.severity]):
        properties = []
        place = report.place(finding)
        if place:
            properties.append(f"file={_property(place)}")
            properties.append(f"line={finding.line or 1}")
        properties.append(f"title={_property(finding.check)}")
        lines.append(f"::{_COMMANDS[finding.severity]} {','.join(properties)}::{_data(finding.message)}")
    lines.append(_data(report.line()))
    return "\n".join(lines) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
