"""Saves: nothing half written, nothing accepted lost, and nobody's work overwritten."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="python3-starlette")

from tests.review.session import ANA, CONFIG, EVA, Session, entry
from toolkit import provenance
from toolkit.catalogs import po
from toolkit.model import State
from toolkit.review import guard
from toolkit.review.saving import Who

COUNT = 30
TEXTS = [f"Rest for {number} days." for number in range(COUNT)]
ARTICLE = {"page.md": "\n\n".join(TEXTS) + "\n"}
ENTRIES = "".join(
    entry(text, f"Descanse {number} días.", fuzzy=True, comments="draft: apertium eng-spa 2026-11-20")
    for number, text in enumerate(TEXTS)
)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path, ARTICLE, {"page.md": ENTRIES})


def test_a_save_moves_nothing_else_in_the_file(session: Session) -> None:
    path = session.path("page.md")
    wrapped = path.read_text(encoding="utf-8").replace("Descanse 3 días.", 'Descanse "\n"3 días.')
    path.write_text(wrapped, encoding="utf-8")
    assert session.save("page.md", session.unit("page.md", TEXTS[7]), "Repose 7 días.").status == 200
    old, new = wrapped.split("\n\n"), path.read_text(encoding="utf-8").split("\n\n")
    assert [index for index, (a, b) in enumerate(zip(old, new, strict=True)) if a != b] == [8]


@pytest.mark.parametrize("blanks", ["\u00a0", "\t\u2003 "])
def test_blanks_are_saved_as_no_translation(session: Session, blanks: str) -> None:
    unit = session.unit("page.md", TEXTS[7])
    assert session.save("page.md", unit, blanks, "accept").status == 422
    answer = session.save("page.md", unit, blanks, "save")
    assert (answer.status, answer.json["unit"]["target"], answer.json["unit"]["state"]) == (
        200,
        "",
        "untranslated",
    )
    assert blanks not in session.path("page.md").read_text(encoding="utf-8")
    assert session.stored("page.md", TEXTS[7]).target == ""


def test_many_people_at_once_lose_nothing(session: Session) -> None:
    units = session.units("page.md")

    def save(number: int) -> int:
        unit = units[number]
        answer = session.save("page.md", unit, f"Repose {number} días.")
        return answer.status

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(save, range(COUNT))) == {200}
    for number, text in enumerate(TEXTS):
        stored = session.stored("page.md", text)
        assert stored.target == f"Repose {number} días."
        assert stored.state is State.TRANSLATED


def test_two_people_and_one_text_make_one_clash(session: Session) -> None:
    unit = session.units("page.md")[0]
    with ThreadPoolExecutor(8) as pool:
        targets = [f"Texto {number}" for number in range(8)]
        statuses = list(pool.map(lambda text: session.save("page.md", unit, text).status, targets))
    assert sorted(statuses) == [200] + [409] * 7
    assert session.stored("page.md", TEXTS[0]).target == targets[statuses.index(200)]


def test_another_program_that_writes_meanwhile_is_noticed(session: Session, monkeypatch) -> None:
    """The file changes after the server has looked and before it writes."""
    from toolkit.catalogs import splice

    unit = session.units("page.md")[0]
    path, real, done = session.path("page.md"), splice.edited, []

    def meanwhile(held, changes, **more):
        if not done:
            done.append(path.write_text(path.read_text("utf-8").replace("Descanse 5", "Pare 5"), "utf-8"))
        return real(held, changes, **more)

    monkeypatch.setattr(splice, "edited", meanwhile)
    assert session.save("page.md", unit, "Repose.").status == 200
    assert session.stored("page.md", TEXTS[0]).target == "Repose."
    assert session.stored("page.md", TEXTS[5]).target == "Pare 5 días."


def test_who_accepts_what_is_already_as_he_wants_it_is_told_what_is_there(session: Session) -> None:
    """The server holds an older state in which there is nothing to do."""
    unit = session.units("page.md")[0]
    done = session.save("page.md", unit, "Repose.").json["unit"]
    path = session.path("page.md")
    path.write_text(path.read_text("utf-8").replace('"Repose."', '"Pare."'), "utf-8")
    answer = session.save("page.md", done, "Repose.", "save")
    assert answer.status == 409
    assert answer.json["theirs"]["target"] == "Pare."


def test_a_catalog_that_is_gone_or_broken_is_said_and_not_made_anew(session: Session) -> None:
    unit = session.units("page.md")[0]
    path = session.path("page.md")
    text = path.read_text("utf-8")
    path.write_text(text + "<<<<<<< HEAD\n", "utf-8")
    answer = session.save("page.md", unit, "Repose.")
    assert answer.status == 500
    assert "merge conflict" in answer.json["error"]
    path.unlink()
    answer = session.save("page.md", unit, "Repose.")
    assert answer.status == 500
    assert "toolkit extract" in answer.json["hint"]
    assert not path.exists()


def undo(session: Session, unit: dict, to: dict):
    value = {
        "locale": "es",
        "article": "page.md",
        "id": unit["id"],
        "base": unit["version"],
        "to": to["version"],
    }
    return session.post("/api/undo", value)


def test_undo_keeps_what_others_said_since(session: Session) -> None:
    unit = session.units("page.md")[0]
    done = session.save("page.md", unit, unit["target"], "sign").json["unit"]
    assert done["state"] == "reviewed"
    session.post("/api/remark", session.about("page.md", done, text="sure?"))
    back = undo(session, done, unit)
    assert back.status == 200
    assert (back.json["unit"]["state"], back.json["unit"]["target"]) == ("draft", unit["target"])
    assert [one["text"] for one in back.json["unit"]["remarks"]] == ["sure?"]
    assert back.json["unit"]["people"] == []


def test_undo_never_takes_back_what_somebody_else_did(session: Session) -> None:
    unit = session.units("page.md")[0]
    done = session.save("page.md", unit, "Repose.").json["unit"]
    session.save("page.md", done, "Pare.")
    clash = undo(session, done, unit)
    assert clash.status == 409
    assert clash.json["theirs"]["target"] == "Pare."
    assert clash.json["theirs"]["person"] == ANA
    signed = session.save("page.md", session.units("page.md")[1], "Repose.", "sign").json["unit"]
    accepted = session.units("page.md")[1]
    assert signed["version"] == accepted["version"]
    other = session.save("page.md", session.units("page.md")[2], "Repose.").json["unit"]
    session.save("page.md", other, other["target"], "sign")
    assert undo(session, other, session.units("page.md")[2]).status == 409


def test_progress_comes_with_every_save(session: Session) -> None:
    unit = session.units("page.md")[0]
    answer = session.save("page.md", unit, "Repose.", "sign").json
    assert answer["progress"] == {"total": COUNT, "done": 1, "reviewed": 1}
    assert session.get("/api/article", locale="es", article="page.md").json["progress"] == answer["progress"]


def test_a_time_is_noted_for_the_statistics_and_nobody_waits_for_it(session: Session) -> None:
    from toolkit import worklog

    unit = session.units("page.md")[0]
    answer = session.post(
        "/api/save", session.about("page.md", unit, target="Repose.", action="accept", seconds=12.5)
    )
    assert answer.status == 200
    (visit,) = worklog.visits(session.project.cache_dir)
    assert (visit.seconds, visit.before, visit.after) == (12.5, "draft", "translated")
    found = session.get("/api/help", locale="es", article="page.md", id=unit["id"]).json
    assert found["draftTarget"] == "Descanse 0 días."
    assert ["new", "Repose."] in found["draftDiff"]


def test_rules_name_what_is_missing_for_critical_articles(tmp_path: Path) -> None:
    config = CONFIG + '[review]\nrequire-second-person = true\ncritical-roles = ["reviewer", "clinician"]\n'
    articles = {"dose.md": "---\ncritical: true\n---\n\nRest.\n", "page.md": "Rest.\n"}
    catalogs = {name: entry("Rest.", "Descanse.", fuzzy=True) for name in articles}
    session = Session(tmp_path, articles, catalogs, config=config)
    for name, critical in (("dose.md", True), ("page.md", False)):
        assert session.get("/api/article", locale="es", article=name).json["critical"] is critical
        unit = session.save(name, session.unit(name, "Rest."), "Descanse.", "sign").json["unit"]
        wanted = ["a sign-off as clinician"] if critical else []
        assert unit["missing"] == [*wanted, "a sign-off by somebody else than the translator"]
        # It is signed, and not by all who have to.
        assert session.get("/api/article", locale="es", article=name).json["progress"]["reviewed"] == 0
    keys = guard.Keys(people={"e" * 43: Who(EVA, "clinician")})
    session = Session(tmp_path, articles, {}, config=config, keys=keys)
    cookie = "review-key-8070=" + "e" * 43
    place = {"locale": "es", "article": "dose.md"}
    (unit,) = session.get("/api/article", cookie=cookie, **place).json["units"]
    value = session.about("dose.md", unit, target=unit["target"], action="sign")
    answer = session.post("/api/save", value, cookie=cookie).json
    assert answer["unit"]["missing"] == []
    assert answer["progress"]["reviewed"] == 1
    session = Session(tmp_path, articles, {}, config=config)
    assert session.get("/api/overview").json["rules"] == {
        "secondPerson": True,
        "roles": [],
        "criticalRoles": ["reviewer", "clinician"],
    }


def test_two_people_on_one_server_sign_in_their_own_names(tmp_path: Path) -> None:
    keys = guard.Keys(people={"a" * 43: Who(ANA, "translator"), "e" * 43: Who(EVA, "clinician")})
    session = Session(tmp_path, ARTICLE, {"page.md": ENTRIES}, keys=keys, user=None)
    assert session.get("/api/overview").status == 403
    assert session.get("/", key="x" * 43).status == 403
    cookies = [session.get("/", key=key).headers["set-cookie"].split(";")[0] for key in keys.people]
    assert [session.get("/api/overview", cookie=cookie).json["user"] for cookie in cookies] == [ANA, EVA]
    place = {"locale": "es", "article": "page.md"}
    for cookie, action in zip(cookies, ("accept", "sign"), strict=True):
        unit = session.get("/api/article", cookie=cookie, **place).json["units"][0]
        value = session.about("page.md", unit, target="Repose.", action=action)
        assert session.post("/api/save", value, cookie=cookie).status == 200
    stored = session.stored("page.md", TEXTS[0])
    assert [one.person for one in provenance.translators(stored.comments)] == [ANA]
    assert [(one.person, one.role) for one in provenance.signoffs(stored)] == [(EVA, "clinician")]


# A real server


class Server:
    """``toolkit review`` in a process of its own."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "toolkit", "review", "--no-open", "--port", "0", "--user", ANA]
        self.process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/$", line.strip())
        assert found, line
        self.port = int(found[1])
        assert "Ctrl-C" in self.process.stdout.readline()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        page = self.ask("GET", "/")[1].decode()
        self.token = re.search(r'review-token" content="([^"]+)"', page)[1]  # type: ignore[index]

    def ask(self, method: str, path: str, value: object = None) -> tuple[int, bytes]:
        host = f"127.0.0.1:{self.port}"
        headers = {"Host": host}
        body = None
        if value is not None:
            body = json.dumps(value).encode()
            headers |= {"Content-Type": "application/json", "Origin": f"http://{host}"}
            headers["X-Review-Token"] = self.token
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def test_a_killed_server_loses_nothing_it_said_it_had_saved(session: Session) -> None:
    path = session.path("page.md")
    said: dict[str, str] = {}
    kills = 0
    for round_ in range(6):
        server = Server(session.folder)
        units = json.loads(server.ask("GET", "/api/article?locale=es&article=page.md")[1])["units"]
        # At another moment of a save each time: some milliseconds after an answer, while the next is made.
        timer = threading.Timer(0.004 * round_, os.kill, (server.process.pid, signal.SIGKILL))
        try:
            for number in range(10_000):
                unit = units[number % COUNT]
                target = f"Repose {round_}-{number}."
                value = session.about("page.md", unit, target=target, action="accept")
                status, body = server.ask("POST", "/api/save", value)
                assert status == 200, body
                units[number % COUNT] = json.loads(body)["unit"]
                said[unit["source"]] = target
                if number == round_:
                    timer.start()
        except (OSError, http.client.HTTPException):
            kills += 1
        timer.join()
        server.process.wait(10)
        server.process.communicate()
        stored = {unit.source: unit.target for unit in po.read(path, locale="es").units}
        assert len(stored) == COUNT
        for source, target in said.items():
            # What was under way when the server died may be there or not.
            assert stored[source] == target or stored[source].startswith(f"Repose {round_}-"), source
        lost = [source for source in said if stored[source] != said[source]]
        assert len(lost) <= 1
        said.update({source: stored[source] for source in lost})
    assert kills == 6
    assert said


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_the_server_ends_cleanly_while_pages_listen(session: Session) -> None:
    server = Server(session.folder)
    listening = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    listening.request("GET", "/api/events", headers={"Host": f"127.0.0.1:{server.port}"})
    stream = listening.getresponse()
    assert stream.status == 200
    assert stream.readline() == b"retry: 1500\n"
    server.process.send_signal(signal.SIGINT)
    _, err = server.process.communicate(timeout=10)
    assert server.process.returncode == 0
    assert err == ""


