"""What the tagger looks at: a word, the words beside it and the tags before it, as strings.

Trainer and tagger share this file, so that a weight means the same to both. Every feature is of one word and
its tags, or of one word's neighbour: so the tagger can add up what it knows of a word once and keep the sum.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from mtqa.text.english.lexicon import is_known, possible_tags

BEFORE: Final = "<"
"""The tag of what stands before the sentence."""

ROLES: Final = "PQNM"
"""A word stands before the next word (P) and the one after that (Q), after the last (N) and the one before (M)."""

_DIGIT: Final = re.compile(r"\d")


class Seen(NamedTuple):
    """A word as the tagger sees it."""

    lower: str
    """Lower case, straight apostrophes, every digit a 0."""
    tags: str
    """Its possible tags, joined; with a question mark when they are guessed from its spelling."""
    shape: str
    """Its capitals, beside those of the whole sentence and whether it begins the sentence."""


@lru_cache(1 << 15)
def see(word: str, style: str, first: bool) -> Seen:
    """A word as the tagger sees it in a sentence of this style."""
    lower = word.lower()
    tags = "|".join(sorted(possible_tags(lower)))
    return Seen(
        normalise(word),
        tags if is_known(lower) else f"?{tags}",
        f"{style}{_shape(word)}{'^' if first else ''}",
    )


def normalise(word: str) -> str:
    """The word in lower case, with straight apostrophes and every digit a 0."""
    lower = word.lower()
    if lower.isalpha():
        return lower
    return _DIGIT.sub("0", lower.replace("’", "'").replace("ʼ", "'"))


def style_of(words: Sequence[str]) -> str:
    """How a sentence uses capitals: "N" as prose, "T" as a title, "U" capitals only, "L" none at all.

    In titles and in capitals, a capital says nothing of its word.
    """
    written = [word for word in words if len(word) > 1 and word[0].isalpha()]
    if len(written) < 2:
        return "N"
    if sum(map(str.isupper, written)) >= 0.6 * len(written):
        return "U"
    if all(word[0].islower() for word in written):
        return "L" if len(written) > 2 else "N"
    long = [word for word in written if len(word) > 3]
    capital = sum(word[0].isupper() for word in long)
    return "T" if len(long) > 2 and capital >= 0.75 * len(long) else "N"


def first_word(words: Sequence[str]) -> int:
    """The index of the first word that is not a mark: its capital says little."""
    return next((index for index, word in enumerate(words) if word[0].isalnum()), 0)


def _shape(word: str) -> str:
    if word.islower():
        return "x"
    if word.isupper():
        return "X" if len(word) > 1 else "I"
    if word[0].isupper():
        return "C" if word[1:].islower() else "M"
    if word[0].isalpha():
        return "m"
    if word[0].isdigit():
        return "d" if word.replace(",", "").replace(".", "").isdigit() else "D"
    return "."


def of_word(seen: Seen) -> list[str]:
    """The features of the word itself."""
    lower, tags, shape = seen
    features = [f"w {lower}", f"c {tags}", f"s {shape}", f"sc {shape}{tags}", f"ws {lower}{shape}", "b"]
    features += [f"e {lower[-length:]}" for length in range(1, 6) if len(lower) > length]
    features += [f"p {lower[:length]}" for length in range(2, 5) if len(lower) > max(3, length)]
    if "-" in lower:
        features.append(f"h {lower.rpartition('-')[2]}")
    return features


def of_neighbour(seen: Seen | None, role: str) -> list[str]:
    """The features of a word for a neighbour that it stands beside in this role; None is what is outside."""
    if seen is None:
        return [f"{role}w {BEFORE}"]
    near = [f"{role}s {seen.shape}", f"{role}e {seen.lower[-3:]}"] if role in "PN" else []
    return [f"{role}w {seen.lower}", f"{role}c {seen.tags}", *near]


def of_tag(previous: str, seen: Seen) -> list[str]:
    """The features of a word after a tag."""
    return [f"t {previous}", f"tw {previous} {seen.lower}", f"tc {previous} {seen.tags}"]


def of_tags(previous: str, earlier: str) -> list[str]:
    """The features of whatever stands after two tags."""
    return [f"tt {previous} {earlier}"]


def of_tag_and_next(previous: str, following: Seen | None) -> list[str]:
    """The features of whatever stands between a tag and a word."""
    if following is None:
        return [f"tn {previous} {BEFORE}"]
    return [f"tn {previous} {following.lower}", f"tk {previous} {following.tags}"]


def candidates(word: str, trained: Collection[str], *, rare: bool, common: bool) -> frozenset[str]:
    """The tags a word is given the choice of: those of its training (none: never seen) and of the lexicon.

    `rare` words were seen too seldom to know all their tags, `common` ones often enough to be no new names.
    """
    lower = word.lower()
    possible = possible_tags(lower)
    found = set(trained or possible)
    if rare:
        found |= possible
    if word[0].isupper() and not common:
        found.add("NNP")
        if lower.endswith("s"):
            found.add("NNPS")
    if lower.endswith("ed") and found & {"VBD", "VBN"}:
        found |= {"VBD", "VBN", "JJ"}
    elif "VBN" in found and lower != "been":
        found.add("JJ")
    if "VBG" in found:
        found |= {"NN", "JJ"}
    for one, other in (("VB", "VBP"), ("VBP", "VB")):
        if one in found and other in possible:
            found.add(other)
    return frozenset(found)
