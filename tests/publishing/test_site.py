# ruff: noqa: E501
"""The build from end to end: what is published, where, and that it is what a clean build gives."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.publishing.conftest import ARTICLES, CONFIG, again, translated, tree, with_spanish
from toolkit.errors import BuildError, ConfigError
from toolkit.model import State, Unit
from toolkit.project import Project
from toolkit.publishing.site import build


def page(project: Project, name: str) -> str:
    return (project.output_dir / name).read_text(encoding="utf-8")


def test_pages_and_markdown_in_every_language(site: Project) -> None:
    report = build(site)
    assert report.pages == {"en": 4, "es": 4, "ar": 4}
    assert not report.refused
    assert not report.errors
    text = page(site, "es/guides/doses.html")
    assert '<html lang="es" dir="ltr">' in text
    assert "<strong>with food</strong>" in text
    assert "Doses ✓" in text
    assert "✓" in page(site, "es/guides/doses.md")
    assert 'dir="rtl"' in page(site, "ar/guides/doses.html")
    assert not (site.output_dir / "es/about.md").exists()


def test_what_is_not_translated_is_marked(site: Project) -> None:
    build(site)
    assert '<span class="untranslated" lang="en" dir="ltr">Heat helps.</span>' in page(
        site, "ar/guides/heat.html"
    )
    assert 'lang="en"' not in page(site, "es/guides/heat.html").split("<main", 1)[1]


def test_the_title_of_an_admonition_can_be_untranslated(make_project: Callable[..., Path]) -> None:
    text = '# A\n\n!!! warning "Danger"\n    Wait now.\n\n:::caution[Burns]\nStop now.\n:::\n'
    project = Project.find(make_project({"a.md": text}, CONFIG))
    translated(project, "es", lambda unit: unit if unit.source == "A" else None)
    build(project)
    text = page(project, "es/a.html")
    assert text.index("untranslated-note") < text.index("Wait now.") < text.index("Stop now.")
    assert '<div class="alert warning titled">' in text
    assert "<span class='untranslated' lang='en' dir='ltr'>Danger</span>" in text
    assert '<div class="alert caution titled">' in text
    assert "!!!" not in text


def test_a_blank_translation_of_plain_text_is_none(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.txt": "Heat\n\nNever sleep on it.\n"}, CONFIG))
    blank = {"Never sleep on it.": " \u2028"}
    translated(project, "es", lambda unit: replace(unit, target=blank.get(unit.source, "Calor")))
    build(project)
    assert "Never sleep on it." in page(project, "es/a.html")
    assert "Never sleep on it." in page(project, "es/a.md")


@pytest.mark.parametrize("target", ["Sol.\nCalor.", 'Vea [A](a.md "El título").'])
def test_words_may_bring_a_line_break_and_a_title(make_project: Callable[..., Path], target: str) -> None:
    source = "See [A](a.md)." if "[" in target else "Heat."
    project = Project.find(make_project({"a.md": f"# A\n\n{source}\n"}, CONFIG))
    translated(project, "es", lambda unit: replace(unit, target=target) if unit.source == source else unit)
    report = build(project)
    assert not report.errors
    text = page(project, "es/a.html")
    assert ('title="El título"' if "[" in target else "Sol.<br />\nCalor.") in text


def test_ids_are_the_sources_in_all_languages(site: Project) -> None:
    build(site)
    for tag in ("en", "es", "ar"):
        assert 'id="how-long"' in page(site, f"{tag}/guides/heat.html")
        assert 'id="much"' in page(site, f"{tag}/guides/doses.html")


@pytest.mark.parametrize(
    ("how", "wanted"),
    [("attribute", "## How long? ✓ {#how-long}"), ("anchor", '## <a id="how-long"></a>How long? ✓')],
)
def test_ids_in_markdown(make_project: Callable[..., Path], how: str, wanted: str) -> None:
    project = with_spanish(make_project(ARTICLES, CONFIG + f'[build]\nheading-ids = "{how}"\n'))
    build(project)
    assert wanted in page(project, "es/guides/heat.md")
    assert "{#much}" in page(project, "es/guides/doses.md")


def test_links_lead_to_the_same_language_where_it_is_published(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project(ARTICLES, CONFIG + '[build]\nincomplete = "omit"\n'))
    translated(project, "es", names=("guides/doses.md",))
    build(project)
    text = page(project, "es/guides/doses.html")
    assert 'href="../../en/guides/heat.html#how-long"' in text
    assert 'href="../../en/about.html"' in text
    assert "](../../en/guides/heat.md#how-long)" in page(project, "es/guides/doses.md")
    translated(project, "es")
    build(project)
    assert 'href="heat.html#how-long"' in page(project, "es/guides/doses.html")
    assert "](heat.md#how-long)" in page(project, "es/guides/doses.md")


def test_whole_pages_stay_their_authors(site: Project) -> None:
    build(site)
    text = page(site, "es/sheet.html")
    assert '<html lang="es" dir="ltr">' in text
    assert "Print me." in text
    assert "theme.css" not in text
    assert 'hreflang="x-default" href="https://clinic.example/en/sheet.html"' in text
    assert 'name="robots" content="noindex"' in page(site, "ar/sheet.html")


def edits(project: Project) -> dict[str, Callable[[], object]]:
    source, catalogs = project.source_dir, project.catalogs_dir
    return {
        "source": lambda: (source / "guides/heat.md").write_text(
            ARTICLES["guides/heat.md"].replace("title: Heat", "title: Warmth"), encoding="utf-8"
        ),
        "catalog": lambda: translated(
            again(project), "es", lambda unit: replace(unit, target="¡" + unit.target)
        ),
        "new language": lambda: translated(again(project), "ar"),
        "new article": lambda: (source / "new.md").write_text(
            "---\ndate: 2025-03-01\n---\n# New\n", encoding="utf-8"
        ),
        "article gone": lambda: (source / "guides/heat.md").unlink(),
        "catalog gone": lambda: (catalogs / "es/LC_MESSAGES/guides/heat.po").unlink(),
        "asset": lambda: (source / "images/box.svg").write_text("<svg/>", encoding="utf-8"),
        "config": lambda: project.config_path.write_text(CONFIG.replace("Green", "Blue"), encoding="utf-8"),
        "template": lambda: (
            (project.root / "theme").mkdir(exist_ok=True),
            (project.root / "theme/notices.html").write_text("<p>own</p>", encoding="utf-8"),
        ),
        "words": lambda: (catalogs / "es/LC_MESSAGES/theme.po").write_text(
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Next"\nmsgstr "Adelante"\n',
            encoding="utf-8",
        ),
        "output damaged": lambda: (project.output_dir / "es/guides/heat.html").write_text(
            "", encoding="utf-8"
        ),
        "output gone": lambda: (project.output_dir / "es/guides/doses.md").unlink(),
    }


@pytest.mark.parametrize(
    "what",
    [
        "source", "catalog", "new language", "new article", "article gone", "catalog gone", "asset", "config",
        "template", "words", "output damaged", "output gone",
    ],
)  # fmt: skip
def test_a_build_after_a_change_is_the_clean_build(site: Project, what: str) -> None:
    build(site)
    edits(site)[what]()
    build(again(site))
    incremental = tree(site.output_dir)
    shutil.rmtree(site.output_dir)
    shutil.rmtree(site.cache_dir)
    build(again(site))
    assert incremental == tree(site.output_dir)


def test_a_second_build_has_nothing_to_do(site: Project) -> None:
    first = build(site)
    second = build(again(site))
    assert second.unchanged
    assert second.pages == first.pages
    assert second.refused == first.refused
    forced = build(again(site), force=True)
    assert forced.written == 0


def test_only_the_changed_article_is_written(site: Project) -> None:
    build(site)
    path = site.source_dir / "guides/heat.md"
    path.write_text(ARTICLES["guides/heat.md"].replace("Twenty", "Thirty"), encoding="utf-8")
    assert build(again(site)).written == 6  # its page and its Markdown in three languages


def test_a_change_that_nothing_but_the_text_shows_is_written(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": "# A\n\nTake 2 tablets.\n"}, CONFIG))
    build(project)
    (project.source_dir / "a.md").write_text("# A\n\nTake 3 tablets.\n", encoding="utf-8")
    build(again(project))
    assert "Take 3 tablets." in page(project, "en/a.html")
    assert "Take 3 tablets." in page(project, "en/a.md")
    translated(
        project, "es", lambda unit: replace(unit, target="A" if unit.source == "A" else "Tome 2 tabletas.")
    )
    build(again(project))
    translated(
        project, "es", lambda unit: replace(unit, target="A" if unit.source == "A" else "Tome 3 tabletas.")
    )
    build(again(project))
    assert "Tome 3 tabletas." in page(project, "es/a.html")
    assert "Tome 3 tabletas." in page(project, "es/a.md")


def test_processes_give_the_same_bytes(make_project: Callable[..., Path]) -> None:
    articles = {f"n{number}.md": f"# N{number}\n\nText [x](n{number + 1}.md).\n" for number in range(60)}
    project = with_spanish(make_project(articles, CONFIG))
    build(project, jobs=2)
    many = tree(project.output_dir)
    shutil.rmtree(project.output_dir)
    shutil.rmtree(project.cache_dir)
    build(again(project), jobs=1)
    assert many == tree(project.output_dir)
    assert len(many) > 300


def leaks(project: Project, words: str, tag: str) -> list[str]:
    """Places that name something which is not published, besides the pages themselves."""
    places = [f"{tag}/index.html", f"{tag}/feed.xml", "sitemap.xml"]
    out = project.output_dir
    return [place for place in places if (out / place).exists() and words in page(project, place)]


def draft(unit: Unit) -> Unit | None:
    comments = ("draft: fake en-es 2025-01-01",)
    return replace(unit, state=State.DRAFT, comments=comments, target="Borrador " + unit.source)


def test_machine_text_is_labelled_and_listed_nowhere(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project(ARTICLES, CONFIG))
    translated(project, "es", lambda unit: draft(unit) or unit, ("guides/doses.md",))
    translated(project, "es", names=("guides/heat.md",))
    build(project, accept="drafts")
    text = page(project, "es/guides/doses.html")
    assert "Borrador" in text
    assert "Traducción automática, aún sin revisar." in text
    assert '<meta name="robots" content="noindex">' in text
    assert 'hreflang="es" href="https' not in text
    assert leaks(project, "guides/doses.html", "es") == ["sitemap.xml"]  # the English one
    assert "https://clinic.example/es/guides/doses.html" not in page(project, "sitemap.xml")
    assert "https://clinic.example/es/guides/doses.html" not in page(project, "en/guides/doses.html")
    said = 'translation: "machine"\n'
    assert page(project, "es/guides/doses.md").startswith(f"---\n{said}title:")
    assert said not in page(project, "es/guides/heat.md")
    build(again(project))
    assert "Borrador" not in page(project, "es/guides/doses.html")
    assert said not in page(project, "es/guides/doses.md")


def test_omitted_pages_leak_nowhere(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project(ARTICLES, CONFIG + '[build]\nincomplete = "omit"\n'))
    translated(project, "es", lambda unit: None if unit.source == "5 mg" else unit)
    report = build(project)
    assert ("guides/doses.md", "es") in {(name, tag) for name, tag, _ in report.unpublished}
    everything = "".join(
        text.decode()
        for name, text in tree(project.output_dir).items()
        if name.endswith(("html", "xml", "md"))
    )
    assert "es/guides/doses" not in everything
    assert not (project.output_dir / "es/guides/doses.md").exists()


def test_critical_articles_want_every_unit_signed_off(make_project: Callable[..., Path]) -> None:
    from datetime import date

    from toolkit import provenance

    articles = {"a.md": "---\ncritical: true\n---\n# A\n\nOne.\n"}
    project = with_spanish(make_project(articles, CONFIG))
    assert build(project).pages["es"] == 0
    on = date(2025, 6, 1)
    translated(project, "es", lambda unit: provenance.with_signoff(unit, "R <r@example.org>", on=on))
    assert build(again(project)).pages["es"] == 1
    assert "Revisado el 1 de junio de 2025" in page(project, "es/a.html")


HELD = CONFIG + '[build]\nincomplete = "hold"\n'


def test_hold_shows_the_earlier_accepted_text_of_a_changed_segment(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": "---\nupdated: 2025-07-01\n---\n# A\n\nNew text.\n"}, HELD))

    def stale(unit: Unit) -> Unit:
        if unit.source == "New text.":
            return replace(unit, state=State.STALE, previous="Old text.", target="Texto viejo.")
        return unit

    translated(project, "es", stale)
    build(project)
    text = page(project, "es/a.html")
    assert "Texto viejo." in text
    assert "New text." not in text
    assert "cambió el 1 de julio de 2025" in text


def test_hold_keeps_the_last_complete_page_when_parts_are_new(make_project: Callable[..., Path]) -> None:
    project = with_spanish(make_project({"a.md": "# A\n\nOne.\n"}, HELD))
    build(project)
    (project.source_dir / "a.md").write_text("# A\n\nOne.\n\nTwo is new.\n", encoding="utf-8")
    build(again(project))
    text = page(project, "es/a.html")
    assert "One. ✓" in text
    assert "Two" not in text
    assert "se está actualizando" in text
    shutil.rmtree(project.cache_dir)
    shutil.rmtree(project.output_dir)
    build(again(project))
    assert page(project, "es/a.html") == text


def test_hold_publishes_nothing_that_was_never_complete(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": "# A\n\nOne.\n"}, HELD))
    assert build(project).pages == {"en": 1, "es": 0, "ar": 0}


def test_a_forged_snapshot_brings_no_script(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": "# A\n\nOne.\n"}, HELD))
    path = project.catalogs_dir / "es/held/a.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"text": ["# A\\n\\n<script>alert(1)</script>\\n"], "ids": ["a"]}', encoding="utf-8")
    report = build(project)
    assert report.pages["es"] == 0
    assert report.errors


def test_slugs_follow_titles_and_stay(make_project: Callable[..., Path]) -> None:
    project = Project.find(
        make_project({"a.md": "---\ntitle: Pain\n---\n# Pain\n"}, CONFIG + "localised-slugs = true\n")
    )
    translated(project, "es", lambda unit: replace(unit, target="¿Qué es el dolor?"))
    build(project)
    assert (project.output_dir / "es/qué-es-el-dolor.html").exists()
    assert 'url=qu%C3%A9-es-el-dolor.html"' in page(project, "es/a.html")
    translated(project, "es", lambda unit: replace(unit, target="Otro título"))
    build(again(project))
    assert "Otro título" in page(project, "es/qué-es-el-dolor.html")


def test_aliases_lead_to_the_page_and_never_out(make_project: Callable[..., Path]) -> None:
    text = "---\naliases: [old, /very/old/, ../../../../out, 'c:/x', https://x.example]\n---\n# A\n"
    project = Project.find(make_project({"g/a.md": text}, CONFIG))
    build(project)
    assert 'url=a.html"' in page(project, "en/g/old.html")
    assert 'url=../../g/a.html"' in page(project, "en/very/old/index.html")
    assert not list(project.root.glob("out*"))


@pytest.mark.parametrize(
    ("layout", "path", "front"),
    [
        ("hugo", "content/es/guides/doses.md", 'translationKey: "guides/doses"'),
        ("hugo-suffix", "content/guides/doses.es.md", "translationKey"),
        ("docusaurus", "i18n/es/docusaurus-plugin-content-docs/current/guides/doses.md", "title: Doses ✓"),
        ("mkdocs", "docs/es/guides/doses.md", 'lang: "es"'),
        ("mkdocs-suffix", "docs/guides/doses.es.md", 'lang: "es"'),
        ("jekyll", "es/guides/doses.md", 'ref: "guides/doses"'),
        ("plain", "es/guides/doses.md", 'lang: "es"'),
    ],
)
def test_layouts_of_other_generators(site: Project, layout: str, path: str, front: str) -> None:
    build(site, layout=layout)  # type: ignore[arg-type]
    text = page(site, path)
    assert front in text.split("---")[1]
    assert "](heat.md#how-long)" in text
    assert not (site.output_dir / "sitemap.xml").exists()


def test_a_broken_template_names_its_file(site: Project) -> None:
    (site.root / "theme").mkdir()
    (site.root / "theme/article.html").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(BuildError, match=r"article\.html:1"):
        build(site)


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("incomplete: maybe", "incomplete has to be one of fallback, omit, hold"),
        ("incomplete: [omit]", "incomplete has to be one of fallback, omit, hold"),
        ("accept: reviewd", "accept has to be one of drafts, translated, reviewed"),
        ("threshold: 1.5", "threshold has to be from 0 to 1"),
        ("threshold: yes", "threshold has to be from 0 to 1"),
    ],
)
def test_a_rule_in_front_matter_is_checked(make_project: Callable[..., Path], rule: str, wanted: str) -> None:
    project = Project.find(make_project({"a.md": f"---\n{rule}\n---\n# A\n"}, CONFIG))
    assert wanted in build(project).errors[0]


def test_an_unknown_layout_is_no_setting(make_project: Callable[..., Path]) -> None:
    with pytest.raises(ConfigError, match=r"build\.layout"):
        Project.find(make_project({}, '[build]\nlayout = "gatsby"\n'))


# Markdown for another generator is written without pages


@pytest.mark.parametrize(
    "what",
    ["source", "catalog", "new article", "article gone", "catalog gone", "asset", "output damaged", "output gone"],
)  # fmt: skip
def test_markdown_alone_after_a_change_is_the_clean_build(site: Project, what: str) -> None:
    build(site, layout="plain", locales=["es"])
    mine = {
        "output damaged": lambda: (site.output_dir / "es/guides/heat.md").write_text("x"),
        "output gone": (site.output_dir / "es/guides/heat.md").unlink,
    }
    (edits(site) | mine)[what]()
    build(again(site), layout="plain", locales=["es"])
    incremental = tree(site.output_dir)
    shutil.rmtree(site.output_dir)
    shutil.rmtree(site.cache_dir)
    build(again(site), layout="plain", locales=["es"])
    assert incremental == tree(site.output_dir)
    assert any(name.endswith(".md") for name in incremental)


def test_markdown_alone_says_the_same_of_links_as_a_site(make_project: Callable[..., Path]) -> None:
    text = "# A\n\n[gone](no.md) ![here](b.svg) <img src='c.svg'> [a](a.md) [é](é.md)\n\n<!-- [x](y.md) -->\n"
    project = Project.find(make_project({"a.md": text, "b.svg": "b", "c.svg": "c"}, CONFIG))
    plain = build(project, layout="plain")
    assert {name for name in tree(project.output_dir) if name.startswith("es/")} == {
        "es/a.md",
        "es/b.svg",
        "es/c.svg",
    }
    assert plain.broken == build(again(project)).broken
    assert [url for _, url in plain.broken] == ["no.md", "%C3%A9.md"]


def test_markdown_alone_is_compared_as_html_too(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last net holds where no page is made: what gets past the comparison of segments is not published."""
    from toolkit.publishing import in_language
    from toolkit.publishing.compose import Composed

    def holed(document: object, *_: object, **__: object) -> Composed:
        return Composed(document.text + "\n<script>alert(1)</script>\n", 1)  # type: ignore[attr-defined]

    monkeypatch.setattr(in_language, "compose", holed)
    report = build(site, layout="plain", locales=["es"], jobs=1)
    assert any("<script>" in error for error in report.errors)
    assert not any(name.endswith(".md") for name in tree(site.output_dir))


