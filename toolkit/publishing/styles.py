"""Files that styles name: backgrounds, fonts, other sheets (CSS Syntax Module Level 3, section 4.3.6)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from toolkit.publishing.links import Finder

_URL = re.compile(
    r"""url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^\s"'()]+))\s*\)|@import\s+(?:"([^"\n]*)"|'([^'\n]*)')""",
    re.IGNORECASE,
)


def files(finder: Finder, text: str, base: str) -> Iterator[str]:
    """Those below the source folder that a style in ``text`` names.

    :param text: a sheet, or HTML with styles in it. :param base: the file it stands in.
    """
    if "url(" not in text and "@import" not in text:
        return
    for found in _URL.finditer(html.unescape(text) if "&" in text else text):
        target = finder.find(next(filter(None, found.groups()), ""), base)
        if target.kind == "asset":
            yield target.name


def with_sheets(finder: Finder, assets: Iterable[str]) -> list[str]:
    """The files, and those that style sheets among them name."""
    found = dict.fromkeys(assets)
    todo = [name for name in found if name.lower().endswith(".css") and finder.is_file(name)]
    while todo:
        sheet = todo.pop()
        text = Path(finder.source, sheet).read_text(encoding="utf-8", errors="replace")
        for name in files(finder, text, sheet):
            if name not in found:
                found[name] = None
                if name.lower().endswith(".css"):
                    todo.append(name)
    return list(found)
