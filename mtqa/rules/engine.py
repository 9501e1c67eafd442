"""All rules at once over a text: dispatch on words, matches, guards, places, one finding per construction."""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Self

from mtqa.errors import RuleError
from mtqa.model import Confidence, Finding
from mtqa.rules.loader import BUILT_IN, read_pack
from mtqa.rules.matcher import NOWHERE, Matcher, State
from mtqa.rules.regexes import Sieve, needed_texts
from mtqa.rules.rule import PLACES, Alternative, Guard, PlaceCondition, Rule
from mtqa.rules.source import SourceWords
from mtqa.rules.templates import Words, with_case_of
from mtqa.rules.words import WordClasses, WordList
from mtqa.selection import Selectable, Selection
from mtqa.taxonomy import CONFIDENCES, SEVERITIES
from mtqa.text.english.analysis import Analysis, analyse
from mtqa.text.english.tokens import Kind
from mtqa.text.place import Place, place_of

_KEPT_CLASSES: Final = 50_000


class Rules:
    """A set of rules, compiled once, to be tried on any number of texts."""

    def __init__(
        self,
        rules: Iterable[Rule],
        lists: Mapping[str, WordList],
        *,
        selection: Selection | None = None,
        errors: Iterable[RuleError] = (),
    ) -> None:
        self._selection = selection or Selection()
        self.rules = tuple(rule for rule in rules if self._selection.takes(rule))
        self.errors = tuple(errors)
        """Why rule files were left out."""
        self._lists = lists
        self._classes = WordClasses(lists)
        self._by_tokens: list[_TokenAlternative] = []
        self._by_regex: list[_RegexAlternative] = []
        for rule in self.rules:
            self._compile(rule, lists)
        self._sieve = Sieve(needed_texts(by_regex.expression) for by_regex in self._by_regex)
        self._triggered_by: dict[int, list[tuple[int, int, int]]] = {}
        for index, alternative in enumerate(self._by_tokens):
            for number, nearest, farthest in alternative.matcher.triggers:
                self._triggered_by.setdefault(number, []).append((index, nearest, farthest))
        self._triggers: dict[frozenset[int], tuple[tuple[int, int, int], ...]] = {}

    @classmethod
    def load(
        cls,
        folders: Sequence[Path] = (BUILT_IN,),
        *,
        extra: Sequence[Path] = (),
        select: Sequence[str] | None = None,
        ignore: Sequence[str] = (),
        extend_select: Sequence[str] = (),
        low: bool = False,
        among: Sequence[Selectable] = (),
    ) -> Self:
        """The rules of these packs, and of `extra` ones whose broken files are told of in `errors`.

        `select`, `ignore` and `extend_select` take ids or categories, or their beginnings, as `en/agreement` or
        `fluency/grammar`. Raises `RuleError` for a broken file of `folders`, a folder that is not there, and a
        selection that means no rule, nor anything `among` what else there is. With `low` findings of low confidence
        are shown, named or not.
        """
        rules: list[Rule] = []
        lists: Mapping[str, WordList] = {}
        errors: list[RuleError] = []
        for folder in (*folders, *extra):
            pack = read_pack(folder, lists, proven=folder == BUILT_IN)
            if pack.errors and folder in folders:
                raise pack.errors[0]
            rules += pack.rules
            errors += pack.errors
            lists = pack.lists
        selection = Selection(
            select=None if select is None else tuple(select),
            ignore=tuple(ignore),
            extend_select=tuple(extend_select),
            low=low,
        )
        selection.check([*rules, *among])
        return cls(rules, lists, selection=selection, errors=errors)

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change when what any rule finds or says may."""
        rules = (repr(replace(rule, path=Path(), flags=(), silent=())) for rule in self.rules)
        lists = (f"{name} {words.lemmas} {sorted(words.words)}" for name, words in sorted(self._lists.items()))
        return hashlib.sha256("\0".join((*rules, *lists)).encode()).hexdigest()[:12]

    @cached_property
    def safe(self) -> frozenset[str]:
        """The ids of the rules whose first suggestion may be put in place unseen."""
        return frozenset(rule.id for rule in self.rules if rule.safe)

    def find(
        self,
        text: str,
        *,
        source: str | None = None,
        source_language: str | None = None,
        place: Place | None = None,
        analysis: Analysis | None = None,
    ) -> tuple[Finding, ...]:
        """The findings in a text, in its order, none over another; without `place` it stands alone.

        Findings of low confidence are left out, unless their rule was selected by name. `analysis` is that of the
        text, where others need it too.
        """
        found = self.find_each(text, source=source, source_language=source_language, place=place, analysis=analysis)
        return settled(found, self.safe) if len(found) > 1 else found

    def find_each(
        self,
        text: str,
        *,
        source: str | None = None,
        source_language: str | None = None,
        place: Place | None = None,
        analysis: Analysis | None = None,
    ) -> tuple[Finding, ...]:
        """The findings of every rule for itself: those of one rule never overlap, those of two may."""
        analysis = analysis or analyse(text)
        state = State(analysis.tokens, [self._classes.of(token) for token in analysis.tokens])
        case = _Case(text, source, source_language, place, analysis, state)
        by_rule: dict[str, list[Finding]] = {}
        for match in self._matches(case):
            finding = match.finding()
            if finding is not None and self._shown(finding, match):
                by_rule.setdefault(finding.rule, []).append(finding)
        return tuple(finding for found in by_rule.values() for finding in settled(found))

    def _shown(self, finding: Finding, match: "_Match") -> bool:
        return finding.confidence != "low" or self._selection.shows_low(match.alternative.rule.rule)

    def _compile(self, rule: Rule, lists: Mapping[str, WordList]) -> None:
        compiled = _Rule(
            rule,
            tuple((guard, Matcher(guard.sequence, self._classes, lists)) for guard in rule.guards),
            SourceWords(rule.needs_source),
            SourceWords(rule.source_boost),
        )
        for alternative in rule.alternatives:
            if alternative.regex is None:
                matcher = Matcher(alternative.sequence, self._classes, lists)
                self._by_tokens.append(_TokenAlternative(compiled, alternative, matcher))
            else:
                self._by_regex.append(_RegexAlternative(compiled, alternative, alternative.regex))

    def _matches(self, case: "_Case") -> Iterator["_Match"]:
        for index in self._sieve.passed_by(case.text):
            yield from self._by_regex[index].matches(case)
        known = self._triggers
        triggers = [known[held] if held in known else self._first_triggers(held) for held in case.state.classes]
        for sentence in case.analysis.sentences:
            starts = _starts(triggers, sentence)
            if starts:
                case.state.enter(sentence)
                for index in sorted(starts):
                    alternative = self._by_tokens[index]
                    if among := alternative.matcher.starts_among(case.state, starts[index]):
                        yield from alternative.matches(case, among)

    def _first_triggers(self, classes: frozenset[int]) -> tuple[tuple[int, int, int], ...]:
        if len(self._triggers) >= _KEPT_CLASSES:
            self._triggers.clear()
        found = tuple(trigger for number in sorted(classes) for trigger in self._triggered_by.get(number, ()))
        self._triggers[classes] = found
        return found


def _starts(triggers: Sequence[tuple[tuple[int, int, int], ...]], sentence: range) -> dict[int, set[int]]:
    """Where the alternatives, by index, may begin to match in a sentence."""
    starts: dict[int, set[int]] = {}
    first = sentence.start
    for position in sentence:
        for index, nearest, farthest in triggers[position]:
            if position - nearest < first:
                continue
            known = starts.get(index)
            if known is None:
                known = starts[index] = set()
            if nearest == farthest:
                known.add(position - nearest)
            else:
                known.update(range(max(first, position - farthest), position - nearest + 1))
    return starts


@dataclass(slots=True)
class _Case:
    """A text while rules are tried on it."""

    text: str
    source: str | None
    source_language: str | None
    given_place: Place | None
    analysis: Analysis
    state: State
    _in_sentences: dict[tuple[int, Matcher], bool] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where the text stands; found out only for a match."""
        if self.given_place is None:
            self.given_place = place_of(self.text)
        return self.given_place

    def holds_in_sentence(self, matcher: Matcher) -> bool:
        """Whether the matcher matches anywhere in the sentence that the state is in; found out once."""
        key = (self.state.first, matcher)
        if key not in self._in_sentences:
            self._in_sentences[key] = any(True for _ in matcher.matches_in(self.state))
        return self._in_sentences[key]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule with its guards and source words compiled."""

    rule: Rule
    guards: tuple[tuple[Guard, Matcher], ...]
    needed: SourceWords
    boost: SourceWords


@dataclass(frozen=True, slots=True)
class _TokenAlternative:
    """A compiled token pattern of a rule."""

    rule: _Rule
    alternative: Alternative
    matcher: Matcher

    def matches(self, case: _Case, starts: Iterable[int]) -> Iterator["_Match"]:
        """The matches that begin at these tokens, which are in order, none over another."""
        state, matcher = case.state, self.matcher
        tokens = state.tokens
        free_from = 0
        for start in starts:
            if start < free_from:
                continue
            state.tags = None
            if matcher.match(state, start) == NOWHERE:
                continue
            if matcher.needs_tags:
                state.tags = case.analysis.tags
                if matcher.match(state, start) == NOWHERE:
                    continue
            first, stop = state.flagged
            if first < free_from or first >= stop:
                continue
            free_from = stop
            parts = {
                name: (tokens[a].start, tokens[b - 1].end) if a < b else (0, 0)
                for name, (a, b) in state.captures.items()
            }
            yield _Match(self, case, (tokens[first].start, tokens[stop - 1].end), range(first, stop), parts)


@dataclass(frozen=True)
class _RegexAlternative:
    """A regular expression of a rule."""

    rule: _Rule
    alternative: Alternative
    expression: str

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when a text first holds what it needs."""
        return re.compile(self.expression)

    def matches(self, case: _Case) -> Iterator["_Match"]:
        """The matches in the text, in its order; the group `flag`, where there is one, is what is flagged."""
        tokens = case.analysis.tokens
        for found in self.regex.finditer(case.text):
            flagged = found.span("flag") if "flag" in self.regex.groupindex else found.span()
            first = bisect_right(tokens, flagged[0], key=lambda token: token.end)
            stop = bisect_left(tokens, flagged[1], key=lambda token: token.start)
            parts = {name: found.span(name) for name in self.regex.groupindex if found.start(name) >= 0}
            yield _Match(self, case, flagged, range(first, max(first, stop)), parts)


