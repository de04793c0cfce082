"""A small clinic's articles, the review server on a real port, and Chromium to look at it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from toolkit.catalogs import po
from toolkit.catalogs.template import template
from toolkit.model import Catalog, State, Unit
from toolkit.project import Project

USER = "Tester <tester@example.org>"
ARTICLE = """# Ice packs

Use ice for **10 minutes**, then [call us](https://clinic.example/call "Day and night").

Call us at night.

- Never put ice on bare skin.

Wrap the ice in a *thin* towel.
"""
OTHER = "# Heat\n\nWrap the heat pad in a *thin* towel.\n\nNever sleep on the heat pad.\n"
DRAFT = "draft: apertium eng-spa 2026-11-20"
TARGETS: dict[str, tuple[str, State, tuple[str, ...]]] = {
    "Ice packs": ("Bolsas de hielo", State.TRANSLATED, ()),
    'Use ice for **10 minutes**, then [call us](https://clinic.example/call "Day and night").': (
        "Use hielo 15 minutos, después [llámenos](https://clinic.example/call “Día y noche”).".replace(
            "“", '"'
        ).replace("”", '"'),
        State.DRAFT,
        (f"{DRAFT}, low confidence (sentences)",),
    ),
    "Call us at night.": ("Llámenos <script>alert(1)</script> de noche.", State.STALE, ()),
    "Never put ice on bare skin.": ("Nunca ponga hielo sobre la piel.", State.DRAFT, (DRAFT,)),
    "Heat": ("Calor", State.TRANSLATED, ()),
    "Wrap the heat pad in a *thin* towel.": (
        "Envuelva la almohadilla en una toalla *fina*.",
        State.TRANSLATED,
        (),
    ),
    "Never sleep on the heat pad.": ("Nunca duerma sobre la almohadilla.", State.TRANSLATED, ()),
}
ARABIC = {"Ice packs": "أكياس الثلج", "Call us at night.": "اتصل بنا ليلًا."}
GLOSSARY = "source,es,note\nbare skin,piel desnuda,without clothes\ntowel,toalla,\n"


def write_catalog(project: Project, name: str, locale: str, change: Any) -> Path:
    """The article's catalog with what ``change`` makes of each unit of its template."""
    (article,) = project.articles((name,))
    made = template(project.document(article))
    path = project.catalog_path(article, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    units = tuple(change(unit) for unit in made.units)
    path.write_text(po.dumps(Catalog(locale, units, made.header)), encoding="utf-8")
    return path


def _spanish(unit: Unit) -> Unit:
    if unit.source not in TARGETS:
        return unit
    target, state, comments = TARGETS[unit.source]
    previous = "Call us at noon." if state is State.STALE else None
    return replace(unit, target=target, state=state, comments=comments, previous=previous)


def _arabic(unit: Unit) -> Unit:
    target = ARABIC.get(unit.source)
    return unit if target is None else replace(unit, target=target, state=State.TRANSLATED)


def clinic(folder: Path) -> Project:
    """A project with two articles, a glossary, drafts, a stale text, and one that is not translated."""
    (folder / "toolkit.toml").write_text('locales = ["es", "ar"]\n', encoding="utf-8")
    source = folder / "source_articles"
    source.mkdir()
    (source / "ice.md").write_text(ARTICLE, encoding="utf-8")
    (source / "heat.md").write_text(OTHER, encoding="utf-8")
    (folder / "locales").mkdir()
    (folder / "locales" / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    project = Project.find(folder)
    for name in ("ice.md", "heat.md"):
        write_catalog(project, name, "es", _spanish)
        write_catalog(project, name, "ar", _arabic)
    return project


@contextmanager
def served(
    project: Project, user: str | None = USER, locales: tuple[str, ...] = ("es", "ar")
) -> Iterator[str]:
    """The address of a server for the project, in a thread."""
    pytest.importorskip("starlette", reason="the Python package starlette is not installed")
    uvicorn = pytest.importorskip("uvicorn", reason="the Python package uvicorn is not installed")
    from toolkit.review import guard, server
    from toolkit.review.api import Api
    from toolkit.review.desk import Desk

    api = Api(Desk(project, locales, user=user))
    app = server.application(api.desk, guard.Keys(), api)
    config = uvicorn.Config(
        app, log_level="warning", lifespan="off", ws="none", timeout_graceful_shutdown=1, access_log=False
    )
    running = uvicorn.Server(config)
    with server.listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}/"
        running.should_exit = True
        api.close()
        thread.join(10)


@dataclass
class Desktop:
    """Pages of a browser; what goes wrong in one of them is kept."""

    browser: Any
    problems: list[str] = field(default_factory=list)
    expected: tuple[str, ...] = ()
    """Console messages that belong to a test."""

    def page(self, **wishes: Any) -> Any:
        size = {"width": 1400, "height": 900}
        page = self.browser.new_context(
            **{"viewport": size, "locale": "en-US", "reduced_motion": "reduce", **wishes}
        ).new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("dialog", lambda dialog: self.problems.append(dialog.message))
        page.on("console", self._console)
        return page

    def _console(self, message: Any) -> None:
        if message.type == "error" and not any(known in message.text for known in self.expected):
            self.problems.append(message.text)


@dataclass
class Clinic:
    """What a test works with."""

    project: Project
    address: str
    desktop: Desktop

    def open(self, where: str = "#/es/ice.md", *, wait: str = "#texts .row", **wishes: Any) -> Any:
        """A page of the review, once what is waited for is there."""
        page = self.desktop.page(**wishes)
        page.goto(self.address + where)
        page.wait_for_selector(wait)
        return page

    def path(self, name: str = "ice.md", locale: str = "es") -> Path:
        return self.project.catalog_path(self.project.articles((name,))[0], locale)

    def on_disk(self, source: str, name: str = "ice.md", locale: str = "es") -> Unit:
        units = po.read(self.path(name, locale), locale=locale).units
        return next(unit for unit in units if unit.source.startswith(source))


def row(page: Any, words: str) -> Any:
    """The row with these words."""
    return page.locator(".row", has_text=words).first


def edit(page: Any, words: str) -> Any:
    """Opens the text with these words by a click on its translation; the field."""
    row(page, words).locator(".cell.target").click()
    page.wait_for_selector("#editor:focus")
    return page.locator("#editor")


def says(page: Any, text: str) -> None:
    """Waits until the page says something."""
    until(
        page,
        "text => [...document.querySelectorAll('.toast')].some(one => one.textContent.includes(text))",
        text,
    )


def settled(page: Any, locator: Any) -> dict[str, float]:
    """Where an element is once it has not moved for a while: what is loaded beside it moves it, and a
    mouse that goes to where it was misses it."""
    last, same = None, 0
    for _ in range(200):
        box = locator.bounding_box()
        same = same + 1 if box is not None and box == last else 0
        if box is not None and same == 5:
            return dict(box)
        last = box
        page.wait_for_timeout(50)
    raise AssertionError(f"it never stands still: {last}")


def until(page: Any, expression: str, argument: Any = None) -> None:
    """Waits until a function of the page is true. (Playwright's own needs ``eval``.)"""
    for _ in range(500):
        try:
            if page.evaluate(expression, argument):
                return
        except Exception as error:  # a page that is just being loaded again
            if "context was destroyed" not in str(error):
                raise
        page.wait_for_timeout(40)
    raise AssertionError(f"never came true: {expression} {argument or ''}")


WHERE = """words => {
  const walker = document.createTreeWalker(document.getElementById("editor"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at < 0 || walker.currentNode.parentElement.closest(".chip")) continue;
    const range = new Range();
    range.setStart(walker.currentNode, at);
    range.setEnd(walker.currentNode, at + words.length);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    return [left, right, (top + bottom) / 2];
  }
  return null;
}"""


def mark(page: Any, words: str) -> None:
    """Draws the mouse over words in the field."""
    for _ in range(5):  # what comes in beside the field may still move it
        left, right, middle = page.evaluate(WHERE, words)
        page.mouse.move(left + 0.5, middle)
        page.mouse.down()
        page.mouse.move(right - 0.5, middle, steps=4)
        page.mouse.up()
        marked = page.evaluate("() => getSelection().toString()")
        if marked == words:
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"marked {marked!r} instead of {words!r}")


def text_of(page: Any) -> str:
    """What stands in the field, a chip as its name in brackets."""
    return str(page.evaluate(PARTS))


PARTS = """() => [...document.getElementById("editor").childNodes].map((node) => {
  if (node.nodeType === 3) return node.data;
  return node.nodeName === "BR" ? "" : `[${node.getAttribute("aria-label")}]`;
}).join("")"""
