"""Evaluations made by hand, for the tests of what is written from them; their scores are invented."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mtqa.evaluation import Evaluation
from mtqa.evaluation.quality import Quality, quality_rows
from mtqa.model import (
    DocumentHeader,
    Finding,
    LanguagePair,
    LeftOut,
    Score,
    ScoredDocument,
    ScoredSegment,
    ScoredSystem,
    Segment,
    Span,
)
from mtqa.selftest import KINDS, Caught, SelfTest

SIGNATURES = {
    "BLEU": "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0",
    "chrF2": "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0",
    "chrF2++": "nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0",
    "TER": "nrefs:1|case:lc|tok:tercom|norm:no|punct:yes|asian:no|version:2.6.0",
}
SEGMENT_SIGNATURES = {**SIGNATURES, "BLEU": "nrefs:1|case:mixed|eff:yes|tok:13a|smooth:exp|version:2.6.0"}

IT_EN = LanguagePair("it", "en")


def header(document: str, **fields: Any) -> DocumentHeader:
    """A header whose path follows from the document's name."""
    return DocumentHeader(**{"document": document, "path": f"news/{document}.en.txt", **fields})


def scored(
    header: DocumentHeader,
    texts: Sequence[tuple[str | None, str, *tuple[str | None, ...]]],
    *,
    scores: Mapping[str, float] | None = None,
) -> tuple[ScoredSegment, ...]:
    """Segments from rows of source, hypothesis and references, all with the same scores."""
    return tuple(
        ScoredSegment(
            Segment(
                header=header,
                segment=str(line),
                hypothesis=hypothesis,
                source=source,
                references=tuple(references),
                line=line,
                source_line=None if source is None else line,
                column=1,
            ),
            words=len(hypothesis.split()),
            scores=dict(scores or {}),
        )
        for line, (source, hypothesis, *references) in enumerate(texts, start=1)
    )


def document(
    header: DocumentHeader,
    segments: tuple[ScoredSegment, ...],
    scores: Mapping[str, Score] | None = None,
    language_pair: LanguagePair = IT_EN,
) -> ScoredDocument:
    """A document whose word count is that of its segments."""
    words = sum(segment.words for segment in segments)
    return ScoredDocument(header, segments, words, scores or {}, language_pair)


def evaluation(documents: Sequence[ScoredDocument], **fields: Any) -> Evaluation:
    """An evaluation of these documents; systems are counted from them, each with the same scores."""
    scored_any = any(document.scores for document in documents)
    metrics = fields.pop("metrics", ("BLEU", "chrF2") if scored_any else ())
    corpus = fields.pop("corpus", {metric: Score(40.5, 30.25, 51.0) for metric in metrics})
    names = dict.fromkeys(document.header.system for document in documents)
    systems = tuple(
        _system(name, [document for document in documents if document.header.system == name], corpus) for name in names
    )
    return Evaluation(
        **{
            "language_pair": IT_EN,
            "source_origin": "given",
            "target_origin": "given",
            "metrics": metrics,
            "lower_is_better": frozenset({"TER"} & set(metrics)),
            "signatures": {metric: SIGNATURES[metric] for metric in metrics},
            "segment_signatures": {metric: SEGMENT_SIGNATURES[metric] for metric in metrics},
            "documents": tuple(documents),
            "systems": systems,
            **fields,
        }
    )


def finding(scored: ScoredSegment, text: str, **fields: Any) -> Finding:
    """A finding on these words of a segment, where they first stand."""
    side = fields.get("side", "hypothesis")
    start = (getattr(scored.segment, side) or "").index(text)
    return Finding(
        **{
            "rule": "en/auxiliary/be-unaccusative",
            "category": "fluency/grammar",
            "severity": "major",
            "confidence": "high",
            "message": "This verb takes no form of “be” in English.",
            "start": start,
            "end": start + len(text),
            "text": text,
            **fields,
        }
    )


def flagged(scored: ScoredSegment, *marks: tuple[str, Mapping[str, Any]]) -> ScoredSegment:
    """The segment with findings, from pairs of words and fields."""
    return replace(scored, findings=tuple(finding(scored, text, **fields) for text, fields in marks))


def with_marks(document: ScoredDocument, marks: Sequence[Sequence[tuple[str, Mapping[str, Any]]]]) -> ScoredDocument:
    """The document with findings, from a row of marks per segment."""
    rows = zip(document.segments, marks, strict=True)
    return replace(document, segments=tuple(flagged(scored, *row) for scored, row in rows))


