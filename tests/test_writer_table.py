import io
import subprocess
import sys

import pytest
import samples

from mtqa.errors import InputError, MissingExtraError
from mtqa.report import build
from mtqa.writers import STREAMS, WRITERS


def test_every_writer_stands_under_its_own_name():
    assert [*WRITERS] == [writer.name for writer in WRITERS.values()]
    assert all(writer.summary for writer in WRITERS.values())


NOTHING_FOUND_IS_EMPTY = {"github", "rdjsonl"}


TEXTS = [name for name, writer in STREAMS.items() if writer.form == "text"]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(
    "sample",
    [samples.news, samples.systems, samples.unscored, samples.unreferenced, samples.hostile],
    ids=lambda sample: sample.__name__,
)
def test_every_writer_writes_every_sample_as_lines_of_utf_8(name, sample):
    out = io.StringIO()
    WRITERS[name].write(build(sample()), out)
    text = out.getvalue().encode().decode()
    assert text.endswith("\n") or (name in NOTHING_FOUND_IS_EMPTY and not text)
    assert "\r" not in text


def test_what_is_no_text_is_refused_where_it_would_do_harm(monkeypatch):
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    with pytest.raises(InputError, match="send it to a file, or say --output-format xlsx=FILE"):
        WRITERS["xlsx"].write(build(samples.news()), terminal)
    with pytest.raises(InputError, match="say --output-format mt-metrics=DIR"):
        WRITERS["mt-metrics"].write(build(samples.news()), io.StringIO())
    assert set(WRITERS) - set(STREAMS) == {"mt-metrics"}


def test_an_extra_that_is_missing_is_named_before_anything_is_done(monkeypatch):
    monkeypatch.setattr("mtqa.writers.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"XLSX needs optional packages: pip install 'mtqa\[xlsx\]'"):
        WRITERS["xlsx"].check_there()
    for name in TEXTS:
        WRITERS[name].check_there()


def test_the_table_loads_nothing_heavy():
    heavy = "jinja2 rich numpy pandas sacrebleu mtqa.evaluation mtqa.writers.terminal mtqa.writers.json"
    code = f"import sys, mtqa.writers; print([name for name in {heavy.split()} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
