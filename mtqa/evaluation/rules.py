"""Which rules a run uses."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtqa.rules import Rules


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """Which rules run: packs beside those of mtqa, and ids or categories, or their beginnings."""

    packs: tuple[Path, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()

    @property
    def broken(self) -> bool:
        """Whether a rule of the packs named was left out for a fault."""
        return bool(self.packs) and bool(self.open().errors)

    def open(self) -> "Rules":
        """The rules, compiled once per process. Raises `RuleError` for a selection that means none."""
        return _load(self)


@cache
def _load(settings: RuleSettings) -> "Rules":
    from mtqa.rules import Rules  # noqa: PLC0415 (parses the files of all rules)

    return Rules.load(
        extra=settings.packs,
        select=settings.select,
        ignore=settings.ignore,
        extend_select=settings.extend_select,
    )


ALL_RULES = RuleSettings()
"""The rules of mtqa, all of them."""
