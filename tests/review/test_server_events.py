"""People on one server see each other's saves, and what other programs write."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="python3-starlette")
pytest.importorskip("watchfiles", reason="python3-watchfiles")

from tests.review.client import HOST, ask
from tests.review.client import run as in_a_loop
from tests.review.session import ANA, EVA, Session, entry
from toolkit.review import events, guard
from toolkit.review.saving import Who

ARTICLES = {"page.md": "Rest.\n\nMove.\n", "other.md": "Sleep.\n"}
CATALOGS = {
    "page.md": entry("Rest.", "Descanse.", fuzzy=True) + entry("Move.", "Muévase."),
    "other.md": entry("Sleep.", "Duerma."),
}
PATIENCE = 20.0


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = Session(tmp_path, ARTICLES, CATALOGS)
    yield session
    session.api.close()


class Listener:
    """One page's stream, read as it comes."""

    def __init__(self, session: Session, query: str = "", **headers: str) -> None:
        self.session = session
        self.query = query
        self.headers = headers
        self.status = 0
        self._parts: asyncio.Queue[bytes] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._rest = b""

    async def __aenter__(self) -> Listener:
        given = {"host": HOST, **{name.replace("_", "-"): value for name, value in self.headers.items()}}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/api/events",
            "raw_path": b"/api/events",
            "query_string": self.query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in given.items()],
            "client": ("127.0.0.1", 5),
            "server": ("127.0.0.1", 8070),
            "root_path": "",
        }
        asked = False

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if not asked:
                asked = True
                return {"type": "http.request", "body": b"", "more_body": False}
            await self._gone.wait()
            return {"type": "http.disconnect"}

        started = asyncio.Event()

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
                self.kind = dict(message["headers"]).get(b"content-type", b"").decode()
                started.set()
            elif message.get("body"):
                await self._parts.put(message["body"])

        self._task = asyncio.create_task(self.session.app(scope, receive, send))
        await asyncio.wait_for(started.wait(), PATIENCE)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._gone.set()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def events(self) -> AsyncIterator[tuple[str, Any]]:
        while True:
            while b"\n\n" not in self._rest:
                self._rest += await asyncio.wait_for(self._parts.get(), PATIENCE)
            block, self._rest = self._rest.split(b"\n\n", 1)
            fields = dict(line.split(": ", 1) for line in block.decode().split("\n") if ": " in line)
            if "event" in fields:
                yield fields["event"], json.loads(fields["data"])

    async def next(self, kind: str = "changed") -> Any:
        async for name, value in self.events():
            if name == kind:
                return value
        raise AssertionError


PLACE = "locale=es&article=page.md"


async def saved(session: Session, target: str) -> Any:
    def save() -> Any:
        # In a thread: the asking client has a loop of its own.
        return session.save("page.md", session.unit("page.md", "Rest."), target)

    return await asyncio.to_thread(save)


def test_a_save_is_seen_by_everybody_who_looks(session: Session) -> None:
    async def run() -> None:
        async with Listener(session, PLACE) as one, Listener(session) as every:
            assert one.kind.startswith("text/event-stream")
            answer = await saved(session, "Repose.")
            for listener in (one, every):
                value = await listener.next()
                assert (value["locale"], value["article"], value["by"]) == ("es", "page.md", ANA)
                assert [unit["target"] for unit in value["units"]] == ["Repose."]
                assert value["units"][0]["version"] == answer.json["unit"]["version"]
                assert value["progress"]["done"] == 2
                assert value["units"][0]["findings"] == answer.json["unit"]["findings"]

    in_a_loop(run())


def test_who_looks_at_another_article_is_left_alone(session: Session) -> None:
    async def run() -> None:
        async with Listener(session, "locale=es&article=other.md") as other, Listener(session) as every:
            await saved(session, "Repose.")
            await every.next()
            assert other._parts.qsize() <= 2  # how to come back, and who is here

    in_a_loop(run())


@pytest.mark.parametrize("way", ["written", "replaced"])
def test_what_another_program_writes_is_seen(session: Session, way: str) -> None:
    """A pull or Poedit: nobody asks for anything, and the page is told. git replaces files, editors
    may write into them."""
    session.units("page.md")
    path = session.path("page.md")
    text = path.read_text(encoding="utf-8")

    def write(number: int) -> None:
        changed = text.replace("Muévase.", f"Camine {number}.")
        if way == "written":
            path.write_text(changed, "utf-8")
        else:
            new = path.with_name("new")
            new.write_text(changed, "utf-8")
            new.replace(path)

    async def writing() -> None:
        # The watcher may not be there yet when the first change is made.
        for number in range(100):
            await asyncio.to_thread(write, number)
            await asyncio.sleep(1)

    async def run() -> None:
        async with Listener(session, PLACE) as page:
            task = asyncio.create_task(writing())
            value = await page.next()
            task.cancel()
            assert value["by"] is None
            assert [unit["source"] for unit in value["units"]] == ["Move."]
            assert value["units"][0]["target"].startswith("Camine ")

    in_a_loop(run())


def test_people_see_who_else_is_here(tmp_path: Path) -> None:
    keys = guard.Keys(people={"a" * 43: Who(ANA), "e" * 43: Who(EVA)})
    session = Session(tmp_path, ARTICLES, CATALOGS, keys=keys)

    async def run() -> None:
        cookies = [f"review-key-8070={key}" for key in keys.people]
        async with Listener(session, PLACE, cookie=cookies[0]) as ana:
            assert (await ana.next("here"))["people"] == [ANA]
            async with Listener(session, PLACE, cookie=cookies[1]) as eva:
                assert (await ana.next("here"))["people"] == [ANA, EVA]
                assert (await eva.next("here"))["people"] == [ANA, EVA]
            assert (await ana.next("here"))["people"] == [ANA]

    in_a_loop(run())
    session.api.close()


def test_too_many_listeners_are_refused_and_room_is_made_when_they_go(session: Session, monkeypatch) -> None:
    monkeypatch.setattr(events, "MOST_LISTENERS", 2)

    async def run() -> None:
        async with Listener(session), Listener(session), Listener(session) as third:
            assert third.status == 503
        async with Listener(session) as later:
            assert later.status == 200

    in_a_loop(run())


def test_a_page_that_does_not_read_is_cut_off_and_holds_up_nobody(session: Session, monkeypatch) -> None:
    async def run() -> None:
        stream = await session.api.events.listen(None, None)
        assert not session.api.events._listeners  # nobody is waited for who never came back for the rest
        await anext(stream)
        (listener,) = session.api.events._listeners
        for _ in range(events._WAITING + 5):
            listener._put(b"x")
        parts = [part async for part in stream]
        assert len(parts) < 10

    in_a_loop(asyncio.wait_for(run(), PATIENCE))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"locale": "xx"}, 404),
        ({"locale": "es", "article": "../page.md"}, 404),
        ({"article": "page.md"}, 404),
        ({"locale": "../es"}, 404),
    ],
)
def test_only_known_places_can_be_listened_to(session: Session, query: dict[str, str], status: int) -> None:
    assert session.get("/api/events", **query).status == status


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_other_pages_cannot_listen(session: Session, headers: dict[str, str]) -> None:
    assert ask(session.app, "GET", "/api/events", **headers).status == 403


def test_ending_the_server_ends_the_streams(session: Session) -> None:
    async def run() -> None:
        stream = await session.api.events.listen(None, None)
        assert await anext(stream) == b"retry: 1500\n\n"
        session.api.close()
        assert [part async for part in stream if part.startswith(b"event: changed")] == []

    in_a_loop(asyncio.wait_for(run(), PATIENCE))
