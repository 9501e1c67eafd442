"""Rows add up: documents, systems, intervals, languages, what is left out; the stream says the same."""

from dataclasses import replace
from itertools import pairwise, zip_longest
from pathlib import Path

import numpy as np
import pytest
import sacrebleu
from hypothesis import given
from hypothesis import strategies as st

from mtqa.errors import InputError
from mtqa.evaluation import Settings, Stream, batch, evaluate_items, scorer, segments, stream
from mtqa.evaluation.checking import CheckSettings
from mtqa.evaluation.findings import placed_findings
from mtqa.model import DocumentHeader, LanguagePair, LeftOut, Segment
from mtqa.readers import read
from mtqa.readers.base import ReadRequest
from mtqa.statistics import interval, resampled_sums

WORDS = "the mayor of a small town opened two new schools and closed an old bridge on monday".split()


def header(document="a", **more):
    return DocumentHeader(document=document, path=f"{document}.txt", **more)


def segment(own, number, hypothesis="The mayor spoke.", references=("The mayor spoke.",), source=None):
    return Segment(
        header=own,
        segment=str(number),
        hypothesis=hypothesis,
        references=tuple(references),
        source=source,
        line=number,
    )


def sentence(generator):
    return " ".join(generator.choice(WORDS, size=generator.integers(5, 15)))


def news(documents, segments=4, references=1, system=None, seed=1):
    """Generated documents whose hypotheses share words with their references."""
    generator = np.random.default_rng(seed)
    for number in range(documents):
        own = header(f"d{number}", system=system)
        for line in range(1, segments + 1):
            yield segment(own, line, sentence(generator), [sentence(generator) for _ in range(references)])


EN = LanguagePair("it", "en")
PLAIN = Settings(language_pair=EN, checks=None)


@pytest.mark.parametrize("references", [1, 2])
def test_every_level_equals_sacrebleu(references):
    items = list(news(6, references=references))
    found = evaluate_items(items, PLAIN)
    peers = {"BLEU": sacrebleu.BLEU(), "chrF2": sacrebleu.CHRF(), "chrF2++": sacrebleu.CHRF(word_order=2)}
    for name, peer in peers.items():
        columns = list(zip(*(item.references for item in items), strict=True))
        score = peer.corpus_score([item.hypothesis for item in items], columns)
        assert found.systems[0].scores[name].score == score.score
        assert found.signatures[name] == str(peer.get_signature())
        for document in found.documents:
            own = [scored.segment for scored in document.segments]
            columns = list(zip(*(item.references for item in own), strict=True))
            expected = peer.corpus_score([item.hypothesis for item in own], columns).score
            assert document.scores[name].score == expected
    sentence_bleu = sacrebleu.BLEU(effective_order=True)
    for scored in found.documents[0].segments:
        expected = sentence_bleu.sentence_score(scored.segment.hypothesis, scored.segment.references).score
        assert scored.scores["BLEU"] == expected


@pytest.mark.parametrize(("documents", "resampled"), [(4, "segments"), (5, "documents")])
def test_the_corpus_interval_resamples_documents_where_there_are_five(documents, resampled):
    items = list(news(documents))
    found = evaluate_items(items, PLAIN)
    (system,) = found.systems
    assert system.resampled == resampled
    panel = scorer.Scorer(("bleu", "chrf", "chrf++"), "13a").open()
    rows = panel.rows(scorer.Texts.of(items))
    if resampled == "documents":
        rows = rows.reshape(documents, 4, -1).sum(axis=1)
    low, high = interval(panel.resampled_scores(resampled_sums(rows)))
    assert [score.low for score in system.scores.values()] == low.tolist()
    assert [score.high for score in system.scores.values()] == high.tolist()


def test_intervals_hold_their_score_and_are_none_for_one_segment():
    one, many = evaluate_items([segment(header("one"), 1), *news(1, segments=9)], PLAIN).documents
    assert (one.scores["BLEU"].low, one.scores["BLEU"].high) == (None, None)
    for score in many.scores.values():
        assert score.low <= score.score <= score.high
        assert score.low < score.high


