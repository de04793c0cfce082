"""Search and replace: shown first, words only, each text as it was seen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="python3-starlette")

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.review.session import ANA, Session, entry
from toolkit import formats, provenance
from toolkit.model import State, Unit
from toolkit.review.replacing import Wish, replaced

ARTICLES = {
    "page.md": "See the [ward](ward.html) of **ward 5**.\n\nThe ward is open.\n\nWards are quiet.\n",
    "other.md": "A ward.\n",
}
CATALOGS = {
    "page.md": entry("See the [ward](ward.html) of **ward 5**.", "Vea la [sala](sala.html) de la **sala 5**.")
    + entry(
        "The ward is open.",
        "La sala está abierta.",
        fuzzy=True,
        comments="draft: apertium eng-spa 2026-11-20",
    )
    + entry("Wards are quiet.", "Las salas son tranquilas."),
    "other.md": entry("A ward.", "Una Sala."),
}


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path, ARTICLES, CATALOGS)


def wish(**more: Any) -> dict[str, Any]:
    return {
        "locale": "es",
        "article": None,
        "find": "sala",
        "replacement": "planta",
        "matchCase": False,
        "wholeWords": True,
        "regex": False,
        "apply": None,
        **more,
    }


def hits(session: Session, **more: Any) -> list[dict[str, Any]]:
    answer = session.post("/api/replace", wish(**more))
    assert answer.status == 200, answer.body
    assert answer.json["more"] is False
    return answer.json["hits"]


def chosen(found: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [{"article": hit["article"], "id": hit["id"], "base": hit["version"]} for hit in found]


def test_a_preview_shows_and_writes_nothing(session: Session) -> None:
    before = {name: session.path(name).read_bytes() for name in ARTICLES}
    found = {hit["before"]: hit["after"] for hit in hits(session)}
    assert found == {
        # The address of the link is no word.
        "Vea la [sala](sala.html) de la **sala 5**.": "Vea la [planta](sala.html) de la **planta 5**.",
        "La sala está abierta.": "La planta está abierta.",
        "Una Sala.": "Una Planta.",
    }
    assert {name: session.path(name).read_bytes() for name in ARTICLES} == before


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({"wholeWords": False}, 4),
        ({"matchCase": True}, 2),
        ({"article": "other.md"}, 1),
        ({"find": "sala."}, 1),
        ({"find": "s.la"}, 0),
        ({"find": "html"}, 0),
        ({"find": "**"}, 0),
        ({"find": "Una Sala.", "replacement": "\u00a0", "wholeWords": False}, 0),
    ],
)
def test_what_counts_as_a_hit(session: Session, more: dict[str, Any], count: int) -> None:
    assert len(hits(session, **more)) == count


def test_new_findings_are_shown_with_the_hit(session: Session) -> None:
    (hit,) = hits(session, find="5", replacement="50", wholeWords=True)
    assert any("5" in finding["message"] for finding in hit["findings"])
    assert hits(session, find="abierta", replacement="cerrada")[0]["findings"] == []


def test_states_stay_what_they_were_and_sign_offs_become_void(session: Session) -> None:
    unit = session.unit("page.md", "Wards are quiet.")
    session.save("page.md", unit, unit["target"], "sign")
    found = hits(session, wholeWords=False)
    answer = session.post("/api/replace", wish(wholeWords=False, apply=chosen(found))).json
    assert (len(answer["done"]), answer["refused"]) == (4, [])
    assert {done["article"] for done in answer["done"]} == set(ARTICLES)
    quiet = session.stored("page.md", "Wards are quiet.")
    assert (quiet.target, quiet.state) == ("Las plantas son tranquilas.", State.TRANSLATED)
    assert provenance.signoffs(quiet) == ()
    assert [one.person for one in provenance.translators(quiet.comments)] == [ANA]
    still = session.stored("page.md", "The ward is open.")
    assert still.target == "La planta está abierta."
    assert still.state not in (State.TRANSLATED, State.REVIEWED)
    assert provenance.draft_of(still.comments) is not None


def test_only_what_was_chosen_and_seen_is_replaced(session: Session) -> None:
    found = hits(session)
    picked = [hit for hit in found if hit["before"] != "Una Sala."]
    path = session.path("page.md")
    path.write_text(path.read_text("utf-8").replace("está abierta", "no está abierta"), "utf-8")
    answer = session.post("/api/replace", wish(apply=chosen(picked))).json
    assert [done["unit"]["target"] for done in answer["done"]] == [
        "Vea la [planta](sala.html) de la **planta 5**."
    ]
    (refused,) = answer["refused"]
    assert "somebody else" in refused["error"]
    assert session.stored("page.md", "The ward is open.").target == "La sala no está abierta."
    assert session.stored("other.md", "A ward.").target == "Una Sala."


def test_it_can_be_taken_back_text_by_text(session: Session) -> None:
    (hit,) = hits(session, article="other.md")
    (done,) = session.post("/api/replace", wish(apply=chosen([hit]))).json["done"]
    value = {"locale": "es", "article": "other.md", "id": hit["id"], "base": done["unit"]["version"]}
    assert session.post("/api/undo", {**value, "to": hit["version"]}).status == 200
    assert session.stored("other.md", "A ward.").target == "Una Sala."


@pytest.mark.parametrize(
    "more",
    [
        {"find": ""},
        {"find": "  "},
        {"find": None},
        {"find": "x" * 501},
        {"find": "a\x00"},
        {"find": "(a+)+$", "regex": True},
        {"replacement": None},
        {"replacement": "x" * 501},
        {"replacement": "a\x1b"},
        {"apply": "all"},
        {"apply": [{}]},
        {"apply": [{"article": "page.md", "id": 5, "base": "x"}]},
        {"apply": ["x"] * 2},
        {"apply": [{"article": "a", "id": "b", "base": "c"}] * 501},
    ],
)
def test_what_cannot_be_done_is_refused(session: Session, more: dict[str, Any]) -> None:
    before = {name: session.path(name).read_bytes() for name in ARTICLES}
    assert session.post("/api/replace", wish(**more)).status == 422
    assert {name: session.path(name).read_bytes() for name in ARTICLES} == before


@pytest.mark.parametrize(
    "more", [{"locale": "xx"}, {"locale": None}, {"article": "../page.md"}, {"article": ""}]
)
def test_only_known_places_are_searched(session: Session, more: dict[str, Any]) -> None:
    assert session.post("/api/replace", wish(**more)).status == 404


def test_articles_beside_the_one_asked_for_are_not_touched(session: Session) -> None:
    (hit,) = hits(session, article="other.md")
    answer = session.post("/api/replace", wish(article="page.md", apply=chosen([hit]))).json
    assert answer["done"] == []
    assert len(answer["refused"]) == 1
    unknown = [{"article": "page.md", "id": "0" * 16, "base": "0" * 16}]
    answer = session.post("/api/replace", wish(article="page.md", apply=unknown)).json
    assert (answer["done"], len(answer["refused"])) == ([], 1)


texts = st.text(st.sampled_from("ab *_`[]()<>!\\{}&;:#~^|\n"), max_size=30)


@given(
    texts,
    st.text(st.sampled_from("ab*_<"), min_size=1, max_size=2),
    texts,
    st.sampled_from(["markdown", "html", "text"]),
)
@settings(deadline=None, max_examples=500)
def test_no_replacement_changes_the_codes(target: str, find: str, replacement: str, syntax: Any) -> None:
    unit = Unit("x", target, None, State.TRANSLATED, syntax=syntax)
    if not find.strip():
        return
    text = replaced(unit, Wish(find, replacement), frozenset())
    if text is not None:
        codes = [sorted(code.identity for code in formats.codes(one, syntax)) for one in (target, text)]
        assert codes[0] == codes[1]
