"""A review in the real Poedit, by keys on a screen of its own: an edit, a fuzzy mark taken off, a save."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.test_other_programs import CATALOG, DRAFT, EVA, EXPECTED, SIGNED, signers, states
from toolkit import provenance
from toolkit.catalogs import po
from toolkit.model import State

NEEDED = ("poedit", "xvfb-run", "xdotool")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
# Poedit asks who one is when it is started for the first time.
SETTINGS = "translator_name=Ana Probe\ntranslator_email=ana@example.org\n[/]\nlast_version=3.2.2\n"
# The translation's field is below left; "next" and "needs work" have keys of their own.
STEPS = """
poedit "$1" &
editor=$!
trap 'kill $editor' EXIT
for wait in $(seq 60); do
  window=$(xdotool search --name 'es\\.po' | head -n 1)
  [ -n "$window" ] && break
  sleep 0.5
done
sleep 3
xdotool windowmove "$window" 0 0 windowsize "$window" 1390 990
sleep 1
xdotool windowfocus "$window"
xdotool mousemove 300 880 click 1
sleep 1
xdotool key ctrl+End type ' con agua'
sleep 0.5
xdotool key ctrl+Down key ctrl+Down key ctrl+Down
sleep 0.5
xdotool key ctrl+u
sleep 0.5
xdotool key ctrl+s
for wait in $(seq 40); do grep -q 'X-Generator: Poedit' "$1" && break; sleep 0.5; done
"""


@pytest.mark.skipif(bool(MISSING), reason=f"no {', '.join(MISSING)} (Debian packages poedit, xvfb, xdotool)")
def test_a_save_in_poedit_keeps_every_sign_off_but_that_of_the_edited_text(tmp_path: Path) -> None:
    path = tmp_path / "es.po"
    po.write(path, CATALOG)
    settings = tmp_path / ".config" / "poedit" / "config"
    settings.parent.mkdir(parents=True)
    settings.write_text(SETTINGS, "utf-8")
    command = ["xvfb-run", "-a", "-s", "-screen 0 1400x1000x24", "sh", "-c", STEPS, "sh", str(path)]
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / ".config")}
    subprocess.run(command, env=environment, capture_output=True, timeout=180, check=False)
    text = path.read_text("utf-8")
    assert "X-Generator: Poedit" in text, "Poedit has saved the file"
    units = {unit.source: unit for unit in po.loads(text).units}
    assert units[SIGNED.source].target == "Tome 5 ml. con agua"
    assert states(text) == {**EXPECTED, SIGNED.source: State.TRANSLATED, DRAFT.source: State.TRANSLATED}
    assert signers(text) == {EVA}
    assert [unit.comments for unit in units.values()] == [unit.comments for unit in CATALOG.units]
    assert provenance.all_signoffs(units[SIGNED.source]), "the void sign-off stays as history"
