"""A stored run is read again as it was written; what is no run is one clear error."""

import io
import json

import pytest
import samples

from mtqa.errors import InputError
from mtqa.evaluation.stored import is_run, read_run
from mtqa.report import build
from mtqa.writers import json as json_writer

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


BROKEN = {
    "no file": (None, "cannot be read"),
    "no JSON": ("news", "is not JSON"),
    "cut short": ('{"format": 1,', "is it complete"),
    "something else": ("[1]", "is no stored run"),
    "an object of something else": ('{"a": 1}', "is no stored run"),
    "a later format": ('{"format": 2}', "has format 2, this mtqa reads 1"),
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
