"""Catalogs get drafts where nobody wrote anything, and nowhere else."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.engines.server import Service
from toolkit import provenance
from toolkit.catalogs import po
from toolkit.drafting import Options, Report, draft, estimate
from toolkit.engines import Engine, Limits, Setup, Timeouts
from toolkit.engines.deep import Google
from toolkit.engines.openai import OpenAI
from toolkit.engines.services import LibreTranslate
from toolkit.extracting import extract
from toolkit.model import Catalog, State, Unit
from toolkit.project import Project
from toolkit.testing import FakeEngine, foreign

DAY = date(2026, 11, 23)
Make = Callable[..., Path]
ARTICLES = {
    "a.md": "# Care\n\nWash **your hands**.\n\nTake {name}, 5 mg.\n",
    "b.md": "# Care\n\nSee [the guide][guide] now.\n\n[guide]: https://example.org/g\n",
}


def ready(
    make_project: Make, articles: dict[str, str] | None = None, config: str = 'locales = ["es"]\n'
) -> Project:
    project = Project.find(make_project(articles or ARTICLES, config))
    extract(project)
    return project


def run(project: Project, *engines: Engine, **options: object) -> Report:
    return draft(
        project,
        project.all_articles,
        project.config.locales,
        Options(on=DAY, **options),  # type: ignore[arg-type]
        engines=engines,
    )


def units(project: Project, locale: str = "es") -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for article in project.all_articles:
        catalog = project.read_catalog(article, locale)
        assert catalog is not None
        found.update({f"{article.name}:{unit.source}": unit for unit in catalog.units})
    return found


def write(project: Project, name: str, change: Callable[[Unit], Unit]) -> None:
    article = next(article for article in project.all_articles if article.name == name)
    path = project.catalog_path(article, "es")
    catalog = po.read(path, locale="es")
    po.write(path, Catalog(catalog.locale, tuple(map(change, catalog.units)), catalog.header))


def test_every_unit_gets_its_draft_and_equal_texts_are_sent_once(make_project: Make) -> None:
    project = ready(make_project)
    fake = FakeEngine()
    report = run(project, fake)
    after = units(project)
    assert report.total == report.wanted == len(after) == 5
    assert len(fake.sent) == 4
    assert {unit.state for unit in after.values()} == {State.DRAFT}
    assert after["a.md:Wash **your hands**."].target == "Wash-x **your-x hands-x**."
    assert after["a.md:Take {name}, 5 mg."].target == "Take-x {name}, 5 mg-x."
    assert after["b.md:See [the guide][guide] now."].target == "See-x [the-x guide-x][guide] now-x."
    note = provenance.draft_of(after["a.md:Care"].comments)
    assert note is not None
    assert (note.engine, note.date, note.rung) == ("fake", DAY, None)


def test_a_second_run_does_nothing(make_project: Make) -> None:
    project = ready(make_project)
    run(project, FakeEngine())
    path = project.catalog_path(project.all_articles[0], "es")
    before = path.read_bytes()
    fake = FakeEngine()
    report = run(project, fake)
    assert (report.wanted, fake.sent, path.read_bytes()) == (0, [], before)


def test_what_people_wrote_is_never_touched(make_project: Make) -> None:
    project = ready(make_project)
    write(
        project,
        "a.md",
        lambda unit: provenance.accepted(unit, "Cuidado") if unit.source == "Care" else unit,
    )
    run(project, FakeEngine())
    mine = units(project)["a.md:Care"]
    assert (mine.target, mine.state) == ("Cuidado", State.TRANSLATED)
    assert units(project)["b.md:Care"].state is State.DRAFT


def test_nor_what_they_write_meanwhile(make_project: Make) -> None:
    """A person saves the catalog in Poedit while the engine is at work."""
    project = ready(make_project)

    def slow(given: str) -> str:
        if given == "Care":
            write(project, "a.md", lambda u: provenance.accepted(u, "Cuidado") if u.source == "Care" else u)
        return foreign(given)

    report = run(project, FakeEngine(slow))
    after = units(project)
    assert after["a.md:Care"].target == "Cuidado"
    assert after["a.md:Take {name}, 5 mg."].state is State.DRAFT
    assert report.taken == 1


def test_a_conflict_at_the_very_moment_of_writing(
    make_project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = ready(make_project)
    real, times = po.write, []

    def write_late(path: Path, catalog: Catalog, **more: object) -> bool:
        if not times:
            times.append(path)
            text = path.read_text(encoding="utf-8").replace(
                'msgid "Care"\nmsgstr ""', 'msgid "Care"\nmsgstr "Mío"'
            )
            path.write_text(text, encoding="utf-8")
        return real(path, catalog, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(po, "write", write_late)
    run(project, FakeEngine())
    after = units(project)
    assert [unit.target for key, unit in after.items() if key.endswith("Care")].count("Mío") == 1
    assert all(unit.target for unit in after.values())


def test_stale_units_only_by_setting(make_project: Make) -> None:
    for setting, state in (("false", State.STALE), ("true", State.DRAFT)):
        project = ready(make_project, config=f'locales = ["es"]\n[draft]\nstale = {setting}\n')
        write(project, "a.md", lambda unit: provenance.accepted(unit, "viejo"))
        source = project.source_dir / "a.md"
        source.write_text(ARTICLES["a.md"].replace("hands", "two hands"), encoding="utf-8")
        extract(project)
        run(project, FakeEngine())
        assert units(project)["a.md:Wash **your two hands**."].state is state


def test_limit_and_budget_are_never_passed(make_project: Make) -> None:
    project = ready(make_project)
    fake = FakeEngine()
    report = run(project, fake, limit=2)
    assert (report.wanted, report.total) == (2, 2)
    fake = FakeEngine()
    report = run(project, fake, max_characters=30)
    assert sum(map(len, fake.sent)) <= 30
    assert report.left.total() == report.wanted - report.total > 0


def test_the_next_engine_takes_over(make_project: Make) -> None:
    project = ready(make_project)
    first = FakeEngine(lambda given: None if "Care" in given else foreign(given))
    second = FakeEngine(lambda given: "Cuidado")
    second.version = "2"
    report = run(project, first, second)
    assert report.drafted == {"fake": 3, "fake 2": 2}
    assert units(project)["a.md:Care"].target == "Cuidado"


def test_ctrl_c_ends_cleanly_and_the_next_run_sends_nothing_twice(make_project: Make) -> None:
    articles = {"a.md": "\n\n".join(f"Text number {n} is here." for n in range(30)) + "\n"}
    project = ready(make_project, articles)
    fake = FakeEngine()

    class Stop:
        seen = 0

        def begin(self, locale: str, units: int, characters: int) -> None: ...
        def end(self) -> None: ...
        def advance(self, units: int, characters: int) -> None:
            self.seen += units
            if self.seen == 12:
                raise KeyboardInterrupt

    report = draft(project, project.all_articles, ["es"], Options(on=DAY), engines=[fake], progress=Stop())
    assert report.interrupted
    assert sum(unit.state is State.DRAFT for unit in units(project).values()) == 12
    again = FakeEngine()
    report = run(project, again)
    assert report.total == 18
    assert not set(fake.sent) & set(again.sent)
    assert all(unit.target for unit in units(project).values())


def test_a_broken_catalog_does_not_stop_the_others(make_project: Make) -> None:
    project = ready(make_project)
    project.catalog_path(project.all_articles[0], "es").write_text('msgid "x', encoding="utf-8")
    report = run(project, FakeEngine())
    assert len(report.errors) == 1
    assert report.total == 2


def test_the_memory_first(make_project: Make) -> None:
    project = ready(make_project)
    write(
        project, "a.md", lambda unit: provenance.accepted(unit, "Cuidado") if unit.source == "Care" else unit
    )
    report = draft(project, project.all_articles, ["es"], Options(engines=("memory", "pseudo"), on=DAY))
    assert report.drafted["memory"] == 1
    after = units(project)
    assert after["b.md:Care"].target == "Cuidado"
    assert "**" in after["a.md:Wash **your hands**."].target


def test_an_estimate_sends_nothing(make_project: Make) -> None:
    project = ready(make_project)
    report = Report()
    (row,) = estimate(project, project.all_articles, ["es"], Options(engines=("pseudo",)), report)
    assert (row.engine, row.units, row.texts, row.price) == ("pseudo", 5, 4, 0.0)
    assert row.characters >= sum(len(unit.source) for unit in units(project).values()) - len("Care") - 30
    assert all(not unit.target for unit in units(project).values())


FAULTS = (
    "429",
    "500",
    "reset",
    "truncated",
    "html",
    "count",
    "drop",
    "double",
    "placeholder",
    "empty",
    "echo",
    None,
)


SERVICES: list[tuple[type[Engine], str]] = [
    (LibreTranslate, "/libre"),
    (Google, "/google"),
    (OpenAI, "/openai"),
]


@pytest.mark.parametrize(("kind", "place"), SERVICES, ids=["libretranslate", "google", "openai"])
def test_a_service_that_misbehaves_in_every_way(
    make_project: Make, monkeypatch: pytest.MonkeyPatch, kind: type[Engine], place: str
) -> None:
    """Every unit ends correct or untranslated; none wrong, none lost. Counted."""
    text = "\n\n".join(
        f"Wash **your {n} hands** with [clean water](https://example.org/{n}) and call {{name}} today."
        for n in range(24)
    )
    config = 'locales = ["es"]\n[engines]\nattempts = 2\nmax-wait = 1\n'
    project = ready(make_project, {"a.md": text + "\n"}, config)
    turns = iter(range(10_000))

    def fault(_: str) -> str | None:
        return FAULTS[(next(turns) * 7 + 3) % len(FAULTS)]

    monkeypatch.setenv("OPENAI_API_KEY", "a-key-of-the-tests")
    with Service(fault) as service:
        engine = kind.create(Setup(url=service.url + place, timeouts=Timeouts(1, 1, 2)))
        engine.limits = Limits(2_000, 1, connections=2)
        report = run(project, engine)
    after = units(project)
    wrong = 0
    right = 0
    for unit in after.values():
        if not unit.target:
            continue
        number = unit.source.split("**your ")[1].split()[0]
        good = (
            f"](https://example.org/{number})" in unit.target
            and unit.target.count("**") == 2
            and unit.target.count("{name}") == 1
        )
        right, wrong = right + good, wrong + (not good)
    assert wrong == 0
    assert len(after) == 24
    assert right == report.total
    assert right + report.left.total() == 24
    assert right > 0


def test_progress_is_told(make_project: Make) -> None:
    project = ready(make_project)
    told: list[int] = []

    class Watch:
        def begin(self, locale: str, units: int, characters: int) -> None:
            told.append(-units)

        def advance(self, units: int, characters: int) -> None:
            told.append(units)

        def end(self) -> None:
            told.append(0)

    with contextlib.suppress(ZeroDivisionError):
        draft(project, project.all_articles, ["es"], engines=[FakeEngine()], progress=Watch())
    assert sum(told) == 0
