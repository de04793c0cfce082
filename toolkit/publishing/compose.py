"""Putting translations into an article, and the proof that only words have changed.

The composed text is parsed again with the same format. Segments have to stand where they were
put, with the source's roles and inline codes; whatever lies between them is the author's own
text, character for character. A translation that breaks this is not used: its segment falls
back to the source's slice and is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from toolkit import formats
from toolkit.errors import ArticleError
from toolkit.formats import FormatOptions
from toolkit.formats.decoding import is_utf8
from toolkit.formats.spliced import Spliced
from toolkit.model import Document, Segment
from toolkit.publishing.structure import code_difference, may_be_open, template_difference

Targets = Callable[[Segment], str | None]
Wrap = Callable[[Segment, bool], tuple[str, str]]

# How much text may be parsed again in search of the translations that break an article, in
# multiples of the article: a hostile catalog costs a constant factor, never its square.
_SEARCH_BUDGET = 48


@dataclass(frozen=True, slots=True)
class Fallback:
    """A translation that was refused."""

    segment: Segment
    reason: str
    """What is wrong with the translation, for its translator; a clause without a full stop."""


@dataclass(frozen=True, slots=True)
class Composed:
    """An article in another language."""

    text: str
    used: int
    """Segments whose translation is in ``text``."""
    fallen: tuple[Fallback, ...] = ()
    """Document order."""


_DEFAULT = FormatOptions()

# NUL, C0 controls that XML and HTML forbid, and halves of surrogate pairs.
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_NO_CHARACTERS = tuple(map(chr, (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)))


def compose(
    document: Document,
    targets: Targets,
    *,
    wrap: Wrap | None = None,
    options: FormatOptions = _DEFAULT,
    expressions: bool = False,
) -> Composed:
    """``document`` with its segments replaced by what ``targets`` gives for them.

    :param targets: the translation to publish, or None to copy the source's slice. Untrusted.
    :param wrap: text put before and after a segment's text, given whether it is translated; for
        HTML, after the structure has been proven.
    :param options: those the document was parsed with.
    :param expressions: whether it is for a generator that runs what stands in braces, as MDX does.
    """
    return _Composer(document, options, expressions).compose(targets, wrap)


def compose_marked(
    document: Document, targets: Targets, wrap: Wrap, *, options: FormatOptions = _DEFAULT
) -> tuple[Composed, str]:
    """The composed article as it is, and again with ``wrap``'s marks, for one proof."""
    composer = _Composer(document, options)
    composed = composer.compose(targets, None)
    return composed, composer.wrapped(wrap)