QUALITY = Quality("rules:en-3-0123456789ab|checks:1-0123456789ab")


def judged(evaluation: Evaluation) -> Evaluation:
    """The evaluation with the quality that its findings make; its intervals are invented."""

    def of(segments: Sequence[ScoredSegment]) -> dict[str, Score]:
        sums = quality_rows([(scored.words, scored.findings) for scored in segments]).sum(axis=0)
        quality, penalty = QUALITY.scores(sums)
        around = Score(quality, max(quality - 12.5, 0.0), min(quality + 12.5, 100.0))
        return {"quality": around, "penalty": Score(penalty, 0.0, penalty + 5)}

    def plain(scored: ScoredSegment) -> dict[str, float]:
        return {name: score.score for name, score in of([scored]).items()}

    documents = tuple(
        replace(
            document,
            segments=tuple(replace(scored, scores={**scored.scores, **plain(scored)}) for scored in document.segments),
            scores={**document.scores, **of(document.segments)},
        )
        for document in evaluation.documents
    )
    systems = tuple(
        replace(
            system,
            scores={
                **system.scores,
                **of([s for d in documents if d.header.system == system.system for s in d.segments]),
            },
            resampled=system.resampled or "segments",
        )
        for system in evaluation.systems
    )
    return replace(
        evaluation,
        metrics=(*evaluation.metrics, "quality"),
        signatures={**evaluation.signatures, **QUALITY.signatures()},
        segment_signatures={**evaluation.segment_signatures, **QUALITY.signatures()},
        documents=documents,
        systems=systems,
    )


def _system(system: str | None, documents: Sequence[ScoredDocument], scores: Mapping[str, Score]) -> ScoredSystem:
    segments = sum(len(document.segments) for document in documents)
    words = sum(document.words for document in documents)
    resampled = "segments" if scores else None
    return ScoredSystem(system, len(documents), segments, words, scores, resampled)


HARBOUR = header("harbour", domain="economy", source_path="news/harbour.it.txt")
FLOOD = header("flood")
COUNCIL = header("council")


HARBOUR_MARKS = (
    [
        (
            "after three days",
            {
                "rule": "en/style/adverbial-last",
                "category": "style/unidiomatic",
                "severity": "neutral",
                "confidence": "medium",
                "message": "A headline may begin with the time.",
            },
        ),
    ],
    [
        (
            "The ships waiting are more than forty",
            {
                "rule": "en/order/number-last",
                "category": "style/unidiomatic",
                "severity": "minor",
                "confidence": "low",
                "message": "English puts the number first.",
                "suggestions": ("There are more than forty ships waiting", "More than forty ships are waiting"),
            },
        ),
    ],
)
FLOOD_MARKS = (
    [
        (
            "is overflowed",
            {
                "message": "“Overflow” takes no form of “be” here; Italian “è esondato” does.",
                "suggestions": ("has overflowed", "overflowed"),
                "trace": ("verb: overflow", "source: it"),
            },
        ),
        (
            "overflowed in the night",
            {
                "rule": "en/preposition/in-the-night",
                "severity": "minor",
                "confidence": "medium",
                "message": "News says when: “overnight”.",
                "suggestions": ("overflowed overnight",),
            },
        ),
    ],
    [
        (
            "Nessun ferito.",
            {
                "rule": "omission",
                "category": "accuracy/omission",
                "severity": "critical",
                "side": "source",
                "message": "Nothing stands for this sentence.",
            },
        ),
    ],
)


