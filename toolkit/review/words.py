"""The page's own words in other languages: PO files of this package, made like anybody's catalogs.

``words/es.po`` has what the page says, ``words/server/es.po`` what this server does: sentences that may
have something in them (``a sign-off as {role}``). Answers are in English, and the page looks them up.
"""

from __future__ import annotations

import functools
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from toolkit import locales
from toolkit.errors import ToolkitError
from toolkit.model import ACCEPTED

ENGLISH = "en"


@functools.cache
def languages() -> tuple[str, ...]:
    """Those the page can be shown in, English first."""
    folder = resources.files("toolkit.review") / "words"
    if not folder.is_dir():
        return (ENGLISH,)
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".po"))
    return (ENGLISH, *(name.removesuffix(".po") for name in names if name != "en.po"))


def chosen(wanted: str | None, accepted: str) -> str:
    """The language to show the page in.

    :param wanted: what was asked for; empty or None where nothing was.
    :param accepted: the header ``Accept-Language`` (RFC 9110, 12.5.4); untrusted.
    """
    known = languages()
    for tag in ([wanted] if wanted else []) + _by_weight(accepted):
        base = tag.split("-", 1)[0].lower()
        if base in known:
            return base
    return ENGLISH


def _by_weight(header: str) -> list[str]:
    found = []
    for number, part in enumerate(header[:1000].split(",")[:50]):
        tag, _, rest = part.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            weight = 0.0
        if tag and weight > 0:
            found.append((-weight, number, tag))
    return [tag for _, _, tag in sorted(found)]


def _read(file: Traversable) -> dict[str, str]:
    from toolkit.catalogs import po

    if not file.is_file():
        return {}
    try:
        units = po.loads(file.read_text("utf-8"), file.name).units
    except ToolkitError:
        return {}
    return {unit.source: unit.target for unit in units if unit.state in ACCEPTED and unit.target}


@functools.cache
def told(language: str) -> dict[str, Any]:
    """The words for the page; English has none to translate."""
    entries: dict[str, str] = {}
    if language != ENGLISH and language in languages():
        folder = resources.files("toolkit.review") / "words"
        entries = _read(folder / "server" / f"{language}.po") | _read(folder / f"{language}.po")
    return {
        "lang": language,
        "dir": locales.parse(language).direction,
        "words": entries,
        "languages": [{"lang": tag, "name": locales.parse(tag).native_name} for tag in languages()],
    }
