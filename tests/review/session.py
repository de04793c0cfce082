"""A small project with its review server, and the ways a page talks to it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.review.client import HOST, Answer, ask
from toolkit.catalogs import po
from toolkit.model import Unit
from toolkit.project import Project
from toolkit.review import guard
from toolkit.review.api import Api
from toolkit.review.desk import Desk
from toolkit.review.server import application

ANA = "Ana Ruiz <ana@example.org>"
EVA = "Eva Soto <eva@example.org>"
CONFIG = 'locales = ["es", "ar"]\nsource-language = "en"\n'
HEAD = (
    'msgid ""\nmsgstr ""\n"Language: es\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"X-Toolkit-Format: markdown\\n"\n'
)


class Session:
    """One project and its server, asked without a socket."""

    def __init__(
        self,
        folder: Path,
        articles: dict[str, str],
        catalogs: dict[str, str],
        *,
        user: str | None = ANA,
        config: str = CONFIG,
        keys: guard.Keys | None = None,
    ) -> None:
        """:param catalogs: Spanish entries by article, without their header."""
        self.folder = folder
        (folder / "toolkit.toml").write_text(config, encoding="utf-8")
        for name, text in articles.items():
            path = folder / "source_articles" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.project = Project.find(folder)
        self.articles = {article.name: article for article in self.project.articles()}
        for name, text in catalogs.items():
            path = self.path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{HEAD}\n{text}", encoding="utf-8")
        self.user = user
        self.keys = keys or guard.Keys()
        self.start()

    def start(self) -> None:
        """The server, new: it knows nothing but the files."""
        self.api = Api(Desk(self.project, ("es",), user=self.user))
        self.app = application(self.api.desk, self.keys, self.api)

    def path(self, name: str, locale: str = "es") -> Path:
        return self.project.catalog_path(self.articles[name], locale)

    def get(self, path: str, *, cookie: str | None = None, **query: str) -> Answer:
        return ask(self.app, "GET", path, query=query, cookie=cookie)

    def post(self, path: str, value: object, **headers: str | None) -> Answer:
        sent = {
            "origin": f"http://{HOST}",
            "x_review_token": self.keys.csrf,
            "content_type": "application/json",
            **headers,
        }
        return ask(self.app, "POST", path, body=json.dumps(value).encode(), **sent)

    def units(self, article: str) -> list[dict[str, Any]]:
        answer = self.get("/api/article", locale="es", article=article)
        assert answer.status == 200, answer.body
        return answer.json["units"]

    def unit(self, article: str, source: str) -> dict[str, Any]:
        return next(unit for unit in self.units(article) if unit["source"] == source)

    def about(self, article: str, unit: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {"locale": "es", "article": article, "id": unit["id"], "base": unit["version"], **more}

    def save(self, article: str, unit: dict[str, Any], target: str, action: str = "accept") -> Answer:
        return self.post("/api/save", self.about(article, unit, target=target, action=action))

    def stored(self, article: str, source: str) -> Unit:
        catalog = po.read(self.path(article), locale="es")
        return next(unit for unit in catalog.units if unit.source == source)


def entry(
    source: str, target: str, *, fuzzy: bool = False, comments: str = "", role: str = "paragraph"
) -> str:
    """One entry of a PO file."""
    head = "".join(f"# {line}\n" for line in comments.split("\n") if line)
    flag = "#, fuzzy\n" if fuzzy else ""
    texts = [json.dumps(text, ensure_ascii=False) for text in (source, target)]
    return f"{head}#. {role}\n{flag}msgid {texts[0]}\nmsgstr {texts[1]}\n\n"
