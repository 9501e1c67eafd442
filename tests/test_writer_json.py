import io
import json
from importlib.resources import files

import pytest
import samples
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mtqa.model import LeftOut, Score
from mtqa.report import build
from mtqa.writers import json as json_writer
from mtqa.writers import jsonl
from mtqa.writers.json import encode

SAMPLES = {
    sample.__name__: sample()
    for sample in (samples.news, samples.systems, samples.unscored, samples.unreferenced, samples.hostile)
}
BY_METRIC = ("signatures", "segment_signatures", "scores")
"""Objects whose keys are metrics, not part of the contract."""


def written(evaluation, writer=json_writer):
    out = io.StringIO()
    writer.write(build(evaluation), out)
    return out.getvalue()


def validator(name):
    schema = json.loads((files("mtqa") / "schema" / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


RUN = validator("run-1.schema.json")
SEGMENT = validator("segment-1.schema.json")


@pytest.mark.parametrize("name", ["news", "systems", "unscored"])
def test_runs_are_written_as_before(name, golden):
    golden(f"{name}.json", written(SAMPLES[name]))


def test_segments_are_written_as_before(golden):
    golden("news.jsonl", written(SAMPLES["news"], jsonl))


@pytest.mark.parametrize("name", SAMPLES)
def test_runs_and_segments_follow_their_schemas(name):
    RUN.validate(json.loads(written(SAMPLES[name])))
    lines = written(SAMPLES[name], jsonl).splitlines()
    assert len(lines) == sum(len(document.segments) for document in SAMPLES[name].documents)
    for line in lines:
        SEGMENT.validate(json.loads(line))


def places(value, path=()):
    """Every place in a JSON value where a key of the contract stands, as object and key."""
    if isinstance(value, list):
        for element in value[:1]:
            yield from places(element, path)
    elif isinstance(value, dict):
        for key, member in value.items():
            if not (path and path[-1] in BY_METRIC):
                yield value, key
            yield from places(member, (*path, key))


@pytest.mark.parametrize(
    ("schema", "instance"),
    [
        (RUN, json.loads(written(SAMPLES["news"]))),
        (SEGMENT, json.loads(written(SAMPLES["news"], jsonl).splitlines()[0])),
    ],
    ids=["run", "segment"],
)
def test_a_missing_key_or_a_wrong_type_breaks_the_schema(schema, instance):
    found = list(places(instance))
    assert len(found) > 10
    for parent, key in found:
        value = parent.pop(key)
        assert not schema.is_valid(instance), f"{key} may be missing"
        parent[key] = True
        assert not schema.is_valid(instance), f"{key} may be true"
        parent[key] = value
    assert schema.is_valid(instance)


@pytest.mark.parametrize("key", ["scores", "signatures"])
def test_what_stands_under_a_metric_is_checked_too(key):
    instance = json.loads(written(SAMPLES["news"]))
    place = instance["corpus"] if key == "scores" else instance
    place[key]["BLEU"] = True
    assert not RUN.is_valid(instance)


def test_an_item_is_the_same_in_a_run_and_on_a_line():
    run = json.loads(written(SAMPLES["news"]))
    items = [item for document in run["documents"] for item in document["items"]]
    lines = [json.loads(line) for line in written(SAMPLES["news"], jsonl).splitlines()]
    assert [{key: line[key] for key in item} for item, line in zip(items, lines, strict=True)] == items
    assert RUN.schema["$defs"]["item"]["properties"].items() <= SEGMENT.schema["properties"].items()


def test_documents_keep_the_order_of_the_input():
    run = json.loads(written(SAMPLES["news"]))
    assert [document["document"] for document in run["documents"]] == ["harbour", "flood", "council"]


def test_the_corpus_has_the_scores_of_a_single_system_and_of_no_other():
    alone, several = (json.loads(written(SAMPLES[name])) for name in ("news", "systems"))
    assert alone["corpus"]["scores"] == alone["systems"][0]["scores"] != {}
    assert several["corpus"]["scores"] == {}
    assert [system["system"] for system in several["systems"]] == ["online-b", "online-a"]


def test_what_is_absent_is_null_or_missing_and_never_zero():
    run = json.loads(written(SAMPLES["unscored"]))
    assert run["corpus"]["scores"] == run["documents"][0]["scores"] == run["documents"][0]["items"][0]["scores"] == {}
    flood = json.loads(written(SAMPLES["news"]))["documents"][1]
    assert flood["scores"]["chrF2"]["score"] == 0.004
    assert flood["scores"]["chrF2"]["low"] is flood["scores"]["chrF2"]["high"] is None


def test_a_line_names_the_signatures_of_its_own_scores_only():
    scored, unscored = (SAMPLES[name].documents[0].segments[0] for name in ("news", "unscored"))
    signatures = SAMPLES["news"].segment_signatures
    assert json.loads(jsonl.segment_line(scored, signatures))["signatures"] == signatures
    assert json.loads(jsonl.segment_line(unscored, signatures))["signatures"] == {}


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(finite, finite)
def test_scores_come_back_as_the_very_floats(score, low):
    document = samples.document(samples.COUNCIL, (), {"BLEU": Score(score, low, None)})
    run = json.loads(written(samples.evaluation([document], metrics=("BLEU",))))
    assert run["documents"][0]["scores"]["BLEU"]["score"] == score
    assert run["documents"][0]["scores"]["BLEU"]["low"] == low


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_json_does_not_have_is_never_written(number):
    with pytest.raises(ValueError, match="JSON compliant"):
        encode({"score": number})


texts = st.text(st.characters(exclude_categories=()) | st.sampled_from('\n\r\t\x85\u2028\u2029\f\x1c\0\\"é'))


@given(texts.filter(lambda text: not any("\ud800" <= char <= "\udbff" for char in text)))
def test_any_text_survives_on_one_line_of_utf_8(text):
    line = encode({"text": text}).encode().decode()
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"text": text}


def test_a_file_name_that_is_not_utf_8_survives():
    name = b"caff\xe8.txt".decode(errors="surrogateescape")
    left = LeftOut(document=name, reason="empty")
    line = written(samples.evaluation([], left_out=(left,), metrics=("BLEU",))).encode().decode()
    assert json.loads(line)["left_out"][0]["document"] == name


def test_a_large_run_is_written_in_small_pieces():
    class Pieces(io.StringIO):
        longest = 0

        def write(self, text):
            self.longest = max(self.longest, len(text))
            return super().write(text)

        def writelines(self, lines):
            for line in lines:
                self.write(line)

    sizes = []
    for documents in (10, 300):
        out = Pieces()
        json_writer.write(build(samples.many(documents)), out)
        sizes.append((out.longest, len(out.getvalue())))
    assert sizes[0][0] == sizes[1][0]
    assert sizes[1][1] > 100 * sizes[1][0]


def test_every_segment_stands_on_its_own_line():
    lines = written(samples.many(3, 4)).splitlines()
    assert sum('"hypothesis": ' in line for line in lines) == 12
