"""What helps with a text: findings in chunks, terms, matches, the machine's words, history, engines."""

from __future__ import annotations

import re
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="python3-starlette")

from tests.review.client import ask
from tests.review.session import ANA, CONFIG, Session, entry
from toolkit import provenance
from toolkit.model import Unit
from toolkit.review import findings, suggesting, words
from toolkit.review.suggesting import Suggesting
from toolkit.testing import FakeEngine

SOURCE = "Do not take more than **10 mg** of the [medicine](medicine.html) a day."
ARTICLES = {
    "page.md": f"{SOURCE}\n\nThe garden is quiet.\n\nThe ward is quiet.\n",
    "other.md": "The wards are quiet.\n",
}
CATALOGS = {
    "page.md": entry(
        SOURCE,
        "No tome más de **100 mg** de la [medicina](medicina.html) al día.",
        fuzzy=True,
        comments="draft: apertium eng-spa 2026-11-20, low confidence (sentences)",
    )
    + entry("The garden is quiet.", "El jardín es tranquilo.", fuzzy=True)
    + entry("The ward is quiet.", ""),
    "other.md": entry("The wards are quiet.", "Las salas son tranquilas."),
}


@pytest.fixture
def session(tmp_path: Path) -> Session:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "glossary.csv").write_text(
        "source,es,note\nward,sala,of a hospital\nmedicine,medicamento,\n"
    )
    return Session(tmp_path, ARTICLES, CATALOGS)


def place(article: str = "page.md", **more: str) -> dict[str, str]:
    return {"locale": "es", "article": article, **more}


# Findings and risk


def test_findings_come_in_chunks_and_are_kept(session: Session, monkeypatch) -> None:
    monkeypatch.setattr(findings, "CHUNK", 2)
    monkeypatch.setattr(findings.Findings.chunk, "__kwdefaults__", {"most": 2})
    seen: dict[str, Any] = {}
    after: int | None = 0
    rounds = 0
    while after is not None:
        answer = session.get("/api/findings", **place(after=str(after))).json
        assert len(answer["findings"]) <= 2
        seen |= answer["findings"]
        after, rounds = answer["next"], rounds + 1
    assert rounds == 2
    assert list(seen) == [unit["id"] for unit in session.units("page.md")]
    monkeypatch.setattr(session.api.findings, "check", lambda *_: pytest.fail("asked twice"))
    assert session.get("/api/findings", **place(after="0")).json["findings"].items() <= seen.items()
    assert [unit["findings"] for unit in session.units("page.md")] == list(seen.values())


def test_findings_are_made_anew_when_the_text_or_the_article_changes(session: Session) -> None:
    unit = session.unit("page.md", SOURCE)
    first = session.get("/api/findings", **place()).json["findings"][unit["id"]]
    assert any("10 mg" in finding["message"] for finding in first)
    target = "No tome más de **10 mg** del [medicamento](medicina.html) al día."
    saved = session.save("page.md", unit, target).json["unit"]
    assert not any("mg" in finding["message"] for finding in saved["findings"])
    article = session.folder / "source_articles" / "page.md"
    article.write_text("---\nchecks-ignore: all\n---\n\n" + ARTICLES["page.md"])
    session.save("page.md", saved, unit["target"])
    assert session.get("/api/findings", **place()).json["findings"][unit["id"]] == []


def test_the_riskiest_come_first(session: Session) -> None:
    risk = session.get("/api/findings", **place()).json["risk"]
    dose, garden, empty = (risk[unit["id"]] for unit in session.units("page.md"))
    assert dose > garden > 0
    assert dose > empty
    other = session.get("/api/findings", **place("other.md")).json["risk"]
    assert dose > max(other.values())
    assert garden > max(other.values())


def test_the_list_knows_findings_once_they_were_looked_for(session: Session) -> None:
    def row() -> dict[str, Any]:
        rows = session.get("/api/overview").json["locales"][0]["articles"]
        return next(row for row in rows if row["name"] == "page.md")

    assert (row()["findings"], row()["risk"]) == (None, None)
    session.get("/api/findings", **place())
    found = row()
    assert found["findings"] > 0
    assert found["risk"] > 0
    assert (found["drafts"], found["untranslated"], found["total"]) == (1, 1, 3)
    session.save("page.md", session.unit("page.md", SOURCE), "Nada.")
    assert row()["findings"] is not None  # the saved one was looked at when it was saved


