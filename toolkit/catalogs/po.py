"""PO files: read into catalogs, written only when their content changes, never over other work."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path

from toolkit import files
from toolkit.catalogs import header as headers
from toolkit.catalogs import layout, references
from toolkit.catalogs.po_reader import loads
from toolkit.catalogs.po_writer import Written, dumps
from toolkit.catalogs.references import Location
from toolkit.errors import CatalogError
from toolkit.files import Stamp
from toolkit.model import Catalog, Unit

__all__ = ["Location", "decode", "dumps", "loads", "read", "read_stamped", "same", "write"]

_CHARSET = re.compile(
    rb'^[ \t]*(?:msgstr[ \t]+)?"Content-Type:[^"\n]*?charset=([A-Za-z0-9_.:-]+)', re.MULTILINE | re.I
)
_KNOWN = re.compile(
    r"us-ascii|ascii|utf-?8|iso-?8859-\d{1,2}|latin-?\d|windows-\d{3,4}|cp\d{3,4}|koi8-[rut]|"
    r"euc-(jp|kr|cn|tw)|gb2312|gbk|gb18030|big5(-hkscs)?|shift_?jis|johab|tis-620|viscii|georgian-ps",
    re.I,
)
"""Encodings PO files may name (GNU gettext's list). A name is foreign text: Python has codecs for
more than text."""
_BYTE_BY_BYTE = re.compile(r"iso-?8859|latin|windows|cp125|koi8", re.I)
"""Encodings of one byte a character: any bytes are text in them, also those of UTF-8."""


def read(path: str | PathLike[str], *, locale: str = "") -> Catalog:
    """The catalog in this file.

    :param locale: canonical tag; without it the header's ``Language`` counts.
    :raises CatalogError: no such file, or it cannot be read without loss; with the line.
    """
    return read_stamped(path, locale=locale)[0]


def read_stamped(path: str | PathLike[str], *, locale: str = "") -> tuple[Catalog, Stamp]:
    """:func:`read`, and the stamp that :func:`write` takes to notice other people's changes."""
    data = files.read_bytes_or_none(path)
    if data is None:
        raise CatalogError("no such file", path=path, hint="`toolkit extract` makes the catalogs")
    return loads(decode(data, fspath(path)), fspath(path), locale=locale), files.stamp_of(data)


def decode(data: bytes, path: str = "") -> str:
    """The file's text, in the encoding its header names; UTF-8 where it names none.

    :raises CatalogError: an unknown encoding, or bytes that are not in it, with the line.
    """
    name = "utf-8"
    if data.startswith(codecs.BOM_UTF8):
        data = data[len(codecs.BOM_UTF8) :]
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CatalogError(
            "the file is UTF-16", path=path or None, line=1, hint="save it as UTF-8 in your editor"
        )
    elif (match := _CHARSET.search(data)) and match[1] != b"CHARSET":
        name = match[1].decode("ascii")
        if not _KNOWN.fullmatch(name) or not _is_codec(name):
            line = data.count(b"\n", 0, match.start(1)) + 1
            raise CatalogError(
                f"unknown encoding {name!r}",
                path=path or None,
                line=line,
                hint="convert the file with `msgconv -t UTF-8 -o FILE FILE`",
            )
        if _BYTE_BY_BYTE.match(name) and not data.isascii() and _is_utf8(data):
            raise CatalogError(
                f"the header says {name}, but the file is UTF-8",
                path=path or None,
                line=data.count(b"\n", 0, match.start(1)) + 1,
                hint="write charset=UTF-8 in the header's Content-Type",
            )
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogError(
            f"byte 0x{data[error.start]:02x} is not {name.upper()}",
            path=path or None,
            line=line,
            hint="set the charset in the header's Content-Type to the file's real encoding",
        ) from error


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def write(
    path: str | PathLike[str],
    catalog: Catalog,
    *,
    expected: Stamp | None = None,
    location: Location = "line",
    root: str | PathLike[str] | None = None,
    durable: bool = True,
    written: Written | None = None,
) -> bool:
    """Writes the file if its content would change; tells whether it did.

    A file with the same content in another layout (Poedit's line wrapping, another encoding) is
    left as it is, and so are the lines of each entry that stays as it was. One process writes at a
    time, and the file is flushed to the disk.

    :param expected: the stamp from :func:`read_stamped`; :data:`toolkit.files.ABSENT` for a file
        that must be new. None overwrites whatever can be read.
    :param root: the project's folder; nothing is written through links that leave it.
    :param written: see :func:`toolkit.catalogs.po_writer.dumps`.
    :raises ConflictError: the file changed since it was read.
    :raises CatalogError: what is there now cannot be read, or a text cannot be written as UTF-8.
    """
    text = dumps(catalog, location=location, written=written)
    data = _encoded(text, path)
    if expected == files.ABSENT and not Path(path).exists():
        # Who makes a file first wins, without a lock.
        files.write_atomic(path, data, durable=durable, root=root, exclusive=True)
        return True
    with files.lock(path, root=root, shared=True):
        current = files.read_bytes_or_none(path)
        if current == data:
            return False
        if expected is not None and files.stamp_of(current) != expected:
            raise files.conflict(path)
        if current is not None:
            was = decode(current, fspath(path))
            before = loads(was, fspath(path))
            if same(before, catalog, location):
                return False
            relaid = layout.kept(was, before, text, catalog)
            if relaid is not None and layout.says(relaid, catalog):
                data = _encoded(relaid, path)
                if data == current:
                    return False
        files.write_atomic(path, data, durable=durable, root=root)
    return True


def same(one: Catalog, other: Catalog, location: Location = "line") -> bool:
    """Whether two catalogs have the same content: units, comments and header, whatever the layout."""
    return (
        len(one.units) == len(other.units)
        and headers.comparable(one) == headers.comparable(other)
        and all(
            a == b or _written(a, location) == _written(b, location)
            for a, b in zip(one.units, other.units, strict=True)
        )
    )


def _written(unit: Unit, location: Location) -> Unit:
    """The unit as a file keeps it."""
    return replace(unit, references=references.reduce(unit.references, location))


def _encoded(text: str, path: str | PathLike[str]) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise CatalogError(
            f"half of a surrogate pair (U+{ord(text[error.start]):04X}) cannot be written",
            path=Path(path),
            line=line,
            hint="remove the character from the article or the translation",
        ) from error
