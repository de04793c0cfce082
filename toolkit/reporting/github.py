"""GitHub Actions workflow commands: findings as annotations of the PO's lines.

GitHub documentation, "Workflow commands for GitHub Actions", setting an error, warning or notice message;
the escapes are those of @actions/core (toolkit/packages/core/src/command.ts).
"""

from __future__ import annotations

from toolkit.reporting.summary import Report

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report) -> str:
    lines = []
    for finding in report.findings:
        properties = []
        if finding.path:
            properties.append(f"file={_property(finding.path)}")
            properties.append(f"line={finding.line or 1}")
        properties.append(f"title={_property(finding.check)}")
        lines.append(f"::{_COMMANDS[finding.severity]} {','.join(properties)}::{_data(finding.message)}")
    lines.append(_data(report.line()))
    return "\n".join(lines) + "\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
