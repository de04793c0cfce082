"""Extract and build against translate-toolkit and po4a, as whole processes, on a folder of Markdown.

    python benchmarks/peers.py FOLDER [--runs 5]

Needs the extra `bench` (translate-toolkit) and, for po4a, Debian's package of that
name; what is not installed is left out and said. Each tool gets the same files, one
locale and one PO a file where it works that way.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import sys
import tempfile
from pathlib import Path

from common import in_turn, report, tool

import toolkit as toolkit_package


def project(folder: Path, place: Path) -> int:
    """A content repository in ``place`` with the folder's Markdown; the number of files."""
    source = place / "source_articles"
    count = 0
    for path in sorted(folder.rglob("*.md")):
        target = source / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
        count += 1
    (place / "toolkit.toml").write_text('locales = ["es"]\n')
    return count


def remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    toolkit = [sys.executable, "-m", "toolkit"]

    # pip compiles what it installs; a checkout that is run in place has to be compiled too.
    compileall.compile_dir(Path(toolkit_package.__file__).parent, quiet=1)

    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        count = project(options.folder, place)
        if not count:
            sys.exit(f"no .md files below {options.folder}")
        size = sum(path.stat().st_size for path in (place / "source_articles").rglob("*.md"))
        print(f"{count} files, {size / 1e6:.1f} MB")

        commands = {"toolkit extract (POT and PO)": [*toolkit, "extract"]}
        md2po, po2md, updatepo = tool("md2po"), tool("po2md"), tool("po4a-updatepo")
        if md2po:
            commands["translate-toolkit md2po"] = [md2po, "--progress=none", "source_articles", "tt"]
        if updatepo:
            masters = [str(path) for path in sorted((place / "source_articles").rglob("*.md"))]
            arguments = [part for master in masters for part in ("-m", master)]
            commands["po4a-updatepo (one PO)"] = [
                updatepo, "-f", "text", "-o", "markdown", "-M", "UTF-8", *arguments, "-p", "po4a.po",
            ]  # fmt: skip
        for peer, found in (("translate-toolkit", md2po), ("po4a", updatepo)):
            if not found:
                print(f"({peer} is not installed: left out)")

        def fresh(command: str) -> None:
            """Every run starts from nothing, also from no cache."""
            if command.startswith("toolkit"):
                remove(place / "locales", place / ".toolkit")
            elif "md2po" in command:
                remove(place / "tt")
            else:
                remove(place / "po4a.po")

        timings = in_turn(commands, runs=options.runs, cwd=place, prepare=fresh)
        report("extract", timings, "toolkit extract (POT and PO)")

        builds = {"toolkit build (pages, Markdown)": [*toolkit, "build"]}
        builds["toolkit build, one locale's Markdown"] = [*toolkit, "build", "--layout", "plain", "-l", "es"]
        if po2md:
            builds["translate-toolkit po2md"] = [
                po2md, "--progress=none", "-t", "source_articles", "tt", "tt-out",
            ]  # fmt: skip

        def no_build(command: str) -> None:
            if command.startswith("toolkit"):
                remove(place / "build", place / ".toolkit")
            else:
                remove(place / "tt-out")

        timings = in_turn(builds, runs=options.runs, cwd=place, prepare=no_build)
        report("build", timings, "toolkit build, one locale's Markdown")


if __name__ == "__main__":
    main()
