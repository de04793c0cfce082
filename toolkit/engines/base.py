"""What an engine is, and the values that go into it and come out of it.

A plug-in author writes one method, :meth:`Engine.translate`: a batch of texts in,
as many texts out. Everything else (batches, retry, pace, time-outs, cache,
checks of the reply) is done around it by :class:`toolkit.engines.runner.Runner`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, Self

Form = Literal["html", "xml", "token", "plain"]
"""How codes are written in a text for an engine.

``html``: an HTML fragment, tags are codes, text is escaped. ``xml``: a well-formed
XML fragment. ``token``: codes are opaque words. ``plain``: there are no codes.
"""

Kind = Literal[
    "", "nothing", "bad-reply", "too-long", "engine", "unsupported", "offline", "budget", "stopped"
]
"""Why there is no target.

``nothing``: the engine has none (memory without a match). ``bad-reply``: what came
back is no translation. ``too-long``: above the engine's limit; ask by sentence.
``engine``: the engine is out. ``unsupported``: not this pair. ``offline``: it needs a
network. ``budget``: sending it would pass ``max-characters``. ``stopped``: the run was.
"""

State = Literal["ready", "needs-key", "needs-package", "unreachable", "unsupported"]


@dataclass(frozen=True, slots=True)
class Pair:
    """From which language into which; canonical BCP 47 tags."""

    source: str
    target: str

    @property
    def same_language(self) -> bool:
        """``en`` and ``en-GB`` are; so are ``sr-Cyrl`` and ``sr-Latn``."""
        return self.source.split("-", 1)[0] == self.target.split("-", 1)[0]

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may hold, and how many may be under way."""

    max_characters: int = 5_000
    """Sum over the texts of one request, in the unit of ``measure``."""
    max_texts: int = 1
    """Texts in one request; 1 for services that take one."""
    measure: Literal["characters", "encoded-bytes", "utf8-bytes"] = "characters"
    """``encoded-bytes``: length as it stands in a URL (each non-ASCII letter is 6 to 12 bytes)."""
    connections: int = 1
    """Requests at a time; 0: in the caller's own thread (for local work)."""
    per_second: float | None = None
    """Requests a second over all connections; None: no limit."""


@dataclass(frozen=True, slots=True)
class Status:
    """Whether an engine can be used now."""

    state: State
    detail: str = ""
    """What is missing: the variable, the package, or why it cannot be reached."""
    hint: str = ""
    """The command or setting that mends it."""

    @property
    def ready(self) -> bool:
        return self.state == "ready"


READY = Status("ready")


@dataclass(frozen=True, slots=True)
class Reply:
    """A translation of one text, with what the engine knows about it."""

    text: str
    quality: float | None = None
    """0–1: a memory's match, a model's own estimate."""
    note: str = ""
    """For the draft's comment, such as ``85% match``."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. ``total`` holds for a whole request, also when it drips in byte by byte."""

    connect: float = 10.0
    read: float = 30.0
    total: float = 90.0


@dataclass(frozen=True, slots=True)
class Setup:
    """What an engine is made with."""

    timeouts: Timeouts = field(default_factory=Timeouts)
    url: str = ""
    """Base URL instead of the engine's own."""
    model: str = ""
    region: str = ""
    email: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    """``options`` of the engine's table in the configuration."""
    memory: Any = None
    """The locale's :class:`toolkit.memory.Memory`, for the engine ``memory``."""


@dataclass(frozen=True, slots=True)
class Request:
    """One text to translate."""

    text: str
    """Protected in ``form``."""
    pair: Pair
    form: Form = "plain"
    glossary: tuple[tuple[str, str], ...] = ()
    """(source term, target term), for engines that have an input for it."""
    tag: Any = field(default=None, compare=False)
    """The caller's own; comes back in the result and is no part of the cache's key."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one request. ``target`` is None iff ``kind`` is not empty."""

    request: Request
    target: str | None
    engine: str
    """The engine's label, such as ``apertium eng-spa``."""
    quality: float | None = None
    note: str = ""
    cached: bool = False
    """Nothing was sent for it: from the cache, or equal to a text just sent."""
    kind: Kind = ""
    problem: str = ""
    """Readable, without keys."""


class Engine(ABC):
    """A way to translate. Subclasses set the class variables and write :meth:`translate`."""

    name: ClassVar[str]
    """As in ``toolkit engines``; lower case, no spaces."""
    title: ClassVar[str] = ""
    """One line for ``toolkit engines``: what it is and whose API it speaks."""
    forms: ClassVar[tuple[Form, ...]] = ("plain",)
    """Best first. A form that is not here is never sent."""
    price_per_million: ClassVar[float | None] = None
    """US dollars for a million characters, list price; 0 for free, None for unknown."""
    remote: ClassVar[bool] = True
    """Needs a network (or a server): not used with ``--offline``, counted by the budget."""
    cacheable: ClassVar[bool] = True
    """Its replies are worth keeping."""
    checked: ClassVar[bool] = True
    """Its replies are checked; False where an echo is what was asked for."""
    takes_glossary: ClassVar[bool] = False
    """It uses the argument ``glossary``; for others, terms are put into the protected text."""

    limits: Limits = Limits()
    version: str = ""
    """Model or data version; part of the cache's key and of the label."""

    def __init__(self, setup: Setup | None = None) -> None:
        self.setup = setup or Setup()

    @classmethod
    def create(cls, setup: Setup) -> Self:
        """An engine as configured. No network here: that is for :meth:`status` and :meth:`translate`."""
        return cls(setup)

    @abstractmethod
    def translate(
        self,
        texts: Sequence[str],
        pair: Pair,
        *,
        form: Form,
        glossary: Sequence[tuple[str, str]] = (),
    ) -> Sequence[str | Reply | None]:
        """Translations of ``texts``, in their order; None for a text it has nothing for.

        Called from several threads at once when ``limits.connections`` is above 1. May raise
        anything: :class:`~toolkit.engines.failures.Failure` says best what to do about it, a
        network error is tried again, any other counts as a reply that could not be read.
        """

    def supports(self, pair: Pair) -> bool:
        """Whether the pair can be asked for, as far as that is known without a network."""
        return True

    def status(self, *, check: bool = False) -> Status:
        """Whether it can be used.

        :param check: also ask the service, which takes a request that costs nothing.
        """
        return READY

    def label(self, pair: Pair) -> str:
        """Name with model or pair, as it stands in a draft's comment."""
        return f"{self.name} {self.version}" if self.version else self.name

    def fingerprint(self) -> str:
        """Everything but pair, form and text that the reply depends on. Never a key."""
        options = ";".join(f"{key}={value}" for key, value in sorted(self.setup.extra.items()))
        return "|".join((self.name, self.version, self.setup.url, options))
