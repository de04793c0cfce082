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


def urls(text: str) -> Iterator[str]:
    """Addresses that styles in ``text`` name: in a sheet, or in HTML."""
    if "url(" not in text and "@import" not in text:
        return
    for found in _URL.finditer(html.unescape(text) if "&" in text else text):
        if url := next(filter(None, found.groups()), ""):
            yield url


def with_sheets(finder: Finder, assets: Iterable[str]) -> list[str]:
    """The files, and those that style sheets among them name."""
    found = dict.fromkeys(assets)
    todo = [name for name in found if name.lower().endswith(".css") and finder.is_file(name)]
    while todo:
        sheet = todo.pop()
        text = Path(finder.source, sheet).read_text(encoding="utf-8", errors="replace")
        for url in urls(text):
            target = finder.find(url, sheet)
            if target.kind == "asset" and target.name not in found:
                found[target.name] = None
                if target.name.lower().endswith(".css"):
                    todo.append(target.name)
    return list(found)