@pytest.mark.parametrize("damage", [b"", b"[1]\n", b'[2, "other key", 0, 0, []]\n', b"\xff\n"])
def test_a_damaged_cache_is_made_again(site: Project, damage: bytes) -> None:
    build(site)
    clean = tree(site.output_dir)
    bodies = [path for path in (site.cache_dir / "build/pages").rglob("*") if path.is_file()]
    assert len(bodies) == 12
    for path in bodies:
        whole = path.read_bytes()
        path.write_bytes(damage or whole[:-1])
    shutil.rmtree(site.output_dir)
    build(again(site))
    assert tree(site.output_dir) == clean


def test_a_list_shows_of_an_article_only_what_its_key_covers(
    site: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lists are made again when a card's digest changes: what else a card read, it would show stale."""
    from toolkit.publishing.facts import CARD, Facts
    from toolkit.publishing.pages import Site

    read: set[str] = set()

    class Watched:
        def __init__(self, facts: Facts) -> None:
            self._facts = facts

        def __getattr__(self, name: str) -> object:
            read.add(name)
            return getattr(self._facts, name)

    real = Site.card

    def card(self: Site, name: str, locale: str, path: str) -> dict[str, str]:
        facts = {pair: Watched(self.facts[pair]) for pair in self.briefs}
        return real(replace(self, facts=facts), name, locale, path)  # type: ignore[arg-type]

    monkeypatch.setattr(Site, "card", card)
    build(site, jobs=1)
    assert {"title", "summary"} <= read <= {*CARD, "words", "locale"}


def test_a_page_knows_only_its_own_article(site: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page's key covers its article in all languages, neighbours' titles and what it links to."""
    from toolkit.publishing.store import Library

    asked: set[str] = set()
    real = Library.__getitem__

    def watched(self: Library, pair: tuple[str, str]) -> object:
        asked.add(pair[0])
        return real(self, pair)

    monkeypatch.setattr(Library, "__getitem__", watched)
    build(site, jobs=1)
    made = again(site)
    from toolkit.publishing import jobs

    pages = jobs.page_job

    def page_job(made_of: object, config: object, name: str, tag: str) -> object:
        asked.clear()
        job = pages(made_of, config, name, tag)  # type: ignore[arg-type]
        assert asked == {name}
        return job

    monkeypatch.setattr("toolkit.publishing.work.page_job", page_job)
    shutil.rmtree(site.output_dir)
    build(made, jobs=1)
