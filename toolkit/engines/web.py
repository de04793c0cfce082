"""What all engines that are asked over HTTP share: keys, address, languages, state."""

from __future__ import annotations

import html
import re
import threading
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from toolkit.engines import keys
from toolkit.engines.base import READY, Engine, Form, Pair, Setup, Status
from toolkit.engines.codes import Codes
from toolkit.engines.failures import BadReply, Failure, Stopped, Temporary, Unsupported

if TYPE_CHECKING:
    from toolkit.engines.transport import Http


class WebEngine(Engine):
    """An engine over HTTP."""

    home: ClassVar[str]
    """Base URL of the service, unless the configuration has another; without a final slash."""
    keys: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Variables of every key it needs, each with its other names."""
    own_server_needs_key: ClassVar[bool] = True
    """False where a server at another address than ``home`` works without."""
    languages: ClassVar[Codes]
    """Codes of targets, and of sources unless :attr:`source_languages` says otherwise."""
    source_languages: ClassVar[Codes | None] = None

    def __init__(self, setup: Setup | None = None) -> None:
        super().__init__(setup)
        self.url = (self.setup.url or self.home).rstrip("/")
        self._http: Http | None = None
        self._lock = threading.Lock()

    @property
    def http(self) -> Http:
        """Made when first needed: importing requests takes a tenth of a second."""
        with self._lock:
            if self._http is None:
                from toolkit.engines.transport import Http

                self._http = Http(self.setup.timeouts, connections=self.limits.connections)
            return self._http

    def code_pair(self, pair: Pair) -> tuple[str, str]:
        """The service's codes.

        :raises Unsupported: it has not one of them.
        """
        source = (self.source_languages or self.languages).find(pair.source)
        target = self.languages.find(pair.target)
        if source is None or target is None:
            raise Unsupported(f"{self.name} has no {pair.source if source is None else pair.target}")
        return source, target

    def supports(self, pair: Pair) -> bool:
        try:
            source, target = self.code_pair(pair)
        except Unsupported:
            return False
        return source != target

    def key(self, index: int = 0) -> str:
        """:raises Stopped: the key is not there."""
        found = keys.key(*self.keys[index])
        if found is None:
            variable = self.keys[index][0]
            raise Stopped(f"{self.name} needs a key in {variable}", hint=keys.hint(variable))
        return found

    @property
    def needs_key(self) -> bool:
        return bool(self.keys) and (self.own_server_needs_key or self.url == self.home)

    def status(self, *, check: bool = False) -> Status:
        if self.needs_key:
            missing = [names[0] for names in self.keys if keys.key(*names) is None]
            if missing:
                return Status("needs-key", ", ".join(missing), keys.hint(missing[0]))
        return self._reached() if check else READY

    def _reached(self) -> Status:
        """Any answer will do: it shows that there is somebody."""
        try:
            self.probe()
        except Temporary as failure:
            return Status("unreachable", failure.message)
        except Stopped as failure:
            refused = "401" in failure.message or "403" in failure.message
            return Status("unreachable", failure.message, failure.hint or "") if refused else READY
        except Failure:
            return READY
        except OSError as error:
            from toolkit.engines.failures import classify

            return Status("unreachable", classify(error).message)
        return READY

    def probe(self) -> None:
        """A request that costs nothing."""
        self.http.request("GET", self.url)

    def fingerprint(self) -> str:
        return f"{super().fingerprint()}|{self.url}"


class OneByOne(WebEngine):
    """A service that takes one plain text a request."""

    forms: ClassVar[tuple[Form, ...]] = ("token", "plain")

    @abstractmethod
    def one(self, text: str, source: str, target: str) -> str:
        """The translation of one text; languages in the service's codes."""

    def translate(
        self,
        texts: Sequence[str],
        pair: Pair,
        *,
        form: Form,
        glossary: Sequence[tuple[str, str]] = (),
    ) -> Sequence[str]:
        source, target = self.code_pair(pair)
        return [self.one(text, source, target) for text in texts]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a batch of texts is to become."""

    source: str
    target: str
    """Both in the service's codes."""
    form: Form
    glossary: Sequence[tuple[str, str]]
    """(term, its translation)."""


class Batched(WebEngine):
    """A service that takes several texts of HTML a request."""

    forms: ClassVar[tuple[Form, ...]] = ("html", "token", "plain")

    @abstractmethod
    def ask(self, fragments: list[str], wanted: Wanted) -> Sequence[object]:
        """What came back for ``fragments``, in the reply's order; looked at by :func:`in_html`."""

    def translate(
        self,
        texts: Sequence[str],
        pair: Pair,
        *,
        form: Form,
        glossary: Sequence[tuple[str, str]] = (),
    ) -> Sequence[str]:
        source, target = self.code_pair(pair)
        wanted = Wanted(source, target, form, glossary)
        return in_html(texts, form, lambda fragments: self.ask(fragments, wanted))


_MARKED = re.compile(r'\A\s*<p id="t(\d+)">(.*)</p>\s*\Z', re.S)
_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*\n?")


def in_html(texts: Sequence[str], form: Form, ask: Callable[[list[str]], Sequence[object]]) -> list[str]:
    """Has texts of any form translated by a service that takes HTML and several texts at once.

    With several texts each stands in a numbered paragraph, because services have returned
    translations in another order than the texts: a swap would put one text's translation to
    another, and nobody would see it before a reader of that language does.

    :raises BadReply: a translation's number is missing, doubled or invented.
    """
    fragments = [text if form in ("html", "xml") else _escaped(text) for text in texts]
    if len(fragments) == 1:
        replies = ask(fragments)
        if len(replies) != 1:
            raise BadReply(f"{len(replies)} translations came back for 1 text")
        found = [_text(replies[0])]
    else:
        found = _ordered(ask([f'<p id="t{n}">{text}</p>' for n, text in enumerate(fragments)]), len(texts))
    return found if form in ("html", "xml") else [_unescaped(text) for text in found]


def _ordered(replies: Sequence[object], expected: int) -> list[str]:
    if len(replies) != expected:
        raise BadReply(f"{len(replies)} translations came back for {expected} texts")
    found: dict[int, str] = {}
    for reply in replies:
        match = _MARKED.match(_text(reply))
        if match is not None:
            found[int(match[1])] = match[2]
    if sorted(found) != list(range(expected)):
        raise BadReply("it cannot be told which translation belongs to which text")
    return [found[number] for number in range(expected)]


def _text(reply: object) -> str:
    if not isinstance(reply, str):
        raise BadReply(f"a translation came back as {type(reply).__name__}")
    return reply


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace("\n", "<br>")


def _unescaped(text: str) -> str:
    return html.unescape(_BREAK.sub("\n", text))
