"""Plain-text articles as Markdown: headings, lists and paragraphs as the text format found them.

Their words are no markup, so every character that could be some is escaped.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from toolkit import formats
from toolkit.model import Document
from toolkit.publishing.compose import Wrap


def to_markdown(
    document: Document, targets: Mapping[str, str] | None = None, wrap: Wrap | None = None
) -> str:
    """:param targets: translations by source text; what is not there stays as it is."""
    blocks: list[str] = []
    previous = ""
    for segment in document.segments:
        target = (targets or {}).get(segment.text)
        words = formats.escape(" ".join((target or segment.text).split()), "markdown")
        before, after = "", ""
        if wrap is not None:
            # In Markdown the words can be marked, which they could not be in plain text.
            before, after = wrap(dataclasses.replace(segment, syntax="markdown"), target is not None)
        words = f"{before}{words}{after}"
        role = segment.role
        if role.startswith("date"):
            continue
        if role == "title" or role.startswith("heading"):
            # Braces at the end of a heading would be its attributes, with a backslash, too.
            words = words.replace("{", "&#123;")
        if role == "title":
            block = f"# {words}"
        elif role.startswith("heading"):
            block = f"## {words}"
        elif role.startswith("list item"):
            block = f"- {words}"
        else:
            block = words
        tight = role == previous and role.startswith("list item")
        if blocks:
            blocks.append("\n" if tight else "\n\n")
        blocks.append(block)
        previous = role
    return "".join(blocks) + "\n"
