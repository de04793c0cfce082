"""The preview: the site's own page, every text findable, and nothing in it that runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("starlette", reason="python3-starlette")

import turbohtml

from tests.review.session import CONFIG, Session, entry
from toolkit.catalogs.template import template
from toolkit.model import Unit
from toolkit.publishing import trial
from toolkit.review.saving import identifier

MARKDOWN = """---
title: Ice packs
description: When to cool.
author: The ward
keywords: [ice]
---

# Ice *and* cold

Use ice for **10 minutes**. See [the diary](diary.html#top) or [the law](https://law.example/).

- One
- Two

| Pill | Dose |
|------|------|
| Red  | 1 mg |

![A bag](images/ice.png "Of ice")

> [!NOTE]
> Call us.

1. [ ] Rest

Term
: Meaning

A note.[^1]

[^1]: The note.

<p>Inside <b>HTML</b>.</p>
"""
HTML = """<!DOCTYPE html>
<html lang="en"><head><title>Diary</title><script>alert("author")</script>
<meta http-equiv="refresh" content="0; url=https://evil.example/"><base href="https://evil.example/">
<link rel="stylesheet" href="diary.css"></head>
<body onload="alert(2)"><h1 onclick="alert(3)">Diary</h1><p>Write <em>daily</em>.</p>
<ul><li>Morning</li></ul><table><tr><td>Pain</td></tr></table>
<iframe src="https://evil.example/"></iframe><form action="https://evil.example/"><button>Send</button></form>
<a href="javascript:alert(4)">Go</a><svg onload="alert(5)"><script>alert(6)</script></svg>
<img src="images/ice.png" alt="Ice" title="Cold"></body></html>
"""
TEXT = "Sleep\n\nMarch 12, 2024\n\nSleep is good for backs.\n\nWhat helps\n\n- a dark room\n- no screens\n"
FRONT = '[formats]\nfront-matter-keys = ["title", "description", "author", "keywords"]\n'
ARTICLES = {"ice.md": MARKDOWN, "diary.html": HTML, "sleep.txt": TEXT}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
def session(tmp_path: Path) -> Session:
    session = Session(tmp_path, ARTICLES, {}, config=CONFIG + FRONT)
    images = tmp_path / "source_articles" / "images"
    images.mkdir()
    (images / "ice.png").write_bytes(PNG)
    (tmp_path / "source_articles" / "diary.css").write_text("p { color: red }")
    (tmp_path / "secret.txt").write_text("secret")
    for name in ARTICLES:
        write(session, name, {})
    return session


def sources(session: Session, name: str) -> list[Unit]:
    return list(template(session.project.document(session.articles[name])).units)


def write(session: Session, name: str, targets: dict[str, str]) -> None:
    """A catalog with these targets; every other text is its source in capitals, markup aside."""
    path = session.path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = {"md": "markdown", "txt": "text", "html": "html"}[name.rpartition(".")[2]]
    head = (
        'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"X-Toolkit-Format: {kind}\\n"\n\n'
    )
    body = "".join(
        entry(
            unit.source,
            targets.get(unit.source, re.sub(r"\b[A-Z]\w+", lambda match: f"{match[0]}ES", unit.source)),
            role=unit.role if unit.syntax != "text" or name.endswith(".txt") else f"{unit.role} (text)",
        )
        for unit in sources(session, name)
    )
    path.write_text(head + body, encoding="utf-8")


def shown(session: Session, name: str, **more: object) -> str:
    if more:
        answer = session.post("/api/preview", {"locale": "es", "article": name, **more})
    else:
        answer = session.get("/preview", locale="es", article=name)
    assert answer.status == 200, answer.body
    assert_dead(answer.body.decode(), answer.headers)
    return answer.body.decode()


def assert_dead(page: str, headers: dict[str, str]) -> None:
    """Nothing a browser would run, send or load from elsewhere, even without the policy."""
    policy = headers["content-security-policy"]
    assert policy.startswith("sandbox allow-same-origin; default-src 'none';")
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    for token in turbohtml.tokenize(page, resolve_references=True, capture_attributes=True):
        assert token.tag not in ("script", "iframe", "object", "embed", "base", "frame"), token.tag
        for attribute, value in token.attrs or ():
            assert not attribute.lower().startswith("on"), (token.tag, attribute)
            assert attribute.lower() not in ("srcdoc", "formaction", "action", "ping")
            assert not re.match(r"[\s\x00-\x1f]*(javascript|vbscript|data:text)", value or "", re.I)
            assert (token.tag, attribute.lower()) != ("meta", "http-equiv")


def marks(page: str) -> set[str]:
    return set(re.findall(r'data-unit="([0-9a-f]{16})"', page))


@pytest.mark.parametrize("name", ARTICLES)
def test_every_text_that_readers_see_names_its_unit(session: Session, name: str) -> None:
    page = shown(session, name)
    hidden = {unit.source for unit in sources(session, name) if identifier(unit) not in marks(page)}
    # Attributes and front matter that no page shows cannot have an element; a title that is not the
    # page's heading stands in the browser's tab only.
    assert (
        hidden
        == {
            "ice.md": {"Ice packs", "ice"},
            "diary.html": {"Ice", "Cold"},
            "sleep.txt": set(),
        }[name]
    )
    assert len(marks(page)) > 4


def test_the_page_is_the_sites(session: Session) -> None:
    page = shown(session, "ice.md")
    assert '<link rel="stylesheet" href="/preview/theme/theme.css">' in page
    assert '<html lang="es" dir="ltr">' in page
    css = session.get("/preview/theme/theme.css")
    assert css.status == 200
    assert css.headers["content-type"].startswith("text/css")
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading is not None
    assert "data-unit" in heading[1]
    assert re.search(r'<p class="lead"[^>]*><span data-unit="[0-9a-f]+">WhenES to cool\.</span>', page)
    assert re.search(r'<li class="author">(?:<bdi>)?<span data-unit="[0-9a-f]+">TheES ward</span>', page)
    assert "<title>Ice" in page.replace("IceES", "Ice")
    assert "unit-" not in page.replace("data-unit-", "")


def test_what_is_typed_is_shown_and_not_saved(session: Session) -> None:
    unit = session.unit("ice.md", "Two")
    before = session.path("ice.md").read_bytes()
    assert "Dos o tres" in shown(session, "ice.md", id=unit["id"], target="Dos o tres")
    assert session.path("ice.md").read_bytes() == before
    assert "Dos o tres" not in shown(session, "ice.md")


def test_untranslated_texts_are_the_sources_and_say_so(session: Session) -> None:
    unit = session.unit("ice.md", "Two")
    page = shown(session, "ice.md", id=unit["id"], target="")
    assert f'<span data-unit="{unit["id"]}" class="untranslated" lang="en" dir="ltr">Two</span>' in page


def test_another_locale_than_the_page_is_right_to_left(tmp_path: Path) -> None:
    session = Session(tmp_path, {"a.md": "Rest.\n"}, {})
    from toolkit.review.desk import Desk

    path = session.path("a.md", "ar")
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n' + entry("Rest.", "استرح.")
    )
    session.api.desk.__init__(session.project, ("ar",))  # type: ignore[misc]
    assert isinstance(session.api.desk, Desk)
    page = session.get("/preview", locale="ar", article="a.md").body.decode()
    assert '<html lang="ar" dir="rtl">' in page


HOSTILE = [
    "<script>alert(1)</script>",
    "</span><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVa\tScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "![x](data:text/html,<script>alert(1)</script>)",
    '<a href="javascript:alert(1)">x</a>',
    '"><script>alert(1)</script>',
    "<!--><script>alert(1)</script>-->",
    "<style>@import 'https://evil.example/'</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "```\n<script>alert(1)</script>\n```",
    "x\n\n<script>alert(1)</script>\n\ny",
    "{{ 7*7 }}{% raw %}",
    "\x02" + "0\x03",
    "unit-000000000000000000000000",
]


@pytest.mark.parametrize("name", ARTICLES)
def test_hostile_translations_run_nothing(session: Session, name: str) -> None:
    """In every text of the page at once, and one by one while typing."""
    texts = [unit.source for unit in sources(session, name)]
    for number, hostile in enumerate(HOSTILE):
        if "\x02" not in hostile:
            write(session, name, dict.fromkeys(texts, hostile))
            page = shown(session, name)
            assert marks(page)
        unit = session.units(name)[number % len(texts)]
        if "\x02" in hostile:
            answer = session.post(
                "/api/preview", {"locale": "es", "article": name, "id": unit["id"], "target": hostile}
            )
            assert answer.status == 422
        else:
            shown(session, name, id=unit["id"], target=hostile)


@pytest.mark.parametrize(
    "html",
    [
        "<p onclick=alert(1)>x</p>",
        "<p\nonclick\n=\nalert(1)>x</p>",
        "<a href=' javascript:alert(1)'>x</a>",
        "<a href='jav&#x09;ascript:alert(1)'>x</a>",
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
        "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
        "<object data='x'></object><embed src='x'>",
        "<ScRiPt>alert(1)</ScRiPt>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<template><script>alert(1)</script></template>",
        "<button formaction='javascript:alert(1)'>x</button>",
        "<img src='data:text/html,<script>'>",
        "<link rel=import href='x'><link rel=preload href='https://evil.example/'>",
    ],
)
def test_what_would_run_is_taken_out(html: str) -> None:
    cleaned = trial.inert(html)
    for token in turbohtml.tokenize(cleaned, resolve_references=True, capture_attributes=True):
        if token.type == turbohtml.TokenType.START_TAG:
            assert token.tag not in ("script", "object", "embed", "noscript", "template", "link", "iframe")
        for attribute, value in token.attrs or ():
            assert not attribute.startswith("on")
            assert "script" not in (value or "").replace("\t", "").lower()
            assert attribute != "formaction"


def test_pictures_come_by_what_pages_show_and_never_by_a_path(session: Session) -> None:
    page = shown(session, "ice.md")
    address = re.search(r'src="/preview/asset\?id=([0-9a-f]{24})"', page)
    assert address is not None
    answer = session.get("/preview/asset", id=address[1])
    assert (answer.status, answer.body) == (200, PNG)
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-security-policy"].startswith("sandbox;")
    for name in (
        "images/ice.png",
        "../secret.txt",
        "/etc/passwd",
        "secret.txt",
        "",
        "0" * 24,
        "toolkit.toml",
    ):
        assert session.get("/preview/asset", id=name).status == 404
    assert session.get("/preview/asset").status == 404


def test_an_authors_style_sheet_is_shown_too(session: Session) -> None:
    page = shown(session, "diary.html")
    address = re.search(r'href="/preview/asset\?id=([0-9a-f]{24})"', page)
    assert address is not None
    assert session.get("/preview/asset", id=address[1]).headers["content-type"].startswith("text/css")


def test_a_picture_that_became_a_link_out_of_the_project_is_not_served(session: Session) -> None:
    page = shown(session, "ice.md")
    address = re.search(r"asset\?id=([0-9a-f]{24})", page)
    assert address is not None
    picture = session.folder / "source_articles" / "images" / "ice.png"
    picture.unlink()
    picture.symlink_to(session.folder / "secret.txt")
    assert session.get("/preview/asset", id=address[1]).status == 404


@pytest.mark.parametrize(
    "name",
    [
        "language.js",
        "../pages.py",
        "../../../../etc/passwd",
        "..%2fpages.py",
        "article.html",
        "",
        "/etc/passwd",
    ],
)
def test_only_the_themes_own_looks_are_served(session: Session, name: str) -> None:
    assert session.get(f"/preview/theme/{name}").status == 404


def test_links_to_articles_stay_in_the_preview(session: Session) -> None:
    page = shown(session, "ice.md")
    assert 'href="/preview?locale=es&amp;article=diary.html#top"' in page
    assert 'href="https://law.example/"' in page


def test_an_article_that_cannot_be_read_is_an_error_for_people(session: Session) -> None:
    (session.folder / "source_articles" / "ice.md").write_bytes(b"\xff\xfe\x00")
    answer = session.get("/preview", locale="es", article="ice.md")
    assert answer.status == 500
    assert "Traceback" not in answer.body.decode()
    assert answer.json["error"]
