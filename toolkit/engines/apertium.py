"""Apertium: rule-based, offline, free. Debian's packages, or a server (apertium-apy) by URL.

One process translates a whole batch: texts go in and come out separated by NUL, on
which every program of the pipe flushes (``apertium -z``). Where there is no pair for a
locale, two are put together (``en`` → ``es`` → ``pt``).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from toolkit.engines.apertium_stream import decode, encode
from toolkit.engines.base import READY, Form, Limits, Pair, Setup, Status
from toolkit.engines.codes import ISO_639_3
from toolkit.engines.failures import BadReply, Stopped, Temporary, Unsupported
from toolkit.engines.web import WebEngine

_MODE = re.compile(r"^([a-z]{2,3}(?:_\w+)?)-([a-z]{2,3}(?:_\w+)?)$")

Mode = tuple[str, str]
"""Source and target as in a mode's name: ``("eng", "spa")``."""


class Apertium(WebEngine):
    name = "apertium"
    title = "Apertium, offline (Debian: apertium-eng-spa and others) or an apertium-apy server (url)"
    forms: ClassVar[tuple[Form, ...]] = ("html", "xml", "plain")
    price_per_million = 0.0
    remote = False
    home = ""
    languages = ISO_639_3
    limits = Limits(40_000, 200, connections=2)

    def __init__(self, setup: Setup | None = None) -> None:
        super().__init__(setup)
        self._server_modes: tuple[Mode, ...] | None = None
        self._modes_lock = threading.Lock()
        if self.url:
            self.limits = Limits(4_000, 1, connections=4)

    @property
    def is_server(self) -> bool:
        return bool(self.url)

    @cached_property
    def folder(self) -> Path:
        """Where the data are."""
        return Path(os.environ.get("APERTIUM_DATADIR") or "/usr/share/apertium")

    @cached_property
    def _installed(self) -> tuple[Mode, ...]:
        files = sorted((self.folder / "modes").glob("*.mode"))
        return tuple((m[1], m[2]) for file in files if (m := _MODE.match(file.stem)) is not None)

    def modes(self) -> tuple[Mode, ...]:
        """The pairs there are; asks the server once when there is one.

        :raises Temporary: the server cannot be reached.
        """
        if not self.is_server:
            return self._installed
        with self._modes_lock:
            if self._server_modes is None:
                data = self.http.json("GET", f"{self.url}/listPairs")
                entries = data["responseData"]
                self._server_modes = tuple(
                    (str(entry["sourceLanguage"]), str(entry["targetLanguage"])) for entry in entries
                )
            return self._server_modes

    def path(self, pair: Pair) -> tuple[Mode, ...]:
        """The modes to go through: one, or two over a language between.

        :raises Unsupported: there is no way.
        """
        sources, targets = _names(pair.source), _names(pair.target)
        modes = self.modes()
        for wanted in targets:
            for mode in modes:
                if mode[1] == wanted and mode[0] in sources:
                    return (mode,)
        first = [mode for mode in modes if mode[0] in sources]
        for wanted in targets:
            for start in first:
                for end in modes:
                    if end[1] == wanted and end[0] == start[1] and end[1] not in sources:
                        return (start, end)
        raise Unsupported(
            f"Apertium has no data from {pair.source} to {pair.target}",
            hint=f"install a package apertium-…-{targets[0] if targets else pair.target}",
        )

    def supports(self, pair: Pair) -> bool:
        if not self.is_server:
            with contextlib.suppress(Unsupported):
                return bool(self.path(pair))
            return False
        return bool(_names(pair.source) and _names(pair.target))

    def status(self, *, check: bool = False) -> Status:
        if self.is_server:
            return self._reached() if check else READY
        how = "install it with: apt install apertium apertium-eng-spa"
        if shutil.which("apertium") is None:
            return Status("needs-package", "apertium", how)
        if not self._installed:
            return Status("needs-package", "a language pair such as apertium-eng-spa", how)
        return READY

    def probe(self) -> None:
        self.modes()

    def label(self, pair: Pair) -> str:
        try:
            path = self.path(pair)
        except Exception:  # a label must not be what fails: the translation tells
            return f"{self.name} {pair}"
        return f"{self.name} " + "-".join([path[0][0], *(mode[1] for mode in path)])

    def fingerprint(self) -> str:
        return f"{super().fingerprint()}|{'' if self.is_server else self._data_version}"

    @cached_property
    def _data_version(self) -> str:
        """Changes when data are installed or updated."""
        digest = hashlib.sha256()
        for file in sorted((self.folder / "modes").glob("*.mode")):
            stat = file.stat()
            digest.update(f"{file.name} {stat.st_mtime_ns} {stat.st_size}".encode())
        return digest.hexdigest()[:12]

    def translate(
        self,
        texts: Sequence[str],
        pair: Pair,
        *,
        form: Form,
        glossary: Sequence[tuple[str, str]] = (),
    ) -> Sequence[str]:
        found: Sequence[str] = texts
        for mode in self.path(pair):
            if self.is_server:
                found = [self._ask_server(text, mode, form) for text in found]
            else:
                found = self._through(found, mode, form)
        return found

    def _through(self, texts: Sequence[str], mode: Mode, form: Form) -> list[str]:
        streams = [encode(text, markup=form in ("html", "xml")) for text in texts]
        outputs = self._pipe([stream.text for stream in streams], "-".join(mode))
        # At the beginning of a sentence Apertium may leave the blank of a word it dropped.
        return [decode(output, stream).strip() for output, stream in zip(outputs, streams, strict=True)]

    def _pipe(self, records: Sequence[str], mode: str) -> list[str]:
        """Records through one process.

        :raises Failure: it cannot be run, takes too long, or gave another number of records.
        """
        command = ["apertium", "-d", str(self.folder), "-u", "-z", "-f", "none", mode]
        data = "".join(record + "\0" for record in records).encode("utf-8", "replace")
        out, err, code = _run(command, data, self.setup.timeouts.total)
        found = out.decode("utf-8", "replace").split("\0")
        # At the end of its input each program of the pipe flushes once more: empty records.
        if len(found) <= len(records) or any(rest.strip() for rest in found[len(records) :]):
            said = err.decode("utf-8", "replace").strip().splitlines()
            raise BadReply(f"apertium {mode} gave no translation ({said[-1] if said else f'exit {code}'})")
        return found[: len(records)]

    def _ask_server(self, text: str, mode: Mode, form: Form) -> str:
        data = self.http.json(
            "POST",
            f"{self.url}/translate",
            data={
                "langpair": "|".join(mode),
                "q": text,
                "markUnknown": "no",
                "format": "html" if form in ("html", "xml") else "txt",
            },
        )
        reply = data["responseData"]["translatedText"]
        if not isinstance(reply, str):
            raise BadReply("the reply has no translation")
        return reply


