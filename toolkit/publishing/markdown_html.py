"""Markdown to HTML, by the parser and with the options that found the segments.

Admonition fences (``:::note Title``) and MkDocs blocks (``!!! note "Title"``, ``=== "Tab"``) are no
Markdown; for the toolkit's own pages they become ``<div class="alert …">``. A paragraph that is only
another generator's shortcode (``{{< form >}}``) is left out of them. Nothing else is interpreted.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from toolkit.formats import masks
from toolkit.formats.markdown_runs import PARSER, definitions

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_COLONS = re.compile(
    r"^ {0,3}:{3,}[ \t]*(?:\{(?P<braces>[^}\n]*)\}|(?P<kind>[\w-]+))?(?P<rest>.*)$", re.ASCII
)
_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_CLASS = re.compile(r"\.([A-Za-z][\w-]*)", re.ASCII)
_BANG = re.compile(r'^(!!!|\?\?\?\+?)[ \t]+([\w-]+)(?:[ \t]+[\w-]+)*(?:[ \t]+"([^"\n]*)")?[ \t]*$')
_TAB = re.compile(r'^===[!+]*[ \t]+"([^"\n]*)"[ \t]*$')
_LINE_END = re.compile(r"\r\n|\n|\r")
"""Markdown's; ``str.splitlines`` knows seven more, at which a translation could begin a block."""
_SHORTCODE = re.compile(
    r"<p>\{\{(?:&lt;(?:(?!&gt;\}\}|</p>).)*&gt;|%(?:(?!%\}\}|</p>).)*%)\}\}</p>\n?", re.DOTALL
)
"""Alone in a paragraph; inside code it stays, for there it is shown on purpose."""
_COMMENTED = re.compile(r"<h([1-6])( [^<>]*)>")
_COMMENT = re.compile(r' /\*(?:#?([\w-]+)\*/|="".*? \*/)=""')
"""An MDX comment in a heading's attributes, as the parser shows it; one word is the heading's id (React's
documentation, Docusaurus)."""
_MAY_HAVE = re.compile(r"^ {0,3}:::|^(?:!!!|\?\?\?|===[!+]*[ \t]+\")", re.MULTILINE)


def may_have_admonitions(source: str) -> bool:
    return _MAY_HAVE.search(source) is not None


def render(text: str, offset: int, path: str = "") -> str:
    """:param offset: where the Markdown begins, after front matter.
    :param path: the article's; MDX has statements that no page shows.
    """
    source = masks.repaired(text[offset:].removeprefix("\ufeff"), path)
    if may_have_admonitions(source):
        # A title may use the article's link definitions.
        source = _admonitions(source, definitions(source) if "]:" in source else "")
    page = PARSER.html(source)
    if '*/=""' in page:
        page = _COMMENTED.sub(_heading, page)
    return _SHORTCODE.sub("", page) if "<p>{{" in page else page


def _heading(tag: re.Match[str]) -> str:
    """A heading's start tag with the id that stands in an MDX comment (``## Title {/*id*/}``)."""
    attributes = _COMMENT.sub("", tag[2])
    found = _COMMENT.search(tag[2])
    if found and found[1] and ' id="' not in attributes:
        attributes = f' id="{found[1]}"{attributes}'
    return f"<h{tag[1]}{attributes}>"


def _admonitions(source: str, behind: str) -> str:
    lines = _LINE_END.split(source)
    markup = _lines_of_html(lines) if "<" in source else frozenset()
    if not lines[-1]:
        lines.pop()
    result: list[str] = []
    depth = 0
    fence = ""
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if index - 1 in markup:
            result.append(line)
            continue
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
        colons = _colons(line)
        if colons is not None:
            kind, title = colons
            if kind:
                depth += 1
                result += _opening(kind, title, behind)
                continue
            if depth:
                depth -= 1
                result += ["", "</div>", ""]
                continue
        bang = _BANG.match(line)
        tab = _TAB.match(line)
        if bang or tab:
            inner, index = _indented(lines, index)
            result += [
                *_opening(*((bang[2], bang[3] or "") if bang else ("tab", tab[1] if tab else "")), behind),
                *_admonitions(masks.repaired("\n".join(inner)), behind).split("\n"),
                "",
                "</div>",
                "",
            ]
            continue
        result.append(line)
    result += ["", "</div>"] * depth
    return "\n".join(result) + "\n"


def _lines_of_html(lines: Sequence[str]) -> frozenset[int]:
    """The numbers of lines that are in an HTML block."""
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    found: set[int] = set()
    for start, end in masks.html_blocks("\n".join(lines)):
        found.update(range(bisect_right(starts, start) - 1, bisect_left(starts, end)))
    return frozenset(found)


def _colons(line: str) -> tuple[str, str] | None:
    """Kind and title of a line of colons, both empty for one that closes; None if it is another line."""
    found = _COLONS.match(line)
    if found is None:
        return None
    braces, word, rest = found["braces"], found["kind"], found["rest"].rstrip(" \t:")
    name = _CLASS.search(braces) if braces else None
    name = name or _NAME.match(word or braces or "")
    if rest.endswith("}"):
        before, brace, attributes = rest[:-1].rpartition("{")
        if brace and "}" not in attributes:
            rest = before.rstrip(" \t")
    if name is None:
        return None if rest or word or braces else ("", "")
    if rest.startswith("[") and rest.endswith("]"):
        rest = rest[1:-1]
    elif rest and rest[0] not in " \t":
        return None
    return name[name.lastindex or 0], rest.strip(" \t")


def _opening(kind: str, title: str, behind: str) -> list[str]:
    """A block whose title is a paragraph of its own."""
    name = html.escape(kind.lower(), quote=True)
    if not title.strip():
        return ["", f'<div class="alert {name}">', ""]
    return ["", f'<div class="alert {name} titled">', f"<p>{_inline(title.strip(), behind)}</p>", ""]


def _inline(title: str, behind: str) -> str:
    """HTML of a title with its markup. It is no line of the article, so nothing in it opens a block.

    :param behind: the article's link definitions.
    """
    if title[-1] in "#}":  # a heading's end, or its attributes
        title = f"{title[:-1]}&#{ord(title[-1])};"
    return PARSER.html(f"# {title}{behind}").partition("</h1>\n")[0].removeprefix("<h1>")


def _indented(lines: list[str], index: int) -> tuple[list[str], int]:
    inner: list[str] = []
    while index < len(lines) and (not lines[index].strip() or lines[index].startswith(("    ", "\t"))):
        line = lines[index]
        inner.append(line[4:] if line.startswith("    ") else line.lstrip("\t"))
        index += 1
    return inner, index
