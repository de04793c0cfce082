# ruff: noqa: E501
"""The built site as others see it: a crawler, an HTML checker, a screen reader's rules, an attacker."""

from __future__ import annotations

import random
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import turbohtml

from tests.conftest import ROOT
from tests.publishing.browser import chromium, npm_file, nu_messages, unprotected
from tests.publishing.conftest import ARTICLES, CONFIG, again, translated, tree
from tests.publishing.crawler import Built
from toolkit.model import State, Unit
from toolkit.project import Project
from toolkit.publishing.site import build

BASE = "https://clinic.example/"


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project's own articles, half translated into Arabic and wholly into Spanish."""
    import shutil

    root = tmp_path_factory.mktemp("samples")
    shutil.copytree(ROOT / "source_articles", root / "source_articles")
    (root / "toolkit.toml").write_text(CONFIG, encoding="utf-8")
    project = Project.find(root)
    translated(project, "es")
    translated(project, "ar", lambda unit: unit if len(unit.source) % 3 else None)
    report = build(project)
    assert not report.refused
    assert not report.errors
    assert not report.broken
    return project


def pages(project: Project) -> list[Path]:
    found = sorted(project.output_dir.rglob("*.html"))
    assert len(found) > 20
    return found


# A crawler


@pytest.fixture(scope="module")
def site(samples: Project) -> Built:
    return Built(samples.output_dir, BASE)


def test_a_crawler_finds_a_half_translated_site_in_order(site: Built) -> None:
    site.check_links(300)
    site.check_alternates(10)
    site.check_sitemap(10)
    site.check_feeds(2)
    site.check_data(15, "Article")
    site.check_redirects(3)


# Judges


def test_the_nu_html_checker_finds_nothing(samples: Project) -> None:
    assert nu_messages(pages(samples)) == []


def test_axe_finds_nothing_at_wcag_2_1_aa(samples: Project) -> None:
    axe = npm_file("axe-core", "axe.min.js").read_text(encoding="utf-8")
    run = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
    found, seen = [], 0
    with chromium() as browser:
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, bypass_csp=True)
            tab = context.new_page()
            for path in pages(samples):
                # What leads away, and what is only shown by a server.
                if 'http-equiv="refresh"' in path.read_text(encoding="utf-8") or path.name == "404.html":
                    continue
                url = path.as_uri() + ("#languages" if path.parent == samples.output_dir else "")
                tab.goto(url)
                tab.evaluate(axe)
                for item in tab.evaluate(run)["violations"]:
                    nodes = [
                        node["html"][:120] + " " + node.get("failureSummary", "")[:300]
                        for node in item["nodes"][:2]
                    ]
                    found.append(f"{path.name} ({scheme}) {item['id']}: {nodes}")
                seen += 1
            context.close()
    assert seen > 40
    assert found == []


# Attackers

MARKS = [
    "<script>window.owned=1</script>",
    "<img src=x onerror=window.owned=1>",
    "<svg onload=window.owned=1>",
    "<svg><script>window.owned=1</script></svg>",
    "[x](javascript:window.owned=1)",
    "[x](java\tscript:window.owned=1)",
    "[x](&#106;avascript:window.owned=1)",
    "[x](javascript&colon;window.owned=1)",
    "<javascript:window.owned=1>",
    '![x](x"onerror="window.owned=1)',
    "![x](data:text/html,<script>window.owned=1</script>)",
    "<a href=javascript:window.owned=1>x</a>",
    "<iframe srcdoc='<script>parent.owned=1</script>'></iframe>",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=window.owned=1>",
    "</p></main></body><script>window.owned=1</script>",
    "</title><script>window.owned=1</script>",
    "</script><script>window.owned=1</script>",
    "--><script>window.owned=1</script>",
    "]]><script>window.owned=1</script>",
    '"><script>window.owned=1</script>',
    "' onmouseover='window.owned=1",
    '" autofocus onfocus="window.owned=1',
    "{{ ''.__class__.__mro__ }}{{ config }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{% endfor %}",
    "{{ page.body }}",
    "&lt;script&gt;window.owned=1&lt;/script&gt;",
    "&#60;script&#62;window.owned=1&#60;/script&#62;",
    "&amp;lt;script&amp;gt;",
    "$\\text{<img src=x onerror=window.owned=1>}$",
    "\n\n<div onclick=window.owned=1>\n\n",
    "```html\n<script>window.owned=1</script>\n```",
    "[x]: javascript:window.owned=1\n\n[x]",
    "<!--toolkit:off--><base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=javascript:window.owned=1'>",
    "<style>*{background:url(javascript:window.owned=1)}</style>",
    "<b style='background:url(x)' onclick=window.owned=1>x</b>",
    "<details open ontoggle=window.owned=1>x</details>",
    "{.x onclick=window.owned=1}",
    "{{< script >}}",
    ":::script\nx\n:::",
    "\x02" + "0\x03",
    "{minutes.__class__}",
    "\u202e<\u202cscript>window.owned=1</script>",
    "<ſcript>window.owned=1</ſcript>",
    "＜script＞window.owned=1＜/script＞",
]


