"""What the marked-up formats share: white space, languages, blank segments, names that must not repeat."""

from functools import lru_cache

from mtqa.model import UNDETERMINED, LanguagePair, LeftOut, Segment
from mtqa.readers.builder import BLANK
from mtqa.text.languages import is_undetermined, parse_tag

_WHITE_SPACE = " \t\r\n"


def fold(text: str) -> str:
    r"""The text on one line: each line break, with the indentation around it, is one space or, outside, none.

    A text without a line break stays as it is: `" a"` is `" a"`, `"\n  a\n  b\n"` is `"a b"`.
    """
    if "\n" not in text:
        return text
    first, *middle, last = text.split("\n")
    pieces = (
        first.rstrip(_WHITE_SPACE),
        *(piece.strip(_WHITE_SPACE) for piece in middle),
        last.lstrip(_WHITE_SPACE),
    )
    return " ".join(piece for piece in pieces if piece)


@lru_cache(maxsize=1024)
def language_of(tag: str | None) -> str | None:
    """The BCP 47 tag that a format's label stands for, None where it is absent or names no language."""
    try:
        parsed = parse_tag(tag or "")
    except ValueError:
        return None
    return None if is_undetermined(parsed) else parsed


def pair_of(source: str | None, target: str | None) -> LanguagePair | None:
    """The pair of two tags, `und` for one that is not known; None where neither is."""
    if source is None and target is None:
        return None
    return LanguagePair(source or UNDETERMINED, target or UNDETERMINED)


def unless_blank(segment: Segment) -> Segment | LeftOut:
    """The segment, or why it is left out: a segment that is blank on every side is no text to judge."""
    texts = (segment.hypothesis, segment.source, *segment.references)
    if any(text and not text.isspace() for text in texts):
        return segment
    header = segment.header
    return LeftOut(
        document=header.document,
        system=header.system,
        segment=segment.segment,
        reason=BLANK,
        path=header.path,
        line=segment.line,
    )


class UniqueNames:
    """Hands out names that never repeat: `a`, `b`, then `a#2` for the second `a`."""

    def __init__(self) -> None:
        self._times: dict[str, int] = {}

    def unique(self, name: str) -> str:
        """The name itself the first time, else with the first number that makes it new."""
        times = self._times.get(name, 0) + 1
        result = name if times == 1 else f"{name}#{times}"
        while result != name and result in self._times:
            times += 1
            result = f"{name}#{times}"
        self._times[name] = times
        self._times.setdefault(result, 1)
        return result
