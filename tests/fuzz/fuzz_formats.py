"""Coverage-guided fuzzing: ``python tests/fuzz/fuzz_formats.py CORPUS_DIR -max_total_time=600``.

Needs the package atheris (``pip install atheris``). A finding is an exception other than
ToolkitError, or an article that does not come back byte for byte. Options are libFuzzer's.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["toolkit"]):
    from toolkit import formats
    from toolkit.errors import ToolkitError
    from toolkit.formats import html, markdown, text  # noqa: F401 - instrumented here, not when first used
    from toolkit.formats.spliced import splice

PATHS = ("a.md", "a.mdx", "a.html", "a.txt")


def one(data: bytes) -> None:
    """First byte: the format; the rest: an article."""
    if not data:
        return
    path = PATHS[data[0] % len(PATHS)]
    article = data[1:].decode("utf-8", "ignore")
    try:
        document = formats.parse(article, path)
        formats.metadata(document)
    except ToolkitError:
        return
    slices = []
    for index, segment in enumerate(document.segments):
        slices.append((index, formats.encode(document, segment, segment.text)))
        formats.codes(segment.text, segment.syntax, document.labels)
        formats.plain(segment.text, segment.syntax, document.labels)
        formats.for_name(document.format).encode(document, segment, segment.text)
        formats.for_name(document.format).encode(document, segment, article[:40] or "x")
    if splice(document, slices) != article or splice(document, ()) != article:
        raise AssertionError("the article is not itself after a rebuild")


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()
