"""Checks that need code: they compare a hypothesis with its source or reference, or look at a document whole.

`CHECKS` is the registry. `Checks` are those of a run: made ready once, asked document by document.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Final

from mtqa.checks.base import Check, CheckedDocument, CheckedSegment, Context, Fault, Finder
from mtqa.errors import ConfigError
from mtqa.model import Finding, Severity
from mtqa.selection import Selection
from mtqa.taxonomy import CATEGORIES

__all__ = ["CHECKS", "Check", "CheckedDocument", "CheckedSegment", "Checks", "Context", "Fault", "all_checks", "faults"]

CHECKS: Final = (
    "address",
    "casing",
    "copies",
    "encoding",
    "language",
    "markup",
    "mixed_styles",
    "name_forms",
    "names",
    "negation",
    "numbers",
    "omission",
    "pronouns",
    "punctuation",
    "renderings",
    "repetition",
    "structure",
    "terminology",
    "typography",
)
"""The names of the checks: each is a module of this room that holds its `CHECK`."""


@cache
def all_checks() -> tuple[Check, ...]:
    """Every check, in the order of the table."""
    return tuple(import_module(f"mtqa.checks.{name}").CHECK for name in CHECKS)


def faults() -> tuple[Fault, ...]:
    """Every kind of fault that some check tells."""
    return tuple(fault for check in all_checks() for fault in check.faults)


class Checks:
    """The checks of a run. Raises `InputError` and `ConfigError` for settings that a check cannot use."""

    def __init__(
        self,
        context: Context,
        selection: Selection | None = None,
        severities: Mapping[str, Severity] | None = None,
    ) -> None:
        self._context = context
        self._selection = selection or Selection()
        self._severities = severities or {}
        check_thresholds(context.thresholds)
        check_severities(self._severities)
        self._finders: list[Finder] = []
        self.names: tuple[str, ...] = ()
        """The checks that run."""
        self.skipped: tuple[str, ...] = ()
        """The checks that cannot run, and why."""
        self._taken = {fault.id: fault for fault in faults() if self._selection.takes(fault)}
        for check in all_checks():
            if not any(fault.id in self._taken for fault in check.faults):
                continue
            if reason := check.skips(context):
                self.skipped += (f"{check.name}: {reason}",)
            else:
                self.names += (check.name,)
                self._finders.append(check.open(context))

    @cached_property
    def digest(self) -> str:
        """Twelve hexadecimal digits that change when what any check finds or says may, in this version of mtqa."""
        context, severities = self._context, sorted(self._severities.items())
        taken = [(fault.id, fault.severity, fault.confidence) for fault in self._taken.values()]
        glossaries = [_digest_of(path) for path in context.glossaries]
        everything = (self.names, taken, severities, sorted(context.thresholds.items()), glossaries)
        return hashlib.sha256(repr(everything).encode()).hexdigest()[:12]

    @property
    def learnt(self) -> dict[str, object]:
        """What the sample of the run taught each check that runs and learns."""
        own = ((check.name, check.learns(self._context)) for check in all_checks() if check.name in self.names)
        return {name: facts for name, facts in own if facts is not None}

    def find(self, segments: Sequence[CheckedSegment]) -> list[list[Finding]]:
        """What the checks find in a document, by segment; several may stand over the same words."""
        found: list[list[Finding]] = [[] for _ in segments]
        document = CheckedDocument(tuple(segments), self._context)
        for find in self._finders:
            for index, finding in find(document):
                if self._shows(finding):
                    severity = self._severities.get(finding.rule)
                    found[index].append(replace(finding, severity=severity) if severity else finding)
        return found

    def _shows(self, finding: Finding) -> bool:
        fault = self._taken.get(finding.rule)
        return fault is not None and (finding.confidence != "low" or self._selection.shows_low(fault))


def _digest_of(path: Path) -> str:
    """A digest of a file; of one that is not there a word, for a check that is not selected need not read it."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "none"


def check_severities(given: Iterable[str]) -> None:
    """Raises `ConfigError` for an id in a category that no check tells; other ids are those of rules."""
    known = [fault.id for fault in faults()]
    for name in given:
        if name not in known and name.partition("/")[0] in {category.partition("/")[0] for category in CATEGORIES}:
            meant = get_close_matches(name, known, 1)
            raise ConfigError(
                f"no check tells this{f'; did you mean {meant[0]}?' if meant else ''}", key=f"severities.{name}"
            )


def check_thresholds(given: Iterable[str]) -> None:
    """Raises `ConfigError` for a threshold that no check has."""
    known = {f"{check.name}.{name}" for check in all_checks() for name in check.thresholds}
    for name in given:
        if name not in known:
            meant = get_close_matches(name, sorted(known), 1)
            hint = f"did you mean checks.{meant[0]}?" if meant else f"there are {', '.join(sorted(known))}"
            raise ConfigError(f"no check has this setting; {hint}", key=f"checks.{name}")
