"""All rules at once over a text: dispatch on words, matches, guards, places, one finding per construction."""

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from mtqa.errors import RuleError
from mtqa.model import Finding
from mtqa.rules.clues import Clues, clues
from mtqa.rules.dispatch import Dispatch
from mtqa.rules.index import Index, IndexedRule
from mtqa.rules.loader import BUILT_IN, read_built_in, read_pack
from mtqa.rules.matcher import State, number_tests
from mtqa.rules.matches import Case, CompiledRule, Match, RegexAlternative, TokenAlternative
from mtqa.rules.rule import Rule
from mtqa.rules.runs import midst_of_runs, outside
from mtqa.rules.sieve import Needs, Sieve, needs
from mtqa.rules.source import SourceWords
from mtqa.rules.words import WordClasses, WordList
from mtqa.selection import Selectable, Selection
from mtqa.taxonomy import CONFIDENCES, SEVERITIES
from mtqa.text.english.analysis import Analysis, analyse
from mtqa.text.place import Place


class Rules:
    """A set of rules, compiled once, to be tried on any number of texts."""

    def __init__(
        self,
        rules: Iterable[Rule],
        lists: Mapping[str, WordList],
        *,
        selection: Selection | None = None,
        errors: Iterable[RuleError] = (),
        index: Index | None = None,
    ) -> None:
        self._selection = selection or Selection()
        self.rules = tuple(rule for rule in rules if self._selection.takes(rule))
        self.errors = tuple(errors)
        """Why rule files were left out."""
        self._lists = lists
        self._classes = WordClasses(lists, index.tests if index else None)
        self._by_tokens: list[TokenAlternative] = []
        self._by_regex: list[RegexAlternative] = []
        for rule in self.rules:
            self._compile(rule, index.rules.get(rule.id) if index else None)
        self._sieve = Sieve(by_regex.needs for by_regex in self._by_regex)
        self._dispatch = Dispatch(by_tokens.clues for by_tokens in self._by_tokens)

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
        index = None
        for folder in (*folders, *extra):
            pack = read_built_in() if folder == BUILT_IN else read_pack(folder, lists)
            if pack.errors and folder in folders:
                raise pack.errors[0]
            rules += pack.rules
            errors += pack.errors
            lists = {**lists, **pack.lists}
            index = pack.index or index
        if index and any(lists[name] is not words for name, words in index.lists.items()):
            index = None  # it knows the words of other lists
        selection = Selection(
            select=None if select is None else tuple(select),
            ignore=tuple(ignore),
            extend_select=tuple(extend_select),
            low=low,
        )
        selection.check([*rules, *among])
        return cls(rules, lists, selection=selection, errors=errors, index=index)

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change when what any rule finds or says may."""
        rules = (f"{rule.id} {rule.fingerprint}" for rule in self.rules)
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
        if not self.rules:
            return ()
        analysis = analysis or analyse(text)
        state = State(analysis.tokens, [self._classes.of(token) for token in analysis.tokens])
        case = Case(text, source, source_language, place, analysis, state)
        by_rule: dict[str, list[Finding]] = {}
        for match in self._matches(case):
            finding = match.finding()
            if finding is not None and self._shown(finding, match):
                by_rule.setdefault(finding.rule, []).append(finding)
        return tuple(finding for found in by_rule.values() for finding in settled(found))

    def _shown(self, finding: Finding, match: Match) -> bool:
        return finding.confidence != "low" or self._selection.shows_low(match.alternative.rule.rule)

    def index(self, tables: Mapping[str, Mapping[str, Any]]) -> Index:
        """What was worked out of the rules, and their files by id, to be read again in less time than it took."""
        found_by: dict[str, list[Clues]] = {}
        needed: dict[str, list[Needs]] = {}
        for pattern in self._by_tokens:
            found_by.setdefault(pattern.rule.rule.id, []).append(pattern.clues)
        for expression in self._by_regex:
            needed.setdefault(expression.rule.rule.id, []).append(expression.needs)
        rows = {
            rule.id: IndexedRule(
                tables[rule.id], rule.fingerprint, tuple(found_by.get(rule.id, ())), tuple(needed.get(rule.id, ()))
            )
            for rule in self.rules
        }
        return Index(rows, self._lists, self._classes.table)

    def _compile(self, rule: Rule, indexed: IndexedRule | None) -> None:
        compiled = CompiledRule(rule, self._classes, SourceWords(rule.needs_source), SourceWords(rule.source_boost))
        if indexed is None:
            self._index(compiled)
        else:
            self._by_tokens += [TokenAlternative(compiled, place, one) for place, one in enumerate(indexed.clues)]
            self._by_regex += [RegexAlternative(compiled, place, one) for place, one in enumerate(indexed.needs)]

    def _index(self, compiled: CompiledRule) -> None:
        """Works out what a rule is found by, and numbers all its tests before the first text is read."""
        for place, alternative in enumerate(compiled.rule.alternatives):
            if alternative.regex is None:
                found_by = clues(alternative.sequence, self._classes.number, self._lists)
                self._by_tokens.append(TokenAlternative(compiled, place, found_by))
                number_tests(alternative.sequence, self._classes)
            else:
                self._by_regex.append(RegexAlternative(compiled, place, needs(alternative.regex)))
        for guard in compiled.rule.guards:
            number_tests(guard.sequence, self._classes)

    def _matches(self, case: Case) -> Iterator[Match]:
        state = case.state
        runs = midst_of_runs(state.tokens)
        for number in self._sieve.passed_by(case.text):
            yield from self._by_regex[number].matches(case, runs)
        self._dispatch.mark_doubled(state.classes, state.tokens)
        for sentence in case.analysis.sentences:
            parts = outside(sentence, runs) if runs else (sentence,)
            if not parts:
                continue
            state.enter(sentence)
            self._dispatch.mark_beginnings(state.classes, state.beginnings)
            starts = self._dispatch.starts(state.classes, sentence, parts)
            for number in sorted(starts):
                yield from self._by_tokens[number].matches(case, sorted(starts[number]))


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
