"""Reports as ``toolkit check`` writes them: nothing but the report on standard output, paths from the top."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.test_cli import toolkit

PO = (
    'msgid ""\nmsgstr "Language: es\\nContent-Type: text/plain; charset=UTF-8\\n"\n\n'
    'msgid "Does it hurt?"\nmsgstr "Le duele?"\n'
)


def written(root: Path) -> Path:
    path = root / "locales/es/LC_MESSAGES/a.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO, encoding="utf-8")
    return path


def test_a_diff_does_not_mix_with_a_report_for_a_program(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "Does it hurt?\n"})
    written(root)
    done = toolkit("check", "--diff", "--format", "json", cwd=root)
    assert [one["check"] for one in json.loads(done.stdout)["findings"]] == ["spanish-marks"]
    assert '+msgstr "¿Le duele?"' in done.stderr
    assert '+msgstr "¿Le duele?"' in toolkit("check", "--diff", cwd=root).stdout


def test_annotations_of_a_project_in_a_subfolder(make_project: Callable[..., Path], tmp_path: Path) -> None:
    root = make_project({"a.md": "Does it hurt?\n"})
    written(root)
    top = tmp_path / "top"
    top.mkdir()
    (top / ".git").mkdir()
    site = top / "web site"
    site.mkdir()
    for name in ("toolkit.toml", "source_articles", "locales"):
        (root / name).rename(site / name)
    done = toolkit("check", "--format", "github", cwd=site)
    assert done.returncode == 1
    assert done.stdout.startswith("::warning file=web site/locales/es/LC_MESSAGES/a.po,line=4,")


def test_exit_codes(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "Does it hurt?\n"})
    path = written(root)
    assert toolkit("check", cwd=root).returncode == 1
    assert toolkit("check", "--fail-on", "error", cwd=root).returncode == 0
    assert toolkit("check", "--select", "nonsense", cwd=root).returncode == 2
    toolkit("check", "--write-baseline", cwd=root)
    known = toolkit("check", "--baseline", "check-baseline.json", cwd=root)
    assert known.returncode == 0
    assert "1 finding known from the baseline" in known.stdout
    path.write_text(PO.replace("Le duele?", "¿Le duele?"), encoding="utf-8")
    assert toolkit("check", cwd=root).returncode == 0
    (root / "source_articles/a.md").write_bytes(b"\xff\xfe\x00")
    assert toolkit("check", cwd=root).returncode == 2
