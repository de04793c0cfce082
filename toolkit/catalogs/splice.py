"""Changes single entries of a PO file and leaves every other byte of it as it is.

A page on which people review saves one text at a time, also in a file of ten thousand. Rendering the
whole file again would take longer than people notice, and would lay out every entry anew that Poedit or
Weblate wrapped in their own way. So the file's text is kept in blocks, as blank lines divide it, and only
the block of a changed entry is rendered.

That is done only where it is certain to mean the same as writing the whole catalog: an entry's block,
read by itself, has to give exactly that entry before and after. Whatever is laid out otherwise is written
as a whole by :mod:`toolkit.catalogs.po_writer`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from os import PathLike, fspath

from toolkit import files
from toolkit.catalogs import po
from toolkit.catalogs.references import Location
from toolkit.errors import CatalogError
from toolkit.files import Stamp
from toolkit.model import Catalog, Unit, UnitKey

_BOM = b"\xef\xbb\xbf"
_UTF8 = re.compile(r"charset=utf-?8\b", re.IGNORECASE)
_ENTRY = re.compile(r"^(?:#~ ?)?msgid[ \t]*\"", re.MULTILINE)


@dataclass(frozen=True)
class Held:
    """A PO file as it stands on the disk: what it says, and how it is laid out."""

    path: str
    catalog: Catalog
    stamp: Stamp
    blocks: tuple[str, ...] = ()
    """The text between blank lines, with line feeds only; empty where entries cannot be told apart."""
    places: Mapping[UnitKey, int] | None = None
    """The block each unit stands in."""
    positions: Mapping[UnitKey, int] | None = None
    """The index of each unit in the catalog."""
    newline: str = "\n"
    bom: bool = False

    @cached_property
    def head(self) -> str:
        """A header under which a block reads as it does in the file."""
        return po.dumps(replace(self.catalog, units=()))


def read(path: str | PathLike[str], *, locale: str = "") -> Held:
    """The file, ready for changes.

    :raises CatalogError: no such file, or it cannot be read without loss; with the line.
    """
    data = files.read_bytes_or_none(path)
    if data is None:
        raise CatalogError("no such file", path=path, hint="`toolkit extract` makes the catalogs")
    return hold(data, fspath(path), locale=locale)


def hold(data: bytes, path: str, *, locale: str = "") -> Held:
    """:func:`read` for bytes that are at hand."""
    text = po.decode(data, path)
    catalog = po.loads(text, path, locale=locale)
    held = Held(
        path,
        catalog,
        files.stamp_of(data),
        positions={unit.key: index for index, unit in enumerate(catalog.units)},
        newline="\r\n" if "\r\n" in text else "\n",
        bom=data.startswith(_BOM),
    )
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    blocks = tuple(plain.split("\n\n"))
    if _encoded(held, blocks) != data:
        return held  # another encoding, or line ends of several kinds: only writable as a whole
    if not _UTF8.search(dict(catalog.header).get("Content-Type", "")):
        return held  # its words may be plain ASCII now; what is added would be read in another encoding
    if len(_ENTRY.findall(plain)) != len(catalog.units) + bool(catalog.header):
        return held  # an entry said twice, which is read as one
    return replace(held, blocks=blocks, places=_places(catalog, blocks))


def _places(catalog: Catalog, blocks: tuple[str, ...]) -> Mapping[UnitKey, int]:
    starts, line = [], 1
    for block in blocks:
        starts.append(line)
        line += block.count("\n") + 2
    return {unit.key: bisect.bisect_right(starts, unit.line or 1) - 1 for unit in catalog.units}


def edited(held: Held, changes: Mapping[UnitKey, Unit], *, location: Location = "line") -> tuple[bytes, Held]:
    """The file's bytes with some units changed, and how the file is held then. Nothing is written.

    A unit's line (:attr:`Unit.line`) is not counted again.

    :param changes: by the key the units have and keep. Other keys are left out.
    :raises CatalogError: a text cannot be written as UTF-8.
    """
    changes = {key: unit for key, unit in changes.items() if key in (held.positions or {})}
    spliced = _spliced(held, changes)
    if spliced is None:
        every = tuple(changes.get(unit.key, unit) for unit in held.catalog.units)
        data = _utf8(po.dumps(replace(held.catalog, units=every), location=location), held.path)
        return data, hold(data, held.path, locale=held.catalog.locale)
    blocks, units = spliced
    data = _encoded(held, blocks)
    catalog = replace(held.catalog, units=units)
    after = replace(held, catalog=catalog, stamp=files.stamp_of(data), blocks=blocks)
    return data, after


def write(
    held: Held,
    changes: Mapping[UnitKey, Unit],
    *,
    location: Location = "line",
    root: str | PathLike[str] | None = None,
) -> Held:
    """Writes the changes, flushed to the disk; the file is replaced in one step.

    :param root: the project's folder; nothing is written through links that leave it.
    :raises ConflictError: the file is no longer as it is held.
    :raises CatalogError: a text cannot be written as UTF-8.
    """
    data, after = edited(held, changes, location=location)
    with files.lock(held.path, root=root, shared=True):
        files.write_if_changed(held.path, data, durable=True, root=root, expected=held.stamp)
    return after


def _spliced(held: Held, changes: Mapping[UnitKey, Unit]) -> tuple[tuple[str, ...], tuple[Unit, ...]] | None:
    """Blocks and units with the changes; None where that is not certain to be right."""
    if not held.blocks or held.places is None or held.positions is None:
        return None
    blocks, units = list(held.blocks), list(held.catalog.units)
    for key, unit in changes.items():
        if unit.key != key:
            return None
        place, position = held.places[key], held.positions[key]
        old = blocks[place]
        if _alone(held, old) != units[position]:
            return None
        body = old.strip("\n")
        lead = old[: len(old) - len(old.lstrip("\n"))]
        tail = old[len(lead) + len(body) :]
        rendered = _rendered(held, unit)
        written = _alone(held, rendered)
        if written is None or written.key != key or "\n\n" in rendered:
            return None
        blocks[place] = lead + rendered + tail
        units[position] = replace(written, line=units[position].line)
    return tuple(blocks), tuple(units)


def _rendered(held: Held, unit: Unit) -> str:
    """The entry as :func:`toolkit.catalogs.po.dumps` writes it."""
    whole = po.dumps(replace(held.catalog, units=(unit,)))
    return whole[len(held.head) + 1 : -1]


def _alone(held: Held, block: str) -> Unit | None:
    """The one unit a block is; None where it is not exactly one."""
    try:
        found = po.loads(f"{held.head}\n{block}\n", held.path, locale=held.catalog.locale)
    except CatalogError:
        return None
    if len(found.units) != 1 or found.header_comments != held.catalog.header_comments:
        return None
    return found.units[0]


def _encoded(held: Held, blocks: tuple[str, ...]) -> bytes:
    text = "\n\n".join(blocks)
    if held.newline != "\n":
        text = text.replace("\n", held.newline)
    return (_BOM if held.bom else b"") + _utf8(text, held.path)


def _utf8(text: str, path: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise CatalogError(
            f"half of a surrogate pair (U+{ord(text[error.start]):04X}) cannot be written",
            path=path or None,
            line=text.count("\n", 0, error.start) + 1,
            hint="remove the character from the article or the translation",
        ) from error
