"""What pulldown-cmark says of an article: its runs of inline content, in order.

A run is the inline content between two places where a block begins or ends. :func:`runs` is one pass
over the parser's events, of which there are six for each segment of an article: everything in its
loop is paid for with each of them, twice for each language a build makes.

Positions are the parser's: UTF-8 bytes.
"""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import pyromark

OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_GFM
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
)
PARSER = pyromark.Markdown(options=OPTIONS)

HTML_BLOCK = "html block"
"""The role of a run that is no inline content but an HTML block."""

Run = tuple[int, int, str, int, int, int, Sequence[str]]
"""Start, end, and what has to stay in a translation: the block's role; which of the runs is its column's
header (-1: none); how many containers it is in, and how many of them are quotes; and its markup, which
is all that the parser said of it but its words, in order."""

Link = tuple[str, int, int, str, str]
"""``Link`` or ``Image``, start, end, the parser's type, address."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of an article, in order."""

    all: list[Run]
    images: dict[int, int]
    """Number of a run that begins with an image → where the image ends."""
    breaks: dict[int, list[tuple[int, int]]]
    """Number of a run → its hard breaks."""
    links: list[Link]
    """Every link and image, also those in no run."""
    other: list[tuple[str, str]]
    """Inline HTML, footnote references and formulas: the parser's name and text of each."""
    blocks: int
    """How many of the runs are HTML blocks."""


_ALPHANUMERIC = frozenset(string.ascii_letters + string.digits)
_word = re.compile(r"[^\W_]").search
INLINE = frozenset({"Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"})
_LEVEL = {f"H{level}": f"heading {level}" for level in range(1, 7)}
_CONTAINERS = {
    "Item": "list item",
    "BlockQuote": "block quote",
    "FootnoteDefinition": "footnote",
    "DefinitionListDefinition": "definition",
}


def definitions(source: str) -> str:
    """The link definitions in a text as they are written, each in a paragraph of its own: put behind
    another text, it can use them."""
    data = source.encode("utf-8")
    spans = [one["span"] for one in PARSER.reference_definitions(source).values()]
    return "".join("\n\n" + data[span["start"] : span["end"]].decode("utf-8") for span in spans)


def runs(source: str, view: str, admonitions: Collection[int] = ()) -> Runs:
    """The runs that have words, and the HTML blocks.

    :param source: what is parsed; of the same length in UTF-8 as ``view`` has characters.
    :param view: the article as the positions count.
    :param admonitions: where the list items begin that stand for admonitions.
    """
    found: list[Run] = []
    images: dict[int, int] = {}
    breaks: dict[int, list[tuple[int, int]]] = {}
    links: list[Link] = []
    other: list[tuple[str, str]] = []
    roles = ["paragraph"]
    role = "paragraph"
    quotes = 0
    headers: list[int] = []
    header = column = -1
    in_head = False
    hard: list[tuple[int, int]] = []
    markup: list[str] | tuple[()] = ()
    start = end = quiet = image = collapsed = -1
    words = False
    blocks = 0
    kind: str
    value: Any
    details: Any = None

    events = PARSER.events_with_range(source)
    for event, where in events:
        if "Text" in event:
            if start < 0:
                start = where["start"]
                if view[start] in _ALPHANUMERIC:
                    words = True
                elif start and view[start - 1] == "\\":
                    start -= 1
            end = where["end"]
            if not words and where["start"] >= quiet and _word(event["Text"]):  # type: ignore[index]
                words = True
            continue
        if event == "SoftBreak":
            continue
        if event.__class__ is dict:
            kind, value = event.popitem()
            if kind == "Start" or kind == "End":
                if value.__class__ is not str:
                    value, details = value.popitem()
                if value in INLINE:
                    if kind == "End":
                        end = where["end"]
                        if end + 2 == collapsed:
                            end = collapsed
                        continue
                    if start < 0:
                        start = where["start"]
                        if value == "Image":
                            image = where["end"]
                    if not markup:
                        markup = []
                    markup.append(value)
                    if value == "Link" or value == "Image":
                        link_type = details["link_type"]
                        links.append((value, where["start"], where["end"], link_type, details["dest_url"]))
                        markup.append(details["dest_url"])
                        if link_type == "Collapsed" and view.startswith("[]", where["end"]):
                            collapsed = where["end"] + 2  # left out of the parser's range
                            if image == where["end"]:
                                image = collapsed
                        if details["title"]:
                            if not words and link_type == "Inline":
                                words = _word(details["title"]) is not None
                        elif link_type == "Autolink" or link_type == "Email":
                            quiet = where["end"]
                    continue
            elif kind == "TaskListMarker":
                role = "task"
                continue
            else:  # Code, InlineHtml, FootnoteReference, InlineMath, DisplayMath
                if start < 0:
                    start = where["start"]
                end = where["end"]
                if not markup:
                    markup = []
                markup += (kind, value)
                if kind != "Code":
                    other.append((kind, value))
                continue
        elif event == "HardBreak":
            hard.append((where["start"], where["end"]))
            continue
        else:
            kind = value = "Rule"

        if start >= 0:  # A block begins or ends: so does the run of inline content before it.
            if words:
                if in_head:
                    headers[-1] = len(found)
                if image >= 0:
                    images[len(found)] = image
                if hard:
                    breaks[len(found)] = hard
                found.append((start, end, role, header, len(roles), quotes, markup))
                words = False
            start = quiet = image = -1
            markup = ()
            if hard:
                hard = []

        if value == "Paragraph":
            role = roles[-1]
        elif kind == "End":
            if value == "TableCell":
                continue
            if value in _CONTAINERS:
                roles.pop()
                if value == "BlockQuote":
                    quotes -= 1
                role = roles[-1]
            elif value == "TableHead":
                in_head = False
            elif value == "Table":
                header = -1
                role = roles[-1]
            elif value != "TableRow":
                role = roles[-1]
        elif value == "TableCell":
            column += 1
            if in_head:
                headers.append(-1)
            else:
                header = headers[column] if column < len(headers) else -1
        elif value in _CONTAINERS:
            role = _CONTAINERS[value]
            if value == "BlockQuote":
                quotes += 1
            elif value == "Item" and where["start"] in admonitions:
                role = "admonition"
            roles.append(role)
        elif value == "Heading":
            role = _LEVEL[details["level"]]
        elif value == "TableRow":
            column = -1
            role = "table cell"
        elif value == "CodeBlock" or value == "HtmlBlock":
            for event, _ in events:
                if "End" in event:
                    break
            if value == "HtmlBlock":
                blocks += 1
                found.append((where["start"], where["end"], HTML_BLOCK, -1, len(roles), quotes, ()))
        elif value == "DefinitionListTitle":
            role = "term"
        elif value == "Table":
            headers = []
        elif value == "TableHead":
            in_head = True
            column = -1
            role = "table header"
    return Runs(found, images, breaks, links, other, blocks)
