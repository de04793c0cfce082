from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.errors import ToolkitError
from toolkit.interchange import tables, workbook
from toolkit.interchange.rows import COLUMNS, Reviewer, Row, merge, rows
from toolkit.model import Catalog, State, Unit

ROW = Row(
    article="a.md", locale="es", role="paragraph", source="One\ntwo; “three”, 4", target="Uno", accept="",
    comment="", state="translated", note="a note", remarks="", context="", digest="abc",
)  # fmt: skip
HOSTILE = [
    "=1+1",
    "＝1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "'=x",
    "''-y",
    "'quoted'",
    "\ttab",
    "a,b;c",
    'say "no"',
    "ñ ع 漢",
]


def test_csv_comes_back_as_it_went_out() -> None:
    rows = [ROW, *(replace(ROW, target=text) for text in HOSTILE)]
    assert tables.read_csv(tables.write_csv(rows), "t.csv") == rows


def test_no_csv_cell_starts_like_a_formula() -> None:
    text = tables.write_csv([replace(ROW, target=text) for text in HOSTILE]).decode("utf-8-sig")
    for start in ("=", "+", "-", "@", "＝"):
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
    path.write_bytes(workbook.write_xlsx(rows))
    assert workbook.read_xlsx(path) == rows


def test_xlsx_holds_no_formula_and_locks_what_is_not_for_reviewers(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook.write_xlsx([replace(ROW, target="=1+1", locale="ar")]))
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
    path.write_bytes(workbook.write_xlsx([ROW]))
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(2, COLUMNS.index("target") + 1).value = "=CONCAT(A1)"
    book.save(path)
    with pytest.raises(ToolkitError, match="formula"):
        workbook.read_xlsx(path)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_one_clear_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(data)
    with pytest.raises(ToolkitError, match="not an Excel workbook"):
        workbook.read_xlsx(path)


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "hello")
    path.write_bytes(buffer.getvalue())
    with pytest.raises(ToolkitError, match="not an Excel workbook"):
        workbook.read_xlsx(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook.write_xlsx([ROW] * 50))
    monkeypatch.setattr(tables, "LARGEST", 2000)
    with pytest.raises(ToolkitError, match="larger than"):
        workbook.read_xlsx(path)


def saved(path: Path, rows: list[Row]) -> openpyxl.Workbook:
    path.write_bytes(workbook.write_xlsx(rows))
    return openpyxl.load_workbook(path)


def column(name: str) -> int:
    return COLUMNS.index(name) + 1


def test_a_sheet_a_locale_in_its_own_direction(tmp_path: Path) -> None:
    book = saved(tmp_path / "t.xlsx", [ROW, replace(ROW, locale="ar"), replace(ROW, locale="he")])
    assert {sheet.title: bool(sheet.sheet_view.rightToLeft) for sheet in book} == {
        "es": False,
        "ar": True,
        "he": True,
    }
    assert len(workbook.read_xlsx(tmp_path / "t.xlsx")) == 3


def test_cells_are_text_so_that_no_program_makes_a_date_or_a_formula(tmp_path: Path) -> None:
    sheet = saved(
        tmp_path / "t.xlsx", [replace(ROW, target="=cmd|' /C calc'!A0", comment="5-10")]
    ).worksheets[0]
    for name in ("target", "comment", "source"):
        assert sheet.cell(2, column(name)).number_format == "@"
        assert sheet.cell(2, column(name)).data_type == "s"
    assert sheet.cell(2, column("target")).quotePrefix


def test_only_three_columns_can_be_edited(tmp_path: Path) -> None:
    sheet = saved(tmp_path / "t.xlsx", [ROW]).worksheets[0]
    free = [name for name in COLUMNS if not sheet.cell(2, column(name)).protection.locked]
    assert free == ["target", "accept", "comment"]
    hidden = [c.value for c in sheet[1] if sheet.column_dimensions[c.column_letter].hidden]
    assert hidden == ["locale", "context", "digest"]


