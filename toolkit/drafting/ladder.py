"""One text and the ways to have it translated, the best first; each proves its own result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from toolkit import formats
from toolkit.drafting.words import doubts, polished, sentences
from toolkit.engines import Engine, Form, Pair, Request
from toolkit.inline import (
    Marker,
    Markup,
    Parsed,
    Piece,
    Problem,
    Protected,
    Restored,
    Words,
    assemble,
    parse,
    protect,
    read,
    verify,
)
from toolkit.inline.align import placed
from toolkit.inline.attributes import Hidden, hidden, with_hidden
from toolkit.model import Syntax
from toolkit.terms import Glossary, inflection


@dataclass(frozen=True, slots=True)
class Choices:
    """What holds for all texts of a locale."""

    pair: Pair
    glossary: Glossary
    amounts: bool = False
    long: int = 1500
    """Characters from which a text goes sentence by sentence."""

    @property
    def language(self) -> str:
        return self.pair.target.split("-")[0]

    @property
    def source_language(self) -> str:
        return self.pair.source.split("-")[0]


@dataclass(frozen=True, slots=True)
class Made:
    """A finished target."""

    target: str
    rung: str | None
    """Why the confidence is low, if it is."""


Combine = Callable[[Sequence[str]], "Made | Problem"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One way: the texts to send, and what makes the target of their replies."""

    requests: tuple[Request, ...]
    combine: Combine
    optional: int
    """From this request on, a reply that cannot be used counts as an empty one."""


