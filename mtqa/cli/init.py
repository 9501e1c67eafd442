"""`mtqa init`: the files that a project begins with."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import typer

from mtqa import __version__
from mtqa.cli import options
from mtqa.config.starting import FAIL_ON, PIPELINES, Answers, arguments, first_files
from mtqa.errors import InputError

Hypothesis = Annotated[
    str | None, typer.Argument(metavar="HYPOTHESIS", help="File or folder of translations.  [default: hypothesis]")
]
Source = Annotated[str | None, typer.Option("-s", "--source", metavar="PATH", help="What was translated.")]
Reference = Annotated[
    str | None, typer.Option("-r", "--reference", metavar="PATH", help="Translations to compare with.")
]
FailOn = Annotated[
    Literal["minor", "major", "critical", "never"] | None,
    typer.Option(help="The least severity of a new finding that fails.  [default: major]"),
]
Requirement = Annotated[
    str,
    typer.Option(metavar="SPEC", help="What pip installs mtqa from in the pipeline, as a version or a git address."),
]
Yes = Annotated[bool, typer.Option("-y", "--yes", help="Ask nothing; take the defaults.")]


def init(  # noqa: PLR0917 (a command's options)
    hypothesis: Hypothesis = None,
    source: Source = None,
    reference: Reference = None,
    language_pair: options.LanguageOption = None,
    fail_on: FailOn = None,
    pipeline: Annotated[
        Literal["github", "gitlab", "none"] | None, typer.Option("--ci", help="Where the gate runs.  [default: none]")
    ] = None,
    requirement: Requirement = f"mtqa=={__version__}",
    yes: Yes = False,
) -> None:
    """Write a mtqa.toml with comments here, and a job that runs the gate; asks on a terminal, overwrites nothing."""
    answers = Answers(
        hypothesis=hypothesis or "hypothesis",
        source=source,
        reference=reference,
        language_pair=language_pair,
        fail_on=fail_on or "major",
        pipeline=pipeline or "none",
        requirement=requirement,
    )
    given = {
        "hypothesis": hypothesis,
        "source": source,
        "reference": reference,
        "language_pair": language_pair,
        "fail_on": fail_on,
        "pipeline": pipeline,
    }
    if not yes and sys.stdin.isatty():
        answers = _asked(answers, {name for name, value in given.items() if value is not None})
    _check(answers)
    files = tuple(first_files(answers))
    for path, _ in files:
        if path.exists() or path.is_symlink():
            raise InputError("is there already, and nothing was written; edit it, or move it away", str(path))
    for path, text in files:
        _write(path, text)
        typer.echo(f"wrote {path.as_posix()}")
    if answers.pipeline == "gitlab":
        typer.echo(f"add to .gitlab-ci.yml: include: [{{ local: {files[-1][0].as_posix()} }}]")
    command = f"mtqa gate {arguments(answers)}"
    typer.echo(f"now judge: {command}")
    typer.echo(f"then accept what is there, and commit mtqa-baseline.json: {command} --update-baseline")


def _asked(answers: Answers, known: set[str]) -> Answers:
    """The answers, with those that no option gave asked for."""
    answered: dict[str, Any] = {}
    for name, (question, check) in _QUESTIONS.items():
        if name not in known:
            default = getattr(answers, name) or ""
            answer = typer.prompt(question, default=default, value_proc=check, show_default=bool(default))
            answered[name] = answer or None
    return replace(answers, **answered)


def _pair(text: str) -> str:
    """The text, if it names a language pair or is empty."""
    try:
        options.language_pair(text or None)
    except InputError as error:
        raise typer.BadParameter(error.message) from error
    return text


_QUESTIONS: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    "hypothesis": ("File or folder of translations", str),
    "source": ("File or folder of sources, empty for none", str),
    "reference": ("File or folder of references, empty for none", str),
    "language_pair": ("Language pair, such as it-en, empty to detect it", _pair),
    "fail_on": (f"Fail on a finding that is ({', '.join(FAIL_ON)})", options.one_of(FAIL_ON)),
    "pipeline": (f"Write a job for ({', '.join(PIPELINES)})", options.one_of(PIPELINES)),
}
"""What is asked for each answer, and what reads it."""


def _check(answers: Answers) -> None:
    """Raises `InputError` for what cannot stand in the files."""
    options.language_pair(answers.language_pair)
    for text in (answers.hypothesis, answers.source, answers.reference, answers.requirement):
        if text is not None and not text.isprintable():
            raise InputError(f"{text!r} has characters that cannot be seen; give it another name")


def _write(path: Path, text: str) -> None:
    """A new file; one that came into being meanwhile is left as it is, and an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
