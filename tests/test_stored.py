"""A stored run is read again as it was written; what is no run is one clear error."""

import gzip
import hashlib
import io
import json
from importlib.resources import files

import pytest
import samples
from jsonschema import Draft202012Validator

from mtqa.errors import InputError
from mtqa.evaluation.stored import SEGMENTS_NAME, is_run, open_run, read_run
from mtqa.gate import judge
from mtqa.gate.stored import judgement_of
from mtqa.report import build
from mtqa.scale.part import BINS
from mtqa.thresholds import Thresholds
from mtqa.writers import WRITERS, html, jsonl
from mtqa.writers import json as json_writer
from mtqa.writers import stored as stored_writer
from mtqa.writers.json import SUMMARY_FORMAT
from mtqa.writers.tables import TABLES

SAMPLES = (samples.news, samples.systems, samples.unscored, samples.unreferenced, samples.hostile)
EVALUATIONS = {sample.__name__: sample() for sample in SAMPLES}


def written(evaluation):
    out = io.StringIO()
    json_writer.write(build(evaluation), out)
    return out.getvalue()


@pytest.mark.parametrize("name", EVALUATIONS)
def test_what_is_read_is_what_was_written(name, tmp_path):
    text = written(EVALUATIONS[name])
    (tmp_path / "run.json").write_text(text, "utf-8")
    assert written(read_run(tmp_path)) == text
    assert read_run(tmp_path) == read_run(tmp_path / "run.json")
    assert is_run(tmp_path)
    assert is_run(tmp_path / "run.json")


@pytest.mark.parametrize("name", EVALUATIONS)
def test_pages_and_formats_show_nothing_that_is_not_stored(name, tmp_path):
    (tmp_path / "run.json").write_text(written(EVALUATIONS[name]), "utf-8")
    first, again = build(EVALUATIONS[name]), build(read_run(tmp_path))
    assert dict(html.pages(again)) == dict(html.pages(first))
    for writer in WRITERS.values():
        if writer.form == "text":
            assert shown(writer, again) == shown(writer, first), writer.name


def shown(writer, report):
    out = io.StringIO()
    writer.write(report, out)
    return out.getvalue()


BROKEN = {
    "no file": (None, "cannot be read"),
    "no JSON": ("news", "is not JSON"),
    "cut short": ('{"format": 1,', "is it complete"),
    "something else": ("[1]", "is no stored run"),
    "an object of something else": ('{"a": 1}', "is no stored run"),
    "a later format": ('{"format": 3}', "has format 3, this mtqa reads 1 and 2"),
    "no segments named": ('{"format": 2}', "is a damaged run"),
    "a part of a run": ('{"format": 1, "part": "2 of 3 documents"}', "shows a part of a run"),
    "deep": ("[" * 100_000, "is nested too deeply"),
    "a run without documents": ('{"format": 1}', "is a damaged run"),
}


