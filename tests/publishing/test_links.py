"""Where addresses lead, and how one output is addressed from another."""

from __future__ import annotations

import posixpath
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.publishing.links import Finder, Target, relative, settle, token

NAMES = (
    "a.md",
    "a.txt",
    "b.html",
    "folder/index.md",
    "folder/b.md",
    "folder/c.d.md",
    "é ü.md",
    "z/README.md",
)


@pytest.mark.parametrize(
    ("url", "base", "kind", "name", "suffix"),
    [
        ("a.md", "b.html", "article", "a.md", ""),
        ("a.txt#x", "b.html", "article", "a.txt", "#x"),
        ("a", "b.html", "article", "a.md", ""),  # the first of that stem
        ("a.html?q=1#y", "b.html", "article", "a.md", "?q=1#y"),
        ("b.md", "a.md", "article", "b.html", ""),
        ("b", "folder/index.md", "article", "folder/b.md", ""),
        ("../b.html", "folder/index.md", "article", "b.html", ""),
        ("folder/", "a.md", "article", "folder/index.md", ""),
        ("../folder", "z/README.md", "article", "folder/index.md", ""),
        ("z", "a.md", "article", "z/README.md", ""),
        ("folder/c.d", "a.md", "article", "folder/c.d.md", ""),
        ("folder/c.md", "a.md", "broken", "", ""),
        ("%C3%A9%20%C3%BC.md", "a.md", "article", "é ü.md", ""),
        ("p.svg", "a.md", "asset", "p.svg", ""),
        ("out.svg", "a.md", "broken", "", ""),  # a link out of the folder
        ("../x", "a.md", "broken", "", ""),
        ("https://x.example/a.md", "a.md", "other", "", ""),
        ("#here", "a.md", "other", "", ""),
        ("/a.md", "a.md", "other", "", ""),
        ("mailto:a@b", "a.md", "other", "", ""),
        ("http://[", "a.md", "other", "", ""),
    ],
)
def test_where_an_address_leads(
    tmp_path: Path, url: str, base: str, kind: str, name: str, suffix: str
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "p.svg").write_text("<svg/>")
    (tmp_path / "secret.svg").write_text("<svg/>")
    (source / "out.svg").symlink_to(tmp_path / "secret.svg")
    assert Finder(source, NAMES).find(url, base) == Target(kind, name, suffix)  # type: ignore[arg-type]


PATHS = st.lists(st.sampled_from(["a", "b", "index.html", "é", "x y", "c&d"]), min_size=1, max_size=4).map(
    "/".join
)


@given(PATHS, PATHS)
def test_a_relative_address_leads_back(target: str, page: str) -> None:
    if page.startswith(f"{target}/"):
        return  # a file is no folder
    address = relative(target, page)
    assert address.isascii()
    assert posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address))) == target


def test_what_only_looks_like_a_token_stays() -> None:
    forged = f"{token(0)} {token(7)} \x02999999999999999999999\x03 \x02"
    assert settle(forged, ["a.html"].__getitem__) == f"a.html {token(7)} \x02999999999999999999999\x03 \x02"
