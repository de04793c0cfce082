"""Keys of services: read from the environment or a keyring, and from nowhere else.

Whatever was read is remembered here for one purpose: :func:`scrub` takes it out of
every message. Keys are never stored, logged, cached or written to a catalog.
"""

from __future__ import annotations

import os
import threading
import urllib.parse

KEYRING_SERVICE = "l10n-toolkit"
"""Under which name keys stand in the keyring: ``keyring set l10n-toolkit DEEPL_API_KEY``."""

HIDDEN = "[key]"

_seen: set[str] = set()
_lock = threading.Lock()


def key(*variables: str) -> str | None:
    """The first of these environment variables that is set, else the keyring's entry; None without any.

    White space around a key is dropped: it comes from files and would make an illegal header.
    """
    for variable in variables:
        value = os.environ.get(variable, "").strip()
        if value:
            return _remember(value)
    for variable in variables:
        value = (_from_keyring(variable) or "").strip()
        if value:
            return _remember(value)
    return None


def hint(variable: str) -> str:
    """How to give the key."""
    return f"set the environment variable {variable}, or: keyring set {KEYRING_SERVICE} {variable}"


def scrub(text: str) -> str:
    """``text`` without any key that was read, also where it is percent-encoded as in a URL."""
    with _lock:
        values = sorted(_seen, key=len, reverse=True)
    for value in values:
        for written in {value, urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value)}:
            text = text.replace(written, HIDDEN)
    return text


def _remember(value: str) -> str:
    # A very short value would blank out letters of every message; no service has such keys.
    if len(value) >= 4:
        with _lock:
            _seen.add(value)
    return value


def _from_keyring(variable: str) -> str | None:
    """From the optional package keyring; a missing or locked keyring is as good as none."""
    import importlib

    try:
        keyring = importlib.import_module("keyring")
    except ImportError:
        return None
    try:
        value: str | None = keyring.get_password(KEYRING_SERVICE, variable)
    except Exception:  # every backend has its own exceptions, and none of them is our user's fault
        return None
    return value
