"""The review page with one article of 10,000 texts: from a key to saved, and everything beside it.

    python benchmarks/review_speed.py [--units 10000] [--saves 60]

Starts the real server (``toolkit review``) in a process of its own and asks it over HTTP as the page
does, one request after another, through one connection. A save is timed from before the request is sent
until its answer is parsed; its floor is what no program can do without: writing the same bytes beside the
file, flushing them and the folder to the disk, and renaming. Prints medians and 95th percentiles in
milliseconds, and the save as a ratio to that floor.

``busy`` saves happen while another page loads findings in the background, ``foreign`` ones after another
program has written the whole file, so that it has to be read again. The server's own processor time a
request stands beside it, which a busy machine does not change; where other requests are under way, or
the server prepares what nobody has asked for yet, theirs is in it.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from catalogs import SEED, vocabulary

from toolkit import extracting  # noqa: F401 - the same package the server runs
from toolkit.catalogs import po
from toolkit.files import write_atomic
from toolkit.model import State
from toolkit.project import Project

NAME = "large.md"


def project(folder: Path, count: int) -> Path:
    """A project with one article; gives the path of its catalog."""
    rng = random.Random(SEED)
    words = vocabulary(rng)
    (folder / "toolkit.toml").write_text('locales = ["es"]\nsource-language = "en"\n')
    (folder / "source_articles").mkdir()
    paragraphs = []
    for number in range(count):
        text = " ".join(rng.choices(words, k=rng.choice([3, 8, 20, 40])))
        paragraphs.append(f"Take {number} **{text.split()[0]}** of [it](page-{number}.html) {text}.")
    (folder / "source_articles" / NAME).write_text("# Large\n\n" + "\n\n".join(paragraphs) + "\n")
    toolkit(folder, "extract")
    found = Project.find(folder)
    path = found.catalog_path(found.articles()[0], "es")
    catalog = po.read(path, locale="es")
    from dataclasses import replace

    units = tuple(
        replace(unit, target=f"{unit.source[:-1]} a.", state=State.DRAFT if number % 3 else State.TRANSLATED)
        for number, unit in enumerate(catalog.units)
    )
    drafted = tuple(
        replace(unit, comments=("draft: apertium eng-spa 2026-11-20",)) if unit.state is State.DRAFT else unit
        for unit in units
    )
    po.write(path, replace(catalog, units=drafted))
    return path


def toolkit(folder: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "toolkit", *arguments], cwd=folder, check=True, capture_output=True)


class Page:
    """One open page."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        text = self._asked("GET", "/")
        found = re.search(rb'review-token" content="([^"]+)"', text)
        assert found is not None
        self.token = found[1].decode()

    def _asked(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        self.connection.request(method, path, body, {"Host": self.host, **headers})
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            sys.exit(f"{path}: {answer.status} {data[:300]!r}")
        return data

    def get(self, path: str, **query: str) -> Any:
        data = self._asked("GET", f"{path}?{urlencode(query)}" if query else path)
        return json.loads(data) if path.startswith("/api/") else data

    def post(self, path: str, value: Any) -> Any:
        body = json.dumps(value).encode()
        headers = {"Content-Type": "application/json", "X-Review-Token": self.token}
        return json.loads(self._asked("POST", path, body, Origin=f"http://{self.host}", **headers))


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    value = work()
    return (time.perf_counter() - start) * 1000, value


def processor(pid: int) -> float:
    """Milliseconds of processor time the process has used; 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


class Table:
    """Prints a line for each kind of request."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.floor = 0.0
        self.used = processor(pid)

    def show(self, name: str, times: list[float]) -> None:
        """:param times: milliseconds of the requests since the last line."""
        ordered = sorted(times)
        p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
        now = processor(self.pid)
        own = (now - self.used) / len(times)
        self.used = now
        ratio = (
            f"   {statistics.median(times) / self.floor:5.1f}x the floor"
            if self.floor and "save" in name
            else ""
        )
        middle = statistics.median(times)
        print(f"{name:34} p50 {middle:8.1f} ms   p95 {p95:8.1f} ms   server's CPU {own:7.1f} ms{ratio}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--saves", type=int, default=60)
    parser.add_argument("--folder", type=Path, help="where the project is made; the temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        path = project(folder, given.units)
        command = [sys.executable, "-m", "toolkit", "review", "--no-open", "--port", "0"]
        command += ["--user", "Bench <bench@example.org>"]
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout is not None
                found = re.search(r":(\d+)/", server.stdout.readline())
                assert found is not None
                measure(path, int(found[1]), server.pid, given.saves)
            finally:
                server.terminate()


def measure(path: Path, port: int, pid: int, saves: int) -> None:
    rng = random.Random(SEED)
    page = Page(port)
    table = Table(pid)
    shown = table.show
    print(f"{path.stat().st_size / 1e6:.1f} MB in the catalog, {os.cpu_count()} processors")
    place = {"locale": "es", "article": NAME}
    shown("list of articles, first", [timed(lambda: page.get("/api/overview"))[0]])
    shown("list of articles", [timed(lambda: page.get("/api/overview"))[0] for _ in range(5)])
    first, article = timed(lambda: page.get("/api/article", **place))
    shown("article, first", [first])
    shown("article, again", [timed(lambda: page.get("/api/article", **place))[0] for _ in range(5)])
    units = article["units"]
    print(f"{len(units):,} texts")

    floors = []
    data = path.read_bytes()
    for _ in range(saves):
        floors.append(timed(lambda: write_atomic(path.with_name("floor"), data, durable=True))[0])
    shown("floor: write, flush, rename", floors)
    table.floor = statistics.median(floors)

    def save(action: str = "accept") -> float:
        index = rng.randrange(1, len(units))
        unit = units[index]
        value = {**place, "id": unit["id"], "base": unit["version"], "action": action, "seconds": 4}
        taken, answer = timed(lambda: page.post("/api/save", {**value, "target": f"{unit['target']} x"}))
        units[index] = answer["unit"]
        return taken

    shown("save", [save() for _ in range(saves)])
    shown("save and sign", [save("sign") for _ in range(saves)])

    def foreign() -> float:
        text = path.read_text(encoding="utf-8")
        index = rng.randrange(1, len(units))
        line = f'msgid {json.dumps(units[index]["source"], ensure_ascii=False)}\nmsgstr "'
        path.write_text(text.replace(line, f"{line}y ", 1), encoding="utf-8")
        return save()

    shown("save, file rewritten (foreign)", [foreign() for _ in range(max(3, saves // 6))])

    stop = threading.Event()

    def background() -> None:
        other = Page(port)
        after = 0
        while not stop.is_set():
            answer = other.get("/api/findings", **place, after=str(after))
            after = answer["next"] or 0

    chunks = []
    after: int | None = 0
    while after is not None and len(chunks) < 5:
        taken, answer = timed(lambda after=after: page.get("/api/findings", **place, after=str(after)))
        chunks.append(taken)
        after = answer["next"]
    shown("findings, a chunk of 300", chunks)
    thread = threading.Thread(target=background, daemon=True)
    thread.start()
    shown("save, findings under way (busy)", [save() for _ in range(saves)])
    stop.set()
    thread.join()

    def some() -> dict[str, str]:
        return {**place, "id": rng.choice(units)["id"]}

    checks = [
        timed(lambda: page.post("/api/check", {**some(), "target": "Tome 5 x."}))[0] for _ in range(saves)
    ]
    shown("check while typing", checks)
    shown("help, first", [timed(lambda: page.get("/api/help", **some()))[0]])
    shown(
        "help: terms, matches, draft",
        [timed(lambda: page.get("/api/help", **some()))[0] for _ in range(saves)],
    )


if __name__ == "__main__":
    main()
