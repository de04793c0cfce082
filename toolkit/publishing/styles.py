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
_LONGEST = 4_000
"""Characters of an address; none of a file is longer."""
_SIGNS = ("url(", "URL(", "@import", "@IMPORT")


def urls(text: str) -> Iterator[str]:
    """Addresses that styles in ``text`` name: in a sheet, or in HTML."""
    for sign in _SIGNS:  # each is found many times faster than the pattern
        start = text.find(sign)
        while start >= 0:
            found = _URL.match(html.unescape(text[start : start + _LONGEST]))
            if found is not None and (url := next(filter(None, found.groups()), "")):
                yield url
            start = text.find(sign, start + 1)


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
