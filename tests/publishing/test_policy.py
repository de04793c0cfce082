"""Which pages are out: per project, locale and article; sign-offs; nothing excluded shows anywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from tests.publishing.conftest import CONFIG, again, translated, tree
from toolkit import formats, provenance, signing
from toolkit.catalogs import po
from toolkit.config import BuildConfig, LocaleBuildConfig, ReviewConfig
from toolkit.model import Catalog, State, Unit
from toolkit.project import Project
from toolkit.publishing.policy import Rules, decide, rules_for
from toolkit.publishing.site import build

ON = date(2025, 6, 1)
ANN, BO = "Ann <ann@example.org>", "Bo <bo@example.org>"


def accepted(source: str, **values: object) -> Unit:
    return replace(Unit(source), target=f"{source} ✓", state=State.TRANSLATED, **values)  # type: ignore[arg-type]


def signed(source: str, *people: str, role: str = "reviewer") -> Unit:
    unit = accepted(source)
    for person in people:
        unit = provenance.with_signoff(unit, person, on=ON, role=role)
    return unit


def decision(
    rules: Rules, *units: Unit, text: str = "# A\n\nOne.\n", snapshot: bool = False, by: str = ""
) -> object:
    header = (("Last-Translator", by),) if by else ()
    return decide(formats.parse(text, "a.md"), Catalog("es", units, header), rules, snapshot=snapshot)


@pytest.mark.parametrize("stale", ["", '#, fuzzy\n#| msgid "Two."\n'])
def test_a_blank_translation_is_none(stale: str) -> None:
    header = 'msgid ""\nmsgstr "Language: es\\n"\n\n'
    one, blank = (
        po.loads(f'{header}{stale}msgid "One."\nmsgstr "{words}"\n').units[0] for words in ("Uno.", " \u2028")
    )
    rules = Rules(incomplete="hold")
    assert decision(rules, accepted("A"), one).publish  # type: ignore[attr-defined]
    assert not decision(rules, accepted("A"), blank).publish  # type: ignore[attr-defined]


# The rules of a project, a locale and an article


def test_the_article_goes_before_the_locale_and_the_locale_before_the_project() -> None:
    config = BuildConfig(
        accept="translated",
        incomplete="fallback",
        threshold=0.2,
        locale={"ar": LocaleBuildConfig(accept="reviewed", incomplete="hold", threshold=0.5)},
    )
    assert rules_for(config, "es", {}) == Rules("translated", "fallback", 0.2)
    assert rules_for(config, "ar", {}) == Rules("reviewed", "hold", 0.5)
    own = {"accept": "drafts", "incomplete": "omit", "threshold": 0}
    assert rules_for(config, "ar", own) == Rules("drafts", "omit", 0.0)


@pytest.mark.parametrize(
    ("project", "own", "wanted"),
    [
        ("fallback", None, "omit"),
        ("omit", None, "omit"),
        ("hold", None, "hold"),
        ("omit", "fallback", "omit"),
    ],
)
def test_a_critical_article_is_never_a_mixture(project: str, own: str | None, wanted: str) -> None:
    metadata = {"critical": True, "accept": "drafts"} | ({"incomplete": own} if own else {})
    rules = rules_for(BuildConfig(incomplete=project), "es", metadata)  # type: ignore[arg-type]
    assert (rules.critical, rules.accept, rules.incomplete) == (True, "reviewed", wanted)


# Sign-offs

REVIEW = ReviewConfig(require_second_person=True, roles=("reviewer",), critical_roles=("physician",))


@pytest.mark.parametrize(
    ("critical", "unit", "published"),
    [
        (False, signed("One.", ANN), False),  # by the translator herself
        (False, signed("One.", BO), True),
        (True, signed("One.", BO), False),  # no physician has
        (True, provenance.with_signoff(signed("One.", BO), BO, on=ON, role="physician"), True),
        (True, provenance.with_signoff(signed("One.", ANN), ANN, on=ON, role="physician"), False),
        (False, replace(signed("One.", BO), target="Otra cosa."), False),  # another text than was signed
    ],
)
def test_a_page_is_reviewed_by_whom_the_project_asks_for(critical: bool, unit: Unit, published: bool) -> None:
    title = provenance.with_signoff(signed("A", BO), BO, on=ON, role="physician")
    metadata = {"critical": critical, "accept": "reviewed", "incomplete": "omit"}
    rules = rules_for(BuildConfig(), "es", metadata, review=REVIEW)
    made = decision(rules, title, unit, by=ANN)
    assert made.publish is published  # type: ignore[attr-defined]
    assert (made.reviewed == ON) is published  # type: ignore[attr-defined]


def test_a_page_signed_by_its_translator_does_not_say_reviewed() -> None:
    rules = rules_for(BuildConfig(), "es", {}, review=ReviewConfig(require_second_person=True))
    made = decision(rules, signed("A", ANN), signed("One.", ANN), by=ANN)
    assert made.publish  # type: ignore[attr-defined]
    assert made.reviewed is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("was_signed", [True, False])
def test_what_is_held_was_signed_off_for_the_source_it_had(was_signed: bool) -> None:
    before = signed("One.", BO) if was_signed else accepted("One.")
    now = replace(before, source="One more.", previous="One.", state=State.STALE)
    rules = Rules("reviewed", "hold", critical=True, signing=signing.Rules(roles=("reviewer",)))
    made = decision(rules, signed("A", BO), now, text="# A\n\nOne more.\n")
    assert made.publish is was_signed  # type: ignore[attr-defined]


def test_drafts_that_are_held_are_machine_text() -> None:
    stale = replace(accepted("One more."), previous="One.", state=State.STALE)
    made = decision(
        Rules("drafts", "hold"), replace(accepted("A"), state=State.DRAFT), stale, text="# A\n\nOne more.\n"
    )
    assert made.held  # type: ignore[attr-defined]
    assert made.machine  # type: ignore[attr-defined]


# Snapshots are kept of what met the rules, and used by rules they met

HELD = CONFIG + '[build]\nincomplete = "hold"\n'


def drafted(unit: Unit) -> Unit:
    return replace(unit, state=State.DRAFT, comments=("draft: fake en-es 2025-01-01",))


def test_machine_text_is_never_the_last_accepted_state(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": "# A\n\nOne.\n"}, HELD))
    translated(project, "es", drafted)
    build(project, accept="drafts")
    assert not list(project.catalogs_dir.rglob("held/*"))
    translated(project, "es")
    build(again(project))
    assert list(project.catalogs_dir.rglob("held/*"))


def test_a_snapshot_from_easier_days_is_no_page_of_a_critical_article(
    make_project: Callable[..., Path],
) -> None:
    project = Project.find(make_project({"a.md": "# A\n\nOne.\n"}, HELD))
    translated(project, "es")
    build(project)
    text = "---\ncritical: true\n---\n# A\n\nOne.\n\nTwo.\n"
    (project.source_dir / "a.md").write_text(text, encoding="utf-8")
    assert build(again(project)).pages["es"] == 0
    translated(project, "es", lambda unit: provenance.with_signoff(unit, BO, on=ON))
    assert build(again(project)).pages["es"] == 1
    (project.source_dir / "a.md").write_text(text + "\nThree.\n", encoding="utf-8")
    assert build(again(project)).pages["es"] == 1
    page = (project.output_dir / "es/a.html").read_text(encoding="utf-8")
    assert "Two. ✓" in page
    assert "Three" not in page


@pytest.mark.parametrize(("incomplete", "pages"), [("fallback", 1), ("omit", 0), ("hold", 0)])
def test_a_refused_translation_makes_a_page_incomplete(
    make_project: Callable[..., Path], incomplete: str, pages: int
) -> None:
    project = Project.find(
        make_project({"a.md": "# A\n\nOne.\n"}, CONFIG + f'[build]\nincomplete = "{incomplete}"\n')
    )
    translated(
        project,
        "es",
        lambda unit: replace(unit, target="<b onclick='x'>Uno</b>") if unit.source == "One." else unit,
    )
    report = build(project)
    assert report.pages["es"] == pages
    assert [finding.msgid for finding in report.refused] == ["One."]


def test_a_refused_translation_leaves_the_page_that_was_held(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": "# A\n\nOne.\n"}, HELD))
    translated(project, "es")
    build(project)
    translated(
        project,
        "es",
        lambda unit: replace(unit, target="<script>x</script>") if unit.source == "One." else unit,
    )
    report = build(again(project))
    page = (project.output_dir / "es/a.html").read_text(encoding="utf-8")
    assert "One. ✓" in page
    assert report.refused


# Nothing that is excluded shows


def machine(unit: Unit) -> Unit:
    return replace(drafted(unit), target=f"SECRETO {unit.source}")


def nothing(unit: Unit) -> Unit:
    return replace(unit, target="", state=State.UNTRANSLATED)


KINDS: dict[str, Callable[[Unit], Unit]] = {
    "whole": lambda unit: unit,
    "machine": machine,
    "none": nothing,
    "partly": lambda unit: nothing(unit) if "Long" in unit.source else unit,
}


def site_of(make_project: Callable[..., Path], incomplete: str) -> Project:
    """An article for every kind of catalog and of front matter, all linked to each other."""
    names = [f"{kind}-{front}" for kind, front in product(KINDS, ("plain", "draft", "noindex", "critical"))]
    articles = {}
    for name in [*names, "index"]:
        front = name.partition("-")[2]
        switch = f"{front}: true\n" if front in ("draft", "noindex", "critical") else ""
        links = " ".join(f"[{other}]({other}.md)" for other in names if other != name and name != "index")
        articles[f"{name}.md"] = (
            f"---\ntitle: Title of {name}\ndate: 2025-01-01\naliases: [old-{name}]\n{switch}---\n"
            f"# Head of {name}\n\nLong text of {name}, with many words in it, ![p]({name}.svg).\n\n{links}\n"
        )
        articles[f"{name}.svg"] = "<svg/>"
    project = Project.find(make_project(articles, CONFIG + f'[build]\nincomplete = "{incomplete}"\n'))
    for name in names:
        translated(project, "es", KINDS[name.partition("-")[0]], (f"{name}.md",))
    translated(project, "es", machine, ("index.md",))
    return project


ADDRESS = re.compile(
    rb"""(?:href|src)=["']([^"']+)["']|<(?:loc|id|uri)>([^<]+)<|\]\(([^)\s]+)\)|url=([^"'\s;]+)"""
)


def addresses(output: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """As a crawler finds them: (file, place below the output folder that it leads to)."""
    for name, data in output.items():
        if not name.endswith((".html", ".xml", ".md", ".txt")):
            continue
        for match in ADDRESS.finditer(data):
            url = next(filter(None, match.groups())).decode()
            full = urljoin(f"https://clinic.example/{name}", url.replace("&amp;", "&"))
            parts = urlsplit(full)
            if parts.netloc == "clinic.example" and parts.scheme == "https":
                place = unquote(parts.path).lstrip("/")
                yield name, place + "index.html" if not place or place.endswith("/") else place


@pytest.mark.parametrize(
    ("incomplete", "accept"),
    [*product(("fallback", "omit", "hold"), ("drafts", "translated", "reviewed"))],
)
def test_nothing_excluded_is_found_by_a_crawler(
    make_project: Callable[..., Path], incomplete: str, accept: str
) -> None:
    project = site_of(make_project, incomplete)
    report = build(project, accept=accept)  # type: ignore[arg-type]
    output = dict(tree(project.output_dir))
    left_out = {(name.removesuffix(".md"), tag) for name, tag, _ in report.unpublished}
    assert left_out >= {(f"{kind}-draft", tag) for kind in KINDS for tag in ("en", "es", "ar")}
    for name, tag in left_out:
        own = [
            place
            for place in output
            if place.startswith(f"{tag}/{name}.") or place == f"{tag}/old-{name}.html"
        ]
        assert name == "index" or not own  # where it stood is the list of articles
    found = list(addresses(output))
    assert len(found) > 500
    dead = [(name, place) for name, place in found if place not in output]
    assert [item for item in dead if not item[1].endswith("-draft.md")] == []
    if accept != "drafts":
        assert not [name for name, data in output.items() if b"SECRETO" in data]
    unlisted = {
        place
        for place, data in output.items()
        if place.endswith(".html") and b'name="robots" content="noindex"' in data
    }
    lists = [name for name in output if name.endswith(".xml")]
    named = {place for name, place in found if name in lists}
    assert lists
    assert not named & unlisted
    for name, data in output.items():
        if name.endswith(".html"):
            alternates = re.findall(
                rb'rel="(?:alternate|canonical)"[^>]*href="https://clinic\.example/([^"]*)"', data
            )
            assert not {unquote(item.decode()) for item in alternates} & unlisted
        if name.endswith("/index.html"):
            cards = {place for source, place in found if source == name}
            kept = {place for place in cards if place.startswith(name.split("/")[0])}
            assert not (kept - {name}) & unlisted
            assert b"SECRETO" not in data


def test_a_run_that_kept_snapshots_has_nothing_to_do_again(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": "# A\n\nOne.\n"}, HELD))
    command = [sys.executable, "-m", "toolkit", "run", "--no-draft"]
    subprocess.run(command, cwd=project.root, capture_output=True)
    translated(project, "es")
    said = [
        subprocess.run(command, cwd=project.root, capture_output=True, text=True).stdout for _ in range(2)
    ]
    assert list(project.catalogs_dir.rglob("held/*"))
    assert "Nothing changed" not in said[0]
    assert "Nothing changed since the last run." in said[1]


def test_asking_for_more_signatures_takes_pages_back(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project({"a.md": "---\ncritical: true\n---\n# A\n"}, CONFIG))
    translated(project, "es", lambda unit: provenance.with_signoff(unit, BO, on=ON))
    assert build(project).pages["es"] == 1
    rules = '\n[review]\ncritical-roles = ["physician"]\n'
    project.config_path.write_text(CONFIG + rules, encoding="utf-8")
    report = build(again(project))
    assert report.pages["es"] == 0
    assert not (project.output_dir / "es/a.html").exists()
