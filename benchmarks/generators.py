"""The same articles through other tools: po4a and translate-toolkit, Pelican, MkDocs and Sphinx.

    python benchmarks/generators.py [--articles 1000] [--locales 3] [--only toolkit po4a …]

Whole processes, in turn: from nothing; again with nothing changed; after a word of one article changed
with its translations. What is not installed beside this interpreter or on PATH is left out and said
(Debian: po4a; `pip install translate-toolkit pelican markdown mkdocs mkdocs-static-i18n sphinx
myst-parser`). Ratios are to the row of ours above.

Who does what is not the same:

- `toolkit build` reads Markdown and PO files, proves every composed page, and writes pages and Markdown
  in all languages. With `--layout plain` it writes Markdown only, as po4a and po2md do.
- po4a reads Markdown and one PO a language, all articles in it, and writes Markdown. It is told not to
  update its PO files (`--no-update`), as `toolkit build` does not either.
- po2md reads Markdown and a PO an article, and writes Markdown; one process a language, the source's
  own left out. It knows no state between runs.
- Pelican and MkDocs know no catalogs: they are given the Markdown that ours wrote in all languages, and
  make pages of it. Pelican has its cache on. MkDocs has its own theme, no search, and a navigation of
  one page, because one of a thousand on every page takes it many times as long.
- Sphinx reads Markdown (MyST) and a PO an article, and writes pages; one process a language, one worker a
  core, its theme's sidebar off for the same reason.
"""

from __future__ import annotations

import argparse
import compileall
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import content
from common import Run, measured, tool

import toolkit as toolkit_package
from toolkit.project import Project

Command = list[str]


@dataclass(frozen=True)
class Peer:
    """A tool and what it is asked to do."""

    name: str
    folder: Path
    """Its working directory."""
    commands: list[Command]
    """One after the other are one run."""
    changed: Callable[[int], None]
    """An article's source and translations have changed: bring that to where the tool reads them."""


