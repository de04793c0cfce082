"""Keeps the layout of entries that stay as they were, when a catalog from another program is written.

Poedit and Weblate wrap texts at their own columns, and editors on Windows end lines with CR and LF. A
change of one entry must not show as a change of all of them, nor go back and forth between two programs.
"""

from __future__ import annotations

import bisect

from toolkit.catalogs.po_reader import loads
from toolkit.errors import CatalogError
from toolkit.model import Catalog, Unit, UnitKey


def kept(text: str, before: Catalog, written: str, catalog: Catalog) -> str | None:
    """``written`` with the entries that stay as ``text`` has them; None where that is the same.

    Also None where entries cannot be told apart for certain. Whether the result says what ``catalog``
    says is for the caller to look at.

    :param text: of the file until now, and ``before`` what it says.
    :param written: ``catalog`` as :func:`toolkit.catalogs.po_writer.dumps` writes it.
    """
    returns = False
    if "\r" in text:
        returns = text.count("\r\n") == text.count("\n")
        text = text.replace("\r\n", "\n")
    # The first block may be the comments above everything, so blocks are found by their lines.
    blocks = text.removeprefix("\ufeff").split("\n\n")
    made = written.removesuffix("\n").split("\n\n")
    if len(made) != len(catalog.units) + 1:
        return None
    there = {*blocks, blocks[-1].rstrip("\n")}
    held: dict[UnitKey, Unit] = {}
    starts: list[int] = []
    for number, unit in enumerate(catalog.units, 1):
        if made[number] in there:
            continue
        held = held or {one.key: one for one in before.units}
        was = held.get(unit.key)
        if was is not None and was.line and was == unit:
            starts = starts or _starts(blocks)
            made[number] = blocks[bisect.bisect_right(starts, was.line) - 1].strip("\n")
    if not starts and not returns:
        return None
    result = "\n\n".join(made) + "\n"
    return result.replace("\n", "\r\n") if returns else result


def _starts(blocks: list[str]) -> list[int]:
    """The line each block begins in, from 1."""
    starts, line = [], 1
    for block in blocks:
        starts.append(line)
        line += block.count("\n") + 2
    return starts


def says(text: str, catalog: Catalog) -> bool:
    """Whether a text has the units of a catalog, in its order, and its comments.

    A comment behind the last entry is one of the header's, which is written, too.
    """
    try:
        read = loads(text, locale=catalog.locale)
    except CatalogError:
        return False
    return read.units == catalog.units and read.header_comments == catalog.header_comments
