"""Apertium: its stream format on values, and the real program where it is installed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from toolkit.engines import Pace, Pair, Request, Runner, Setup, Timeouts, Unsupported
from toolkit.engines.apertium import Apertium
from toolkit.engines.apertium_stream import decode, encode

PAIR = Pair("en", "es")
HAS = shutil.which("apertium") is not None and bool(
    {("eng", "spa")} & set(Apertium().modes() if shutil.which("apertium") else ())
)
real = pytest.mark.skipif(not HAS, reason="needs Debian's packages apertium and apertium-eng-spa")

TEXTS = [
    'This is a <b id="1">very big</b> house with 5 mg of <a id="2">stem cells</a>.',
    'See <x id="1"/> &amp; <i id="2">a &lt; b</i> <br id="9"/> now',
    'The <a id="1"><b id="2">new</b> doctor</a> is at http://x.org/a_b?c=1 or me@x.org today.',
    '<b id="1">Dose:</b> take it [1] {name} %s ~5 °C ≥ 3 *now* _ok_ ^a$ @ \\ end',
    '<code id="1"/> and <img id="2"/>',
    "Plain words without anything",
    '<a id="1"><img id="2"/></a> Rest.',
    "unclosed <b>tag and </i> another",
]


@pytest.mark.parametrize("text", TEXTS)
def test_what_goes_in_comes_out(text: str) -> None:
    stream = encode(text, markup=True)
    assert decode(stream.text, stream) == text.replace("&#39;", "'")


@pytest.mark.parametrize(
    "text", ["Use [link] & <b> {x} \\ ^ $ @ now\nSecond line", "5 < 6", "a\n\nb", "*", ""]
)
def test_plain_text_in_and_out(text: str) -> None:
    stream = encode(text, markup=False)
    assert decode(stream.text, stream) == text


def test_no_article_can_command_the_stream() -> None:
    stream = encode("[<STREAMCMD:SETVAR:x>] ^a<b>$ [[t:b:1]]w[[/]] \0 end", markup=False)
    assert "STREAMCMD" not in stream.text
    assert re.fullmatch(r"(?:[^\[\]{}^$@<>\\\0]|\\.|\[\d*\])*", stream.text)


def test_bound_words_that_moved_apart_keep_one_pair() -> None:
    stream = encode('<a id="1">stem cells</a>', markup=True)
    assert decode("[[t:k:0]]Celdas[[/]] de [[t:k:0]]raíz[[/]].[]", stream) == '<a id="1">Celdas de raíz</a>'


def test_words_far_apart_are_not_joined() -> None:
    stream = encode('<a id="1">one two</a> and so on.', markup=True)
    found = decode("[[t:k:0]]uno[[/]] y así por el mundo [[t:k:0]]dos[[/]].[]", stream)
    assert found.count('<a id="1">') == 2


def test_ways_are_found_over_a_language_between(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "modes").mkdir()
    for name in ("eng-spa", "spa-por_BR", "spa-por", "spa-eng", "eng-spa-tagger", "spa-cat"):
        (tmp_path / "modes" / f"{name}.mode").write_text("")
    monkeypatch.setenv("APERTIUM_DATADIR", str(tmp_path))
    engine = Apertium()
    assert ("eng", "spa") in engine.modes()
    assert engine.label(Pair("en", "es-MX")) == "apertium eng-spa"
    assert engine.label(Pair("en", "pt-BR")) == "apertium eng-spa-por_BR"
    assert engine.label(Pair("en", "pt")) == "apertium eng-spa-por"
    assert engine.supports(Pair("en", "ca"))
    assert not engine.supports(Pair("en", "de"))
    with pytest.raises(Unsupported, match="no data from en to de"):
        engine.path(Pair("en", "de"))


def test_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APERTIUM_DATADIR", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    status = Apertium().status()
    assert status.state == "needs-package"
    assert "apt install apertium" in status.hint
    (result,) = Runner(Apertium()).run([Request("Rest", PAIR)])
    assert result.kind == "unsupported"


def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Apertium:
    (tmp_path / "modes").mkdir()
    (tmp_path / "modes" / "eng-spa.mode").write_text("")
    program = tmp_path / "apertium"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("APERTIUM_DATADIR", str(tmp_path))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return Apertium(Setup(Timeouts(total=0.3)))


@pytest.mark.parametrize(
    ("script", "kind", "said"),
    [
        ("exit 1", "bad-reply", "exit 1"),
        ("echo broken data >&2; exit 0", "bad-reply", "broken data"),
        ("sleep 60", "engine", "longer than 0.3 seconds"),
        ("cat > /dev/null; printf 'one\\0two\\0three\\0'", "bad-reply", "no translation"),
    ],
)
def test_a_broken_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, kind: str, said: str
) -> None:
    engine = fake(tmp_path, monkeypatch, script)
    (result,) = Runner(engine, pace=Pace(attempts=1)).run([Request("Rest now, please.", PAIR)])
    assert result.kind == kind
    assert said in result.problem


@real
def test_translates_a_batch_in_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    started = []
    begin = subprocess.Popen

    def counted(*positional, **named):  # type: ignore[no-untyped-def]
        started.append(positional)
        return begin(*positional, **named)

    monkeypatch.setattr(subprocess, "Popen", counted)
    found = Apertium().translate(["The house is big.", "I drink water.", ""], PAIR, form="plain")
    assert list(found) == ["La casa es grande.", "Bebo agua.", ""]
    assert len(started) == 1


@real
@pytest.mark.parametrize("text", TEXTS[:7])
def test_tags_survive(text: str) -> None:
    (found,) = Apertium().translate([text], PAIR, form="html")
    assert sorted(re.findall(r"<[^<>]*>", found)) == sorted(re.findall(r"<[^<>]*>", text))


@real
def test_tags_go_with_their_words() -> None:
    (found,) = Apertium().translate(['A <b id="1">big</b> house.'], PAIR, form="html")
    assert found == 'Una casa <b id="1">grande</b>.'


@real
def test_unknown_words_have_no_stars() -> None:
    (found,) = Apertium().translate(["The xyzzyq is big."], PAIR, form="plain")
    assert "*" not in found
    assert "xyzzyq" in found
