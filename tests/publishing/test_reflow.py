# ruff: noqa: E501
"""Everything an article can hold, on a narrow phone, at twice the text size, and on paper."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.publishing.browser import chromium, npm_file, nu_messages
from tests.publishing.conftest import CONFIG, translated
from toolkit.project import Project
from toolkit.publishing.serving import server
from toolkit.publishing.site import build

WORD = "Arzneimittelunverträglichkeitsuntersuchungsergebnis"
TORTURE = f"""\
---
title: {WORD} and a title that goes on for more than one line on every screen
subtitle: {WORD}
author: A name with <b>"quotes"</b> & an ampersand
date: 2025-02-18
---

# {WORD} and a title that goes on for more than one line on every screen

See https://clinic.example/{"a-very-long-address/" * 8} and `{"a_long_name_in_code_" * 6}`.

## {WORD}

| {WORD} | B | C | D |
|---|--:|:-:|---|
| {WORD} | 1,000 mg | every 4–6 h | {WORD} |
| x | | | y |

<table><caption>With a cell over two columns</caption><tr><th scope="col" colspan="2">Both</th><th scope="col">C</th><th scope="col">D</th><th scope="col">E</th></tr><tr><td>{WORD}</td><td>{WORD}</td><td>3</td><td>4</td><td>5</td></tr></table>

```
{"a line of code that does not end " * 6}
```

> A quotation of someone.
>
> > Within another one, {WORD}.

> [!CAUTION]
> With a list:
>
> - one
> - [ ] two, {WORD}

:::danger {WORD}
Text.
:::

1. one
   1. two
      1. three
         1. four {WORD}

- [x] done
- [ ] to do, {WORD}, and so many words that they take more than a line

{WORD}
: What it means, at some length, {WORD}.

<details><summary>{WORD}</summary>

Folded.

</details>

![A picture that is much wider than any phone](wide.svg)

$$\\frac{{{"a + b + c + d + " * 12} z}}{{2}}$$

Inline $x^2$ and H~2~O, <kbd>Ctrl</kbd>, <mark>marked</mark>, <abbr title="What it is">abbr</abbr>, <small>small</small>,
<time datetime="2026-03-04">March 4, 2026</time>, ~~gone~~, <ins>new</ins>, <q>quoted</q>.[^a]

<form><label for="n">{WORD}</label> <input id="n" name="n" size="80"> <select aria-label="Which"><option>{WORD}</option></select> <textarea aria-label="What" cols="90"></textarea> <button>{WORD}</button></form>

## Second

### Third

## Fourth

[^a]: A note, {WORD}.
"""


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    root = tmp_path_factory.mktemp("torture")
    (root / "source_articles").mkdir()
    (root / "toolkit.toml").write_text(CONFIG, encoding="utf-8")
    (root / "source_articles/torture.md").write_text(TORTURE, encoding="utf-8")
    wide = "<svg xmlns='http://www.w3.org/2000/svg' width='2400' height='200'><rect width='2400' height='200'/></svg>"
    (root / "source_articles/wide.svg").write_text(wide, encoding="utf-8")
    project = Project.find(root)
    translated(project, "es")
    translated(project, "ar", lambda unit: unit if len(unit.source) % 2 else None)
    assert not build(project).refused
    running = server(project.output_dir, 0)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_address[1]}/", project.output_dir
    running.shutdown()
    running.server_close()


PAGES = [f"{tag}/{name}.html" for tag in ("en", "es", "ar") for name in ("torture", "index")]
WIDE = """() => [...document.querySelectorAll('body *')].filter(element => {
  const box = element.getBoundingClientRect();
  if (!(box.right > innerWidth + 1 || box.left < -1) || !box.width || element.closest('.skip')) return false;
  return !element.closest('.table, pre, .math');
}).map(element => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize(("width", "size"), [(320, 1.0), (640, 2.0)])
def test_nothing_is_cut_off(top: tuple[str, Path], width: int, size: float) -> None:
    """WCAG 1.4.10 (reflow at 320 px) and 1.4.4 (text at 200 %)."""
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": width, "height": 800})
        for name in PAGES:
            tab.goto(top[0] + name)
            tab.evaluate(f"document.documentElement.style.fontSize = '{106.25 * size}%'")
            assert tab.evaluate(WIDE) == [], name
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(top: tuple[str, Path], scheme: str) -> None:
    axe = npm_file("axe-core", "axe.min.js").read_text(encoding="utf-8")
    run = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
    with chromium() as browser:
        context = browser.new_context(
            color_scheme=scheme, bypass_csp=True, viewport={"width": 390, "height": 800}
        )
        tab = context.new_page()
        for name in PAGES:
            tab.goto(top[0] + name)
            tab.evaluate(axe)
            found = tab.evaluate(run)["violations"]
            assert [(item["id"], [node["html"] for node in item["nodes"]][:2]) for item in found] == [], name


def test_the_nu_html_checker_finds_nothing(top: tuple[str, Path]) -> None:
    assert nu_messages([top[1] / name for name in PAGES]) == []


def test_everything_is_reached_by_keyboard(top: tuple[str, Path]) -> None:
    """In the order of the page, always visible, and nowhere stuck."""
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
        tab.goto(top[0] + "es/torture.html")
        seen = []
        for _ in range(60):
            tab.keyboard.press("Tab")
            what = tab.evaluate(
                """() => { const at = document.activeElement; if (at === document.body) return null;
                const style = getComputedStyle(at), box = at.getBoundingClientRect();
                return [at.tagName + ' ' + (at.className || at.textContent.trim().slice(0, 20)),
                        style.outlineStyle !== 'none' && box.width > 0 && box.top < innerHeight] }"""
            )
            if what is None:
                break
            assert what[1], what[0]
            seen.append(what[0])
        assert seen[0].startswith("A skip")
        for part in ("A site", "DIV table", "PRE", "SUMMARY", "INPUT", "SELECT", "TEXTAREA", "BUTTON"):
            assert any(name.startswith(part) for name in seen), part
        tab.goto(top[0] + "es/torture.html")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "toolkit-content"


def test_paper_holds_it_all(top: tuple[str, Path], make_project: Callable[..., Path]) -> None:
    with chromium() as browser:
        tab = browser.new_page(viewport={"width": 700, "height": 1000})
        tab.emulate_media(media="print")
        for name in PAGES:
            tab.goto(top[0] + name)
            assert tab.evaluate(WIDE.replace(".table, pre, .math", ".math")) == [], name
        tab.goto(top[0] + "es/torture.html")
        assert tab.get_by_text("Folded. ✓").is_visible()
        assert len(tab.pdf(format="Letter")) > 10_000
