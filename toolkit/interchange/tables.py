"""Tables of rows as CSV files.

They may be opened in a spreadsheet program by somebody who trusts us, and come back from people we
do not know: no cell is written so that it could run as a formula, and what is read is limited in size
and never evaluated. Workbooks are in :mod:`toolkit.interchange.workbook`.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable

from toolkit.errors import ToolkitError
from toolkit.interchange.rows import COLUMNS, Row, from_cells

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is imported; unpacked size for XLSX."""
# A spreadsheet takes these at the start of a cell as a formula (OWASP, CSV injection), full-width forms
# included.
_STARTS = "=+\\-@\t\r＝＋－＠"
_FORMULA = re.compile(f"'*[{_STARTS}]")
_QUOTED_FORMULA = re.compile(f"'+[{_STARTS}]")


def write_csv(rows: Iterable[Row]) -> bytes:
    """CSV (RFC 4180) in UTF-8 with a BOM, without which Excel reads another encoding."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([disarmed(getattr(row, name)) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def read_csv(data: bytes, path: str) -> list[Row]:
    """Rows of a CSV file, with comma, semicolon or tab between cells.

    :raises ToolkitError: not UTF-8, too large, or not a table that was exported; with the line.
    """
    limit(len(data), path)
    text = _decoded(data, path)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[Row] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        from_cells(dict.fromkeys(header, ""), path=path, line=1)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                armed = [_rearmed(cell) for cell in cells]
                named = dict(zip(header, armed, strict=False))
                found.append(from_cells(named, path=path, line=reader.line_num))
    except csv.Error as error:
        raise ToolkitError(f"not a CSV table: {error}", path=path, line=reader.line_num) from error
    return found


def _decoded(data: bytes, path: str) -> str:
    # What Excel calls "Unicode text" is UTF-16 with tabs.
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ToolkitError(
            "the file is not UTF-8", path=path, line=line, hint="save it as “CSV UTF-8”"
        ) from error


def disarmed(cell: str) -> str:
    """``cell`` as no spreadsheet takes it for a formula."""
    return "'" + cell if _FORMULA.match(cell) else cell


def _rearmed(cell: str) -> str:
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell


def limit(size: int, path: str) -> None:
    """:raises ToolkitError: the file is too large to be read."""
    if size > LARGEST:
        raise ToolkitError(
            f"larger than {LARGEST // 1024 // 1024} MB", path=path, hint="export fewer articles at once"
        )
