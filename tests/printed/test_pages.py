"""Pages by mail: complete, harmless whatever the catalogs hold, readable by everybody, printable."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import turbohtml

from tests.git import Repository
from tests.publishing.browser import chromium, npm_file, nu_messages
from toolkit import auditing, provenance
from toolkit.catalogs import po
from toolkit.errors import MissingExtra, ToolkitError
from toolkit.extracting import extract
from toolkit.interchange import workbook
from toolkit.model import State, Unit
from toolkit.printed import audit as printed_audit
from toolkit.printed import handout, mailing, page
from toolkit.project import Article, Project

DAY = date(2026, 3, 1)
ANA, EVA = "Ana Probe <ana@example.org>", "Eva Muster <eva@example.org>"
HOSTILE = (
    "</p></main><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}"
    "\u202eabc\x0b\x7f\x85 &amp; <style>*{display:none}</style> javascript:alert(1)"
)
ARTICLE = """\
---
title: Doses & "safety"
critical: true
---

# Doses

Take **5 ml** at [night](https://example.org/n).

Do not drive.

Rest a day.

Call us.
"""
CONFIG = """
locales = ["es", "ar"]
[site]
title = "Probe <Clinic>"
[review]
require-second-person = true
critical-roles = ["reviewer", "clinician"]
"""
Make = Callable[..., Path]


def changed(project: Project, locale: str, make: Callable[[Unit], Unit]) -> None:
    path = project.catalog_path(project.all_articles[0], locale)
    catalog = po.read(path, locale=locale)
    po.write(path, replace(catalog, units=tuple(map(make, catalog.units))))


def drafted(unit: Unit) -> Unit:
    target = "Conduzca." if "drive" in unit.source else f"[{unit.source}]"
    return provenance.with_draft(
        unit, target, engine="apertium eng-spa", on=DAY, rung="words" if "drive" in unit.source else None
    )


def edited(unit: Unit) -> Unit:
    if "Call" in unit.source:
        return unit
    unit = provenance.accepted(unit, f"«{unit.source}»", by=ANA, on=DAY)
    if "Rest" in unit.source:
        unit = provenance.with_remark(unit, EVA, "A day and a night?", on=DAY)
    return provenance.with_signoff(unit, EVA, on=DAY) if "Take" in unit.source else unit


@pytest.fixture
def project(make_project: Make) -> Project:
    """A critical article: drafted, edited by Ana, partly signed by Eva, one source changed since."""
    project = Project.find(make_project({"dose.md": ARTICLE}, CONFIG))
    repo = Repository(project.root)
    extract(project)
    for step, author in ((drafted, EVA), (edited, ANA)):
        for locale in ("es", "ar"):
            changed(project, locale, step)
        repo.commit(author=author)
    source = project.source_dir / "dose.md"
    source.write_text(source.read_text("utf-8").replace("Rest a day", "Rest two days"), "utf-8")
    extract(project)
    return Project.find(project.root)


@pytest.fixture
def hostile(make_project: Make) -> Project:
    """A catalog in which every text, name and comment is an attack."""
    project = Project.find(
        make_project({"x.md": f"---\ntitle: '{HOSTILE.splitlines()[0]}'\n---\n\nStop.\n"}, CONFIG)
    )
    extract(project)

    def attacked(unit: Unit) -> Unit:
        unit = provenance.with_draft(unit, "a", engine=HOSTILE, on=DAY, rung=HOSTILE)
        unit = provenance.accepted(unit, HOSTILE, by=HOSTILE, on=DAY)
        unit = provenance.with_remark(unit, HOSTILE, HOSTILE, on=DAY)
        return replace(
            provenance.with_signoff(unit, HOSTILE, on=DAY, role=HOSTILE), notes=(HOSTILE,), role=HOSTILE
        )

    changed(project, "es", attacked)
    return project


def article(project: Project) -> Article:
    return project.all_articles[0]


def sheet(project: Project, locale: str = "es") -> str:
    made = handout.sheet(project, article(project), locale, table="dose.xlsx", today=DAY)
    assert made is not None
    return handout.html(made)


def audited(project: Project, locale: str = "es") -> str:
    found = auditing.audit(project, article(project), locale)
    assert found is not None
    return printed_audit.html([found], project="Probe", source_locale="en")


PLAIN = """html head meta title style body main header footer section article p h1 h2 dl dt dd div ul ol li a
span strong em bdi code ins del"""
PAGES = [pytest.param(sheet, id="handout"), pytest.param(audited, id="audit")]
Maker = Callable[..., str]


def tags(text: str) -> list[tuple[str, dict[str, str]]]:
    return [
        (token.tag, {name: value or "" for name, value in token.attrs or []})
        for token in turbohtml.tokenize(text, capture_attributes=True)
        if token.tag and int(token.type) == 1
    ]


@pytest.mark.parametrize("make", PAGES)
def test_a_hostile_catalog_is_only_text(make: Maker, hostile: Project) -> None:
    text = make(hostile)
    found = tags(text)
    names = {tag for tag, _ in found}
    assert not names & {"script", "img", "iframe", "object", "form", "input", "link", "svg", "base"}
    assert names <= set(PLAIN.split())
    assert not [
        name for _, attributes in found for name in attributes if name.startswith("on") or name == "style"
    ]
    assert [tag for tag, _ in found].count("style") == 1
    assert all(attributes["href"].startswith("#") for tag, attributes in found if tag == "a")
    assert "&lt;script&gt;alert(1)" in text, "it is there, as text"
    assert "{{ 7*7 }}" in text, "no template is run that stands in a text"
    assert not re.search("[\x0b\x7f\x85]", text)


@pytest.mark.parametrize("make", PAGES)
def test_the_page_needs_nothing_else(make: Maker, project: Project) -> None:
    text = make(project)
    policy = next(a["content"] for tag, a in tags(text) if a.get("http-equiv") == "Content-Security-Policy")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("make", PAGES)
@pytest.mark.parametrize(("locale", "direction"), [("es", "ltr"), ("ar", "rtl")])
def test_each_text_stands_in_its_language_and_direction(
    make: Maker, project: Project, locale: str, direction: str
) -> None:
    texts = [a for tag, a in tags(make(project, locale)) if tag == "p" and a.get("class") == "text"]
    assert len(texts) >= 10
    assert [(a["lang"], a["dir"]) for a in texts] == [("en", "ltr"), (locale, direction)] * (len(texts) // 2)


def words(text: str) -> str:
    bare = re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.S)
    return re.sub(r" ([,.:;)])", r"\1", " ".join(bare.split()))


def test_the_handout_says_what_a_reviewer_has_to_know(project: Project) -> None:
    said = words(sheet(project))
    for wanted in (
        "Probe &lt;Clinic&gt;",
        "Please compare the Spanish text with the English one",
        "This article is critical.",
        "signed off as reviewer and as clinician",
        "the table dose.xlsx",
        "machine: apertium eng-spa",
        "Eva Muster, 2026-03-01: A day and a night?",
        "The original has changed",
        "What a person changed in the machine’s text:",
        "Signed off by: Eva Muster (reviewer), 2026-03-01",
        "Still needed: a sign-off as clinician",
        "signed off, not yet by all",
        "Name and mail address",
    ):
        assert wanted in said, wanted
    assert "eva@example.org" not in said, "a page by mail names people, not their addresses"


def test_edits_are_marked_word_by_word(project: Project) -> None:
    text = sheet(project)
    assert "Rest <del>a day</del><ins>two days</ins>." in text
    assert "<del>[</del><ins>«</ins>Take **5 ml** at" in text


def test_a_sure_machine_and_a_quiet_check_need_no_look(project: Project) -> None:
    made = handout.sheet(project, article(project), "es")
    assert made is not None
    risky = {entry.source for entry in made.first}
    assert "Rest two days." in risky
    assert "Call us." not in risky


def test_codes_are_set_apart_from_words() -> None:
    text = page.marked('Take **5 ml** at [night](https://x.org "a<b").', "markdown")
    assert re.findall(r'<span class="code">(.*?)</span>', text) == [
        "**", "**", "[", "](https://x.org &#34;a&lt;b&#34;)"]  # fmt: skip
    assert "<b" not in text.replace('<span class="code">', "").replace("</span>", "")


def test_a_page_and_a_table_for_each(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "to review"
    problems: list[str] = []
    written = mailing.write(project, project.all_articles, ("es", "ar"), out, problems)
    assert problems == []
    assert [path.relative_to(out).as_posix() for path in written] == ["es/dose.html", "ar/dose.html"]
    rows = workbook.read_xlsx(out / "es" / "dose.xlsx")
    made = handout.sheet(project, article(project), "es")
    assert made is not None
    assert [row.source for row in rows] == [entry.source for entry in made.entries], "in the same order"


@pytest.mark.parametrize("folder", ["build", "source_articles", "locales/es", "source_articles/../build/x"])
def test_pages_with_names_are_not_written_among_the_projects_files(project: Project, folder: str) -> None:
    with pytest.raises(ToolkitError, match="is for the project's own files"):
        mailing.write(project, project.all_articles, ("es",), project.root / folder, [])


def test_the_command_writes_them(project: Project) -> None:
    def toolkit(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "toolkit", "review", *arguments]
        return subprocess.run(command, cwd=project.root, capture_output=True, text=True)

    done = toolkit("dose.md", "-l", "ar", "--static", "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 page written to out")
    assert (project.root / "out" / "ar" / "dose.html").is_file()
    assert toolkit("dose.md", "-l", "ar").returncode == 2


def test_the_html_is_valid(project: Project, hostile: Project, tmp_path: Path) -> None:
    files = []
    for number, text in enumerate(
        [
            sheet(project),
            sheet(project, "ar"),
            audited(project),
            audited(project, "ar"),
            sheet(hostile),
            audited(hostile),
        ]
    ):
        files.append(tmp_path / f"page{number}.html")
        files[-1].write_text(text, "utf-8")
    assert nu_messages(files) == []


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as running:
        yield running


@pytest.mark.parametrize("make", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_everybody_can_read_it(
    browser: Any, make: Maker, project: Project, tmp_path: Path, scheme: str, width: int
) -> None:
    axe = npm_file("axe-core", "axe.min.js").read_text("utf-8")
    path = tmp_path / "page.html"
    path.write_text(make(project, "ar"), "utf-8")
    # The page allows no script, so the checker comes in past its policy.
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True
    )
    view = context.new_page()
    view.goto(path.as_uri())
    view.evaluate(axe)
    found = view.evaluate("axe.run()")
    wide = view.evaluate("document.documentElement.scrollWidth > innerWidth")
    context.close()
    assert [(item["id"], [node["html"][:80] for node in item["nodes"]]) for item in found["violations"]] == []
    assert len(found["passes"]) > 10, "the checker has looked"
    assert not wide, "nothing has to be scrolled sideways"


def test_it_prints_on_pages_with_room_to_sign(browser: Any, project: Project, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(sheet(project), "utf-8")
    view = browser.new_page()
    view.goto(path.as_uri())
    view.emulate_media(media="print", color_scheme="dark")
    assert view.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert view.evaluate("getComputedStyle(document.querySelector('.tick')).display") == "grid"
    printed = view.pdf(prefer_css_page_size=True)
    view.close()
    assert printed.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 4


def test_what_cannot_be_read_is_told_and_the_others_go_on(project: Project, tmp_path: Path) -> None:
    project.catalog_path(article(project), "es").write_text("no catalog", "utf-8")
    problems: list[str] = []
    written = mailing.write(project, project.all_articles, ("es", "ar"), tmp_path / "out", problems)
    assert [path.parent.name for path in written] == ["ar"]
    assert "dose.po:1" in problems[0]


def test_the_states_a_page_can_show_are_all_named() -> None:
    assert set(handout._STATE_NAMES) == set(State)


def test_without_the_extra_the_table_is_csv(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise MissingExtra("xlsx", package="openpyxl", purpose="reading and writing XLSX")

    monkeypatch.setattr(workbook, "_openpyxl", missing)
    (written,) = mailing.write(project, project.all_articles, ("es",), tmp_path, [])
    assert written.with_suffix(".csv").is_file()
    assert "the table dose.csv" in words(written.read_text("utf-8"))


def test_texts_with_plural_forms_are_not_silently_left_out(project: Project) -> None:
    path = project.catalog_path(article(project), "es")
    catalog = po.read(path, locale="es")
    many = Unit("one day", "un día", plural="days", plural_targets=("un día", "días"), state=State.TRANSLATED)
    po.write(path, replace(catalog, units=(*catalog.units, many)))
    assert "1 with plural forms are not on this page" in words(sheet(project))


def test_nothing_is_written_through_a_link_that_leads_elsewhere(project: Project, tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "es").symlink_to(elsewhere)
    problems: list[str] = []
    assert mailing.write(project, project.all_articles, ("es",), out, problems) == []
    assert "symbolic link leads out" in problems[0]
    assert list(elsewhere.iterdir()) == []
