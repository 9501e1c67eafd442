"""The formats for pipelines: their schemas, their columns, their escapes, what they tell and what they leave out."""

import io
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft7Validator, Draft202012Validator
from lxml import etree
from markdown_it import MarkdownIt

from mtqa.evaluation.findings import PlacedFinding, placed_findings
from mtqa.gate import judge
from mtqa.model import DocumentHeader, Finding, Segment
from mtqa.report import build
from mtqa.thresholds import ScoreLimit, Thresholds
from mtqa.writers import WRITERS, descriptions, sarif, told
from mtqa.writers import github as github_writer
from mtqa.writers import markdown as markdown_writer
from mtqa.writers.columns import Columns

FORMATS = ("sarif", "junit", "gitlab", "github", "rdjsonl", "tap", "markdown")
SUFFIXES = {"sarif": "sarif", "junit": "junit.xml", "gitlab": "gitlab.json", "github": "github.txt"} | {
    "rdjsonl": "rdjsonl",
    "tap": "tap",
    "markdown": "md",
}
SCHEMAS = Path(__file__).parent / "schemas"

NEWS = replace(samples.news(), skipped_checks=())
LIMITS = Thresholds(
    corpus=(ScoreLimit(score="BLEU", min=50), ScoreLimit(score="COMET", min=0)),
    document=(ScoreLimit(score="quality", min=50),),
)


def judged(evaluation, limits=LIMITS):
    return build(evaluation, judge(evaluation, limits))


def written(name, report):
    out = io.StringIO()
    WRITERS[name].write(report, out)
    return out.getvalue()


REPORTS = {
    "judged": judged(NEWS),
    "not judged": build(NEWS),
    "two systems": judged(samples.systems()),
    "nothing scored": build(samples.unscored()),
    "no findings": judged(samples.many(3)),
    "no condition": judged(NEWS, Thresholds(fail_on=None)),
    "hostile": build(samples.hostile()),
    "hostile and judged": judged(samples.hostile()),
}


@pytest.fixture(autouse=True)
def _no_texts_of_rules(monkeypatch):
    """What the rules say of themselves may change without any format changing."""
    monkeypatch.setattr(descriptions, "_of_rule", lambda _: None)


@pytest.mark.parametrize("name", FORMATS)
def test_a_judged_run_is_written_as_before(name, golden):
    golden(f"news.{SUFFIXES[name]}", written(name, REPORTS["judged"]))


# -- schemas ------------------------------------------------------------------------------------------------------


def schema(name):
    return json.loads((SCHEMAS / name).read_text("utf-8"))


SARIF = Draft4Validator(schema("sarif-2.1.0.json"))
RDFORMAT = Draft7Validator(schema("rdformat-diagnostic.json"))
GITLAB = Draft202012Validator(schema("gitlab-code-quality.json"))
JUNIT = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))


@cache
def sarif_run(key):
    return json.loads(written("sarif", REPORTS[key]))["runs"][0]


@pytest.mark.parametrize("key", REPORTS)
def test_sarif_follows_its_schema(key):
    SARIF.validate(json.loads(written("sarif", REPORTS[key])))


@pytest.mark.parametrize("key", REPORTS)
def test_gitlab_follows_its_fields(key):
    issues = json.loads(written("gitlab", REPORTS[key]))
    GITLAB.validate(issues)
    fingerprints = [issue["fingerprint"] for issue in issues]
    assert len(set(fingerprints)) == len(fingerprints)


@pytest.mark.parametrize("key", REPORTS)
def test_rdjsonl_follows_its_schema(key):
    for line in written("rdjsonl", REPORTS[key]).splitlines():
        RDFORMAT.validate(json.loads(line))


