"""Templates and catalogs follow the articles, and no translation is lost on the way."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from toolkit import provenance
from toolkit.catalogs import po
from toolkit.errors import ConflictError
from toolkit.extracting import extract
from toolkit.extracting.locale_catalogs import LocaleCatalogs
from toolkit.model import Catalog, State, Unit
from toolkit.project import Project

Make = Callable[..., Path]
DAY = date(2026, 3, 4)

ARTICLE = "# Pain\n\nTake 2 tablets.\n\nDo not drive after the injection.\n\nCall us.\n"


def catalog_path(root: Path, name: str, locale: str = "es") -> Path:
    return root / "locales" / locale / "LC_MESSAGES" / f"{name}.po"


def units(root: Path, name: str, locale: str = "es") -> dict[str, Unit]:
    return {unit.source: unit for unit in po.read(catalog_path(root, name, locale)).units}


def translate(root: Path, name: str, *, sign: bool = False) -> None:
    """Give every unit a translation of its own, accepted by a person."""
    path = catalog_path(root, name)
    catalog = po.read(path)
    done = []
    for unit in catalog.units:
        unit = provenance.accepted(unit, f"«{unit.source}»")
        done.append(provenance.with_signoff(unit, "Test <test@example.org>", on=DAY) if sign else unit)
    po.write(path, replace(catalog, units=tuple(done)))


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    files = sorted((root / "locales").rglob("*.po*"))
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def write(root: Path, name: str, text: str) -> None:
    (root / "source_articles" / name).write_text(text, encoding="utf-8")


def run(root: Path) -> None:
    report = extract(Project.find(root))
    assert not report.errors


def test_a_second_run_changes_no_byte(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE, "sub/b.txt": "One.\n\nTwo.\n"}, 'locales = ["es", "ar"]\n')
    run(root)
    first = snapshot(root)
    assert len(first) == 6
    run(root)
    assert snapshot(root) == first
    shutil.rmtree(root / ".toolkit")
    run(root)
    assert snapshot(root) == first


def test_the_name_of_the_site_comes_into_every_template_at_once(make_project: Make) -> None:
    root = make_project({"a.md": "One.\n", "b.md": "Two.\n"})
    run(root)
    with (root / "toolkit.toml").open("a", encoding="utf-8") as file:
        file.write('[site]\ntitle = "Clinic"\n')
    run(root)
    for path in (root / "locales").rglob("*.pot"):
        assert "Project-Id-Version: Clinic\\n" in path.read_text(encoding="utf-8"), path


def test_rewrapping_an_article_touches_no_catalog(make_project: Make) -> None:
    root = make_project({"a.md": "One two three four.\n\nFive.\n"})
    run(root)
    first = snapshot(root)
    write(root, "a.md", "One two\nthree\nfour.\n\n\nFive.\n")
    run(root)
    assert snapshot(root) == first


def test_line_numbers_alone_rewrite_nothing_unless_asked_for(make_project: Make) -> None:
    root = make_project({"a.md": "One.\n\nTwo.\n"})
    run(root)
    first = snapshot(root)
    write(root, "a.md", "\n\nOne.\n\nTwo.\n")
    run(root)
    assert snapshot(root) == first
    extract(Project.find(root), refresh_lines=True)
    assert units(root, "a")["One."].references == (("a.md", 3),)


@pytest.mark.parametrize("first", ["line", "file", "none"])
@pytest.mark.parametrize("then", ["line", "file", "none"])
def test_a_changed_setting_of_references_is_applied_once_to_all(
    make_project: Make, first: str, then: str
) -> None:
    root = make_project(
        {"a.md": "One.\n\nOne.\n\nTwo.\n", "b.md": "Three.\n"}, f'locales = ["es"]\nlocation = "{first}"\n'
    )
    run(root)
    translate(root, "a", sign=True)
    write(root, "a.md", "One.\n\nOne.\n")  # leaves an obsolete unit
    run(root)
    before = snapshot(root)
    config = root / "toolkit.toml"
    config.write_text(config.read_text().replace(f'"{first}"', f'"{then}"'))
    said = extract(Project.find(root), dry_run=True)
    done = extract(Project.find(root))
    assert (done.templates, done.written) == (said.templates, said.written)
    assert (done.templates, done.written) == ((0, 0) if first == then else (2, 2))
    expected = {"line": (("a.md", 1), ("a.md", 3)), "file": (("a.md", None),), "none": ()}[then]
    assert units(root, "a")["One."].references == expected
    assert po.read(root / "locales" / "templates" / "a.pot").units[0].references == expected
    assert units(root, "a")["One."].state == State.REVIEWED
    assert units(root, "a")["Two."].obsolete
    after = snapshot(root)
    assert (after == before) is (first == then)
    shutil.rmtree(root / ".toolkit")
    run(root)
    write(root, "a.md", "\n\nOne.\n\nOne.\n")
    run(root)
    assert snapshot(root) == after


def test_a_paragraph_at_the_top_leaves_every_other_unit_as_it_was(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE})
    run(root)
    translate(root, "a", sign=True)
    before = units(root, "a")
    write(root, "a.md", "Something new.\n\n" + ARTICLE)
    run(root)
    after = units(root, "a")
    assert {source: after[source] for source in before} == before
    assert after["Something new."].state == State.UNTRANSLATED


def test_an_edited_text_becomes_stale_beside_its_old_text(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE})
    run(root)
    translate(root, "a")
    write(root, "a.md", ARTICLE.replace("after the injection", "for a day after the injection"))
    report = extract(Project.find(root))
    assert report.total("stale") == 1
    unit = units(root, "a")["Do not drive for a day after the injection."]
    assert unit.state == State.STALE
    assert unit.previous == "Do not drive after the injection."
    assert unit.target == "«Do not drive after the injection.»"


@pytest.mark.parametrize(
    ("edit", "said"),
    [(("2 tablets", "3 tablets"), "number 2 → 3"), (("Do not drive", "Drive"), "negation")],
)
def test_a_changed_number_or_negation_never_stays_accepted_and_is_said(
    make_project: Make, edit: tuple[str, str], said: str
) -> None:
    root = make_project({"a.md": ARTICLE})
    run(root)
    translate(root, "a", sign=True)
    write(root, "a.md", ARTICLE.replace(*edit))
    run(root)
    (unit,) = [unit for unit in units(root, "a").values() if unit.previous is not None]
    assert unit.state == State.STALE
    change = provenance.change_of(unit.comments)
    assert change is not None
    assert said in change.what
    assert not provenance.signoffs(unit)


def test_a_renamed_article_carries_everything_over(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE, "other.md": "Another text.\n"})
    run(root)
    translate(root, "a", sign=True)
    before = units(root, "a")
    (root / "source_articles" / "a.md").rename(root / "source_articles" / "renamed.md")
    run(root)
    after = units(root, "renamed")
    assert {source: unit.target for source, unit in after.items()} == {
        source: unit.target for source, unit in before.items()
    }
    assert {unit.state for unit in after.values()} == {State.REVIEWED}
    assert not catalog_path(root, "a").exists()
    assert not (root / "locales" / "templates" / "a.pot").exists()


def test_a_header_without_plurals_gets_them(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE}, 'locales = ["pl"]\n')
    path = catalog_path(root, "a", "pl")
    path.parent.mkdir(parents=True)
    for plurals in ("", '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n'):
        path.write_text(
            'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
            + plurals
            + '\nmsgid "Pain"\nmsgstr "Ból"\n',
            encoding="utf-8",
        )
        run(root)
        assert "nplurals=3" in dict(po.read(path).header)["Plural-Forms"]


def test_a_text_that_moved_between_articles_keeps_its_translation(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE, "b.md": "Something else.\n"})
    run(root)
    translate(root, "a")
    write(root, "a.md", ARTICLE.replace("Call us.\n", ""))
    write(root, "b.md", "Something else.\n\nCall us.\n")
    run(root)
    assert units(root, "b")["Call us."].target == "«Call us.»"
    assert units(root, "b")["Call us."].state == State.TRANSLATED


def test_a_text_that_is_gone_is_kept_and_comes_back(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE})
    run(root)
    translate(root, "a", sign=True)
    before = units(root, "a")
    write(root, "a.md", ARTICLE.replace("\nCall us.\n", ""))
    run(root)
    assert units(root, "a")["Call us."].obsolete
    write(root, "a.md", ARTICLE)
    run(root)
    assert units(root, "a") == before


def test_the_catalog_of_a_removed_article_is_kept_as_obsolete(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE, "b.md": "Else.\n"})
    run(root)
    translate(root, "a")
    (root / "source_articles" / "a.md").unlink()
    report = extract(Project.find(root))
    assert report.retired == [catalog_path(root, "a")]
    assert all(unit.obsolete and unit.target for unit in units(root, "a").values())
    again = snapshot(root)
    run(root)
    assert snapshot(root) == again
    write(root, "a.md", ARTICLE)
    run(root)
    assert {unit.state for unit in units(root, "a").values()} == {State.TRANSLATED}


def test_retired_catalogs_are_compared_with_all_others_only_when_something_changed(
    make_project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project({"a.md": ARTICLE, "b.md": "Else.\n", "c.md": ARTICLE.replace("2", "3")})
    run(root)
    translate(root, "a")
    (root / "source_articles" / "a.md").unlink()
    (root / "source_articles" / "c.md").unlink()
    run(root)
    assert catalog_path(root, "a").exists()
    assert not catalog_path(root, "c").exists(), "nobody has translated it"
    asked = []
    compare = LocaleCatalogs.covered

    def covered(self: LocaleCatalogs, orphans: Mapping[Path, Catalog]) -> set[Path]:
        asked.append(list(orphans))
        return compare(self, orphans)

    monkeypatch.setattr(LocaleCatalogs, "covered", covered)
    run(root)
    assert asked == [[]]
    write(root, "b.md", ARTICLE)
    run(root)
    assert asked[1:] == [[catalog_path(root, "a")]]
    assert not catalog_path(root, "a").exists(), "all of it stands in b now"
    assert {unit.target for unit in units(root, "b").values()} > {"«Take 2 tablets.»"}


def test_two_retired_catalogs_that_say_the_same_do_not_vouch_for_each_other(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE, "b.md": ARTICLE, "c.md": "Else.\n"})
    run(root)
    translate(root, "a")
    translate(root, "b")
    (root / "source_articles" / "a.md").unlink()
    (root / "source_articles" / "b.md").unlink()
    run(root)
    run(root)
    assert any(
        unit.target == "«Take 2 tablets.»"
        for name in "ab"
        if catalog_path(root, name).exists()
        for unit in units(root, name).values()
    )


def test_the_template_of_an_article_called_theme_goes_with_it(make_project: Make) -> None:
    root = make_project({"sub/theme.md": ARTICLE, "b.md": "Else.\n"})
    run(root)
    (root / "source_articles" / "sub" / "theme.md").unlink()
    run(root)
    assert {path.name for path in (root / "locales").rglob("*.po*")} == {"b.pot", "b.po"}


def test_a_catalog_that_is_not_ours_is_left_alone(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE})
    foreign = catalog_path(root, "website")
    foreign.parent.mkdir(parents=True)
    foreign.write_text('msgid ""\nmsgstr "Language: es\\n"\n\nmsgid "Hi"\nmsgstr "Hola"\n')
    theme = po.dumps(
        Catalog("es", (Unit("Home", "Inicio", state=State.TRANSLATED),), (("X-Toolkit-Format", "text"),))
    )
    catalog_path(root, "theme").write_text(theme)
    before = snapshot(root)
    run(root)
    assert {path: entry for path, entry in snapshot(root).items() if path in before} == before


def test_one_broken_article_does_not_stop_the_others(make_project: Make) -> None:
    root = make_project({"a.md": "---\ntitle: x\n", "b.md": "Fine.\n"})
    (root / "source_articles" / "c.md").write_bytes(b"caf\xe9\n")
    report = extract(Project.find(root))
    assert sorted(str(error).split(":")[0] for error in report.errors) == [
        "source_articles/a.md",
        "source_articles/c.md",
    ]
    assert "Fine." in units(root, "b")


def test_for_a_name_that_is_not_utf8_the_name_is_to_change(make_project: Make) -> None:
    root = make_project({"b.md": "Fine.\n"})
    try:
        Path(os.fsdecode(os.fsencode(root / "source_articles") + b"/caf\xe9.md")).write_text("Text.\n")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no names but UTF-8")
    (error,) = extract(Project.find(root)).errors
    assert "the file's name is not UTF-8" in error.message
    assert error.hint is not None
    assert error.hint.startswith("rename the file")
    assert error.path == "source_articles/caf\udce9.md"
    assert sorted(path.name for path in (root / "locales").rglob("*.po*")) == ["b.po", "b.pot"]


def test_a_broken_article_keeps_its_catalog(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE})
    run(root)
    translate(root, "a")
    before = snapshot(root)
    (root / "source_articles" / "a.md").write_bytes(b"caf\xe9\n")
    extract(Project.find(root))
    assert snapshot(root) == before


def test_a_broken_catalog_is_refused_with_its_line_and_not_touched(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE, "b.md": "Fine.\n"})
    run(root)
    path = catalog_path(root, "a")
    broken = path.read_text().replace('msgid "Call us."', 'msgid "Call us.')
    path.write_text(broken)
    report = extract(Project.find(root))
    (error,) = report.errors
    assert error.line is not None
    assert path.read_text() == broken


def test_a_template_with_a_merge_conflict_can_be_made_anew(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE, "b.md": "Else.\n"})
    run(root)
    path = root / "locales" / "templates" / "a.pot"
    good = path.read_bytes()
    path.write_bytes(good + b"<<<<<<< HEAD\n")
    write(root, "a.md", ARTICLE + "\nMore.\n")
    (error,) = extract(Project.find(root)).errors
    assert "merge conflict" in error.message
    assert error.line == good.count(b"\n") + 1
    assert "makes it anew" in (error.hint or "")
    path.unlink()
    run(root)
    assert b'msgid "More."' in path.read_bytes()


def test_dry_run_writes_nothing_and_says_what_it_would(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE})
    report = extract(Project.find(root), dry_run=True)
    assert (report.templates, report.written, report.total("new")) == (1, 1, 4)
    assert not (root / "locales").exists()
    run(root)
    assert not extract(Project.find(root), dry_run=True).changes


def test_an_edit_in_an_editor_while_we_work_is_not_overwritten(
    make_project: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project({"a.md": ARTICLE})
    run(root)
    write(root, "a.md", ARTICLE + "\nMore.\n")
    path = catalog_path(root, "a")
    original = po.read_stamped

    def and_then_somebody_saves(target: Path, **options: str) -> object:
        found = original(target, **options)
        if Path(target) == path:
            os.utime(path)
            path.write_text(path.read_text().replace('msgstr ""\n\n', 'msgstr "mine"\n\n', 1) + "\n# saved\n")
        return found

    monkeypatch.setattr(po, "read_stamped", and_then_somebody_saves)
    report = extract(Project.find(root))
    assert [type(error) for error in report.errors] == [ConflictError]
    assert "# saved" in path.read_text()
    monkeypatch.undo()
    assert not [error for error in extract(Project.find(root)).errors if isinstance(error, ConflictError)]


@pytest.mark.parametrize("translated", [True, False])
def test_what_a_translator_saves_into_a_catalog_without_an_article_while_we_work_is_kept(
    make_project: Make, monkeypatch: pytest.MonkeyPatch, translated: bool
) -> None:
    root = make_project({"a.md": ARTICLE, "b.md": "Else.\n"})
    run(root)
    if translated:
        translate(root, "a")
    path = catalog_path(root, "a")
    (root / "source_articles" / "a.md").unlink()
    saved = path.read_text().replace('msgstr ""\n\n', 'msgstr "my own"\n\n').replace("«", "my ")
    original = po.read_stamped

    def and_then_somebody_saves(target: Path, **options: str) -> object:
        found = original(target, **options)
        if Path(target) == path:
            path.write_text(saved)
        return found

    monkeypatch.setattr(po, "read_stamped", and_then_somebody_saves)
    report = extract(Project.find(root))
    assert [type(error) for error in report.errors] == [ConflictError]
    assert path not in (*report.removed, *report.retired)
    assert path.read_text() == saved
    monkeypatch.undo()
    run(root)
    kept = units(root, "a").values()
    assert kept
    assert all(unit.obsolete and unit.target.startswith("my ") for unit in kept)


def test_nothing_is_removed_through_a_link_out_of_the_project(
    make_project: Make, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = make_project({"a.md": ARTICLE, "b.md": "Else.\n"})
    run(root)
    outside = tmp_path_factory.mktemp("outside") / "LC_MESSAGES"
    messages = root / "locales" / "es" / "LC_MESSAGES"
    shutil.copytree(messages, outside)
    shutil.rmtree(messages)
    messages.symlink_to(outside)
    (root / "source_articles" / "a.md").unlink()
    report = extract(Project.find(root))
    assert ["a.po" in str(error) and "out of the project" in str(error) for error in report.errors] == [True]
    assert (outside / "a.po").exists()


def test_a_template_that_is_not_ours_is_left_alone(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE})
    foreign = root / "locales" / "templates" / "website.pot"
    foreign.parent.mkdir(parents=True)
    foreign.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Hi"\nmsgstr ""\n'
    )
    before = foreign.read_bytes()
    run(root)
    assert foreign.read_bytes() == before


def test_an_article_of_the_same_name_with_another_suffix_keeps_both_catalogs(make_project: Make) -> None:
    root = make_project({"a.md": ARTICLE})
    run(root)
    translate(root, "a", sign=True)
    write(root, "a.txt", "A text.\n")
    run(root)
    assert {unit.state for unit in units(root, "a.md").values()} == {State.REVIEWED}
    assert not catalog_path(root, "a").exists()


def test_equal_texts_share_a_unit(make_project: Make) -> None:
    root = make_project({"a.md": "Call us.\n\nWait.\n\nCall us.\n"})
    run(root)
    assert [line for _, line in units(root, "a")["Call us."].references] == [1, 5]