class _Composer:
    def __init__(self, document: Document, options: FormatOptions, expressions: bool = False) -> None:
        self.document = document
        self.options = options
        self.expressions = expressions or document.path.lower().endswith(".mdx")
        self.slices: dict[int, str] = {}
        """Encoded translations by the index of their segment, ascending."""
        self.texts: dict[int, str] = {}
        """The same as written in the catalog; their codes have been compared."""
        self.reasons: dict[int, str] = {}
        self.last: Spliced | None = None
        """What was spliced last; its slices are not changed any more."""
        self.budget = _SEARCH_BUDGET * (len(document.text) + 1)

    def compose(self, targets: Targets, wrap: Wrap | None) -> Composed:
        self._collect(targets)
        if self.slices and not self._is_proven():
            self._refuse(self._other_codes)
            if self.fault(self.slices) is not None:
                self._find_culprits()
        fallen = tuple(
            Fallback(self.document.segments[index], self.reasons[index]) for index in sorted(self.reasons)
        )
        text = self.spliced(self.slices).text if wrap is None else self.wrapped(wrap)
        return Composed(text, len(self.slices), fallen)

    def _collect(self, targets: Targets) -> None:
        document, source = self.document, self.document.text
        slices, texts = self.slices, self.texts
        for index, segment in enumerate(document.segments):
            target = targets(segment)
            if target is not None and (target := target.strip()):
                slices[index] = texts[index] = target
        for index in formats.to_encode(document, texts):
            try:
                slices[index] = formats.encode(document, document.segments[index], texts[index])
            except ArticleError as error:
                self.reasons[index] = error.message
                del slices[index]
        every = "\n".join(texts.values())  # one look at all of them
        if _may_be_impossible(every):
            self._refuse(_impossible)
        # One character is found many times faster than two.
        if "{" in every or ("%" in every and "<%" in every) or ("?" in every and "<?" in every):
            self._refuse(self._other_templates)
        # HTML's short proof compares every tag; another's may not see one that is left open.
        if document.format != "html" and "<" in source and "</" in source:
            self._refuse(self._open_tags)

    def _refuse(self, reason_of: Callable[[Segment, str], str | None]) -> None:
        """Leave out the translations that there is a reason against."""
        for index in self.slices:
            reason = reason_of(self.document.segments[index], self.texts[index])
            if reason is not None:
                self.reasons[index] = reason
        self.slices = {index: piece for index, piece in self.slices.items() if index not in self.reasons}

    def _other_codes(self, segment: Segment, target: str) -> str | None:
        return code_difference(segment.text, target, segment.syntax, self.document.labels)

    def _open_tags(self, segment: Segment, target: str) -> str | None:
        return self._other_codes(segment, target) if may_be_open(segment.text, target) else None

    def _other_templates(self, segment: Segment, target: str) -> str | None:
        return template_difference(segment.text, target, segment.syntax, expressions=self.expressions)

    def spliced(self, slices: dict[int, str]) -> Spliced:
        if self.last is None or self.last.slices is not slices:
            self.last = Spliced(self.document, slices)
        return self.last

    def wrapped(self, wrap: Wrap) -> str:
        text, position = self.document.text, 0
        pieces: list[str] = []
        for index, segment in enumerate(self.document.segments):
            piece = self.slices.get(index)
            before, after = wrap(segment, piece is not None)
            span = segment.span
            if piece is None and not before and not after:
                continue
            pieces += (
                text[position : span.start],
                before,
                text[span.start : span.end] if piece is None else piece,
                after,
            )
            position = span.end
        pieces.append(text[position:])
        return "".join(pieces)

    # Proof

    def _is_proven(self) -> bool:
        """Whether all of it is right, told the short way."""
        spliced = self.spliced(self.slices)
        return spliced.text == self.document.text or formats.keeps_structure(
            spliced, self.texts, self.options
        )

    def fault(self, slices: dict[int, str]) -> _Fault | None:
        """What is wrong with the article composed of ``slices``; None if its structure is the source's."""
        text = self.spliced(slices).text
        if text == self.document.text:
            return None  # parsed already
        self.budget -= len(text)
        try:
            parsed = formats.parse(text, self.document.path, self.options)
        except ArticleError as error:
            return _Fault(None, f"the article cannot be read with it: {error.message}")
        if parsed.labels != self.document.labels:
            return _Fault(None, "it changes the article's link definitions")
        return self._compare(parsed.segments, slices)

    def _compare(self, parsed: Sequence[Segment], slices: dict[int, str]) -> _Fault | None:
        shift = 0
        is_text = self.document.format == "text"
        labels = self.document.labels
        for index, segment in enumerate(self.document.segments):
            piece = slices.get(index)
            start = segment.span.start + shift
            if piece is not None:
                shift += len(piece) - (segment.span.end - segment.span.start)
            if index >= len(parsed):
                return _Fault(index, "it swallows what stands after it")
            other = parsed[index]
            inner = 0 if piece is None else self._added_quotes(segment, piece, other)
            if other.span.start != start + inner or other.span.end != segment.span.end + shift - inner:
                return _Fault(index, "it does not stay one block of text")
            if other.role != segment.role and not is_text and _kind(other.role) != _kind(segment.role):
                return _Fault(index, f"it turns a {_kind(segment.role)} into a {_kind(other.role)}")
            if other.syntax != segment.syntax or other.context != segment.context:
                return _Fault(index, "it changes the markup around it")
            if piece is not None and other.text != self.texts[index]:
                reason = code_difference(segment.text, other.text, segment.syntax, labels)
                if reason is not None:
                    return _Fault(index, reason)
        if len(parsed) != len(self.document.segments):
            return _Fault(len(self.document.segments) - 1, "it adds a block of text")
        return None

    def _added_quotes(self, segment: Segment, piece: str, other: Segment) -> int:
        """1 where an attribute without quotes (``alt=Knee``) has got some, which are not its value."""
        before = self.document.text[: segment.span.start].rstrip()[-1:]
        quoted = len(piece) > 1 and piece[0] == piece[-1] and piece[0] in "\"'"
        return int(quoted and before == "=" and len(piece) - 2 == other.span.end - other.span.start)

    # Search

    def _find_culprits(self) -> None:
        """Drop the translations that break the structure, keep the others.

        The translations come back in halves, in document order; a half that breaks the article is
        split until the single culprit is found. What the budget does not reach falls back too.
        """
        wanted = self.slices
        kept: dict[int, str] = {}
        stack: list[list[int]] = [sorted(wanted)]
        while stack:
            group = stack.pop()
            trial = dict(sorted((kept | {index: wanted[index] for index in group}).items()))
            if self.budget < 0:
                for index in group:
                    self.reasons[index] = "too many translations of this article break it to try them all"
                continue
            fault = self.fault(trial)
            if fault is None:
                kept = trial
            elif len(group) == 1:
                self.reasons[group[0]] = fault.reason
            else:
                stack += _split(group, fault.index)
        self.slices = kept


@dataclass(frozen=True, slots=True)
class _Fault:
    index: int | None
    """The first segment that is not as it should be, where one can be named."""
    reason: str


def _split(group: list[int], suspect: int | None) -> list[list[int]]:
    """Parts to try next, the last one first: what stands before the suspect, it alone, the rest."""
    if suspect is not None and len(group) > 2:
        before = [index for index in group if index < suspect]
        after = [index for index in group if index > suspect]
        if suspect in group and (before or after):
            return [part for part in (after, [suspect], before) if part]
        if before and before[-1] != group[-1]:
            return [part for part in (after, [before[-1]], before[:-1]) if part]
    middle = len(group) // 2
    return [group[middle:], group[:middle]]


def _kind(role: str) -> str:
    """The role without the words it quotes, which are translated themselves. A paragraph that is
    only an image may get words beside it."""
    kind = role.partition(",")[0].partition(' "')[0]
    return "paragraph" if kind == "image" else kind


def _may_be_impossible(text: str) -> bool:
    """Whether the pattern may find anything; many times faster than it."""
    return any(map(text.__contains__, _NO_CHARACTERS)) or not is_utf8(text)


def _impossible(_: Segment, target: str) -> str | None:
    match = _NO_CHARACTER.search(target)
    return f"it contains U+{ord(match[0]):04X}, which no text can contain" if match else None