@pytest.mark.parametrize("key", REPORTS)
def test_junit_follows_its_schema(key):
    root = etree.fromstring(written("junit", REPORTS[key]).encode())
    JUNIT.assertValid(root)
    cases = root.findall(".//testcase")
    names = Counter((case.get("classname"), case.get("name")) for case in cases)
    assert set(names.values()) == {1}
    assert root.get("tests") == str(len(cases))
    for kind, element in (("failures", "failure"), ("errors", "error")):
        assert root.get(kind) == str(len(root.findall(f".//{element}")))
    for suite in root:
        assert suite.get("skipped") == str(len(suite.findall(".//skipped")))


@pytest.mark.parametrize(
    ("validator", "instance"),
    [
        (SARIF, {"version": "2.1.0"}),
        (SARIF, {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "mtqa"}}, "columnKind": "bytes"}]}),
        (RDFORMAT, {"message": "x"}),
        (RDFORMAT, {"message": "x", "location": {"path": "a", "range": {"start": {"column": 1}}}}),
        (GITLAB, [{"description": "x"}]),
    ],
)
def test_the_schemas_refuse_what_is_wrong(validator, instance):
    assert not validator.is_valid(instance)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("key", REPORTS)
def test_every_format_is_utf_8_without_control_characters(name, key):
    text = written(name, REPORTS[key]).encode().decode()
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


# -- columns ------------------------------------------------------------------------------------------------------

PLAIN, ACCENT, CJK, EMOJI, COMBINED = (
    "Mayor resigns",
    "Città resigns",
    "市长 resigns",
    "📰 resigns",
    "Citta\u0300 resigns",
)
UNITS = {
    # text: columns in code points, UTF-16 code units, bytes of UTF-8
    PLAIN: ((7, 14), (7, 14), (7, 14)),
    ACCENT: ((7, 14), (7, 14), (8, 15)),
    CJK: ((4, 11), (4, 11), (8, 15)),
    EMOJI: ((3, 10), (4, 11), (6, 13)),
    COMBINED: ((8, 15), (8, 15), (9, 16)),
}


def placed(text, flagged="resigns", path="a.txt", line=1, column=1, **fields):
    start = text.index(flagged)
    segment = Segment(
        header=DocumentHeader(document="a", path=str(path)), segment="1", hypothesis=text, line=line, column=column
    )
    finding = Finding(
        rule="x",
        category="fluency/grammar",
        severity="major",
        confidence="high",
        message="m",
        start=start,
        end=start + len(flagged),
        text=flagged,
        **fields,
    )
    return PlacedFinding(finding, segment, "f")


@pytest.mark.parametrize(("text", "expected"), UNITS.items(), ids=["plain", "accent", "CJK", "emoji", "combining"])
def test_columns_in_each_unit(text, expected):
    found = tuple(Columns(unit).of(placed(text)) for unit in ("code points", "UTF-16", "UTF-8"))
    assert found == expected


ENCODED = {"UTF-16": ("utf-16-le", 2), "UTF-8": ("utf-8", 1)}


@given(st.text(), st.text(min_size=1), st.text())
def test_columns_cut_out_what_was_flagged(before, flagged, after):
    finding = placed(before + flagged + after, before + flagged)
    whole = replace(finding.finding, start=len(before), end=len(before) + len(flagged))
    for unit, (encoding, width) in ENCODED.items():
        start, end = Columns(unit).of(replace(finding, finding=whole))
        raw = finding.segment.hypothesis.encode(encoding)
        assert raw[(start - 1) * width : (end - 1) * width].decode(encoding) == flagged


def test_what_stands_before_a_text_on_its_line_is_read_from_the_file(tmp_path):
    table = tmp_path / "news.tsv"
    table.write_text(f"source\thypothesis\nIl sindaco 📰\t{EMOJI}\n", "utf-8")
    finding = placed(EMOJI, path=table, line=2, column=14)
    assert [Columns(unit).of(finding) for unit in ("code points", "UTF-16", "UTF-8")] == [(16, 23), (18, 25), (22, 29)]
    table.write_text(f"source\thypothesis\nchanged\t{EMOJI}\n", "utf-8")
    assert Columns("code points").of(finding) == (16, 23)
    assert Columns("UTF-8").of(finding) is None
    table.unlink()
    assert Columns("UTF-16").of(finding) is None