def test_everything_is_looked_at_before_anybody_asks(session: Session) -> None:
    session.api.warm()
    session.api.warming._thread.join(30)  # type: ignore[union-attr]
    rows = session.get("/api/overview").json["locales"][0]["articles"]
    assert rows
    assert all(row["findings"] is not None for row in rows)


def test_a_check_that_fails_does_not_look_like_a_failed_save(session: Session, monkeypatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a patient's text")

    monkeypatch.setattr(findings, "check_unit", broken)
    answer = session.save("page.md", session.unit("page.md", "The garden is quiet."), "Tranquilo.")
    assert answer.status == 200
    assert "RuntimeError" in answer.json["unit"]["findings"][0]["message"]
    assert "patient" not in answer.body.decode()


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 12, "", "٣"])
def test_only_numbers_are_counted_from(session: Session, after: str) -> None:
    assert session.get("/api/findings", **place(after=after)).status == 422


# Terms, matches, codes


def test_terms_are_marked_where_they_stand(session: Session) -> None:
    unit = session.unit("page.md", SOURCE)
    (term,) = session.get("/api/help", **place(id=unit["id"])).json["terms"]
    assert term["targets"] == ["medicamento"]
    assert SOURCE[term["start"] : term["end"]] == "medicine"
    assert SOURCE.index("medicine") == term["start"]  # and not the one in the address
    ward = session.unit("page.md", "The ward is quiet.")
    (term,) = session.get("/api/help", **place(id=ward["id"])).json["terms"]
    assert (term["source"], term["note"]) == ("ward", "of a hospital")


def test_matches_say_how_near_they_are_and_where_from(session: Session) -> None:
    ward = session.unit("page.md", "The ward is quiet.")
    (match, *_) = session.get("/api/help", **place(id=ward["id"])).json["matches"]
    assert match["target"] == "Las salas son tranquilas."
    assert 70 <= match["percent"] < 100
    assert match["state"] == "translated"
    assert ["new", "ward"] in match["diff"]


def test_codes_of_what_is_typed_name_those_they_stand_for(session: Session) -> None:
    unit = session.unit("page.md", SOURCE)
    assert [(code["kind"], code["n"]) for code in unit["codes"]] == [("strong", 1), ("link", 2)]
    start, end = unit["codes"][0]["open"]
    assert unit["source"][start:end] == "**"
    assert [code["n"] for code in unit["targetCodes"]] == [1, 2]  # the link leads to another address
    typed = "[La medicina](medicina.html): **10 mg**, _nunca_ más."
    answer = session.post("/api/check", session.about("page.md", unit, target=typed)).json
    assert [(code["kind"], code["n"]) for code in answer["codes"]] == [
        ("link", 2),
        ("strong", 1),
        ("emphasis", 0),
    ]
    start, end = answer["codes"][0]["close"]
    assert typed[start:end] == "](medicina.html)"


def test_people_and_remarks_are_told(session: Session) -> None:
    unit = session.unit("page.md", "The garden is quiet.")
    unit = session.save("page.md", unit, unit["target"], "sign").json["unit"]
    assert [(one["what"], one["person"], one["role"]) for one in unit["people"]] == [
        ("translated", ANA, None),
        ("signed", ANA, "reviewer"),
    ]
    said = session.post(
        "/api/remark", session.about("page.md", unit, text='Is "es" right?\nOr "está"?')
    ).json["unit"]
    assert [(one["person"], one["text"], one["resolved"]) for one in said["remarks"]] == [
        (ANA, 'Is "es" right? Or "está"?', False)
    ]
    assert said["state"] == "reviewed"
    done = session.post("/api/remark", session.about("page.md", said, resolve=0)).json["unit"]
    assert done["remarks"][0]["resolved"]
    stored = session.stored("page.md", "The garden is quiet.")
    assert provenance.remarks(stored.comments)[0].resolved


def test_a_remark_on_a_text_that_was_changed_meanwhile_is_kept(session: Session) -> None:
    unit = session.unit("page.md", "The garden is quiet.")
    path = session.path("page.md")
    path.write_text(path.read_text("utf-8").replace("El jardín es", "El jardín está"), "utf-8")
    answer = session.post("/api/remark", session.about("page.md", unit, text="why?"))
    assert answer.status == 200
    assert answer.json["unit"]["target"] == "El jardín está tranquilo."
    assert len(answer.json["unit"]["remarks"]) == 1


