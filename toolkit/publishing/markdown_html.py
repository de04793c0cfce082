"""Markdown to HTML, by the parser and with the options that found the segments.

Admonition fences (``:::note Title``) and MkDocs blocks (``!!! note "Title"``) are no Markdown; for
the toolkit's own pages they become ``<div class="alert …">``. A paragraph that is only another
generator's shortcode (``{{< form >}}``) is left out of them. Nothing else is interpreted.
"""

from __future__ import annotations

import html
import re

from toolkit.formats import masks
from toolkit.formats.markdown_runs import PARSER

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_COLONS = re.compile(
    r"^( {0,3})(:{3,})[ \t]*"
    r"(?:\{?\.?([A-Za-z][\w-]*)\}?(?:\[([^\]\n]*)\]|[ \t]+([^\n{]*?))?)?[ \t]*(?:\{[^}\n]*\})?[ \t]*$"
)
_BANG = re.compile(r'^(!!!|\?\?\?\+?)[ \t]+([\w-]+)(?:[ \t]+[\w-]+)*(?:[ \t]+"([^"\n]*)")?[ \t]*$')
_LINE_END = re.compile(r"\r\n|\n|\r")
"""Markdown's; ``str.splitlines`` knows seven more, at which a translation could begin a block."""
_SHORTCODE = re.compile(
    r"<p>\{\{(?:&lt;(?:(?!&gt;\}\}|</p>).)*&gt;|%(?:(?!%\}\}|</p>).)*%)\}\}</p>\n?", re.DOTALL
)
"""Alone in a paragraph; inside code it stays, for there it is shown on purpose."""
_MAY_HAVE = re.compile(r"^ {0,3}:::|^(?:!!!|\?\?\?)", re.MULTILINE)


def may_have_admonitions(source: str) -> bool:
    return _MAY_HAVE.search(source) is not None


def render(text: str, offset: int) -> str:
    """:param offset: where the Markdown begins, after front matter."""
    source = masks.repaired(text[offset:].removeprefix("\ufeff"))
    if may_have_admonitions(source):
        source = _admonitions(source)
    page = PARSER.html(source)
    return _SHORTCODE.sub("", page) if "<p>{{" in page else page


def _admonitions(source: str) -> str:
    lines = _LINE_END.split(source)
    if not lines[-1]:
        lines.pop()
    result: list[str] = []
    depth: list[int] = []
    fence = ""
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            result.append(line)
            continue
        if mark:
            fence = mark[1]
            result.append(line)
            continue
        colons = _COLONS.match(line)
        if colons:
            if colons[3]:
                depth.append(len(colons[2]))
                result += _opening(colons[3], colons[4] or colons[5] or "")
                continue
            if depth:
                depth.pop()
                result += ["", "</div>", ""]
                continue
        bang = _BANG.match(line)
        if bang:
            inner, index = _indented(lines, index)
            result += [
                *_opening(bang[2], bang[3] or ""),
                *_admonitions("\n".join(inner)).split("\n"),
                "",
                "</div>",
                "",
            ]
            continue
        result.append(line)
    result += ["", "</div>"] * len(depth)
    return "\n".join(result) + "\n"


def _opening(kind: str, title: str) -> list[str]:
    """A block whose title is a paragraph of its own, so that markup in it works."""
    name = html.escape(kind.lower(), quote=True)
    if not title.strip():
        return ["", f'<div class="alert {name}">', ""]
    return ["", f'<div class="alert {name} titled">', "", title.strip(), ""]


def _indented(lines: list[str], index: int) -> tuple[list[str], int]:
    inner: list[str] = []
    while index < len(lines) and (not lines[index].strip() or lines[index].startswith(("    ", "\t"))):
        line = lines[index]
        inner.append(line[4:] if line.startswith("    ") else line.lstrip("\t"))
        index += 1
    return inner, index
