"""The names by which a configuration means rules, faults of checks and categories, and what is no such name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Self

from mtqa.checks import faults
from mtqa.selection import beginnings
from mtqa.taxonomy import CATEGORIES

_WHERE = "mtqa rules list and mtqa checks name them, and rules = [...] adds folders of your own"


@dataclass(frozen=True, slots=True)
class Names:
    """The ids of rules and faults, and everything that is an id, a category, or the beginning of one.

    What the files of rules say has no influence: a rule that is broken or not selected has its name.
    """

    ids: frozenset[str]
    selectors: frozenset[str]

    @classmethod
    def known(cls, packs: Sequence[Path] = ()) -> Self:
        """The names of mtqa's own rules and checks and of the rules in `packs`. Raises `RuleError` for no folder."""
        from mtqa.rules.loader import BUILT_IN, identifiers  # noqa: PLC0415 (a run in another language needs no rules)

        of_rules = (identifier for folder in (BUILT_IN, *packs) for identifier in identifiers(folder))
        ids = frozenset((*of_rules, *(fault.id for fault in faults())))
        return cls(ids, frozenset(name for path in (*ids, *CATEGORIES) for name in beginnings(path)))

    def fault_of_id(self, name: str) -> str | None:
        """What is wrong with the id of a rule or fault, in words; None where nothing is."""
        if name in self.ids:
            return None
        if name in self.selectors:
            own = sorted(each for each in self.ids if each.startswith(f"{name}/"))
            return f"is no id but begins several; name each{f', such as {own[0]}' if own else ''}"
        return f"no rule or check has this id; {_hint(name, self.ids)}"

    def fault_of_selector(self, name: str) -> str | None:
        """What is wrong with an id, a category, or the beginning of one, in words; None where nothing is."""
        if name.rstrip("/") in self.selectors:
            return None
        return f"{name!r} is the beginning of no rule or category; {_hint(name, self.selectors)}"


def _hint(name: str, known: Iterable[str]) -> str:
    meant = get_close_matches(name, sorted(known), 1)
    return f"did you mean {meant[0]}?" if meant else _WHERE
