"""What segmenting and composing cost beyond the parser's own work, on 1,000 articles of 10 KB.

    python benchmarks/segmenting.py [FOLDER] [--articles 1000] [--runs 3]

The articles are made here: front matter, headings, paragraphs with links and emphasis, lists, a
table, a quote. With FOLDER, its Markdown is used instead. Times are processor seconds: of each
article the best of the runs, summed, so that other work of the machine hardly counts.

    the parser      of Markdown, pyromark's events with their ranges, read and dropped; once over the bytes
    segmenting      decoded text -> Document
    composing       Document and targets -> text, with the proof that only words have changed

Pages of HTML with the same content are compared with turbohtml's tokens, and with its tree as a tool that
parses by it has to read it: each node, with its place.

Composing reads what it has written with the parser again, so the last lines also compare both steps
with the parser's time over all that is read: the articles, and the composed articles.
"""

from __future__ import annotations

import argparse
import gc
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
WORDS = """pain nerve dose heat walk rest sleep clinic back knee joint tablet week morning slowly gently
often people treatment doctor evidence trial months swelling exercise stretch breath muscle tissue small
large help report feel before after during without because cells blood sample result question answer
visit plan record scale""".split()  # noqa: SIM905
SIZE = 10_000
"""Bytes of an article, about."""


def article(number: int) -> str:
    """One article of about 10 KB, always the same for its number."""
    rng = random.Random(number)

    def words(least: int, most: int) -> str:
        return " ".join(rng.choice(WORDS) for _ in range(rng.randint(least, most)))

    def sentence() -> str:
        text = words(8, 18).capitalize()
        chance = rng.random()
        if chance < 0.08:
            text += f" **{words(1, 4)}** {words(2, 5)}"
        elif chance < 0.14:
            text += f" *{words(1, 3)}* {words(2, 5)}"
        elif chance < 0.20:
            text += f" [{words(1, 4)}](a{rng.randint(0, 999):04}.md#part-{rng.randint(1, 5)}) {words(1, 4)}"
        elif chance < 0.23:
            text += f" `{words(1, 1)}` {words(2, 4)}"
        return text + "."

    def paragraph() -> str:
        return "\n".join(sentence() for _ in range(rng.randint(2, 5)))

    parts = [f"---\ntitle: {words(3, 6).capitalize()}\ndate: 2025-01-{number % 28 + 1:02}\n---\n"]
    parts.append(f"# {words(3, 6).capitalize()}\n")
    size = 0
    while size < SIZE:
        section = [f"## {words(2, 5).capitalize()}\n"]
        section += [paragraph() + "\n" for _ in range(rng.randint(2, 4))]
        chance = rng.random()
        if chance < 0.5:
            section.append("".join(f"- {sentence()}\n" for _ in range(rng.randint(3, 6))))
        elif chance < 0.7:
            rows = "".join(
                f"| {words(1, 2)} | {rng.randint(5, 500)} mg | {words(2, 5)} |\n" for _ in range(4)
            )
            section.append("| Medicine | Dose | How often |\n| --- | --: | --- |\n" + rows)
        elif chance < 0.85:
            section.append(f"> {sentence()}\n> {sentence()}\n")
        parts += section
        size = sum(map(len, parts)) + len(parts)
    return "\n".join(parts)


def best(runs: int, work: Callable[[T], object], things: Sequence[T]) -> float:
    """The sum over all things of the shortest time that one took."""
    shortest = [float("inf")] * len(things)
    clock = time.process_time
    for _ in range(runs):
        for number, thing in enumerate(things):
            start = clock()
            work(thing)
            shortest[number] = min(shortest[number], clock() - start)
    return sum(shortest)


def measure(texts: Sequence[str], runs: int) -> None:
    from toolkit import formats
    from toolkit.catalogs import po
    from toolkit.catalogs.template import template
    from toolkit.formats import markdown_runs
    from toolkit.model import Catalog, Document, Segment, State
    from toolkit.publishing.compose import compose

    def events(text: str) -> None:
        for _ in markdown_runs.PARSER.events_with_range(text):
            pass

    def segmenting(text: str) -> Document:
        return formats.parse(text, "a.md")

    documents = [segmenting(text) for text in texts]
    segments = sum(len(document.segments) for document in documents)
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} articles, {size / 1e6:.1f} MB, {segments:,} segments\n")
    # A build has one document at a time; these are not for the collector to look through again and again.
    gc.collect()
    gc.freeze()
    bare = best(runs, events, texts)
    parsed = best(runs, segmenting, texts)
    # Looked up, as a build does; that they are made is no part of composing.
    words = {one.text: _translated(one.text) for document in documents for one in document.segments}
    targets: dict[str, Callable[[Segment], str | None]] = {
        "nothing translated": lambda segment: None,
        "targets equal to their sources": lambda segment: segment.text,
        "every segment translated": lambda segment: words[segment.text],
    }
    print(f"{'the parser itself':45} {bare:7.3f} s")
    print(f"{'segmenting':45} {parsed:7.3f} s  {parsed / bare:5.1f} x the parser")
    for what, target in targets.items():
        # One after the other, as in a build.
        both = best(runs, lambda text, target=target: compose(segmenting(text), target), texts)  # type: ignore[misc]
        print(f"{'with composing, ' + what:45} {both:7.3f} s  {both / bare:5.1f} x")
    made = [compose(document, targets["every segment translated"]).text for document in documents]
    again = best(runs, events, made)
    ratio = both / (bare + again)
    print(f"{'  as a multiple of parsing both texts':45} {bare + again:7.3f} s  {ratio:5.1f} x")

    templates = [template(document) for document in documents]
    catalogs = [
        Catalog(
            "es",
            tuple(replace(u, target=_translated(u.source), state=State.TRANSLATED) for u in made.units),
            made.header,
        )
        for made in templates
    ]
    files = [po.dumps(catalog) for catalog in catalogs]
    written = best(runs, po.dumps, catalogs)
    read = best(runs, po.loads, files)
    print(f"\n{'catalogs: making PO text':45} {written:7.3f} s")
    print(f"{'catalogs: reading PO text':45} {read:7.3f} s")


