"""``toolkit serve`` as its user and as a stranger meet it: a real process, asked over HTTP."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.publishing.conftest import ARTICLES, CONFIG

pytest.importorskip("watchfiles", reason="the Python package watchfiles is not installed")

PATIENCE = 60.0
"""Seconds to wait for something that has to come; a machine may be busy."""


class Served:
    """A project, and ``toolkit serve`` running in it."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "toolkit", "serve", "--port", "0", *options],
            cwd=root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        threading.Thread(target=self._read, daemon=True).start()
        self.until(lambda: any("http://" in line for line in self.lines))
        line = next(line for line in self.lines if "http://" in line)
        self.port = int(line.split("127.0.0.1:")[1].split("/")[0])

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(iter(self.process.stdout.readline, ""))

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def until(self, true: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.05)

    def get(self, path: str, host: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.putrequest("GET", path, skip_host=True)
            connection.putheader("Host", host or f"127.0.0.1:{self.port}")
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def shows(self, path: str, words: str) -> Callable[[], bool]:
        return lambda: words in self.get(path)[1]

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def stop(self, how: int = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def serve(make_project: Callable[..., Path]) -> Iterator[Callable[..., Served]]:
    started: list[Served] = []

    def start(*options: str, articles: dict[str, str] | None = None, config: str = CONFIG) -> Served:
        served = Served(make_project(articles or ARTICLES, config), *options)
        started.append(served)
        return served

    yield start
    for served in started:
        if served.process.poll() is None:
            served.process.kill()
            served.process.wait()


def test_pages_are_shown_as_a_host_would(serve: Callable[..., Served]) -> None:
    served = serve()
    status, text = served.get("/")
    assert status == 200
    assert "Green Hill" in text
    assert served.get("/en/guides/heat.html")[0] == 200
    assert served.get("/en/guides/heat.html?x=1#y")[0] == 200
    assert "Heat helps." in served.get("/en/guides/heat.md")[1]
    status, text = served.get("/no/such/page.html")
    assert status == 404
    assert "This page does not exist." in text
    assert "Esta página no existe." in text


@pytest.mark.parametrize(
    "path",
    [
        "/../toolkit.toml",
        "/..%2ftoolkit.toml",
        "/%2e%2e/toolkit.toml",
        "/en/../../toolkit.toml",
        "//etc/passwd",
        "/..\\toolkit.toml",
        "/en/guides/",  # no lists of files
        "/.toolkit-manifest.json",
        "/%2etoolkit-manifest.json",
        "/secret.txt",  # a link out of the folder
        "/up/toolkit.toml",
        "/%00",
    ],
)
def test_nothing_else_is_shown(serve: Callable[..., Served], path: str) -> None:
    served = serve("--once", articles={"a.md": "# A\n"})
    (served.root / "secret.txt").write_text("locales secret", encoding="utf-8")
    (served.root / "build/secret.txt").symlink_to(served.root / "secret.txt")
    (served.root / "build/up").symlink_to(served.root)
    status, text = served.get(path)
    assert status == 404
    assert "locales" not in text
    assert "root:" not in text


def test_only_this_machine_is_answered(serve: Callable[..., Served]) -> None:
    served = serve("--once", articles={"a.md": "# A\n"})
    assert served.get("/", "localhost")[0] == 200
    assert served.get("/", "evil.example")[0] == 403
    assert served.get("/", f"127.0.0.1.evil.example:{served.port}")[0] == 403
    if sys.platform == "linux":  # where all of 127.0.0.0/8 is this machine
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.2", served.port), timeout=5)


def test_changes_are_shown(serve: Callable[..., Served]) -> None:
    served = serve()
    assert "Heat helps." in served.get("/en/guides/heat.html")[1]
    served.write("source_articles/guides/heat.md", "# Heat\n\nIt was changed.\n")
    served.until(served.shows("/en/guides/heat.html", "It was changed."))
    served.write("source_articles/new.md", "# New\n")
    served.until(lambda: served.get("/en/new.html")[0] == 200)
    (served.root / "source_articles/new.md").unlink()
    served.until(lambda: served.get("/en/new.html")[0] == 404)
    # Folders that were not there when it began.
    served.write("theme/theme.css", "/* mine */")
    served.until(served.shows("/theme/theme.css", "mine"))
    served.write("theme/theme.css", "/* other */")
    served.until(served.shows("/theme/theme.css", "other"))
    served.write("toolkit.toml", CONFIG.replace("Green", "Blue"))
    served.until(served.shows("/", "Blue Hill"))


def test_what_is_wrong_is_said_and_serving_goes_on(serve: Callable[..., Served]) -> None:
    served = serve()
    broken = {
        "source_articles/bad.md": ("---\ntitle: [x\n---\n# Bad\n", "bad.md"),
        "toolkit.toml": ('locales = ["es"]\nlocals = 1\n', "locals"),
        "theme/article.html": ("{{ 1 / 0 }}", "article.html:1"),
    }
    for number, (name, (text, word)) in enumerate(broken.items()):
        old = (served.root / name).read_text(encoding="utf-8") if (served.root / name).exists() else ""
        served.write(name, text)
        served.until(lambda word=word: word in served.said)  # type: ignore[misc]
        assert served.get("/en/guides/heat.html")[0] == 200
        if old:
            served.write(name, old)
        else:
            (served.root / name).unlink()
        served.write("source_articles/guides/heat.md", f"# Heat\n\nMended {number}.\n")
        served.until(served.shows("/en/guides/heat.html", f"Mended {number}."))
    assert "Traceback" not in served.said


def test_a_project_that_is_broken_from_the_start_can_be_mended(serve: Callable[..., Served]) -> None:
    served = serve(articles={"a.md": "# A\n", "../theme/article.html": "{% if %}"})
    assert "article.html:1" in served.said
    served.write("theme/article.html", "<p>mended</p>")
    served.until(served.shows("/en/a.html", "mended"))


def test_drafts_are_shown_without_touching_the_output(serve: Callable[..., Served]) -> None:
    served = serve("--accept", "drafts", "--once")
    assert served.get("/es/guides/heat.html")[0] == 200
    assert not (served.root / "build").exists()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_cleanly(serve: Callable[..., Served], how: int) -> None:
    served = serve(articles={"a.md": "# A\n"})
    assert served.get("/en/a.html")[0] == 200
    assert served.stop(how) == 0
    assert "Traceback" not in served.said
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", served.port), timeout=5)


def test_a_taken_port_is_named(make_project: Callable[..., Path]) -> None:
    root = make_project({"a.md": "# A\n"}, CONFIG)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "toolkit", "serve", "--once", "--port", str(port)],
            cwd=root,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    assert done.returncode == 2
    assert f"port {port} cannot be used" in done.stderr
    assert "--port 0" in done.stderr