def news() -> Evaluation:
    """Three Italian articles in English: one with two references, one with nothing to resample.

    They have findings of every severity and confidence, on both sides, two of them overlapping.
    """
    plain = evaluation(
        [
            document(
                HARBOUR,
                scored(
                    HARBOUR,
                    [
                        (
                            "Il porto riapre dopo tre giorni",
                            "The port reopens after three days",
                            "Port reopens after three days",
                            "The harbour is open again after three days",
                        ),
                        (
                            "Le navi in attesa sono più di quaranta.",
                            "The ships waiting are more than forty.",
                            "More than forty ships are waiting.",
                            None,
                        ),
                    ],
                    scores={"BLEU": 61.125, "chrF2": 70.5},
                ),
                {"BLEU": Score(55.5, 41.0, 69.875), "chrF2": Score(70.25, 60.125, 80.0)},
            ),
            document(
                FLOOD,
                scored(
                    FLOOD,
                    [
                        ("Il fiume è esondato nella notte.", "The river is overflowed in the night.", ""),
                        ("Nessun ferito.", "", "Nobody was hurt."),
                    ],
                    scores={"BLEU": 0.0, "chrF2": 0.004},
                ),
                {"BLEU": Score(0.0), "chrF2": Score(0.004)},
            ),
            document(
                COUNCIL,
                scored(
                    COUNCIL,
                    [("Il consiglio ha votato.", "The council has voted.", "The council voted.")],
                    scores={"BLEU": 34.5, "chrF2": 62.0},
                ),
                {"BLEU": Score(34.5, 34.5, 34.5), "chrF2": Score(62.0, 62.0, 62.0)},
            ),
        ],
        corpus={"BLEU": Score(38.0, 12.5, 66.0), "chrF2": Score(57.75, 31.0, 79.5)},
        taken_as="documents",
        empty_hypotheses=1,
        empty_references=1,
        left_out=(
            LeftOut(
                document="flood",
                segment="1",
                reason="the reference is empty",
                path="news/flood.ref.txt",
                line=1,
            ),
            LeftOut(document="strike", reason="no segments"),
        ),
        notes=("The hypotheses are one file per article.",),
        skipped_checks=("rule left out: house/colour.toml: no message",),
    )
    harbour, flood, council = plain.documents
    return judged(
        replace(
            plain,
            documents=(
                with_marks(harbour, HARBOUR_MARKS),
                with_marks(flood, FLOOD_MARKS),
                council,
            ),
        )
    )


def systems() -> Evaluation:
    """Two systems over one article each, scored with TER as well."""
    scores = {"BLEU": Score(20.0, 10.0, 30.0), "chrF2": Score(50.0, 40.0, 60.0), "TER": Score(120.5)}
    headers = [header("harbour", system=system) for system in ("online-b", "online-a")]
    texts = [("Il porto riapre.", "The port opens again.", "The port reopens.")]
    segment_scores = {metric: score.score for metric, score in scores.items()}
    return evaluation(
        [document(header, scored(header, texts, scores=segment_scores), scores) for header in headers],
        metrics=("BLEU", "chrF2", "TER"),
        taken_as="systems",
        target_origin="detected",
        skipped_checks=("rules: there are none for French",),
    )


def unscored() -> Evaluation:
    """One article alone: no source, no reference, the language detected."""
    alone = header("harbour", path="harbour.txt")
    return evaluation(
        [document(alone, scored(alone, [(None, "The port reopens.")]), language_pair=LanguagePair("und", "en"))],
        language_pair=LanguagePair("und", "en"),
        source_origin="unknown",
        target_origin="detected",
    )


def unreferenced() -> Evaluation:
    """Two articles without references: all that can be said is what the rules found."""
    rain, strike = header("rain"), header("strike")
    soaked = scored(rain, [(None, "Are arrived from the coast two boats with pumps and blankets.")])
    clean = scored(strike, [(None, "The drivers ended their strike on Friday.")])
    marked = flagged(soaked[0], ("Are arrived", {"suggestions": ("have arrived",)}))
    return judged(evaluation([document(strike, clean), document(rain, (marked,))]))


def long(segments: int = 400) -> Evaluation:
    """An article of so many paragraphs of news, each with two findings, one of them on both sides; and one after it."""
    one, last = header("long", source_path="news/long.it.txt"), header("last")
    source = "Il sindaco ha detto ai cronisti, {}, che il porto e le due strade verso il mare resteranno chiusi."
    first = "The mayor has said to the chroniclers, {}, that the port and the two roads towards the sea stay closed."
    other = (
        "The mayor told reporters on day {} that the harbour and both roads to the sea would remain closed, for now."
    )
    more = " The repairs to the quay will last for months, and the boats are moored in the bay of the town nearby."
    texts = [(source.format(n) + more, first.format(n) + more, other.format(n) + more) for n in range(segments)]
    scores = {"BLEU": 20.125, "chrF2": 50.0625}
    plain = document(one, scored(one, texts, scores=scores), {"BLEU": Score(20.0), "chrF2": Score(40.0)})
    calque = {"rule": "en/word/chroniclers", "message": "English says reporters.", "suggestions": ("reporters",)}
    number = {"rule": "accuracy/number/added", "severity": "critical", "message": "A number that the source lacks."}
    marks = [
        [("chroniclers", calque), (str(place), {**number, "counterpart": Span("source", 3, 10, "sindaco")})]
        for place in range(segments)
    ]
    end = document(last, scored(last, [texts[0]], scores=scores), {"BLEU": Score(30.0), "chrF2": Score(50.0)})
    return judged(evaluation([with_marks(plain, marks), end]))


