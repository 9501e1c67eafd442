"""Numbers written in digits: what a row of digits may mean, by the language's way of writing."""

import re
from decimal import Decimal
from typing import Final

_ZEROS: Final = "٠۰०০੦૦୦௦౦೦൦๐໐０"
"""The zeros of the scripts whose digits are read; the other nine follow each."""

_ASCII: Final = {ord(zero) + digit: ord("0") + digit for zero in _ZEROS for digit in range(10)} | {
    ord(sign): ord(plain)
    for sign, plain in {"％": "%", "．": ".", "，": ",", "：": ":", "٫": ".", "٬": ",", "／": "/"}.items()
}

_DOT_BETWEEN: Final = re.compile(r"(?<=\d)[・·](?=\d)")

DOTTED_LANGUAGES: Final = frozenset("az bs ca da de el es eu gl hr id is it mk nl pt ro sl sr tr vi".split())
"""Languages that put points between thousands (Unicode CLDR, number symbols); their decimal sign is a comma."""

POINT_LANGUAGES: Final = frozenset(
    "am ar bn en fa gu he hi ja kn ko ml mr ms mt my ne pa si sw ta te th tl ur zh".split()
)
"""Languages whose decimal sign is a point, whatever their digits."""

VULGAR: Final = {
    "½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.333", "⅔": "0.667", "⅛": "0.125", "⅕": "0.2", "⅖": "0.4", "⅗": "0.6",
    "⅘": "0.8",
}  # fmt: skip

LONGEST: Final = 24
"""A longer row of digits is an account or a serial, no number."""

_GROUPED: Final = re.compile(r"\d{1,3}(?:([.,'’ \u00a0\u2009\u202f])\d{3})(?:\1\d{3})*")
_INDIAN: Final = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")


def to_ascii(text: str) -> str:
    """The text, letter for letter, with European digits and signs for those of other scripts."""
    return text if text.isascii() else _DOT_BETWEEN.sub(".", text.translate(_ASCII))


def readings(written: str, language: str | None) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    """The values of a written number in a language, and those that it has elsewhere only.

    `written` consists of ASCII digits and signs. Where the language's way is not known, every reading is its own.
    """
    written = written.replace(", ", ",")
    grouped = _GROUPED.match(written) or _INDIAN.match(written)
    if grouped is None or (grouped.end() < len(written) and written[grouped.end()].isdigit()):
        return (_decimal(written),), ()
    sign = grouped[1] if grouped.re is _GROUPED else ","
    whole = Decimal("".join(filter(str.isdigit, grouped[0])))
    rest = written[grouped.end() :]
    if rest:
        return (Decimal(f"{whole}.{rest[1:] or 0}"),), ()
    if sign not in ".," or len(grouped[0]) > 7 or grouped.re is _INDIAN:
        return (whole,), ()
    fraction = _decimal(written)
    if written.startswith("0"):
        return (fraction,), ()
    if sign == ("." if language in DOTTED_LANGUAGES else "," if language in POINT_LANGUAGES else None):
        return (whole,), () if fraction == int(fraction) else (fraction,)
    return ((fraction,), (whole,)) if language in POINT_LANGUAGES else ((whole, fraction), ())


def _decimal(written: str) -> Decimal:
    return Decimal(written.replace(",", "."))


def is_round(value: Decimal) -> bool:
    """Whether a value says no more than its first two digits."""
    return len(value.normalize().as_tuple().digits) <= 2


NUMBER: Final = (
    r"\d{1,3}(?:,[ ]\d{3})+(?![\d,.]*\d)"
    r"|\d{1,3}(?P<sign>[.,'’ \u00a0\u2009\u202f])\d{3}(?:(?P=sign)\d{3})*(?:[.,]\d+)?(?!\d)"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?!\d)"
    r"|\d+(?:[.,]\d+)?"
)
"""The pattern of a number as digits with signs between them."""
