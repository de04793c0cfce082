"""Where localised files go, and what their front matter says, for each generator.

``site`` is the toolkit's own site. The others are source trees for a generator that makes the
pages: Hugo (multilingual mode by content folder or by file name), Docusaurus (i18n plug-in of the
docs), MkDocs with mkdocs-static-i18n (folder or suffix), Jekyll (polyglot's ``lang``), and plain.
What a generator cannot take as it is (plain text, HTML, TOML front matter) is made what it can.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.config import Layout
from toolkit.publishing.facts import Facts

Front = Mapping[str, Any]
"""Keys of a front matter and their values: text, numbers, switches, tables of them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one article's file in one language goes, POSIX below the output folder."""

    path: str
    front: Mapping[str, str]
    """Keys set in its front matter."""


def stem(name: str) -> str:
    return name[: name.rfind(".")]


_MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdx")


def is_html(name: str) -> bool:
    """Also of a plug-in's format: what it composes is taken for HTML."""
    return not name.lower().endswith(_MARKDOWN_SUFFIXES) and not is_text(name)


def is_text(name: str) -> bool:
    return name.lower().endswith((".txt", ".text"))


def markdown_name(name: str, twin: bool = False) -> str:
    """Name of the localised Markdown: the article's, or with ``.md`` for plain text.

    :param twin: another article differs from it in suffix only, and might have that name.
    """
    if name.lower().endswith(_MARKDOWN_SUFFIXES):
        return name
    return f"{name}.md" if twin else f"{stem(name)}.md"


def file_name(layout: Layout, name: str, branch: bool = False, twin: bool = False) -> str:
    """What an article's file is called in a generator's folders. HTML is a page for Hugo and Jekyll;
    Docusaurus and MkDocs have pages of Markdown only, in which HTML may stand.

    :param branch: it is the index of a folder with more articles, which Hugo would not see beside an
        ``index.md`` (it makes a leaf bundle): there it is ``_index.md``.
    :param twin: as in :func:`markdown_name`.
    """
    if branch and layout.startswith("hugo"):
        folder, slash, last = name.rpartition("/")
        name = f"{folder}{slash}_{last}"
    if not is_html(name) or layout in _HTML_IN_MARKDOWN:
        return markdown_name(name, twin)
    if name.lower().endswith(".html") or layout not in _FRONT_IN_HTML:
        return name
    # Hugo makes no page of .xhtml, and Jekyll leaves a page the suffix that its file has.
    return f"{name}.html" if twin else f"{stem(name)}.html"


def branches(names: Iterable[str]) -> frozenset[str]:
    """Articles called ``index`` in folders that hold more than them."""
    found = set()
    below: Counter[str] = Counter()
    for name in names:
        folder, _, last = name.rpartition("/")
        if stem(last) == "index":
            found.add(name)
        while folder:
            below[folder] += 1
            folder = posixpath.dirname(folder)
        below[""] += 1
    return frozenset(name for name in found if below[posixpath.dirname(name)] > 1)


_HTML_IN_MARKDOWN: frozenset[Layout] = frozenset({"docusaurus", "mkdocs", "mkdocs-suffix"})
_FRONT_IN_HTML: frozenset[Layout] = frozenset({"hugo", "hugo-suffix", "jekyll"})
INSIDE_ONLY: frozenset[Layout] = _HTML_IN_MARKDOWN | {"hugo", "hugo-suffix"}
"""Layouts in which an article that is a whole HTML page gives its body only: the generator makes the
page. Jekyll and plain folders serve it as it is."""
_TOML: frozenset[Layout] = frozenset({"site", "hugo", "hugo-suffix", "plain"})
"""Layouts that read front matter in TOML."""


def front_matter(layout: Layout, name: str, front: Mapping[str, Any], facts: Facts, listed: bool) -> Front:
    """What is set in the front matter of an article's file.

    :param front: what a generator needs to know of any article: language, key.
    :param listed: whether lists and search engines may name the page.
    """
    if is_html(name) and (layout not in _FRONT_IN_HTML | _HTML_IN_MARKDOWN or _stays_whole(layout, facts)):
        return {}
    made = dict(front)
    if is_html(name) or is_text(name):  # which have no front matter of their own
        made |= {key: value for key, value in (("title", facts.title), ("date", facts.date)) if value}
        if is_html(name) and facts.summary and not facts.summary_lang:
            made["description"] = facts.summary
        if is_html(name) and layout == "docusaurus":
            made["mdx"] = {"format": "md"}
    if facts.machine or facts.fallbacks or facts.held or facts.stale:
        made["translation"] = (
            "machine" if facts.machine else "updating" if facts.held or facts.stale else "partial"
        )
    return made if listed else {**made, **_UNLISTED.get(layout, {})}


def _stays_whole(layout: Layout, facts: Facts) -> bool:
    return facts.whole and layout not in INSIDE_ONLY


_HUGO = {"build": {"list": "never"}, "sitemap": {"disable": True}}
_UNLISTED: Mapping[Layout, Front] = {
    "hugo": _HUGO,
    "hugo-suffix": _HUGO,
    "docusaurus": {"unlisted": True},
    "mkdocs": {"search": {"exclude": True}},
    "mkdocs-suffix": {"search": {"exclude": True}},
    "jekyll": {"sitemap": False},
    "plain": {"noindex": True},
}
"""How a page is kept out of lists and search engines: Hugo's build options and sitemap, Docusaurus'
``unlisted``, the search of Material for MkDocs, jekyll-sitemap."""