_Alternative = _TokenAlternative | _RegexAlternative


@dataclass(slots=True)
class _Match:
    """A match that is not a finding yet: guards, places and the source may still silence it."""

    alternative: _Alternative
    case: _Case
    span: tuple[int, int]
    tokens: range
    parts: Mapping[str, tuple[int, int]]

    def finding(self) -> Finding | None:
        """The finding, None where a condition of the rule does not hold."""
        compiled = self.alternative.rule
        rule = compiled.rule
        source_words = compiled.needed.found(self.case.source, self.case.source_language)
        if compiled.needed and source_words is None:
            return None
        if not all(self.stands(condition) for condition in rule.place):
            return None
        if compiled.guards and self.silenced(compiled.guards):
            return None
        boost = compiled.boost.found(self.case.source, self.case.source_language)
        confidence = self.confidence(rule, boosted=boost is not None)
        return self.build(rule, confidence, source_words or boost)

    def stands(self, condition: PlaceCondition) -> bool:
        return _STANDS[condition.place](self) is condition.wanted

    def sentence(self) -> range:
        """The tokens of the sentence in which the match begins."""
        sentences = self.case.analysis.sentences
        index = bisect_right(sentences, self.tokens.start, key=lambda sentence: sentence.start) - 1
        return sentences[index] if sentences else range(0)

    def silenced(self, guards: Iterable[tuple[Guard, Matcher]]) -> bool:
        """Whether some guard matches where it looks."""
        case = self.case
        case.state.enter(self.sentence())
        for guard, matcher in guards:
            case.state.tags = case.analysis.tags if matcher.needs_tags else None
            if guard.where == "sentence":
                silenced = case.holds_in_sentence(matcher)
            else:
                silenced = _LOOKS[guard.where](case.state, matcher, self.tokens)
            if silenced:
                return True
        return False

    def confidence(self, rule: Rule, *, boosted: bool) -> Confidence:
        level = CONFIDENCES.index(rule.confidence) + boosted
        if rule.category.startswith("style/") and self.case.place.quotes(*self.span):
            level -= 1
        return CONFIDENCES[min(max(level, 0), len(CONFIDENCES) - 1)]

    def build(self, rule: Rule, confidence: Confidence, source_words: str | None) -> Finding:
        words = {name: self.words(*span) for name, span in self.parts.items()}
        flagged = words["match"] = self.words(*self.span)
        filled = (template.fill(words) for template in self.alternative.alternative.suggest)
        suggestions = [with_case_of(text, flagged.text) for text in filled if text is not None]
        message = rule.message.fill(words) or flagged.text
        return Finding(
            rule=rule.id,
            category=rule.category,
            severity=rule.severity,
            confidence=confidence,
            message=f'{message} (source: "{source_words}")' if source_words else message,
            start=self.span[0],
            end=self.span[1],
            text=flagged.text,
            suggestions=tuple(dict.fromkeys(text for text in suggestions if text != flagged.text)),
            trace=tuple(self.trace(rule, confidence, source_words)),
        )

    def words(self, start: int, end: int) -> Words:
        tokens = self.case.analysis.tokens
        index = bisect_right(tokens, start, key=lambda token: token.end)
        first = tokens[index].text if index < len(tokens) and tokens[index].start < end else ""
        return Words(self.case.text[start:end], first, lambda: self.case.analysis.tags[index])

    def trace(self, rule: Rule, confidence: Confidence, source_words: str | None) -> Iterator[str]:
        """What let the match pass, for a reader who asks why."""
        parts = [f'{name} = "{self.case.text[start:end]}"' for name, (start, end) in self.parts.items() if start < end]
        yield f"matches {self.alternative.alternative.written}" + (f" with {', '.join(parts)}" if parts else "")
        for condition in rule.place:
            yield f"{'is' if condition.wanted else 'is not'} {PLACES[condition.place]}"
        for guard in rule.guards:
            yield f"no guard {_LOOKED[guard.where]}: {guard.written}"
        if source_words:
            yield f'the source has "{source_words}"'
        if confidence != rule.confidence:
            reason = (
                "in a quotation"
                if CONFIDENCES.index(confidence) < CONFIDENCES.index(rule.confidence)
                else "by the source"
            )
            yield f"{confidence} confidence in place of {rule.confidence}: {reason}"


