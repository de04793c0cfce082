"""The review page's server: what it tells, what it writes, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

pytest.importorskip("starlette", reason="python3-starlette")

from tests.review.client import HOST, ask
from toolkit.catalogs import po
from toolkit.model import State
from toolkit.project import Project
from toolkit.review import guard
from toolkit.review.desk import Desk
from toolkit.review.server import application
from toolkit.review.texts import word_diff

PO = """msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#. heading 1
#: page.md:1
msgid "Ice packs"
msgstr "Bolsas de hielo"

# draft: apertium eng-spa 2026-11-20, low confidence (sentences)
#. paragraph
#: page.md:3
#, fuzzy
msgid "Use ice for 10 minutes."
msgstr "Use hielo por 15 minutos."

#. paragraph
#: page.md:5
#, fuzzy
#| msgid "Call us at noon."
msgid "Call us at night."
msgstr "Llámenos <script>alert(1)</script>."
"""
USER = "Tester <tester@example.org>"


@pytest.fixture
def review(tmp_path: Path) -> SimpleNamespace:
    (tmp_path / "toolkit.toml").write_text('locales = ["es", "ar"]\nsource-language = "en"\n')
    source = tmp_path / "source_articles"
    source.mkdir()
    (source / "page.md").write_text("# Ice packs\n\nUse ice for 10 minutes.\n\nCall us at night.\n")
    project = Project.find(tmp_path)
    path = project.catalog_path(project.articles()[0], "es")
    path.parent.mkdir(parents=True)
    path.write_text(PO, encoding="utf-8")
    keys = guard.Keys()
    return SimpleNamespace(
        app=application(Desk(project, ("es",), user=USER), keys), keys=keys, path=path, project=project
    )


def post(review: SimpleNamespace, path: str, value: object, **headers: str | None):
    sent = {
        "origin": f"http://{HOST}",
        "x_review_token": review.keys.csrf,
        "content_type": "application/json",
        **headers,
    }
    return ask(review.app, "POST", path, body=json.dumps(value).encode(), **sent)


def texts(review: SimpleNamespace) -> list[dict]:
    answer = ask(review.app, "GET", "/api/article", query={"locale": "es", "article": "page.md"})
    assert answer.status == 200, answer.body
    return answer.json["units"]


def save(review: SimpleNamespace, unit: dict, target: str, action: str, **more: str | None):
    value = {"locale": "es", "article": "page.md", "id": unit["id"], "base": unit["version"]}
    return post(review, "/api/save", {**value, "target": target, "action": action}, **more)


def on_disk(review: SimpleNamespace, source: str):
    return next(unit for unit in po.read(review.path, locale="es").units if unit.source == source)


def test_the_page_tells_state_draft_difference_and_findings(review: SimpleNamespace) -> None:
    heading, draft, stale = texts(review)
    assert heading["state"] == "translated"
    assert draft["state"] == "draft"
    assert draft["draft"]["engine"] == "apertium eng-spa"
    assert draft["draft"]["low"]
    assert draft["findings"] is None
    query = {"locale": "es", "article": "page.md"}
    found = ask(review.app, "GET", "/api/findings", query=query).json
    assert any("10" in finding["message"] for finding in found["findings"][draft["id"]])
    assert found["risk"][draft["id"]] > found["risk"][heading["id"]]
    assert found["next"] is None
    assert texts(review)[1]["findings"] == found["findings"][draft["id"]]
    assert stale["state"] == "stale"
    assert ["gone", "noon."] in stale["diff"]
    assert ["new", "night."] in stale["diff"]
    row = ask(review.app, "GET", "/api/overview").json["locales"][0]["articles"][0]
    assert (row["done"], row["total"]) == (1, 3)
    assert row["risk"] > 0


def test_findings_of_what_is_being_typed(review: SimpleNamespace) -> None:
    unit = texts(review)[1]
    value = {"locale": "es", "article": "page.md", "id": unit["id"]}
    wrong = post(review, "/api/check", {**value, "target": "Use hielo por 50 minutos."}).json["findings"]
    right = post(review, "/api/check", {**value, "target": "Use hielo durante 10 minutos."}).json["findings"]
    assert len(wrong) > len(right)
    assert review.path.read_text(encoding="utf-8") == PO


def test_accept_sign_and_undo_stand_in_the_file(review: SimpleNamespace) -> None:
    unit = texts(review)[1]
    first = save(review, unit, "Use hielo durante 10 minutos.", "accept").json["unit"]
    stored = on_disk(review, unit["source"])
    assert stored.state is State.TRANSLATED
    assert any(USER in comment for comment in stored.comments)
    second = save(review, first, first["target"], "sign").json["unit"]
    assert on_disk(review, unit["source"]).state is State.REVIEWED
    value = {"locale": "es", "article": "page.md", "id": unit["id"]}
    back = post(review, "/api/undo", {**value, "base": second["version"], "to": unit["version"]})
    assert back.status == 200
    restored = on_disk(review, unit["source"])
    assert restored.state is State.DRAFT
    assert restored.target == unit["target"]


def test_a_saved_edit_is_not_accepted(review: SimpleNamespace) -> None:
    unit = texts(review)[1]
    assert save(review, unit, "Use hielo durante 10", "save").json["unit"]["state"] == "fuzzy"


def test_work_on_other_texts_is_kept(review: SimpleNamespace) -> None:
    unit = texts(review)[1]
    changed = PO.replace("Bolsas de hielo", "Compresas de hielo")
    review.path.write_text(changed, encoding="utf-8")
    assert save(review, unit, "Use hielo durante 10 minutos.", "accept").status == 200
    assert on_disk(review, "Ice packs").target == "Compresas de hielo"
    assert on_disk(review, unit["source"]).target == "Use hielo durante 10 minutos."


@pytest.mark.parametrize("action", ["save", "accept", "sign"])
def test_the_same_text_changed_elsewhere_is_asked_about(review: SimpleNamespace, action: str) -> None:
    unit = texts(review)[1]
    changed = PO.replace("por 15 minutos", "diez minutos")
    review.path.write_text(changed, encoding="utf-8")
    answer = save(review, unit, "Use hielo durante 10 minutos.", action)
    assert answer.status == 409
    assert answer.json["theirs"]["target"] == "Use hielo diez minutos."
    assert answer.json["mine"] == "Use hielo durante 10 minutos."
    assert review.path.read_text(encoding="utf-8") == changed
    again = {**unit, "version": answer.json["theirs"]["version"]}
    assert save(review, again, "Use hielo durante 10 minutos.", "accept").status == 200


def test_accepting_an_unchanged_text_does_not_accept_what_somebody_else_wrote(
    review: SimpleNamespace,
) -> None:
    unit = texts(review)[1]
    changed = PO.replace("por 15 minutos", "diez minutos")
    review.path.write_text(changed, encoding="utf-8")
    assert save(review, unit, unit["target"], "accept").status == 409
    assert review.path.read_text(encoding="utf-8") == changed


def test_a_restarted_server_does_not_guess(review: SimpleNamespace) -> None:
    unit = {**texts(review)[1], "version": "0" * 16}
    assert save(review, unit, "Otro texto.", "accept").status == 409
    assert review.path.read_text(encoding="utf-8") == PO


def test_nobody_signs_without_a_name(review: SimpleNamespace) -> None:
    app = application(Desk(review.project, ("es",)), review.keys)
    nameless = SimpleNamespace(**{**vars(review), "app": app})
    unit = texts(nameless)[0]
    assert save(nameless, unit, unit["target"], "sign").status == 422
    assert review.path.read_text(encoding="utf-8") == PO


def test_nobody_signs_a_text_the_article_no_longer_has(review: SimpleNamespace) -> None:
    article = review.project.articles()[0].path
    article.write_text("# Ice packs\n\nUse ice for 20 minutes.\n")
    unit = texts(review)[1]
    assert save(review, unit, unit["target"], "sign").status == 422


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8070", "127.0.0.1.evil.example", "10.0.0.1:8070", ""]
)
def test_a_rebound_name_is_refused(review: SimpleNamespace, host: str) -> None:
    assert ask(review.app, "GET", "/", host=host).status == 403
    assert ask(review.app, "GET", "/api/overview", host=host).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": None},
        {"sec_fetch_site": "cross-site"},
        {"x_review_token": None},
        {"x_review_token": "wrong"},
        {"content_type": "text/plain"},
        {"content_type": "application/x-www-form-urlencoded"},
        {"content_length": "99999999"},
        {"content_length": "-1"},
    ],
)
def test_a_forged_write_is_refused(review: SimpleNamespace, headers: dict[str, str | None]) -> None:
    answer = save(review, texts(review)[1], "Falso.", "accept", **headers)
    assert answer.status in (403, 413, 415)
    assert review.path.read_text(encoding="utf-8") == PO


def test_writes_are_posts(review: SimpleNamespace) -> None:
    assert ask(review.app, "GET", "/api/save").status == 405


def test_a_body_larger_than_it_says_is_refused(review: SimpleNamespace) -> None:
    answer = save(review, texts(review)[1], "x" * (guard.LARGEST + 1), "accept")
    assert answer.status == 413


@pytest.mark.parametrize("target", ["x" * 100_001, "a\x00b", "a\x1bb", "\ud800", 5, None, ["a"]])
def test_an_impossible_translation_is_refused(review: SimpleNamespace, target: object) -> None:
    assert save(review, texts(review)[1], target, "accept").status == 422  # type: ignore[arg-type]
    assert review.path.read_text(encoding="utf-8") == PO


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"[" * 100_000])
def test_a_broken_request_is_refused(review: SimpleNamespace, body: bytes) -> None:
    answer = ask(
        review.app,
        "POST",
        "/api/save",
        body=body,
        origin=f"http://{HOST}",
        x_review_token=review.keys.csrf,
        content_type="application/json",
    )
    assert answer.status == 400


@pytest.mark.parametrize(
    "name", ["../toolkit.toml", "/etc/passwd", "..%2ftoolkit.toml", "page.md/../page.md", "PAGE.MD", "", "\0"]
)
def test_only_known_articles_are_read(review: SimpleNamespace, name: str) -> None:
    for path in ("/api/article", "/preview", "/api/help"):
        assert ask(review.app, "GET", path, query={"locale": "es", "article": name}).status == 404
        assert ask(review.app, "GET", path, query={"locale": "../es", "article": "page.md"}).status == 404
        assert ask(review.app, "GET", path, query={"locale": "ar", "article": "page.md"}).status == 404


@pytest.mark.parametrize(
    "path", ["/static/../server.py", "/static/server.py", "/static/index.html", "/etc/passwd"]
)
def test_only_the_pages_own_files_are_served(review: SimpleNamespace, path: str) -> None:
    assert ask(review.app, "GET", path).status == 404
    assert ask(review.app, "GET", "/static/app.js").status == 200


def test_the_pages_policy_allows_no_foreign_script(review: SimpleNamespace) -> None:
    page = ask(review.app, "GET", "/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert review.keys.csrf in page.body.decode()
    assert b"<script>" not in page.body
    assert page.headers["cache-control"] == "no-store"


def test_the_page_never_makes_markup_of_texts(review: SimpleNamespace) -> None:
    script = ask(review.app, "GET", "/static/app.js").body.decode()
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in script
    answer = ask(review.app, "GET", "/api/article", query={"locale": "es", "article": "page.md"})
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_preview_runs_nothing(review: SimpleNamespace) -> None:
    answer = ask(review.app, "GET", "/preview", query={"locale": "es", "article": "page.md"})
    assert answer.status == 200
    assert b"Bolsas de hielo" in answer.body
    assert b"<script" not in answer.body
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-same-origin;")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy


def test_another_address_needs_the_key(review: SimpleNamespace) -> None:
    keys = guard.Keys("0.0.0.0", "k" * 43)
    app = application(Desk(review.project, ("es",)), keys)
    host = "192.0.2.7:8070"
    assert ask(app, "GET", "/", host=host).status == 403
    assert ask(app, "GET", "/", host=host, query={"key": "wrong"}).status == 403
    assert ask(app, "GET", "/api/overview", host=host, query={"key": keys.access}).status == 403
    assert ask(app, "GET", "/", host="evil.example", query={"key": keys.access}).status == 403
    entry = ask(app, "GET", "/", host=host, query={"key": keys.access})
    assert entry.status == 303
    assert "HttpOnly" in entry.headers["set-cookie"]
    assert "samesite=lax" in entry.headers["set-cookie"].lower()
    cookie = entry.headers["set-cookie"].split(";")[0]
    assert ask(app, "GET", "/api/overview", host=host, cookie=cookie).status == 200


def test_loopback_is_told_from_other_addresses() -> None:
    assert all(guard.is_loopback(host) for host in ("localhost", "127.0.0.1", "::1"))
    assert not any(
        guard.is_loopback(host) for host in ("0.0.0.0", "::", "192.0.2.7", "localhost.evil.example")
    )


def test_words_that_changed() -> None:
    assert word_diff("take one pill", "take two pills") == [
        ("same", "take "),
        ("gone", "one"),
        ("new", "two"),
        ("same", " "),
        ("gone", "pill"),
        ("new", "pills"),
    ]
