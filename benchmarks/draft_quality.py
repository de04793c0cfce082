"""How good drafts are: BLEU and chrF against human translations, and the share of codes kept.

    python benchmarks/draft_quality.py PAIRS.tsv TERMS.csv [--engine apertium]

PAIRS.tsv has a header line with two language tags and a sentence pair a line, TERMS.csv is a
glossary. Needs the extra ``bench`` and, for Apertium, its program and the pair's data.
Four runs: the engine alone; drafts without and with the glossary; drafts of the same sentences
with Markdown put into them, of which only the codes are counted.
"""

from __future__ import annotations

import argparse
import html
import random
import re
import shutil
import tempfile
import time
from pathlib import Path

from toolkit import engine_registry, formats
from toolkit.config import EnginesConfig
from toolkit.drafting import Options, draft
from toolkit.engines import Pair
from toolkit.extracting import extract
from toolkit.inline import verify
from toolkit.model import Unit
from toolkit.project import Project

WRAPPERS = (
    "**{}**",
    "*{}*",
    "[{}](https://example.org/a_b?c=1)",
    '[{}](x.md "Title")',
    "~~{}~~",
    "<b>{}</b>",
    "`{}`",
    "![{}](p.png)",
)
LONE = ("{name}", "%s", "`x*y`", "<br>", "[^1]", "https://example.org/x_y")


def drafted(articles: dict[str, str], pair: Pair, engine: str, glossary: Path | None) -> list[Unit]:
    """The units of all articles, after extraction and drafting in a project of their own."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "toolkit.toml").write_text(
            f'source-language = "{pair.source}"\nlocales = ["{pair.target}"]\n', encoding="utf-8"
        )
        for name, text in articles.items():
            path = root / "source_articles" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        if glossary is not None:
            (root / "locales").mkdir()
            shutil.copy(glossary, root / "locales" / "glossary.csv")
        project = Project.find(root)
        extract(project)
        report = draft(project, project.all_articles, [pair.target], Options(engines=(engine,)))
        for line in (*report.failures, *report.skipped, *map(str, report.errors)):
            print("  !", line)
        units: list[Unit] = []
        for article in project.all_articles:
            catalog = project.read_catalog(article, pair.target)
            assert catalog is not None
            units += catalog.units
        return units


def with_markup(sentence: str, choose: random.Random) -> str:
    """The sentence with one to three codes in it."""
    words = [formats.escape(word, "markdown") for word in sentence.split()]
    for _ in range(choose.randint(1, 3)):
        start = choose.randrange(len(words))
        size = choose.randint(1, 3)
        if choose.random() < 0.3:
            words.insert(start + 1, choose.choice(LONE))
        elif not any(re.search(r"[*\[\]`<>~{%]|https?:", word) for word in words[start : start + size]):
            words[start : start + size] = [
                choose.choice(WRAPPERS).format(" ".join(words[start : start + size]))
            ]
    return " ".join(words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("terms", type=Path)
    parser.add_argument("--engine", default="apertium")
    arguments = parser.parse_args()
    from sacrebleu.metrics import BLEU, CHRF

    header, *lines = arguments.pairs.read_text(encoding="utf-8").splitlines()
    pair = Pair(*header.split("\t")[:2])
    rows = [tuple(html.unescape(cell) for cell in line.split("\t")[:2]) for line in lines]
    assert rows, "the file has no pairs"

    def score(name: str, targets: list[str], seconds: float) -> None:
        references = [[row[1] for row in rows]]
        bleu = BLEU().corpus_score(targets, references).score
        chrf = CHRF().corpus_score(targets, references).score
        print(f"{name:28} BLEU {bleu:5.2f}  chrF {chrf:5.2f}  {seconds:5.1f} s")

    engine = engine_registry.engine(arguments.engine, EnginesConfig())
    begin = time.perf_counter()
    raw: list[str] = []
    size = engine.limits.max_texts
    for at in range(0, len(rows), size):
        batch = [row[0] for row in rows[at : at + size]]
        raw += [str(getattr(reply, "text", reply)) for reply in engine.translate(batch, pair, form="plain")]
    score(f"{arguments.engine} alone", raw, time.perf_counter() - begin)

    page = "\n".join(f"<p>{html.escape(row[0], quote=False)}</p>" for row in rows)
    for name, glossary in (("draft, no glossary", None), ("draft, glossary", arguments.terms)):
        begin = time.perf_counter()
        units = drafted({"a.html": page}, pair, arguments.engine, glossary)
        said = {
            " ".join(formats.plain(unit.source, unit.syntax).split()): formats.plain(unit.target, unit.syntax)
            for unit in units
        }
        seconds = time.perf_counter() - begin
        score(name, [said.get(" ".join(row[0].split()), "") for row in rows], seconds)

    choose = random.Random(1)
    text = "\n\n".join(with_markup(row[0], choose) for row in rows) + "\n\n[^1]: Note.\n"
    for name, glossary in (("markup, no glossary", None), ("markup, glossary", arguments.terms)):
        units = drafted({"a.md": text}, pair, arguments.engine, glossary)
        total = kept = low = without = 0
        for unit in units:
            had, has = formats.codes(unit.source, unit.syntax), formats.codes(unit.target, unit.syntax)
            total += len(had)
            without += not unit.target
            low += any("low confidence" in comment for comment in unit.comments)
            kept += len(had) if unit.target and not verify(had, has) else 0
        print(
            f"{name:28} {kept:,} of {total:,} codes kept ({100 * kept / total:.2f} %), "
            f"{len(units):,} units, {without} without a draft, {low} of low confidence"
        )


if __name__ == "__main__":
    main()
