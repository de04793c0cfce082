"""The runner: what is found in a project, what settings, front matter and comments change."""

from __future__ import annotations

import gc
import json
import pickle
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_cli import toolkit
from toolkit.checking import (
    Checker,
    Choice,
    Planner,
    all_checks,
    check_project,
    check_unit,
    selection,
)
from toolkit.checking import baseline as baselines
from toolkit.checking.checker import Source
from toolkit.checking.units import check_pairs, mended, pair_of
from toolkit.checks.base import Check, Pair, Problem
from toolkit.config import ChecksConfig, Config, LocaleChecksConfig
from toolkit.errors import ConfigError
from toolkit.model import State, Unit
from toolkit.project import Project

Make = Callable[..., Path]
HEADER = 'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def write_po(
    root: Path, name: str, *entries: tuple[str, str], comments: str = "", header: str = HEADER
) -> Path:
    path = root / "locales/es/LC_MESSAGES" / f"{name}.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "".join(f'\n{comments}msgid "{source}"\nmsgstr "{target}"\n' for source, target in entries)
    path.write_text(header + body, encoding="utf-8")
    return path


def found(root: Path, **options: object) -> list[tuple[str, str]]:
    """(check, article) of all findings."""
    result = check_project(Project.find(root), **options)  # type: ignore[arg-type]
    return [(finding.check, finding.article) for finding in result.findings]


def test_a_sound_project_is_clean(make_project: Make) -> None:
    root = make_project({"a.md": "Take **one** tablet.\n"})
    write_po(root, "a", ("Take **one** tablet.", "Tome **una** tableta."))
    result = check_project(Project.find(root))
    assert (result.findings, result.units, result.catalogs) == ((), 1, 1)


def test_an_article_without_a_catalog(make_project: Make) -> None:
    root = make_project({"a.md": "Rest.\n"})
    assert found(root) == [("missing-catalog", "a.md")]


def test_incomplete_is_one_finding_a_catalog(make_project: Make) -> None:
    root = make_project({"a.md": "One.\n\nTwo.\n\nThree.\n"})
    write_po(root, "a", ("One.", ""), ("Two.", ""), ("Three.", "Tres."))
    result = check_project(Project.find(root))
    assert [finding.check for finding in result.findings] == ["incomplete"]
    assert "2 of 3 texts" in result.findings[0].message
    assert result.findings[0].line is not None


def test_a_catalog_behind_its_article(make_project: Make) -> None:
    root = make_project({"a.md": "One.\n\nNew.\n"})
    write_po(root, "a", ("One.", "Uno."), ("Old.", "Viejo."))
    result = check_project(Project.find(root))
    assert [finding.check for finding in result.findings] == ["outdated"]
    assert "“New.”" in result.findings[0].message
    assert "“Old.”" in result.findings[0].message


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (HEADER + '\nmsgid "Rest."\nmsgstr "Descanse.\n', "po-syntax"),
        (HEADER + '\nmsgid "Rest."\nmsgstr "a"\n\nmsgid "Rest."\nmsgstr "b"\n', "duplicate"),
        (HEADER.replace("es", "pt", 1) + '\nmsgid "Rest."\nmsgstr "Descanse."\n', "header"),
        (HEADER.replace("UTF-8", "ISO-8859-1") + '\nmsgid "Rest."\nmsgstr "Descanse."\n', "charset"),
        (
            HEADER
            + '\nmsgid "Rest."\nmsgid_plural "Rests."\nmsgstr[0] "Descanse."\nmsgstr[1] "Descansen."\n',
            "plural-forms",
        ),
    ],
)
def test_what_is_wrong_with_a_po_file(make_project: Make, text: str, check: str) -> None:
    root = make_project({"a.md": "Rest.\n"})
    path = write_po(root, "a")
    path.write_text(text, encoding="utf-8")
    findings = check_project(Project.find(root)).findings
    assert check in [finding.check for finding in findings]
    assert all(finding.path == "locales/es/LC_MESSAGES/a.po" for finding in findings)
    if check in ("po-syntax", "duplicate"):
        assert findings[0].line is not None


needs_msgfmt = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs msgfmt (Debian: gettext)")


