"""SARIF 2.1.0 (OASIS standard), for code scanning on GitHub and for other viewers."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import quote

from toolkit.model import Finding
from toolkit.reporting.summary import Report

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report) -> str:
    names = sorted({*report.checks, *(finding.check for finding in report.findings)})
    index = {name: number for number, name in enumerate(names)}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "toolkit check",
                        **({"version": report.version} if report.version else {}),
                        "rules": [_rule(name, report) for name in names],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The top of the repository."}}},
                "results": [_result(finding, index, report) for finding in report.findings],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(name: str, report: Report) -> dict[str, object]:
    about = report.checks.get(name)
    rule: dict[str, object] = {"id": name}
    if about is not None:
        rule["shortDescription"] = {"text": about.summary}
        rule["help"] = {
            "text": f"{about.summary} Example: {about.example}" if about.example else about.summary
        }
        rule["defaultConfiguration"] = {"level": _LEVELS[about.severity]}
        rule["properties"] = {"tags": [about.family]}
    return rule


def _result(finding: Finding, index: dict[str, int], report: Report) -> dict[str, object]:
    result: dict[str, object] = {
        "ruleId": finding.check,
        "ruleIndex": index[finding.check],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "partialFingerprints": {"unit/v1": fingerprint(finding)},
    }
    where = report.place(finding)
    if where:
        place: dict[str, object] = {
            "artifactLocation": {"uri": quote(where), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": finding.line or 1},
        }
        result["locations"] = [{"physicalLocation": place}]
    properties = {"locale": finding.locale, "article": finding.article, "msgid": finding.msgid}
    result["properties"] = {name: value for name, value in properties.items() if value}
    return result


def fingerprint(finding: Finding) -> str:
    """Stands for this finding while its text is not touched, wherever the line has moved."""
    parts = (finding.check, finding.locale, finding.article, finding.context or "", finding.msgid)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
