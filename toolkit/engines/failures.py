"""What can go wrong with an engine, and what is to be done about it.

::

    Failure            the text failed: ask for its batch in smaller parts, then give the text up
    ├── Temporary      try again after a while (429, 5xx, time-out, reset)
    ├── TooLong        the request was too large: ask for it in parts
    ├── BadReply       not the reply that was promised
    └── Stopped        the engine is out for the rest of this run (key, quota, not installed)
        └── Unsupported    not this pair; other pairs may work
"""

from __future__ import annotations

from toolkit.engines.keys import scrub
from toolkit.errors import EngineError, ToolkitError


class Failure(EngineError):
    """An engine failed. Keys are taken out of the message.

    :param billed: whether the service may have counted the characters.
    """

    def __init__(self, message: str, *, hint: str | None = None, billed: bool = False) -> None:
        super().__init__(scrub(message), hint=None if hint is None else scrub(hint))
        self.billed = billed


class Temporary(Failure):
    """Worth another try.

    :param after: seconds the service asked to wait (``Retry-After``, RFC 9110 section 10.2.3).
    :param crowded: the service said there were too many requests: the other connections wait too.
    """

    def __init__(
        self, message: str, *, after: float | None = None, crowded: bool = False, billed: bool = False
    ) -> None:
        super().__init__(message, billed=billed)
        self.after = after
        self.crowded = crowded


class TooLong(Failure):
    """The request was larger than the service takes."""


class BadReply(Failure):
    """The reply has not the promised shape; it may have been billed."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message, hint=hint, billed=True)


class Stopped(Failure):
    """No use to ask this engine again in this run."""


class Unsupported(Stopped):
    """The engine has not this pair."""


# deep-translator's exceptions by name, so that it need not be imported to be recognised.
_TEMPORARY = frozenset({"TooManyRequests", "RequestError", "ServerException"})
_TOO_LONG = frozenset({"NotValidLength", "NotValidPayload"})
_UNSUPPORTED = frozenset({"LanguageNotSupportedException", "InvalidSourceOrTargetLanguage"})
_STOPPED = frozenset({"AuthorizationException", "ApiKeyException"})
# requests' and urllib3's exceptions for a connection that was never made: nothing can have been billed.
_NOT_CONNECTED = frozenset({"ConnectTimeout", "NewConnectionError", "NameResolutionError", "ProxyError"})


def classify(error: BaseException) -> Failure:
    """``error``, whatever an engine raised, as a failure to act upon."""
    if isinstance(error, Failure):
        return error
    name = type(error).__name__
    text = _text(error)
    if isinstance(error, ToolkitError):
        return Stopped(error.message, hint=error.hint)
    if name in _STOPPED:
        return Stopped("the key was refused")
    if name in _UNSUPPORTED:
        return Unsupported("the language pair is not supported")
    if name in _TOO_LONG:
        return TooLong("the text is longer than the engine takes")
    if name in _TEMPORARY:
        return Temporary(text, crowded=name == "TooManyRequests")
    if isinstance(error, ImportError):
        return Stopped(f"a package is missing: {error.name or text}")
    if isinstance(error, ValueError | LookupError | TypeError | AttributeError | ArithmeticError):
        return BadReply(f"the reply could not be read ({name}: {text})")
    if isinstance(error, OSError):  # requests.RequestException is one, and so are all time-outs
        return Temporary(_network(error, text), billed=not _never_connected(error))
    return Failure(f"{name}: {text}", billed=True)


def _text(error: BaseException) -> str:
    """First line of the message, short enough for a terminal."""
    lines = str(error).strip().splitlines()
    text = lines[0] if lines else "no message"
    return text if len(text) <= 200 else text[:199] + "…"


def _never_connected(error: OSError) -> bool:
    return (
        isinstance(error, ConnectionRefusedError)
        or any(word in str(error) for word in _NOT_CONNECTED)
        or type(error).__name__ in _NOT_CONNECTED
    )


def _network(error: OSError, text: str) -> str:
    """In a few words. requests' messages hold the message of what is below it."""
    name, message = type(error).__name__, str(error).lower()
    if "refused" in message:
        return "connection refused"
    if "resolve" in message or "getaddrinfo" in message:
        return "its host name cannot be found (no network?)"
    if "certificate" in message:
        return "its certificate is not valid"
    if "Timeout" in name or isinstance(error, TimeoutError) or "timed out" in message:
        return "no answer in time"
    if isinstance(error, ConnectionError) or "Connection" in name or "Chunked" in name:
        return "the connection broke off"
    return f"{name}: {text}"
