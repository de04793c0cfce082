from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from toolkit.errors import ToolkitError
from toolkit.interchange import tables
from toolkit.interchange.rows import Row

ROW = Row("a.md", "es", "paragraph", "One\ntwo; “three”, 4", "Uno", "translated", "", "a note", "", "abc")
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "'=x", "''-y", "'quoted'", "\ttab", "a,b;c", 'say "no"', "ñ ع 漢"]


def test_csv_comes_back_as_it_went_out() -> None:
    rows = [ROW, *(replace(ROW, target=text) for text in HOSTILE)]
    assert tables.read_csv(tables.write_csv(rows), "t.csv") == rows


def test_no_csv_cell_starts_like_a_formula() -> None:
    text = tables.write_csv([replace(ROW, target=text) for text in HOSTILE]).decode("utf-8-sig")
    for start in ("=", "+", "-", "@"):
        assert f",{start}" not in text
        assert f',"{start}' not in text


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_saved_by_another_program_is_read(delimiter: str) -> None:
    row = replace(ROW, source="One", target="Uno", note="")
    text = tables.write_csv([row]).decode("utf-8-sig").replace(",", delimiter)
    assert tables.read_csv(text.encode(), "t.csv") == [row]


def test_csv_in_another_encoding_is_refused_with_its_line() -> None:
    data = tables.write_csv([replace(ROW, target="ñ")]).replace("ñ".encode(), b"\xf1")
    with pytest.raises(ToolkitError, match=r"t\.csv:3: the file is not UTF-8"):
        tables.read_csv(data, "t.csv")


def test_xlsx_comes_back_as_it_went_out(tmp_path: Path) -> None:
    rows = [ROW, *(replace(ROW, target=text, locale="ar") for text in HOSTILE)]
    path = tmp_path / "t.xlsx"
    tables.write_xlsx(rows, path)
    assert tables.read_xlsx(path) == rows


def test_xlsx_holds_no_formula_and_locks_what_is_not_for_reviewers(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    tables.write_xlsx([replace(ROW, target="=1+1", locale="ar")], path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    header = [cell.value for cell in sheet[1]]
    target, source = sheet.cell(2, header.index("target") + 1), sheet.cell(2, header.index("source") + 1)
    assert target.data_type == "s"
    assert target.alignment.readingOrder == 2
    assert not target.protection.locked
    assert source.protection.locked
    assert sheet.protection.sheet


def test_a_formula_in_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    tables.write_xlsx([ROW], path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(2, 5).value = "=CONCAT(A1)"
    book.save(path)
    with pytest.raises(ToolkitError, match="formula"):
        tables.read_xlsx(path)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_one_clear_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(data)
    with pytest.raises(ToolkitError, match="not an Excel workbook"):
        tables.read_xlsx(path)


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "hello")
    path.write_bytes(buffer.getvalue())
    with pytest.raises(ToolkitError, match="not an Excel workbook"):
        tables.read_xlsx(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.xlsx"
    tables.write_xlsx([ROW] * 50, path)
    monkeypatch.setattr(tables, "LARGEST", 2000)
    with pytest.raises(ToolkitError, match="larger than"):
        tables.read_xlsx(path)
