"""Which rules and checks a run uses, and the two run side by side over the segments of a document."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mtqa.checks import Checks, faults
from mtqa.checks.base import CheckedSegment, Context
from mtqa.errors import RuleError
from mtqa.evaluation.accepting import Acceptance, FileIgnores, read_vocabulary
from mtqa.evaluation.jobs import source_language_of
from mtqa.model import MULTIPLE, Description, Finding, LanguagePair, Severity, Side
from mtqa.overrides import Override
from mtqa.selection import Selectable, Selection
from mtqa.text.place import Place

if TYPE_CHECKING:
    from mtqa.rules import Rules

LANGUAGE_OF_RULES = "en"
"""The target language that there are rules for."""

_SIDES: tuple[Side, ...] = ("hypothesis", "source", "reference")
"""In the order in which the findings of a segment are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """Which rules and checks run, and how.

    `packs` are folders of rules beside those of mtqa; `select`, `ignore` and `extend_select` are ids or categories of
    rules and checks, or their beginnings. `thresholds` are pairs of `check.name` and a number, `severities` pairs of
    the id of a fault and a severity: what the user set in place of the defaults. `vocabularies` are files of
    words that are right as they are; `file_ignores` say what is accepted in which files, `overrides` what is accepted
    or weighed anew in which documents.
    """

    packs: tuple[Path, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    glossaries: tuple[Path, ...] = ()
    vocabularies: tuple[Path, ...] = ()
    file_ignores: tuple[FileIgnores, ...] = ()
    overrides: tuple[Override, ...] = ()
    thresholds: tuple[tuple[str, float], ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()

    @property
    def broken(self) -> bool:
        """Whether a rule of the packs named was left out for a fault."""
        return bool(self.packs) and bool(self.rules().errors)

    def acceptance(self, pair: LanguagePair) -> Acceptance:
        """What the user accepts in a run of these languages, with nothing counted yet.

        Raises `InputError` for a vocabulary that cannot be read.
        """
        return Acceptance(read_vocabulary(self.vocabularies), self.file_ignores, self.overrides, pair)

    @property
    def accepted_digest(self) -> str:
        """Twelve hexadecimal digits that change with what is accepted, empty where nothing is."""
        overrides = [replace(each, document=()) for each in self.overrides if each.changes_findings]
        if not (self.vocabularies or self.file_ignores or overrides):
            return ""
        words = sorted(read_vocabulary(self.vocabularies).entries)
        return hashlib.sha256(repr((words, self.file_ignores, overrides)).encode()).hexdigest()[:12]

    def rules(self) -> "Rules":
        """The rules, compiled once per process. Raises `RuleError` for a selection that means nothing."""
        return _load(self)

    def own_descriptions(self, found: Iterable[str]) -> tuple[Description, ...]:
        """What those rules of the packs mean whose ids are among those that found something."""
        if not self.packs:
            return ()
        from mtqa.rules import BUILT_IN  # noqa: PLC0415 (so below: few runs have rules of their own)
        from mtqa.rules.documentation import description  # noqa: PLC0415

        rules = self.rules()
        own = {rule.id: rule for rule in rules.rules if not rule.path.is_relative_to(BUILT_IN)}
        ids = sorted(own.keys() & set(found))
        return tuple(description(own[each], rules) for each in ids)

    def checks(self, context: Context) -> Checks:
        """The checks, ready for a run. Raises `InputError` and `ConfigError` for what they cannot use."""
        selection = Selection(select=self.select, ignore=self.ignore, extend_select=self.extend_select)
        return Checks(context, selection, dict(self.severities))


@cache
def _load(settings: CheckSettings) -> "Rules":
    from mtqa.rules import Rules  # noqa: PLC0415 (parses the files of all rules)

    _check_overrides(settings)
    return Rules.load(
        extra=settings.packs,
        select=settings.select,
        ignore=settings.ignore,
        extend_select=settings.extend_select,
        among=faults(),
    )


def _check_overrides(settings: CheckSettings) -> None:
    """Raises `RuleError` for an override whose selectors mean nothing."""
    if not any(each.select or each.ignore for each in settings.overrides):
        return
    known: list[Selectable] = [*_load(CheckSettings(packs=settings.packs)).rules, *faults()]
    for number, override in enumerate(settings.overrides, start=1):
        try:
            Selection(select=override.select, ignore=override.ignore).check(known)
        except RuleError as error:
            raise RuleError(error.message, key=f"overrides[{number}].{error.key}") from error


ALL_CHECKS = CheckSettings()
"""Everything that mtqa checks by default."""


class Checking:
    """The rules and checks of a run, loaded; the rules only where they know the target language.

    A document that is from another source language than the run has its own, `from_language`.
    """

    def __init__(self, settings: CheckSettings, context: Context) -> None:
        self.rules = settings.rules() if context.target == LANGUAGE_OF_RULES else None
        self.checks = settings.checks(context)
        self._settings = settings
        self._context = context
        self._of_languages: dict[str, Checking] = {}
        self._severities = dict(settings.severities)
        self._accepted = settings.accepted_digest

    def from_language(self, source: str | None) -> "Checking":
        """The same for a document that is from this language; itself where it names none, or that of the run."""
        if source is None or source == self._context.source:
            return self
        own = self._of_languages.get(source)
        if own is None:
            pair = LanguagePair(source, self._context.language_pair.target)
            sample = tuple(each for each in self._context.sample if source_language_of(each.header) == source)
            context = replace(self._context, language_pair=pair, sample=sample or self._context.sample)
            own = self._of_languages[source] = Checking(self._settings, context)
        return own

    @property
    def skipped(self) -> tuple[str, ...]:
        """The checks that cannot run, and why; of several source languages each for itself."""
        return tuple(dict.fromkeys(reason for each in self._each() for reason in each.checks.skipped))

    @property
    def checks_run(self) -> tuple[str, ...]:
        """The names of the checks that run, for any document of the sample."""
        return tuple(sorted({name for each in self._each() for name in each.checks.names}))

    def _each(self) -> "tuple[Checking, ...]":
        """One for each source language of the sample; itself where the run has one."""
        if self._context.source != MULTIPLE:
            return (self,)
        languages = {source_language_of(each.header) for each in self._context.sample}
        return tuple(map(self.from_language, sorted(languages, key=str)))

    def find(
        self,
        hypotheses: Sequence[str],
        sources: Sequence[str | None],
        references: Sequence[tuple[str, ...]],
        places: Sequence[Place],
    ) -> list[tuple[Finding, ...]]:
        """The findings of each segment of one document."""
        texts = zip(hypotheses, sources, references, strict=True)
        segments = [CheckedSegment(hypothesis, source or None, own, self._context) for hypothesis, source, own in texts]
        found = [self._by_rules(segment, place) for segment, place in zip(segments, places, strict=True)]
        return [
            settled_together(segment, by_rules, by_checks, self.safe) if by_checks else by_rules
            for segment, by_rules, by_checks in zip(segments, found, self.checks.find(segments), strict=True)
        ]

    @property
    def signature(self) -> str:
        """What could change the findings: the rules and the checks that run, how many and a digest of each."""
        accepted = f"|accepted:{self._accepted}" if self._accepted else ""
        return f"{self._rules_and_checks}{accepted}"

    @property
    def facts(self) -> str:
        """What the findings in a document hang on beside its texts: rules, checks, and what is known of the run."""
        context = self._context
        learnt = [each.checks.learnt for each in self._each()]
        known = context.language_pair, context.has_source, context.has_reference, learnt
        return f"{self._rules_and_checks}|{known!r}"

    @property
    def _rules_and_checks(self) -> str:
        rules = f"{LANGUAGE_OF_RULES}-{len(self.rules.rules)}-{self.rules.digest}" if self.rules else "none"
        digests = [each.checks.digest for each in self._each()]
        digest = digests[0] if len(digests) == 1 else hashlib.sha256(repr(digests).encode()).hexdigest()[:12]
        return f"rules:{rules}|checks:{len(self.checks_run)}-{digest}"

    @property
    def safe(self) -> frozenset[str]:
        """The ids of the rules whose first suggestion may be put in place unseen."""
        return self.rules.safe if self.rules else frozenset()

    def _by_rules(self, segment: CheckedSegment, place: Place) -> tuple[Finding, ...]:
        if self.rules is None:
            return ()
        found = self.rules.find(
            segment.hypothesis,
            source=segment.source,
            source_language=self._context.source,
            place=place,
            analysis=segment.analysis,
        )
        if self._severities:
            found = tuple(replace(each, severity=self._severities.get(each.rule, each.severity)) for each in found)
        return found


def settled_together(
    segment: CheckedSegment, by_rules: Sequence[Finding], by_checks: Iterable[Finding], safe: frozenset[str]
) -> tuple[Finding, ...]:
    """The findings of rules and checks in one segment, one for each construction.

    Two are about one construction where they overlap in the same side and dimension of MQM (the first part of the
    category); then the order of `mtqa.rules.settled` decides. What is said of a whole segment stands beside what is
    said of its parts, one of each category; but in a segment that is not in the target language nothing else counts.
    """
    from mtqa.rules import settled  # noqa: PLC0415 (a run without rules in its language may not need it)

    lengths = {
        "hypothesis": len(segment.hypothesis),
        "source": len(segment.source or ""),
        "reference": len(segment.references[0]) if segment.references else 0,
    }
    constructions: dict[tuple[str, bool, str], list[Finding]] = {}
    for finding in (*by_rules, *by_checks):
        whole = finding.end - finding.start >= lengths[finding.side]
        dimension = finding.category if whole else finding.category.partition("/")[0]
        constructions.setdefault((finding.side, whole, dimension), []).append(finding)
    kept = [finding for rivals in constructions.values() for finding in settled(rivals, safe)]
    foreign = [finding for finding in kept if _is_foreign(finding, lengths["hypothesis"])]
    kept = foreign or kept
    return tuple(
        sorted(kept, key=lambda finding: (_SIDES.index(finding.side), finding.start, -finding.end, finding.rule))
    )


_FOREIGN = frozenset({"accuracy/untranslated", "accuracy/wrong-language"})


def _is_foreign(finding: Finding, length: int) -> bool:
    """Whether the finding says of a whole hypothesis that it is in another language."""
    whole = finding.side == "hypothesis" and finding.end - finding.start >= length
    return whole and finding.category in _FOREIGN and finding.severity == "critical"
