"""Omission and addition: what the source says and the translation does not, and the other way round.

Nothing here understands the texts. It measures them: an empty translation, one far shorter or longer than
translations between its languages are, one that stops in the middle, sentences that have no counterpart.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import inf
from typing import Final, NamedTuple

from mtqa.checks.base import (
    Check,
    CheckedDocument,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    Found,
    Witness,
    finding,
    in_hypothesis,
    needs_witness,
    quoted,
)
from mtqa.model import Confidence, Finding, Span
from mtqa.text.alignment import Sentence, align, measured
from mtqa.text.english.lexicon import is_known
from mtqa.text.lengths import LengthModel, length_model
from mtqa.text.sentences import sentences, stop_of
from mtqa.text.unfinished import hanging_word
from mtqa.text.words import is_unspaced

EMPTY: Final = Fault(
    id="accuracy/omission/empty",
    severity="critical",
    confidence="high",
    why="There is no translation. Translate the segment.",
)
TOO_SHORT: Final = Fault(
    id="accuracy/omission/too-short",
    severity="major",
    confidence="medium",
    why="The translation is far shorter than translations between these languages are: look for what is left out.",
)
TRUNCATED: Final = Fault(
    id="accuracy/omission/truncated",
    severity="major",
    confidence="high",
    why="The translation stops in the middle of a sentence that the source completes. Translate the rest.",
)
SENTENCE: Final = Fault(
    id="accuracy/omission/sentence",
    severity="major",
    confidence="medium",
    why="A sentence has no counterpart in the translation, by length, numbers and names. Add it, "
    "or make sure that another sentence says it.",
)
CONTENT: Final = Fault(
    id="accuracy/omission/content",
    severity="major",
    confidence="medium",
    why="A part of the reference has no word in the translation, which is shorter than its source and reference let "
    "expect. See whether the source says it, and add it.",
)
TOO_LONG: Final = Fault(
    id="accuracy/addition/too-long",
    severity="major",
    confidence="medium",
    why="The translation is far longer than translations between these languages are: look for what the source "
    "does not say, and for repetition.",
)
ADDED_SENTENCE: Final = Fault(
    id="accuracy/addition/sentence",
    severity="major",
    confidence="medium",
    why="A sentence of the translation has no counterpart in the source, by length, numbers and names. Delete it, "
    "unless it says what another sentence leaves out.",
)

ADDED_CONTENT: Final = Fault(
    id="accuracy/addition/content",
    severity="major",
    confidence="low",
    why="A part of the translation has no word in the reference, and the translation is longer than its source and "
    "reference let expect. See whether the source says it, or delete it.",
)

_FEWEST_LETTERS: Final = 2
"""A source with fewer letters and digits may well have a translation without any."""

_SHORTEST_SENTENCE: Final = 25
"""English characters below which a sentence may be an exclamation that is not missed."""

_MUCH_EVIDENCE: Final = 4.0

_LONGEST_COMPARED: Final = 20_000
"""Characters beyond which a text is no segment whose sentences can be told apart one by one."""


class _Settings(NamedTuple):
    """Thresholds of a run, and the length models of its two witnesses, None where the texts decide."""

    deviation: float
    document_deviation: float
    evidence: float
    models: dict[str, LengthModel]
    context: Context

    def model(self, witness: Witness, hypothesis: str) -> LengthModel:
        """The model of translations of this witness."""
        known = self.models.get(witness.side)
        return known or length_model(witness.language, self.context.target, witness.text, hypothesis)


def _open(context: Context) -> Finder:
    settings = _Settings(
        CHECK.threshold("deviation", context),
        CHECK.threshold("document_deviation", context),
        CHECK.threshold("evidence", context),
        _models(context),
        context,
    )

    def find(document: CheckedDocument) -> Iterator[Found]:
        told = False
        for index, segment in enumerate(document.segments):
            for found in _of_segment(segment, settings):
                told = told or found.confidence != "low"
                yield index, found
        if not told and len(document.segments) > 1:
            yield from _of_document(document, settings)

    return find


def _models(context: Context) -> dict[str, LengthModel]:
    """What the sample of the run teaches of its witnesses."""
    built_in = {
        "source": length_model(context.source, context.target),
        "reference": length_model(context.target, context.target),
    }
    pairs: dict[str, list[tuple[str, str]]] = {"source": [], "reference": []}
    for segment in context.sample:
        reference = next(filter(None, segment.references), None)
        for side, text in (("source", segment.source), ("reference", reference)):
            if text and text.strip() and segment.hypothesis.strip():
                pairs[side].append((text, segment.hypothesis))
    taught = {side: model.taught(pairs[side]) for side, model in built_in.items()}
    known = {"source": context.source and context.target, "reference": context.target}
    return {side: model for side, model in taught.items() if model.learnt or known[side]}


def _of_segment(segment: CheckedSegment, settings: _Settings) -> Iterable[Finding]:
    witness = segment.witness
    if witness is None or _letters(witness.text) < _FEWEST_LETTERS:
        return ()
    if not _letters(segment.hypothesis):
        return (_empty(segment, witness),)
    lost = _truncated(segment, witness, settings)
    if lost is not None:
        return (lost,)
    return _sentences(segment, settings) or _content(segment, settings) or _by_length(segment, witness, settings)


def _letters(text: str) -> int:
    """Letters and digits of a text, counted up to the few that matter."""
    count = 0
    for character in text:
        count += character.isalnum()
        if count >= _FEWEST_LETTERS:
            break
    return count


def _empty(segment: CheckedSegment, witness: Witness) -> Finding:
    whole = witness.span(0, len(witness.text))
    message = f"no translation of {quoted(witness.text)}"
    if segment.hypothesis:
        return finding(EMPTY, message, in_hypothesis(segment), counterpart=whole)
    return finding(EMPTY, message, whole)


# Length


def _by_length(segment: CheckedSegment, witness: Witness, settings: _Settings) -> tuple[Finding, ...]:
    """A finding where the whole is far too short or too long, for the reference too if there is one."""
    deviation = _deviation(segment, witness, settings)
    if abs(deviation) < settings.deviation:
        return ()
    reference = segment.reference_witness
    if reference is not None and reference is not witness:
        # A free translation is as free as its reference: what is missing is missing in both comparisons.
        other = _deviation(segment, reference, settings)
        if other * deviation <= 0 or abs(other) < settings.deviation / 2:
            return ()
    fault, so_much = (TOO_SHORT, "left out") if deviation < 0 else (TOO_LONG, "added")
    model = settings.model(witness, segment.hypothesis)
    share = model.of_target(segment.hypothesis) / model.of_source(witness.text)
    message = (
        f"{len(segment.hypothesis.strip())} characters for {len(witness.text.strip())} of the {witness.side}: "
        f"{share:.0%} of what is usual between these languages; something may be {so_much}"
    )
    far = abs(deviation) >= settings.deviation * 1.5
    sure: Confidence = "high" if far else "medium"
    if deviation > 0 and reference is None and is_unspaced(witness.text):
        # A Chinese or Japanese text may say much in few characters.
        sure = "medium" if far else "low"
    whole = witness.span(0, len(witness.text))
    return (finding(fault, message, in_hypothesis(segment), counterpart=whole, confidence=sure),)


def _deviation(segment: CheckedSegment, witness: Witness, settings: _Settings) -> float:
    model = settings.model(witness, segment.hypothesis)
    return model.deviation(model.of_source(witness.text), model.of_target(segment.hypothesis))


def _of_document(document: CheckedDocument, settings: _Settings) -> Iterator[Found]:
    """One finding, on the first segment, where the document as a whole is too short or too long."""
    compared = [(segment, segment.witness) for segment in document.segments]
    pairs = [(segment, witness) for segment, witness in compared if witness is not None]
    if len(pairs) < 2 or len({witness.side for _, witness in pairs}) > 1:
        return
    first, witness = pairs[0]
    model = settings.model(witness, first.hypothesis)
    before = sum(model.of_source(witness.text) for _, witness in pairs)
    after = sum(model.of_target(segment.hypothesis) for segment, _ in pairs)
    deviation = model.deviation(before, after)
    if abs(deviation) < settings.document_deviation:
        return
    fault, so_much = (TOO_SHORT, "left out") if deviation < 0 else (TOO_LONG, "added")
    message = (
        f"the document has {after / before:.0%} of the length that is usual between these languages, "
        f"beside its {witness.side}: much may be {so_much}"
    )
    index = next(index for index, (segment, _) in enumerate(compared) if segment is first)
    yield index, finding(fault, message, in_hypothesis(first))


# Endings


def _truncated(segment: CheckedSegment, witness: Witness, settings: _Settings) -> Finding | None:
    """A finding at the end, where the hypothesis breaks off and the witness does not."""
    hypothesis = segment.hypothesis
    if stop_of(hypothesis) or hanging_word(witness.text, witness.language):
        return None
    hanging = hanging_word(hypothesis, settings.context.target)
    completed = bool(stop_of(witness.text))
    if hanging is None and not completed:
        return None
    deviation = min(_deviation(segment, witness, settings), _of_last_sentence(segment, witness, settings))
    end = len(hypothesis.rstrip())
    last = in_hypothesis(segment, _last_word(hypothesis, end), end)
    if hanging is not None:
        told = completed or deviation < -1
    elif hypothesis[:end].endswith(_OPEN_ENDED):
        told = deviation < -1
    elif settings.context.target == "en" and _is_torn(last.text):
        told = deviation < 0
    else:
        told = deviation < -settings.deviation / 2
    if not told:
        return None
    sure: Confidence = "high" if hanging is not None and completed else "medium"
    tail = _tail(witness)
    message = f"breaks off at {quoted(_tail_words(hypothesis))}; the {witness.side} ends {quoted(tail.text)}"
    return finding(TRUNCATED, message, last, counterpart=tail, confidence=sure)


_OPEN_ENDED: Final = (",", "，", "、", "-", "–", "—", "(", "（", "«", "“", "„", "/")
_SHORTER: Final = 0.5
_TAIL: Final = 40


def _of_last_sentence(segment: CheckedSegment, witness: Witness, settings: _Settings) -> float:
    """The deviation of the last sentence alone, 0 where the sentences are not as many."""
    before, after = sentences(witness.text), sentences(segment.hypothesis)
    if len(before) != len(after) or not after:
        return 0.0
    model = settings.model(witness, segment.hypothesis)
    last, own = witness.text[slice(*before[-1])], segment.hypothesis[slice(*after[-1])]
    return model.deviation(model.of_source(last), model.of_target(own))


def _is_torn(word: str) -> bool:
    """Whether this is no English word: the beginning of one."""
    return word.isascii() and word.isalpha() and word.islower() and not is_known(word)


def _last_word(text: str, end: int) -> int:
    """Where the last word begins."""
    return max(text.rfind(" ", 0, end) + 1, end - _TAIL)


def _tail_words(text: str) -> str:
    """The last few words of a text."""
    end = text.rstrip()[-_TAIL:]
    return end.partition(" ")[2] if len(text.rstrip()) > _TAIL and " " in end else end


def _tail(witness: Witness) -> Span:
    text = witness.text.rstrip()
    return witness.span(len(text) - len(_tail_words(text)), len(text))


# Sentences


def _sentences(segment: CheckedSegment, settings: _Settings) -> tuple[Finding, ...]:
    """Sentences of either side that have no counterpart, by one witness, with the other not against it."""
    witnesses = [witness for witness in (segment.source_witness, segment.reference_witness) if witness]
    deviations = [_deviation(segment, witness, settings) for witness in witnesses]
    lost = deviations[0] < 0
    if any(abs(deviation) < _SHORTER or (deviation < 0) != lost for deviation in deviations):
        return ()
    each = (tuple(_alone(segment, witness, settings, lost=lost)) for witness in witnesses)
    return next(filter(None, each), ())


def _alone(segment: CheckedSegment, witness: Witness, settings: _Settings, *, lost: bool) -> Iterator[Finding]:
    """Sentences of the witness that were lost, or else sentences added to it."""
    if max(len(witness.text), len(segment.hypothesis)) > _LONGEST_COMPARED:
        return
    before, after = sentences(witness.text), sentences(segment.hypothesis)
    if len(before if lost else after) == 1:
        return
    model = settings.model(witness, segment.hypothesis)
    theirs = _units(witness.text, before, model.of_source)
    ours = _units(segment.hypothesis, after, model.of_target)
    own, others = (theirs, ours) if lost else (ours, theirs)
    alone, evidence = _without_counterpart(theirs, ours, model, lost=lost)
    if evidence < settings.evidence:
        return
    sure: Confidence = "high" if evidence >= _MUCH_EVIDENCE * settings.evidence else "medium"
    if not lost and is_unspaced(witness.text):
        # A Chinese or Japanese sentence may go on for what English tells in several.
        sure = "low"
    for sentence in alone:
        if sentence.length >= _SHORTEST_SENTENCE and not _found(sentence, own, others):
            if lost:
                span = witness.span(sentence.start, sentence.end)
                message = f"no counterpart of the sentence {quoted(span.text)} of the {witness.side}"
                yield finding(SENTENCE, message, span, confidence=sure)
            else:
                span = in_hypothesis(segment, sentence.start, sentence.end)
                message = f"the {witness.side} has no counterpart of {quoted(span.text)}"
                yield finding(ADDED_SENTENCE, message, span, confidence=sure)


def _without_counterpart(
    theirs: Sequence[Sentence], ours: Sequence[Sentence], model: LengthModel, *, lost: bool
) -> tuple[list[Sentence], float]:
    """Sentences of one side that stand alone, and how much likelier that is than that all have a counterpart.

    Where sentences of both sides stand alone, nothing is told: the texts are too different.
    """
    free, bound = align(theirs, ours, model), align(theirs, ours, model, gaps=False)
    if free is None or any(bead.misses(not lost) for bead in free.beads):
        return [], 0.0
    alone = [theirs[bead.source[0]] if lost else ours[bead.target[0]] for bead in free.beads if bead.misses(lost)]
    evidence = inf if bound is None else (bound.cost - free.cost) / max(1, len(alone)) / model.freedom**2
    return alone, evidence


def _units(text: str, ranges: Sequence[tuple[int, int]], length: Callable[[str], float]) -> list[Sentence]:
    return [measured(text, start, end, length) for start, end in ranges]


def _found(sentence: Sentence, own: Sequence[Sentence], others: Sequence[Sentence]) -> bool:
    """Whether anchors of this sentence alone stand in the other text: then it is there, though elsewhere."""
    rest = frozenset().union(*(each.anchors for each in own if each is not sentence))
    there = frozenset().union(*(each.anchors for each in others))
    return len((sentence.anchors - rest) & there) * 4 > len(sentence.anchors)


# Content


_WORD: Final = re.compile(r"[^\W\d_]{4,}|\d+")
_STEM: Final = 5
_RUN: Final = 4
_RUN_WITHOUT_SOURCE: Final = 6
"""Words in a row without a counterpart; a source that agrees spares some."""

_AGAINST_REFERENCE: Final = 1.5
_AGAINST_SOURCE: Final = 1.0


def _content(segment: CheckedSegment, settings: _Settings) -> tuple[Finding, ...]:
    """Long words in a row that only the reference has, or only the translation, where its length says so too."""
    reference, source = segment.reference_witness, segment.source_witness
    if reference is None or is_unspaced(reference.text) or is_unspaced(segment.hypothesis):
        return ()
    deviation = _deviation(segment, reference, settings)
    lost = deviation < 0
    other = _deviation(segment, source, settings) if source else deviation
    if min(abs(deviation) - _AGAINST_REFERENCE, abs(other) - _AGAINST_SOURCE) < 0 or (other < 0) != lost:
        return ()
    fewest = _RUN if source else _RUN_WITHOUT_SOURCE
    if lost:
        run = _longest_run(reference.text, segment.hypothesis, fewest)
        if run is None:
            return ()
        span = reference.span(*run)
        return (finding(CONTENT, f"no word in the translation for {quoted(span.text)} of the reference", span),)
    run = _longest_run(segment.hypothesis, reference.text, fewest)
    if run is None:
        return ()
    span = in_hypothesis(segment, *run)
    return (finding(ADDED_CONTENT, f"no word in the reference for {quoted(span.text)}", span),)


def _longest_run(text: str, other: str, fewest: int) -> tuple[int, int] | None:
    """Where the most long words in a row stand that another text does not have; None where they are fewer."""
    there = {word[:_STEM] for word in _WORD.findall(other.casefold())}
    longest: list[re.Match[str]] = []
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        if match[0].casefold()[:_STEM] in there:
            run = []
            continue
        run.append(match)
        if len(run) > len(longest):
            longest = run
    return (longest[0].start(), longest[-1].end()) if len(longest) >= fewest else None


CHECK: Final = Check(
    name="omission",
    summary="what the source says and the translation does not, and the other way round",
    faults=(EMPTY, TOO_SHORT, TRUNCATED, SENTENCE, CONTENT, TOO_LONG, ADDED_SENTENCE, ADDED_CONTENT),
    open=_open,
    learns=_models,
    skips=needs_witness,
    thresholds={"deviation": 4.0, "document_deviation": 4.0, "evidence": 1.0},
)
