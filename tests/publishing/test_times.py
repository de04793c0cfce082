"""Dates that the author has marked are shown in the reader's form; a translator's words stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.publishing.conftest import CONFIG, translated
from toolkit import formats
from toolkit.model import State
from toolkit.project import Project
from toolkit.publishing.site import build
from toolkit.publishing.times import Times

DAY = '<time datetime="2026-03-04">{}</time>'


def own(text: str, locale: str, name: str = "a.md") -> str | None:
    document = formats.parse(text, name)
    [segment] = document.segments
    return Times(document, "en", locale).own(segment)


@pytest.mark.parametrize(
    ("words", "es", "ar", "zh", "fr"),
    [
        ("March 4, 2026", "4 de marzo de 2026", "4 مارس 2026", "2026年3月4日", "4 mars 2026"),
        ("4 March 2026", "4 de marzo de 2026", "4 مارس 2026", "2026年3月4日", "4 mars 2026"),
        ("March 4th, 2026", "4 de marzo de 2026", "4 مارس 2026", "2026年3月4日", "4 mars 2026"),
        ("Mar. 4, 2026", "4 mar 2026", "4 مارس 2026", "2026年3月4日", "4 mars 2026"),
        ("March 4", "4 de marzo", "4 مارس", "3月4日", "4 mars"),
        ("March 2026", "marzo de 2026", "مارس 2026", "2026年3月", "mars 2026"),
        (
            "Wednesday, March 4, 2026",
            "miércoles, 4 de marzo de 2026",
            "الأربعاء، 4 مارس 2026",
            "2026年3月4日星期三",
            "mercredi 4 mars 2026",
        ),
        # Figures alone are read differently by different readers: the month gets its name.
        ("3/4/26", "4 mar 2026", "4 مارس 2026", "2026年3月4日", "4 mars 2026"),
    ],
)
def test_a_marked_date_needs_no_translator(words: str, es: str, ar: str, zh: str, fr: str) -> None:
    for locale, wanted in (("es", es), ("ar", ar), ("zh", zh), ("fr", fr)):
        assert own(DAY.format(words), locale) == DAY.format(wanted)
        assert own(f"<p>{DAY.format(words)}</p>", locale, "a.html") == wanted


@pytest.mark.parametrize(
    ("moment", "words", "es", "ar"),
    [
        ("2026-03", "March 2026", "marzo de 2026", "مارس 2026"),
        ("03-04", "March 4", "4 de marzo", "4 مارس"),
        ("14:30", "2:30 p.m.", "14:30", "2:30 م"),
        ("08:00", "8 a.m.", "8:00", "8:00 ص"),
        ("2026-03-04T14:30Z", "March 4, 2026 at 2:30 PM", "4 de marzo de 2026, 14:30", "4 مارس 2026، 2:30 م"),
    ],
)
def test_other_moments(moment: str, words: str, es: str, ar: str) -> None:
    for locale, wanted in (("es", es), ("ar", ar)):
        text = own(f"<time datetime='{moment}'>{words}</time>", locale)
        assert (text or "").replace("\u202f", " ") == f"<time datetime='{moment}'>{wanted}</time>"


@pytest.mark.parametrize(
    "text",
    [
        DAY.format("last spring"),
        DAY.format("March 5, 2026"),  # not what the element says
        "<time datetime='2026-03'>March 4, 2026</time>",  # more than the element says
        "<time datetime='2026-13-45'>March 4, 2026</time>",
        "<time datetime='PT4H'>4 hours</time>",
        "<time>March 4, 2026</time>",
        f"Since {DAY.format('March 4, 2026')}",
        "March 4, 2026",
    ],
)
def test_what_is_no_date_or_more_than_one_is_left_to_translators(text: str) -> None:
    assert own(text, "es") is None


def test_in_a_sentence_only_untouched_dates_change() -> None:
    source = f"Open since {DAY.format('March 4, 2026')}, closed on <time datetime='05-01'>May 1</time>."
    document = formats.parse(source, "a.md")
    times = Times(document, "en", "es")
    [segment] = document.segments
    target = source.replace("Open since", "Abierto desde el").replace("closed on", "cerrado el")
    assert times.shown(segment, target) == (
        f"Abierto desde el {DAY.format('4 de marzo de 2026')}, "
        "cerrado el <time datetime='05-01'>1 de mayo</time>."
    )
    theirs = target.replace("March 4, 2026", "4 de marzo").replace("May 1", "Día del Trabajo")
    assert times.shown(segment, theirs) == theirs


ARTICLE = (
    "---\ntitle: Visits\ndate: 2026-03-04\nupdated: 2026-05-01\nfee: 12500.5\n---\n\n# Visits\n\n"
    f"Open since {DAY.format('March 4, 2026')}.\n\n{DAY.format('March 4, 2026')}\n\n"
    f"<table><tr><td>{DAY.format('May 1')}</td><td>{DAY.format('March 4, 2026')}</td></tr></table>\n"
)


@pytest.mark.parametrize(
    ("locale", "long", "fee", "updated"),
    [
        ("es", "4 de marzo de 2026", "12.500,5", "Actualizado el 1 de mayo de 2026"),
        ("ar", "4 مارس 2026", "12,500.5", "حُدِّث في 1 مايو 2026"),
        ("zh", "2026年3月4日", "12,500.5", "更新日期：2026年5月1日"),
        ("fr", "4 mars 2026", "12\u202f500,5", "Mis à jour le 1 mai 2026"),
    ],
)
def test_pages_and_markdown_show_dates_and_numbers_in_the_readers_form(
    make_project: Callable[..., Path], locale: str, long: str, fee: str, updated: str
) -> None:
    root = make_project({"a.md": ARTICLE}, CONFIG.replace('["es", "ar"]', f'["{locale}"]'))
    (root / "theme").mkdir()
    (root / "theme/notices.html").write_text(
        "<b>{{ page.meta.fee|number }}</b><i>{{ page.meta.date|date }} {{ page.meta.title|date }}</i>",
        encoding="utf-8",
    )
    project = Project.find(root)
    # The sentence is translated but for its date; what is only a date is not in the catalog.
    translated(
        project,
        locale,
        lambda unit: (
            unit if unit.source in ("Visits", "May 1") or "Open" in unit.source else replace(unit, target="")
        ),
    )
    report = build(project)
    assert not report.refused
    assert report.incomplete == 0
    page = (project.output_dir / locale / "a.html").read_text(encoding="utf-8")
    assert f"Open since {DAY.format(long)}. ✓" in page
    assert f"<p>{DAY.format(long)}</p>" in page
    assert f"<td>{DAY.format(long)}</td>" in page
    assert f"<b>{fee}</b>" in page.replace("\xa0", "\u202f")
    assert f"<i>{long} Visits ✓</i>" in page
    assert f'<time datetime="2026-03-04">{long}</time></li>' in page
    assert updated in page
    text = (project.output_dir / locale / "a.md").read_text(encoding="utf-8")
    assert f"\n{DAY.format(long)}\n" in text
    assert "date: 2026-03-04\n" in text  # for generators


def test_dates_alone_make_no_page_look_translated(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": f"# Visits\n\n{DAY.format('March 4, 2026')}\n"}, CONFIG))
    build(project)
    page = (project.output_dir / "es/a.html").read_text(encoding="utf-8")
    assert "Esta página aún no está traducida." in page
    assert DAY.format("4 de marzo de 2026") in page


def test_the_date_line_of_plain_text(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.txt": "March 12, 2024\n\nTitle\n\nSome words here.\n"}, CONFIG))
    translated(
        project,
        "es",
        lambda unit: replace(unit, target="", state=State.UNTRANSLATED) if unit.role == "date" else unit,
    )
    assert build(project).incomplete == 1  # the Arabic one
    assert "12 de marzo de 2024" in (project.output_dir / "es/a.html").read_text(encoding="utf-8")
