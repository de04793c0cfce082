"""Excel workbooks of rows: one sheet a locale, what is not for reviewers locked, read without trust."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import MissingExtra, ToolkitError
from toolkit.interchange.rows import COLUMNS, EDITABLE, NOT_XML, REQUIRED, Row, from_cells
from toolkit.interchange.tables import limit
from toolkit.locales import parse as parse_locale

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = {
    "article": 22, "role": 16, "source": 60, "target": 60, "accept": 9, "comment": 32, "state": 12,
    "note": 30, "remarks": 30,
}  # fmt: skip
_HIDDEN = ("locale", "context", "digest")
_HELP = {
    "target": "Correct the translation here. What you leave alone is not changed. Codes such as ** or "
    "[…](…) have to stay.",
    "accept": "yes: you accept this translation as it stands. Leave it empty if you are not sure.",
    "comment": "Your question or remark for the translators. It is never published.",
}
_LONGEST = 32_767
"""Characters a cell can hold (ECMA-376 leaves it open; Excel's limit)."""
_MOST_COLUMNS = 64
"""A sheet may claim 16,384 of them in a few bytes."""
_MOST_BLANK = 10_000
"""Rows without a text after which a sheet is over, whatever number its next row claims to have."""
_FORMULA_STARTS = ("=", "+", "-", "@")


def write_xlsx(rows: Iterable[Row]) -> bytes:
    """An Excel workbook, the target column in its locale's direction, typed cells kept as text.

    :raises MissingExtra: openpyxl is not installed.
    :raises ToolkitError: a text is longer than a cell can be.
    """
    openpyxl = _openpyxl()
    book = openpyxl.Workbook()
    book.remove(book.active)
    by_locale: dict[str, list[Row]] = {}
    for row in rows:
        by_locale.setdefault(row.locale, []).append(row)
    for locale, own in by_locale.items():
        _fill(book.create_sheet(locale), own, parse_locale(locale).direction == "rtl")
    if not by_locale:
        _fill(book.create_sheet("translations"), [], False)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: Sequence[Row], rtl: bool) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    _head(sheet)
    for number, row in enumerate(rows, 2):
        for column, name in enumerate(COLUMNS, 1):
            _put(sheet, number, column, name, getattr(row, name), rtl and name == "target", row)
    last = get_column_letter(len(COLUMNS))
    sheet.auto_filter.ref = f"A1:{last}{len(rows) + 1}"
    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = rtl
    sheet.protection.sheet = True
    for name in ("formatCells", "formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(sheet.protection, name, False)
    _guide(sheet, len(rows) + 1)
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _head(sheet: Worksheet) -> None:
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    bold = Font(bold=True)
    ours, theirs = PatternFill("solid", fgColor="E4EAEE"), PatternFill("solid", fgColor="FFE9B8")
    for column, name in enumerate(COLUMNS, 1):
        head = sheet.cell(1, column, name)
        head.font, head.fill = bold, theirs if name in EDITABLE else ours
        letter = sheet.column_dimensions[get_column_letter(column)]
        letter.width = _WIDTHS.get(name, 12)
        letter.hidden = name in _HIDDEN


@functools.cache
def _looks(name: str, rtl: bool) -> tuple[Any, Any, Any]:
    """Alignment, protection and filling of a cell; made once, because a workbook has thousands of cells."""
    from openpyxl.styles import Alignment, PatternFill, Protection

    editable = name in EDITABLE
    # Excel's readingOrder: 1 left to right, 2 right to left.
    return (
        Alignment(wrap_text=True, vertical="top", readingOrder=2 if rtl else 1),
        Protection(locked=not editable),
        PatternFill("solid", fgColor="FFF8E6") if editable else PatternFill(),
    )


def _put(sheet: Worksheet, number: int, column: int, name: str, text: str, rtl: bool, row: Row) -> None:
    value = NOT_XML.sub("", text)
    if len(value) > _LONGEST:
        raise ToolkitError(
            f"a text of {row.article} has {len(value):,} characters, more than a cell of a workbook can hold",
            hint="export to CSV instead",
        )
    cell = sheet.cell(number, column)
    cell.value = value
    cell.data_type = "s"
    # Text as a format: what is typed stays as typed, no date of 5-10 and no formula of =.
    cell.number_format = "@"
    # openpyxl has no name for it: the mark that a program shows as a leading apostrophe.
    cell.quotePrefix = value.startswith(_FORMULA_STARTS)
    cell.alignment, cell.protection, cell.fill = _looks(name, rtl)


def _guide(sheet: Worksheet, last: int) -> None:
    """What each column is for, shown where somebody is about to type."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for name, text in _HELP.items():
        letter = get_column_letter(COLUMNS.index(name) + 1)
        rule = (
            DataValidation(type="list", formula1='"yes"', allow_blank=True)
            if name == "accept"
            else DataValidation()
        )
        rule.promptTitle, rule.prompt, rule.showInputMessage = name, text, True
        rule.add(f"{letter}2:{letter}{max(last, 2)}")
        sheet.add_data_validation(rule)


def read_xlsx(path: Path) -> list[Row]:
    """Rows of all sheets of a workbook that have our columns; formulas are not evaluated but refused.

    :raises MissingExtra: openpyxl is not installed.
    :raises ToolkitError: not a workbook, too large, or not a table that was exported.
    """
    openpyxl = _openpyxl()
    limit(_unpacked(path), str(path))
    try:
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True, data_only=False)
    except Exception as error:  # openpyxl raises whatever its readers meet in a broken file
        hint = "save it as an Excel workbook (.xlsx), or as CSV UTF-8"
        raise ToolkitError(f"not an Excel workbook: {error}", path=path, hint=hint) from error
    try:
        found: list[Row] = []
        headers: list[list[str]] = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # what the file claims about its size is not trusted
            lines = _lines(sheet.iter_rows(max_col=_MOST_COLUMNS), f"{path} ({sheet.title})")
            headers.append([cell.strip() for cell in next(lines, {}).values()])
            if set(REQUIRED) <= set(headers[-1]):
                found += _rows(lines, headers[-1], f"{path} ({sheet.title})")
        if not any(set(REQUIRED) <= set(header) for header in headers):
            from_cells(dict.fromkeys(headers[0] if headers else (), ""), path=str(path), line=1)
        return found
    except ToolkitError:
        raise
    except Exception as error:  # sheets are parsed only now
        raise ToolkitError(f"not an Excel workbook: {error}", path=path) from error
    finally:
        book.close()


def _rows(lines: Iterator[Mapping[int, str]], header: Sequence[str], path: str) -> Iterator[Row]:
    for number, cells in enumerate(lines, 2):
        named = {name: cells.get(index, "") for index, name in enumerate(header) if name}
        if any(text.strip() for name, text in named.items() if name in COLUMNS):
            yield from_cells(named, path=path, line=number)


def _lines(rows: Iterable[Sequence[Any]], path: str) -> Iterator[Mapping[int, str]]:
    """The texts of each row by column. The first row is the header: what stands in others of our columns
    has to be text."""
    ours: frozenset[int] | None = None
    blank = 0
    for number, row in enumerate(rows, 1):
        texts = {}
        for index, cell in enumerate(row):
            if ours is None:
                texts[index] = str(cell.value or "")
            elif index in ours:
                texts[index] = _text(cell, path, number)
        if ours is None:
            ours = frozenset(index for index, text in texts.items() if text.strip() in COLUMNS)
        blank = 0 if any(texts.values()) else blank + 1
        if blank > _MOST_BLANK:
            return
        yield texts


def _text(cell: Any, path: str, line: int) -> str:
    if cell.data_type == "f":
        raise ToolkitError(
            "a cell holds a formula", path=path, line=line, hint="write the text itself into the cell"
        )
    if cell.data_type == "d":
        raise ToolkitError(
            f"the spreadsheet program has made a date of a cell: {cell.value}",
            path=path,
            line=line,
            hint="format the cell as text, and type the translation again",
        )
    if cell.value is None:
        return ""
    # Excel and LibreOffice write a carriage return as its number.
    return str(cell.value).replace("_x000D_", "").replace("\r\n", "\n")


def _unpacked(path: Path) -> int:
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except FileNotFoundError as error:
        raise ToolkitError("no such file", path=path) from error
    except (zipfile.BadZipFile, OSError) as error:
        raise ToolkitError("not an Excel workbook", path=path) from error


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        raise MissingExtra("xlsx", package="openpyxl", purpose="reading and writing XLSX") from error
    return openpyxl
