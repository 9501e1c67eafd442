"""The language of token patterns: from a line of text to a tree of frozen parts.

    pattern     = item { " " item }                    items match tokens of one sentence, one after the other
    item        = [ name ":" ] part [ count ]          what a named part matched is for messages and suggestions
    part        = test | "(" pattern { " | " pattern } ")"
                | "=" name                             the same word as the named part, in any case
                | ".." number                          a gap: up to so many words, across no punctuation but commas
                | "^" | "$"                            first word of the sentence; nothing left but closing marks
                | "[[" | "]]"                          around what is flagged; without them, all of it
    count       = "?" | "{" number [ "," number ] "}"
    test        = choice { "|" choice }                no spaces inside a test
    choice      = atom { "&" atom }                    all of these hold
    atom        = [ "!" ] simple
    simple      = word                                 this word, in any case
                | '"' text '"'                         this token, letter by letter, in any case: punctuation
                | "<" lemma ">"                        any form of the word
                | "@" list                             a word of a list
                | TAG | "~" TAG                        best tag in context; a tag the word may have. VB* is a prefix
                | "*" ending | beginning "*"           words that end or begin so
                | "xx" | "Xx" | "XX"                   all lower case; a capital first; all capitals
                | "NUM" | "WORD" | "PUNCT" | "ANY"     a number; word or number; a punctuation mark; any token
                | "VOWEL" | "CONSONANT"                a word said with a vowel, or none, first; neither if in doubt
                | "/" regex "/"                        the whole token matches; no spaces inside

A part may occur at most `MOST_TIMES` times, and a pattern may be read in at most `MOST_WAYS` ways from one start,
so that no text takes long.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from math import prod
from typing import Final, Literal, NamedTuple

from mtqa.rules.regexes import fault_of_regex
from mtqa.text.english.tokens import tokenize

MOST_TIMES: Final = 12
MOST_WAYS: Final = 2_000

TAGS: Final = frozenset(
    "CC CD DT EX FW IN JJ JJR JJS LS MD NN NNS NNP NNPS PDT POS PRP PRP$ RB RBR RBS RP TO UH VB VBD VBG VBN VBP "
    "VBZ WDT WP WP$ WRB".split()
)
"""The tags of the English treebanks that words have."""

Kind = Literal["word", "lemma", "list", "tag", "possible", "ending", "beginning", "case", "class", "regex"]


class PatternError(ValueError):
    """A pattern that cannot be read; the message quotes the place and says what would do."""


class Atom(NamedTuple):
    """One simple test of one token; `value` is the word, lemma, list, tag, ending ... without its signs.

    A named tuple, for atoms are made and looked up by the thousand when rules are loaded.
    """

    kind: Kind
    value: str
    negated: bool = False

    def __str__(self) -> str:
        return ("!" if self.negated else "") + _SIGNS.get(self.kind, "{}").format(self.value)


_SIGNS: Final = {
    "lemma": "<{}>", "list": "@{}", "possible": "~{}", "ending": "*{}", "beginning": "{}*", "regex": "/{}/",
}  # fmt: skip

Choice = tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """One token for which all atoms of some choice hold."""

    choices: tuple[Choice, ...]

    @property
    def asks_for_tag(self) -> bool:
        """Whether the best tag in context decides it."""
        return any(atom.kind == "tag" for choice in self.choices for atom in choice)


@dataclass(frozen=True, slots=True)
class Group:
    """One of several sequences."""

    branches: tuple["Sequence", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A part, from `low` to `high` times, as often as possible; a `gap` was written `..N`."""

    part: "Part"
    low: int
    high: int
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Capture:
    """A part with a name."""

    name: str
    part: "Part"


@dataclass(frozen=True, slots=True)
class Same:
    """The same word as the part of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A place between tokens: `^` `$` at the ends of a sentence, `[[` `]]` around what is flagged."""

    sign: Literal["^", "$", "[[", "]]"]


Part = Test | Group | Repeat | Capture | Same | Edge
Sequence = tuple[Part, ...]

WORD_TEST: Final = Test(((Atom("class", "WORD"),),))
GAP_TEST: Final = Test(((Atom("class", "WORD"),), (Atom("word", ","),)))


