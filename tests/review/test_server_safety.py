"""Attacks on every address of the server: foreign pages, rebound names, stolen tokens, odd values, paths."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="python3-starlette")

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.client import HOST, ask
from tests.review.session import ANA, Session, entry
from toolkit.review import guard
from toolkit.review.api import Api
from toolkit.review.desk import Desk
from toolkit.review.saving import Who
from toolkit.review.server import application

ARTICLES = {"page.md": "Rest.\n\nMove.\n"}
CATALOGS = {"page.md": entry("Rest.", "Descanse.", fuzzy=True) + entry("Move.", "Muévase.")}
READS = (
    "/",
    "/static/base.css",
    "/preview",
    "/preview/asset",
    "/preview/theme/theme.css",
    "/api/overview",
    "/api/article",
    "/api/findings",
    "/api/help",
    "/api/history",
    "/api/events",
    "/api/words",
)
WRITES = ("check", "preview", "suggest", "save", "undo", "remark", "ignore", "replace")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(tmp_path, ARTICLES, CATALOGS)


def valid(session: Session, name: str) -> dict[str, Any]:
    """A request that would be done if the right page sent it."""
    unit = session.unit("page.md", "Rest.")
    value = session.about("page.md", unit, target="Repose.", action="accept", text="why?", check="length")
    if name == "replace":
        found = {"find": "Descanse", "replacement": "Repose"}
        chosen = [{"article": "page.md", "id": unit["id"], "base": unit["version"]}]
        return {"locale": "es", "article": "page.md", **found, "apply": chosen}
    return {**value, "on": True, "to": unit["version"], "engine": "fake"}


def test_every_address_is_attacked_here(session: Session) -> None:
    routes = {route.path for route in session.app.app.routes}
    covered = {path for path in READS if not path.startswith(("/static", "/preview/theme"))}
    covered |= {"/static/{name}", "/preview/theme/{name:path}", *(f"/api/{name}" for name in WRITES)}
    assert routes == covered


FOREIGN = [
    {"host": "evil.example"},
    {"host": "evil.example:8070"},
    {"host": "127.0.0.1.evil.example:8070"},
    {"host": "[::ffff:127.0.0.1]:8070"},
    {"host": "192.168.1.7:8070"},
    {"host": ""},
    {"host": None},
    {"origin": "http://evil.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:9999"},
    {"origin": "https://127.0.0.1:8070"},
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
]


@pytest.mark.parametrize("path", READS)
def test_no_foreign_page_reads(session: Session, path: str) -> None:
    for headers in FOREIGN:
        assert ask(session.app, "GET", path, **headers).status == 403, headers


@pytest.mark.parametrize("name", WRITES)
def test_no_foreign_page_writes(session: Session, name: str) -> None:
    value = valid(session, name)
    before = session.path("page.md").read_bytes()
    forged: list[dict[str, str | None]] = [
        *FOREIGN,
        {"origin": None},
        {"x_review_token": None},
        {"x_review_token": ""},
        {"x_review_token": "x" * 43},
        {"x_review_token": session.keys.csrf[:-1]},
        {"content_type": "text/plain"},
        {"content_type": "application/x-www-form-urlencoded"},
        {"content_type": "multipart/form-data"},
        {"content_type": None},
        {"content_length": "99999999"},
        {"content_length": "-1"},
        {"content_length": "1e3"},
    ]
    for headers in forged:
        assert session.post(f"/api/{name}", value, **headers).status in (403, 413, 415), headers
    for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS"):
        sent = {
            "origin": f"http://{HOST}",
            "x_review_token": session.keys.csrf,
            "content_type": "application/json",
        }
        assert ask(session.app, method, f"/api/{name}", **sent).status == 405
    assert session.path("page.md").read_bytes() == before


@pytest.mark.parametrize("name", WRITES)
def test_the_same_from_the_right_page_is_done(session: Session, name: str) -> None:
    """Otherwise the refusals above would prove nothing."""
    wanted = 422 if name == "suggest" else 200
    assert session.post(f"/api/{name}", valid(session, name)).status == wanted


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"5", b"\xff", b"[" * 100_000, b'{"locale":' + b"9" * 5000 + b"}"]
)
def test_no_broken_body_gets_far(session: Session, name: str, body: bytes) -> None:
    sent = {
        "origin": f"http://{HOST}",
        "x_review_token": session.keys.csrf,
        "content_type": "application/json",
    }
    assert ask(session.app, "POST", f"/api/{name}", body=body, **sent).status == 400


@pytest.mark.parametrize("name", WRITES)
def test_no_body_is_larger_than_it_may_be(session: Session, name: str) -> None:
    value = {**valid(session, name), "more": "x" * guard.LARGEST}
    assert session.post(f"/api/{name}", value).status == 413


@pytest.mark.parametrize(
    "article", ["../toolkit.toml", "/etc/passwd", "page.md/../page.md", "PAGE.MD", "", "\0", "page"]
)
@pytest.mark.parametrize("name", [name for name in WRITES if name != "replace"])
def test_only_known_articles_are_written(session: Session, name: str, article: str) -> None:
    for place in (
        {"article": article},
        {"locale": "../es"},
        {"locale": "ar"},
        {"locale": ["es"]},
        {"article": None},
    ):
        assert session.post(f"/api/{name}", {**valid(session, name), **place}).status == 404


@pytest.mark.parametrize("path", ["/api/article", "/api/findings", "/api/help", "/api/history", "/preview"])
def test_only_known_articles_are_read(session: Session, path: str) -> None:
    unit = session.unit("page.md", "Rest.")["id"]
    for article in ("../toolkit.toml", "/etc/passwd", "..%2ftoolkit.toml", "PAGE.MD", "", "\0", "page"):
        assert session.get(path, locale="es", article=article, id=unit).status == 404
    assert session.get(path, locale="../es", article="page.md", id=unit).status == 404
    assert session.get(path, locale="ar", article="page.md", id=unit).status == 404
    assert session.get(path, article="page.md").status == 404


@pytest.mark.parametrize("unit", ["", "x", "0" * 16, "../", "0" * 5000, "\0"])
def test_only_known_texts_are_named(session: Session, unit: str) -> None:
    before = session.path("page.md").read_bytes()
    for path in ("/api/help", "/api/history"):
        assert session.get(path, locale="es", article="page.md", id=unit).status == 404
    for name in ("check", "preview", "suggest", "save", "undo", "remark", "ignore"):
        assert session.post(f"/api/{name}", {**valid(session, name), "id": unit}).status in (404, 422)
    assert session.path("page.md").read_bytes() == before


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/server.py",
        "/static/index.html",
        "/static/..%2fserver.py",
        "/static/",
        "/static/%2e%2e/guard.py",
        "/preview/theme/../../server.py",
        "/preview/theme//etc/passwd",
        "/etc/passwd",
        "/.git/config",
        "/toolkit.toml",
        "/api",
        "/api/",
        "/api/save/",
        "/api/unknown",
    ],
)
def test_nothing_else_is_served(session: Session, path: str) -> None:
    assert ask(session.app, "GET", path).status in (404, 405)


@pytest.mark.parametrize("path", READS)
def test_every_answer_forbids_what_it_does_not_need(session: Session, path: str) -> None:
    if path == "/api/events":
        return  # a stream that does not end by itself; its headers are set by the same code
    answer = ask(session.app, "GET", path, query={"locale": "es", "article": "page.md"})
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert ("script-src 'self'" in policy) is not policy.startswith("sandbox")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "access-control-allow-origin" not in answer.headers
    cached = answer.headers["cache-control"]
    assert cached == "no-store" or (path.startswith("/preview/") and cached.startswith("private"))


# Keys


def test_outside_of_loopback_nothing_is_told_without_the_key(session: Session) -> None:
    keys = guard.Keys("192.0.2.7", "k" * 43)
    app = application(session.api.desk, keys, session.api)
    host = "192.0.2.7:8070"
    for cookie in (None, "review-key-8070=wrong", "review-key=" + "k" * 43, "review-key-8070=", "a;b=;=c"):
        for path in READS:
            assert ask(app, "GET", path, host=host, cookie=cookie).status == 403
        for name in WRITES:
            sent = {
                "origin": f"http://{host}",
                "x_review_token": keys.csrf,
                "content_type": "application/json",
            }
            body = json.dumps(valid(session, name)).encode()
            assert ask(app, "POST", f"/api/{name}", body=body, host=host, cookie=cookie, **sent).status == 403
    assert ask(app, "GET", "/api/overview", host=host, cookie="review-key-8070=" + "k" * 43).status == 200


def test_a_link_in_a_mail_leads_to_the_page_and_to_nothing_else(session: Session) -> None:
    keys = guard.Keys(people={"a" * 43: Who(ANA)})
    app = application(session.api.desk, keys, session.api)
    visit = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
    entry_ = ask(app, "GET", "/", query={"key": "a" * 43}, **visit)
    assert entry_.status == 303
    cookie = entry_.headers["set-cookie"].split(";")[0]
    page = ask(app, "GET", "/", cookie=cookie, **visit)
    assert page.status == 200
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert ask(app, "GET", "/", query={"key": "b" * 43}, **visit).status == 403
    for path in READS[1:]:
        assert ask(app, "GET", path, cookie=cookie, **visit).status == 403
    for other in ({"sec_fetch_dest": "iframe"}, {"sec_fetch_dest": "script"}, {"sec_fetch_mode": "no-cors"}):
        assert ask(app, "GET", "/", cookie=cookie, **{**visit, **other}).status == 403
    for name in WRITES:
        sent = {"origin": f"http://{HOST}", "x_review_token": keys.csrf, "content_type": "application/json"}
        assert ask(app, "POST", f"/api/{name}", body=b"{}", cookie=cookie, **sent, **visit).status == 403


def test_one_persons_key_is_nobody_elses_name(session: Session) -> None:
    keys = guard.Keys(people={"a" * 43: Who(ANA), "b" * 43: Who("Ben <ben@example.org>")})
    app = application(Desk(session.project, ("es",)), keys)
    for key, who in keys.people.items():
        answer = ask(app, "GET", "/api/overview", cookie=f"review-key-8070={key}")
        assert answer.json["user"] == who.user
    for cookie in ("", "review-key-8070=" + "c" * 43, "review-key-8071=" + "a" * 43, None):
        assert ask(app, "GET", "/api/overview", cookie=cookie).status == 403


def test_a_name_in_the_request_is_not_believed(session: Session) -> None:
    unit = session.unit("page.md", "Rest.")
    value = session.about(
        "page.md",
        unit,
        target="Repose.",
        action="sign",
        user="Dr. Evil <e@x.org>",
        role="clinician",
        who="x",
        by="y",
    )
    assert session.post("/api/save", value).status == 200
    text = session.path("page.md").read_text("utf-8")
    assert "Evil" not in text
    assert "clinician" not in text
    assert ANA in text


# Values

odd = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.lists(st.integers(), max_size=2)
)
KEYS = (
    "locale",
    "article",
    "id",
    "base",
    "to",
    "target",
    "action",
    "text",
    "resolve",
    "check",
    "on",
    "engine",
)
MORE = ("find", "replacement", "matchCase", "wholeWords", "regex", "apply", "seconds")
values = st.dictionaries(st.sampled_from([*KEYS, *MORE]), odd, max_size=4)


@given(st.sampled_from(WRITES), values)
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_odd_values_are_refused_in_good_order(session: Session, name: str, changed: dict[str, Any]) -> None:
    answer = session.post(f"/api/{name}", {**valid(session, name), **changed})
    assert answer.status in (200, 404, 409, 422), (answer.status, answer.body)
    from toolkit.catalogs import po

    assert len(po.read(session.path("page.md"), locale="es").units) == 2


def test_nothing_private_is_logged(session: Session, monkeypatch, capfd) -> None:
    def broken(*_: object) -> None:
        raise ValueError("Descanse, the patient's own words")

    monkeypatch.setattr(session.api.views, "overview", broken)
    answer = session.get("/api/overview")
    assert answer.status == 500
    out, err = capfd.readouterr()
    assert "patient" not in out + err + answer.body.decode()
    assert "ValueError" in err
    for unit in session.units("page.md"):
        session.save("page.md", unit, "Repose.")
        session.save("page.md", unit, "Pare.")
    assert capfd.readouterr() == ("", "")


def test_a_link_out_of_the_project_is_not_written_through(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    session = Session(project, ARTICLES, CATALOGS)
    outside = tmp_path / "outside.po"
    path = session.path("page.md")
    outside.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(outside)
    before = outside.read_bytes()
    answer = session.save("page.md", session.unit("page.md", "Rest."), "Repose.")
    assert answer.status == 500
    assert "symbolic link" in answer.json["error"]
    assert outside.read_bytes() == before


def test_two_servers_of_one_project_keep_each_others_work(session: Session) -> None:
    other = Api(Desk(session.project, ("es",), user=ANA))
    place = {"locale": "es", "article": "page.md"}
    units = json.loads(other.article(place, other.desk.who))["units"]
    assert session.save("page.md", session.unit("page.md", "Rest."), "Repose.").status == 200
    value = {
        **place,
        "id": units[1]["id"],
        "base": units[1]["version"],
        "target": "Camine.",
        "action": "accept",
    }
    other.save(value, other.desk.who)
    assert session.stored("page.md", "Rest.").target == "Repose."
    assert session.stored("page.md", "Move.").target == "Camine."
