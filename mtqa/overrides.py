"""What holds in some documents only: in files by pattern, in language pairs."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePath

from mtqa.model import LanguagePair, Severity
from mtqa.text.languages import is_undetermined, primary
from mtqa.thresholds import ScoreLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What holds in the documents whose path fits one of `paths` and whose languages fit one of `language_pairs`.

    Where there are no `paths` every path fits, and so do languages. Of the findings of a run, those that `select` does
    not mean (None means all) or that `ignore` means are accepted; `severities` are pairs of the id of a rule or fault
    and a severity; `document` are limits in place of those that hold elsewhere.
    """

    paths: tuple[str, ...] = ()
    language_pairs: tuple[LanguagePair, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    severities: tuple[tuple[str, Severity], ...] = ()
    document: tuple[ScoreLimit, ...] = ()

    def covers(self, path: str, pair: LanguagePair) -> bool:
        """Whether a document of this path and these languages is one of them."""
        in_paths = not self.paths or any(fits(pattern, path) for pattern in self.paths)
        return in_paths and (not self.language_pairs or any(_speaks(pair, own) for own in self.language_pairs))

    @property
    def changes_findings(self) -> bool:
        """Whether it changes more than limits."""
        return self.select is not None or bool(self.ignore or self.severities)

    @property
    def scope(self) -> str:
        """Which documents it is for, in words that follow "each document of"."""
        parts = (" or ".join(self.paths), " or ".join(map(str, self.language_pairs)))
        return " in ".join(part for part in parts if part)


def fits(pattern: str, path: str) -> bool:
    """Whether a path, or its end from some folder on, fits a pattern of *, ? and [...]; * goes across folders."""
    whole = PurePath(path).as_posix()
    return fnmatchcase(whole, pattern) or fnmatchcase(whole, f"*/{pattern}")


def _speaks(pair: LanguagePair, wanted: LanguagePair) -> bool:
    """Whether the pair is the wanted one; `und` in the wanted one is any language, regions do not matter."""
    sides = ((pair.source, wanted.source), (pair.target, wanted.target))
    return all(is_undetermined(side) or primary(own) == primary(side) for own, side in sides)