def parse(pattern: str, *, proven: bool = False) -> Sequence:
    """The parts of a pattern. Raises `PatternError`. Of a proven one it is known that its parts go together."""
    reader = _Reader(pattern)
    sequence = reader.sequence()
    if reader.position < len(reader.pieces):
        sign = reader.pieces[reader.position]
        fault = "alternatives stand in brackets: ( a b | c )" if sign == "|" else f"{sign!r} closes nothing"
        raise PatternError(f"{pattern!r}: {fault}")
    if not proven:
        _check(pattern, sequence)
    return sequence


# Pieces: brackets and bars stand alone, everything else runs to the next space. A bracket that closes may carry
# a count, one that opens a name.
_PIECE: Final = re.compile(
    r"""\s*(
        \[\[ | \]\]
      | (?:[a-z][a-z_]*:)?\((?=\s)
      | \)(?:\?|\{[\d,]*\})?(?=\s|$|\]\])
      | \|(?=\s)
      | (?:"[^"\s]+"|/(?:\\.|\[(?:\\.|[^\]\\\s])*\]|[^/\\\s\[])+/|(?!\]\])[^\s"/]|["/])+
    )""",
    re.VERBOSE,
)
_NAME: Final = re.compile(r"([a-z][a-z_]*):(?=.)")
_COUNT: Final = re.compile(r"(.+?)(\?|\{(\d+)(?:(,)(\d+))?\})", re.DOTALL)
_UNBOUNDED: Final = re.compile(r"(?<=.)(?:\+|(?<=[)>])\*|\{\d*,?\})$")
_TEXT: Final = re.compile(r'"[^"]+"|/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\[])+/')