def many(documents: int, segments: int = 1, *, source: str = "Il porto riapre.") -> Evaluation:
    """Documents named `article-0001` and on, each a little better than the one before it."""
    headers = [header(f"article-{number:04}") for number in range(1, documents + 1)]
    texts = [(source, "The port opens again.", "The port reopens.")] * segments
    return evaluation(
        [
            document(
                one,
                scored(one, texts, scores={"BLEU": 20.125, "chrF2": 50.0625}),
                {"BLEU": Score(20.0, 10.0, 30.0), "chrF2": Score(40.0 + place / 1000, 39.0, 61.0)},
            )
            for place, one in enumerate(headers)
        ]
    )


HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><h1>",
    "{{ 7 * 7 }}{% raw %}",
    "../../etc/passwd",
    "..",
    ".",
    "",
    "/absolute/path",
    "C:\\windows",
    "a\0b",
    "a\nb\tc\rd",
    "\x1b[31mred\x1b[0m",
    "[bold]markup[/bold]",
    "\u202egnp.exe",
    "half \ud800 pair",
    "CON",
    "con.txt",
    "aux",
    "trailing.",
    "trailing...",
    "-rf",
    ".hidden",
    "News",
    "news",
    "NEWS ",
    "città",
    "citta",
    "新闻",
    "新聞",
    "חדשות",
    "x" * 10_000,
    "y" * 9_999 + "z",
    "=HYPERLINK(1)",
    "@sum",
    " +1",
    "\u2028line",
    "%2e%2e%2f",
    "a?b#c",
)
"""Document names that have broken reports somewhere."""


def hostile() -> Evaluation:
    """A document for each hostile name, the name also standing in every other text of it, findings too."""
    documents = []
    for name in HOSTILE_NAMES:
        one = header(name, system=None, domain=name, path=name, source_path=name)
        texts = [(name, name, name)]
        flag = {"rule": name or "x", "category": name or "x", "message": name or "x", "suggestions": (name,)}
        documents.append(
            document(
                one,
                tuple(
                    flagged(segment, (name, flag), (name, {**flag, "side": "source", "severity": "critical"}))
                    for segment in scored(one, texts, scores={"BLEU": 1.0, "chrF2": 2.0})
                ),
                {"BLEU": Score(1.0, 0.5, 2.0), "chrF2": Score(2.0, 1.0, 3.0)},
                LanguagePair(name or "und", name or "und"),
            )
        )
    left_out = tuple(LeftOut(document=name, reason=name, path=name, line=1) for name in HOSTILE_NAMES)
    return judged(evaluation(documents, notes=HOSTILE_NAMES, left_out=left_out, skipped_checks=HOSTILE_NAMES))


def selftest(hostile: str = "") -> SelfTest:
    """A self-test with faults caught by findings of every confidence, some not at all, and some not planted.

    The words of `hostile` stand wherever a text comes from outside.
    """
    counts = {"number-changed": (40, 30, 5, 2), "encoding": (1, 1, 0, 0), "agreement": (12, 0, 0, 0)}
    kinds = []
    for kind in KINDS:
        planted, high, medium, low = counts.get(kind.name, (0, 0, 0, 0))
        kinds.append(
            Caught(
                kind=kind,
                planted=planted,
                caught=high + medium + low,
                stopped=high - high // 10,
                by_confidence={"low": low, "medium": medium, "high": high},
                rules=((f"accuracy/number/changed{hostile}", high), ("en/number/ordinal", low)) if high else (),
            )
        )
    return SelfTest(
        trusted="reference",
        language_pair=LanguagePair("it", f"en{hostile}"),
        segments=1200,
        words=24000,
        alarms={"low": 0, "medium": 7, "high": 2},
        alarmed=8,
        stopped=1,
        kinds=tuple(kinds),
        seed=12345,
        signature=f"rules:en-3-0123456789ab{hostile}",
        skipped_checks=("address: English has one form of address", *filter(None, [hostile])),
    )
