"""One HTML file that needs nothing else: to attach to a build or send to a translator.

No script, no address on the network; everything that comes from articles or catalogs is escaped, and
isolated in its own direction.
"""

from __future__ import annotations

from html import escape

from toolkit.model import Finding
from toolkit.reporting.summary import Report

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --error: #b3261e; --warning: #8a5300; --info: #3b5f8a; }
@media (prefers-color-scheme: dark) { :root { --error: #ff8a80; --warning: #ffb74d; --info: #90caf9; } }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid var(--line); }
td.line { text-align: end; font-variant-numeric: tabular-nums; }
.error { color: var(--error); font-weight: 600; }
.warning { color: var(--warning); } .info { color: var(--info); }
.texts { margin: .3rem 0 0; opacity: .8; overflow-wrap: anywhere; }
.texts bdi { display: block; white-space: pre-wrap; }
code { font-size: .9em; }
"""
_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
_SAYS = {"error": "error", "warning": "warning", "info": "note"}


def render(report: Report) -> str:
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault(finding.path or finding.locale or "project", []).append(finding)
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        _POLICY,
        f"<title>Translation checks: {escape(report.line())}</title><style>{_STYLE}</style></head><body>",
        f"<main><h1>Translation checks</h1><p>{escape(report.line())}.</p>",
    ]
    if report.findings:
        parts.append(_counts(report))
    for path, findings in groups.items():
        parts.append(f"<h2><bdi>{escape(path)}</bdi></h2>")
        parts.append(
            '<table><thead><tr><th scope="col">Line</th><th scope="col">Severity</th>'
            '<th scope="col">Check</th><th scope="col">What</th></tr></thead><tbody>'
        )
        parts += [_row(finding) for finding in findings]
        parts.append("</tbody></table>")
    parts.append("</main></body></html>")
    return "\n".join(parts) + "\n"


def _counts(report: Report) -> str:
    rows = []
    counted: dict[str, int] = {}
    for finding in report.findings:
        counted[finding.check] = counted.get(finding.check, 0) + 1
    for name, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        about = report.checks.get(name)
        summary = escape(about.summary) if about is not None else ""
        rows.append(
            f'<tr><td class="line">{count:,}</td><td><code>{escape(name)}</code></td><td>{summary}</td></tr>'
        )
    head = (
        '<tr><th scope="col">Findings</th><th scope="col">Check</th><th scope="col">What it finds</th></tr>'
    )
    return f"<table><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"


def _row(finding: Finding) -> str:
    line = "" if finding.line is None else str(finding.line)
    texts = ""
    if finding.msgid:
        target = f'<bdi lang="{escape(finding.locale, quote=True)}">{escape(finding.target)}</bdi>'
        texts = (
            f'<div class="texts"><bdi>{escape(finding.msgid)}</bdi>{target if finding.target else ""}</div>'
        )
    return (
        f'<tr><td class="line">{line}</td><td class="{finding.severity}">{_SAYS[finding.severity]}</td>'
        f"<td><code>{escape(finding.check)}</code></td><td><bdi>{escape(finding.message)}</bdi>{texts}</td></tr>"
    )