@needs_msgfmt
@pytest.mark.parametrize(
    ("entry", "sound"),
    [
        ('msgid "Rest."\nmsgstr "Descanse."\n', True),
        ('msgid "Rest.\\n"\nmsgstr "Descanse."\n', False),
        ('msgid "\\nRest."\nmsgstr "Descanse."\n', False),
        ('#, c-format\nmsgid "%d days"\nmsgstr "%s días"\n', False),
        ('#, c-format\nmsgid "%d days"\nmsgstr "%d días"\n', True),
        ('#, python-format\nmsgid "%(n)d days"\nmsgstr "%(m)d días"\n', False),
        ('msgid "Rest."\nmsgstr "a"\n\nmsgid "Rest."\nmsgstr "b"\n', False),
        ('msgid "Rest."\nmsgstr "a\n', False),
        ('msgid "Day"\nmsgid_plural "Days"\nmsgstr[0] "Día"\nmsgstr[1] "Días"\n', True),
        ('msgid "Day"\nmsgid_plural "Days"\nmsgstr[0] "Día"\n', False),
        ('#, fuzzy, c-format\nmsgid "%d days"\nmsgstr "%s días"\n', True),
    ],
)
def test_msgfmt_agrees(make_project: Make, entry: str, sound: bool) -> None:
    """What GNU msgfmt -c refuses is an error here, and what it takes is none."""
    header = HEADER + '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'
    root = make_project({"a.md": "Rest.\n"})
    path = write_po(root, "a")
    path.write_text(f"{header}\n{entry}", encoding="utf-8")
    done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], capture_output=True, check=False)
    assert (done.returncode == 0) is sound
    names = {"po-syntax", "duplicate", "plural-forms", "newlines", "format-string"}
    errors = [
        finding
        for finding in check_project(Project.find(root)).findings
        if finding.check in names and finding.severity == "error" and "fuzzy" not in entry
    ]
    assert (not errors) is sound, errors


