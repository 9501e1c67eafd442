"""Loops and degeneration: a translation that says again and again what its source says once.

The rules of English flag doubled words and phrases there. Here the source decides, in any language: what it repeats
itself may be repeated.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from mtqa.checks.base import (
    Check,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    Witness,
    by_segment,
    finding,
    in_hypothesis,
    quoted,
)
from mtqa.model import Confidence, Finding, Severity
from mtqa.text.repetition import Loop, Word, character_runs, distinct_share, loops, most_times, words_of
from mtqa.text.sentences import sentences

LOOP: Final = Fault(
    id="fluency/repetition/loop",
    severity="critical",
    confidence="high",
    why="A translation system that cannot find the end of a sentence repeats a phrase until it is stopped. What comes "
    "after is mostly lost: translate the segment anew.",
)
DEGENERATE: Final = Fault(
    id="fluency/repetition/degenerate",
    severity="critical",
    confidence="high",
    why="The translation turns in circles: most of its phrases come several times, while the source repeats little. "
    "Translate the segment anew.",
)
SENTENCE: Final = Fault(
    id="fluency/repetition/repeated-sentence",
    severity="major",
    confidence="high",
    why="The translation says a sentence again that the source says once. Delete one, and see that nothing is lost.",
)
PHRASE: Final = Fault(
    id="fluency/repetition/repeated-phrase",
    severity="minor",
    confidence="high",
    why="The same words stand twice in a row, and nothing in the source does. Delete one.",
)
CHARACTERS: Final = Fault(
    id="fluency/repetition/characters",
    severity="major",
    confidence="high",
    why="One character stands many times in a row, and none in the source does. See what was lost there.",
)

_TIMES_OF_A_PHRASE: Final = 3
_TIMES_OF_A_WORD: Final = 4
_LETTERS_OF_A_LOOP: Final = 12
"""A repetition of fewer letters is laughter or a chant."""
_LETTERS_OF_A_PHRASE: Final = 4
_WORDS_OF_A_SENTENCE: Final = 4
_WORDS_TO_DEGENERATE: Final = 40
_LETTERS_OF_A_NAME: Final = 5
"""Names of fewer letters are doubled as a name: Pago Pago, Lang Lang."""
_DIGITS_OF_A_GROUP: Final = 3
"""Groups of digits with spaces between are one number: 5 000 000."""
_PAIR: Final = 2
_LINKS: Final = frozenset("and or to by after upon on for e ed o a y und oder für um et ou и или i".split())
"""Words that join a word with itself: from time to time to come, more and more and better."""
_HYPHENS: Final = frozenset("-‐‑–")
_SHARE_BESIDE_SOURCE: Final = 0.25
_LONGEST_RUN: Final = 10
_NEVER_DOUBLED: Final = frozenset(
    "af be bg ca cs da de en es et fi fr ga gl hr is it lt lv mk nb nl nn no pl pt ro ru sk sl sr sv uk".split()
)
"""Languages that do not double a word to say more; in others, as Turkish, Indonesian or Hindi, it is grammar."""
_MAY_STAND_TWICE: Final[Mapping[str, frozenset[str]]] = MappingProxyType({
    "en": frozenset("had that is do so very her in on no bye many much more long far who out it you the".split()),
    "de": frozenset("die der das den dem des sie es zu ihr was wer".split()),
    "nl": frozenset("die dat zijn haar is was wie wat er het aan in op uit over te om".split()),
    "fr": frozenset("nous vous si très bien oui non".split()),
    "it": frozenset("via piano così poco mano man appena quasi che ben bello lì là su".split()),
    "es": frozenset("muy casi luego poco nos".split()),
    "pt": frozenset("logo já quase nos".split()),
    "sv": frozenset("det är var som att de den man om på".split()),
    "da": frozenset("det er der de den man om på så".split()),
    "no": frozenset("det er som de den man om på så".split()),
    "ru": frozenset("что это то всё все еле чуть быстро тихо долго".split()),
    "uk": frozenset("що це то все ледь довго тихо".split()),
    "pl": frozenset("co to już zaraz że się".split()),
    "cs": frozenset("se si to co už že je".split()),
    "af": frozenset("nie gou so sy wat".split()),
})  # fmt: skip


def _open(context: Context) -> Finder:
    fewest_distinct = CHECK.threshold("distinct_share", context)
    doubles = context.target in _NEVER_DOUBLED
    allowed = _MAY_STAND_TWICE.get(context.target or "", frozenset())

    def find(segment: CheckedSegment) -> Iterable[Finding]:
        words = words_of(segment.hypothesis)
        texts = [word.text for word in words]
        yield from _characters(segment)
        if len(set(texts)) == len(texts):
            return
        witness = segment.witness
        theirs = [word.text for word in words_of(witness.text)] if witness else []
        for loop in loops(texts):
            yield from _of_loop(segment, words, loop, theirs, allowed if doubles else None)
        yield from _sentences(segment, witness)
        if len(words) >= _WORDS_TO_DEGENERATE:
            yield from _degenerate(segment, texts, theirs, fewest_distinct)

    return by_segment(find)


def _of_loop(
    segment: CheckedSegment, words: tuple[Word, ...], loop: Loop, theirs: list[str], allowed: frozenset[str] | None
) -> Iterator[Finding]:
    """The finding for a unit said again at once; `allowed` are the words that may be doubled, None where all may."""
    unit = [word.text for word in words[loop.first : loop.first + loop.period]]
    if not any(map(str.isalpha, "".join(unit))) and (loop.period > 1 or len(unit[0]) == _DIGITS_OF_A_GROUP):
        return
    span = in_hypothesis(segment, words[loop.first].start, words[loop.last].end)
    said = quoted(segment.hypothesis[words[loop.first].start : words[loop.first + loop.period - 1].end])
    repeated = most_times(theirs)
    single = loop.period == 1
    if loop.times >= (_TIMES_OF_A_WORD if single else _TIMES_OF_A_PHRASE) and len(span.text) >= _LETTERS_OF_A_LOOP:
        if loop.times > repeated + 1 and repeated < _TIMES_OF_A_PHRASE:
            beside = f"; {_named(segment)} repeats nothing so often" if theirs else ""
            confidence: Confidence = "high" if theirs else "medium"
            severity: Severity = "critical" if loop.times > _TIMES_OF_A_WORD or not single else "major"
            yield finding(
                LOOP, f"{said} {loop.times} times in a row{beside}", span, confidence=confidence, severity=severity
            )
        return
    if repeated == 1 and theirs and _is_slip(segment.hypothesis, words, loop, allowed):
        message = f"{said} stands twice in a row; {_named(segment)} repeats nothing"
        yield finding(PHRASE, message, span, confidence="medium" if single else "high")


def _is_slip(text: str, words: tuple[Word, ...], loop: Loop, allowed: frozenset[str] | None) -> bool:
    """Whether a repetition is neither grammar, nor emphasis, nor two clauses that meet, nor a name."""
    unit = [word.text for word in words[loop.first : loop.first + loop.period]]
    start, end = words[loop.first].start, words[loop.last].end
    if not _HYPHENS.isdisjoint(text[max(start - 1, 0) : start] + text[end : end + 1]):
        return False
    if loop.period < _WORDS_OF_A_SENTENCE and not _spaced_only(text, words, loop):
        return False
    if loop.period == 1:
        short_name = (
            len(unit[0]) < _LETTERS_OF_A_NAME and text[start].isupper() and text[words[loop.last].start].isupper()
        )
        laughter = loop.times > 2 and len(unit[0]) < _LETTERS_OF_A_PHRASE
        return allowed is not None and unit[0] not in allowed and not short_name and not laughter
    # "Step by step by step" and "more and more" go on with the word that they began with.
    before = [word.text for word in words[max(loop.first - 1, 0) : loop.first]]
    after = [word.text for word in words[loop.last + 1 : loop.last + 2]]
    if loop.period == _PAIR and len(_LINKS.intersection(unit)) == 1:
        return False
    return before != unit[-1:] and after != unit[:1] and sum(map(len, unit)) >= _LETTERS_OF_A_PHRASE


def _named(segment: CheckedSegment) -> str:
    return "the source" if segment.source else "the reference"


def _spaced_only(text: str, words: tuple[Word, ...], loop: Loop) -> bool:
    """Whether nothing but spaces, or what closes before them, stands between the words: a comma makes it emphasis."""
    pairs = zip(words[loop.first : loop.last], words[loop.first + 1 : loop.last + 1], strict=True)
    return all(text[one.end : other.start].lstrip(')]"”»').isspace() for one, other in pairs)


def _sentences(segment: CheckedSegment, witness: Witness | None) -> Iterator[Finding]:
    """A sentence that comes again, wherever, if none of the other text does."""
    ours = _long_sentences(segment.hypothesis)
    if len(ours) == len(set(ours.values())):
        return
    theirs = _long_sentences(witness.text) if witness else {}
    if witness is None or len(theirs) > len(set(theirs.values())):
        return
    seen: Counter[str] = Counter()
    for (start, end), words in ours.items():
        seen[words] += 1
        if seen[words] > 1:
            span = in_hypothesis(segment, start, end)
            message = f"{quoted(span.text)} is said again; {_named(segment)} repeats no sentence"
            yield finding(SENTENCE, message, span)


def _long_sentences(text: str) -> dict[tuple[int, int], str]:
    """The words of each sentence that is long enough not to come twice by chance, by its place."""
    found = {}
    for start, end in sentences(text):
        words = [word.text for word in words_of(text[start:end])]
        if len(words) >= _WORDS_OF_A_SENTENCE:
            found[start, end] = " ".join(words)
    return found


def _degenerate(
    segment: CheckedSegment, texts: list[str], theirs: list[str], fewest_distinct: float
) -> Iterator[Finding]:
    """The finding for a text of few different phrases."""
    share = distinct_share(texts)
    if share >= fewest_distinct or (theirs and distinct_share(theirs) < share + _SHARE_BESIDE_SOURCE):
        return
    message = f"only {share:.0%} of the phrases are new; the rest says the same again"
    yield finding(DEGENERATE, message, in_hypothesis(segment), confidence="high" if theirs else "medium")


def _characters(segment: CheckedSegment) -> Iterator[Finding]:
    """One character many times in a row, unless the other text has such a run too."""
    witness = segment.witness
    if witness is None or any(character_runs(witness.text)):
        return
    for start, end in character_runs(segment.hypothesis):
        character = segment.hypothesis[start]
        if end - start >= _LONGEST_RUN and not character.isdigit():
            message = f"{quoted(character)} {end - start} times in a row, and none in {_named(segment)} so often"
            yield finding(CHARACTERS, message, in_hypothesis(segment, start, end))


CHECK: Final = Check(
    name="repetition",
    summary="words, phrases and sentences said more often than the source says them",
    faults=(LOOP, DEGENERATE, SENTENCE, PHRASE, CHARACTERS),
    open=_open,
    thresholds={"distinct_share": 0.5},
)
