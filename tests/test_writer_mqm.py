"""Google's MQM ratings and the score files of mt-metrics-eval, read as their tools read them."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
import samples

import mtqa
from mtqa.errors import InputError
from mtqa.evaluation import Settings, evaluate_items
from mtqa.model import LanguagePair, Span
from mtqa.report import build
from mtqa.taxonomy import CATEGORIES, WEIGHTS
from mtqa.writers import mqm, mt_metrics
from mtqa.writers.wording import legible


def rows(evaluation):
    """The lines as `score_mqm` of mt-metrics-eval reads them: tabs, no quoting, the first line the heading."""
    out = io.StringIO(newline="")
    mqm.write(build(evaluation), out)
    assert out.getvalue().startswith("system\tdoc\tdoc_id\tseg_id\trater\tsource\ttarget\tcategory\tseverity\t")
    return list(csv.DictReader(io.StringIO(out.getvalue()), delimiter="\t", quoting=csv.QUOTE_NONE))


def unmarked(text):
    return text.replace("<v>", "").replace("</v>", "")


def marked(row):
    return [span for side in ("source", "target") for span in re.findall("<v>(.*?)</v>", row[side])]


def test_the_file_is_written_as_before(golden):
    out = io.StringIO(newline="")
    mqm.write(build(samples.news()), out)
    golden("news.mqm.tsv", out.getvalue())


def test_there_is_a_line_per_finding_and_one_for_a_segment_without_any():
    evaluation = samples.news()
    expected = sum(max(len(one.findings), 1) for document in evaluation.documents for one in document.segments)
    found = rows(evaluation)
    assert len(found) == expected
    clean = [row for row in found if row["category"] == "No-error"]
    assert [(row["doc"], row["severity"]) for row in clean] == [("council", "No-error")]
    assert {row["rater"] for row in found} == {"mtqa"}


def test_marks_enclose_what_was_found_and_the_text_is_otherwise_the_same():
    evaluation = samples.news()
    segments = {
        (one.segment.header.document, str(number)): one
        for document in evaluation.documents
        for number, one in enumerate(document.segments, start=1)
    }
    for row in rows(evaluation):
        scored = segments[row["doc"], row["doc_id"]]
        assert unmarked(row["target"]) == scored.segment.hypothesis
        assert unmarked(row["source"]) == scored.segment.source
        note = json.loads(row["metadata"]).get("note")
        finding = next((one for one in scored.findings if one.message == note), None)
        assert marked(row) == ([] if finding is None else [finding.text])


def test_what_a_finding_was_compared_with_is_marked_too():
    header = samples.header("harbour")
    (scored,) = samples.scored(header, [("Il porto riapre alle 9.", "The port reopens at 8.")])
    flag = {"counterpart": Span("source", 21, 22, "9"), "category": "accuracy/number"}
    document = samples.with_marks(samples.document(header, (scored,)), [[("8", flag)]])
    (row,) = rows(samples.evaluation([document]))
    assert (row["source"], row["target"]) == ("Il porto riapre alle <v>9</v>.", "The port reopens at <v>8</v>.")
    assert (row["category"], row["severity"]) == ("Accuracy/Mistranslation", "Major")


def test_scores_made_from_the_lines_are_the_penalties():
    evaluation = samples.news()
    weights = {severity.capitalize(): weight for severity, weight in WEIGHTS.items()}
    sums: dict[tuple[str, int], float] = {}
    for row in rows(evaluation):
        place = row["doc"], int(row["doc_id"])
        sums[place] = sums.get(place, 0) + weights.get(row["severity"], 0)
    penalties = {
        (document.header.document, number): one.scores["penalty"]
        for document in evaluation.documents
        for number, one in enumerate(document.segments, start=1)
    }
    assert sums == penalties


def test_a_segment_has_the_same_numbers_in_every_system():
    found = rows(samples.systems())
    assert [row["system"] for row in found] == ["online-b", "online-a"]
    assert {(row["doc"], row["doc_id"], row["seg_id"]) for row in found} == {("harbour", "1", "1")}


def test_what_marot_knows_of_segments_stands_in_their_first_line():
    found = rows(samples.news())
    about = [json.loads(row["metadata"]) for row in found]
    assert about[0]["evaluation"] == {"source_language": "it", "target_language": "en"}
    assert about[0]["segment"]["references"]["refA"] == "Port reopens after three days"
    assert about[0]["segment"]["primary_reference"] == "refA"
    assert about[0]["segment"]["metrics"]["BLEU"] == 61.125
    places = [(row["doc"], row["doc_id"]) for row in found]
    assert [("segment" in one) for one in about] == [
        place not in places[:number] for number, place in enumerate(places)
    ]


def test_every_category_has_a_name_that_marot_slices():
    assert set(mqm.CATEGORIES) == set(CATEGORIES)
    sliced = re.compile("accuracy|terminology|non.translation|fluency|style|locale", re.IGNORECASE)
    assert [name for name in mqm.CATEGORIES.values() if not sliced.search(name)] == ["Other"]


def test_hostile_text_is_ten_columns_a_line():
    for row in rows(samples.hostile()):
        assert set(row) == set(mqm.COLUMNS)
        assert None not in row.values()
        json.loads(row["metadata"])


def test_marks_that_stand_in_the_text_are_not_taken_for_marks():
    header = samples.header("markup")
    (scored,) = samples.scored(header, [(None, "The <v>port</v> reopens.")])
    document = samples.with_marks(samples.document(header, (scored,)), [[("reopens", {})]])
    (row,) = rows(samples.evaluation([document]))
    assert marked(row) == ["reopens"]
    assert row["target"] == "The ‹v›port‹/v› <v>reopens</v>."


def read_scores(path):
    """As mt-metrics-eval reads a score file: a list of scores by system."""
    scores: dict[str, list[float | None]] = {}
    for line in path.read_text("utf-8").splitlines():
        system, score = line.split()
        scores.setdefault(system, []).append(None if score == "None" else float(score))
    return scores


def test_score_files_stand_where_mt_metrics_eval_looks_for_them(tmp_path):
    mt_metrics.write(build(samples.news()), tmp_path)
    names = [path.relative_to(tmp_path).as_posix() for path in sorted(tmp_path.rglob("*")) if path.is_file()]
    assert names == sorted(
        f"metric-scores/it-en/{metric}.{level}.score"
        for metric in ("BLEU-refA.refB", "chrF2-refA.refB", "quality-src")
        for level in ("seg", "doc", "sys")
    )


def test_score_files_hold_the_scores_of_each_system_in_order(tmp_path):
    evaluation = samples.systems()
    mt_metrics.write(build(evaluation), tmp_path)
    folder = tmp_path / "metric-scores" / "it-en"
    assert read_scores(folder / "BLEU-refA.seg.score") == {"online-b": [20.0], "online-a": [20.0]}
    assert read_scores(folder / "chrF2-refA.doc.score") == {"online-b": [50.0], "online-a": [50.0]}
    assert read_scores(folder / "TER-refA.seg.score") == {"online-b": [-120.5], "online-a": [-120.5]}
    assert list(read_scores(folder / "BLEU-refA.sys.score")) == ["online-b", "online-a"]


def test_blocks_of_systems_are_whole_where_documents_alternate(tmp_path):
    headers = [samples.header(name, system=system) for name in ("one", "two") for system in ("a b", "a_b", None)]
    documents = [
        samples.document(one, samples.scored(one, [(None, "Yes.", "Yes!")], scores={"BLEU": float(number)}))
        for number, one in enumerate(headers)
    ]
    mt_metrics.write(build(samples.evaluation(documents, metrics=("BLEU",))), tmp_path)
    lines = (tmp_path / "metric-scores/it-en/BLEU-refA.seg.score").read_text("utf-8").splitlines()
    assert lines == ["a_b\t0.0", "a_b\t3.0", "a_b_2\t1.0", "a_b_2\t4.0", "mt\t2.0", "mt\t5.0"]


def test_a_score_that_there_is_not_is_none_and_other_files_stay(tmp_path):
    other = tmp_path / "metric-scores" / "it-en" / "COMET-refA.seg.score"
    other.parent.mkdir(parents=True)
    other.write_text("theirs", "utf-8")
    header = samples.header("one")
    document = samples.document(header, samples.scored(header, [(None, "Yes.", None)]))
    mt_metrics.write(build(samples.evaluation([document], metrics=("BLEU",))), tmp_path)
    assert read_scores(other.with_name("BLEU-refA.seg.score")) == {"mt": [None]}
    assert other.read_text("utf-8") == "theirs"
    assert {path.name for path in tmp_path.iterdir()} == {"metric-scores"}


def test_hostile_names_stay_in_their_folder_and_on_their_line(tmp_path):
    mt_metrics.write(build(samples.hostile()), tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    for path in (tmp_path / "out").rglob("*.seg.score"):
        assert sum(map(len, read_scores(path).values())) == len(samples.HOSTILE_NAMES)


def test_a_folder_that_cannot_be_written_is_one_error(tmp_path):
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        mt_metrics.write(build(samples.news()), tmp_path / "file")


def test_legible_text_keeps_its_length():
    for name in samples.HOSTILE_NAMES:
        assert len(legible(name)) == len(name)


SHARED = Path(__file__).parents[1].parent / "shared" / "eval"


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared/eval")
def test_score_files_hold_what_mt_metrics_eval_has_published(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    system, texts = "GPT4-5shot", SHARED / "wmt" / "generaltest2023.he-en"
    batch = mtqa.read(f"{texts}.hyp.{system}.en", references=f"{texts}.ref.refA.en")
    pair = LanguagePair("he", "en")
    settings = Settings(language_pair=pair, metrics=("bleu", "chrf"), resamples=1, checks=None)
    mt_metrics.write(build(evaluate_items(batch.items, settings)), tmp_path)
    table = parquet.read_table(SHARED / "data" / "wmt23_heen_peer_metrics.parquet")
    segments = [name.rpartition("|") for name in table.column("id").to_pylist()]
    for ours, theirs in (("BLEU", "BLEU-refA"), ("chrF2", "chrF-refA")):
        scores = read_scores(tmp_path / f"metric-scores/he-en/{ours}-refA.seg.score")["mt"]
        published = zip(segments, table.column(theirs).to_pylist(), strict=True)
        pairs = [(scores[int(number)], score) for (name, _, number), score in published if name == system]
        assert len(pairs) > 300
        assert all(own == pytest.approx(score, abs=1e-4) for own, score in pairs)
