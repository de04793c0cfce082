"""JUnit XML, as Jenkins, GitLab and others read it: a test suite a file, a failure a finding.

Notes are left out: a test that fails is somebody's work. A file without findings is a test that passes
only as part of the whole, so a clean run has one passed test. Attributes are those of Jenkins' schema
(junit-10.xsd), and ``file``, which GitLab shows.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from toolkit.model import Finding
from toolkit.reporting.summary import Report

# XML 1.0, production 2: what no document may contain, not even as a reference.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    suites: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.severity != "info":
            suites.setdefault(finding.path or finding.locale or "project", []).append(finding)
    failures = sum(map(len, suites.values()))
    root = ET.Element(
        "testsuites", name="toolkit check", tests=str(max(failures, 1)), failures=str(failures), errors="0"
    )
    if not suites:
        suite = ET.SubElement(root, "testsuite", name="toolkit check", tests="1", failures="0", errors="0")
        ET.SubElement(suite, "testcase", classname="toolkit", name="all checks")
    for name, findings in suites.items():
        count = str(len(findings))
        suite = ET.SubElement(root, "testsuite", name=_xml(name), tests=count, failures=count, errors="0")
        for finding in findings:
            where = f":{finding.line}" if finding.line is not None else ""
            case = ET.SubElement(
                suite,
                "testcase",
                classname=_xml(f"{finding.locale or 'source'}.{finding.check}"),
                name=_xml(f"{finding.check} {name}{where}"),
                file=_xml(report.place(finding)),
            )
            failure = ET.SubElement(case, "failure", type=finding.severity, message=_xml(finding.message))
            failure.text = _xml("\n".join(part for part in (finding.msgid, finding.target) if part))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