@pytest.mark.parametrize(("text", "message"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_run_is_an_error(text, message, tmp_path):
    path = tmp_path / "run.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(InputError, match=message):
        read_run(path)


def test_any_key_that_is_missing_is_told(tmp_path):
    run = json.loads(written(EVALUATIONS["news"]))
    for key in run.keys() - {"tool", "corpus"}:
        path = tmp_path / "run.json"
        path.write_text(json.dumps({name: value for name, value in run.items() if name != key}), "utf-8")
        with pytest.raises(InputError):
            read_run(path)


def places(value, path=()):
    """Every place in a JSON value, of a list the first element only."""
    members = value.items() if isinstance(value, dict) else enumerate(value[:1]) if isinstance(value, list) else ()
    for key, member in members:
        yield (*path, key)
        yield from places(member, (*path, key))


@pytest.mark.parametrize("wrong", [None, 5, "x", [], 1e400], ids=repr)
def test_a_value_of_any_type_in_any_place_is_read_or_told_and_never_breaks_a_page(wrong, tmp_path):
    out = io.StringIO()
    evaluation = EVALUATIONS["news"]
    json_writer.write(build(evaluation, judge(evaluation, Thresholds(), None)), out)
    told = 0
    for *path, last in places(json.loads(out.getvalue())):
        run = place = json.loads(out.getvalue())
        for key in path:
            place = place[key]
        place[last] = wrong
        (tmp_path / "run.json").write_text(json.dumps(run), "utf-8")
        try:
            stored_run = open_run(tmp_path)
            report = build(stored_run.evaluation(), judgement_of(stored_run, stored_run.evaluation()))
        except InputError:
            told += 1
            continue
        assert dict(html.pages(report)), (path, last)
        json_writer.write(report, io.StringIO())
    assert told > 50


@pytest.mark.parametrize("sample", [samples.news, samples.systems, samples.hostile])
def test_a_judgement_is_read_as_it_was_written(sample, tmp_path):
    evaluation = sample()
    judgement = judge(evaluation, Thresholds(), None)
    out = io.StringIO()
    json_writer.write(build(evaluation, judgement), out)
    (tmp_path / "run.json").write_text(out.getvalue(), "utf-8")
    run = open_run(tmp_path)
    read = judgement_of(run, run.evaluation())
    assert read.outcome == judgement.outcome
    again = io.StringIO()
    json_writer.write(build(run.evaluation(), read), again)
    assert again.getvalue() == out.getvalue()
    assert [verdict.blamed for verdict in read.verdicts] == [verdict.blamed for verdict in judgement.verdicts]


def test_a_run_that_nobody_judged_has_no_judgement(tmp_path):
    (tmp_path / "run.json").write_text(written(EVALUATIONS["news"]), "utf-8")
    assert judgement_of(open_run(tmp_path), EVALUATIONS["news"]) is None


@pytest.fixture
def apart(monkeypatch):
    """Segments stand in a file of their own, however few they are."""
    monkeypatch.setattr(stored_writer, "MOST_SEGMENTS", 0)


def stored(evaluation, folder):
    folder.mkdir(exist_ok=True)
    return stored_writer.write_run(build(evaluation), folder)


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("name", EVALUATIONS)
def test_a_run_whose_segments_stand_apart_is_read_as_one_that_holds_them(name, tmp_path):
    first, second = stored(EVALUATIONS[name], tmp_path), stored(EVALUATIONS[name], tmp_path / "again")
    assert first == second
    assert SEGMENTS_NAME.fullmatch(first[0])
    assert [(tmp_path / each).read_bytes() for each in first] == [(tmp_path / "again" / e).read_bytes() for e in second]
    assert written(read_run(tmp_path)) == written(EVALUATIONS[name])
    lines = io.StringIO()
    jsonl.write(build(EVALUATIONS[name]), lines)
    assert gzip.decompress((tmp_path / first[0]).read_bytes()).decode() == lines.getvalue()


def test_few_segments_stand_in_the_run_itself(tmp_path):
    assert stored(EVALUATIONS["news"], tmp_path) == ["run.json"]
    assert (tmp_path / "run.json").read_text("utf-8") == written(EVALUATIONS["news"])


SCHEMA = files("mtqa") / "schema"


def schema_of_runs_apart():
    """The schema of format 2, which follows from that of format 1: what moved into the file is in the file's schema."""
    schema = json.loads((SCHEMA / "run-1.schema.json").read_text("utf-8"))
    schema |= {
        "$id": "urn:mtqa:run-2",
        "title": "A run of mtqa, format 2",
        "description": "What run.json holds where a run has many segments: these, with their findings, stand in the "
        "file that segments_file names. Keys may be added; those given here keep their meaning.",
    }
    schema["properties"]["format"]["const"] = 2
    schema["properties"]["segments_file"] = {
        "type": "object",
        "description": "the file beside this one that holds the segments: gzip, a line for each as "
        "segment-1.schema.json describes it, in the order of the documents",
        "properties": {
            "name": {"type": "string", "pattern": SEGMENTS_NAME.pattern.join("^$")},
            "segments": {"type": "integer", "minimum": 0},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$", "description": "of the bytes of the file"},
        },
        "required": ["name", "segments", "sha256"],
    }
    schema["required"] = ["segments_file" if key == "findings" else key for key in schema["required"]]
    for key in ("findings", "part"):
        del schema["properties"][key]
    del schema["$defs"]["document"]["properties"]["items"]
    schema["$defs"]["document"]["required"].remove("items")
    for name in ("item", "finding", "side"):
        del schema["$defs"][name]
    return schema


def test_the_schema_of_format_2_follows_from_that_of_format_1(request):
    """`pytest --update-golden` renews it."""
    text = json.dumps(schema_of_runs_apart(), indent=2) + "\n"
    if request.config.getoption("--update-golden"):
        (SCHEMA / "run-2.schema.json").write_text(text, "utf-8")
    assert (SCHEMA / "run-2.schema.json").read_text("utf-8") == text


def schema_of_summaries():
    """The schema of the summary of a run with tables: that of a run, of its worst documents, and `whole`."""
    schema = json.loads((SCHEMA / "run-1.schema.json").read_text("utf-8"))
    schema |= {
        "$id": "urn:mtqa:summary-1",
        "title": "The summary of a run of mtqa with tables, format summary-1",
        "description": "What mtqa score --tables prints with --format json, and the run.json beside its tables. "
        "documents and findings are those of the worst documents only, left_out names the first; whole counts all. "
        "Keys may be added; those given here keep their meaning.",
    }
    properties = schema["properties"]
    for key in ("part", "gate"):
        del properties[key]
    properties["format"]["const"] = SUMMARY_FORMAT
    properties["whole"] = {"$ref": "#/$defs/whole"}
    properties["documents"]["description"] = "the worst, in the order of the input; whole.shown_by says by what"
    properties["findings"]["description"] = "those of the documents that stand here"
    properties["left_out"]["description"] = "the first, and all documents that failed; whole.left_out counts all"
    schema["required"].append("whole")
    del schema["$defs"]["outcome"]
    schema["$defs"]["whole"] = schema_of_whole()
    return schema


def schema_of_whole():
    count = {"type": "integer", "minimum": 0}
    fired = {
        "rule": {"type": "string", "minLength": 1},
        "category": {"type": "string", "minLength": 1},
        "severity": {"enum": ["neutral", "minor", "major", "critical"]},
        "confidence": {"enum": ["low", "medium", "high"]},
        "findings": count,
    }
    by_score = {
        "type": "object",
        "additionalProperties": {"type": "array", "items": count, "minItems": BINS, "maxItems": BINS},
        "description": f"by metric, how many documents there are in each of {BINS} equal columns from 0 to 100; "
        "what lies outside counts in the outermost",
    }
    histogram = {"system": {"type": ["string", "null"]}, "documents_by_score": by_score}
    reason = {"reason": {"type": "string"}, "segments": count, "documents": count}
    members = {
        "tables": {"enum": sorted(TABLES), "description": "the format of the tables in tables/"},
        "bootstrap": {"enum": ["ordinary", "poisson"], "description": "the method of the intervals of scores"},
        "documents": count | {"description": "all there are"},
        "too_long": count | {"description": "the documents that are never shown in full for their length"},
        "shown_by": {
            "type": "object",
            "additionalProperties": count,
            "description": "by score, how many of the worst by it are shown",
        },
        "histograms": array_of(histogram),
        "findings": array_of(fired) | {"description": "all, counted"},
        "left_out": array_of(reason, required=["reason"])
        | {"description": "all, counted by reason: segments, or whole documents"},
    }
    members["left_out"]["items"]["oneOf"] = [{"required": ["segments"]}, {"required": ["documents"]}]
    return object_of(members) | {"description": "what is known of all documents, wherever they stand"}


def array_of(members, *, required=None):
    return {"type": "array", "items": object_of(members, required=required)}


def object_of(members, *, required=None):
    return {"type": "object", "properties": members, "required": required or list(members)}


def test_the_schema_of_summaries_follows_from_that_of_format_1(request):
    """`pytest --update-golden` renews it."""
    text = json.dumps(schema_of_summaries(), indent=2) + "\n"
    if request.config.getoption("--update-golden"):
        (SCHEMA / "summary-1.schema.json").write_text(text, "utf-8")
    assert (SCHEMA / "summary-1.schema.json").read_text("utf-8") == text


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("name", EVALUATIONS)
def test_a_run_whose_segments_stand_apart_follows_its_schema(name, tmp_path):
    validator = Draft202012Validator(json.loads((SCHEMA / "run-2.schema.json").read_text("utf-8")))
    validator.check_schema(validator.schema)
    stored(EVALUATIONS[name], tmp_path)
    run = json.loads((tmp_path / "run.json").read_text("utf-8"))
    validator.validate(run)
    for key in validator.schema["required"]:
        assert not validator.is_valid({name: value for name, value in run.items() if name != key})


def lost(file):
    file.unlink()


def cut(file):
    file.write_bytes(file.read_bytes()[:-9])


def another(file):
    file.write_bytes(gzip.compress(b'{"segment": "1"}\n'))


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize(
    ("harm", "message"), [(lost, "cannot be read"), (cut, "is not the file that"), (another, "is not the file that")]
)
def test_segments_that_are_not_those_of_the_run_are_told(harm, message, tmp_path):
    name, _ = stored(EVALUATIONS["news"], tmp_path)
    harm(tmp_path / name)
    with pytest.raises(InputError, match=message) as told:
        read_run(tmp_path)
    assert str(told.value).startswith(str(tmp_path / name))


FORGED = {
    "too few": lambda lines: lines[:-1],
    "in another order": lambda lines: lines[::-1],
    "of no segments": lambda lines: ["{}"] * len(lines),
    "no JSON": lambda lines: ["{"] * len(lines),
    "no objects": lambda lines: ["1"] * len(lines),
}


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_lines_that_do_not_fit_their_run_are_damage(forge, tmp_path):
    name, _ = stored(EVALUATIONS["news"], tmp_path)
    lines = gzip.decompress((tmp_path / name).read_bytes()).decode().splitlines()
    replaced(tmp_path, gzip.compress("\n".join(forge(lines)).encode()))
    with pytest.raises(InputError, match="is a damaged run"):
        read_run(tmp_path)


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize(
    "content",
    [b"no gzip", gzip.compress(b"\xff" * 99), gzip.compress(b"{}" * 999)[:-20]],
    ids=["not compressed", "no text", "cut short"],
)
def test_a_file_that_is_no_compressed_text_is_damage(content, tmp_path):
    stored(EVALUATIONS["news"], tmp_path)
    replaced(tmp_path, content)
    with pytest.raises(InputError, match=r"score again"):
        read_run(tmp_path)


def replaced(folder, content):
    """The run names other content, in good order."""
    run = json.loads((folder / "run.json").read_text("utf-8"))
    digest = hashlib.sha256(content).hexdigest()
    run["segments_file"].update(name=f"segments-{digest[:16]}.jsonl.gz", sha256=digest)
    (folder / run["segments_file"]["name"]).write_bytes(content)
    (folder / "run.json").write_text(json.dumps(run), "utf-8")


@pytest.mark.usefixtures("apart")
@pytest.mark.parametrize("name", ["../other.gz", "/etc/passwd", "segments-0.jsonl.gz", "", None, 3])
def test_no_other_file_is_read_whatever_a_run_names(name, tmp_path):
    stored(EVALUATIONS["news"], tmp_path)
    run = json.loads((tmp_path / "run.json").read_text("utf-8"))
    run["segments_file"]["name"] = name
    (tmp_path / "run.json").write_text(json.dumps(run), "utf-8")
    with pytest.raises(InputError, match="as mtqa never does"):
        read_run(tmp_path)