def test_a_remark_is_settled_though_others_said_more_meanwhile(session: Session) -> None:
    unit = session.unit("page.md", "The garden is quiet.")
    one = session.post("/api/remark", session.about("page.md", unit, text="one")).json["unit"]
    session.post("/api/remark", session.about("page.md", unit, text="two"))
    done = session.post("/api/remark", session.about("page.md", one, resolve=0)).json["unit"]
    assert [(said["text"], said["resolved"]) for said in done["remarks"]] == [("one", True), ("two", False)]
    assert session.post("/api/remark", session.about("page.md", one, resolve=0)).status == 422


@pytest.mark.parametrize(
    "more",
    [
        {"text": ""},
        {"text": "  "},
        {"text": None},
        {"text": "x" * 2001},
        {"text": "a\x00"},
        {"resolve": 0},
        {"resolve": -1},
        {"resolve": True},
        {"resolve": "0"},
        {},
    ],
)
def test_an_impossible_remark_is_refused(session: Session, more: dict[str, Any]) -> None:
    before = session.path("page.md").read_bytes()
    unit = session.unit("page.md", SOURCE)
    assert session.post("/api/remark", session.about("page.md", unit, **more)).status == 422
    assert session.path("page.md").read_bytes() == before


def test_nobody_remarks_without_a_name(tmp_path: Path) -> None:
    session = Session(tmp_path, ARTICLES, CATALOGS, user=None)
    unit = session.unit("page.md", SOURCE)
    assert session.post("/api/remark", session.about("page.md", unit, text="why?")).status == 422


def test_a_check_is_ignored_and_heard_again(session: Session) -> None:
    unit = session.unit("page.md", SOURCE)
    names = {
        finding["check"] for finding in session.get("/api/findings", **place()).json["findings"][unit["id"]]
    }
    assert names
    for name in sorted(names):
        unit = session.post("/api/ignore", session.about("page.md", unit, check=name, on=True)).json["unit"]
    assert unit["findings"] == []
    assert set(unit["ignored"]) == names
    assert unit["state"] == "draft"
    for name in sorted(names):
        unit = session.post("/api/ignore", session.about("page.md", unit, check=name, on=False)).json["unit"]
    assert {finding["check"] for finding in unit["findings"]} == names
    assert unit["ignored"] == []


@pytest.mark.parametrize(
    "more",
    [
        {"check": "nonsense", "on": True},
        {"check": "numbers\nx", "on": True},
        {"check": None, "on": True},
        {"check": "length"},
        {"check": "length", "on": "yes"},
    ],
)
def test_only_checks_there_are_can_be_ignored(session: Session, more: dict[str, Any]) -> None:
    unit = session.unit("page.md", SOURCE)
    assert session.post("/api/ignore", session.about("page.md", unit, **more)).status == 422


# The machine's words, and history


def git(session: Session, *arguments: str, author: str = ANA) -> None:
    name, mail = re.fullmatch(r"(.*) <(.*)>", author).groups()  # type: ignore[union-attr]
    settings = ["-c", f"user.name={name}", "-c", f"user.email={mail}", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *settings, *arguments], cwd=session.folder, check=True, capture_output=True)


def test_the_history_comes_from_git(session: Session) -> None:
    unit = session.unit("page.md", SOURCE)
    assert session.get("/api/history", **place(id=unit["id"])).json == {"entries": []}
    git(session, "init", "-q")
    git(session, "add", ".")
    git(session, "commit", "-q", "-m", "drafts")
    session.save("page.md", unit, "No tome más de **10 mg** del [medicamento](medicina.html).")
    git(session, "commit", "-q", "-a", "-m", "reviewed", author="Eva Soto <eva@example.org>")
    session.save("page.md", session.unit("page.md", "The garden is quiet."), "Otro.")
    git(session, "commit", "-q", "-a", "-m", "another text")
    newest, oldest = session.get("/api/history", **place(id=unit["id"])).json["entries"]
    assert (newest["person"], newest["state"]) == ("Eva Soto <eva@example.org>", "translated")
    assert ["new", "**10"] in newest["diff"]
    assert (oldest["state"], oldest["engine"]) == ("draft", "apertium eng-spa")
    assert oldest["target"] == unit["target"]
    # The machine's own words are found there, too, by a server that has not seen them.
    worklog = session.project.cache_dir / "drafts.jsonl"
    worklog.unlink(missing_ok=True)
    session.start()
    assert session.get("/api/help", **place(id=unit["id"])).json["draftTarget"] == unit["target"]


