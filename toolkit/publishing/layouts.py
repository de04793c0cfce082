"""Where localised files go, and what their front matter says, for each generator.

``site`` is the toolkit's own site. The others are source trees for a generator that makes the
pages: Hugo (multilingual mode by content folder or by file name), Docusaurus (i18n plug-in of the
docs), MkDocs with mkdocs-static-i18n (folder or suffix), Jekyll (polyglot's ``lang``), and plain.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass

from toolkit.config import Layout


@dataclass(frozen=True, slots=True)
class Place:
    """Where one article's file in one language goes, POSIX below the output folder."""

    path: str
    front: Mapping[str, str]
    """Keys set in its front matter."""


def stem(name: str) -> str:
    return name[: name.rfind(".")]


def markdown_name(name: str) -> str:
    """Name of the localised Markdown: the article's, or with ``.md`` for plain text."""
    return name if name.lower().endswith((".md", ".markdown", ".mdx")) else f"{stem(name)}.md"


def place(layout: Layout, name: str, key: str, locale: str, source_language: str) -> Place:
    """Where ``name`` (as it is called in the output, with suffix) goes.

    :param key: what is the same for all languages of the article.
    """
    original = locale == source_language
    base, suffix = stem(name), name[name.rfind(".") :]
    if layout == "hugo":
        return Place(f"content/{locale.lower()}/{name}", {"translationKey": key})
    if layout == "hugo-suffix":
        path = f"content/{name}" if original else f"content/{base}.{locale.lower()}{suffix}"
        return Place(path, {"translationKey": key})
    if layout == "docusaurus":
        folder = "docs" if original else f"i18n/{locale}/docusaurus-plugin-content-docs/current"
        return Place(f"{folder}/{name}", {})
    if layout == "mkdocs":
        return Place(f"docs/{locale}/{name}", {"lang": locale})
    if layout == "mkdocs-suffix":
        return Place(f"docs/{name}" if original else f"docs/{base}.{locale}{suffix}", {"lang": locale})
    if layout == "jekyll":
        return Place(f"{locale}/{name}", {"lang": locale, "ref": key, "translationKey": key})
    if layout == "plain":
        return Place(f"{locale}/{name}", {"lang": locale, "translationKey": key})
    return Place(f"{locale}/{name}", {})


def asset(layout: Layout, name: str, locale: str, source_language: str) -> str:
    """Where a file that an article shows goes, so that relative addresses keep working."""
    return posixpath.normpath(_asset_folder(layout, locale, source_language) + name)


def _asset_folder(layout: Layout, locale: str, source_language: str) -> str:
    if layout == "hugo":
        return f"content/{locale.lower()}/"
    if layout == "hugo-suffix":
        return "content/"
    if layout == "docusaurus":
        original = locale == source_language
        return "docs/" if original else f"i18n/{locale}/docusaurus-plugin-content-docs/current/"
    if layout == "mkdocs-suffix":
        return "docs/"
    if layout == "mkdocs":
        return f"docs/{locale}/"
    return f"{locale}/"


def with_front(text: str, front: Mapping[str, str]) -> str:
    """``text`` with keys set in its front matter; a new YAML block where it has none.

    Only top-level lines of these keys are touched. JSON strings are valid YAML 1.2 and TOML.
    """
    if not front:
        return text
    body = text.removeprefix("\ufeff")
    newline = "\r\n" if "\r\n" in body else "\n"
    opening = re.match(r"(---|\+\+\+)[ \t]*\r?\n", body)
    from toolkit.formats import frontmatter

    end = frontmatter.segments(body, "", ())[1] if opening else 0
    if opening is None or end == 0:
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
        return newline.join(["---", *lines, "---", "", ""]) + body
    toml = opening[1] == "+++"
    head, rest = body[opening.end() : end], body[end:]
    for key in front:
        if toml:
            # Only above the first table: below it the key would be the table's.
            top, mark, tables = _split_tables(head)
            head = re.sub(rf"(?m)^{re.escape(key)}[ \t]*=.*(?:\r?\n|$)", "", top) + mark + tables
        else:
            head = re.sub(rf"(?m)^{re.escape(key)}[ \t]*:.*(?:\r?\n|$)", "", head)
    sign = " = " if toml else ": "
    lines = [f"{key}{sign}{json.dumps(value, ensure_ascii=False)}{newline}" for key, value in front.items()]
    return body[: opening.end()] + "".join(lines) + head + rest


def _split_tables(head: str) -> tuple[str, str, str]:
    match = re.search(r"(?m)^[ \t]*\[", head)
    return (head, "", "") if match is None else (head[: match.start()], "", head[match.start() :])
