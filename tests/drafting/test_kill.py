"""kill -9 at 50 random moments of one draft."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.drafting.killed import Slow
from toolkit.catalogs import po
from toolkit.engine_registry import open_cache
from toolkit.engines import Pair, Request
from toolkit.engines.cache import cache_key
from toolkit.extracting import extract
from toolkit.model import State
from toolkit.project import Project

KILLS = 50
UNITS = 3_000


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a thing of POSIX")
def test_killed_fifty_times(make_project: Callable[..., Path], tmp_path: Path) -> None:
    """Never a catalog that cannot be read, never a request again whose reply was stored."""
    articles = {
        f"{name}.md": "\n\n".join(f"Text **{name}{n}** is [here](x.md)." for n in range(UNITS // 6)) + "\n"
        for name in "abcdef"
    }
    config = 'locales = ["es"]\n[draft]\nsave-every = 0.05\n'
    project = Project.find(make_project(articles, config))
    extract(project)
    log = tmp_path / "asked.jsonl"
    engine = Slow(tmp_path / "none")
    chance = random.Random(1)
    kills = drafted = 0
    stored: set[tuple[str, str]] = set()
    seen = 0
    while True:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.drafting.killed", str(project.root), str(log)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        if kills < KILLS:
            time.sleep(chance.uniform(0.05, 0.35))
            process.kill()
        code = process.wait(60)
        process.stdout.close()
        kills += code == -9
        asked = [tuple(json.loads(line)) for line in log.read_text().splitlines()] if log.exists() else []
        assert not stored & set(asked[seen:]), "asked again for what was stored"
        seen = len(asked)
        with open_cache(project.cache_dir) as cache:
            for text, form in set(asked) - stored:
                request = Request(text, Pair("en", "es"), form)
                if cache.get(cache_key(engine, request, text)) is not None:
                    stored.add((text, form))
        now = 0
        for article in project.all_articles:
            catalog = po.read(project.catalog_path(article, "es"), locale="es")
            assert len(catalog.units) == UNITS // 6
            now += sum(unit.state is State.DRAFT for unit in catalog.units)
            assert all(not unit.target or unit.target.count("**") == 2 for unit in catalog.units)
        assert now >= drafted, "a draft was lost"
        drafted = now
        if code == 0:
            break
    assert kills == KILLS, "the draft was done too early to be killed so often"
    assert drafted == UNITS
    assert len(asked) - len(set(asked)) <= 2 * KILLS, "only what was under way may be asked twice"