def test_a_date_that_excel_made_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = saved(path, [ROW])
    book.worksheets[0].cell(2, column("target")).value = date(2026, 5, 10)
    book.save(path)
    with pytest.raises(ToolkitError, match=r"\(es\):2: the spreadsheet program has made a date"):
        workbook.read_xlsx(path)


def test_what_a_reviewer_adds_beside_our_columns_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = saved(path, [ROW])
    sheet = book.worksheets[0]
    sheet.cell(1, 20).value, sheet.cell(2, 20).value = "words", "=LEN(E2)"
    sheet.cell(40, 3).value = "   "
    book.create_sheet("my notes").append(["ask Ana", "=1+1"])
    book.save(path)
    assert workbook.read_xlsx(path) == [ROW]


def test_numbers_typed_into_a_cell_are_text_again(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = saved(path, [ROW])
    book.worksheets[0].cell(2, column("target")).value = 12
    book.save(path)
    assert workbook.read_xlsx(path)[0].target == "12"


def test_a_workbook_without_our_columns_is_named(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["target"])
    book.save(path)
    with pytest.raises(ToolkitError, match="column 'article' is missing"):
        workbook.read_xlsx(path)


def test_a_text_too_long_for_a_cell_is_not_cut(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError, match="40,000 characters"):
        workbook.write_xlsx([replace(ROW, target="x" * 40_000)])
    long = [replace(ROW, target="x" * 40_000)]
    assert tables.read_csv(tables.write_csv(long), "t.csv") == long


def tampered(folder: Path, change: Callable[[bytes], bytes]) -> Path:
    """A workbook of one row whose sheet somebody has changed."""
    path, made = folder / "t.xlsx", folder / "tampered.xlsx"
    path.write_bytes(workbook.write_xlsx([ROW]))
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry.filename.endswith("sheet1.xml") else data)
    return made


def test_a_sheet_that_claims_to_be_huge_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def huge(data: bytes) -> bytes:
        last = b'<row r="1000000"><c r="XFD1000000"/></row></sheetData>'
        data = data.replace(b"</sheetData>", last)
        return data.replace(b"<sheetPr", b'<dimension ref="A1:XFD1048576"/><sheetPr')

    made = tampered(tmp_path, huge)
    read = []
    lines = workbook._lines
    monkeypatch.setattr(workbook, "_lines", lambda *a: (read.append(line) or line for line in lines(*a)))
    assert workbook.read_xlsx(made) == [ROW]
    assert len(read) < 11_000


def test_entities_in_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    def bomb(data: bytes) -> bytes:
        entities = b'<!DOCTYPE worksheet [<!ENTITY a "boom"><!ENTITY b "&a;&a;">]>'
        return entities + data[data.index(b"<worksheet") :].replace(b"Uno", b"&b;")

    with pytest.raises(ToolkitError, match="not an Excel workbook"):
        workbook.read_xlsx(tampered(tmp_path, bomb))


def test_excels_unicode_text_is_read() -> None:
    row = replace(ROW, source="One", target="ñ ع", note="")
    text = tables.write_csv([row]).decode("utf-8-sig").replace(",", "\t")
    assert tables.read_csv(text.encode("utf-16"), "t.csv") == [row]


ANY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)


@given(st.lists(ANY, min_size=1, max_size=5))
def test_any_text_comes_back_from_csv(texts: list[str]) -> None:
    rows = [replace(ROW, target=text, comment=text, source=text or "x") for text in texts]
    assert tables.read_csv(tables.write_csv(rows), "t.csv") == rows


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(ANY, min_size=1, max_size=20))
def test_any_text_comes_back_from_a_workbook_as_no_edit(texts: list[str], tmp_path: Path) -> None:
    """Characters no workbook can hold are lost, and count as no edit."""
    units = tuple(
        Unit(f"{number} {text}", text or "x", state=State.TRANSLATED) for number, text in enumerate(texts)
    )
    catalog = Catalog("es", units)
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook.write_xlsx(rows(catalog, "a.md")))
    back = workbook.read_xlsx(path)
    assert len(back) == len(units)
    assert merge(catalog, back, Reviewer()).changes == ()
