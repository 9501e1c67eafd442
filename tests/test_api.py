"""The Python interface as the README shows it: lists or files in, data frames and a report out."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
import sacrebleu

import mtqa

CORPORA = Path(__file__).parents[1] / "corpora"
HYPOTHESES = ["The council opened three schools.", "The bridge is closed.", ""]
FIRST = ["The council opened two schools.", "The bridge stays closed.", "It rained."]
SECOND = ["Two schools were opened by the council.", None, "Rain fell."]


def test_lists_in_scores_out():
    run = mtqa.evaluate(hypotheses=HYPOTHESES, references=FIRST, sources=["a", "b", "c"], language_pair="it-en")
    expected = sacrebleu.corpus_bleu(HYPOTHESES, [FIRST]).score
    assert run.corpus["BLEU"].score == expected
    assert list(run.corpus) == ["BLEU", "chrF2", "chrF2++", "quality", "penalty"]
    assert run.systems == {None: run.corpus}
    assert run.signatures["BLEU"].startswith("nrefs:1|")


def test_several_references_as_in_sacrebleu():
    run = mtqa.evaluate(hypotheses=HYPOTHESES, references=[FIRST, SECOND], metrics=["chrf"])
    assert run.corpus["chrF2"].score == sacrebleu.corpus_chrf(HYPOTHESES, [FIRST, SECOND]).score
    assert list(run.segments["reference_2"].isna()) == [False, True, False]


def test_data_frames():
    run = mtqa.evaluate(hypotheses=HYPOTHESES, references=FIRST, documents=["a", "b", "a"], metrics=["bleu"])
    assert list(run.documents["document"]) == ["a", "b"]
    assert list(run.documents["segments"]) == [2, 1]
    columns = ["document", "system", "path", "segments", "words", "BLEU", "BLEU_low", "BLEU_high"]
    assert list(run.documents.columns)[: len(columns)] == columns
    assert pd.isna(run.documents["BLEU_low"][1])  # one segment cannot be resampled
    assert list(run.segments["segment"]) == ["1", "2", "1"]
    assert list(run.segments["line"]) == [1, 3, 2]
    assert run.segments["BLEU"].notna().all()


def test_without_references_there_are_counts_and_no_scores():
    run = mtqa.evaluate(hypotheses=HYPOTHESES)
    assert not {"BLEU", "chrF2"} & set(run.corpus)
    assert list(run.segments["words"]) == [5, 4, 0]
    assert "BLEU" not in run.segments.columns


def test_files_in_report_out(tmp_path):
    batch = mtqa.read(CORPORA / "zh-en.tsv")
    run = mtqa.evaluate(batch)
    assert str(run.evaluation.language_pair) == "zh-en"
    assert run.write(tmp_path / "there") == tmp_path / "there" / "index.html"
    stored = json.loads((tmp_path / "there" / "run.json").read_text("utf-8"))
    assert stored["corpus"]["scores"]["BLEU"]["score"] == run.corpus["BLEU"].score


def test_several_systems_have_no_score_together():
    run = mtqa.evaluate(mtqa.read(CORPORA / "de-en.xml"))
    assert run.corpus == {}
    assert list(run.systems) == ["Harbour", "Lantern"]
    assert sorted(set(run.documents["system"])) == ["Harbour", "Lantern"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "give either a batch"),
        ({"hypotheses": "one string"}, "hypotheses is one string"),
        ({"hypotheses": ["a"], "references": ["b", "c"]}, r"references\[0\] has 2 entries, hypotheses 1"),
        ({"hypotheses": ["a"], "sources": []}, "sources has 0 entries"),
        ({"hypotheses": ["a"], "references": "b"}, r"references is one string"),
        ({"hypotheses": ["a"], "language_pair": "italian"}, "no language code"),
        ({"hypotheses": ["a"], "references": ["a"], "metrics": ["comet"]}, "unknown metric 'comet'"),
        ({"hypotheses": []}, "no segments"),
        ({"hypotheses": ["a"], "references": ["a"], "resamples": 0}, "resamples"),
    ],
)
def test_what_does_not_fit_is_one_clear_error(arguments, message):
    with pytest.raises(mtqa.InputError, match=message):
        mtqa.evaluate(**arguments)


def test_unknown_names_of_the_package():
    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        mtqa.guess  # noqa: B018


def test_the_readme_runs(tmp_path, monkeypatch):
    readme = (CORPORA.parent / "README.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    (tmp_path / "corpora").symlink_to(CORPORA)
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(code, names)
    assert isinstance(names["run"], mtqa.Run)
    assert (tmp_path / "reports" / "run.json").exists()


def test_runs_are_compared_by_their_names(tmp_path):
    references = ["The council has opened two schools.", "The bridge stays closed.", "Nobody was hurt."] * 4
    hypotheses = {"this": references, "last": [text.replace("has opened", "opens") for text in references]}
    documents = [f"d{number // 2}" for number in range(12)]
    runs = {
        name: mtqa.evaluate(hypotheses=texts, references=references, documents=documents, language_pair="it-en")
        for name, texts in hypotheses.items()
    }
    comparison = mtqa.compare(runs, baseline="last", write=tmp_path)
    assert [system.name for system in comparison.systems] == ["last", "this"]
    assert comparison.headline == "this is better than last."
    assert comparison.pairs[0].differences["chrF2"].documents.wins == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == [".mtqa-files", "compare.html", "comparison.json"]
    with pytest.raises(mtqa.InputError, match="nothing to compare with"):
        mtqa.compare({"this": runs["this"]})
