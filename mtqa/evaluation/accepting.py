"""Findings that the user accepts or weighs anew: a vocabulary, rules ignored in some files, overrides, comments."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from mtqa.errors import InputError
from mtqa.evaluation.texts import text_of
from mtqa.model import DocumentHeader, Finding, Ignore, LanguagePair, Segment
from mtqa.overrides import Override, fits
from mtqa.selection import means

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Vocabulary:
    """Words and names that are right as they are; a finding that flags nothing but (part of) one is accepted.

    Letters count as they stand: `Isis` in the vocabulary does not make `ISIS` right.
    """

    entries: frozenset[str]

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for entry in sorted(self.entries):
            for word in dict.fromkeys(_WORD.findall(entry)):
                found.setdefault(word, []).append(entry)
        return found

    def accepts(self, text: str, start: int, end: int) -> bool:
        """Whether what stands between `start` and `end` lies within an entry."""
        word = _WORD.search(text[start:end])
        entries = self._by_word.get(word[0], []) if word else self.entries
        return any(_lies_within(entry, text, start, end) for entry in entries)


def _lies_within(entry: str, text: str, start: int, end: int) -> bool:
    at = text.find(entry, max(end - len(entry), 0), start + len(entry))
    if at < 0:
        return False
    around = text[max(at - 1, 0) : at], text[at + len(entry) : at + len(entry) + 1]
    inside = entry[:1], entry[-1:]
    return not any(map(_joined, around, inside))


def _joined(outside: str, inside: str) -> bool:
    return outside.isalnum() and inside.isalnum()


def read_vocabulary(paths: Iterable[Path]) -> Vocabulary:
    """The entries of some files, one a line; blank lines and lines that begin with # are none.

    Raises `InputError` for a file that cannot be read or is not UTF-8.
    """
    entries: set[str] = set()
    for path in paths:
        try:
            lines = path.read_text("utf-8-sig").split("\n")
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", str(path)) from error
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            raise InputError("is not UTF-8; save it as UTF-8", str(path), line) from error
        entries.update(line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return Vocabulary(frozenset(entries))


@dataclass(frozen=True, slots=True)
class FileIgnores:
    """Rules and categories, or their beginnings, that are ignored in files whose path or name fits `pattern`."""

    pattern: str
    selectors: tuple[str, ...]

    def covers(self, path: str) -> bool:
        """Whether the file is one of them."""
        return fits(self.pattern, path)


@dataclass(frozen=True, slots=True)
class Uses:
    """What a part of a run needed of what is accepted; parts add up.

    `accepted` counts findings by what accepts them; `comments` says of each, with the path of its file, whether a
    finding needed it; the others name what was needed: patterns that cover a file and selectors of these, overrides
    that cover a document and what these ignore.
    """

    accepted: Mapping[str, int] = field(default_factory=dict)
    comments: Mapping[tuple[str, Ignore], bool] = field(default_factory=dict)
    covering: frozenset[str] = frozenset()
    selectors: frozenset[tuple[str, str]] = frozenset()
    overriding: frozenset[int] = frozenset()
    ignores: frozenset[tuple[int, str]] = frozenset()

    def __add__(self, other: "Uses") -> "Uses":
        comments = sorted({*self.comments, *other.comments}, key=_place)
        return Uses(
            Counter(self.accepted) + Counter(other.accepted),
            {each: self.comments.get(each, False) or other.comments.get(each, False) for each in comments},
            self.covering | other.covering,
            self.selectors | other.selectors,
            self.overriding | other.overriding,
            self.ignores | other.ignores,
        )


def _place(comment: tuple[str, Ignore]) -> tuple[str, int, str, str]:
    path, ignore = comment
    return path, ignore.line, ignore.selector, ignore.reason


@dataclass
class Acceptance:
    """What is accepted in a run, and how often each part of it was needed; `language_pair` is that of the run."""

    vocabulary: Vocabulary
    file_ignores: tuple[FileIgnores, ...] = ()
    overrides: tuple[Override, ...] = ()
    language_pair: LanguagePair = field(default_factory=LanguagePair)
    _accepted: Counter[str] = field(default_factory=Counter)
    _comments: dict[tuple[str, Ignore], bool] = field(default_factory=dict)
    _used_selectors: set[tuple[str, str]] = field(default_factory=set)
    _covering: dict[str, tuple[FileIgnores, ...]] = field(default_factory=dict)
    _overriding: dict[tuple[str, LanguagePair], tuple[int, ...]] = field(default_factory=dict)
    _used_ignores: set[tuple[int, str]] = field(default_factory=set)

    def left(self, segment: Segment, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The findings of a segment that nothing accepts, as severe as the last override says that covers it.

        Segments may come in any order, each once.
        """
        for ignore in segment.ignores:
            self._comments.setdefault((segment.header.path, ignore), False)
        self._covering_of(segment.header.path)
        severities = {
            rule: severity
            for number in self._overriding_of(segment.header)
            for rule, severity in self.overrides[number].severities
        }
        return tuple(
            replace(finding, severity=severities[finding.rule]) if finding.rule in severities else finding
            for finding in findings
            if not self._accepts(segment, finding)
        )

    @property
    def uses(self) -> Uses:
        """What was needed so far."""
        return Uses(
            dict(self._accepted),
            dict(self._comments),
            frozenset(ignores.pattern for own in self._covering.values() for ignores in own),
            frozenset(self._used_selectors),
            frozenset(number for numbers in self._overriding.values() for number in numbers),
            frozenset(self._used_ignores),
        )

    def notes(self, uses: Uses | None = None, *, whole: bool = True) -> Iterator[str]:
        """Sentences for the user: how much was accepted, and which suppressions no finding needed.

        `uses` are those of the run where others judged parts of it. What no finding needed is told of a `whole` run
        only: in the other documents one may.
        """
        uses = uses or self.uses
        if uses.accepted:
            total = sum(uses.accepted.values())
            by = ", ".join(f"{count} by {what}" for what, count in sorted(uses.accepted.items()))
            yield f"{total} {'finding' if total == 1 else 'findings'} accepted: {by}"
        if whole:
            yield from self._needless(uses)

    def _needless(self, uses: Uses) -> Iterator[str]:
        """What no finding needed, and what covers nothing."""
        for (path, ignore), used in uses.comments.items():
            if not used:
                yield f"{path}:{ignore.line}: ignore[{ignore.selector}] is not needed; take it out"
        for ignores in self.file_ignores:
            if ignores.pattern not in uses.covering:
                yield f'per_file_ignores: "{ignores.pattern}" covers no file of this run'
                continue
            for selector in ignores.selectors:
                if (ignores.pattern, selector) not in uses.selectors:
                    yield f'per_file_ignores: "{ignores.pattern}" does not need {selector}; take it out'
        for number, override in enumerate(self.overrides):
            if number not in uses.overriding:
                yield f"overrides[{number + 1}] covers no document of this run: {override.scope}"
                continue
            for selector in override.ignore:
                if (number, selector) not in uses.ignores:
                    yield f"overrides[{number + 1}] does not need to ignore {selector}; take it out"

    def _accepts(self, segment: Segment, finding: Finding) -> bool:
        what = self._what_accepts(segment, finding)
        if what is not None:
            self._accepted[what] += 1
        return what is not None

    def _what_accepts(self, segment: Segment, finding: Finding) -> str | None:
        path = segment.header.path
        for ignore in segment.ignores:
            if means(ignore.selector, finding.rule, finding.category):
                self._comments[path, ignore] = True
                return "comments"
        for ignores in self._covering_of(path):
            for selector in ignores.selectors:
                if means(selector, finding.rule, finding.category):
                    self._used_selectors.add((ignores.pattern, selector))
                    return "per_file_ignores"
        if self._is_overridden(segment, finding):
            return "overrides"
        if self.vocabulary.entries and self.vocabulary.accepts(text_of(segment, finding), finding.start, finding.end):
            return "the vocabulary"
        return None

    def _is_overridden(self, segment: Segment, finding: Finding) -> bool:
        for number in self._overriding_of(segment.header):
            override = self.overrides[number]
            for selector in override.ignore:
                if means(selector, finding.rule, finding.category):
                    self._used_ignores.add((number, selector))
                    return True
            selected = override.select
            if selected is not None and not any(means(name, finding.rule, finding.category) for name in selected):
                return True
        return False

    def _overriding_of(self, header: DocumentHeader) -> tuple[int, ...]:
        """The numbers of the overrides that cover a document."""
        key = header.path, header.language_pair or self.language_pair
        known = self._overriding.get(key)
        if known is None:
            covering = (number for number, override in enumerate(self.overrides) if override.covers(*key))
            known = self._overriding[key] = tuple(covering)
        return known

    def _covering_of(self, path: str) -> tuple[FileIgnores, ...]:
        known = self._covering.get(path)
        if known is None:
            known = self._covering[path] = tuple(each for each in self.file_ignores if each.covers(path))
        return known