def test_a_project_without_catalogs_is_told_how_to_make_them(tmp_path: Path) -> None:
    (tmp_path / "toolkit.toml").write_text(CONFIG)
    (tmp_path / "source_articles").mkdir()
    (tmp_path / "source_articles" / "page.md").write_text("Rest.\n")
    command = [sys.executable, "-m", "toolkit", "review", "--no-open", "--port", "0"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert result.returncode == 2
    assert "toolkit extract" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_article_without_a_catalog_is_listed_with_what_to_do(session: Session) -> None:
    (session.folder / "source_articles" / "new.md").write_text("Move.\n")
    from toolkit.project import Project

    session.project = Project.find(session.folder)
    session.start()
    rows = {row["name"]: row for row in session.get("/api/overview").json["locales"][0]["articles"]}
    assert "toolkit extract" in rows["new.md"]["hint"]
    assert rows["page.md"]["drafts"] == COUNT
    answer = session.get("/api/article", locale="es", article="new.md")
    assert answer.status == 500
    assert "toolkit extract" in answer.json["hint"]


@pytest.mark.parametrize(
    "user", ["Ana", "<ana@example.org>", "Ana <ana>", "Ana <a@b> (x", "Ana (x) <a@b>", "A\n<a@b>"]
)
def test_a_user_has_a_name_and_a_mail(session: Session, user: str) -> None:
    command = [sys.executable, "-m", "toolkit", "review", "--no-open", "--port", "0", "--user", user]
    result = subprocess.run(command, cwd=session.folder, capture_output=True, text=True, timeout=60)
    assert result.returncode == 2
    assert "Name <mail@domain>" in result.stderr


def test_each_of_several_people_gets_an_address(session: Session) -> None:
    command = [sys.executable, "-m", "toolkit", "review", "--no-open", "--port", "0"]
    command += ["--user", ANA, "--user", f"{EVA} (clinician)"]
    with subprocess.Popen(command, cwd=session.folder, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(3)]
        process.terminate()
    found = [re.fullmatch(r"http://127\.0\.0\.1:\d+/\?key=([\w-]{43})  (.*)", line) for line in lines[:2]]
    assert [match and match[2] for match in found] == [f"{ANA} (reviewer)", f"{EVA} (clinician)"]
    assert found[0][1] != found[1][1]  # type: ignore[index]


def test_the_address_for_others_is_one_they_can_reach() -> None:
    from toolkit.cli.review import _reachable

    assert _reachable("127.0.0.1") == "127.0.0.1"
    assert _reachable("::1") == "[::1]"
    assert _reachable("192.0.2.7") == "192.0.2.7"
    assert re.fullmatch(r"[\d.]+", _reachable("0.0.0.0"))


def test_a_full_disk_is_said_and_leaves_the_file_as_it_was(session: Session, monkeypatch) -> None:
    from toolkit import files

    unit = session.units("page.md")[0]
    path = session.path("page.md")
    before = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(files.os, "fsync", full)
        answer = session.save("page.md", unit, "Repose.")
    assert answer.status == 500
    assert "no space left" in answer.json["error"]
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    # And once there is room, the same save is done.
    assert session.save("page.md", unit, "Repose.").status == 200