class Bench:
    """The articles, and each tool's copy of them."""

    def __init__(self, root: Path, count: int, locales: int) -> None:
        self.root = root
        self.count = count
        self.project = content.make(root / "toolkit", count, locales)
        self.tags = self.project.config.locales
        self.markdown = root / "markdown"
        """What ours writes in all languages, for tools that know no catalogs."""
        self._ours("--layout", "plain", "--output", str(self.markdown))

    def _ours(self, *arguments: str) -> None:
        measured([sys.executable, "-m", "toolkit", "build", *arguments], self.project.root)

    def source(self, number: int) -> Path:
        return self.project.source_dir / content.name(number)

    def change(self, number: int) -> None:
        path = self.source(number)
        path.write_text(content.article(number, extra=" And more."))
        project = Project.find(self.project.root)
        content.translate(project, next(one for one in project.all_articles if one.path == path))
        self._ours("--layout", "plain", "--output", str(self.markdown))

    def everywhere(self, place: Callable[[int], None]) -> None:
        for number in range(self.count):
            place(number)

    # Ours

    def toolkit(self) -> Peer:
        command = [sys.executable, "-m", "toolkit", "build"]
        return Peer("toolkit build", self.project.root, [command], lambda _: None)

    def toolkit_markdown(self) -> Peer:
        command = [sys.executable, "-m", "toolkit", "build", "--layout", "plain", "--output"]
        output = self.root / "plain"
        return Peer(
            "toolkit build --layout plain", self.project.root, [[*command, str(output)]], lambda _: None
        )

    # Tools of translators

    def po4a(self) -> Peer | None:
        program = tool("po4a")
        if program is None:
            return None
        folder = self.root / "po4a"
        (folder / "en").mkdir(parents=True)

        def place(number: int) -> None:
            shutil.copy(self.source(number), folder / "en")

        self.everywhere(place)
        names = [content.name(number) for number in range(self.count)]
        lines = [f"[po4a_langs] {' '.join(self.tags)}", "[po4a_paths] po/all.pot $lang:po/$lang.po"]
        lines += [f"[type: text] en/{name} $lang:$lang/{name}" for name in names]
        options = '[options] opt: "-o markdown -o yfm_keys=title -M UTF-8 -L UTF-8 -k 0"'
        (folder / "po4a.cfg").write_text("\n".join([options, *lines]) + "\n")
        update = [program, "--no-translations", "po4a.cfg"]

        def changed(number: int) -> None:
            place(number)
            measured(update, folder)
            for tag in self.tags:
                fill(folder / f"po/{tag}.po")

        changed(0)
        return Peer("po4a", folder, [[program, "--no-update", "po4a.cfg"]], changed)

    def po2md(self) -> Peer | None:
        to_po, program = tool("md2po"), tool("po2md")
        if to_po is None or program is None:
            return None
        folder = self.root / "po2md"
        (folder / "en").mkdir(parents=True)

        def place(number: int) -> None:
            shutil.copy(self.source(number), folder / "en")
            name = content.name(number).removesuffix(".md")
            measured([to_po, "--progress=none", f"en/{name}.md", f"{name}.po"], folder)
            fill(folder / f"{name}.po")
            for tag in self.tags:
                (folder / f"po-{tag}").mkdir(exist_ok=True)
                shutil.copy(folder / f"{name}.po", folder / f"po-{tag}")

        for number in range(self.count):
            shutil.copy(self.source(number), folder / "en")
        for tag in self.tags:
            measured([to_po, "--progress=none", "en", f"po-{tag}"], folder)
            for path in (folder / f"po-{tag}").glob("*.po"):
                fill(path)
        commands = [[program, "--progress=none", "-t", "en", f"po-{tag}", tag] for tag in self.tags]
        return Peer("translate-toolkit po2md", folder, commands, place)

    # Generators

    def _articles(self, number: int) -> Mapping[str, str]:
        """The Markdown of an article by language, without front matter."""
        texts = {}
        for tag in ("en", *self.tags):
            text = (self.markdown / tag / content.name(number)).read_text()
            texts[tag] = text.split("---\n", 2)[2]
        return texts

    def pelican(self) -> Peer | None:
        program = tool("pelican")
        if program is None:
            return None
        folder = self.root / "pelican"
        (folder / "content").mkdir(parents=True)

        def place(number: int) -> None:
            name = content.name(number)
            for tag, text in self._articles(number).items():
                own = name if tag == "en" else name.replace(".md", f"-{tag}.md")
                head = f"Title: Article {number}\nDate: 2025-01-{number % 28 + 1:02}\nLang: {tag}\n"
                slug = f"Slug: {name.removesuffix('.md')}\n"
                (folder / "content" / own).write_text(f"{head}{slug}\n{text}")

        self.everywhere(place)
        (folder / "pelicanconf.py").write_text(
            'SITENAME = "Clinic"\nSITEURL = ""\nTIMEZONE = "UTC"\nDEFAULT_LANG = "en"\nPATH = "content"\n'
            "CACHE_CONTENT = True\nLOAD_CONTENT_CACHE = True\nDEFAULT_PAGINATION = 20\nFEED_ALL_ATOM = None\n"
            "CATEGORY_FEED_ATOM = None\nTRANSLATION_FEED_ATOM = None\nWITH_FUTURE_DATES = True\n"
        )
        return Peer(
            "Pelican", folder, [[program, "-q", "content", "-s", "pelicanconf.py", "-o", "out"]], place
        )

    def mkdocs(self) -> Peer | None:
        program = tool("mkdocs")
        if program is None:
            return None
        folder = self.root / "mkdocs"
        (folder / "docs").mkdir(parents=True)

        def place(number: int) -> None:
            name = content.name(number)
            for tag, text in self._articles(number).items():
                own = name if tag == "en" else name.replace(".md", f".{tag}.md")
                (folder / "docs" / own).write_text(f"---\ntitle: Article {number}\n---\n{text}")

        self.everywhere(place)
        (folder / "docs/index.md").write_text("# Articles\n")
        languages = "".join(
            f"        - {{locale: {tag}, name: {tag}, build: true, default: {str(tag == 'en').lower()}}}\n"
            for tag in ("en", *self.tags)
        )
        (folder / "mkdocs.yml").write_text(
            "site_name: Clinic\nsite_url: https://clinic.example/\nnav:\n  - index.md\nplugins:\n"
            f"  - i18n:\n      docs_structure: suffix\n      languages:\n{languages}"
        )
        return Peer("MkDocs, static-i18n", folder, [[program, "build", "-q", "-d", "out"]], place)

    def sphinx(self) -> Peer | None:
        program = tool("sphinx-build")
        if program is None:
            return None
        folder = self.root / "sphinx"
        (folder / "en").mkdir(parents=True)
        names = [content.name(number).removesuffix(".md") for number in range(self.count)]
        listing = "\n".join(names)
        (folder / "en/index.md").write_text(
            f"# Articles\n\n```{{toctree}}\n:hidden:\n:titlesonly:\n\n{listing}\n```\n"
        )
        (folder / "en/conf.py").write_text(
            'project = "Clinic"\nextensions = ["myst_parser"]\nlocale_dirs = ["../locales"]\n'
            'gettext_compact = False\nhtml_sidebars = {"**": []}\nsuppress_warnings = ["myst"]\n'
        )
        update = [program, "-q", "-b", "gettext", "-j", "auto", "en", "pot"]

        def changed(number: int) -> None:
            shutil.copy(self.source(number), folder / "en")
            measured(update, folder)
            self._sphinx_catalogs(folder, [content.name(number).removesuffix(".md")])

        for number in range(self.count):
            shutil.copy(self.source(number), folder / "en")
        measured(update, folder)
        self._sphinx_catalogs(folder, names)
        commands = [
            [program, "-q", "-b", "html", "-j", "auto", "-D", f"language={tag}", "en", f"out/{tag}"]
            for tag in ("en", *self.tags)
        ]
        return Peer("Sphinx, MyST", folder, commands, changed)

    def _sphinx_catalogs(self, folder: Path, names: list[str]) -> None:
        for name in names:
            template = folder / f"pot/{name}.pot"
            for tag in self.tags:
                path = folder / f"locales/{tag}/LC_MESSAGES/{name}.po"
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(template, path)
                fill(path)


