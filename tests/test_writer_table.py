import io
import subprocess
import sys

import pytest
import samples

from mtqa.report import build
from mtqa.writers import WRITERS


def test_every_writer_stands_under_its_own_name():
    assert [*WRITERS] == [writer.name for writer in WRITERS.values()]
    assert all(writer.summary for writer in WRITERS.values())


NOTHING_FOUND_IS_EMPTY = {"github", "rdjsonl"}


@pytest.mark.parametrize("name", WRITERS)
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


def test_the_table_loads_nothing_heavy():
    heavy = "jinja2 rich numpy pandas sacrebleu mtqa.evaluation mtqa.writers.terminal mtqa.writers.json"
    code = f"import sys, mtqa.writers; print([name for name in {heavy.split()} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
