"""The review page in Chromium with one article of 10,000 texts: opening, scrolling, from a key to saved.

    python benchmarks/review_page.py [--units 10000] [--saves 30]

Starts the real server in a process of its own and the page in headless Chromium. A save is timed inside
the page, from the key's event until the page says that the text is accepted, the file being written and
flushed by then. Scrolling is timed frame by frame, three ways: reading, flinging, jumping; ``work`` is
what the page's own main thread did in a frame (script, style, layout), which a busy machine changes less
than the time between frames. Prints medians and 95th percentiles in milliseconds.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from toolkit.catalogs import po
from toolkit.catalogs.template import template
from toolkit.model import Catalog, State, Unit
from toolkit.project import Project

NAME = "large.md"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
SCROLL = """async ([step, frames]) => {
  const scroller = document.getElementById("scroller"), times = [];
  scroller.scrollTop = 0;
  for (let frame = 0; frame < frames; frame += 1) {
    const start = performance.now();
    scroller.scrollTop += step;
    await new Promise((done) => requestAnimationFrame(done));
    times.push(performance.now() - start);
  }
  return times;
}"""
WATCH = """() => {
  window.saves = [];
  let pressed = 0;
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) pressed = performance.now();
  }, true);
  new MutationObserver(() => {
    if (pressed && document.getElementById("status").textContent.includes("Accepted")) {
      window.saves.push(performance.now() - pressed);
      pressed = 0;
    }
  }).observe(document.getElementById("status"), { childList: true });
}"""


def translated(unit: Unit) -> Unit:
    number = int(unit.source.split(":")[0].split()[1])
    target = unit.source.replace("Step", "Paso").replace("rest for a while", "descanse un rato")
    if number % 100:
        return replace(unit, target=target, state=State.TRANSLATED)
    comments = ("draft: apertium eng-spa 2026-11-20",)
    return replace(unit, target=target, state=State.DRAFT, comments=comments)


def project(folder: Path, count: int) -> None:
    """One article of so many paragraphs of different lengths, every hundredth a draft."""
    (folder / "toolkit.toml").write_text('locales = ["es"]\n', encoding="utf-8")
    (folder / "source_articles").mkdir()
    steps = [f"Step {n}: **rest** for a while. " + "Breathe slowly. " * (n % 9) for n in range(count)]
    (folder / "source_articles" / NAME).write_text("\n\n".join(steps) + "\n", encoding="utf-8")
    found = Project.find(folder)
    (article,) = found.articles()
    made = template(found.document(article))
    path = found.catalog_path(article, "es")
    path.parent.mkdir(parents=True)
    catalog = Catalog("es", tuple(translated(unit) for unit in made.units), made.header)
    path.write_text(po.dumps(catalog), encoding="utf-8")


def shown(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{name:44} median {statistics.median(ordered):7.1f} ms   95 % {late:7.1f} ms   n {len(ordered)}")


def work_of(session: Any) -> float:
    """Seconds the page's main thread has worked so far."""
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(found["ScriptDuration"] + found["LayoutDuration"] + found["RecalcStyleDuration"])


def look(page: Any, address: str, saves: int) -> None:
    start = time.perf_counter()
    page.goto(f"{address}#/es/{NAME}")
    page.wait_for_selector("#texts .row")
    print(f"{'opening, until texts can be read':44} {time.perf_counter() - start:.2f} s")
    print(f"{'rows in the document':44} {page.locator('#texts .row').count()}")
    page.wait_for_timeout(1500)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    for name, step in (
        ("scrolling, reading", 60),
        ("scrolling, flinging", 900),
        ("scrolling, jumping", 20_000),
    ):
        before = work_of(session)
        times = page.evaluate(SCROLL, [step, 120])
        shown(f"{name}: between frames", times)
        print(f"{f'{name}: work a frame':44} mean   {1000 * (work_of(session) - before) / 120:7.1f} ms")
    page.evaluate("() => { document.getElementById('scroller').scrollTop = 0; }")
    page.locator(".filter-draft").click()
    page.locator("#texts .row .cell.target").first.click()
    page.wait_for_selector("#editor:focus")
    page.evaluate(WATCH)
    for _ in range(saves):
        page.keyboard.type(" ya")
        page.wait_for_timeout(400)
        page.keyboard.press("Control+Enter")
        page.wait_for_timeout(400)
    shown("a key to saved, on disk and on the page", page.evaluate("() => window.saves"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--saves", type=int, default=30)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project(folder, given.units)
        command = [sys.executable, "-m", "toolkit", "review", "--port", "0", "--user", "A B <a@b.example>"]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            address = server.stdout.readline().split()[0]
            with sync_playwright() as playwright:
                path = shutil.which("chromium")
                browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
                page = browser.new_page(viewport={"width": 1400, "height": 900}, locale="en-US")
                page.set_default_timeout(60_000)
                look(page, address, given.saves)
                browser.close()
        finally:
            server.kill()
            server.wait(10)


if __name__ == "__main__":
    main()