class _Reader:
    """A pattern, read piece by piece."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.pieces = _PIECE.findall(pattern)
        self.position = 0
        if not self.pieces:
            raise PatternError("an empty pattern matches nothing")

    def sequence(self) -> Sequence:
        parts: list[Part] = []
        while self.position < len(self.pieces) and not self.pieces[self.position].startswith((")", "|")):
            piece = self.pieces[self.position]
            self.position += 1
            if piece.endswith("(") and (piece == "(" or _NAME.match(piece)):
                parts.append(self.group(piece))
            else:
                parts.append(self.single(piece))
        if not parts:
            raise PatternError(f"{self.pattern!r}: an empty branch; write ( a b )? for what may be missing")
        return tuple(parts)

    def group(self, opening: str) -> Part:
        branches = [self.sequence()]
        while self.position < len(self.pieces) and self.pieces[self.position] == "|":
            self.position += 1
            branches.append(self.sequence())
        if self.position == len(self.pieces):
            raise PatternError(f'{self.pattern!r}: "(" is never closed; brackets stand alone: ( a b | c )')
        closing = self.pieces[self.position]
        self.position += 1
        group: Part = Group(tuple(branches))
        if name := _NAME.match(opening):
            group = Capture(name[1], group)
        return self.counted(group, closing[1:], closing) if len(closing) > 1 else group

    def single(self, piece: str) -> Part:
        if piece in ("^", "$", "[[", "]]"):
            return Edge(piece)  # type: ignore[arg-type]
        if name := _NAME.match(piece):
            return self.named(name[1], piece[name.end() :])
        if gap := re.fullmatch(r"\.\.(\d+)", piece):
            return self.repeat(GAP_TEST, 0, int(gap[1]), piece, gap=True)
        if same := re.fullmatch(r"=([a-z][a-z_]*)", piece):
            return Same(same[1])
        if count := _COUNT.fullmatch(piece):
            return self.counted(self.single(count[1]), count[2], piece)
        return self.test(piece)

    def named(self, name: str, rest: str) -> Part:
        part = self.single(rest)
        if isinstance(part, Edge | Same | Capture):
            raise PatternError(f'{self.pattern!r}: "{name}:" can name words, not {rest!r}')
        return Capture(name, part)

    def counted(self, part: Part, count: str, piece: str) -> Part:
        if isinstance(part, Edge):
            raise PatternError(f"{self.pattern!r}: {piece!r}: a place cannot be counted")
        if count == "?":
            return Repeat(part, 0, 1)
        numbers = re.fullmatch(r"\{(\d+)(?:,(\d+))?\}", count)
        if not numbers:
            raise PatternError(f"{self.pattern!r}: {piece!r}: a count is ?, {{2}} or {{0,3}}")
        return self.repeat(part, int(numbers[1]), int(numbers[2] or numbers[1]), piece)

    def repeat(self, part: Part, low: int, high: int, piece: str, *, gap: bool = False) -> Part:
        if not low <= high or not 0 < high <= MOST_TIMES:
            raise PatternError(f"{self.pattern!r}: {piece!r}: counts go up to {MOST_TIMES}, the smaller first")
        return Repeat(part, low, high, gap)

    def test(self, piece: str) -> Test:
        if _UNBOUNDED.search(piece):
            raise PatternError(f"{self.pattern!r}: {piece!r}: say how often at most, as {{0,3}}")
        choices = _split(piece)
        if not all(map(all, choices)):
            raise PatternError(f"{self.pattern!r}: {piece!r}: something is missing beside | or &")
        try:
            return Test(tuple(tuple(map(_atom, choice)) for choice in choices))
        except PatternError as error:
            raise PatternError(f"{self.pattern!r}: {error}") from error


def _split(piece: str) -> list[list[str]]:
    """The atoms of a test, by choice; | and & within quotation marks or a regular expression part nothing."""
    texts: list[str] = []

    def set_aside(match: re.Match[str]) -> str:
        texts.append(match[0])
        return "\0"

    bare = _TEXT.sub(set_aside, piece) if '"' in piece or "/" in piece else piece
    rest = iter(texts)
    return [
        [atom.replace("\0", next(rest)) if "\0" in atom else atom for atom in choice.split("&")]
        for choice in bare.split("|")
    ]


@lru_cache(4096)
def _atom(text: str) -> Atom:
    if text.startswith("!"):
        if text[1:2] in ("", "!"):
            raise PatternError('"!" stands before a test, as !by or !NN')
        return _atom(text[1:])._replace(negated=True)
    for kind, shape in _ATOM_SHAPES:
        if match := shape.fullmatch(text):
            value = match[1]
            if fault := _FAULTS.get(kind, _no_fault)(value):
                raise PatternError(f"{text!r}: {fault}")
            return Atom(kind, value if kind in _CASED else value.lower())
    raise PatternError(f"{text!r}: {_advice(text)}")


_WORD: Final = r"[^\W_](?:[\w.'’-]*[\w.])?|'[a-z]{1,2}"
_ATOM_SHAPES: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("word", re.compile(r"((?!xx$)[a-z]+)")),
    ("word", re.compile(r'"([^"]+)"')),
    ("regex", re.compile(r"/(.+)/")),
    ("lemma", re.compile(rf"<({_WORD})>")),
    ("list", re.compile(r"@([a-z][a-z-]*)")),
    ("possible", re.compile(r"~([A-Z]+[$*]?)")),
    ("case", re.compile(r"(xx|Xx|XX)")),
    ("class", re.compile(r"(NUM|WORD|PUNCT|ANY|VOWEL|CONSONANT)")),
    ("tag", re.compile(r"([A-Z]{2,4}[$*]?)")),
    ("ending", re.compile(r"\*([a-z'-]+)")),
    ("beginning", re.compile(r"([a-z'-]+)\*")),
    ("word", re.compile(rf"({_WORD})")),
)
_CASED: Final = frozenset({"tag", "possible", "case", "class", "regex"})


def _no_fault(_: str) -> str | None:
    return None


def _fault_of_tag(tag: str) -> str | None:
    if any(known.startswith(tag[:-1]) if tag.endswith("*") else known == tag for known in TAGS):
        return None
    meant = get_close_matches(tag, sorted(TAGS), 1, 0.5)
    hint = f"; did you mean {meant[0]}?" if meant else ""
    return f'no such tag{hint} (a word in capitals is written "{tag}" with quotation marks)'


def _fault_of_word(word: str) -> str | None:
    if word.isalpha() and not word.startswith(("can", "gon", "got", "wan")):
        return None
    tokens = [token.text for token in tokenize(word)]
    if len(tokens) == 1 or not word[-1].isalnum():
        return None
    return f"is {len(tokens)} words here; write {' '.join(tokens)}"


_FAULTS: Final = {
    "tag": _fault_of_tag,
    "possible": _fault_of_tag,
    "word": _fault_of_word,
    "lemma": _fault_of_word,
    "regex": fault_of_regex,
}


def _advice(text: str) -> str:
    for sign, advice in _ADVICE:
        if sign in text:
            return advice
    return 'is no word, <lemma>, @list, TAG, ~TAG, *ending, NUM ... ; put punctuation in quotation marks: ","'


_ADVICE: Final = (
    ("(", "brackets stand alone, with spaces around: ( a b | c )"),
    (")", "brackets stand alone, with spaces around: ( a b | c )"),
    ("<", "a lemma is written <arrive>, in lower case"),
    (">", "a lemma is written <arrive>, in lower case"),
    ("@", "a list is written @time-unit and stands in lists/time-unit.txt"),
    ("*", "a star stands at one end of a word, as *ing; for repetition write {0,3}"),
    ("~", "a tag the word may have is written ~VBN"),
)


def _check(pattern: str, sequence: Sequence) -> None:
    marks = [part.sign for part in sequence if isinstance(part, Edge) and part.sign in ("[[", "]]")]
    if marks not in ([], ["[[", "]]"]):
        raise PatternError(f"{pattern!r}: [[ and ]] stand around what is flagged, once, outside all brackets")
    named: set[str] = set()
    for part in walk(sequence):
        if isinstance(part, Capture):
            if part.name in ("match", "source"):
                raise PatternError(f'{pattern!r}: "{part.name}" is taken; choose another name')
            named.add(part.name)
        elif isinstance(part, Same) and part.name not in named:
            raise PatternError(f'{pattern!r}: "={part.name}" needs "{part.name}:" before it')
        elif isinstance(part, Group | Repeat):
            inner = part.branches if isinstance(part, Group) else ((part.part,),)
            if any(isinstance(one, Edge) and one.sign in ("[[", "]]") for branch in inner for one in branch):
                raise PatternError(f"{pattern!r}: [[ and ]] stand outside all brackets")
    if longest(sequence) == 0 or not any(isinstance(part, Test) for part in walk(sequence)):
        raise PatternError(f"{pattern!r}: matches no word")
    if shortest(sequence) == 0:
        raise PatternError(f"{pattern!r}: all of it may be missing; one word at least must stand there")
    if (found := ways(sequence)) > MOST_WAYS:
        raise PatternError(
            f"{pattern!r}: can be read in {found:,} ways, more than {MOST_WAYS:,}; use fewer or smaller options"
        )


def walk(sequence: Sequence) -> Iterator[Part]:
    """Every part of a sequence, the outer before the inner, in the order of the text."""
    for part in sequence:
        yield part
        if isinstance(part, Group):
            for branch in part.branches:
                yield from walk(branch)
        elif isinstance(part, Repeat | Capture):
            yield from walk((part.part,))


def shortest(sequence: Sequence) -> int:
    """The number of tokens that a sequence matches at least."""
    return sum(_lengths(part)[0] for part in sequence)


def longest(sequence: Sequence) -> int:
    """The number of tokens that a sequence matches at most."""
    return sum(_lengths(part)[1] for part in sequence)


def _lengths(part: Part) -> tuple[int, int]:
    """The least and the greatest number of tokens that a part matches."""
    match part:
        case Test() | Same():
            return 1, 1
        case Edge():
            return 0, 0
        case Capture(_, inner):
            return _lengths(inner)
        case Group(branches):
            return min(map(shortest, branches)), max(map(longest, branches))
        case Repeat(inner, low, high):
            least, most = _lengths(inner)
            return low * least, high * most


def ways(sequence: Sequence) -> int:
    """In how many ways a sequence can be read from one start, at most."""
    return prod(_ways(part) for part in sequence)


def _ways(part: Part) -> int:
    match part:
        case Test() | Same() | Edge():
            return 1
        case Capture(_, inner):
            return _ways(inner)
        case Group(branches):
            return sum(map(ways, branches))
        case Repeat(inner, low, high):
            return sum(_ways(inner) ** times for times in range(low, high + 1))