def _names(tag: str) -> list[str]:
    """What Apertium may call a language, best first: ``pt-BR`` is por_BR, then por; also two letters."""
    language, _, rest = tag.partition("-")
    code = ISO_639_3.find(tag)
    found = [code] if code else []
    base = ISO_639_3.find(language)
    if base and rest.isupper() and len(rest) == 2:
        found.insert(0, f"{base}_{rest}")
    if code and "_" in code:
        found.append(code.split("_")[0])
    return list(dict.fromkeys([*found, language]))


def _run(command: Sequence[str], data: bytes, seconds: float) -> tuple[bytes, bytes, int]:
    """Output, error output and exit code.

    :raises Stopped: the program is not there.
    :raises Temporary: it took longer; the whole pipe is ended.
    """
    environment: Mapping[str, str] = {**os.environ, "LC_ALL": "C.UTF-8"}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            start_new_session=True,  # its own group, to end the pipe with all its programs
        )
    except OSError as error:
        hint = "install it with: apt install apertium apertium-eng-spa"
        raise Stopped("apertium is not installed", hint=hint) from error
    try:
        out, err = process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(process)
        raise Temporary(f"apertium took longer than {seconds:g} seconds", billed=True) from None
    except BaseException:
        _end(process)
        raise
    return out, err, process.returncode


def _end(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(Exception):
        process.communicate(timeout=5)