def measure_pages(texts: Sequence[str], runs: int) -> None:
    """The same for HTML: pages with these articles as their content."""
    import turbohtml

    from toolkit import formats
    from toolkit.formats import frontmatter, markdown_runs
    from toolkit.publishing.compose import compose

    head = '<!doctype html>\n<html lang="en"><head><title>A page</title></head><body>\n'
    pages = [
        head + markdown_runs.PARSER.html(text[frontmatter.body_start(text) :]) + "</body></html>\n"
        for text in texts
    ]

    def tokens(page: str) -> None:
        for token in turbohtml.tokenize(page, capture_source=True):
            _ = token.type, token.tag, token.line, token.col, token.source  # as the events of Markdown come

    def nodes(page: str) -> None:
        for node in turbohtml.parse(page, source_locations=True).descendants:
            _ = node.tag if isinstance(node, turbohtml.Element) else node.text, node.source_location

    documents = [formats.parse(page, "a.html") for page in pages]
    gc.collect()
    gc.freeze()
    bare = best(runs, tokens, pages)
    tree = best(runs, partial(turbohtml.parse, source_locations=True), pages)
    walked = best(runs, nodes, pages)
    parsed = best(runs, lambda page: formats.parse(page, "a.html"), pages)
    both = best(
        runs, lambda page: compose(formats.parse(page, "a.html"), lambda one: _translated(one.text)), pages
    )
    size, count = sum(map(len, pages)) / 1e6, sum(len(document.segments) for document in documents)
    print(f"\n{len(pages)} pages, {size:.1f} MB, {count:,} segments\n")
    print(f"{'the tokens, with their places':45} {bare:7.4f} s")
    print(f"{'a tree with places, nothing read from it':45} {tree:7.4f} s")
    print(f"{'the same, each node read with its place':45} {walked:7.4f} s")
    for what, took in (("segmenting", parsed), ("with composing, every segment translated", both)):
        print(
            f"{what:45} {took:7.4f} s  {took / bare:5.1f} x the tokens {took / walked:5.1f} x the read tree"
        )


def _translated(text: str) -> str:
    """Other words, longer than the source, with the source's markup."""
    return "Ahora " + text


PEAK = """
import resource, sys
from pathlib import Path
from toolkit.project import Project
from toolkit.publishing.site import build
build(Project.find(Path(sys.argv[1])), jobs=1)
try:  # Linux counts in ru_maxrss what the process was started from
    lines = Path("/proc/self/status").read_text().splitlines()
    peak = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
except (OSError, StopIteration):
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
print(peak / 1024)
"""


def memory(texts: Sequence[str]) -> None:
    """Peak of a whole build in one process."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "toolkit.toml").write_text('locales = ["es"]\n[build]\nlayout = "plain"\n')
        source = root / "source_articles"
        source.mkdir()
        for number, text in enumerate(texts):
            (source / f"a{number:04}.md").write_text(text)

        done = subprocess.run(
            [sys.executable, "-c", PEAK, name], capture_output=True, text=True, check=True, cwd=Path.cwd()
        )
        print(f"{f'peak memory of a build of {len(texts)} articles':45} {float(done.stdout):7.1f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if options.folder is None:
        texts = [article(number) for number in range(options.articles)]
    else:
        texts = [
            path.read_text(encoding="utf-8", errors="replace")
            for path in sorted(options.folder.rglob("*.md"))
        ]
        if not texts:
            sys.exit(f"no .md files below {options.folder}")
    measure(texts, options.runs)
    measure_pages(texts[: max(1, len(texts) // 10)], options.runs)
    print()
    for count in sorted({max(1, len(texts) // 10), len(texts)}):
        memory(texts[:count])


if __name__ == "__main__":
    main()