def test_a_long_history_is_told_from_its_newest_part(session: Session, monkeypatch) -> None:
    from toolkit.review import histories

    unit = session.unit("page.md", SOURCE)
    git(session, "init", "-q")
    for number in range(5):
        unit = session.save("page.md", unit, f"Texto {number}").json["unit"]
        git(session, "add", ".")
        git(session, "commit", "-q", "-m", "more")
    entries = session.get("/api/history", **place(id=unit["id"])).json["entries"]
    assert [entry["target"] for entry in entries] == [f"Texto {number}" for number in (4, 3, 2, 1, 0)]
    monkeypatch.setattr(histories, "_FEWEST", 2)
    monkeypatch.setattr(histories, "_BUDGET", 1)
    session.start()
    entries = session.get("/api/history", **place(id=unit["id"])).json["entries"]
    assert [entry["target"] for entry in entries] == ["Texto 4", "Texto 3"]


# Other engines


def with_engine(session: Session, engine: FakeEngine) -> FakeEngine:
    session.api.suggesting = Suggesting(session.api.desk, session.api.findings, {"es": [engine]})
    return engine


def asked(session: Session, unit: dict[str, Any], engine: str = "fake"):
    return session.post("/api/suggest", session.about("page.md", unit, engine=engine))


def test_an_engine_is_asked_for_one_text_and_codes_come_back(session: Session) -> None:
    engine = with_engine(session, FakeEngine())
    unit = session.unit("page.md", SOURCE)
    (listed,) = session.get("/api/overview").json["engines"]
    assert (listed["name"], listed["online"], listed["locales"]) == ("fake", True, ["es"])
    assert engine.sent == []
    answer = asked(session, unit)
    assert answer.status == 200
    assert "](medicine.html)" in answer.json["target"]
    assert "-x" in answer.json["target"]
    assert answer.json["diff"]
    assert len(engine.sent) == 1
    assert "garden" not in str(engine.sent)
    assert session.unit("page.md", SOURCE) == {**unit, "findings": unit["findings"]}


def test_a_failing_engine_says_why(session: Session) -> None:
    def fail(text: str) -> str:
        raise RuntimeError("no more words today")

    with_engine(session, FakeEngine(fail))
    answer = asked(session, session.unit("page.md", SOURCE))
    assert answer.status == 422
    assert answer.json["error"]


def test_an_engine_that_hangs_is_not_waited_for(session: Session, monkeypatch) -> None:
    monkeypatch.setattr(suggesting, "LONGEST_WAIT", 0.3)
    go_on = threading.Event()

    def hang(text: str) -> str:
        go_on.wait(30)
        return text

    with_engine(session, FakeEngine(hang))
    unit = session.unit("page.md", SOURCE)
    answer = asked(session, unit)
    assert answer.status == 422
    assert "0.3 seconds" in answer.json["error"]
    # And other work goes on meanwhile.
    assert session.save("page.md", unit, "Nada.").status == 200
    assert asked(session, unit).status == 422
    go_on.set()


@pytest.mark.parametrize("engine", ["google", "deepl", "memory", "../fake", "", "FAKE"])
def test_only_listed_engines_are_asked(session: Session, engine: str) -> None:
    fake = with_engine(session, FakeEngine())
    assert asked(session, session.unit("page.md", SOURCE), engine).status == 422
    assert fake.sent == []


def test_the_engines_are_those_that_draft_would_use(tmp_path: Path, monkeypatch) -> None:
    config = CONFIG + '[engines]\norder = ["memory", "libretranslate", "copy"]\n'
    monkeypatch.delenv("LIBRE_API_KEY", raising=False)
    session = Session(tmp_path, ARTICLES, CATALOGS, config=config)
    assert session.get("/api/overview").json["engines"] == []
    assert asked(session, session.unit("page.md", SOURCE), "google").status == 422
    assert asked(session, session.unit("page.md", SOURCE), "libretranslate").status == 422


def test_the_budget_of_drafting_holds_here_too(tmp_path: Path) -> None:
    session = Session(tmp_path, ARTICLES, CATALOGS, config=CONFIG + "[draft]\nmax-characters = 10\n")
    engine = with_engine(session, FakeEngine())
    assert asked(session, session.unit("page.md", SOURCE)).status == 422
    assert engine.sent == []


# The page's own words


