"""``locales/glossary.csv``: read with the line of every mistake, written so that git shows small changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path

from toolkit.errors import TermsError, ToolkitError
from toolkit.terms.glossary import ANY, Glossary, Term

SEPARATOR = "|"
"""Between the forms in a cell: ``stem cell|stem cells``."""
_NAMES = {
    "source": "source",
    "term": "source",
    "target": "target",
    "part of speech": "pos",
    "part-of-speech": "pos",
    "pos": "pos",
    "note": "note",
    "definition": "note",
    "do-not-translate": "keep",
    "do not translate": "keep",
}
_YES = frozenset({"yes", "y", "true", "1", "x", "✓"})
_NO = frozenset({"", "no", "n", "false", "0"})
LARGEST = 50_000_000
"""Bytes. A glossary is a file people edit."""


@dataclass(frozen=True, slots=True)
class _Column:
    role: str
    """source, target, pos, note, keep or forbidden."""
    locale: str = ""


def read(path: str | PathLike[str], *, source_language: str = "en", shown: str = "") -> Glossary:
    """The glossary in a file; an empty one where there is no file.

    :param shown: the path for messages.
    :raises TermsError: it cannot be read, with the line.
    """
    name = shown or fspath(path)
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        return Glossary(source_language=source_language, path=name)
    except OSError as error:
        raise TermsError(f"cannot be read: {error.strerror or error}", path=name) from error
    if len(data) > LARGEST:
        raise TermsError("is larger than 50 MB", path=name, hint="a glossary has a line for each term")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TermsError(
            f"byte 0x{data[error.start]:02x} is not UTF-8",
            path=name,
            line=data.count(b"\n", 0, error.start) + 1,
            hint="save it as UTF-8 (in Excel: “CSV UTF-8”)",
        ) from error
    return loads(text, source_language=source_language, path=name)


def loads(text: str, *, source_language: str = "en", path: str = "") -> Glossary:
    """The glossary in a CSV text with a header line; separated by comma, semicolon or tab.

    :raises TermsError: with the line.
    """
    if not text.strip():
        return Glossary(source_language=source_language, path=path)
    header = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    terms: list[Term] = []
    columns: list[_Column] | None = None
    try:
        line = 1
        for row in reader:
            if not any(cell.strip() for cell in row) or (row and row[0].lstrip().startswith("#")):
                pass
            elif columns is None:
                columns = _columns(row, path, line)
            else:
                terms.append(_term(row, columns, path, line))
            line = reader.line_num + 1
    except csv.Error as error:
        raise TermsError(
            f"is no valid CSV: {error}",
            path=path or None,
            line=reader.line_num,
            hint='a cell with a comma, a quote or a line break stands in "…", a quote in it is doubled',
        ) from error
    return Glossary(terms, source_language=source_language, path=path)


def _columns(row: list[str], path: str, line: int) -> list[_Column]:
    columns = [_column(cell.strip(), path, line) for cell in row]
    if not any(column.role == "source" for column in columns):
        raise TermsError(
            "the first line has no column “source”",
            path=path or None,
            line=line,
            hint="begin the file with: source,es,part of speech,note,do-not-translate,forbidden:es",
        )
    named = [column for column in columns if column.role]
    for column in named:
        if named.count(column) > 1:
            raise TermsError("two columns have one name", path=path or None, line=line)
    return columns


def _column(name: str, path: str, line: int) -> _Column:
    folded = name.casefold()
    if not folded:
        return _Column("")
    if folded in _NAMES:
        role = _NAMES[folded]
        return _Column(role, ANY if role == "target" else "")
    role, _, tag = name.rpartition(":")
    role = role.strip().casefold() or "target"
    if role in ("target", "forbidden"):
        from toolkit.locales import canonical

        try:
            return _Column(role, canonical(tag.strip()))
        except ToolkitError:
            pass
    raise TermsError(
        f"unknown column {name!r}",
        path=path or None,
        line=line,
        hint="columns are source, a locale such as es (or target:es), forbidden:es, part of speech, note,"
        " do-not-translate",
    )


def _term(row: list[str], columns: list[_Column], path: str, line: int) -> Term:
    if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
        raise TermsError(
            f"{len(row)} cells, but the first line names {len(columns)} columns",
            path=path or None,
            line=line,
            hint='a cell with a comma in it stands in "…"',
        )
    source: tuple[str, ...] = ()
    targets: dict[str, tuple[str, ...]] = {}
    forbidden: dict[str, tuple[str, ...]] = {}
    pos = note = ""
    keep = False
    for column, cell in zip(columns, row, strict=False):
        value = cell.strip()
        if column.role == "source":
            source = _forms(value)
        elif column.role == "target" and value:
            targets[column.locale] = _forms(value)
        elif column.role == "forbidden" and value:
            forbidden[column.locale] = _forms(value)
        elif column.role == "pos":
            pos = value
        elif column.role == "note":
            note = value
        elif column.role == "keep":
            keep = _flag(value, path, line)
    if not source:
        raise TermsError("the line has no source term", path=path or None, line=line)
    return Term(source, targets, pos, note, keep, forbidden, line)


def _flag(value: str, path: str, line: int) -> bool:
    if value.casefold() in _YES | _NO:
        return value.casefold() in _YES
    raise TermsError(
        f"do-not-translate is {value!r}", path=path or None, line=line, hint="write yes or leave it empty"
    )


def _forms(cell: str) -> tuple[str, ...]:
    return tuple(" ".join(form.split()) for form in cell.split(SEPARATOR) if form.strip())


def dumps(terms: Iterable[Term]) -> str:
    """CSV of all terms, in their order, with the columns they need."""
    every = list(terms)
    locales = _locales(term.targets for term in every)
    banned = _locales(term.forbidden for term in every)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        [
            "source",
            *("target" if tag == ANY else tag for tag in locales),
            "part of speech",
            "note",
            "do-not-translate",
            *(f"forbidden:{tag}" for tag in banned),
        ]
    )
    for term in every:
        writer.writerow(
            [
                SEPARATOR.join(term.source),
                *(SEPARATOR.join(term.targets.get(tag, ())) for tag in locales),
                term.part_of_speech,
                term.note,
                "yes" if term.keep else "",
                *(SEPARATOR.join(term.forbidden.get(tag, ())) for tag in banned),
            ]
        )
    return out.getvalue()


def _locales(
    tables: Iterator[Mapping[str, tuple[str, ...]]] | Iterable[Mapping[str, tuple[str, ...]]],
) -> list[str]:
    return sorted({tag for table in tables for tag in table})
