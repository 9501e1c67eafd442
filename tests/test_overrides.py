"""What holds in some documents only: whom an override covers, what it changes in a run and in a gate."""

import subprocess
import sys
from dataclasses import replace

import pytest

from mtqa.evaluation import Settings, evaluate_items
from mtqa.evaluation.checking import CheckSettings
from mtqa.gate import judge
from mtqa.model import DocumentHeader, LanguagePair, Segment
from mtqa.overrides import Override, fits
from mtqa.text.languages import parse_pair
from mtqa.thresholds import ScoreLimit, Thresholds

PATHS = [
    ("opinion/*", "opinion/a.txt", True),
    ("opinion/*", "/home/desk/opinion/a.txt", True),
    ("opinion/*", "opinion/2024/a.txt", True),
    ("opinion/*", "counter-opinion/a.txt", False),
    ("opinion/*", "opinion.txt", False),
    ("*.po", "ui/de.po", True),
    ("*.po", "de.po", True),
    ("*.po", "de.pot", False),
    ("a?.txt", "news/a1.txt", True),
    ("a[12].txt", "news/a3.txt", False),
    ("A.txt", "a.txt", False),
]


@pytest.mark.parametrize(("pattern", "path", "expected"), PATHS)
def test_a_pattern_fits_a_path_or_its_end(pattern, path, expected):
    assert fits(pattern, path) is expected


PAIRS = [
    ("it-en", "it-en", True),
    ("it-en", "it-IT-en-GB", True),
    ("it-en", "de-en", False),
    ("it-en", "it-de", False),
    ("en", "de-en", True),
    ("en", "und-en", True),
    ("it-en", "und-en", False),
    ("it-en", "und", False),
]


@pytest.mark.parametrize(("wanted", "pair", "expected"), PAIRS)
def test_an_override_covers_languages(wanted, pair, expected):
    assert Override(language_pairs=(parse_pair(wanted),)).covers("a.txt", parse_pair(pair)) is expected


def test_an_override_of_paths_and_languages_wants_both():
    override = Override(paths=("opinion/*", "*.po"), language_pairs=(parse_pair("it-en"), parse_pair("de-en")))
    assert override.scope == "opinion/* or *.po in it-en or de-en"
    assert override.covers("de.po", LanguagePair("de", "en"))
    assert not override.covers("de.po", LanguagePair("fr", "en"))
    assert not override.covers("de.txt", LanguagePair("de", "en"))


FAULTY = "In the spring, are arrived some 300 workers."
RULE = "en/auxiliary/be-unaccusative"


def evaluated(*overrides, pair="it-en"):
    segments = [
        Segment(header=DocumentHeader(document=name, path=f"{name}.txt"), segment="1", hypothesis=FAULTY)
        for name in ("news/a", "opinion/b")
    ]
    settings = Settings(language_pair=parse_pair(pair), resamples=1, checks=CheckSettings(overrides=overrides))
    return evaluate_items(segments, settings)


def severities(evaluation):
    found = []
    for document in evaluation.documents:
        by_rule = {each.rule: each.severity for segment in document.segments for each in segment.findings}
        found.append(by_rule.get(RULE))
    return found


OPINION = Override(paths=("opinion/*",))
CHANGES = {
    "nothing": ((), ["major", "major"]),
    "ignored": ((replace(OPINION, ignore=("en/auxiliary",)),), ["major", None]),
    "not selected": ((replace(OPINION, select=("accuracy",)),), ["major", None]),
    "selected": ((replace(OPINION, select=("fluency",)),), ["major", "major"]),
    "less severe": ((replace(OPINION, severities=((RULE, "minor"),)),), ["major", "minor"]),
    "the last severity": (
        (replace(OPINION, severities=((RULE, "minor"),)), Override(severities=((RULE, "critical"),))),
        ["critical", "critical"],
    ),
    "the run's languages": (
        (Override(language_pairs=(LanguagePair("it", "en"),), ignore=("fluency",)),),
        [None, None],
    ),
    "other languages": ((Override(language_pairs=(LanguagePair("de", "en"),), ignore=("fluency",)),), ["major"] * 2),
}


