"""What ``toolkit check --fix`` mends in each locale, what ``--diff`` shows of it, and that it is all."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.conftest import ROOT
from tests.test_cli import toolkit
from toolkit.catalogs import po

FILE = ROOT / "tests/cases/checks/fixes.txt"
HEADER = 'msgid ""\nmsgstr "Language: {}\\nContent-Type: text/plain; charset=UTF-8\\n"\n'
Row = tuple[str, str, str]


def plain(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)


def locales() -> dict[str, list[Row]]:
    """Locale to (source, target, what the target becomes)."""
    found: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if header := re.fullmatch(r"\[([\w-]+)\]", line):
            rows = found.setdefault(header[1], [])
        elif found and " → " in line:
            source, _, target = plain(line).partition(" → ")
            rows.append((source, target, target))
        elif line.startswith("= "):
            source, target, _ = rows.pop()
            rows.append((source, target, plain(line[2:])))
    return found


LOCALES = locales()


def test_fixes(make_project: Callable[..., Path]) -> None:
    sources = dict.fromkeys(source for rows in LOCALES.values() for source, *_ in rows)
    tags = ", ".join(f'"{locale}"' for locale in LOCALES)
    root = make_project({"a.md": "\n\n".join(sources) + "\n"}, f"locales = [{tags}]\n")
    paths = {tag: root / f"locales/{tag.replace('-', '_')}/LC_MESSAGES/a.po" for tag in LOCALES}
    for tag, path in paths.items():
        path.parent.mkdir(parents=True)
        entries = [f'\nmsgid "{source}"\nmsgstr "{escaped(old)}"\n' for source, old, _ in LOCALES[tag]]
        path.write_text(HEADER.format(tag.replace("-", "_")) + "".join(entries), encoding="utf-8")
    before = {path: path.read_bytes() for path in paths.values()}

    shown = toolkit("check", "--diff", cwd=root).stdout
    assert {path: path.read_bytes() for path in before} == before, "--diff alone writes nothing"
    changed = [mended for rows in LOCALES.values() for _, old, mended in rows if old != mended]
    added = [line[1:] for line in shown.splitlines() if line.startswith("+msgstr")]
    assert sorted(added) == sorted(f'msgstr "{escaped(mended)}"' for mended in changed)

    toolkit("check", "--fix", cwd=root)
    for tag, path in paths.items():
        after = {unit.source: unit.target for unit in po.read(path, locale=tag).units}
        assert after == {source: mended for source, _, mended in LOCALES[tag]}
    again = toolkit("check", "--diff", cwd=root).stdout
    assert "+msgstr" not in again


def escaped(text: str) -> str:
    return text.replace('"', '\\"')
