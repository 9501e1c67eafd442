"""The files that a project begins with: a configuration with comments, and a job of its pipeline."""

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Final, Literal

from mtqa.config.toml import encoded
from mtqa.taxonomy import SEVERITIES

Pipeline = Literal["github", "gitlab", "none"]
"""Where the gate is to run."""

PIPELINES: Final[Mapping[Pipeline, str | None]] = {
    "github": ".github/workflows/mtqa.yml",
    "gitlab": ".gitlab/mtqa.gitlab-ci.yml",
    "none": None,
}
"""The file of each pipeline's job, from the root of the repository."""

FAIL_ON: Final = (*SEVERITIES[1:], "never")
"""What may be severe enough to fail."""

_TEMPLATES: Final = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a project says of itself.

    `hypothesis`, `source` and `reference` are files or folders; `requirement` is what pip installs mtqa from.
    """

    hypothesis: str
    source: str | None = None
    reference: str | None = None
    language_pair: str | None = None
    fail_on: str = "major"
    pipeline: Pipeline = "none"
    requirement: str


def first_files(answers: Answers) -> Iterator[tuple[Path, str]]:
    """The path and the text of each file, from the root of the project."""
    pair = answers.language_pair
    line = f"language_pair = {encoded(pair)}" if pair else '# language_pair = "it-en"'
    yield Path("mtqa.toml"), _filled("mtqa.toml", language_pair=line, fail_on=answers.fail_on)
    path = PIPELINES[answers.pipeline]
    if path is not None:
        requirement = shlex.quote(answers.requirement)
        text = _filled(f"{answers.pipeline}.yml", path=path, arguments=arguments(answers), requirement=requirement)
        yield Path(path), text


def arguments(answers: Answers) -> str:
    """What follows `mtqa gate`, as a shell reads it."""
    return shlex.join(_arguments(answers))


def _arguments(answers: Answers) -> Iterator[str]:
    yield answers.hypothesis
    for option, value in (("-s", answers.source), ("-r", answers.reference)):
        if value:
            yield from (option, value)


class _Percent(Template):
    """A text with %names: the dollar belongs to GitHub."""

    delimiter = "%"


def _filled(name: str, **values: str) -> str:
    return _Percent((_TEMPLATES / name).read_text("utf-8")).substitute(values)
