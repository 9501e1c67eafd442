"""Token patterns, compiled: from the parts of a pattern to functions that match it at a token.

Every part becomes a function that gets a state and the index of a token, and returns the index where the whole rest
of the pattern ends, or -1: each calls the next, so that to go back over an option is to return.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Final

from mtqa.rules.grammar import (
    Capture,
    Edge,
    Group,
    Part,
    Repeat,
    Same,
    Sequence,
    Test,
    longest,
    shortest,
    walk,
)
from mtqa.rules.words import WordClasses
from mtqa.text.english.tokens import Kind, Token

NOWHERE: Final = -1
_STRAIGHT: Final = frozenset("\"'")
_OPENING: Final = frozenset("“‘«„‹") | _STRAIGHT
Step = Callable[["State", int], int]


class State:
    """A sentence while patterns are tried on it.

    `first` and `stop` bound the sentence. `tags` is None while the tags in context are not asked for: then a
    test of the best tag holds where the tag is possible. After a match `flagged` bounds what is flagged, and
    `captures` the named parts, as ranges of tokens; `opened` is where a named part has begun. `target` is where a
    match has to end, for those that must.
    """

    __slots__ = (
        "_beginnings",
        "_sentence",
        "begin",
        "captures",
        "classes",
        "end",
        "first",
        "flagged",
        "opened",
        "stop",
        "tags",
        "target",
        "tokens",
    )

    def __init__(self, tokens: tuple[Token, ...], classes: list[frozenset[int]]) -> None:
        self.tokens = tokens
        self.classes = classes
        self.tags: tuple[str, ...] | None = None
        self.captures: dict[str, tuple[int, int]] = {}
        self.opened: dict[str, int] = {}
        self.flagged = [0, 0]
        self.target = 0
        self._sentence: range | None = None
        self.enter(range(len(tokens)))

    def enter(self, sentence: range) -> None:
        """Goes to a sentence; `begin` is its first word and `end` where nothing but closing marks is left."""
        if sentence == self._sentence:
            return
        self._sentence = sentence
        self._beginnings: frozenset[int] | None = None
        self.first, self.stop = sentence.start, sentence.stop
        begin, end = sentence.start, sentence.stop
        while begin < end and self.tokens[begin].kind is Kind.PUNCTUATION:
            begin += 1
        while end > begin and self.tokens[end - 1].kind is Kind.PUNCTUATION and self.tokens[end - 1].text != ",":
            end -= 1
        self.begin, self.end = begin, end

    @property
    def beginnings(self) -> frozenset[int]:
        """The first word of the sentence, and of every speech in it after a colon or comma."""
        if self._beginnings is None:
            tokens = self.tokens
            marks = [mark for mark in range(self.first + 1, self.stop) if tokens[mark].text in _OPENING]
            self._beginnings = frozenset((self.begin, *(mark + 1 for mark in marks if self._opens_speech(mark))))
        return self._beginnings

    def _opens_speech(self, index: int) -> bool:
        mark = self.tokens[index]
        if self.tokens[index - 1].text not in (":", ","):
            return False
        return mark.space_before or mark.text not in _STRAIGHT


class Matcher:
    """A compiled token pattern."""

    def __init__(self, sequence: Sequence, classes: WordClasses) -> None:
        self._sequence = sequence
        self._classes = classes
        self.shortest = shortest(sequence)
        self.longest = longest(sequence)
        self.needs_tags = any(isinstance(part, Test) and part.asks_for_tag for part in walk(sequence))
        self._marked = any(isinstance(part, Edge) and part.sign == "[[" for part in sequence)

    @cached_property
    def _match(self) -> Step:
        return _compile(self._sequence, _accept, self._classes)

    @cached_property
    def _match_up_to(self) -> Step:
        return _compile(self._sequence, _accept_at_target, self._classes)

    def match(self, state: State, start: int) -> int:
        """Where the match that begins here ends, or `NOWHERE`; `state` then holds what is flagged and named."""
        state.captures.clear()
        end = self._match(state, start)
        if end != NOWHERE and not self._marked:
            state.flagged[:] = start, end
        return end

    def ends_at(self, state: State, end: int) -> bool:
        """Whether some match ends exactly here."""
        state.target = end
        match_up_to = self._match_up_to
        starts = range(max(state.first, end - self.longest), end - self.shortest + 1)
        return any(match_up_to(state, start) != NOWHERE for start in starts)

    def matches_in(self, state: State, near: range | None = None) -> Iterator[tuple[int, int]]:
        """Start and end of the matches in the sentence, or of those that can reach a range; one for each start."""
        first, stop = state.first, state.stop - self.shortest + 1
        if near is not None:
            first, stop = max(first, near.start - self.longest), min(stop, near.stop)
        for start in range(first, stop):
            if (end := self.match(state, start)) != NOWHERE:
                yield start, end


def number_tests(sequence: Sequence, classes: WordClasses) -> None:
    """Gives numbers to all tests of a pattern, so that the classes of words know them before it is compiled."""
    for part in walk(sequence):
        if isinstance(part, Test):
            classes.number(part)
            classes.tag_tests(part)


def _accept(_: State, index: int) -> int:
    return index


def _accept_at_target(state: State, index: int) -> int:
    return index if index == state.target else NOWHERE


def _compile(sequence: Sequence, following: Step, classes: WordClasses) -> Step:
    for part in reversed(sequence):
        following = _step(part, following, classes)
    return following


def _step(part: Part, following: Step, classes: WordClasses) -> Step:
    match part:
        case Test():
            return _test(part, following, classes)
        case Group(branches):
            return _first_of(tuple(_compile(branch, following, classes) for branch in branches))
        case Repeat(inner, low, high):
            step = following
            for _ in range(high - low):
                step = _first_of((_step(inner, step, classes), following))
            for _ in range(low):
                step = _step(inner, step, classes)
            return step
        case Capture(name, inner):
            return _named(name, inner, following, classes)
        case Same(name):
            return _same(name, following)
        case Edge(sign):
            return _EDGES[sign](following)


def _test(test: Test, following: Step, classes: WordClasses) -> Step:
    number = classes.number(test)
    tag_tests = classes.tag_tests(test)

    def step(state: State, index: int) -> int:
        if index < state.stop and number in state.classes[index]:
            return following(state, index + 1)
        return NOWHERE

    def step_with_tag(state: State, index: int) -> int:
        if index >= state.stop or number not in state.classes[index]:
            return NOWHERE
        if state.tags is not None:
            held, tag = state.classes[index], state.tags[index]
            if not any(number in held and tag in tags for number, tags in tag_tests):
                return NOWHERE
        return following(state, index + 1)

    return step_with_tag if tag_tests else step


def _named(name: str, inner: Part, following: Step, classes: WordClasses) -> Step:
    if isinstance(inner, Test) and not inner.asks_for_tag:
        return _named_test(name, classes.number(inner), following)
    return _opening(name, _step(inner, _closing(name, following), classes))


def _named_test(name: str, number: int, following: Step) -> Step:
    """The commonest named part, one token, in one step."""

    def step(state: State, index: int) -> int:
        if index >= state.stop or number not in state.classes[index]:
            return NOWHERE
        captures = state.captures
        before = captures.get(name)
        captures[name] = (index, index + 1)
        if (end := following(state, index + 1)) == NOWHERE:
            _restore(captures, name, before)
        return end

    return step


def _restore(captures: dict[str, tuple[int, int]], name: str, before: tuple[int, int] | None) -> None:
    if before is None:
        del captures[name]
    else:
        captures[name] = before


def _first_of(steps: tuple[Step, ...]) -> Step:
    def step(state: State, index: int) -> int:
        for one in steps:
            if (end := one(state, index)) != NOWHERE:
                return end
        return NOWHERE

    return step


def _opening(name: str, following: Step) -> Step:
    def step(state: State, index: int) -> int:
        state.opened[name] = index
        return following(state, index)

    return step


def _closing(name: str, following: Step) -> Step:
    def step(state: State, index: int) -> int:
        before = state.captures.get(name)
        state.captures[name] = (state.opened[name], index)
        if (end := following(state, index)) == NOWHERE:
            _restore(state.captures, name, before)
        return end

    return step


def _same(name: str, following: Step) -> Step:
    def step(state: State, index: int) -> int:
        first, stop = state.captures.get(name, (0, 0))
        length = stop - first
        if not length or index + length > state.stop:
            return NOWHERE
        tokens = state.tokens
        if all(tokens[first + i].lower == tokens[index + i].lower for i in range(length)):
            return following(state, index + length)
        return NOWHERE

    return step


def _at_begin(following: Step) -> Step:
    return lambda state, index: following(state, index) if index in state.beginnings else NOWHERE


def _at_end(following: Step) -> Step:
    return lambda state, index: following(state, index) if index >= state.end else NOWHERE


def _mark(position: int) -> Callable[[Step], Step]:
    def marking(following: Step) -> Step:
        def step(state: State, index: int) -> int:
            state.flagged[position] = index
            return following(state, index)

        return step

    return marking


_EDGES: Final[Mapping[str, Callable[[Step], Step]]] = {
    "^": _at_begin,
    "$": _at_end,
    "[[": _mark(0),
    "]]": _mark(1),
}