def test_segments_of_a_document_need_not_follow_each_other():
    items = list(news(3))
    mixed = sorted(items, key=lambda item: item.segment)
    together, apart = (evaluate_items(each, PLAIN) for each in (items, mixed))
    assert together.documents == apart.documents
    assert together.systems == apart.systems


def test_several_systems_are_scored_each_by_itself():
    items = [*news(5, system="Harbour", seed=1), *news(5, system="Lantern", seed=2)]
    found = evaluate_items(items, PLAIN)
    assert [(system.system, system.documents) for system in found.systems] == [("Harbour", 5), ("Lantern", 5)]
    for number, system in enumerate(found.systems):
        alone = evaluate_items(items[number * 20 : number * 20 + 20], PLAIN)
        assert system == alone.systems[0]


def test_what_cannot_be_scored_is_named_and_the_rest_is_scored():
    own = header()
    items = [
        segment(own, 1),
        segment(own, 2, references=[""]),
        segment(own, 3, references=[None]),
        segment(own, 4, hypothesis=" "),
        LeftOut(document="a", segment="5", reason="no target"),
        segment(own, 6, references=["\u3000", "The mayor spoke."]),
    ]
    found = evaluate_items(items, PLAIN)
    assert [(left.segment, left.reason) for left in found.left_out] == [
        ("5", "no target"),
        ("2", "empty reference"),
        ("3", "no reference"),
    ]
    scores = [scored.scores.get("BLEU") for scored in found.documents[0].segments]
    assert scores == [pytest.approx(100), None, None, 0.0, pytest.approx(100)]
    assert (found.empty_hypotheses, found.empty_references) == (1, 2)


def test_without_references_nothing_is_scored_and_nothing_left_out():
    found = evaluate_items([segment(header(), 1, references=[])], PLAIN)
    assert (found.metrics, found.signatures, found.left_out) == ((), {}, ())
    assert found.systems[0].scores == {}
    assert found.systems[0].words == 3


def test_nothing_to_score_is_an_error_not_a_pass():
    with pytest.raises(InputError, match="no segments"):
        evaluate_items([], PLAIN)
    with pytest.raises(InputError, match="every segment was left out \\(fuzzy\\)"):
        evaluate_items([LeftOut(document="a", reason="fuzzy")], PLAIN)


def test_a_different_number_of_references_shows_in_the_signature():
    own = header()
    items = [segment(own, 1), segment(own, 2, references=["The mayor spoke.", "She spoke."])]
    assert evaluate_items(items, PLAIN).signatures["BLEU"].startswith("nrefs:var|")
    assert evaluate_items(items[1:], PLAIN).signatures["BLEU"].startswith("nrefs:2|")


