"""How long a build takes and how much memory: everything, nothing changed, one article changed.

    python benchmarks/build_speed.py [--articles 100 1000 3000] [--locales 3] [--jobs 0]

Articles are made here, about 10 KB each, with complete catalogs. Whole processes: `toolkit build` from
nothing; again; after a word of one article changed with its translations; after a title changed,
which neighbours and lists show; after the look of all pages changed; and `toolkit run` twice. Memory is
the largest process' peak. Processor time is that of all processes, for a machine that does other
things, too.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import sys
import tempfile
from pathlib import Path

import content
from common import Run, measured

import toolkit as toolkit_package
from toolkit.project import Project


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[100, 1000, 3000])
    parser.add_argument("--locales", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--no-run", action="store_true", help="Leave `toolkit run` out: it checks, too.")
    options = parser.parse_args()
    # pip compiles what it installs; a checkout that is run in place has to be compiled too.
    compileall.compile_dir(Path(toolkit_package.__file__).parent, quiet=1)
    peaks = {
        count: one_size(count, options.locales, options.jobs, run=not options.no_run)
        for count in options.articles
    }
    if len(peaks) > 1:
        small, large = min(peaks), max(peaks)
        more = (peaks[large] - peaks[small]) * 1000 / (large - small)
        each = more / (options.locales + 1)
        print(f"\nmemory grows by {more:.1f} KB an article, that is {each:.1f} KB a page")


def one_size(count: int, locales: int, jobs: int, *, run: bool) -> float:
    """Prints what was measured; the peak of a build from nothing in MB."""
    build = [sys.executable, "-m", "toolkit", "build", "--jobs", str(jobs)]
    whole = [sys.executable, "-m", "toolkit", "run", "--no-draft"]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        project = content.make(root, count, locales)
        pages = count * (locales + 1)
        print(f"\n{count} articles, {locales} locales: {pages} pages and as many Markdown files")
        number = count // 2

        def changed(**values: str) -> None:
            path = project.source_dir / content.name(number)
            path.write_text(content.article(number, **values))
            one = next(one for one in Project.find(root).all_articles if one.path == path)
            content.translate(project, one)

        cold = show("everything", measured(build, root))
        show("nothing changed", measured(build, root))
        changed(extra=" And more.")
        show("a word of one article changed", measured(build, root))
        changed(title="Another title")
        show("a title changed", measured(build, root))
        theme = root / "theme"
        theme.mkdir()
        (theme / "notices.html").write_text("")
        show("a template changed", measured(build, root))
        shutil.rmtree(theme)
        if run:
            shutil.rmtree(root / "build")
            shutil.rmtree(root / ".toolkit")
            show("toolkit run, everything", measured(whole, root, codes=(0, 1)))
            show("toolkit run, nothing changed", measured(whole, root, codes=(0, 1)))
        return cold.megabytes


def show(what: str, run: Run) -> Run:
    print(
        f"  {what:32} {run.seconds:7.2f} s  {run.cpu:7.2f} s processor  {run.megabytes:5.0f} MB", flush=True
    )
    return run


if __name__ == "__main__":
    main()
