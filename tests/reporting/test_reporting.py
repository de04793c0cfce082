"""Reports are valid in their formats, whatever the findings contain.

``tests/data/sarif-2.1.0.json`` is the schema of the OASIS standard SARIF 2.1.0 as schemastore.org has it.
"""

from __future__ import annotations

import json
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from tests.conftest import ROOT
from toolkit.model import Finding
from toolkit.reporting import FORMATS, About, Report, render
from toolkit.reporting.badge import badge
from toolkit.reporting.text import render as as_text

NASTY = 'a "quote" <script>alert(1)</script> & %0A\n::error::x \u202e\x1b[31m \x07 ]]> \ud7ff'
FINDINGS = (
    Finding(
        "numbers", "error", "5 became 50", "es", "a.md", "locales/es/a b.po", 12, "Take 5.", None, "Tome 50."
    ),
    Finding("length", "warning", NASTY, "ar", NASTY, "locales/ar/a,b:c.po", 3, NASTY, NASTY, NASTY, NASTY),
    Finding("min-translated", "error", "80 %", "ar"),
    Finding("drafts", "info", "3 drafts", "es", "a.md", "locales/es/a.po"),
    Finding("broken-link", "error", "“b.md” leads nowhere", "", "a.md", "source_articles/a.md", 4),
)
REPORT = Report(
    FINDINGS, 10, 2, 4, 1, {"numbers": About("Numbers differ.", "meaning", "error")}, version="1.0"
)
EMPTY = Report((), 10, 2)


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["findings", "clean"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_report_is_the_same_every_time(report: Report, format: str) -> None:
    first = render(report, format)
    assert first == render(report, format)
    assert first.endswith("\n")


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["findings", "clean"])
def test_json_is_as_documented(report: Report) -> None:
    schema = json.loads((ROOT / "docs/check-report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    data = json.loads(render(report, "json"))
    jsonschema.validate(data, schema)
    assert [finding["check"] for finding in data["findings"]] == [
        finding.check for finding in report.findings
    ]


def test_json_counts() -> None:
    summary = json.loads(render(REPORT, "json"))["summary"]
    assert (summary["errors"], summary["warnings"], summary["infos"]) == (3, 1, 1)
    assert summary["by_locale"] == {"ar": 2, "es": 2, "source": 1}


@pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["findings", "clean"])
def test_sarif_is_valid(report: Report) -> None:
    schema = json.loads((ROOT / "tests/data/sarif-2.1.0.json").read_text(encoding="utf-8"))
    log = json.loads(render(report, "sarif"))
    jsonschema.Draft4Validator(schema).validate(log)
    assert len(log["runs"][0]["results"]) == len(report.findings)


def test_sarif_names_rules_and_places() -> None:
    run = json.loads(render(REPORT, "sarif"))["runs"][0]
    first = run["results"][0]
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "numbers"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "locales/es/a%20b.po"
    assert place["region"] == {"startLine": 12}
    assert [result["level"] for result in run["results"]] == ["error", "warning", "error", "note", "error"]


def test_sarif_fingerprints_do_not_know_lines() -> None:
    moved = Report((Finding("numbers", "error", "x", "es", "a.md", "p", 99, "Take 5."),))
    ours = json.loads(render(moved, "sarif"))["runs"][0]["results"][0]["partialFingerprints"]
    theirs = json.loads(render(REPORT, "sarif"))["runs"][0]["results"][0]["partialFingerprints"]
    assert ours == theirs


def test_places_are_from_the_top_of_the_repository() -> None:
    report = Report(FINDINGS, prefix="web site/", settings="toolkit.toml")
    assert "::error file=web site/locales/es/a b.po,line=12,title=numbers::" in render(report, "github")
    assert "::error file=web site/toolkit.toml,line=1,title=min-translated::" in render(report, "github")
    results = json.loads(render(report, "sarif"))["runs"][0]["results"]
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in results]
    assert places[0] == {"uri": "web%20site/locales/es/a%20b.po", "uriBaseId": "%SRCROOT%"}
    assert places[2]["uri"] == "web%20site/toolkit.toml"
    cases = ET.fromstring(render(report, "junit").encode()).iter("testcase")
    assert next(cases).get("file") == "web site/locales/es/a b.po"


def test_junit_has_what_readers_ask_for() -> None:
    """The attributes that Jenkins' schema (junit-10.xsd of its xUnit plug-in) wants."""
    for report in (REPORT, EMPTY):
        root = ET.fromstring(render(report, "junit").encode())
        assert root.tag == "testsuites"
        for suite in root:
            assert {"name", "tests", "failures", "errors"} <= set(suite.keys())
            assert [case.tag for case in suite] == ["testcase"] * int(suite.get("tests", "0"))
            assert all(case.get("name") and len(case) <= 1 for case in suite)


def test_junit_counts_failures_and_leaves_notes_out() -> None:
    root = ET.fromstring(render(REPORT, "junit").encode())
    assert root.get("failures") == "4"
    assert len(root.findall(".//failure")) == 4
    names = [case.get("name") or "" for case in root.iter("testcase")]
    assert names[0] == "numbers locales/es/a b.po:12"


def test_junit_of_a_clean_run_has_one_passed_test() -> None:
    root = ET.fromstring(render(EMPTY, "junit").encode())
    assert (root.get("tests"), root.get("failures")) == ("1", "0")
    assert root.find(".//failure") is None


def test_github_annotations_cannot_be_forged() -> None:
    lines = render(REPORT, "github").splitlines()
    assert lines[0] == "::error file=locales/es/a b.po,line=12,title=numbers::5 became 50"
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error"] * 3 + ["::warning", "::notice"]
    assert lines[3].startswith("::warning file=locales/ar/a%2Cb%3Ac.po,line=3,title=length::")
    assert "%250A%0A::error::x" in lines[3]
    assert sum(line.startswith("::") for line in lines) == len(FINDINGS)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


def test_html_needs_nothing_else_and_runs_nothing() -> None:
    parser = _Tags()
    parser.feed(render(REPORT, "html"))
    assert "script" not in parser.tags
    assert all(address.startswith("#file-") for address in parser.addresses)
    assert parser.tags.count("bdi") > 3


def test_text_shows_no_control_characters() -> None:
    text = as_text(REPORT)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "12: error   5 became 50  [numbers]" in text
    assert "\x1b[31;1m" in as_text(REPORT, colour=True)


def test_summary_line() -> None:
    assert REPORT.line() == (
        "3 errors, 1 warning, 1 note in 10 translations of 2 catalogs; "
        "4 findings on drafts not listed (--drafts all); 1 finding known from the baseline"
    )
    assert EMPTY.line() == "no findings in 10 translations of 2 catalogs"


@pytest.mark.parametrize(
    ("percent", "shown"), [(0, "0 %"), (87, "87 %"), (100, "100 %"), (140, "100 %"), (-3, "0 %")]
)
def test_badge(percent: int, shown: str) -> None:
    svg = ET.fromstring(badge(percent, label="<es> & more"))
    assert svg.get("aria-label") == f"<es> & more: {shown}"
