"""Counting words in any script."""

import re

from mtqa.late import late

UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Myanmar, Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
"""The letters of scripts that are written without spaces between words, as the inside of a character class."""

# A class is quick to compile when it leaves out little; these are none of those letters, and most of what news holds.
_MAYBE_UNSPACED = re.compile("[^\u0000-\u0dff\u2000-\u2fff]")
_UNSPACED_LETTER = late(f"[{UNSPACED}]")


def count_words(text: str) -> int:
    """The number of words: runs between white space; in scripts written without spaces, one per letter.

    Chinese, Japanese, Thai, Lao, Khmer and Burmese letters count one each, and so does every run of other
    characters that touches them and holds a letter or digit. Korean is written with spaces.
    """
    if not is_unspaced(text):
        return len(text.split())
    letters, rest = 0, []
    for match in re.finditer(f"([{UNSPACED}]+)|([^{UNSPACED}]+)", text):
        letters += len(match[1] or "")
        rest.append(match[2] or " ")
    return letters + sum(any(map(str.isalnum, run)) for run in "".join(rest).split())


def is_unspaced(text: str) -> bool:
    """Whether a text holds letters of a script that is written without spaces between words."""
    return may_be_unspaced(text) and _UNSPACED_LETTER.search(text) is not None


def may_be_unspaced(text: str) -> bool:
    """Whether a text holds anything beyond the alphabets of news in most languages: sure where it does not."""
    return not text.isascii() and _MAYBE_UNSPACED.search(text) is not None