def hostile(seed: int) -> Callable[[Unit], Unit]:
    rng = random.Random(seed)

    def change(unit: Unit) -> Unit:
        source = unit.source
        mark = rng.choice(MARKS)
        if rng.random() < 0.3:
            mark += rng.choice(MARKS)
        cut = rng.randrange(len(source) + 1)
        kind = rng.randrange(5)
        target = {
            0: mark,
            1: source[:cut] + mark + source[cut:],
            2: source + " " + mark,
            3: source.replace("](", "](javascript:", 1).replace("href=", "onclick=x href=", 1) + mark,
            4: mark + source,
        }[kind]
        return replace(unit, target=target, state=State.TRANSLATED)

    return change


def shapes(text: str) -> set[tuple[str, ...]]:
    """Every tag, attribute, scheme and active value in a page, told independently of the toolkit's own way."""
    found: set[tuple[str, ...]] = set()
    for element in turbohtml.parse(text).iter_elements():
        found.add((element.tag,))
        for name, value in element.attrs.items():
            found.add((element.tag, name))
            text_value = " ".join(value) if isinstance(value, list) else value or ""
            if name in ("href", "src", "action", "data", "srcset", "poster"):
                bare = "".join(char for char in text_value if char > " ")
                found.add((name, urlsplit(bare).scheme.lower() if bare.isprintable() else "?"))
            if name.startswith("on") or name in ("style", "srcdoc", "http-equiv"):
                found.add((element.tag, name, text_value))
    return found


# What the theme itself adds where something is not translated.
FALLBACK = {(tag, name) for tag in ("p", "a", "h1") for name in ("lang", "dir")}
FALLBACK |= {("span",), ("span", "class"), ("span", "lang"), ("span", "dir"), ("a", "hreflang")}


def test_thousands_of_hostile_translations_bring_nothing_new(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project(ARTICLES, CONFIG))
    clean = again(project)
    translated(clean, "es")
    build(clean)
    allowed: set[tuple[str, ...]] = set()
    for name, data in tree(clean.output_dir).items():
        if name.endswith(".html"):
            allowed |= shapes(data.decode())
    allowed |= FALLBACK | {("p", "role"), ("strong",), ("div", "role"), ("div", "aria-label"), ("p", "class")}
    tried = refused = 0
    for seed in range(40):
        translated(project, "es", hostile(seed))
        report = build(again(project))
        refused += len(report.refused)
        for name, data in tree(project.output_dir).items():
            if name.startswith("es/") and name.endswith(".html"):
                strange = shapes(data.decode()) - allowed
                assert not strange, f"seed {seed}, {name}: {sorted(strange)}"
                tried += 1
        ElementTree.parse(project.output_dir / "sitemap.xml")
    assert tried > 100
    assert refused > 300


def test_a_browser_runs_nothing_from_hostile_translations(make_project: Callable[..., Path]) -> None:
    project = Project.find(make_project(ARTICLES, CONFIG))
    with unprotected() as visit:
        seen = 0
        for seed in range(100, 108):
            translated(project, "es", hostile(seed))
            build(again(project))
            for path in sorted((project.output_dir / "es").rglob("*.html")):
                if 'http-equiv="refresh"' in path.read_text(encoding="utf-8"):
                    continue
                visit(path.as_uri(), f"seed {seed}: {path.name}")
                seen += 1
        assert seen > 30
