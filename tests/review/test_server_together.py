"""Two people and another program on one catalog, in any order: nobody loses a text, nothing is guessed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="python3-starlette")

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.review.session import ANA, EVA, Session, entry
from toolkit import provenance
from toolkit.catalogs import po
from toolkit.model import ACCEPTED, State
from toolkit.review import guard
from toolkit.review.saving import Who

SOURCES = ("Rest.", "Move.")
ARTICLE = {"page.md": "\n\n".join(SOURCES) + "\n"}
START = {
    "page.md": entry(SOURCES[0], "a", fuzzy=True, comments="draft: apertium eng-spa 2026-11-20")
    + entry(SOURCES[1], "b")
}
COOKIES = {ANA: "review-key-8070=" + "a" * 43, EVA: "review-key-8070=" + "e" * 43}

people = st.sampled_from([ANA, EVA])
sources = st.sampled_from(SOURCES)
texts = st.sampled_from("abcd")
steps = st.lists(
    st.tuples(st.just("look"), people)
    | st.tuples(st.just("save"), people, sources, texts, st.sampled_from(["save", "accept", "sign"]))
    | st.tuples(st.just("remark"), people, sources)
    | st.tuples(st.just("undo"), people, sources)
    | st.tuples(st.just("foreign"), sources, texts)
    | st.tuples(st.just("restart")),
    max_size=14,
)


class World:
    """The server, the file, and what each person has on the screen."""

    def __init__(self, folder: Path) -> None:
        keys = guard.Keys(people={"a" * 43: Who(ANA), "e" * 43: Who(EVA)})
        self.session = Session(folder, ARTICLE, START, keys=keys, user=None)
        self.screens: dict[str, dict[str, dict[str, Any]]] = {}
        self.done: dict[tuple[str, str], list[dict[str, Any]]] = {}
        self.remarks = dict.fromkeys(SOURCES, 0)
        self.signed: set[tuple[str, str]] = set()
        for person in COOKIES:
            self.look(person)

    def look(self, person: str) -> None:
        answer = self.session.get("/api/article", cookie=COOKIES[person], locale="es", article="page.md")
        self.screens[person] = {unit["source"]: unit for unit in answer.json["units"]}

    def post(self, person: str, path: str, unit: dict[str, Any], **more: Any) -> Any:
        value = self.session.about("page.md", unit, **more)
        return self.session.post(path, value, cookie=COOKIES[person])

    def stored(self, source: str) -> Any:
        return self.session.stored("page.md", source)

    def save(self, person: str, source: str, text: str, action: str) -> None:
        seen, before = self.screens[person][source], self.stored(source)
        answer = self.post(person, "/api/save", seen, target=text, action=action)
        after = self.stored(source)
        if answer.status == 409:
            assert after == before
            assert answer.json["theirs"]["target"] == before.target
            assert answer.json["mine"] == text
            return
        assert answer.status == 200, answer.body
        # What is on the screen was what is in the file, or both want the same now.
        assert before.target in (seen["target"], text)
        assert after.target == text
        if action == "sign":
            assert person in [one.person for one in provenance.signoffs(after)]
            assert after.state is State.REVIEWED
            self.signed.add((source, text))
        elif action == "accept":
            assert after.state in ACCEPTED
        if before.target != text:
            # A sign-off counts again when exactly what was signed is back.
            assert provenance.signoffs(after) == () or (source, text) in self.signed
        self.done.setdefault((person, source), []).append(seen)
        self.screens[person][source] = answer.json["unit"]

    def remark(self, person: str, source: str) -> None:
        before = self.stored(source)
        self.remarks[source] += 1
        text = f"remark {self.remarks[source]}"
        answer = self.post(person, "/api/remark", self.screens[person][source], text=text)
        assert answer.status == 200
        after = self.stored(source)
        assert (after.target, after.state) == (before.target, before.state)
        self.screens[person][source] = answer.json["unit"]

    def undo(self, person: str, source: str) -> None:
        versions = self.done.get((person, source))
        if not versions:
            return
        seen, before, to = self.screens[person][source], self.stored(source), versions[-1]
        answer = self.post(person, "/api/undo", seen, to=to["version"])
        after = self.stored(source)
        if answer.status != 200:
            assert answer.status in (409, 422)
            assert after == before
            return
        assert before.target == seen["target"]
        assert after.target == to["target"]
        versions.pop()
        self.screens[person][source] = answer.json["unit"]

    def foreign(self, source: str, text: str) -> None:
        """Poedit: a text is written, and its fuzzy mark taken off."""
        from dataclasses import replace

        path = self.session.path("page.md")
        catalog = po.read(path, locale="es")
        units = tuple(
            replace(unit, target=text, state=State.TRANSLATED) if unit.source == source else unit
            for unit in catalog.units
        )
        po.write(path, replace(catalog, units=units))


# Eva leaves a text open that Ana accepts as it then stands in the file.
@example([("save", EVA, "Move.", "a", "save"), ("save", ANA, "Move.", "a", "sign")])
# Remarks that came after what is undone, or that its author had not seen, were once undone with it.
@example(
    [
        ("remark", EVA, "Move."),
        ("save", ANA, "Move.", "a", "save"),
        ("remark", EVA, "Move."),
        ("undo", ANA, "Move."),
    ]
)
@example([("save", ANA, "Rest.", "a", "save"), ("remark", ANA, "Rest."), ("undo", ANA, "Rest.")])
@given(steps)
@settings(deadline=None, max_examples=150)
def test_in_any_order(given_steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        world = World(Path(name))
        for what, *more in given_steps:
            if what == "restart":
                world.session.start()
            else:
                getattr(world, what)(*more)
            catalog = po.read(world.session.path("page.md"), locale="es")
            assert [unit.source for unit in catalog.units] == list(SOURCES)
            for unit in catalog.units:
                assert len(provenance.remarks(unit.comments)) == world.remarks[unit.source]
