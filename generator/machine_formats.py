"""Findings for machines: JSON, SARIF 2.1.0 for code hosts and editors, JUnit XML for build servers. Text only."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator import __version__
from generator.model import Finding, Severity
from generator.xml_text import legal

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.BREACH: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_json(findings: Iterable[Finding], slugs: Iterable[str], meanings: Mapping[str, str]) -> str:
    """Every finding with all that is known of it, in the order of files and lines."""
    return json.dumps({"findings": as_values(findings)}, ensure_ascii=False, indent=1)


def as_values(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """The findings as JSON objects."""
    return [
        {
            "code": each.code,
            "severity": each.severity.value,
            "path": each.path,
            "line": each.line,
            "column": each.column,
            "message": each.message,
            "fix": each.fix,
            "law": each.law,
            "digest": each.digest,
            "waived": each.waived,
        }
        for each in findings
    ]


def as_sarif(findings: Iterable[Finding], slugs: Iterable[str], meanings: Mapping[str, str]) -> str:
    """A SARIF log of one run; `meanings` says what a code means, where it has a page of its own."""
    found = tuple(findings)
    first = {each.code: each for each in reversed(found)}
    codes = sorted(first)
    rules = [_rule(first[code], meanings.get(code, "")) for code in codes]
    driver = {"name": "gongkai", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, codes.index(each.code)) for each in found],
    }
    return json.dumps({"$schema": SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _rule(example: Finding, meaning: str) -> dict[str, object]:
    help_text = "\n".join(line for line in (f"改法: {example.fix}", f"依据: {example.law}") if not line.endswith(": "))
    rule: dict[str, object] = {"id": example.code, "defaultConfiguration": {"level": LEVELS[example.severity]}}
    if meaning:
        rule["shortDescription"] = {"text": meaning}
    if help_text:
        rule["help"] = {"text": help_text}
    return rule


def _result(found: Finding, rule: int) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": quote(found.path)},
        "region": {"startLine": found.line, "startColumn": found.column},
    }
    result: dict[str, object] = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": LEVELS[found.severity],
        "message": {"text": found.message},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"gongkai/v1": found.digest},
    }
    if found.waived:
        result["suppressions"] = [{"kind": "external", "justification": found.waived}]
    return result


def as_junit(findings: Iterable[Finding], slugs: Iterable[str], meanings: Mapping[str, str]) -> str:
    """A test suite of each unit, a test case of each faulty file; what is only information fails nothing."""
    by_unit: dict[str, dict[str, list[Finding]]] = {slug: defaultdict(list) for slug in slugs}
    for each in findings:
        slug = each.path.split("/")[1] if each.path.startswith("content/") else "county"
        by_unit.setdefault(slug, defaultdict(list))[each.path].append(each)
    suites = Element("testsuites", name="gongkai check")
    for slug, files in by_unit.items():
        _suite(suites, slug, files)
    indent(suites)
    return tostring(suites, encoding="unicode", xml_declaration=True)


def _suite(suites: Element, slug: str, files: Mapping[str, list[Finding]]) -> None:
    failed = 0
    suite = SubElement(suites, "testsuite", name=slug)
    for path, found in files.items() or ((f"content/{slug}", []),):
        case = SubElement(suite, "testcase", classname=slug, name=path)
        grave = [each for each in found if each.severity is not Severity.INFO]
        if grave:
            failed += 1
            lines = [f"{each.path}:{each.line}:{each.column}: {each.code} {each.message}" for each in grave]
            failure = SubElement(case, "failure", type=grave[0].code, message=legal(grave[0].message))
            failure.text = legal("\n".join(lines))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(failed))


FORMATS: Mapping[str, Callable[[Iterable[Finding], Iterable[str], Mapping[str, str]], str]] = {
    "json": as_json,
    "sarif": as_sarif,
    "junit": as_junit,
}