def test_the_pages_words_follow_the_reader(session: Session) -> None:
    known = words.languages()
    assert known[0] == "en"
    for language in known:
        answer = session.get("/api/words", lang=language).json
        assert answer["lang"] == language
        assert answer["dir"] == ("rtl" if language == "ar" else "ltr")
        assert [one["lang"] for one in answer["languages"]] == list(known)
    header = ", ".join(f"{tag};q=0.{9 - number}" for number, tag in enumerate(["xx", *known[1:], "en"]))
    wanted = known[1] if len(known) > 1 else "en"
    assert ask(session.app, "GET", "/api/words", accept_language=header).json["lang"] == wanted


@pytest.mark.parametrize("lang", ["../es", "es/../../x", "xx", "", "e" * 5000, "\0", ";q=1"])
def test_a_language_is_never_a_path(session: Session, lang: str) -> None:
    assert session.get("/api/words", lang=lang).json["lang"] == "en"
    assert (
        ask(session.app, "GET", "/api/words", accept_language=f"{lang};q=x,,;".replace("\0", "")).status
        == 200
    )


def test_units_of_the_same_text_have_ids_of_their_own(session: Session) -> None:
    from toolkit.review.saving import identifier

    assert identifier(Unit("a")) != identifier(Unit("a", context="b"))
    assert len({unit["id"] for unit in session.units("page.md")}) == 3


def test_what_is_far_from_all_that_was_accepted_is_riskier(tmp_path: Path) -> None:
    articles = {"a.md": "Rest in the warm room.\n\nRest in the cold room.\n\nDrink a lot of tea.\n"}
    catalogs = {
        "a.md": entry("Rest in the warm room.", "Descanse en la sala cálida.")
        + entry("Rest in the cold room.", "Descanse en la sala fría.", fuzzy=True)
        + entry("Drink a lot of tea.", "Tome mucho té.", fuzzy=True)
    }
    session = Session(tmp_path, articles, catalogs)
    risk = session.get("/api/findings", **place("a.md")).json["risk"]
    accepted, near, far = (risk[unit["id"]] for unit in session.units("a.md"))
    assert far > near > accepted


def test_an_article_that_comes_while_the_server_runs_is_there(session: Session) -> None:
    (session.folder / "source_articles" / "new.md").write_text("See [it](page.md).\n")
    path = session.path("page.md").with_name("new.po")
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        + entry("See [it](page.md).", "Véalo.")
    )
    assert session.get("/preview", **place()).status == 200
    rows = session.get("/api/overview").json["locales"][0]["articles"]
    assert [row["name"] for row in rows] == ["new.md", "other.md", "page.md"]
    assert session.get("/api/article", **place("new.md")).status == 200
    assert session.get("/preview", **place("new.md")).status == 200


def test_the_glossary_is_read_again_when_it_changes(session: Session) -> None:
    unit = session.unit("page.md", "The ward is quiet.")
    path = session.project.glossary_path
    for target in ("planta", "unidad de camas"):
        path.write_text(f"source,es,note\nward,{target},\n")
        (term,) = session.get("/api/help", **place(id=unit["id"])).json["terms"]
        assert term["targets"] == [target]
    path.write_text('"')
    assert session.get("/api/help", **place(id=unit["id"])).json["terms"] == []
    path.unlink()
    assert session.get("/api/findings", **place()).status == 200


def said_by_the_server() -> set[str]:
    """What people may be told, as it stands in the code, with names for what is put in."""
    import ast

    from toolkit import review, signing
    from toolkit.provenance import grammar

    found = set()
    files = [*Path(review.__file__).parent.glob("*.py"), Path(signing.__file__), Path(grammar.__file__)]
    for file in files:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else "{}" for part in node.values]
                found.add("".join(map(str, parts)))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


@pytest.mark.parametrize("language", [tag for tag in words.languages() if tag != "en"])
def test_what_the_server_says_is_translated_as_it_says_it(language: str) -> None:
    from toolkit.catalogs import po

    file = Path(words.__file__).parent / "words" / "server" / f"{language}.po"
    units = po.read(file, locale=language).units
    assert len(units) > 20
    told = words.told(language)["words"]
    code = said_by_the_server()
    for unit in units:
        assert re.sub(r"\{\w+\}", "{}", unit.source) in code, unit.source
        assert set(re.findall(r"\{\w+\}", unit.target)) <= set(re.findall(r"\{\w+\}", unit.source))
        assert told[unit.source]
