"""Numbers in Chinese, Japanese and Korean text: digits and numerals with scales of ten thousand."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Final

from mtqa.text.numbers.digits import LONGEST, NUMBER, readings
from mtqa.text.numbers.lexicon import Lexicon, lexicon_of
from mtqa.text.numbers.meanings import clock, meanings
from mtqa.text.numbers.reading import in_address
from mtqa.text.numbers.units import unit_words
from mtqa.text.numbers.values import Grade, Kind, Number, Value, plain

_DIGITS: Final = {
    sign: value
    for value, signs in enumerate(("〇零", "一壱壹", "二两兩弐贰", "三参叁", "四肆", "五伍", "六", "七", "八", "九"))
    for sign in signs
}
_CONSECUTIVE: Final = frozenset("一二 二三 两三 兩三 三四 三五 四五 五六 六七 七八 八九".split())
_SMALL: Final = {"十": 10, "百": 100, "千": 1000}
_LARGE: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "兆": 10**12}
_HANGUL_DIGITS: Final = {sign: value for value, sign in enumerate("영일이삼사오육칠팔구")}
_HANGUL_SMALL: Final = {"십": 10, "백": 100, "천": 1000}
_HANGUL_LARGE: Final = {"만": 10**4, "억": 10**8, "조": 10**12}
_TEENS: Final = {"廿": 20, "卅": 30}

_NATIVE: Final = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
}  # fmt: skip
_NATIVE_TENS: Final = {
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
}  # fmt: skip
_ERAS: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民国": 1911, "民國": 1911}
_WEEKDAYS: Final = {
    **{day: number for number, day in enumerate("月火水木金土日", 1)},
    **{day: number for number, day in enumerate("월화수목금토일", 1)},
    **{day: number for number, day in enumerate("一二三四五六日", 1)},
    "天": 7,
}  # fmt: skip
_AFTERNOON: Final = re.compile(r"(?:下午|晚上|傍晚|夜里|午後|夕方|夜|오후|저녁|밤)\s?\Z")
_MORNING: Final = re.compile(r"(?:上午|早上|凌晨|清晨|午前|朝|未明|早朝|오전|새벽|아침)\s?\Z")
_LETTER_BEFORE: Final = re.compile(r"[A-Za-z][-‐]?\Z")
_LETTER_AFTER: Final = re.compile(r"[A-Za-z](?![a-z])")
_SIGNED: Final = re.compile(r"\d+(?:[.,'’ \u00a0\u2009\u202f]\d+)+")
_MONTHS: Final = frozenset(map(Decimal, range(1, 13)))
_MANY: Final = "多余餘几幾数來"


@cache
def _token(language: str) -> re.Pattern[str]:
    """What may be a number or stand for one."""
    korean = language == "ko"
    scales = "[천백십만억조]" if korean else "(?:[十百万萬亿億]|千(?![瓦克米卡赫])|兆(?![瓦赫字帕焦]))"
    numerals = (
        "일이삼사오육칠팔구십백천만억조" if korean else "〇零一壱壹二两兩弐贰三参叁四肆五伍六七八九十百千万萬亿億兆廿卅"
    )
    few = "여" if korean else _MANY
    space, between = "[ ]?", "[ ]?" if korean else ""
    weekdays = (
        r"[월화수목금토일](?=요일)"
        if korean
        else r"(?<=星期)[一二三四五六日天]|(?<=周)[一二三四五六日](?!年)|[月火水木金土日](?=曜)"
        r"|(?<=[(（])[月火水木金土日](?=[)）])"
    )
    native = (
        rf"|(?P<native>(?:{'|'.join(_NATIVE_TENS)})?(?:{'|'.join(_NATIVE)})?(?=\s?(?:{_either(_lexicon('ko').counters)})))"
        if korean
        else ""
    )
    return re.compile(
        rf"""(?P<skip>(?:https?://|www\.)[!-~]+|24/7|百分之|&\#?\w{{1,8}};)
        |(?P<clock>(?<![\d:.,])(?P<hours>[01]?\d|2[0-4])(?:[:](?P<minutes>[0-5]\d)(?::[0-5]\d)?(?![\d:])|\s?[時时点點시]\s?(?:(?P<m>[0-5]?\d)\s?[分분]|(?P<half>半|반))))
        |(?P<weekday>{weekdays})
        |(?P<run>(?:{NUMBER})(?:{space}[{few}]?{scales}+(?:{between}\d[\d,.]*(?={scales})|{between}\d+(?![\d.,:%])|[{numerals}])*)*
          |[{numerals}](?:[{few}]?[{numerals}])*)
        {native}
        |(?P<loose>{_either(_lexicon(language).loose)})""",
        re.VERBOSE,
    )


def find_in_cjk(text: str, language: str) -> Iterator[Number]:
    """The numbers of a text with European digits, in order."""
    for token in _token(language).finditer(text):
        match token.lastgroup:
            case "skip":
                yield from in_address(token)
            case "clock":
                yield _clock(text, token)
            case "weekday":
                value = Decimal(_WEEKDAYS[token[0]])
                weekdays: frozenset[Value] = frozenset({("weekday", value)})
                yield Number(*token.span(), value, weekdays, kind="weekday", grade="open")
            case "run" | "sign":
                yield from _run(text, token, language)
            case "native" if token[0]:
                yield _native(token)
            case "loose":
                values = _lexicon(language).loose[token[0]]
                yield Number(*token.span(), values[0], frozenset(map(plain, values)), grade="loose")


def _clock(text: str, token: re.Match[str]) -> Number:
    hours, minutes = int(token["hours"]), int(token["minutes"] or token["m"] or (30 if token["half"] else 0))
    before = text[max(0, token.start() - 4) : token.start()]
    afternoon, morning = _AFTERNOON.search(before), _MORNING.search(before)
    if afternoon and hours < 12:
        hours += 12
    parts = tuple(
        Number(*token.span(group), Decimal(token[group]), meanings(Decimal(token[group])), digits=True)
        for group in ("hours", "minutes", "m")
        if token[group]
    )
    values = clock(hours, minutes, half_known=bool(afternoon or morning))
    return Number(*token.span(), Decimal(hours * 60 + minutes), values, kind="time", digits=True, parts=parts)


def _native(token: re.Match[str]) -> Number:
    ten = next((tens for tens in _NATIVE_TENS if token[0].startswith(tens)), "")
    value = Decimal(_NATIVE_TENS.get(ten, 0) + _NATIVE.get(token[0][len(ten) :], 0))
    return Number(*token.span(), value, meanings(value), grade="firm" if value > 4 else "loose")


def _run(text: str, token: re.Match[str], language: str) -> Iterator[Number]:
    """The number that a row of digits and numerals says, with what stands around it."""
    written, (start, end) = token["run"], token.span("run")
    if end - start > LONGEST:
        return
    if written[:2] in _CONSECUTIVE and not any(sign in _DIGITS for sign in written[2:]):
        yield from (_one_of_two(start + at, written[at], written[2:], language) for at in range(2))
        return
    value = _value(written, language)
    in_digits = written[0].isdigit()
    before, after = text[max(0, start - 4) : start], text[end : end + 8].lstrip(" ")
    grade: Grade = "firm" if in_digits else _grade(written, value, before, after, language)
    kind = _kind(value, before, after, in_digits)
    if kind == "code" or (grade == "firm" and (value <= 1 or (kind == "month" and not in_digits))):
        grade = "open"
    unit, factors = _unit(after)
    groups = re.finditer(r"\d+", written) if in_digits and _SIGNED.fullmatch(written) else ()
    yield Number(
        start,
        end,
        value,
        meanings(value) | _meant_by(written, value, before, after) | {plain(value * factor) for factor in factors},
        kind=kind,
        grade=grade,
        digits=in_digits,
        unit=unit,
        rounded=any(sign in written for sign in _MANY) or before[-1:] in set("约約") or after[:1] in set("多余餘强強"),
        parts=tuple(
            Number(
                start + group.start(), start + group.end(), Decimal(group[0]), meanings(Decimal(group[0])), digits=True
            )
            for group in groups
        ),
        foreign=frozenset(map(plain, readings(written, language)[1])) if _SIGNED.fullmatch(written) else frozenset(),
    )


def _one_of_two(start: int, numeral: str, scales: str, language: str) -> Number:
    """One of two numerals side by side, as in *four or five days*."""
    value = _value(numeral + scales, language)
    return Number(start, start + 1, value, meanings(value), grade="open")


def _kind(value: Decimal, before: str, after: str, in_digits: bool) -> Kind:
    if in_digits and (_LETTER_BEFORE.search(before) or _LETTER_AFTER.match(after)):
        return "code"
    if after[:1] in {"月", "월"} and value in _MONTHS:
        return "month"
    return "ordinal" if before[-1:] == "第" or after.startswith(("位", "위", "番", "번째")) else "number"


def _meant_by(written: str, value: Decimal, before: str, after: str) -> frozenset[Value]:
    """What the signs around a number make of it: tenths, a month, a year of an era, an hour."""
    sign = after[:1]
    values: set[Value] = set()
    if sign in {"割", "成", "할"}:
        values.add(plain(value * 10))
    elif sign == "折":
        values |= {plain(100 - value * (10 if value < 10 else 1)), plain(value * 10)}
    elif sign in {"时", "時", "点", "點", "시"} and value <= 24:
        values |= _hour(before, value)
    if value in _MONTHS and (sign in {"月", "월", "/"} or before[-1:] == "/"):
        values.add(("month", value))
    if sign in {"年", "년"} or before[-2:] in _ERAS:
        values |= _years(value, before)
    elif 10 < value < 100 and written[0] in _DIGITS and len(written) == 2:
        values.add(plain(1900 + value))  # a year said by its last numerals
    return frozenset(values)


def _grade(written: str, value: Decimal, before: str, after: str, language: str) -> Grade:
    """Numerals stand in many words that count nothing; what is counted makes them firm."""
    if before.endswith("百分之"):
        return "firm"
    if value <= 1 or before[-1:] in set("几幾数數") or "分之" in {after[:2], before[-2:]}:
        return "loose"
    if written == "两":
        return "open"  # also both
    if any(sign in written for sign in _MANY):
        return "open" if len(written) > 2 else "loose"
    counted = _counter(language).match(after) is not None
    if language == "ko":
        return "open" if counted and len(written) > 2 else "loose"
    return "firm" if _is_counted(written, before, after, counted) else "loose"


def _is_counted(written: str, before: str, after: str, counted: bool) -> bool:
    """Whether Chinese numerals are surely a number."""
    multiplied = any(sign not in _DIGITS for sign in written)
    if not any(sign in _DIGITS or sign == "十" for sign in written):
        return False  # perhaps of many
    if before[-1:] == "第":
        return written != "二"  # also the next
    if (len(written) == 4 and after[:1] == "年") or (multiplied and len(written) >= 3):
        return True
    return counted and (len(written) == 1 or multiplied) and written not in {"十", "百", "千", "万"}


def _value(written: str, language: str) -> Decimal:
    """The value of digits and numerals in a row."""
    digits, small, large = (
        (_HANGUL_DIGITS, _HANGUL_SMALL, _HANGUL_LARGE) if language == "ko" else (_DIGITS, _SMALL, _LARGE)
    )
    total, section, current = Decimal(0), Decimal(0), None
    for piece in re.finditer(r"\d[\d,.'’ ]*|\D", written):
        sign = piece[0].strip()
        if sign[:1].isdigit():
            current = readings(sign.rstrip(" ,."), language)[0][0]
        elif sign in digits:
            current = Decimal(digits[sign]) if current is None else current * 10 + digits[sign]
        elif sign in _TEENS:
            section += _TEENS[sign]
        elif sign in small:
            section += (Decimal(1) if current is None else current) * small[sign]
            current = None
        elif sign in large:
            section += current or 0
            total = (
                (total + (section or 1)) * large[sign]
                if section < 1 and total
                else total + (section or 1) * large[sign]
            )
            section, current = Decimal(0), None
    return total + section + (current or 0)


def _years(value: Decimal, before: str) -> set[Value]:
    """A year of an era, or one of two digits."""
    if before[-2:] in _ERAS:
        return {plain(value + _ERAS[before[-2:]])}
    return (
        {plain(1900 + value), plain(2000 + value)} if 0 <= value < 100 and value == int(value) and value > 9 else set()
    )


def _hour(before: str, value: Decimal) -> frozenset[Value]:
    if _AFTERNOON.search(before) and value < 12:
        return clock(int(value) + 12, 0, half_known=True) | {plain(value + 12)}
    return clock(int(value), 0, half_known=bool(_MORNING.search(before)))


def _unit(after: str) -> tuple[str | None, tuple[int, ...]]:
    """The unit that follows, and what a span of time of that length may be told in."""
    factors = {
        "年代": (),
        "世紀": (100,),
        "世纪": (100,),
        "周": (7,),
        "週間": (7,),
        "星期": (7,),
        "年": (12,),
        "주": (7,),
    }
    times = next((factor for word, factor in factors.items() if after.startswith(word)), ())
    words = unit_words()
    unit = next((words[after[:size].lower()] for size in range(7, 0, -1) if after[:size].lower() in words), None)
    return unit, times


@cache
def _counter(language: str) -> re.Pattern[str]:
    return re.compile(_either(_lexicon(language).counters))


def _lexicon(language: str) -> Lexicon:
    lexicon = lexicon_of(language)
    assert lexicon, language
    return lexicon


def _either(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