@dataclass(eq=False)
class Text:
    """A distinct source text of a locale; equal ones are sent once."""

    source: str
    syntax: Syntax
    labels: frozenset[str]
    choices: Choices
    places: list[tuple[int, str]] = field(default_factory=list)
    """(number of the catalog, context) of every unit with this text."""

    @cached_property
    def markup(self) -> Markup:
        syntax, labels, language = self.syntax, self.labels, self.choices.language
        return Markup(
            lambda text: formats.codes(text, syntax, labels),
            lambda text: formats.plain(text, syntax, labels),
            lambda words: formats.escape(words, syntax),
            lambda text: formats.unescape(text, syntax),
            lambda before, term: inflection.agreeing(before, term, language),
        )

    @cached_property
    def bare(self) -> Parsed:
        """Without the glossary's terms."""
        return self._parsed(Glossary())

    @cached_property
    def full(self) -> Parsed:
        return self._parsed(self.choices.glossary)

    def _parsed(self, glossary: Glossary) -> Parsed:
        return parse(
            self.source,
            self.markup.codes(self.source),
            unescape=self.markup.unescape,
            terms=glossary.enforced(self.source, self.choices.pair.target),
            amounts=self.choices.amounts,
        )

    @cached_property
    def has_words(self) -> bool:
        """Whether there is anything to translate."""
        return any(map(str.isalpha, self.bare.words)) or bool(self.hidden)

    @cached_property
    def hidden(self) -> tuple[Hidden, ...]:
        return hidden(self.bare)

    # The ways

    def attempts(self, engine: Engine) -> Iterator[Attempt]:
        """The ladder for an engine, one rung after another."""
        if engine.name == "memory":
            yield self._from_memory()
            return
        own = engine.takes_glossary
        full = self.bare if own else self.full
        forms = engine.forms
        has_codes = any(isinstance(piece, Marker) for piece in self.bare.pieces)
        has_terms = full.slots != self.bare.slots
        marked = tuple(form for form in forms if form != "plain")
        pairs = self.choices.glossary.pairs(self.source, self.choices.pair.target) if own else ()
        first = (marked if has_codes or has_terms else ()) or (("plain",) if "plain" in forms else marked)
        if has_codes and not marked:
            first = ()
        long = len(self.source) > min(self.choices.long, engine.limits.max_characters // 2)
        best = full if first and first[0] != "plain" else self.bare
        if long and first:
            yield self._by_sentence(best, first[0], None, pairs)
        for number, form in enumerate(first):
            parsed = full if form != "plain" else self.bare
            if has_terms and form == "token" and not self._can_be_tokens(parsed):
                parsed = self.bare
            yield self._whole(parsed, form, f"{form} form" if number else None, pairs)
        if has_terms and first:
            plainest: Form = first[0] if has_codes else "plain"
            if plainest in forms:
                yield self._whole(self.bare, plainest, "without glossary", pairs)
        if first:
            yield self._by_sentence(self.bare, first[0], "sentence by sentence", pairs)
        if has_codes and "plain" in forms:
            yield self._runs(pairs)
            yield self._placed(pairs)

    @staticmethod
    def _can_be_tokens(parsed: Parsed) -> bool:
        """A text that is nothing but terms would leave the engine nothing to translate."""
        return any(isinstance(piece, Words) and piece.text.strip() for piece in parsed.pieces)

    def _request(self, protected: Protected, pairs: tuple[tuple[str, str], ...]) -> Request:
        return Request(protected.text, self.choices.pair, protected.form, pairs)

    def _attempt(
        self,
        parts: Sequence[Protected],
        pieces: Callable[[Sequence[str]], Sequence[Piece] | Problem],
        parsed: Parsed,
        rung: str | None,
        pairs: tuple[tuple[str, str], ...],
        *,
        needed: int | None = None,
    ) -> Attempt:
        """With the words that are inside of markers as further texts; those stay where one fails.

        :param needed: how many of the parts have to succeed; all.
        """
        count = len(parts)
        requests = [self._request(part, pairs) for part in parts]
        requests += [Request(place.text, self.choices.pair, "plain", pairs) for place in self.hidden]

        def combine(replies: Sequence[str]) -> Made | Problem:
            found = pieces(replies[:count])
            if isinstance(found, Problem):
                return found
            said = zip(self.hidden, replies[count:], strict=True)
            texts = {place: text for place, text in said if text.strip()}
            return self._made(polished(found, parsed, self.choices.pair.target), parsed, texts, rung)

        return Attempt(tuple(requests), combine, count if needed is None else needed)

    def _made(
        self, pieces: Sequence[Piece], parsed: Parsed, texts: dict[Hidden, str], rung: str | None
    ) -> Made | Problem:
        restored = assemble(pieces, with_hidden(parsed, texts), self.markup, self.source)
        if isinstance(restored, Problem):
            return restored
        return self._judged(restored, rung)

    def _judged(self, restored: Restored, rung: str | None) -> Made:
        plain = self.markup.plain
        why = [rung] if rung else []
        if restored.lost_terms:
            why.append("glossary")
        why += doubts(
            plain(self.source), plain(restored.text), self.choices.source_language, self.choices.language
        )
        return Made(restored.text, " + ".join(why) or None)

    def _whole(
        self, parsed: Parsed, form: Form, rung: str | None, pairs: tuple[tuple[str, str], ...]
    ) -> Attempt:
        protected = protect(parsed, form)
        return self._attempt([protected], lambda replies: read(replies[0], protected), parsed, rung, pairs)

    def _by_sentence(
        self, parsed: Parsed, form: Form, rung: str | None, pairs: tuple[tuple[str, str], ...]
    ) -> Attempt:
        parts = [protect(part, form) for part in sentences(parsed, self.choices.source_language)]

        def pieces(replies: Sequence[str]) -> Sequence[Piece] | Problem:
            out: list[Piece] = []
            for reply, part in zip(replies, parts, strict=True):
                found = read(reply, part)
                if isinstance(found, Problem):
                    return found
                out += polished(found, part.parsed, self.choices.pair.target)
            return out

        return self._attempt(parts, pieces, parsed, rung, pairs)

    def _runs(self, pairs: tuple[tuple[str, str], ...]) -> Attempt:
        """Each run of words between codes by itself; the codes stay where they are."""
        runs = [p for p in self.bare.pieces if isinstance(p, Words) and any(map(str.isalpha, p.text))]
        parts = [protect(Parsed((run,), ()), "plain") for run in runs]

        def pieces(replies: Sequence[str]) -> Sequence[Piece]:
            said = iter(self._like_run(run.text, reply) for run, reply in zip(runs, replies, strict=True))
            return [
                Words(next(said)) if isinstance(p, Words) and any(map(str.isalpha, p.text)) else p
                for p in self.bare.pieces
            ]

        return self._attempt(parts, pieces, self.bare, "text between codes", pairs)

    def _like_run(self, source: str, reply: str) -> str:
        whole = Parsed((Words(source),), ())
        made = polished([Words(reply)], whole, self.choices.pair.target, opening=False)
        text = "".join(p.text for p in made if isinstance(p, Words)).strip()
        lead, tail = source[: len(source) - len(source.lstrip())], source[len(source.rstrip()) :]
        return lead + text + tail

    def _placed(self, pairs: tuple[tuple[str, str], ...]) -> Attempt:
        """The words alone, and the codes put where they most likely belong."""
        spans = [(slot.number, self._inside(slot.number)) for slot in self.bare.slots if slot.is_pair]
        inner = [(number, words) for number, words in spans if any(map(str.isalpha, words))]
        texts = [" ".join(self._all_words().split()), *(words for _, words in inner)]
        parts = [protect(Parsed((Words(text),), ()), "plain") for text in texts]

        def pieces(replies: Sequence[str]) -> Sequence[Piece]:
            own = {number: reply for (number, _), reply in zip(inner, replies[1:], strict=True)}
            return placed(replies[0], self.bare, own)

        return self._attempt(parts, pieces, self.bare, "codes placed by position", pairs, needed=1)

    def _all_words(self) -> str:
        # A lone code between two words keeps them apart: "Press{icon}now" is not "Pressnow".
        return "".join(
            p.text if isinstance(p, Words) else " " if p.kind == "alone" else "" for p in self.bare.pieces
        )

    def _inside(self, number: int) -> str:
        out: list[str] = []
        inside = False
        for piece in self.bare.pieces:
            if isinstance(piece, Marker) and piece.slot == number:
                inside = piece.kind == "open"
            elif inside and isinstance(piece, Words):
                out.append(piece.text)
        return "".join(out)

    def _from_memory(self) -> Attempt:
        """The memory has whole targets, with their markup."""

        def combine(replies: Sequence[str]) -> Made | Problem:
            codes = self.markup.codes
            problem = verify(codes(self.source), codes(replies[0]))
            return Problem(problem) if problem else Made(replies[0], None)

        return Attempt((Request(self.source, self.choices.pair, "plain"),), combine, 1)