_LOOKED: Final = {
    "before": "before it",
    "after": "after it",
    "around": "over it",
    "sentence": "in its sentence",
}


def _before(state: State, matcher: Matcher, flagged: range) -> bool:
    return matcher.ends_at(state, flagged.start)


def _after(state: State, matcher: Matcher, flagged: range) -> bool:
    return matcher.match(state, flagged.stop) != NOWHERE


def _around(state: State, matcher: Matcher, flagged: range) -> bool:
    return any(start < flagged.stop and end > flagged.start for start, end in matcher.matches_in(state, flagged))


_LOOKS: Final[Mapping[str, Callable[[State, Matcher, range], bool]]] = {
    "before": _before,
    "after": _after,
    "around": _around,
}


def _in_question(match: _Match) -> bool:
    last_tokens = match.sentence()[-3:]
    return any("?" in match.case.analysis.tokens[index].text for index in last_tokens)


def _in_name(match: _Match) -> bool:
    """Whether each of the words has a capital; the first word of a sentence has one anyway."""
    after_first = match.tokens[1:] if _at_sentence_start(match) else match.tokens
    tokens = (match.case.analysis.tokens[index] for index in after_first)
    words = [token.text for token in tokens if token.kind is Kind.WORD]
    return bool(words) and all(word[0].isupper() for word in words)


