"""Tables of rows as CSV and XLSX files.

Both may be opened in a spreadsheet program by somebody who trusts us, and both come back from
people we do not know: no cell is written so that it could run as a formula, and what is read is
limited in size and never evaluated.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import MissingExtra, ToolkitError
from toolkit.interchange.rows import COLUMNS, Row, from_cells
from toolkit.locales import parse as parse_locale

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

LARGEST = 64 * 1024 * 1024
"""Bytes of a file that is imported; unpacked size for XLSX."""
_EDITABLE = ("target", "comment")
_WIDTHS = {"source": 60, "target": 60, "comment": 30, "note": 30, "role": 18, "article": 24}
# A spreadsheet takes these at the start of a cell as a formula (OWASP, CSV injection).
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r]")
# Characters XML 1.0 cannot hold (section 2.2).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


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
    _limit(len(data), path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ToolkitError(
            "the file is not UTF-8", path=path, line=line, hint="save it as “CSV UTF-8”"
        ) from error
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[Row] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        for cells in reader:
            if any(cell.strip() for cell in cells):
                armed = [_rearmed(cell) for cell in cells]
                found.append(
                    from_cells(dict(zip(header, armed, strict=False)), path=path, line=reader.line_num)
                )
    except csv.Error as error:
        raise ToolkitError(f"not a CSV table: {error}", path=path, line=reader.line_num) from error
    return found


def disarmed(cell: str) -> str:
    """``cell`` as no spreadsheet takes it for a formula."""
    return "'" + cell if _FORMULA.match(cell) else cell


def _rearmed(cell: str) -> str:
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell


def write_xlsx(rows: Iterable[Row], path: Path) -> None:
    """An Excel workbook: what is not for reviewers is locked, the target reads in its direction.

    :raises MissingExtra: openpyxl is not installed.
    """
    openpyxl = _openpyxl()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "translations"
    _fill(sheet, rows)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.protection.sheet = True
    for name in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, name, False)
    book.save(path)


def _fill(sheet: Worksheet, rows: Iterable[Row]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    bold, shade = Font(bold=True), PatternFill("solid", fgColor="E8F1F5")
    for column, name in enumerate(COLUMNS, 1):
        head = sheet.cell(1, column, name)
        head.font, head.fill = bold, shade
        letter = sheet.column_dimensions[get_column_letter(column)]
        letter.width = _WIDTHS.get(name, 12)
        letter.hidden = name in ("digest", "context")
    for number, row in enumerate(rows, 2):
        # Excel's readingOrder: 1 left to right, 2 right to left.
        order = 2 if parse_locale(row.locale).direction == "rtl" else 1
        for column, name in enumerate(COLUMNS, 1):
            cell = sheet.cell(number, column)
            cell.value = _NOT_XML.sub("", getattr(row, name))
            cell.data_type = "s"
            cell.alignment = Alignment(
                wrap_text=True, vertical="top", readingOrder=order if name == "target" else 1
            )
            cell.protection = Protection(locked=name not in _EDITABLE)


def read_xlsx(path: Path) -> list[Row]:
    """Rows of the first sheet of a workbook; formulas are not evaluated but refused.

    :raises MissingExtra: openpyxl is not installed.
    :raises ToolkitError: not a workbook, too large, or not a table that was exported.
    """
    openpyxl = _openpyxl()
    _limit(_unpacked(path), str(path))
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    except Exception as error:  # openpyxl raises whatever its readers meet in a broken file
        raise ToolkitError(f"not an Excel workbook: {error}", path=path) from error
    try:
        lines = _cells(book.worksheets[0].iter_rows(), str(path))
        header = [cell.strip() for cell in next(lines, [])]
        return [
            from_cells(dict(zip(header, cells, strict=False)), path=str(path), line=number)
            for number, cells in enumerate(lines, 2)
            if any(cell.strip() for cell in cells)
        ]
    finally:
        book.close()


def _cells(rows: Iterable[Sequence[Any]], path: str) -> Iterator[list[str]]:
    for number, row in enumerate(rows, 1):
        cells = []
        for cell in row:
            if cell.data_type == "f":
                raise ToolkitError(
                    "a cell holds a formula",
                    path=path,
                    line=number,
                    hint="write the text itself into the cell",
                )
            cells.append("" if cell.value is None else str(cell.value).replace("\r\n", "\n"))
        yield cells


def _unpacked(path: Path) -> int:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except FileNotFoundError as error:
        raise ToolkitError("no such file", path=path) from error
    except (zipfile.BadZipFile, OSError) as error:
        raise ToolkitError("not an Excel workbook", path=path) from error


def _limit(size: int, path: str) -> None:
    if size > LARGEST:
        raise ToolkitError(
            f"larger than {LARGEST // 1024 // 1024} MB", path=path, hint="export fewer articles at once"
        )


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra("xlsx", package="openpyxl", purpose="reading and writing XLSX") from error
    return openpyxl
