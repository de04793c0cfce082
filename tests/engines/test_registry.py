"""Engines by name, as configured, and the command that lists them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit import engine_registry
from toolkit.cli.engines import command
from toolkit.config import EngineOptions, EnginesConfig
from toolkit.engines import BUILTIN, Engine, Pair, Request, Runner
from toolkit.errors import ConfigError, PluginError
from toolkit.testing import FakeEngine, check_engine

VARIABLES = ("DEEPL_API_KEY", "DEEPL_AUTH_KEY", "LIBRE_API_KEY", "LIBRETRANSLATE_API_KEY")


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.parametrize("name", list(BUILTIN))
def test_every_built_in_can_be_made_without_a_network(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("went online"))
    engine = engine_registry.engine(name, EnginesConfig())
    assert isinstance(engine, Engine)
    assert engine.name == name
    assert engine.title
    assert engine.status().state in ("ready", "needs-key", "needs-package")


def test_options_of_a_table() -> None:
    options = EngineOptions(
        url="http://localhost:5000/", per_second=2.0, connections=7, price_per_million=1.5, max_texts=3
    )
    config = EnginesConfig(tables={"libretranslate": options}, read_timeout=5)
    engine = engine_registry.engine("libretranslate", config)
    assert engine.setup.url == "http://localhost:5000/"
    assert engine.setup.timeouts.read == 5
    assert (engine.limits.connections, engine.limits.per_second, engine.limits.max_texts) == (7, 2.0, 3)
    assert engine_registry.price(engine, config) == 1.5
    assert engine.status().ready


def test_order_by_locale() -> None:
    config = EnginesConfig(order=("memory", "deepl"), locales={"en-GB": ("copy",)})
    assert engine_registry.order("es", config) == ("memory", "deepl")
    assert engine_registry.order("en-GB", config) == ("copy",)


@pytest.mark.parametrize(
    "config",
    [
        EnginesConfig(order=("deeple",)),
        EnginesConfig(tables={"deeple": EngineOptions()}),
        EnginesConfig(tables={"deepl": EngineOptions(connections=0)}),
    ],
)
def test_mistakes_in_the_configuration(config: EnginesConfig) -> None:
    def used() -> None:
        engine_registry.order("es", config)
        engine_registry.engine("deepl", config)

    with pytest.raises(ConfigError, match="deepl"):
        used()


def test_a_plug_in_of_the_wrong_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit import plugins

    monkeypatch.setattr(plugins, "get", lambda group, name: dict)
    with pytest.raises(PluginError, match="not a subclass"):
        engine_registry.engine("copy", EnginesConfig())


def test_copy_and_pseudo() -> None:
    for name in ("copy", "pseudo"):
        check_engine(engine_registry.engine(name, EnginesConfig()), Pair("en", "en-GB"))


def test_memory_gives_its_best_match() -> None:
    from toolkit.memory.index import Memory
    from toolkit.model import State, Unit

    known = (
        Unit("Rest for a week after the treatment.", "Descanse una semana.", state=State.TRANSLATED),
        Unit("Drink water.", "Beba agua.", state=State.TRANSLATED),
    )
    engine = engine_registry.engine("memory", EnginesConfig(), memory=Memory(known))
    pair = Pair("en", "es")
    texts = ("Drink water.", "Rest for a week after this treatment.", "Call us.")
    found = {
        result.request.text: result for result in Runner(engine).run(Request(text, pair) for text in texts)
    }
    exact, similar, none = (found[text] for text in texts)
    assert (exact.target, exact.note, exact.quality) == ("Beba agua.", "", 1.0)
    assert similar.target == "Descanse una semana."
    assert similar.note.endswith("% match")
    assert none.kind == "nothing"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(arguments), catch_exceptions=False)
    return result.exit_code, result.output


def test_list(make_project: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_project({}, 'locales = ["es"]\n[engines]\norder = ["memory", "deepl"]\n'))
    code, output = run()
    assert code == 0
    assert "deepl" in output
    assert "needs a key: DEEPL_API_KEY" in output
    assert "Asked in this order: memory, deepl" in output


def test_list_without_a_project_as_json(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = run("--json")
    assert code == 0
    rows = {row["name"]: row for row in json.loads(output)}
    assert set(rows) >= set(BUILTIN)
    assert rows["deepl"]["state"] == "needs-key"
    assert rows["copy"]["state"] == "ready"


def test_only_those_that_have_the_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _, output = run("-l", "sw", "--json")
    found = {row["name"] for row in json.loads(output)}
    assert "google" in found
    assert "qcri" not in found


def test_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = run("--try", "Drink water.", "-l", "es", "pseudo", "copy", "deepl")
    assert code == 0
    assert "Drink water." in output
    assert "⟪Ðŕîñķ" in output
    assert "needs a key" in output


def test_try_without_any_engine_that_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _ = run("--try", "Drink water.", "-l", "es", "deepl")
    assert code == 2


def test_a_broken_plug_in_does_not_hide_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    def create(setup: object) -> FakeEngine:
        raise RuntimeError("no")

    from toolkit.engines.local import Copy

    monkeypatch.setattr(Copy, "create", create)
    code, output = run()
    assert code == 0
    assert "copy" in output
    assert "broken" in output
    assert "pseudo" in output