class TestLanguages:
    ITALIAN = "Il consiglio comunale ha approvato ieri sera il nuovo piano dei trasporti della città."
    ENGLISH = "The town council approved the new transport plan for the whole city yesterday evening."
    CHINESE = "市议会昨晚批准了新的交通计划。"

    def found(self, *items, given=None):
        found = evaluate_items(items, Settings(language_pair=given, checks=None))
        return str(found.language_pair), found.source_origin, found.target_origin

    def test_given(self):
        assert self.found(segment(header(), 1), given=EN) == ("it-en", "given", "given")

    def test_only_the_target_given(self):
        item = segment(header(), 1, source=self.ITALIAN)
        assert self.found(item, given=LanguagePair(target="en-GB")) == ("it-en-GB", "detected", "given")

    def test_read_from_the_format(self):
        item = segment(header(language_pair=LanguagePair("de", "en")), 1)
        assert self.found(item) == ("de-en", "format", "format")

    def test_detected_from_the_reference_for_the_hypothesis_may_be_untranslated(self):
        item = segment(header(), 1, self.ITALIAN, [self.ENGLISH], source=self.ITALIAN)
        assert self.found(item) == ("it-en", "detected", "detected")

    def test_unknown_where_there_is_too_little_text(self):
        assert self.found(segment(header(), 1)) == ("und-und", "unknown", "unknown")

    def test_several_source_languages(self):
        items = [segment(header(code, language_pair=LanguagePair(code, "en")), 1) for code in ("de", "it")]
        assert self.found(*items) == ("mul-en", "format", "format")

    def test_several_target_languages_are_refused(self):
        items = [segment(header(code, language_pair=LanguagePair("en", code)), 1) for code in ("de", "zh")]
        with pytest.raises(InputError, match=r"several target languages \(de, zh\).* -l de"):
            self.found(*items)

    def test_the_pair_given_selects_among_several(self):
        items = [segment(header(code, language_pair=LanguagePair("en", code)), 1) for code in ("de", "zh")]
        found = evaluate_items(items, Settings(language_pair=LanguagePair("en", "zh"), checks=None))
        assert [document.header.document for document in found.documents] == ["zh"]
        assert [(left.document, left.reason) for left in found.left_out] == [("de", "language pair en-de, not en-zh")]

    def test_the_tokenizer_follows_the_target(self):
        found = evaluate_items([segment(header(), 1, self.CHINESE, [self.CHINESE])], Settings(checks=None))
        assert "tok:zh" in found.signatures["BLEU"]
        assert found.documents[0].segments[0].scores["BLEU"] == pytest.approx(100)

    def test_a_document_in_another_language_is_noted(self):
        items = [segment(header(f"d{n}"), 1, references=[(self.ENGLISH + " ") * 5]) for n in range(3)]
        items.append(segment(header("odd"), 1, references=[(self.ITALIAN + " ") * 5]))
        assert (
            "the target of document odd looks like Italian, not English"
            in evaluate_items(items, Settings(checks=None)).notes
        )


def faulty(documents, segments=4):
    """The generated documents, every third segment with faults that rules know."""
    for number, item in enumerate(news(documents, segments)):
        faults = "Refugees are arrived at the border." if number % 3 == 0 else ""
        yield replace(item, hypothesis=f"{faults} {item.hypothesis}".strip())


WITH_RULES = Settings(language_pair=EN, checks=CheckSettings(select=("en/auxiliary",)))


def test_findings_are_weighed_per_word_at_every_level():
    found = evaluate_items(list(faulty(5)), WITH_RULES)
    assert found.metrics[-1] == "quality"
    for document in found.documents:
        findings = sum(len(scored.findings) for scored in document.segments)
        assert document.scores["penalty"].score == 5 * findings
        assert document.scores["quality"].score == pytest.approx(100 * (1 - 5 * findings / document.words))
    (system,) = found.systems
    assert system.scores["penalty"].score == 5 * 7
    assert system.scores["quality"].low <= system.scores["quality"].score <= system.scores["quality"].high
    (finding,) = found.documents[0].segments[0].findings
    assert (finding.rule, finding.text) == ("en/auxiliary/be-unaccusative", "are arrived")
    assert "rules:en-" in found.signatures["quality"]


def test_quality_needs_no_reference_and_orders_are_kept():
    items = [replace(item, references=()) for item in faulty(2)]
    found = evaluate_items(items, WITH_RULES)
    assert found.metrics == ("quality",)
    assert found.left_out == ()
    assert list(found.systems[0].scores) == ["quality", "penalty"]


def test_rules_that_do_not_know_the_language_say_so_and_take_no_part_in_quality():
    found = evaluate_items(list(news(1)), Settings(language_pair=LanguagePair("en", "fr")))
    assert "rules: there are none for French" in found.skipped_checks
    assert found.signatures["quality"].startswith("rules:none|checks:")


