"""JSON as documented in docs/check-report.schema.json."""

from __future__ import annotations

import json

from toolkit.model import Finding
from toolkit.reporting.summary import Report


def render(report: Report) -> str:
    """Stable: the same findings give the same bytes."""
    data = {
        "version": 1,
        "findings": [as_dict(finding) for finding in report.findings],
        "summary": report.as_dict(),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def as_dict(finding: Finding) -> dict[str, object]:
    """A finding; ``line``, ``context`` and ``fix`` are null where there is none."""
    return {
        "check": finding.check,
        "severity": finding.severity,
        "message": finding.message,
        "locale": finding.locale,
        "article": finding.article,
        "path": finding.path,
        "line": finding.line,
        "msgid": finding.msgid,
        "context": finding.context,
        "target": finding.target,
        "fix": finding.fix,
    }
