"""One HTML file that needs nothing else: to attach to a build or send to a translator.

No script, no address on the network; everything that comes from articles or catalogs is escaped, and
isolated in its own direction.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from toolkit.model import Finding
from toolkit.reporting.summary import Report

_STYLE = """
:root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --text: #1b1f24; --quiet: #57606a;
  --line: #d5dae0;
  --error: #b3261e; --warning: #8a5300; --info: #2f5d8c; --mark: #eef2f6; }
@media (prefers-color-scheme: dark) { :root { --page: #14171a; --card: #1d2125; --text: #e6e8ea;
  --quiet: #a3abb4; --line: #353b42;
  --error: #ff9a91; --warning: #f5b55c; --info: #8fc0f2; --mark: #262c32; } }
* { box-sizing: border-box; }
body { font: 1rem/1.5 system-ui, sans-serif; background: var(--page); color: var(--text); margin: 0; }
main { max-width: 68rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.05rem; margin: 2.5rem 0 .75rem; overflow-wrap: anywhere; }
h2 small { font-weight: 400; color: var(--quiet); }
p.line { color: var(--quiet); margin: 0 0 1.5rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; margin: 0; }
.tiles div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  padding: .75rem 1rem; }
.tiles dt { color: var(--quiet); font-size: .875rem; }
.tiles dd { margin: 0; font-size: 1.75rem; line-height: 1.2; font-weight: 600;
  font-variant-numeric: tabular-nums; }
table { border-collapse: collapse; width: 100%; background: var(--card); }
caption { text-align: start; font-weight: 600; padding: 2.5rem 0 .75rem; background: var(--page); }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem; border: 1px solid var(--line); }
th.number, td.number { text-align: end; font-variant-numeric: tabular-nums; }
nav ul { list-style: none; padding: 0; margin: 1.5rem 0 0; }
nav li { overflow-wrap: anywhere; }
a { color: var(--info); }
ol { list-style: none; padding: 0; margin: 0; }
li.finding { background: var(--card); border: 1px solid var(--line);
  border-inline-start: .3rem solid var(--tone);
  border-radius: .35rem; padding: .75rem 1rem; margin: 0 0 .6rem; }
.error { --tone: var(--error); } .warning { --tone: var(--warning); } .info { --tone: var(--info); }
.kind { color: var(--tone); font-weight: 700; margin-inline-end: .5rem; }
.about { color: var(--quiet); font-size: .875rem; }
.texts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(18rem, 100%), 1fr)); gap: .5rem;
  margin: .6rem 0 0; }
.texts div { background: var(--mark); border-radius: .3rem; padding: .4rem .7rem; overflow-wrap: anywhere; }
.texts dt { color: var(--quiet); font-size: .8rem; }
.texts dd { margin: 0; white-space: pre-wrap; }
code { font-size: .9em; }
@media print { body { background: none; } li.finding { break-inside: avoid; } nav { display: none; } }
"""
_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
# What HTML forbids, and what would turn the direction of a line.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_SAYS = {"error": "Error", "warning": "Warning", "info": "Note"}
_MANY = {"error": "Errors", "warning": "Warnings", "info": "Notes"}
_FEW_FILES = 3
"""Up to so many files a report needs no list of contents."""


def render(report: Report) -> str:
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        place = finding.path or (f"Locale {finding.locale}" if finding.locale else "The whole project")
        groups.setdefault(place, []).append(finding)
    title = f"Translation checks: {report.line()}"
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        _POLICY,
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f'<main><h1>Translation checks</h1><p class="line">{escape(report.line())}.</p>',
        _tiles(report),
    ]
    if report.findings:
        parts.append(_counts(report))
    if len(groups) > _FEW_FILES:
        parts.append(_contents(groups))
    for number, (place, findings) in enumerate(groups.items()):
        parts.append(_group(number, place, findings))
    parts.append("</main></body></html>")
    return "\n".join(parts) + "\n"


def escape(text: str, *, quote: bool = False) -> str:
    """Text as HTML, with a visible name in the place of each character that must not be in it."""
    return html.escape(_HIDDEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", text), quote=quote)


def _tiles(report: Report) -> str:
    tiles = [(_MANY[severity], report.count(severity)) for severity in _MANY]
    tiles.append(("Translations", report.units))
    return (
        '<dl class="tiles">'
        + "".join(f"<div><dt>{n}</dt><dd>{count:,}</dd></div>" for n, count in tiles)
        + "</dl>"
    )


def _counts(report: Report) -> str:
    counted: dict[str, int] = {}
    for finding in report.findings:
        counted[finding.check] = counted.get(finding.check, 0) + 1
    rows = []
    for name, count in sorted(counted.items(), key=lambda item: (-item[1], item[0])):
        about = report.checks.get(name)
        summary = escape(about.summary) if about is not None else ""
        rows.append(
            f'<tr><td class="number">{count:,}</td><th scope="row"><code>{escape(name)}</code></th>'
            f"<td>{summary}</td></tr>"
        )
    head = (
        '<tr><th scope="col" class="number">Findings</th><th scope="col">Check</th>'
        '<th scope="col">What it finds</th></tr>'
    )
    return f"<table><caption>By check</caption><thead>{head}</thead><tbody>{''.join(rows)}</tbody></table>"


def _contents(groups: dict[str, list[Finding]]) -> str:
    rows = [
        f'<li><a href="#file-{number}"><bdi>{escape(place)}</bdi></a> ({len(findings):,})</li>'
        for number, (place, findings) in enumerate(groups.items())
    ]
    return f'<nav aria-label="Files"><h2>Files</h2><ul>{"".join(rows)}</ul></nav>'


def _group(number: int, place: str, findings: Sequence[Finding]) -> str:
    many = "finding" if len(findings) == 1 else "findings"
    rows = "\n".join(map(_row, findings))
    return (
        f'<section aria-labelledby="file-{number}"><h2 id="file-{number}"><bdi>{escape(place)}</bdi> '
        f"<small>{len(findings):,} {many}</small></h2>\n<ol>{rows}</ol></section>"
    )


def _row(finding: Finding) -> str:
    line = "" if finding.line is None else f", line {finding.line}"
    return (
        f'<li class="finding {finding.severity}"><span class="kind">{_SAYS[finding.severity]}</span>'
        f"<bdi>{escape(finding.message)}</bdi>"
        f'<div class="about"><code>{escape(finding.check)}</code>{line}</div>{_texts(finding)}</li>'
    )


def _texts(finding: Finding) -> str:
    if not finding.msgid:
        return ""
    source = f'<div><dt>Source</dt><dd dir="auto">{escape(finding.msgid)}</dd></div>'
    target = ""
    if finding.target:
        language = f' lang="{escape(finding.locale, quote=True)}"' if finding.locale else ""
        target = f'<div><dt>Translation</dt><dd dir="auto"{language}>{escape(finding.target)}</dd></div>'
    return f'<dl class="texts">{source}{target}</dl>'