def test_a_fingerprint_knows_a_finding_again_when_lines_move():
    own = header()
    texts = ["Refugees are arrived at the border.", "All is well here.", "Refugees are arrived at the border."]
    before = evaluate_items([segment(own, n, text) for n, text in enumerate(texts)], WITH_RULES)
    after = evaluate_items([segment(own, n + 7, text) for n, text in enumerate(["New.", *texts])], WITH_RULES)
    one, two = ([placed.fingerprint for placed in placed_findings(each.documents)] for each in (before, after))
    assert one == two
    assert len(set(one)) == 2


def test_the_number_of_jobs_changes_nothing(monkeypatch):
    monkeypatch.setattr(batch, "CHUNK", 3)
    monkeypatch.setattr(scorer, "_SEGMENTS_WITHOUT_WORKERS", 1)
    items = list(faulty(5))
    one, two = (evaluate_items(items, replace(WITH_RULES, jobs=jobs)) for jobs in (1, 2))
    assert one == two


@pytest.mark.parametrize("settings", [PLAIN, WITH_RULES], ids=["plain", "rules"])
@pytest.mark.parametrize("chunk", [2, 1000])
def test_a_stream_says_what_the_batch_says(monkeypatch, chunk, settings):
    monkeypatch.setattr(stream, "CHUNK", chunk)
    items = [*faulty(3), segment(header("x"), 1, references=[""]), LeftOut(document="x", segment="2", reason="fuzzy")]
    whole = evaluate_items(items, settings)
    streamed = Stream(iter(items), settings)
    pairs = list(streamed)
    assert [scored for scored, _ in pairs] == [scored for each in whole.documents for scored in each.segments]
    with_reference = [signatures for scored, signatures in pairs if "BLEU" in scored.scores]
    assert all(signatures == whole.segment_signatures for signatures in with_reference)
    totals = streamed.totals
    assert totals.scores == {None: {name: score.score for name, score in whole.systems[0].scores.items()}}
    assert (totals.segments, totals.scored, totals.words) == (13, 12, whole.systems[0].words)
    assert (totals.empty_references, totals.left_out) == (1, {"fuzzy": 1})


@given(st.lists(st.integers(1, 90), min_size=1, max_size=60), st.sampled_from([1, 100, 1024]))
def test_chunks_are_whole_documents_and_the_first_are_small(lengths, size):
    items = [segment(header(f"d{number}"), line) for number, length in enumerate(lengths) for line in range(length)]
    chunks = list(segments.document_chunks(items, size))
    assert [each for chunk in chunks for each in chunk] == items
    for first, second in pairwise(chunks):
        assert first[-1].header != second[0].header
    wanted = (min(64, size), min(256, size), *[size] * len(chunks))
    for least, chunk in zip(wanted, chunks[:-1], strict=False):
        assert least <= len(chunk) < least + max(lengths)


def test_a_stream_stops_where_the_target_language_changes(monkeypatch):
    monkeypatch.setattr(stream, "SAMPLE", 1)
    items = [segment(header(code, language_pair=LanguagePair("en", code)), 7) for code in ("de", "zh")]
    with pytest.raises(InputError, match=r"zh\.txt:7: target language zh after de"):
        list(Stream(items, Settings(checks=None)))


GERMAN = "Der Stadtrat hat am Montag nach langer Debatte beschlossen, dass die alte Brücke nicht abgerissen wird."


@pytest.mark.parametrize(("said", "notes"), [("de", 0), ("fr", 1), ("und", 0)])
def test_sources_in_another_language_than_is_said_are_told(said, notes):
    items = [replace(item, source=GERMAN) for item in news(1)]
    found = evaluate_items(items, Settings(language_pair=LanguagePair(said, "en"), checks=None))
    assert sum(note == "the sources look like German, not like French; is -l right?" for note in found.notes) == notes


