"""The proof that an article survives: rebuilt in four ways and compared.

Without a project, without a catalog, on anybody's articles:

    untouched   nothing is translated: the bytes are the same
    same        each target equals its source, through the real encode path: the bytes are the same
    marked      each target has a mark at its end: the skeleton, the segments, their roles and
                inline codes are the same, every mark is where it belongs, and what a reader
                gets (the rendered page) differs in the marks only
    rewritten   each segment is encoded anew from its own text, as any translation would be: the
                structure and the rendered page are the same
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit import formats
from toolkit.errors import ToolkitError
from toolkit.formats import FormatOptions
from toolkit.formats.decoding import position
from toolkit.formats.spliced import skeleton, splice
from toolkit.model import Document, Segment

_MARKS = (" ✔Q", " ✔Qz", " ✔Qzq", " Qzqx", " Qzqxq")
"""Letters a syntax has no use for; one that is not in the article is taken."""
_SPACE = re.compile(r"\s+")
_BLOCK_EDGE = re.compile(r"\s*(<[^>]*>)\s*")
_SENTENCE_END = re.compile(r"[?!:.…؟。]*\Z")
_MOST = 8
"""Failures that are reported of one rebuild."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One way in which an article did not survive."""

    rebuild: str
    """``read``, ``untouched``, ``same``, ``marked`` or ``rewritten``."""
    message: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file."""

    path: str
    format: str
    segments: int
    failures: tuple[Failure, ...]


def verify_file(path: Path, options: FormatOptions | None = None, name: str = "") -> FileReport:
    """Rebuild one file in all ways. Never raises for what is in the file."""
    shown = name or path.as_posix()
    options = options or FormatOptions()
    if path.exists() and not path.is_file():  # a pipe would be waited for, and can be read once only
        return FileReport(shown, "", 0, (Failure("read", "this is no file"),))
    try:
        document = formats.load(path, shown, options)
        data = path.read_bytes()
    except ToolkitError as error:
        return FileReport(shown, "", 0, (Failure("read", error.message, error.line, error.column),))
    failures = list(verify_document(document, options))
    if document.text.encode(document.encoding) != data:
        failures.insert(0, Failure("untouched", "decoding and encoding it again changes bytes"))
    return FileReport(shown, document.format, len(document.segments), tuple(failures))


def verify_document(document: Document, options: FormatOptions) -> Iterator[Failure]:
    """All failures of all rebuilds of a parsed article."""
    yield from _in_order(document)
    if splice(document, ()) != document.text:
        yield Failure("untouched", "without any translation the text is another")
    same = splice(
        document,
        ((index, formats.encode(document, one, one.text)) for index, one in enumerate(document.segments)),
    )
    if same != document.text:
        yield Failure("same", _first_difference(document.text, same), _line(document.text, same))
    encode = formats.for_name(document.format).encode
    mark = next((mark for mark in _MARKS if _fits(mark, document)), _MARKS[-1])
    yield from _limited(
        _rebuilt(
            document, options, "marked", lambda one: encode(document, one, _marked(document, one, mark)), mark
        )
    )
    yield from _limited(
        _rebuilt(document, options, "rewritten", lambda one: encode(document, one, one.text), "")
    )


def _limited(failures: Iterator[Failure]) -> Iterator[Failure]:
    for index, failure in enumerate(failures):
        if index == _MOST:
            yield Failure(failure.rebuild, "and more")
            return
        yield failure


def _in_order(document: Document) -> Iterator[Failure]:
    """The invariants of a document: segments in order, disjoint, not blank, stripped."""
    last = 0
    for segment in document.segments:
        span = segment.span
        if not last <= span.start < span.end <= len(document.text):
            yield Failure("read", f"segment {_shown(segment)} overlaps another", _at(document, segment))
        if not segment.text or segment.text != segment.text.strip():
            yield Failure("read", f"segment {_shown(segment)} is not stripped", _at(document, segment))
        last = max(last, span.end)


def _fits(mark: str, document: Document) -> bool:
    """Whether the article's encoding has the mark's characters and its text has no such words."""
    try:
        mark.encode(document.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return mark.strip() not in document.text


def _marked(document: Document, segment: Segment, mark: str) -> str:
    if segment.role == "image":
        image = formats.codes(segment.text, segment.syntax, document.labels)[0]
        cut = image.close.start if image.close else len(segment.text)
        alt, rest = segment.text[:cut], segment.text[cut:]
        if rest in ("]", "][]"):  # the alternative text is its own label: now it needs one
            rest = f"][{alt[2:]}]"
        return alt + mark + rest
    if document.format != "text":
        return segment.text + mark
    # In plain text a final question mark makes a line a heading: the mark goes before it.
    end = _SENTENCE_END.search(segment.text)
    cut = end.start() if end else len(segment.text)
    cut = len(segment.text[:cut].rstrip())
    return segment.text[:cut] + mark + segment.text[cut:]


def _rebuilt(
    document: Document, options: FormatOptions, rebuild: str, target: Callable[[Segment], str], mark: str
) -> Iterator[Failure]:
    slices = [(index, target(segment)) for index, segment in enumerate(document.segments)]
    text = splice(document, slices)
    try:
        parsed = formats.parse(text, document.path, options)
    except ToolkitError as error:
        yield Failure(rebuild, f"it can no longer be read: {error.message}", error.line)
        return
    yield from _compared(document, parsed, rebuild, mark)
    before, after = rendered(document), rendered(parsed).replace(mark, "") if mark else rendered(parsed)
    # A "<" of plain text is no markup.
    reading = _one_spaced if document.format == "text" else _reading
    if reading(before) != reading(after):
        yield Failure(rebuild, "rendered: " + _first_difference(reading(before), reading(after)))
    if mark and text.count(mark) != len(slices):
        yield Failure(rebuild, f"{len(slices)} marks were set, {text.count(mark)} are there")


def _compared(document: Document, parsed: Document, rebuild: str, mark: str) -> Iterator[Failure]:
    if parsed.labels != document.labels:
        yield Failure(rebuild, "the link reference definitions are others")
    if len(parsed.segments) != len(document.segments):
        where = next(
            (
                one
                for one, other in zip(document.segments, parsed.segments, strict=False)
                if _bare(other.text, mark) != _bare(one.text, "")
            ),
            document.segments[-1] if document.segments else None,
        )
        yield Failure(
            rebuild,
            f"{len(document.segments)} segments became {len(parsed.segments)}"
            + (f", first at {_shown(where)}" if where else ""),
            _at(document, where) if where else None,
        )
        return
    around = skeleton(document)
    for index, (one, other) in enumerate(zip(around, _as_quoted(around, skeleton(parsed)), strict=True)):
        if one != other:
            segment = document.segments[min(index, len(document.segments) - 1)] if document.segments else None
            yield Failure(
                rebuild,
                f"the text before segment {index + 1} changed: " + _first_difference(one, other),
                _at(document, segment) if segment else 1,
            )
    for one_segment, other_segment in zip(document.segments, parsed.segments, strict=True):
        yield from _segment(document, parsed, one_segment, other_segment, rebuild, mark)


def _as_quoted(before: Sequence[str], after: Iterable[str]) -> list[str]:
    """What stands around the segments, without the quotes an attribute has got that had none
    (``alt=Knee``): its value had to be one word, and no translation has to."""
    pieces = list(after)
    for index, one in enumerate(before[:-1]):
        other = pieces[index]
        quote = other[-1:]
        quoted = other[:-1] == one and quote in "\"'" and pieces[index + 1][:1] == quote
        if quoted and one.rstrip().endswith("="):
            pieces[index] = one
            pieces[index + 1] = pieces[index + 1][1:]
    return pieces


def _segment(
    document: Document, parsed: Document, one: Segment, other: Segment, rebuild: str, mark: str
) -> Iterator[Failure]:
    # In plain text what a line is follows from its words (a question is a heading), so a mark changes it.
    if _role(one) != _role(other) and document.format != "text":
        yield Failure(rebuild, f"{_shown(one)} became a {other.role}", _at(document, one))
    if (one.syntax, one.context, one.note) != (other.syntax, other.context, other.note):
        yield Failure(rebuild, f"{_shown(one)}: syntax, context or note changed", _at(document, one))
    if mark and other.text.count(mark.strip()) != 1:
        yield Failure(
            rebuild,
            f"{_shown(one)}: its mark is there {other.text.count(mark.strip())} times",
            _at(document, one),
        )
    wanted = Counter(code.identity for code in formats.codes(one.text, one.syntax, document.labels))
    got = Counter(code.identity for code in formats.codes(other.text, other.syntax, parsed.labels))
    if wanted != got:
        changed = [identity for identity, _ in ((wanted - got) + (got - wanted)).most_common(3)]
        yield Failure(rebuild, f"{_shown(one)}: inline codes changed: {changed}", _at(document, one))


def _bare(text: str, mark: str) -> str:
    return text.replace(mark, "") if mark else text


def _role(segment: Segment) -> str:
    """Without the words of a column, which are marked too."""
    return segment.role.split(", column", 1)[0]


def rendered(document: Document) -> str:
    """What a browser gets of an article: HTML for Markdown and HTML, else the text itself."""
    from toolkit.formats import frontmatter

    if document.format not in ("markdown", "html"):
        return document.text
    body = document.text[frontmatter.body_start(document.text, document.path) :]
    if document.format == "markdown":
        from toolkit.formats.markdown import to_html

        return to_html(body, document.path)
    return body


def _reading(markup: str) -> str:
    """Rendered text with white space as a browser takes it, character references decoded."""
    if "<" in markup or "&" in markup:
        import turbohtml

        markup = turbohtml.parse(markup).html
    return _one_spaced(_BLOCK_EDGE.sub(r" \1 ", markup))


def _one_spaced(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _shown(segment: Segment) -> str:
    words = segment.text if len(segment.text) <= 40 else segment.text[:38] + "…"
    return f"{segment.role} {words!r}"


def _at(document: Document, segment: Segment) -> int:
    return position(document.text, segment.span.start)[0]


def _difference(one: str, other: str) -> int:
    if one == other:
        return len(one)
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _first_difference(one: str, other: str) -> str:
    at = _difference(one, other)
    begin = max(0, at - 20)
    return f"{one[begin : at + 30]!r} became {other[begin : at + 30]!r}"


def _line(one: str, other: str) -> int:
    return position(one, _difference(one, other))[0]
