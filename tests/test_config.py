"""The configuration: what is broken and how it is told, its schema, and `mtqa config show`."""

import json
import subprocess
import sys
import tomllib
from dataclasses import fields, replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import mtqa.config
from mtqa.checks import faults
from mtqa.cli.options import check_identifiers
from mtqa.config import Config, gate, load, overrides
from mtqa.config.toml import encoded, settings
from mtqa.errors import ConfigError
from mtqa.evaluation.naming import Names
from mtqa.rules import Rules

SCHEMA = json.loads((Path(mtqa.__file__).parent / "schema" / "config.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
DOCS = Path(__file__).parents[1] / "docs"


def run(*arguments, cwd):
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


# What is wrong by the shape of the file alone: the schema tells it too.
BROKEN = {
    "an unknown key": ("metric = ['bleu']", "metric: unknown key; did you mean metrics?"),
    "a key like none": ("xyz = 'red'", "xyz: unknown key; the keys are language_pair, metrics,"),
    "a table as a text": ("language_pair = { source = 'it' }", "language_pair: {'source': 'it'} is not a string"),
    "a name of a language": (
        "language_pair = 'Italian-English'",
        "language_pair: 'Italian-English' is no language pair; write",
    ),
    "a number of metrics": ("metrics = 3", 'metrics: 3 is not a list of names, such as ["bleu", "chrf"]'),
    "no metric": ("metrics = []", "metrics: [] is not a list of names"),
    "an empty name": ("ignore = ['style', '']", "ignore: ['style', ''] is not a list of names"),
    "columns in a list": ("columns = ['mt']", "columns: ['mt'] is not a table of column names, such as {"),
    "a column by number": ("columns = { hypothesis = 2 }", "columns: {'hypothesis': 2} is not a table of column"),
    "a flag as a text": ("report = 'no'", "report: 'no' is not true or false"),
    "a flag as a number": ("quiet = 1", "quiet: 1 is not true or false"),
    "no process": ("jobs = 0", "jobs: 0 is not a number of processes, 1 or more"),
    "processes as a flag": ("jobs = true", "jobs: True is not a number of processes"),
    "a folder by number": ("output = 3", "output: 3 is not a string"),
    "paths by number": ("rules = [1]", 'rules: [1] is not a list of paths, such as ["house-rules/"]'),
    "an empty path": ("glossary = ['']", "glossary: [''] is not a list of paths"),
    "ignores in a list": (
        "per_file_ignores = ['style']",
        "per_file_ignores: ['style'] is not a table of file patterns",
    ),
    "ignores by number": ("per_file_ignores = { '*.po' = 1 }", "per_file_ignores.*.po: 1 is not a list of names"),
    "a check as a number": ("checks.copies = 1", "checks.copies: 1 is not a table of numbers"),
    "checks as a number": ("checks = 1", "checks: 1 is not a table of checks, such as [checks.copies]"),
    "a setting as a text": ("checks.omission.deviation = '4'", "checks.omission.deviation: '4' is not a number"),
    "a severity of its own": (
        "severities = { 'markup' = 'bad' }",
        "severities.markup: 'bad' is not one of neutral, minor",
    ),
    "a list of severities": (
        "severities = { 'markup' = ['minor'] }",
        "severities.markup: ['minor'] is not one of neutral",
    ),
    "severities in a list": ("severities = ['minor']", "severities: ['minor'] is not a table of severities"),
    "a single override": ("[overrides]\npaths = ['a']", "is not a list of tables, each headed [[overrides]]"),
    "an override by name": ("overrides = ['a']", "overrides[1]: 'a' is not a table of paths, language_pairs, select"),
    "an override of nothing": (
        "[[overrides]]\nignore = ['style']",
        "overrides[1]: is for every document; name paths or",
    ),
    "a key below its place": (
        "[gate]\nfail_on = 'major'\nmetrics = ['bleu']",
        "gate.metrics: is a key of the whole file; put metrics above the first table, such as [gate]",
    ),
    "an unknown override": ("[[overrides]]\npath = ['a']", "overrides[1].path: unknown key; did you mean paths?"),
    "the second override": (
        "[[overrides]]\npaths = ['a']\nignore = 'style'\n[[overrides]]\npaths = []",
        "overrides[2].paths: [] is not a list of names",
    ),
    "a pair as a text": (
        "[[overrides]]\nlanguage_pairs = 'it-en'\nignore = 'x'",
        "is not a list of language pairs, such as",
    ),
    "an unknown pair": ("[[overrides]]\nlanguage_pairs = ['it>en']\nignore = 'x'", "'it>en' is no language code"),
    "a severity in an override": (
        "[[overrides]]\npaths = ['a']\nseverities = { markup = 1 }",
        "overrides[1].severities.markup: 1 is not one of neutral",
    ),
    "a gate in an override": (
        "[[overrides]]\npaths = ['a']\ngate.fail_on = 'minor'",
        "overrides[1].gate.fail_on: unknown key",
    ),
    "a limit in an override": (
        "[[overrides]]\npaths = ['a']\ngate.document.quality.max_drop = 1",
        "overrides[1].gate.document.quality.max_drop: unknown key; the keys are min, max, allow",
    ),
}

# What only mtqa can tell.
UNUSABLE = {
    "an unknown language": ("language_pair = 'cz-en'", "language_pair: unknown language code 'cz'; did you mean cs?"),
    "an unknown metric": ("metrics = ['blue']", "metrics: unknown metric 'blue'; choose from bleu, chrf,"),
    "an unknown tokeniser": ("tokenizer = '14a'", "tokenizer: '14a' is none of 13a, zh, intl,"),
    "an unknown input format": ("input_format = 'docx'", "input_format: 'docx' is none of "),
    "an unknown format": ("format = 'pdf'", "format: 'pdf' is none of terminal, json,"),
    "an unknown encoding": ("encoding = 'utf-9'", "encoding: 'utf-9' is no encoding; try utf-8"),
    "an unknown check": (
        "checks.copies.refrence_share = 0.4",
        "checks.copies.refrence_share: no check has this setting; did you mean checks.copies.reference_share?",
    ),
    "a check like none": ("checks.x.y = 4", "checks.x.y: no check has this setting; there are "),
    "an unknown fault": (
        "severities = { 'accuracy/number/chnged' = 'minor' }",
        "severities.accuracy/number/chnged: no rule or check has this id; did you mean accuracy/number/changed?",
    ),
    "an unknown rule": (
        "severities = { 'en/auxilary/be-unaccusative' = 'minor' }",
        "severities.en/auxilary/be-unaccusative: no rule or check has this id; did you mean en/auxiliary/be-unac",
    ),
    "a rule like none": (
        "severities = { 'xyz/q' = 'minor' }",
        "severities.xyz/q: no rule or check has this id; mtqa rules list and mtqa checks name them, and rules = [...]",
    ),
    "a rule of a language without rules": ("severities = { 'qu/x/y' = 'minor' }", "no rule or check has this id"),
    "the severity of a family": (
        "severities = { 'en/auxiliary' = 'minor' }",
        "severities.en/auxiliary: is no id but begins several; name each, such as en/auxiliary/",
    ),
    "the severity of a category": (
        "severities = { 'fluency/grammar' = 'minor' }",
        "severities.fluency/grammar: is no id but begins several; name each",
    ),
    "an unknown fault in an override": (
        "[[overrides]]\npaths = ['a']\nseverities = { 'accuracy/number/chnged' = 'minor' }",
        "overrides[1].severities.accuracy/number/chnged: no rule or check has this id; did you mean accuracy/number/",
    ),
    "an unknown rule in an override": (
        "[[overrides]]\npaths = ['a']\nseverities = { 'en/headline/x' = 'minor' }",
        "overrides[1].severities.en/headline/x: no rule or check has this id",
    ),
    "findings of an unknown category": (
        "[gate.findings]\n'accuracy/numbr' = { max = 0 }",
        "gate.findings.accuracy/numbr: 'accuracy/numbr' is the beginning of no rule or category; did you mean accuracy",
    ),
    "findings of a pattern that fits nothing": (
        "[gate.findings]\n'fluncy/*' = { max = 0 }",
        "gate.findings.fluncy/*: 'fluncy' is the beginning of no rule or category; did you mean fluency?",
    ),
    "findings of a star within": ("[gate.findings]\n'*/number' = { max = 0 }", "'*/number' is the beginning of no"),
    "an unknown rule in files": (
        "per_file_ignores = { '*.po' = ['style', 'en/headlin'] }",
        "per_file_ignores.*.po: 'en/headlin' is the beginning of no rule or category; did you mean en/headline?",
    ),
    "an override without effect": (
        "[[overrides]]\npaths = ['a']\ngate.document = {}",
        "overrides[1]: changes nothing; give it one of select, ignore, severities, gate",
    ),
    "an unknown selector": (
        "select = ['fluncy']",
        "mtqa.toml: select: 'fluncy' is the beginning of no rule or category; did you mean fluency?",
    ),
    "an unknown selector in an override": (
        "[[overrides]]\npaths = ['a']\nignore = ['fluncy']",
        "mtqa.toml: overrides[1].ignore: 'fluncy' is the beginning of no rule or category; did you mean fluency?",
    ),
    "an unknown field": ("columns = { hypotesis = 'mt' }", "hypotesis"),
    "rules that are not there": ("rules = ['none/']", "none"),
    "a glossary that is not there": ("glossary = ['none.csv']", "none.csv"),
    "a vocabulary that is not there": ("vocabulary = ['none.txt']", "none.txt: cannot be read"),
    "no TOML": ("metrics = [", "is not TOML"),
    "a key twice": ("jobs = 1\njobs = 2", "is not TOML"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_configuration_is_one_error_with_its_place(text, message, tmp_path):
    path = tmp_path / "mtqa.toml"
    path.write_text(f"{text}\n", "utf-8")
    with pytest.raises(ConfigError) as raised:
        load(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("text", [text for text, _ in BROKEN.values()], ids=BROKEN)
def test_the_schema_tells_what_is_broken(text):
    assert not VALIDATOR.is_valid(tomllib.loads(text))


@pytest.mark.parametrize(("text", "message"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_configuration_that_cannot_be_used_is_one_error(text, message, tmp_path):
    (tmp_path / "mtqa.toml").write_text(f"{text}\n", "utf-8")
    (tmp_path / "news.tsv").write_text("source\thypothesis\nCiao a tutti.\tHello everyone.\n", "utf-8")
    done = run("gate", "news.tsv", *([] if "language_pair" in text else ["-l", "it-en"]), cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("mtqa: error: ")


@pytest.fixture
def own_rules(tmp_path):
    """What makes a configuration beside a pack of rules, by its text."""
    (tmp_path / "house" / "style").mkdir(parents=True)
    (tmp_path / "house" / "style" / "very.toml").write_text("a rule that cannot be read has its name", "utf-8")

    def made(text):
        path = tmp_path / "mtqa.toml"
        path.write_text(f"rules = ['house']\n{text}\n", "utf-8")
        return load(path)

    return made


def test_rules_of_a_pack_have_names(own_rules):
    check_identifiers(own_rules("severities = { 'house/style/very' = 'minor' }\ngate.findings.house = { max = 1 }"))
    with pytest.raises(ConfigError, match=r"did you mean house/style/very\?"):
        check_identifiers(own_rules("severities = { 'house/style/vry' = 'minor' }"))
    with pytest.raises(ConfigError, match=r"did you mean house/style\?"):
        check_identifiers(own_rules("gate.findings.'house/styl/*' = { max = 1 }"))


@pytest.mark.parametrize("name", ["*", "en/*", "fluency", "fluency/", "accuracy/number/changed", "markup*"])
def test_a_limit_on_findings_may_be_on(name, own_rules):
    check_identifiers(own_rules(f"[gate.findings]\n'{name}' = {{ max = 1 }}"))


def test_every_rule_and_fault_has_its_name():
    """The names are taken from the paths of files; the rules themselves say the same."""
    known = Names.known()
    rules = Rules.load(low=True).rules
    assert known.ids == {rule.id for rule in rules} | {fault.id for fault in faults()}
    for each in (*rules, *faults()):
        assert known.fault_of_id(each.id) is None
        assert known.fault_of_selector(each.category) is None


EVERYTHING = """
language_pair = "it-en"
metrics = ["bleu", "ter"]
tokenizer = "13a"
input_format = "tsv"
encoding = "utf-8"
columns = { hypothesis = "mt out" }
format = "json"
output = "out"
report = false
jobs = 2
quiet = true
rules = ["house-rules"]
select = ["accuracy", "fluency"]
ignore = "style, en/headline"
extend_select = ["style/unidiomatic"]
glossary = ["terms.csv"]
vocabulary = ["names.txt"]
baseline = "accepted.json"

[per_file_ignores]
"opinion/*.html" = ["en/fragment"]

[checks.omission]
deviation = 3.5

[severities]
"accuracy/number/changed" = "critical"

[gate]
fail_on = "never"
confidence = "medium"
[gate.corpus]
BLEU = { min = 30, max = 99.5, max_drop = 1.0 }
[gate.document]
quality = { min = 70, allow = 2 }
[gate.findings]
"fluency/*" = { max = 10, max_per_1000_words = 3 }

[[overrides]]
paths = ["opinion/*", "*.po"]
language_pairs = ["it-en", "en"]
select = ["accuracy"]
ignore = ["style"]
severities = { "markup/missing" = "minor" }
gate.document.quality = { max = 99 }

[[overrides]]
language_pairs = ["de-en"]
ignore = ["fluency/grammar"]
"""


def test_the_schema_is_a_schema_and_knows_every_key():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    VALIDATOR.validate(tomllib.loads(EVERYTHING))
    own = SCHEMA["properties"]
    assert list(own) == list(mtqa.config.READERS)
    limits = own["gate"]["properties"]
    assert list(limits) == list(gate.READERS)
    assert list(limits["corpus"]["additionalProperties"]["properties"]) == list(gate.CORPUS_READERS)
    assert list(limits["findings"]["additionalProperties"]["properties"]) == list(gate.FINDING_READERS)
    documents = SCHEMA["definitions"]["document_limits"]["additionalProperties"]["properties"]
    assert list(documents) == list(gate.DOCUMENT_READERS)
    assert list(own["overrides"]["items"]["properties"]) == list(overrides.READERS)
    assert set(mtqa.config.READERS) == {each.name for each in fields(Config)} - {"file", "origins"}
    assert all("description" in key for key in own.values())


def test_the_schema_names_the_defaults():
    defaults = {key: each["default"] for key, each in SCHEMA["properties"].items() if "default" in each}
    config = Config(metrics=("bleu", "chrf", "chrf++"), encoding="utf-8")
    assert {setting.key: setting.value for setting in settings(config) if setting.key in defaults} == defaults


def test_every_key_is_documented():
    page = (DOCS / "configuration.md").read_text("utf-8")
    for key in (*mtqa.config.READERS, *overrides.READERS, *gate.READERS, *gate.CORPUS_READERS, *gate.DOCUMENT_READERS):
        assert f"`{key}`" in page, key


def test_the_examples_of_the_documentation_are_configurations(tmp_path):
    page = (DOCS / "configuration.md").read_text("utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```toml\n")[1:]]
    assert len(blocks) >= 2
    for block in blocks:
        (tmp_path / "mtqa.toml").write_text(block, "utf-8")
        load(tmp_path / "mtqa.toml")
        VALIDATOR.validate(tomllib.loads(block))


def test_what_is_shown_reads_back_as_the_configuration(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mtqa.toml").write_text(EVERYTHING, "utf-8")
    Path("house-rules").mkdir()
    Path("shown.toml").write_text(run("config", "show", cwd=tmp_path).stdout, "utf-8")
    first, again = load(Path("mtqa.toml")), load(Path("shown.toml"))
    assert replace(again, file=None, origins={}) == replace(first, file=None, origins={})
    assert again.jobs == 2


def test_every_value_is_shown_with_its_origin(tmp_path):
    below = tmp_path / "news"
    below.mkdir()
    (tmp_path / "mtqa.toml").write_text('ignore = ["style"]\njobs = 2\n[gate]\nfail_on = "minor"\n', "utf-8")
    done = run("config", "show", "news/a.txt", "-j", "1", "-m", "ter", "--column", "source=de", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = {line.rpartition("  # ")[0].strip(): line.rpartition("  # ")[2] for line in done.stdout.splitlines()[1:]}
    assert done.stdout.startswith("# configuration: mtqa.toml\n")
    assert {line: lines[line] for line in lines if lines[line] != "default"} == {
        "jobs = 1": "option",
        'metrics = ["ter"]': "option",
        'columns.source = "de"': "option",
        'ignore = ["style"]': "mtqa.toml",
        'gate.fail_on = "minor"': "mtqa.toml",
    }
    assert lines['gate.confidence = "high"'] == "default"
    assert lines["# tokenizer is not set: what fits the target language"] == "default"
    members = json.loads(run("config", "show", "news/a.txt", "-f", "json", cwd=tmp_path).stdout)
    assert members["file"] == "mtqa.toml"
    assert {"key": "jobs", "value": 2, "from": "file"} in members["values"]
    assert {"key": "baseline", "value": None, "from": "default"} in members["values"]


def test_what_means_nothing_is_not_shown(tmp_path):
    (tmp_path / "mtqa.toml").write_text("gate.findings.'fluncy/*' = { max = 0 }\n", "utf-8")
    done = run("config", "show", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean fluency?" in done.stderr


def test_without_a_file_all_values_are_defaults(tmp_path):
    shown = run("config", "show", cwd=tmp_path).stdout
    assert shown.startswith("# configuration: none found")
    assert all(line.endswith("  # default") for line in shown.splitlines()[1:])
    assert json.loads(run("config", "show", "-f", "json", cwd=tmp_path).stdout)["file"] is None


def test_the_schema_is_printed_for_editors(tmp_path):
    assert json.loads(run("config", "schema", cwd=tmp_path).stdout) == SCHEMA


values = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_what_is_encoded_is_toml_that_can_be_seen(value):
    text = encoded(value)
    assert tomllib.loads(f"key = {text}")["key"] == value
    assert text.isprintable()
