"""Which rules and checks are asked for: ids and categories, or their beginnings; the longer beginning wins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Protocol

from mtqa.errors import RuleError


class Selectable(Protocol):
    """What has an id and a category: a rule, or a fault that a check tells."""

    @property
    def id(self) -> str:
        """The path that names it."""

    @property
    def category(self) -> str:
        """A path of `mtqa.taxonomy.CATEGORIES`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is selected and ignored; `select` None is everything. With `low` nothing is too unsure to be shown."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    low: bool = False

    def takes(self, rule: Selectable) -> bool:
        """Whether the rule takes part."""
        if self.select is None and not self.ignore:
            return True
        wanted, ignored = _longest(self._named, rule), _longest(self.ignore, rule)
        return (wanted > 0 or self.select is None) and (ignored == 0 or wanted > ignored)

    def shows_low(self, rule: Selectable) -> bool:
        """Whether findings of low confidence are shown: where the rule was asked for, not just left in."""
        return self.low or _longest(self._named, rule) > 0

    def check(self, rules: Sequence[Selectable]) -> None:
        """Raises `RuleError` for a selector that means none of what there is."""
        for key in ("select", "ignore", "extend_select"):
            for selector in getattr(self, key) or ():
                if not any(_longest((selector,), rule) for rule in rules):
                    known = sorted({name for rule in rules for name in _prefixes(rule)})
                    meant = get_close_matches(selector, known, 1)
                    hint = f"; did you mean {meant[0]}?" if meant else ""
                    raise RuleError(f"{selector!r} is the beginning of no rule or category{hint}", key=key)

    @property
    def _named(self) -> tuple[str, ...]:
        return (*(self.select or ()), *self.extend_select)


def means(selector: str, identifier: str, category: str) -> bool:
    """Whether a selector means what has this id and this category."""
    return selector.rstrip("/") in beginnings(identifier, category)


def _longest(selectors: Iterable[str], rule: Selectable) -> int:
    """The length of the longest selector that means the rule, 0 where none does."""
    names = _prefixes(rule)
    return max((len(selector) for selector in selectors if selector.rstrip("/") in names), default=0)


def _prefixes(rule: Selectable) -> frozenset[str]:
    return beginnings(rule.id, rule.category)


@cache
def beginnings(*names: str) -> frozenset[str]:
    """The paths, and what begins them: `fluency` and `fluency/grammar` of `fluency/grammar`."""
    paths = [name.split("/") for name in names]
    return frozenset("/".join(path[:length]) for path in paths for length in range(1, len(path) + 1))
