# ruff: noqa: E501
"""Which files come along with the pages, and that nothing is written over, or removed, that is somebody's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.publishing.conftest import ARTICLES, CONFIG, again, translated, tree
from toolkit.config import Layout
from toolkit.errors import BuildError, ToolkitError
from toolkit.project import Project
from toolkit.publishing.site import build


def test_files_beside_articles_come_along(site: Project) -> None:
    (site.source_dir / "images/box.es.svg").write_text("<svg/>", encoding="utf-8")
    build(site)
    assert (site.output_dir / "ar/images/box.svg").read_text(encoding="utf-8") == ARTICLES["images/box.svg"]
    assert (site.output_dir / "es/images/box.svg").read_text(encoding="utf-8") == "<svg/>"


def test_every_way_to_show_a_file_takes_it_along(make_project: Callable[..., Path]) -> None:
    html = """<h1>A</h1><p style="background: url('i/back.png')">Words.</p>
<style>@import "i/own.css"; .x { background: url(i/b%20c.png) }</style>
<link rel="stylesheet" href="i/sheet.css"><video src="i/v.mp4" poster="i/poster.png"></video>
<img src="i/a.png" srcset="i/a,1.png 1x, i/a2.png 2x, data:image/png;base64,AAAA 3x" alt="">
<svg><image href="i/svg.png"/><use xlink:href="i/use.svg#a"/></svg>
"""
    sheet = "@import 'more/more.css'; @font-face { src: url( \"font.woff2\" ) } .y { background: url(../../secret.png) }"
    shown = [
        "back.png",
        "b c.png",
        "v.mp4",
        "poster.png",
        "a.png",
        "a,1.png",
        "a2.png",
        "svg.png",
        "use.svg",
        "font.woff2",
    ]
    files = {f"g/i/{name}": name for name in [*shown, "more/deep.png", "unused.png"]}
    files |= {
        "g/i/sheet.css": sheet,
        "g/i/own.css": "",
        "g/i/more/more.css": "p { background: url(deep.png) }",
    }
    markdown = '# B\n\n<div style="background: url(i/back.png)">\n\nWords.\n\n</div>\n'
    project = Project.find(
        make_project(files | {"g/a.html": html, "g/b.md": markdown, "secret.png": ""}, CONFIG)
    )
    translated(project, "es")
    report = build(project)
    assert report.errors == ()
    assert report.broken == ()
    found = {path.name for path in (project.output_dir / "es/g/i").rglob("*") if path.is_file()}
    assert found == {*shown, "deep.png", "sheet.css", "own.css", "more.css"}
    (project.source_dir / "g/i/own.css").write_text("p { background: url(unused.png) }")
    build(again(project), layout="hugo")
    assert (project.output_dir / "content/es/g/i/unused.png").is_file()
    assert (project.output_dir / "content/es/g/i/back.png").is_file()


STYLED = '# A\n\n<p style="background: url(../i/back.png)">Words.</p>\n'


@pytest.mark.parametrize("layout", ["site", "hugo"])
def test_files_that_front_matter_names_come_along(make_project: Callable[..., Path], layout: Layout) -> None:
    bomb = "a: &a [x.y, x.y]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    head = f"---\ntitle: A. B\ncover: ../i/cover.png\nresources:\n  - src: ../i/deep.png\nlater: ../i/late.png\n{bomb}---\n"
    files = {f"i/{name}.png": name for name in ("cover", "deep", "other")}
    project = Project.find(make_project(files | {"g/a.md": head + STYLED}, CONFIG))
    report = build(project, layout=layout)
    assert (report.errors, report.broken) == ((), ())
    assert sorted(path.name for path in project.output_dir.glob("**/es/i/*")) == ["cover.png", "deep.png"]
    (project.source_dir / "i/late.png").write_text("late")
    (project.source_dir / "i/back.png").write_text("back")
    build(again(project), layout=layout)
    assert len(list(project.output_dir.glob("**/es/i/*"))) == 4


@pytest.mark.parametrize(
    "url", ["../../../../etc/passwd", "../secret.txt", "/etc/passwd", "..%2f..%2fsecret.txt"]
)
def test_nothing_outside_the_source_folder_is_copied(make_project: Callable[..., Path], url: str) -> None:
    root = make_project({"a.md": f"# A\n\n![x]({url})\n"}, CONFIG)
    (root / "secret.txt").write_text("secret", encoding="utf-8")
    project = Project.find(root)
    build(project)
    assert not [name for name in tree(project.output_dir) if "secret" in name or "passwd" in name]


def test_removed_articles_take_their_outputs_along_and_nothing_else(site: Project) -> None:
    build(site)
    mine = site.output_dir / "es" / "mine.html"
    mine.write_text("mine", encoding="utf-8")
    (site.source_dir / "guides/heat.md").unlink()
    report = build(again(site))
    assert report.removed > 0
    assert not (site.output_dir / "es/guides/heat.html").exists()
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_forged_manifest_deletes_nothing_outside(site: Project) -> None:
    build(site)
    victim = site.root / "victim.txt"
    victim.write_text("x", encoding="utf-8")
    manifest = site.output_dir / ".toolkit-manifest.json"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace('"files":{', '"files":{"../victim.txt":[1,1,""],'),
        encoding="utf-8",
    )
    (site.source_dir / "guides/heat.md").unlink()
    build(again(site))
    assert victim.exists()


def test_other_folders_are_left_alone(site: Project) -> None:
    for output in (site.root, site.root.parent, site.source_dir, site.catalogs_dir):
        with pytest.raises(BuildError, match="cannot be the output folder"):
            build(site, output=output)
    for output in (site.source_dir / "guides", site.catalogs_dir / "es"):
        with pytest.raises(BuildError, match="the project's own files"):
            build(site, output=output)
    assert not list(site.root.rglob(".toolkit-*"))


def test_a_folder_outside_the_project_can_be_named(
    site: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    out = tmp_path_factory.mktemp("hugo") / "new"
    build(site, layout="hugo", output=out)
    assert (out / "content/es/guides/doses.md").is_file()
    (out / "content/es/guides/heat.md").unlink()
    (out / "content/es/guides/heat.md").symlink_to(site.root / "toolkit.toml")
    with pytest.raises(ToolkitError, match="symbolic link"):
        build(again(site), layout="hugo", output=out)


@pytest.mark.parametrize("layout", ["hugo", "site"])
def test_what_people_wrote_into_a_generators_folder_stays(
    site: Project, tmp_path_factory: pytest.TempPathFactory, layout: Layout
) -> None:
    out = tmp_path_factory.mktemp("hugo")
    folder = out / ("content/es" if layout == "hugo" else "es")
    own = folder / "guides/heat.md"
    own.parent.mkdir(parents=True)
    own.write_text("Written by hand.")
    picture = folder / "images/box.svg"
    picture.parent.mkdir()
    picture.write_text(ARTICLES["images/box.svg"])
    for _ in range(2):  # a build that stopped does not take it for its own
        with pytest.raises(BuildError, match="no build wrote it"):
            build(again(site), layout=layout, output=out)
        assert own.read_text() == "Written by hand."
    own.unlink()
    assert build(again(site), layout=layout, output=out).errors == ()
    assert "Heat ✓" in own.read_text()
    own.write_text("Generated, and edited.")
    build(again(site), layout=layout, output=out)
    assert "Heat ✓" in own.read_text()
    (site.source_dir / "guides/doses.md").unlink()
    build(again(site), layout=layout, output=out)
    assert not (folder / "guides/doses.md").exists()
    assert picture.is_file()
    picture.write_text("Another.")
    (site.source_dir / "b.md").write_text("# B\n\n![A box](images/box.svg)\n")
    with pytest.raises(BuildError, match=r"images/box\.svg: .*no build wrote it"):
        build(again(site), layout=layout, output=out)
    assert picture.read_text() == "Another."


@pytest.mark.skipif(os.name == "nt", reason="a backslash is no part of a name here")
@pytest.mark.parametrize(
    ("name", "what"), [("b\\c.md", "has a backslash"), (os.fsdecode(b"b\xff.md"), "is not UTF-8")]
)
def test_an_article_whose_name_no_page_can_have_keeps_no_other_from_being_built(
    make_project: Callable[..., Path], name: str, what: str
) -> None:
    project = Project.find(make_project({"a.md": "# A\n\n[b](b%5Cc.md)\n"}, CONFIG))
    try:
        (project.source_dir / name).write_text("# B\n")
    except OSError:
        pytest.skip("this file system has no such names")
    report = build(project)
    assert [what in error for error in report.errors] == [True]
    assert (project.output_dir / "en/a.html").is_file()


@pytest.mark.parametrize("layout", ["hugo-suffix", "mkdocs-suffix"])
def test_nothing_is_written_over_another_output(make_project: Callable[..., Path], layout: Layout) -> None:
    project = Project.find(make_project({"a.md": "# A\n", "a.es.md": "# Another\n"}, CONFIG))
    for _ in range(2):
        with pytest.raises(BuildError, match=r"a\.es\.md: .*would both be this file"):
            build(again(project), layout=layout)
