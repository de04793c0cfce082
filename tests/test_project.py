from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.errors import ArticleError, ConfigError, ProjectNotFound
from toolkit.project import Project

Make = Callable[..., Path]


def names(project: Project) -> list[str]:
    return [article.name for article in project.articles()]


def test_the_project_is_found_from_any_folder_inside_it(make_project: Make) -> None:
    root = make_project({"guides/a.md": "# A"})
    assert Project.find(root / "source_articles" / "guides").root == root.resolve()


def test_a_pyproject_without_our_table_is_passed_by(make_project: Make) -> None:
    root = make_project({"guides/a.md": "# A"})
    (root / "source_articles" / "pyproject.toml").write_text("[project]\n")
    assert Project.find(root / "source_articles" / "guides").root == root.resolve()


def test_where_a_folder_has_both_files_one_counts(make_project: Make) -> None:
    root = make_project({}, 'locales = ["fr"]\n')
    (root / "pyproject.toml").write_text('[tool.toolkit]\nlocales = ["es"]\n')
    assert Project.find(root).config.locales == ("fr",)


def test_outside_of_any_project_the_error_names_init(tmp_path: Path) -> None:
    with pytest.raises(ProjectNotFound, match="toolkit init"):
        Project.find(tmp_path)


def test_articles_are_sorted_and_only_what_a_format_reads(make_project: Make) -> None:
    root = make_project({"b.md": "b", "a.txt": "a", "sub/c.html": "c", "image.svg": "x", ".hidden.md": "x"})
    assert names(Project.find(root)) == ["a.txt", "b.md", "sub/c.html"]


def test_globs_include_and_exclude(make_project: Make) -> None:
    articles = {"a.md": "a", "drafts/b.md": "b", "sub/drafts/c.md": "c", "sub/d.txt": "d"}
    root = make_project(articles, 'include = ["*.md"]\nexclude = ["/drafts/"]\n')
    assert names(Project.find(root)) == ["a.md", "sub/drafts/c.md"]


def test_catalogs_lie_where_gettext_looks(make_project: Make) -> None:
    root = make_project({"guides/a.md": "# A"})
    project = Project.find(root)
    (article,) = project.articles()
    assert project.relative(project.catalog_path(article, "pt-BR")) == "locales/pt_BR/LC_MESSAGES/guides/a.po"
    assert project.relative(project.template_path(article)) == "locales/templates/guides/a.pot"


def test_two_articles_that_differ_only_in_suffix_keep_it(make_project: Make) -> None:
    project = Project.find(make_project({"a.md": "a", "a.html": "a", "b.md": "b"}))
    assert [article.catalog for article in project.articles()] == ["a.html", "a.md", "b"]


def test_no_two_catalogs_have_one_name(make_project: Make) -> None:
    names = ["a.html", "a.md", "a.md.md", "theme.md", "sub/theme.md"]
    project = Project.find(make_project(dict.fromkeys(names, "Words")))
    assert {article.name: article.catalog for article in project.articles()} == {
        "a.html": "a.html",
        "a.md": "a.md",
        "a.md.md": "a.md.md",
        "sub/theme.md": "sub/theme",
        "theme.md": "theme.md",
    }, "theme.po holds the words of the pages"


@pytest.mark.parametrize(
    "name", ["guides/a.md", "guides/a", "guides", "guides/", "gui*/*.md", "./guides/a.md"]
)
def test_an_article_can_be_named_in_many_ways(make_project: Make, name: str) -> None:
    project = Project.find(make_project({"guides/a.md": "a", "b.md": "b"}))
    assert [article.name for article in project.articles([name])] == ["guides/a.md"]


def test_an_article_can_be_named_from_the_working_directory(
    make_project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project({"guides/a.md": "a", "b.md": "b"})
    monkeypatch.chdir(root / "source_articles" / "guides")
    assert [article.name for article in Project.find().articles(["a.md"])] == ["guides/a.md"]


def test_a_name_that_means_no_article_gets_the_nearest(make_project: Make) -> None:
    project = Project.find(make_project({"guides/stem-cells.md": "a"}))
    with pytest.raises(ArticleError, match=r"did you mean guides/stem-cells\.md"):
        project.articles(["guides/stemcells.md"])


def test_a_link_out_of_the_project_is_not_followed(
    make_project: Make, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = make_project({"a.md": "a"})
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_text("secret")
    (root / "source_articles" / "link.md").symlink_to(outside / "secret.md")
    (root / "source_articles" / "folder").symlink_to(outside)
    (root / "source_articles" / "again.md").symlink_to(root / "source_articles" / "a.md")
    assert names(Project.find(root)) == ["a.md", "again.md"]


def test_a_missing_source_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "toolkit.toml").write_text('source = "texts"\n')
    with pytest.raises(ConfigError, match="'texts' does not exist"):
        Project.find(tmp_path).articles()


@pytest.mark.parametrize(("key", "glob"), [("include", "[z-a]*.md"), ("exclude", "[z-a]"), ("exclude", "!")])
def test_a_glob_that_means_nothing_is_said(make_project: Make, key: str, glob: str) -> None:
    project = Project.find(make_project({"a.md": "a"}, f'{key} = ["*.txt", "{glob}"]\n'))
    with pytest.raises(ConfigError, match=rf"toolkit\.toml: {key}: ") as caught:
        project.articles()
    assert repr(glob) in str(caught.value)


def test_a_name_like_a_broken_glob_is_only_no_article(make_project: Make) -> None:
    project = Project.find(make_project({"a.md": "a"}))
    with pytest.raises(ArticleError, match="no article"):
        project.articles(["[z-a]*"])


def test_what_a_build_wrote_below_the_articles_is_no_article(make_project: Make) -> None:
    project = Project.find(make_project({"a.md": "a", "out/es/a.md": "a", "sub/out/b.md": "b"}))
    config = replace(project.config, output="./source_articles/out")
    assert names(Project(project.root, config, project.config_path)) == ["a.md", "sub/out/b.md"]


def test_catalogs_below_the_articles_are_no_articles(make_project: Make) -> None:
    articles = {"a.md": "a", "po/notes.txt": "a", "sub/po/b.md": "b"}
    project = Project.find(make_project(articles, 'catalogs = "./source_articles/po"\n'))
    assert names(project) == ["a.md", "sub/po/b.md"]


def test_a_source_folder_outside_by_a_link_is_refused(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    (tmp_path / "toolkit.toml").write_text("")
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.md").write_text("secret")
    (tmp_path / "source_articles").symlink_to(outside)
    with pytest.raises(ConfigError, match="leads out of the project"):
        Project.find(tmp_path).articles()
