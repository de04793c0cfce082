"""Plain-text articles as Markdown: headings, lists and paragraphs as the text format found them.

Their words are no markup, so every character that could be some is escaped, and at the start of a
line what could open a block. The date line is front matter: pages show it in the reader's form.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping

from toolkit import formats
from toolkit.model import Document, Segment
from toolkit.publishing.compose import Wrap

_OPENS = re.compile(r"#{1,6}(?=\s|\Z)|[>|:]|=+\Z|[+-](?=[\s+|:-]|\Z)|!!!|\?\?\?|===")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|\Z)")
_NUMBERED = re.compile(r"(\d{1,9}[.)])[ \t]+\Z")


def to_markdown(
    document: Document, targets: Mapping[str, str] | None = None, wrap: Wrap | None = None
) -> str:
    """:param targets: translations by source text; what is not there stays as it is."""
    blocks: list[str] = []
    previous = ""
    for segment in document.segments:
        target = (targets or {}).get(segment.text)
        role = segment.role
        if role.startswith("date"):
            continue
        heading = "# " if role == "title" else "## " if role.startswith("heading") else ""
        words = _words(segment, segment.text if target is None else target, heading != "")
        if wrap is not None:
            # In Markdown the words can be marked, which they could not be in plain text.
            before, after = wrap(dataclasses.replace(segment, syntax="markdown"), target is not None)
            words = f"{before}{words}{after}"
        item = role.startswith("list item")
        if blocks:
            blocks.append("\n" if item and role == previous else "\n\n")
        blocks.append(f"{_mark(document, segment)} {words}" if item else heading + words)
        previous = role
    return _front(document) + "".join(blocks) + "\n"


def _front(document: Document) -> str:
    """Front matter with the date, if the article has one: ``2024-03-12``, or as it is written."""
    date = formats.metadata(document).get("date")
    # JSON's strings are YAML's; a date in quotes is what other generators' layouts get, too.
    return "" if date is None else f"---\ndate: {json.dumps(str(date), ensure_ascii=False)}\n---\n\n"


def _words(segment: Segment, text: str, heading: bool) -> str:
    # A translation has lines only where its source has, as in the plain text.
    lines = text.split("\n") if "\n" in segment.text else [text]
    from toolkit.formats.text import one_line  # few sites have plain text

    escaped = [formats.escape(one_line(line), "markdown") for line in lines if line.strip()]
    # Braces are other generators' templates, and a heading's attributes, with a backslash, too.
    escaped = [line.replace("{", "&#123;") for line in escaped]
    if heading:
        words = " ".join(escaped)
        return f"{words[:-1]}\\#" if words.endswith("#") else words
    return "\\\n".join(map(_inline, escaped))


def _inline(line: str) -> str:
    """The line with a backslash before what would open a block."""
    line = _NUMBER.sub(r"\1\\\2", line, count=1) if line[:1].isdigit() and _NUMBER.match(line) else line
    return f"\\{line}" if _OPENS.match(line) else line


def _mark(document: Document, segment: Segment) -> str:
    """What stands before an item: its number, where it has one."""
    start = segment.span.start
    number = _NUMBERED.search(document.text, document.text.rfind("\n", 0, start) + 1, start)
    return number[1] if number else "-"
