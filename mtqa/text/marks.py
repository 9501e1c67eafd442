"""Punctuation marks of many scripts: what ends a sentence, what asks, what opens and closes.

Pure knowledge and functions over strings; spans are half-open ranges of code points.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from mtqa.late import late


class Ending(StrEnum):
    """How a text ends, whatever the script."""

    STOP = "full stop"
    QUESTION = "question mark"
    EXCLAMATION = "exclamation mark"
    ELLIPSIS = "dots"
    COLON = "colon"
    OTHER = "another mark"
    NONE = "no mark"


class FinalMark(NamedTuple):
    """The mark that ends a text: its kind and its range, empty and after the last letter where there is none."""

    ending: Ending
    start: int
    end: int


QUESTION_MARKS: Final = "?？؟՞⁇⁈⁉‽፧"
_GREEK_QUESTION_MARKS: Final = ";\u037e"
EXCLAMATION_MARKS: Final = "!！՜‼⁉⁈‽"
FULL_STOPS: Final = ".。．｡।॥۔։።។།"
_COLONS: Final = ":："
_DOTS: Final = "…⋯"

_ENDINGS: Final[Mapping[str, Ending]] = MappingProxyType(
    dict.fromkeys(FULL_STOPS, Ending.STOP)
    | dict.fromkeys(EXCLAMATION_MARKS, Ending.EXCLAMATION)
    | dict.fromkeys(QUESTION_MARKS, Ending.QUESTION)
    | dict.fromkeys(_COLONS, Ending.COLON)
    | dict.fromkeys(_DOTS, Ending.ELLIPSIS)
)

_AFTER_THE_MARK: Final = frozenset(" \t\u00a0\u202f\u3000\u200b\u200e\u200f\"'”’»›“‘«‹」』》〉】〕）)]}＂*_~")
"""What may stand after the mark that ends a sentence: closing quotes and brackets of all conventions."""

UNSTOPPED: Final = frozenset({"th", "lo"})
"""Languages that write no mark at the end of a sentence."""

UNMARKED_QUESTIONS: Final = frozenset({"ja", "zh", "ko", "th", "lo", "km", "my", "vi", "id", "ms"})
"""Languages that may mark a question by a word alone."""


def final_mark(text: str, language: str | None = None) -> FinalMark:
    """The mark that ends a text, before closing quotation marks, brackets and spaces.

    A Greek semicolon is a question mark. Of several marks together a question mark counts before the others.
    """
    end = len(text)
    while end and text[end - 1] in _AFTER_THE_MARK:
        end -= 1
    start = end
    while start and (text[start - 1] in _ENDINGS or text[start - 1] in _GREEK_QUESTION_MARKS):
        start -= 1
    marks = text[start:end]
    if not marks:
        ends_in_word = end > 0 and (text[end - 1].isalnum() or end < len(text))
        return FinalMark(Ending.NONE if ends_in_word or not end else Ending.OTHER, end, end)
    return FinalMark(_ending(marks, language), start, end)


def _ending(marks: str, language: str | None) -> Ending:
    if language == "el" and any(mark in _GREEK_QUESTION_MARKS for mark in marks):
        return Ending.QUESTION
    found = {_ENDINGS.get(mark, Ending.OTHER) for mark in marks}
    for ending in (Ending.QUESTION, Ending.EXCLAMATION):
        if ending in found:
            return ending
    if marks.count(".") > 1 or marks.count("。") > 1:
        return Ending.ELLIPSIS
    return _ENDINGS.get(marks[-1], Ending.OTHER)


def has_question_mark(text: str, language: str | None = None) -> bool:
    """Whether a question mark of any script stands in the text."""
    marks = QUESTION_MARKS + _GREEK_QUESTION_MARKS if language == "el" else QUESTION_MARKS
    return any(mark in text for mark in marks)


def has_exclamation_mark(text: str) -> bool:
    """Whether an exclamation mark of any script stands in the text."""
    return any(mark in text for mark in EXCLAMATION_MARKS)


class Quotation(NamedTuple):
    """A passage between quotation marks: the range with its marks, and the words within."""

    start: int
    end: int
    inside: str


# Each repetition leaves out its own opening mark, so that a text full of marks takes linear time.
_QUOTATION: Final = late(
    r"«(?P<a>[^«»]+)»|“(?P<b>[^“”„]+)”|„(?P<c>[^“”„\"]+)[“”\"]|\"(?P<d>[^\"]+)\"|「(?P<e>[^「」]+)」|『(?P<f>[^『』]+)』"
    r"|»(?P<g>[^«»]+)«|”(?P<h>[^“”„]+)”|＂(?P<i>[^＂]+)＂|‹(?P<j>[^‹›]+)›|''(?P<k>[^']+)''"
    r"|(?<!\w)[‘‚](?P<l>[^\s‘‚“”][^‘‚“”\n]{2,300}?)[’‘](?!\w)|(?<!\w)'(?P<m>[^\s'][^'\n]{2,300}?)'(?!\w)"
)
_ANY_QUOTATION_MARK: Final = re.compile(
    r"[«»“”„\"「」『』＂‹›‟〝〞〟״]|''|``|(?<!\w)['‘‚`´]|(?<=[^\s\w])['’](?!\w)|(?<=\w)['’´](?![\w])"
)


def quotations(text: str) -> Iterator[Quotation]:
    """The passages between quotation marks of any convention, in order; not those within another."""
    for match in _QUOTATION.finditer(_without_gershayim(text)):
        yield Quotation(match.start(), match.end(), match[match.lastgroup or 0])


def has_quotation_mark(text: str) -> bool:
    """Whether anything stands in the text that may be a quotation mark of any convention."""
    return _ANY_QUOTATION_MARK.search(_without_gershayim(text)) is not None


def _without_gershayim(text: str) -> str:
    """The text, as long as before, without the marks within Hebrew abbreviations, which look like quotation marks."""
    return _HEBREW_ABBREVIATION.sub("_", text)


_HEBREW_ABBREVIATION: Final = re.compile(r"(?<=[א-ת])[\"״”“](?=[א-ת])")


def quotation_marks_pair(text: str) -> bool:
    """Whether every double quotation mark of a text has a partner, as far as their number tells."""
    text = _without_gershayim(text)
    straight = text.count('"') + text.count("“") + text.count("”") + text.count("„") + text.count("״")
    return straight % 2 == 0 and all(text.count(one) == text.count(other) for one, other in ("«»", "「」", "『』"))


BRACKETS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "(": ")",
        "[": "]",
        "{": "}",
        "（": "）",
        "［": "］",
        "「": "」",
        "『": "』",
        "《": "》",
        "〈": "〉",
        "【": "】",
        "〔": "〕",
    }
)
"""Brackets, and the quotation marks that are brackets, by the one that opens."""

_CLOSING: Final = MappingProxyType({closing: opening for opening, closing in BRACKETS.items()})
_BRACKET: Final = re.compile("[" + re.escape("".join((*BRACKETS, *_CLOSING))) + "]")
_FACE: Final = re.compile(
    r"[:;=8xX][-o^']?[()\[\]{}]++|(?<![()])[()]{1,4}+[-o]?[:;=](?!\w)|(?<!\()\({3,}+|(?<!\))\){3,}+"
)
_SMILE: Final = re.compile(r"(?<!\))\){1,2}+(?=\s{0,3}$|\s[A-ZА-ЯІЇЄҐ])")
"""A smile as Slavic languages write it: the closing bracket alone, after the sentence."""
_ITEM: Final = re.compile(r"(?:^|(?<=[\s(（;,:：；，。]))(?:\d{1,3}|[^\W\d_]|[ivxIVX]{2,4})[)）]")


def unbalanced_brackets(text: str) -> tuple[int, ...]:
    """Where brackets stand that have no partner, in order; those of faces and of counted items have none."""
    apart = bytearray(len(text))
    for pattern in (_FACE, _ITEM) if "(" in text else (_FACE, _ITEM, _SMILE):
        for match in pattern.finditer(text):
            apart[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    open_brackets: list[int] = []
    lonely: list[int] = []
    for match in _BRACKET.finditer(text):
        at, mark = match.start(), match[0]
        if mark in BRACKETS:
            if not apart[at]:
                open_brackets.append(at)
        elif open_brackets and text[open_brackets[-1]] == _CLOSING[mark]:
            open_brackets.pop()
        elif not apart[at]:
            lonely.append(at)
    return tuple(sorted((*lonely, *open_brackets)))


_QUESTION_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": r"^\W*(?:can|could|do|does|did|is|are|was|were|will|would|should|shall|may|has|have|what|who|whom|whose"
        r"|why|how|where|when|which)\b",
        "de": r"^\W*(?:kann|können|könnten?|darf|dürfen?|haben?|hat|ist|sind|wird|werden|würden?|sollen?|soll|muss"
        r"|wer|was|wie|wann|warum|wieso|wo|woher|wohin|welche[rsmn]?)\b",
        "fr": r"\best-ce\b|^\W*(?:comment|pourquoi|combien|où|quand|quels?|quelles?|qui|que|peut-on|pouvez-vous)\b"
        r"|-(?:t-)?(?:il|elle|on|vous|ils|elles)\b",
        "es": r"\b(?:qué|cómo|cuándo|dónde|quién|quiénes|cuál|cuáles|cuánt[oa]s?)\b",
        "it": r"^\W*(?:perché|come|quando|dove|chi|che|cosa|quale|quali|quant[oaie])\b",
        "pt": r"^\W*(?:por que|como|quando|onde|quem|que|o que|qual|quais|quant[oa]s?)\b",
        "nl": r"^\W*(?:kan|kunnen|is|zijn|heeft|hebben|wordt|wat|wie|waarom|hoe|waar|wanneer|welke?)\b",
        "ru": r"\b(?:ли|разве|неужели|почему|зачем|сколько)\b"
        r"|^\W*(?:кто|что|как|когда|где|куда|откуда|какой|какая|какие|какое)\b",
        "uk": r"\b(?:чи|хіба|невже|чому|навіщо|скільки)\b|^\W*(?:хто|що|як|коли|де|куди|звідки|який|яка|які|яке)\b",
        "pl": r"\bczy\b|^\W*(?:kto|co|jak|kiedy|gdzie|dlaczego|ile|któr[yae])\b",
        "cs": r"\b(?:zda|jestli)\b|^\W*(?:kdo|co|jak|kdy|kde|proč|kolik|který|která|které)\b",
        "ro": r"^\W*(?:oare|cine|ce|cum|când|unde|de ce|cât)\b",
        "ja": r"か(?:ね|な|い|も)?(?:\W|$)|の\W*$|でしょう|だろう|っけ|何|なぜ|どう|誰|どこ|いつ|いくら|どの|どれ",
        "zh": r"[吗嗎么麼呢吧谁誰哪怎几幾何]|多少|是否|为什么|难道|可否|能否|会不会|是不是|有没有",
        "ko": r"까|니\W*$|나요|가요|[누무]구|무엇|무슨|왜|어떻게|어디|언제|얼마|몇|어느",
        "ar": r"هل|أين|متى|كيف|لماذا|كم|^\W*(?:ما|من|أ)",
        "he": r"\b(?:האם|מה|מי|איך|איפה|מתי|למה|מדוע|כמה|איזה|איזו|היכן|הייתכן)\b",
        "hi": r"क्या|कौन|कहाँ|कहां|कब|क्यों|कैसे|कितन",
        "vi": r"\b(?:không|chưa|gì|ai|sao|nào|đâu|bao|mấy|hả|nhỉ|à)\b",
        "id": r"\b(?:apa|apakah|siapa|mengapa|kenapa|bagaimana|kapan|mana|berapa)\b|kah\b",
        "ms": r"\b(?:apa|adakah|siapa|mengapa|kenapa|bagaimana|bila|mana|berapa)\b|kah\b",
    }
)
"""By language, what may make a question of a sentence that ends with a full stop."""


@cache
def _question_words(language: str) -> re.Pattern[str] | None:
    pattern = _QUESTION_WORDS.get(language)
    return re.compile(pattern, re.IGNORECASE) if pattern else None


_SENTENCE_END: Final = re.compile(rf"[{re.escape(FULL_STOPS + EXCLAMATION_MARKS)}]\s*(?=\S)")


def may_ask(text: str, language: str | None) -> bool:
    """Whether the last sentence of a text without question mark holds a word that may make a question of it.

    True too for a language that may ask without a question mark, of which no question words are known.
    """
    pattern = _question_words(language) if language else None
    if pattern is None:
        return language in UNMARKED_QUESTIONS
    begins = 0
    for match in _SENTENCE_END.finditer(text):
        begins = match.end()
    return pattern.search(text[begins:]) is not None