def renamed(layout: Layout, url: str, name: str, branch: bool = False, twin: bool = False) -> str:
    """The address of an article as a Markdown file writes it, where its file is called otherwise.

    :param url: as written. :param name: the article it leads to. :param branch: as in :func:`file_name`,
        and so is ``twin``.
    """
    path, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", url, re.DOTALL).groups()  # type: ignore[union-attr]
    suffix = name[name.rfind(".") :]
    file = file_name(layout, name, branch, twin)
    if file == name or not path.lower().endswith(suffix.lower()):
        return url
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}{posixpath.basename(file)}{mark}{rest}"


def address(layout: Layout, own: str, name: str, suffix: str, twin: bool = False) -> str:
    """Where an article's page is, seen from the HTML article ``own``: generators look for links in
    Markdown only. Empty where it keeps its name. With the generator's usual addresses.

    :param suffix: query and fragment. :param twin: as in :func:`file_name`.
    """
    file = file_name(layout, name, twin=twin)
    if layout == "plain" or layout == "site":
        return "" if file == name else posixpath.relpath(file, posixpath.dirname(own) or ".") + suffix
    base = posixpath.relpath(stem(file), posixpath.dirname(own) or ".")
    folder, _, last = base.rpartition("/")
    if last in _INDEXES:
        base = folder or "."
    if _in_folder(layout, own):
        base = posixpath.normpath(f"../{base}")
    if layout.startswith("hugo"):
        base = base.lower()
    if last in _INDEXES or layout in _FOLDERS:
        return f"{base}/{suffix}"
    return f"{base}.html{suffix}" if layout == "jekyll" else base + suffix


_INDEXES = ("index", "_index", "README")
_FOLDERS: frozenset[Layout] = frozenset({"hugo", "hugo-suffix", "mkdocs", "mkdocs-suffix"})
"""Layouts of generators that make a folder of each page, so that relative addresses begin one deeper."""


def _in_folder(layout: Layout, own: str) -> bool:
    return layout in _FOLDERS and posixpath.basename(stem(own)) not in _INDEXES


def asset_address(layout: Layout, own: str, url: str, original: bool) -> str:
    """The address of a file, as the HTML article ``own`` has to write it.

    :param original: it is the source language's, which stands at the top.
    """
    up = "../" if _in_folder(layout, own) else ""
    if layout.endswith("-suffix") and not original:
        up += "../"  # all languages share the files of the source's
    return up + url


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


def with_front(text: str, front: Front, layout: Layout = "hugo") -> str:
    """``text`` with keys set in its front matter; a new YAML block where it has none.

    Only top-level lines of these keys are touched, unless the generator of ``layout`` reads no TOML.
    """
    if layout not in _TOML and text.removeprefix("\ufeff").startswith("+++"):
        text = _in_yaml(text)
    if not front:
        return text
    body = text.removeprefix("\ufeff")
    newline = "\r\n" if "\r\n" in body else "\n"
    opening = re.match(r"(---|\+\+\+)[ \t]*\r?\n", body)
    from toolkit.formats import frontmatter

    end = frontmatter.segments(body, "", ())[1] if opening else 0
    if opening is None or end == 0:
        lines = [f"{key}: {_said(value, toml=False)}" for key, value in front.items()]
        return newline.join(["---", *lines, "---", "", ""]) + body
    toml = opening[1] == "+++"
    close = body.rfind("\n", 0, len(body[:end].rstrip())) + 1
    head, rest = body[opening.end() : close], body[close:]
    for key in front:
        head = _without_toml(head, re.escape(key)) if toml else _without_yaml(head, re.escape(key))
    sign = " = " if toml else ": "
    lines = [f"{key}{sign}{_said(value, toml)}{newline}" for key, value in front.items()]
    return body[: opening.end()] + "".join(lines) + head + rest


def _said(value: object, toml: bool) -> str:
    """A value on one line. JSON is YAML 1.2, and its strings are TOML's."""
    if toml and isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_said(item, toml)}" for key, item in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def _in_yaml(text: str) -> str:
    """The same front matter in YAML; ``text`` itself where it is no TOML."""
    import tomllib

    import yaml

    from toolkit.formats import frontmatter

    body = text.removeprefix("\ufeff")
    end = frontmatter.segments(body, "", ())[1]
    match = re.match(r"\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*\r?\n?", body[:end], re.DOTALL | re.MULTILINE)
    if match is None:
        return text
    try:
        values = tomllib.loads(match[1].replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        return text
    said = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{said}---\n{body[match.end() :]}"


def _without_yaml(head: str, key: str) -> str:
    """The lines of a block mapping without the one of a key, and those of its value below it."""
    return re.sub(rf"(?m)^{key}[ \t]*:.*(?:\n(?:[ \t].*|\r?$))*(?:\n|\Z)", "", head)


def _without_toml(head: str, key: str) -> str:
    """The lines of TOML without a key, with a part of it (``key.part``) and without its table."""
    table = re.search(r"(?m)^[ \t]*\[", head)
    # Only above the first table: below it a line with the key would be the table's.
    top, tables = (head, "") if table is None else (head[: table.start()], head[table.start() :])
    top = re.sub(rf"(?m)^{key}(?:\.[^=\n]*)?[ \t]*=.*(?:\n|\Z)", "", top)
    return top + re.sub(rf"(?m)^[ \t]*\[{key}(?:\.[^\]\n]*)?\].*\n(?:(?![ \t]*\[).*(?:\n|\Z))*", "", tables)
