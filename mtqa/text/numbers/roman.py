"""Roman numerals."""

import re
from typing import Final

_VALID: Final = re.compile(r"(?=.)M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_VALUES: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_CYRILLIC: Final = str.maketrans("ХІС", "XIC")
_ENDING: Final = re.compile(r"(?<=[IVX])(?:i?ème|eme|er|ère|e|th|st|nd|rd)\Z")
_LONGEST: Final = 15


def roman(word: str) -> int | None:
    """The value of a Roman numeral in capitals, None where it is none.

    It may have the ending of an ordinal, and Cyrillic letters that look like its own.
    """
    if len(word) > _LONGEST or not word[:1].isupper():
        return None
    letters = _ENDING.sub("", word).translate(_CYRILLIC)
    if not _VALID.fullmatch(letters):
        return None
    values = [_VALUES[letter] for letter in letters]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