def fill(path: Path) -> None:
    """Complete a catalog: every text has itself with a mark for its translation."""
    import polib

    catalog = polib.pofile(str(path))
    catalog.metadata["Content-Type"] = "text/plain; charset=UTF-8"
    for entry in catalog:
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        entry.msgstr = entry.msgid + content.MARK
    catalog.save()


def total(peer: Peer) -> Run:
    runs = [measured(command, peer.folder) for command in peer.commands]
    return Run(
        sum(run.seconds for run in runs), sum(run.cpu for run in runs), max(run.megabytes for run in runs)
    )


GROUPS: Mapping[str, tuple[str, ...]] = {
    "Markdown of all languages": ("toolkit_markdown", "po4a", "po2md"),
    "Pages of all languages": ("toolkit", "pelican", "mkdocs", "sphinx"),
}
STAGES = ("from nothing", "nothing changed", "one article changed")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--locales", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=[name for names in GROUPS.values() for name in names])
    options = parser.parse_args()
    compileall.compile_dir(Path(toolkit_package.__file__).parent, quiet=1)
    os.environ["PYTHONWARNINGS"] = "ignore"
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder).resolve(), options.articles, options.locales)
        print(
            f"{options.articles} articles of about 10 KB, {options.locales} locales and the source language"
        )
        peers: dict[str, Peer] = {}
        for names in GROUPS.values():
            for name in names:
                if options.only and name not in options.only and not name.startswith("toolkit"):
                    continue
                made = getattr(bench, name)()
                if made is None:
                    print(f"({name} is not installed: left out)")
                else:
                    peers[name] = made
        runs: dict[str, list[Run]] = {name: [] for name in peers}
        for stage in range(len(STAGES)):
            if stage == 2:
                bench.change(options.articles // 2)
                for peer in peers.values():
                    peer.changed(options.articles // 2)
            for name, peer in peers.items():
                runs[name].append(total(peer))
        for title, names in GROUPS.items():
            shown = [name for name in names if name in runs]
            for stage, words in enumerate(STAGES):
                show(f"{title}, {words}", {peers[name].name: runs[name][stage] for name in shown})


def show(title: str, runs: Mapping[str, Run]) -> None:
    """A table with every other tool's times as multiples of the first one's."""
    print(f"\n{title}")
    ours = next(iter(runs.values()))
    for name, run in runs.items():
        ratio = f"{run.seconds / ours.seconds:7.1f}×  {run.cpu / ours.cpu:7.1f}×" if run is not ours else ""
        print(f"  {name:30} {run.seconds:8.2f} s {run.cpu:8.2f} s processor {run.megabytes:6.0f} MB {ratio}")


if __name__ == "__main__":
    main()
