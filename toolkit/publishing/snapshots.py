"""The last fully accepted state of a page, for the policy ``hold``.

It is kept in ``<catalogs>/<locale>/held/<article>.json``, to be committed: a cache would be lost
in a fresh clone, and with it the page. Written only for articles whose policy is ``hold``, and only
when every translation of the page is accepted, so it is as quiet as the catalogs are.

Whoever can write translations can write snapshots: they are untrusted, and a page made of one
may have only the markup of the article's source and what :data:`HARMLESS` lists.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.files import read_bytes_or_none, write_if_changed
from toolkit.locales import posix
from toolkit.publishing.inventory import Inventory

if TYPE_CHECKING:
    from toolkit.project import Article, Project

_TAGS = """p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd em strong del b i u s sub sup small br hr code pre blockquote
table thead tbody tr th td caption a img input div span section aside figure figcaption time abbr""".split()  # noqa: SIM905
_ATTRIBUTES = {
    "a": ("href", "title", "id"),
    "img": ("src", "alt", "title", "width", "height"),
    "input": ("type", "disabled", "checked"),
    "div": ("class", "id"),
    "sup": ("class",),
    "span": ("class",),
    "code": ("class",),
    "blockquote": ("class",),
    "ol": ("start",),
    "th": ("scope",),
}
HARMLESS: Inventory = frozenset(
    {(tag,) for tag in _TAGS}
    | {(tag, name) for tag, names in _ATTRIBUTES.items() for name in names}
    | {(tag, "id") for tag in ("h1", "h2", "h3", "h4", "h5", "h6")}
    | {("a", "href", scheme) for scheme in ("", "http", "https", "mailto", "tel")}
    | {("img", "src", scheme) for scheme in ("", "http", "https")}
    | {(tag, "style") for tag in ("td", "th")}
    | {(tag, "style", f"text-align: {side}") for tag in ("td", "th") for side in ("left", "right", "center")}
)
"""What an earlier version of an article may have had: words, lists, tables, links, pictures."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    text: str
    """The localised article in the source's format."""
    ids: tuple[str, ...]
    """Ids of its headings."""
    accept: str = "translated"
    """Which rules it met when it was kept."""


FOLDER = "held"
"""Below a locale's folder."""


def path_of(project: Project, article: Article, locale: str) -> Path:
    return project.catalogs_dir / posix(locale) / FOLDER / f"{article.catalog}.json"


def read(project: Project, article: Article, locale: str) -> Snapshot | None:
    """The snapshot, or None where there is none that can be read."""
    data = read_bytes_or_none(path_of(project, article, locale))
    if data is None:
        return None
    try:
        value = json.loads(data)
        return Snapshot(
            "".join(str(line) for line in value["text"]),
            tuple(str(name) for name in value["ids"]),
            str(value.get("accept", "translated")),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def write(project: Project, article: Article, locale: str, snapshot: Snapshot) -> bool:
    """Keep it; line by line, so that version control shows what changed."""
    value = {
        "accept": snapshot.accept,
        "ids": list(snapshot.ids),
        "text": snapshot.text.splitlines(keepends=True),
    }
    data = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return write_if_changed(path_of(project, article, locale), data, root=project.root)
