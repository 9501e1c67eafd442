"""Compiled alternatives of rules, what they match in a text, and what makes a finding of a match."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from mtqa.model import Confidence, Finding
from mtqa.rules.clues import Clues
from mtqa.rules.matcher import NOWHERE, Matcher, State
from mtqa.rules.rule import PLACES, Alternative, Guard, PlaceCondition, Rule
from mtqa.rules.runs import Runs
from mtqa.rules.sieve import Needs
from mtqa.rules.source import SourceWords
from mtqa.rules.templates import Words, with_case_of
from mtqa.rules.words import WordClasses
from mtqa.taxonomy import CONFIDENCES
from mtqa.text.english.analysis import Analysis
from mtqa.text.english.tokens import Kind
from mtqa.text.place import Place, place_of


@dataclass(slots=True)
class Case:
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


@dataclass(frozen=True)
class CompiledRule:
    """A rule with its guards and source words compiled."""

    rule: Rule
    classes: WordClasses
    needed: SourceWords
    boost: SourceWords

    @cached_property
    def guards(self) -> tuple[tuple[Guard, Matcher], ...]:
        """The guards, compiled when something first matches."""
        return tuple((guard, Matcher(guard.sequence, self.classes)) for guard in self.rule.guards)


@dataclass(frozen=True)
class TokenAlternative:
    """A token pattern of a rule: which of the alternatives it is, and what it is found by."""

    rule: CompiledRule
    place: int
    clues: Clues

    @cached_property
    def alternative(self) -> Alternative:
        """The pattern as written and read."""
        return self.rule.rule.alternatives[self.place]

    @cached_property
    def matcher(self) -> Matcher:
        """The pattern, compiled when a text first holds its clues."""
        return Matcher(self.alternative.sequence, self.rule.classes)

    def matches(self, case: Case, starts: Iterable[int]) -> Iterator["Match"]:
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
            yield Match(self, case, (tokens[first].start, tokens[stop - 1].end), range(first, stop), parts)


@dataclass(frozen=True)
class RegexAlternative:
    """A regular expression of a rule: which of the alternatives it is, and what it needs."""

    rule: CompiledRule
    place: int
    needs: Needs

    @cached_property
    def alternative(self) -> Alternative:
        """The expression as written."""
        return self.rule.rule.alternatives[self.place]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The expression, compiled when a text first holds what it needs."""
        return re.compile(self.alternative.written)

    def matches(self, case: Case, runs: Runs = ()) -> Iterator["Match"]:
        """The matches in the text, in its order; the group `flag`, where there is one, is what is flagged.

        What lies within `runs` is no match.
        """
        if self.needs.anchored:
            at_beginning = self.regex.match(case.text)
            return iter([self._match(case, at_beginning)] if at_beginning else ())
        if not runs:
            return (self._match(case, found) for found in self.regex.finditer(case.text))
        tokens = case.analysis.tokens
        hidden = [(tokens[run.start].start, tokens[run.stop - 1].end) for run in runs]
        return (self._match(case, found) for found in self.regex.finditer(case.text) if not _within(hidden, found))

    def _match(self, case: Case, found: re.Match[str]) -> "Match":
        tokens = case.analysis.tokens
        flagged = found.span("flag") if "flag" in self.regex.groupindex else found.span()
        first = bisect_right(tokens, flagged[0], key=lambda token: token.end)
        stop = bisect_left(tokens, flagged[1], key=lambda token: token.start)
        parts = {name: found.span(name) for name in self.regex.groupindex if found.start(name) >= 0}
        return Match(self, case, flagged, range(first, max(first, stop)), parts)


def _within(ranges: Sequence[tuple[int, int]], found: re.Match[str]) -> bool:
    """Whether the match begins and ends within one of the ranges, which are in order."""
    index = bisect_right(ranges, found.start(), key=lambda bounds: bounds[0]) - 1
    return index >= 0 and found.end() <= ranges[index][1]


Compiled = TokenAlternative | RegexAlternative


@dataclass(slots=True)
class Match:
    """A match that is not a finding yet: guards, places and the source may still silence it."""

    alternative: Compiled
    case: Case
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
        """Whether it stands where the rule asks for."""
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
        """How sure the rule is here: the source raises it a step, a quotation lowers it for style."""
        level = CONFIDENCES.index(rule.confidence) + boosted
        if rule.category.startswith("style/") and self.case.place.quotes(*self.span):
            level -= 1
        return CONFIDENCES[min(max(level, 0), len(CONFIDENCES) - 1)]

    def build(self, rule: Rule, confidence: Confidence, source_words: str | None) -> Finding:
        """The finding, with its message and suggestions filled in."""
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
        """What stands in a range of the text, for templates."""
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


def _in_question(match: Match) -> bool:
    last_tokens = match.sentence()[-3:]
    return any("?" in match.case.analysis.tokens[index].text for index in last_tokens)


def _in_name(match: Match) -> bool:
    """Whether each of the words has a capital; the first word of a sentence has one anyway."""
    after_first = match.tokens[1:] if _at_sentence_start(match) else match.tokens
    tokens = (match.case.analysis.tokens[index] for index in after_first)
    words = [token.text for token in tokens if token.kind is Kind.WORD]
    return bool(words) and all(word[0].isupper() for word in words)


def _at_sentence_start(match: Match) -> bool:
    state = match.case.state
    state.enter(match.sentence())
    return match.tokens.start in state.beginnings


def _at_sentence_end(match: Match) -> bool:
    state = match.case.state
    state.enter(match.sentence())
    return match.tokens.stop >= state.end


_STANDS: Final[Mapping[str, Callable[[Match], bool]]] = {
    "headline": lambda match: match.case.place.headline,
    "quotation": lambda match: match.case.place.quotes(*match.span),
    "question": _in_question,
    "list": lambda match: match.case.place.listed,
    "name": _in_name,
    "sentence_start": _at_sentence_start,
    "sentence_end": _at_sentence_end,
}