def test_a_column_that_is_not_known_is_left_out():
    lines = [json.loads(line) for line in written("rdjsonl", REPORTS["judged"]).splitlines()]
    assert lines[0]["location"]["range"] == {"start": {"line": 2}}
    assert lines[0]["suggestions"] == []
    region = sarif_run("judged")["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "snippet": {"text": "Nessun ferito."}}


def test_columns_of_a_long_line_cost_no_more_than_its_length():
    text = "é " * 50_000
    finding = placed(text + "resigns")
    columns = Columns("UTF-8")
    ends = [
        columns.of(replace(finding, finding=replace(finding.finding, start=at, end=at + 1))) for at in range(100_000)
    ]
    assert ends[-1] == (149_999 + 1, 150_001)


# -- what is told -------------------------------------------------------------------------------------------------


def test_findings_are_told_the_worst_first():
    found = [placed.finding.severity for placed in told.new_findings(REPORTS["judged"])]
    assert found == ["critical", "major", "minor", "minor", "neutral"]
    for name in ("sarif", "rdjsonl", "gitlab", "github"):
        text = written(name, REPORTS["judged"])
        assert text.index("Nothing stands for") < text.index("takes no form of") < text.index("A headline may begin")


def test_what_a_baseline_knows_is_told_by_no_format():
    known = next(iter(placed_findings(NEWS.documents)))
    report = REPORTS["judged"]
    report = replace(report, judgement=replace(report.judgement, known=frozenset({known.fingerprint})))
    for name in FORMATS:
        assert known.finding.message in written(name, REPORTS["judged"])
        assert known.finding.message not in written(name, report)


@pytest.mark.parametrize(
    ("severity", "confidence", "expected"),
    [
        ("critical", "high", "error"),
        ("major", "high", "error"),
        ("major", "medium", "warning"),
        ("critical", "low", "warning"),
        ("minor", "high", "warning"),
        ("neutral", "high", "note"),
    ],
)
def test_an_error_is_severe_and_sure(severity, confidence, expected):
    assert told.level(replace(placed(PLAIN).finding, severity=severity, confidence=confidence)) == expected


PATHS = {
    "news/a.txt": "news/a.txt",
    "./news/../news/a.txt": "news/a.txt",
    "{here}/news/a.txt": "news/a.txt",
    "/elsewhere/a.txt": "/elsewhere/a.txt",
    "../a.txt": "../a.txt",
}


@pytest.mark.parametrize(("path", "expected"), PATHS.items(), ids=PATHS)
def test_paths_are_relative_to_the_working_directory(path, expected):
    assert told.path(placed(PLAIN, path=path.format(here=Path.cwd()))) == expected


# -- SARIF --------------------------------------------------------------------------------------------------------

URIS = {
    "news/a b.txt": "news/a%20b.txt",
    "新闻.txt": "%E6%96%B0%E9%97%BB.txt",
    "a#b?c%d.txt": "a%23b%3Fc%25d.txt",
    "c:a.txt": "c%3Aa.txt",
    "/tmp/a.txt": "file:///tmp/a.txt",
    b"caff\xe8.txt".decode(errors="surrogateescape"): "caff%E8.txt",
    "\ud800.txt": "%3F.txt",
}


@pytest.mark.parametrize(("path", "expected"), URIS.items(), ids=map(ascii, URIS))
def test_a_path_becomes_a_uri(path, expected):
    assert sarif.uri(path) == expected


MESSAGES = {
    "the placeholder {0} is lost": "the placeholder {{0}} is lost",
    "the placeholder {name} is lost": "the placeholder {name} is lost",
    "see [here](https://example.org)": "see \\[here](https://example.org)",
    "a list [1] (of one)": "a list [1] (of one)",
}


@pytest.mark.parametrize(("text", "expected"), MESSAGES.items())
def test_no_part_of_a_message_means_anything_to_sarif(text, expected):
    assert sarif.message(text) == expected


@pytest.mark.parametrize("key", ["judged", "hostile"])
def test_sarif_has_what_code_scanning_asks_for(key):
    run = sarif_run(key)
    rules = run["tool"]["driver"]["rules"]
    assert run["results"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["properties"]["precision"] in {"high", "medium", "low"}
        assert rule["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert re.fullmatch(r"[0-9a-f]{16}:1", result["partialFingerprints"]["primaryLocationLineHash"])
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert urlsplit(uri).scheme in {"", "file"}
        assert urlsplit(uri).path.isascii()
        assert unquote(uri)


def test_sarif_says_what_no_finding_says():
    (invocation,) = sarif_run("judged")["invocations"]
    assert (invocation["exitCode"], invocation["executionSuccessful"]) == (2, False)
    assert "BLEU of the corpus at least 50: 38.00" in [
        told["message"]["text"] for told in invocation["toolExecutionNotifications"]
    ]


def test_sarif_keeps_the_worst_within_the_limit(monkeypatch):
    monkeypatch.setattr(sarif, "MOST_RESULTS", 2)
    run = json.loads(written("sarif", REPORTS["judged"]))["runs"][0]
    assert [result["properties"]["severity"] for result in run["results"]] == ["critical", "major"]
    assert len(run["tool"]["driver"]["rules"]) == 2
    messages = [told["message"]["text"] for told in run["invocations"][0]["toolExecutionNotifications"]]
    assert messages[-1].startswith("3 more findings are left out here")


def test_a_rule_is_described_in_its_own_words(monkeypatch):
    monkeypatch.undo()
    rule, fault = (
        replace(placed(PLAIN), finding=replace(placed(PLAIN).finding, rule=name))
        for name in ("en/auxiliary/be-unaccusative", "accuracy/number/added")
    )
    by_fault, by_rule = descriptions.descriptions([rule, fault])
    assert (by_fault.id, by_rule.id) == ("accuracy/number/added", "en/auxiliary/be-unaccusative")
    assert "Wrong: " in by_rule.help
    assert len(by_rule.why) > 40
    assert len(by_fault.why) > 20


# -- JUnit and TAP ------------------------------------------------------------------------------------------------


def results(key):
    root = etree.fromstring(written("junit", REPORTS[key]).encode())
    return {
        (case.get("classname"), case.get("name")): case[0].tag if len(case) else "passed"
        for case in root.iterfind(".//testcase")
    }


def test_a_case_for_each_condition_and_document():
    assert results("judged") == {
        ("mtqa.gate", "no finding that is major or worse, at high confidence"): "failure",
        ("mtqa.gate", "BLEU of the corpus at least 50"): "failure",
        ("mtqa.gate", "COMET of the corpus within its limits"): "error",
        ("mtqa.gate", "quality of each document at least 50"): "failure",
        ("mtqa.document", "harbour"): "system-out",
        ("mtqa.document", "flood"): "failure",
        ("mtqa.document", "council"): "passed",
    }


def test_without_a_gate_a_document_fails_by_what_is_severe_and_sure():
    assert results("not judged") == {
        ("mtqa.document", "harbour"): "system-out",
        ("mtqa.document", "flood"): "failure",
        ("mtqa.document", "council"): "passed",
    }


def test_what_was_not_checked_has_not_passed():
    assert results("nothing scored") == {("mtqa.document", "harbour"): "skipped"}
    assert written("tap", REPORTS["nothing scored"]).splitlines()[-1].endswith("# SKIP no rule or check ran")
    assert results("no condition")["mtqa.gate", "some condition"] == "error"


def test_a_document_is_blamed_for_what_fails_only():
    allowed = replace(LIMITS.document[0], allow=1)
    report = judged(NEWS, Thresholds(fail_on=None, document=(allowed,)))
    assert report.judgement.outcome == "passed"
    assert "<failure" not in written("junit", report)


@pytest.mark.parametrize("key", REPORTS)
def test_tap_numbers_its_points_as_planned(key):
    first, plan, *lines = written("tap", REPORTS[key]).splitlines()
    assert first == "TAP version 14"
    points = [line for line in lines if not line.startswith("  ")]
    assert plan == f"1..{len(points)}"
    for number, point in enumerate(points, start=1):
        assert re.fullmatch(rf"(not )?ok {number} - ([^#\\]|\\[#\\])+( # SKIP .*)?", point), point
    names = {point.partition(" - ")[2] for point in points}
    assert len(names) == len(points)
    for line in lines:
        if "    - " in line[:6]:
            json.loads(line[6:])


# -- GitHub -------------------------------------------------------------------------------------------------------

COMMAND = re.compile(r"::(error|warning|notice) ([^:\r\n]*)::([^\r\n]*)\n")


def unescaped(text):
    for escape, character in (("%2C", ","), ("%3A", ":"), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(escape, character)
    return text


def commands(text):
    """Level, properties and message of each command, read as the runner reads them; nothing else may stand there."""
    assert COMMAND.sub("", text) == ""
    for level, properties, message in COMMAND.findall(text):
        pairs = (pair.partition("=") for pair in properties.split(","))
        yield level, {key: unescaped(value) for key, _, value in pairs}, unescaped(message)


@pytest.mark.parametrize("key", REPORTS)
def test_annotations_keep_within_what_is_shown(key):
    found = list(commands(written("github", REPORTS[key])))
    counts = Counter(level for level, _, _ in found)
    assert all(count <= github_writer.MOST for count in counts.values())
    total = len(told.new_findings(REPORTS[key]))
    shown = sum("file" in properties for _, properties, _ in found)
    rest = [message for _, properties, message in found if properties == {"title": "mtqa"}]
    left_out = int(rest[0].partition(" ")[0].replace(",", "")) if rest else 0
    assert shown + left_out == total


def test_the_worst_of_many_are_annotated():
    report = REPORTS["hostile"]
    assert Counter(level for level, *_ in commands(written("github", report)))["error"] == github_writer.MOST
    assert all(
        "(critical)" in properties["title"]
        for level, properties, _ in commands(written("github", report))
        if level == "error"
    )


def test_an_annotation_says_the_very_text():
    header = samples.header("a", path="news/50%, a:b.txt")
    (scored,) = samples.scored(header, [(None, EMOJI)])
    marked = samples.flagged(scored, ("resigns", {"message": "50% off::warning file=x::y"}))
    report = build(samples.judged(samples.evaluation([samples.document(header, (marked,))])))
    ((level, properties, message),) = commands(written("github", report))
    assert (level, message) == ("error", "50% off::warning file=x::y")
    assert properties == {
        "file": "news/50%, a:b.txt",
        "line": "1",
        "endLine": "1",
        "col": "4",
        "endColumn": "11",
        "title": "mtqa en/auxiliary/be-unaccusative (major)",
    }


# -- Markdown -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", REPORTS)
def test_markdown_shows_texts_as_they_stand(key):
    text = written("markdown", REPORTS[key])
    assert len(text) <= 65_536
    html = MarkdownIt("commonmark").enable("table").render(text)
    assert not re.search(r"<(?!/?(h2|h3|p|table|thead|tbody|tr|th|td|ul|li|strong|em|code|br)\b|!-- -->)", html)
    rows = [row.count("<td>") for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if "<td>" in row]
    assert set(rows) <= {3, 4, 5, 6, 7}
    assert not re.search(r"@[^<]", text)


def test_a_summary_that_is_too_long_says_so(monkeypatch):
    monkeypatch.setattr(markdown_writer, "LONGEST", 300)
    text = written("markdown", REPORTS["judged"])
    assert len(text) < 400
    assert text.endswith("*This summary is cut: see the report.*\n")