def test_documents_without_intervals_change_nothing_else():
    header = [DocumentHeader(document=name, path=f"{name}.txt", system=system) for name, system in PLACES]
    items = [
        Segment(
            header=header[number % len(header)],
            segment=str(number),
            hypothesis=f"The {number} boats left at {number % 5} o'clock.",
            references=(f"The {number} ships left at {number % 7}.",),
        )
        for number in range(40)
    ]
    settings = Settings(language_pair=LanguagePair("it", "en"), resamples=20)
    whole = evaluate_items(items, settings)
    bare = evaluate_items(items, replace(settings, document_intervals=False))
    assert bare.systems == whole.systems
    assert any(score.low is not None for system in bare.systems for score in system.scores.values())
    for one, other in zip(whole.documents, bare.documents, strict=True):
        assert other.segments == one.segments
        assert {name: score.score for name, score in other.scores.items()} == {
            name: score.score for name, score in one.scores.items()
        }
        assert all(score.low is None for score in other.scores.values())


PLACES = (("a", "one"), ("b", "one"), ("c", "one"), ("d", "one"), ("e", "one"), ("a", "two"))


CORPORA = Path(__file__).parent.parent / "corpora"


def corpus(pair, *paths):
    """The news of a corpus, each document with its pair."""
    hypotheses, sources, references = ([str(CORPORA / path)] if path else [] for path in (*paths, "", "")[:3])
    items = read(ReadRequest(hypotheses=tuple(hypotheses), sources=tuple(sources), references=tuple(references))).items
    return [replace(each, header=replace(each.header, language_pair=pair)) for each in items]


def test_documents_from_several_languages_are_checked_as_in_runs_of_their_own():
    german, chinese = LanguagePair("de", "en"), LanguagePair("zh", "en")
    denied = segment(header("denied", language_pair=german), 1, "It was not built.", (), source="Man hat es gebaut.")
    runs = [
        corpus(LanguagePair("it", "en"), "it-en/hypothesis", "it-en/source", "it-en/reference"),
        [*corpus(german, "de-en.xml"), denied],
        corpus(chinese, "zh-en.tsv"),
    ]
    alone = [evaluate_items(items, Settings()) for items in runs]
    mixed = [each for turn in zip_longest(*runs) for each in turn if each is not None]
    together = evaluate_items(mixed, Settings())
    assert str(together.language_pair) == "mul-en"
    expected = {each.header: [item.findings for item in each.segments] for run in alone for each in run.documents}
    assert {each.header: [item.findings for item in each.segments] for each in together.documents} == expected
    assert {found.rule for found in expected[denied.header][0]} == {"accuracy/negation/gained"}
    assert set(together.skipped_checks) == {reason for run in alone for reason in run.skipped_checks}


@pytest.mark.parametrize("sample", [1, 2048], ids=["after the beginning", "in it"])
def test_a_language_may_come_at_any_place(monkeypatch, sample):
    monkeypatch.setattr(stream, "SAMPLE", sample)
    italian, german = (LanguagePair(code, "en") for code in ("it", "de"))
    items = [
        segment(header("a", language_pair=italian), 1, "The bridge was opened.", (), source="Il ponte è stato aperto."),
        segment(header("b", language_pair=german), 1, "The bridge was not opened.", (), source="Sie ist nicht offen."),
        segment(header("c", language_pair=german), 1, "The bridge was not opened.", (), source="Man hat sie gebaut."),
    ]
    found = [[each.rule for each in scored.findings] for scored, _ in Stream(items, Settings())]
    assert found == [[], [], ["accuracy/negation/gained"]]


def test_a_cache_knows_the_language_of_a_document(tmp_path):
    def items(*languages):
        pairs = [LanguagePair(language, "en") for language in languages]
        headers = [header(f"{pair.source}{number}", language_pair=pair) for number, pair in enumerate(pairs)]
        return [
            segment(own, 1, "The bridge was not opened.", (), source="Die Brücke wurde nicht eröffnet.")
            for own in headers
        ]

    def found(*languages, **cache):
        documents = evaluate_items(items(*languages), Settings(**cache)).documents
        return [[each.rule for each in document.segments[0].findings] for document in documents]

    with_it = found("de", "it", cache=tmp_path), found("it", "de", cache=tmp_path)
    assert with_it == (found("de", "it"), found("it", "de"))
    assert with_it[0][0] != with_it[0][1]