@pytest.mark.parametrize(("overrides", "expected"), CHANGES.values(), ids=CHANGES)
def test_an_override_changes_the_findings_of_what_it_covers(overrides, expected):
    assert severities(evaluated(*overrides)) == expected


def test_what_an_override_accepts_is_told_and_in_the_signature():
    plain, ignoring = evaluated(), evaluated(replace(OPINION, ignore=("en/auxiliary", "markup")))
    assert "1 finding accepted: 1 by overrides" in ignoring.notes
    assert "overrides[1] does not need to ignore markup; take it out" in ignoring.notes
    assert plain.signatures["quality"] != ignoring.signatures["quality"]
    elsewhere = evaluated(Override(paths=("sport/*",), ignore=("markup",)))
    assert "overrides[1] covers no document of this run: sport/*" in elsewhere.notes
    limits = evaluated(replace(OPINION, document=(ScoreLimit(score="quality", min=1),)))
    assert limits.signatures == plain.signatures


def conditions(limits, *overrides):
    thresholds = Thresholds(fail_on=None, document=limits)
    judgement = judge(evaluated(), thresholds, overrides=overrides)
    return [(verdict.condition, verdict.outcome) for verdict in judgement.verdicts]


QUALITY = ScoreLimit(score="quality", min=90)


def limited(least, *paths, score="quality"):
    return Override(paths=paths, document=(ScoreLimit(score=score, min=least),))


LIMITS = {
    "no override": ((QUALITY,), (), [("quality of each document at least 90", "failed")]),
    "some documents": (
        (QUALITY,),
        (limited(10, "opinion/*"),),
        [
            ("quality of each other document at least 90", "failed"),
            ("quality of each document of opinion/* at least 10", "passed"),
        ],
    ),
    "every document": (
        (QUALITY,),
        (limited(10, "*.txt"),),
        [("quality of each document of *.txt at least 10", "passed")],
    ),
    "an override alone": (
        (),
        (limited(90, "opinion/*"),),
        [("quality of each document of opinion/* at least 90", "failed")],
    ),
    "the last one holds": (
        (),
        (limited(90, "*.txt"), limited(10, "opinion/*")),
        [
            ("quality of each document of *.txt at least 90", "failed"),
            ("quality of each document of opinion/* at least 10", "passed"),
        ],
    ),
    "no document": ((QUALITY,), (limited(10, "sport/*"),), [("quality of each document at least 90", "failed")]),
    "no such score": (
        (),
        (limited(10, "sport/*", score="qualty"),),
        [("qualty of each document of sport/* within its limits", "unjudged")],
    ),
}


@pytest.mark.parametrize(("limits", "overrides", "expected"), LIMITS.values(), ids=LIMITS)
def test_a_document_is_judged_by_one_limit_on_a_score(limits, overrides, expected):
    assert conditions(limits, *overrides) == expected


def test_a_gate_on_the_command_line_obeys_overrides(tmp_path):
    (tmp_path / "opinion").mkdir()
    (tmp_path / "opinion" / "b.txt").write_text(f"{FAULTY}\n", "utf-8")
    (tmp_path / "mtqa.toml").write_text('language_pair = "it-en"\ngate.document.quality = { min = 80 }\n', "utf-8")
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", "gate", "opinion/b.txt", "-o", "reports"]

    def gate(*arguments):
        return subprocess.run(
            [*command, *arguments], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
        )

    assert gate().returncode == 1
    with (tmp_path / "mtqa.toml").open("a", encoding="utf-8") as file:
        file.write('[[overrides]]\npaths = ["opinion/*"]\nseverities = { "en/auxiliary/be-unaccusative" = "minor" }\n')
        file.write("gate.document.quality = { min = 5 }\n")
    done = gate()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "quality of each document of opinion/* at least 5: 0 of 1 documents outside" in done.stdout
    command[4:] = ["reports"]
    assert gate().stdout == done.stdout
