"""Conditions and documents as JUnit XML, which Jenkins and GitLab read."""

import re
from collections.abc import Sequence
from typing import Final, TextIO
from xml.etree import ElementTree

from mtqa.report import Report
from mtqa.writers.cases import Case, Result, cases

_NO_XML: Final = re.compile("[\ufffe\uffff]")

_ELEMENTS: Final[dict[Result, str]] = {"failed": "failure", "error": "error", "skipped": "skipped"}


def write(report: Report, out: TextIO) -> None:
    """Write a suite for the gate and one for the documents of each system, a case for each condition and document."""
    every = cases(report)
    groups: dict[str, list[Case]] = {}
    for case in every:
        groups.setdefault(case.group, []).append(case)
    root = ElementTree.Element("testsuites", {"name": "mtqa", **_counts(every)})
    for group, own in groups.items():
        suite = ElementTree.SubElement(root, "testsuite", {"name": _xml(f"mtqa.{group}"), **_counts(own)})
        suite.set("skipped", str(sum(case.result == "skipped" for case in own)))
        for case in own:
            _add(suite, case)
    ElementTree.indent(root)
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(ElementTree.tostring(root, encoding="unicode") + "\n")


def _counts(own: Sequence[Case]) -> dict[str, str]:
    return {
        "tests": str(len(own)),
        "failures": str(sum(case.result == "failed" for case in own)),
        "errors": str(sum(case.result == "error" for case in own)),
    }


def _add(suite: ElementTree.Element, case: Case) -> None:
    element = ElementTree.SubElement(
        suite, "testcase", {"classname": _xml(f"mtqa.{case.group}"), "name": _xml(case.name)}
    )
    text = "\n".join(case.lines)
    if case.result in _ELEMENTS:
        why = ElementTree.SubElement(element, _ELEMENTS[case.result], {"message": _xml(case.reason)})
        why.text = _xml(text) or None
    elif text:
        ElementTree.SubElement(element, "system-out").text = _xml(text)


def _xml(text: str) -> str:
    """The text without the characters that XML cannot hold; those that no line may hold are gone before."""
    return _NO_XML.sub("\ufffd", text)