@needs_msgfmt
def test_msgfmt_agrees_on_our_own_catalogs() -> None:
    paths = sorted((ROOT / "locales").glob("*/LC_MESSAGES/**/*.po"))
    assert paths
    for path in paths:
        done = subprocess.run(
            ["msgfmt", "-c", "-o", "/dev/null", str(path)], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    findings = check_project(Project.find(ROOT), choice=Choice(("catalog", "markup"))).findings
    assert [finding for finding in findings if finding.severity == "error"] == []


BAD = ("Does it hurt?", "Le duele?")


def test_drafts_are_counted_and_only_their_errors_listed(make_project: Make) -> None:
    root = make_project({"a.md": "Does it hurt?\n\nDrink **water**.\n"})
    write_po(root, "a", BAD, ("Drink **water**.", "Beba agua."), comments="#, fuzzy\n")
    assert found(root) == [("fuzzy", "a.md"), ("codes-missing", "a.md"), ("not-publishable", "a.md")]
    assert check_project(Project.find(root)).on_drafts == 1
    assert ("spanish-marks", "a.md") in found(root, drafts="all")
    assert found(root, drafts="none") == [("fuzzy", "a.md")]


def test_front_matter_silences_a_check_for_its_article(make_project: Make) -> None:
    root = make_project(
        {
            "a.md": "---\nchecks:\n  ignore: [spanish-marks]\n---\nDoes it hurt?\n",
            "b.md": "Does it hurt?\n",
            "c.md": "---\nchecks:\n  severity: {spanish-marks: error}\n---\nDoes it hurt?\n",
            "d.md": "---\nchecks-ignore: length, language\n---\nDoes it hurt?\n",
        }
    )
    for name in "abcd":
        write_po(root, name, BAD)
    result = check_project(Project.find(root))
    assert [(finding.article, finding.severity) for finding in result.findings] == [
        ("b.md", "warning"),
        ("c.md", "error"),
    ]


def test_front_matter_that_names_no_check_is_an_error(make_project: Make) -> None:
    root = make_project({"a.md": "---\nchecks:\n  ignore: [spanish-mark]\n---\nRest.\n"})
    result = check_project(Project.find(root))
    assert "did you mean spanish-marks?" in result.errors[0]


NO_CHOICE = Choice()


def planner(choice: Choice = NO_CHOICE, **checks: object) -> Planner:
    return Planner(Config(checks=ChecksConfig(**checks)), choice)  # type: ignore[arg-type]


def names_of(planner: Planner, locale: str = "es") -> list[tuple[str, str]]:
    unit = Unit(*BAD, state=State.TRANSLATED)
    return [(finding.check, finding.severity) for finding in check_unit(unit, locale, planner=planner)]


def test_selection_and_severity() -> None:
    usual = [("spanish-marks", "warning")]
    assert names_of(planner()) == usual
    assert names_of(planner(ignore=("spanish-marks",))) == []
    assert names_of(planner(ignore=("language",))) == []
    assert names_of(planner(select=("markup",))) == []
    assert names_of(planner(select=("spanish-marks",))) == usual
    assert names_of(planner(severity={"spanish-marks": "error"})) == [("spanish-marks", "error")]
    assert names_of(planner(severity={"language": "info"})) == [("spanish-marks", "info")]
    assert names_of(planner(severity={"language": "info", "spanish-marks": "error"})) == [
        ("spanish-marks", "error")
    ]
    assert names_of(planner(severity={"spanish-marks": "off"})) == []
    assert names_of(planner(Choice(ignore=("spanish-marks",)))) == []
    assert names_of(planner(Choice(select=("markup",)), select=("language",))) == []


def test_a_locale_has_its_own_settings() -> None:
    own = {"es-MX": LocaleChecksConfig(ignore=("spanish-marks",))}
    assert names_of(planner(locale=own), "es-MX") == []
    assert names_of(planner(locale=own), "es")


def test_a_check_that_is_off_by_default_is_switched_on_by_name() -> None:
    def runs(**checks: object) -> bool:
        return "unreviewed" in planner(**checks).plan("es").severity

    assert not runs()
    assert not runs(severity={"catalog": "warning"})
    assert runs(severity={"unreviewed": "warning"})
    assert runs(select=("unreviewed",))


def test_unknown_checks_are_named_with_the_nearest_one() -> None:
    for wrong in (
        lambda: planner(ignore=("numers",)),
        lambda: planner(severity={"numers": "error"}),
        lambda: planner(Choice(("numers",))),
        lambda: planner(locale={"es": LocaleChecksConfig(ignore=("numers",))}),
    ):
        with pytest.raises(ConfigError, match="numers") as raised:
            wrong()
        assert raised.value.hint == "did you mean numbers?"


def test_thresholds(make_project: Make) -> None:
    root = make_project({"a.md": "One.\n\nTwo.\n"}, 'locales = ["es"]\n[checks]\nmin-translated = 60\n')
    write_po(root, "a", ("One.", "Uno."), ("Two.", ""))
    finding = check_project(Project.find(root)).findings[-1]
    assert (finding.check, finding.severity, finding.locale, finding.path) == (
        "min-translated",
        "error",
        "es",
        "",
    )
    assert "50 %" in finding.message


def test_one_source_two_translations(make_project: Make) -> None:
    root = make_project({"a.md": "Side effects of it\n", "b.md": "Side effects of it\n"})
    write_po(root, "a", ("Side effects of it", "Efectos secundarios"))
    write_po(root, "b", ("Side effects of it", "Efectos adversos"))
    assert found(root) == [("inconsistent", "b.md")]


def test_one_translation_of_two_sources_in_two_articles(make_project: Make) -> None:
    root = make_project({"a.md": "Before your surgery\n", "b.md": "After your surgery\n"})
    write_po(root, "a", ("Before your surgery", "Después de su cirugía"))
    write_po(root, "b", ("After your surgery", "Después de su cirugía"))
    (finding,) = check_project(Project.find(root), choice=Choice(select=("same-target",))).findings
    assert (finding.article, finding.msgid) == ("b.md", "After your surgery")
    assert "“Before your surgery” in a.md" in finding.message


def test_several_processes_find_the_same_in_the_same_order(make_project: Make) -> None:
    names = [f"a{number:02}" for number in range(60)]
    texts = {f"{name}.md": f"# Dose {name}\n\nTake 5 mg.\n\n[next](gone.md)\n" for name in names}
    root = make_project(texts, 'locales = ["es", "fr"]\n')
    for number, name in enumerate(names):
        write_po(root, name, ("Take 5 mg.", "Tome 5 mg." if number % 2 else "Tome 50 mg."))
    project = Project.find(root)
    alone, together = (check_project(project, jobs=jobs) for jobs in (1, 2))
    assert alone == together
    assert {"doses", "inconsistent", "broken-link", "missing-catalog"} <= {
        one.check for one in alone.findings
    }


def test_a_checker_goes_to_processes_that_are_not_forked(make_project: Make) -> None:
    root = make_project({"a.md": "Take 5 mg.\n"})
    checker = Checker(Project.find(root), Choice(select=("doses",)))
    checker.prepare()
    checker.planner.plan("es")
    there = pickle.loads(pickle.dumps(checker))
    assert there.choice == checker.choice
    assert set(there.planner.plan("es").severity) == {"doses"}


def test_an_article_that_is_done_is_forgotten(make_project: Make) -> None:
    names = [f"a{number:02}" for number in range(40)]
    root = make_project({f"{name}.md": f"See [it](a00.md#dose-{name}).\n" for name in names})
    checker = Checker(Project.find(root))
    for article in checker.project.all_articles:
        source = checker.source(article)
        assert source is not None
        list(checker.source_findings(source))
    assert sum(isinstance(one, Source) for one in gc.get_objects()) < len(names) / 2


def test_checks_that_need_the_same_are_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def is_long(pair: Pair) -> bool:
        asked.append(pair.source)
        return len(pair.source) > 5

    def made(name: str) -> Check:
        class Made(Check):
            family = "clinic"
            summary = "It is there."
            needs = is_long

            def unit(self, pair: Pair) -> Iterable[Problem]:
                yield Problem(name)

        Made.name = name
        return Made()

    monkeypatch.setattr(selection, "all_checks", lambda: (made("one"), made("two")))
    planner = Planner(Config())
    units = [Unit("Short", "Corto"), Unit("A longer text", "Un texto largo")]
    plan = planner.plan("es")
    found = check_pairs([pair_of(unit, "es", plan) for unit in units], plan)
    assert [(finding.check, finding.msgid) for finding in found] == [
        ("one", "A longer text"),
        ("two", "A longer text"),
    ]
    assert asked == ["Short", "A longer text"]


@pytest.mark.parametrize("blanks", ["", " \u00a0"])
def test_a_fix_that_leaves_nothing_is_none(monkeypatch: pytest.MonkeyPatch, blanks: str) -> None:
    class Emptying(Check):
        name = "emptying"
        family = "clinic"
        summary = "There are no words."

        def unit(self, pair: Pair) -> Iterable[Problem]:
            yield Problem("it has words", fix=blanks)

    monkeypatch.setattr(selection, "all_checks", lambda: (Emptying(),))
    planner = Planner(Config())
    assert [one.check for one in check_unit(Unit("Rest.", "Repose."), "es", planner=planner)] == ["emptying"]
    assert mended(Unit("Rest.", "Repose."), "es", planner=planner) is None


def test_glossary_terms_in_any_inflection(make_project: Make) -> None:
    root = make_project({"a.md": "Stem cells are studied.\n\nThe stem cell grows.\n"})
    (root / "locales").mkdir()
    (root / "locales/glossary.csv").write_text(
        "source,target:es,forbidden:es\nstem cell,célula madre,célula de raíz\n", encoding="utf-8"
    )
    write_po(
        root,
        "a",
        ("Stem cells are studied.", "Se estudian las células madre."),
        ("The stem cell grows.", "La célula de raíz crece."),
    )
    assert found(root) == [("term-missing", "a.md"), ("term-forbidden", "a.md")]


def test_pages(make_project: Make) -> None:
    root = make_project(
        {
            "a.md": "# Top\n\n### Deep\n\n[b](b.md) [c](c.md) [no](nowhere.md) [x](#missing) [t](#top)\n\n"
            "![](p.png)\n",
            "b.md": "Rest.\n",
            "c.md": "Rest.\n",
        },
    )
    (root / "source_articles/p.png").write_bytes(b"")
    write_po(root, "a", ("Top", "Arriba"))
    write_po(root, "b", ("Rest.", "Descanse."))
    names = [check for check, article in found(root, choice=Choice(("page",))) if article == "a.md"]
    assert names == ["broken-link", "broken-anchor", "missing-alt", "heading-order", "link-unpublished"]


def test_a_translation_that_would_break_its_page(make_project: Make) -> None:
    root = make_project({"a.md": "Rest.\n"})
    write_po(root, "a", ("Rest.", "Descanse. <script>x</script>"))
    assert ("not-publishable", "a.md") in found(root)


def test_reading_level(make_project: Make) -> None:
    hard = "The administration of pharmacological preparations necessitates interdisciplinary coordination. "
    root = make_project({"a.md": hard * 14 + "\n"}, "locales = []\n[checks]\nreading-grade = 8\n")
    assert found(root) == [("reading-level", "a.md")]
    easy = make_project(
        {"a.md": "Take it at noon. Drink some milk. Then rest a bit. " * 12 + "\n"},
        (root / "toolkit.toml").read_text(),
    )
    assert found(easy) == []


def test_baseline(make_project: Make, tmp_path: Path) -> None:
    root = make_project({"a.md": "Does it hurt?\n\nDrink **water**.\n"})
    write_po(root, "a", BAD, ("Drink **water**.", "Beba **agua**."))
    project = Project.find(root)
    path = tmp_path / "known.json"
    path.write_text(baselines.dumps(check_project(project).findings), encoding="utf-8")
    known = baselines.load(path)
    result = check_project(project, known=known)
    assert (result.findings, result.known) == ((), 1)
    write_po(root, "a", BAD, ("Drink **water**.", "Beba agua."))
    assert [f.check for f in check_project(project, known=known).findings] == [
        "codes-missing",
        "not-publishable",
    ]
    path.write_text('{"version": 1, "findings": [["x"]]}')
    with pytest.raises(ConfigError, match="no baseline"):
        baselines.load(path)


def test_command_line(make_project: Make) -> None:
    root = make_project({"a.md": "Does it hurt?\n"})
    path = write_po(root, "a", BAD)
    done = toolkit("check", cwd=root)
    assert done.returncode == 1
    assert "[spanish-marks]" in done.stdout
    assert toolkit("check", "--fail-on", "error", cwd=root).returncode == 0
    assert toolkit("check", "--ignore", "language", cwd=root).returncode == 0
    assert toolkit("check", "--select", "spanish-mark", cwd=root).returncode == 2
    report = toolkit("check", "--format", "json", "--output", "report.json", cwd=root)
    assert report.stdout == ""
    data = json.loads((root / "report.json").read_text(encoding="utf-8"))
    assert data["findings"][0]["fix"] == "¿Le duele?"
    assert toolkit("check", "--write-baseline", cwd=root).returncode == 0
    assert toolkit("check", "--baseline", "check-baseline.json", cwd=root).returncode == 0

    before = path.read_bytes()
    shown = toolkit("check", "--diff", cwd=root)
    assert '+msgstr "¿Le duele?"' in shown.stdout
    assert path.read_bytes() == before
    fixed = toolkit("check", "--fix", cwd=root)
    assert fixed.returncode == 0
    assert 'msgstr "¿Le duele?"' in path.read_text(encoding="utf-8")
    again = toolkit("check", "--fix", cwd=root)
    assert "0 translations mended" in again.stderr


def test_a_fix_voids_the_signoff(make_project: Make) -> None:
    import datetime

    from toolkit import provenance
    from toolkit.catalogs import po
    from toolkit.checking.fixing import fix
    from toolkit.model import Catalog

    root = make_project({"a.md": "Does it hurt?\n"})
    unit = provenance.with_signoff(Unit(*BAD), "Test Person <test@example.org>", on=datetime.date(2026, 1, 2))
    path = root / "locales/es/LC_MESSAGES/a.po"
    path.parent.mkdir(parents=True)
    po.write(path, Catalog("es", (unit,), (("Language", "es"),)), expected=None)
    checker = Checker(Project.find(root))
    source = checker.source(checker.project.all_articles[0])
    assert source is not None
    mended = fix(checker, source, "es", write=True)
    assert mended is not None
    assert (mended.units, mended.void) == (1, 1)
    after = po.read(path, locale="es").units[0]
    assert after.target == "¿Le duele?"
    assert after.state is State.TRANSLATED
    assert provenance.signoffs(after) == ()


def test_checks_list_everything(make_project: Make) -> None:
    root = make_project(
        {"a.md": "Rest.\n"}, 'locales = ["es"]\n[checks.severity]\nlength = "error"\nquotes = "off"\n'
    )
    rows = json.loads(toolkit("checks", "--json", cwd=root).stdout)["checks"]
    assert {row["name"] for row in rows} == {check.name for check in all_checks()}
    level = {row["name"]: row["severity"] for row in rows}
    assert (level["length"], level["quotes"], level["unreviewed"]) == ("error", "off", "off")
    assert all(row["summary"] and row["example"] for row in rows)
    assert toolkit("checks", "numers", cwd=root).returncode == 2
    outside = toolkit("checks", "meaning", cwd=root.parent)
    assert outside.returncode == 0
    assert "laterality" in outside.stdout