def _at_sentence_start(match: _Match) -> bool:
    state = match.case.state
    state.enter(match.sentence())
    return match.tokens.start in state.beginnings


def _at_sentence_end(match: _Match) -> bool:
    state = match.case.state
    state.enter(match.sentence())
    return match.tokens.stop >= state.end


_STANDS: Final[Mapping[str, Callable[[_Match], bool]]] = {
    "headline": lambda match: match.case.place.headline,
    "quotation": lambda match: match.case.place.quotes(*match.span),
    "question": _in_question,
    "list": lambda match: match.case.place.listed,
    "name": _in_name,
    "sentence_start": _at_sentence_start,
    "sentence_end": _at_sentence_end,
}


def settled(findings: Iterable[Finding], safe: Collection[str] = ()) -> tuple[Finding, ...]:
    """The findings in the order of the text, none over another.

    Where two overlap the worse stays, then the surer, the longer, the first in the text, that of a `safe` rule,
    the first by id.
    """
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda finding: _rank(finding, safe)):
        place = bisect_left(kept, finding.start, key=lambda other: other.start)
        clear_before = place == 0 or kept[place - 1].end <= finding.start
        if clear_before and (place == len(kept) or finding.end <= kept[place].start):
            kept.insert(place, finding)
    return tuple(kept)


def _rank(finding: Finding, safe: Collection[str]) -> tuple[int, int, int, int, bool, str]:
    return (
        -SEVERITIES.index(finding.severity),
        -CONFIDENCES.index(finding.confidence),
        finding.start - finding.end,
        finding.start,
        finding.rule not in safe,
        finding.rule,
    )
