"""How often rules speak: their flags in texts, counted rule by rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mtqa.model import Finding
from mtqa.rules.engine import Rules
from mtqa.rules.rule import Rule
from mtqa.taxonomy import CONFIDENCES
from mtqa.text.place import places
from mtqa.text.words import count_words

_CONTEXT = 60
"""Letters shown before and after what is flagged."""


class Flag(NamedTuple):
    """A finding, the line it is in, and where that stands."""

    place: str
    line: str
    finding: Finding

    def in_context(self) -> str:
        """What is flagged, marked, and some of what stands around it."""
        start, end = self.finding.start, self.finding.end
        before, after = self.line[max(0, start - _CONTEXT) : start], self.line[end : end + _CONTEXT]
        return f"{before}[[{self.finding.text}]]{after}"


@dataclass(slots=True)
class Counts:
    """The flags of rules in so many lines and words, by rule."""

    rules: Rules
    lines: int = 0
    words: int = 0
    flags: dict[str, list[Flag]] = field(default_factory=dict)

    def add(
        self,
        name: str,
        lines: Sequence[str],
        sources: Sequence[str] | None = None,
        source_language: str | None = None,
    ) -> None:
        """Counts a text, taken as one document, with its source line by line if there is one."""
        self.lines += len(lines)
        origins: Sequence[str | None] = sources or [None] * len(lines)
        rows = zip(lines, origins, places(lines), strict=True)
        for number, (line, source, place) in enumerate(rows, 1):
            self.words += count_words(line)
            for finding in self.rules.find_each(line, source=source, source_language=source_language, place=place):
                self.flags.setdefault(finding.rule, []).append(Flag(f"{name}:{number}", line, finding))

    def worst_first(self) -> list[tuple[Rule, list[Flag]]]:
        """Every rule with its flags, the rule with the most first."""
        pairs = [(rule, self.flags.get(rule.id, [])) for rule in self.rules.rules]
        return sorted(pairs, key=lambda pair: (-len(pair[1]), pair[0].id))

    def per_thousand_lines(self, flags: Sequence[Flag]) -> float:
        """Flags per 1,000 lines, 0 where there are no lines."""
        return 1000 * len(flags) / self.lines if self.lines else 0.0

    def per_thousand_words(self, flags: Sequence[Flag]) -> float:
        """Flags per 1,000 words, 0 where there are no words."""
        return 1000 * len(flags) / self.words if self.words else 0.0


def counts_as_text(counts: Counts, examples: int) -> Iterator[str]:
    """The counts as lines of a table, with up to so many examples of each rule."""
    yield " flags  /1000 lines  /1000 words  rule"
    for rule, flags in counts.worst_first():
        if not flags:
            continue
        lines, words = counts.per_thousand_lines(flags), counts.per_thousand_words(flags)
        yield f"{len(flags):6}  {lines:11.2f}  {words:11.3f}  {rule.id} ({rule.severity}, {rule.confidence})"
        for flag in flags[:examples]:
            instead = f"  -> {flag.finding.suggestions[0]}" if flag.finding.suggestions else ""
            yield f"        {flag.place}: {flag.in_context()}{instead}"
    found = [flag.finding.confidence for flags in counts.flags.values() for flag in flags]
    totals = ", ".join(f"{found.count(level)} {level}" for level in reversed(CONFIDENCES))
    yield f"{counts.lines:,} lines, {counts.words:,} words, {len(counts.rules.rules)} rules; flags: {totals}"


def counts_as_json(counts: Counts, examples: int) -> dict[str, object]:
    """The counts as values that JSON can hold."""
    return {
        "lines": counts.lines,
        "words": counts.words,
        "rules": [
            {
                "rule": rule.id,
                "severity": rule.severity,
                "confidence": rule.confidence,
                "flags": len(flags),
                "per_1000_lines": round(counts.per_thousand_lines(flags), 3),
                "per_1000_words": round(counts.per_thousand_words(flags), 4),
                "examples": [
                    {
                        "place": flag.place,
                        "text": flag.in_context(),
                        "suggestions": list(flag.finding.suggestions),
                    }
                    for flag in flags[:examples]
                ],
            }
            for rule, flags in counts.worst_first()
        ],
    }
