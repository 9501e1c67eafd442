"""Marks and spaces against the conventions of the target language: marks of another script, spaces gone astray.

English has rules of its own for its spaces; here are the other languages, and marks that are foreign to any.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from mtqa.checks.base import Check, CheckedSegment, Context, Fault, Finder, by_segment, finding, in_hypothesis, quoted
from mtqa.late import late
from mtqa.model import Confidence, Finding
from mtqa.text.languages import NAMES

FOREIGN: Final = Fault(
    id="fluency/punctuation/foreign-mark",
    severity="minor",
    confidence="high",
    why="A punctuation mark of another language or script. Write the mark of the target language.",
)
SPACE_BEFORE: Final = Fault(
    id="fluency/punctuation/space-before",
    severity="minor",
    confidence="high",
    why="A space before a mark: the language sets none there. Text that was taken apart into words keeps such spaces.",
)
SPACE_MISSING: Final = Fault(
    id="fluency/punctuation/space-missing",
    severity="minor",
    confidence="medium",
    why="No space where the language sets one: after a mark within a sentence.",
)
FRENCH_SPACE: Final = Fault(
    id="fluency/punctuation/french-space",
    severity="minor",
    confidence="medium",
    why="French sets a no-break space inside guillemets and before colons, and in Europe also before ; ! and ?.",
)
OPENING_MISSING: Final = Fault(
    id="fluency/punctuation/opening-mark-missing",
    severity="minor",
    confidence="high",
    why="Spanish opens a question with ¿ and an exclamation with ¡. Set the mark where the question begins.",
)

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\u3040-\u30ff\uf900-\ufaff"
_EAST_ASIAN: Final = frozenset({"zh", "ja"})
_ARABIC_SCRIPT: Final = frozenset({"ar", "fa", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"})
_INDIC: Final = frozenset({"hi", "bn", "mr", "ne", "sa", "pa", "or", "as", "si", "gu"})
_INVERTING: Final = frozenset({"es", "gl", "ca", "eu", "ast", "an", "tl", "gn", "qu"})
_CJK_TO_LATIN: Final = {
    "，": ",", "、": ",", "。": ".", "．": ".", "；": ";", "：": ":", "？": "?", "！": "!", "（": "(", "）": ")",
    "｡": ".",
}  # fmt: skip
_LATIN_TO_CJK: Final = {",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！"}
_LATIN_TO_ARABIC: Final = {",": "،", ";": "؛", "?": "؟"}
_ARABIC_TO_LATIN: Final = {arabic: latin for latin, arabic in _LATIN_TO_ARABIC.items()}


@dataclass(frozen=True, slots=True)
class _Convention:
    """What is wrong in some languages: a pattern, what to say of what it matches, and what to write instead."""

    fault: Fault
    pattern: re.Pattern[str]
    message: str
    applies: Callable[[str], bool]
    instead: Mapping[str, str] | Callable[[str], str] | None = None
    confidence: Confidence | None = None

    def suggestion(self, found: str) -> str | None:
        """What to write in place of what was found."""
        if self.instead is None:
            return None
        return self.instead(found) if callable(self.instead) else self.instead.get(found)


def _in(*languages: str) -> Callable[[str], bool]:
    return frozenset(languages).__contains__


def _not_in(*languages: str) -> Callable[[str], bool]:
    known = frozenset(languages)
    return lambda language: language not in known


_UNSPACED: Final = ("zh", "ja", "th", "lo", "km", "my", "bo")
_OWN_RULES: Final = "en"

_CONVENTIONS: Final = (
    _Convention(
        FOREIGN,
        re.compile(rf"(?<![{_HAN}，、。；：？！」』》])[，、。；：？！｡．（）](?![{_HAN}「『《])"),
        "a Chinese or Japanese mark in {language} text",
        _not_in("zh", "ja", "yue", "ii"),
        _CJK_TO_LATIN,
    ),
    _Convention(
        FOREIGN,
        re.compile(r"(?<![\u0600-\u06ff])[،؛؟](?!\s?[\u0600-\u06ff])"),
        "an Arabic mark in {language} text",
        _not_in(*_ARABIC_SCRIPT),
        _ARABIC_TO_LATIN,
    ),
    _Convention(
        FOREIGN,
        re.compile(r"(?<![\u0900-\u0dff\s])।"),
        "an Indian full stop in {language} text",
        _not_in(*_INDIC),
        {"।": "."},
    ),
    _Convention(
        FOREIGN,
        re.compile(r"(?<!\w)[¿¡](?=\w)"),
        "an inverted mark, as Spanish has, in {language} text",
        _not_in(*_INVERTING),
        {"¿": "", "¡": ""},
    ),
    _Convention(
        FOREIGN,
        re.compile(r"«(?=\s?\S)|(?<=\S)»"),
        "a quotation mark of other languages in {language} text",
        _in("zh", "ja", "ko", "he", "hi", "id", "ms", "th", "vi"),
    ),
    _Convention(
        FOREIGN,
        re.compile(r"(?<!\w)[„‚](?=\w)"),
        "a low quotation mark, as German has, in {language} text",
        _in("fr", "it", "es", "pt", "sv", "fi", "tr", "ca", "gl", "zh", "ja", "ko", "ar", "hi", "id", "vi"),
    ),
    _Convention(
        FOREIGN,
        late(rf"(?<=[{_HAN}])[,;](?=[{_HAN}\s]|$)|(?<=[\u3040-\u30ff\u4e00-\u9fff]{{2}})\.(?=\s*$)"),
        "a narrow mark between {language} characters",
        _in(*_EAST_ASIAN),
        _LATIN_TO_CJK,
        "medium",
    ),
    _Convention(
        FOREIGN,
        late(rf"(?<=[{_HAN}])[?!](?=[{_HAN}\s]|$)"),
        "a narrow mark between {language} characters",
        _in(*_EAST_ASIAN),
        _LATIN_TO_CJK,
        "low",
    ),
    _Convention(
        FOREIGN,
        re.compile(r"(?<=[\u0620-\u064a\u0671-\u06d3])[,;?](?=\s|$)"),
        "a Latin mark after {language} letters",
        _in(*_ARABIC_SCRIPT - {"yi", "dv"}),
        _LATIN_TO_ARABIC,
        "medium",
    ),
    _Convention(
        SPACE_BEFORE,
        re.compile(r"(?<=[^\W_])[ \u00a0\u202f]{1,3}[,;:?!.](?=\s|$)(?!\s?\.)"),
        "{language} sets no space before this mark",
        _not_in(_OWN_RULES, "fr", *_UNSPACED),
        str.strip,
    ),
    _Convention(
        SPACE_BEFORE,
        re.compile(r"(?<=[^\W_])[ \u00a0\u202f]{1,3}[,.](?=\s|$)(?!\s?\.)"),
        "French sets no space before this mark",
        _in("fr"),
        str.strip,
    ),
    _Convention(
        SPACE_MISSING,
        re.compile(r"(?<=[^\W\d_]{2})[,;!?](?=[^\W\d_]{2})"),
        "{language} sets a space after this mark",
        _not_in(_OWN_RULES, *_UNSPACED),
        "{} ".format,
    ),
    _Convention(
        FRENCH_SPACE,
        re.compile(r"«(?=\w)|(?<=\w[.,!?])»|(?<=\w)»"),
        "French sets a no-break space inside guillemets",
        _in("fr"),
        {"«": "«\u00a0", "»": "\u00a0»"},
    ),
    _Convention(
        FRENCH_SPACE,
        re.compile(r"(?<=[^\W\d_]{2})[;:!?](?=\s|$)"),
        "French sets a no-break space before this mark",
        _in("fr"),
        "\u00a0{}".format,
        "low",
    ),
)


@cache
def _conventions_of(language: str) -> tuple[_Convention, ...]:
    return tuple(convention for convention in _CONVENTIONS if convention.applies(language))


def _open(context: Context) -> Finder:
    target = context.target
    if target is None:
        return by_segment(lambda _: ())
    conventions, name = _conventions_of(target), NAMES.get(target, target)

    def find(segment: CheckedSegment) -> Iterator[Finding]:
        for convention in conventions:
            for match in convention.pattern.finditer(segment.hypothesis):
                found = match[0]
                suggestion = convention.suggestion(found)
                yield finding(
                    convention.fault,
                    f"{quoted(found)}: {convention.message.format(language=name)}",
                    in_hypothesis(segment, *match.span()),
                    suggestions=() if suggestion is None else (suggestion,),
                    confidence=convention.confidence,
                )
        if target == "es":
            yield from _unopened(segment)

    return by_segment(find)


def _unopened(segment: CheckedSegment) -> Iterator[Finding]:
    """Questions and exclamations of Spanish that nothing opens."""
    opened = 0
    for match in _OPENING_AND_CLOSING.finditer(segment.hypothesis):
        if match[0] in "¿¡":
            opened += 1
        elif opened:
            opened = 0
        elif match.start() and segment.hypothesis[match.start() - 1].isalpha():
            opening = "¿" if "?" in match[0] else "¡"
            message = f'{quoted(match[0])}: nothing opens this with "{opening}"'
            yield finding(OPENING_MISSING, message, in_hypothesis(segment, *match.span()))


_OPENING_AND_CLOSING: Final = re.compile(r"[¿¡]|[?!]++")


def _skips(context: Context) -> str | None:
    return "the target language is not known" if context.target is None else None


CHECK: Final = Check(
    name="typography",
    summary="marks and spaces that the target language does not write so",
    faults=(FOREIGN, SPACE_BEFORE, SPACE_MISSING, FRENCH_SPACE, OPENING_MISSING),
    open=_open,
    skips=_skips,
)
