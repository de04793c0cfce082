"""``toolkit verify``: what it proves, and that it notices."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit import formats
from toolkit.cli import cli
from toolkit.formats.markdown import MarkdownFormat
from toolkit.verifying import verify_file

SOURCES = Path(__file__).resolve().parent.parent / "source_articles"


def test_our_own_articles_survive() -> None:
    from toolkit import formats

    files = [path for path in SOURCES.rglob("*") if formats.for_suffix(path.suffix) is not None]
    assert files
    assert {verify_file(path).format for path in files} >= {"markdown", "html", "text"}
    assert [verify_file(path) for path in files if verify_file(path).failures] == []


def test_our_own_articles_show_what_the_formats_know() -> None:
    texts = {path: path.read_text("utf-8") for path in SOURCES.rglob("*") if path.suffix in (".md", ".html")}
    whole = "\n".join(texts.values())
    for written in (
        'translate="no"',
        "notranslate",
        "its-loc-note",
        "toolkit:off",
        "toolkit:note",
        "<!--[if",
    ):
        assert written in whole, written
    roles = {
        segment.role.partition(",")[0].partition(":")[0]
        for path in texts
        for segment in formats.load(path, path.name, formats.FormatOptions()).segments
    }
    assert roles >= {
        *("front matter", "task", "footnote", "term", "definition", "block quote", "table cell", "alt text"),
        *("reference title", "admonition title", "attribute placeholder", "attribute aria-label", "button"),
        *(
            "attribute aria-description",
            "attribute label",
            "option",
            "table caption",
            "summary",
            "page title",
        ),
        *("meta description", "meta keywords", "meta og", "meta twitter"),
    }


def test_an_empty_file_survives(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"")
    assert verify_file(path).failures == ()


def test_an_unreadable_file_is_a_failure_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"one\ntwo \xff\n")
    (failure,) = verify_file(path).failures
    assert (failure.rebuild, failure.line, failure.column) == ("read", 2, 5)
    told = CliRunner().invoke(cli, ["verify", str(path)])
    assert "a.md:2:5: read: " in told.output


@pytest.mark.parametrize(
    ("fault", "rebuild"),
    [
        (lambda text: "# " + text, "marked"),
        (lambda text: text.replace("*", ""), "marked"),
        (lambda text: text.removesuffix(" ✔Q"), "marked"),
        (lambda text: text + "\n\nmore", "rewritten"),
    ],
)
def test_a_faulty_encoder_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault, rebuild) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.md"
    path.write_text("Some *words* here.\n\n- item\n", encoding="utf-8")
    assert verify_file(path).failures == ()
    right = MarkdownFormat.encode
    faulty = staticmethod(lambda document, segment, target: fault(right(document, segment, target)))
    monkeypatch.setattr(MarkdownFormat, "encode", faulty)
    assert rebuild in {failure.rebuild for failure in verify_file(path).failures}


@pytest.mark.parametrize(
    "page",
    ["<img src=a alt=Knee>", "<img alt = Knee src=a>", "<p><input type=reset value=Clear title=Now></p>"],
)
def test_an_attribute_may_get_quotes(tmp_path: Path, page: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(page, encoding="utf-8")
    report = verify_file(path)
    assert report.failures == ()
    assert report.segments


def test_the_command(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("# Words\n", encoding="utf-8")
    (tmp_path / "notes.xyz").write_text("no article", encoding="utf-8")
    clean = CliRunner().invoke(cli, ["verify", str(tmp_path)])
    assert (clean.exit_code, clean.output.strip()) == (0, "1 file, 1 segment, 0 files failed")
    (tmp_path / "bad.md").write_text("---\ntitle: x\n", encoding="utf-8")
    broken = CliRunner().invoke(cli, ["verify", str(tmp_path)])
    assert broken.exit_code == 1
    assert "bad.md:1:1: read: the front matter is not closed" in broken.output
    told = CliRunner().invoke(cli, ["verify", "--json", str(tmp_path)])
    assert told.exit_code == 1
    assert json.loads(told.output)["failed"] == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_not_waited_for_and_a_lost_link_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "lost.md").symlink_to(tmp_path / "gone.md")
    (tmp_path / "circle.md").symlink_to(tmp_path / "circle.md")
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", "verify", "."],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 1
    assert "lost.md: read: " in done.stdout
    assert "circle.md: read: " in done.stdout
    assert "2 files, 0 segments, 2 files failed" in done.stdout
    (failure,) = verify_file(tmp_path / "pipe.md").failures  # named, it is not waited for either
    assert failure.rebuild == "read"


def test_each_file_is_looked_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Words\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["verify", str(path), str(tmp_path), str(tmp_path / "." / "a.md")])
    assert result.output.strip() == "1 file, 1 segment, 0 files failed"


def test_a_folder_that_cannot_be_looked_into_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.md").write_text("# Words\n", encoding="utf-8")
    closed = tmp_path / "closed"
    closed.mkdir()
    scandir = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)  # root may look into every folder
    result = CliRunner().invoke(cli, ["verify", str(tmp_path)])
    assert isinstance(result.exception, PermissionError)


def test_the_command_takes_a_folder_without_articles_for_a_mistake(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["verify", str(tmp_path)])
    assert result.exit_code != 0
    assert "no articles" in result.output
