"""What a command writes beside its standard output: `--output-format NAME=PATH`, and GitHub's summary of a job."""

import os
import stat
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TextIO

import typer

from mtqa.errors import InputError
from mtqa.writers import WRITERS, Writer

if TYPE_CHECKING:
    from mtqa.report import Report

FORMATS: Final = {name: writer for name, writer in WRITERS.items() if writer.for_machines}
"""The formats of a file, by name."""

CHECK_FORMATS: Final = {
    name: FORMATS[name] for name in FORMATS if name not in {"json", "jsonl", "csv", "tsv", "mt-metrics"}
}
"""The formats that tell of findings alone, by name."""

GATE_FORMATS: Final = {
    "text": Writer(
        name="text",
        summary="each condition and the verdict",
        module="mtqa.writers.verdict",
        for_machines=False,
    ),
    **FORMATS,
}
"""The formats of a judged run, by name."""

SUMMARY: Final = "GITHUB_STEP_SUMMARY"
"""Names the file that GitHub shows as the summary of a job."""

ANNOTATIONS: Final = "github"
"""The format that the summary comes with."""

OutputFormats = Annotated[
    list[str] | None,
    typer.Option(
        "--output-format",
        metavar="NAME=PATH",
        help="Also write this format to a file, such as sarif=mtqa.sarif; repeatable.",
    ),
]


@dataclass(frozen=True, slots=True)
class FormatFile:
    """A format and the file it goes to."""

    writer: Writer
    path: Path

    def write(self, report: "Report") -> None:
        """Write the report beside its place, then put it there: nobody sees half of it.

        A link, a pipe or a device that stands there is written through and stays. Raises `InputError` where the
        report cannot be written.
        """
        try:
            if self.writer.form == "folder":
                self.writer.save(report, self.path)
                return
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(self.path) and not stat.S_ISREG(self.path.lstat().st_mode):
                self.writer.save(report, self.path)
                return
            with tempfile.TemporaryDirectory(prefix=".mtqa-", dir=self.path.parent) as folder:
                unfinished = Path(folder) / "output"
                self.writer.save(report, unfinished)
                unfinished.replace(self.path)
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}; name another path with --output-format"
            raise InputError(message, str(self.path)) from error


def outputs(given: Sequence[str] | None, formats: Mapping[str, Writer] = FORMATS) -> tuple[FormatFile, ...]:
    """The formats and files of `--output-format`.

    Raises `InputError` for what is no NAME=PATH, a format that there is not, a file named twice and a folder where a
    file must be, or the other way round; `MissingExtraError` where a format needs what is not installed.
    """
    found = tuple(_output(text, formats) for text in given or ())
    for place, output in enumerate(found):
        output.writer.check_there()
        if output.writer.form == "folder":
            if output.path.exists() and not output.path.is_dir():
                message = f"is a file; {output.writer.name} writes into a folder: name one with --output-format"
                raise InputError(message, str(output.path))
        elif output.path.is_dir():
            raise InputError("is a folder; name a file with --output-format", str(output.path))
        if output.path in [other.path for other in found[:place]]:
            raise InputError("is named twice; give each --output-format a file of its own", str(output.path))
    return found


def _output(text: str, formats: Mapping[str, Writer]) -> FormatFile:
    name, equals, path = text.partition("=")
    if not (equals and path):
        raise InputError(f"--output-format {text!r} is not NAME=PATH, such as sarif=mtqa.sarif")
    if name not in formats:
        meant = get_close_matches(name, formats, 1)
        hint = f"; did you mean {meant[0]}?" if meant else ""
        raise InputError(f"--output-format {text!r}: the formats are {', '.join(formats)}{hint}")
    if "://" in path:
        raise InputError("is an address; write to this machine, then copy it there", path)
    return FormatFile(formats[name], Path(path))


def write_all(report: "Report", chosen: Writer, others: Sequence[FormatFile], out: TextIO) -> None:
    """Write the report to files and to standard output; on GitHub annotations come with a summary of the job."""
    for output in others:
        output.write(report)
    chosen.write(report, out)
    out.flush()
    if ANNOTATIONS in (chosen.name, *(output.writer.name for output in others)):
        _summarise(report)


def write_others(report: "Report", others: Sequence[FormatFile]) -> None:
    """Write the report to files, with the summary of the job."""
    for output in others:
        output.write(report)
    if ANNOTATIONS in [output.writer.name for output in others]:
        _summarise(report)


def _summarise(report: "Report") -> None:
    """Append the summary of the job, where GitHub asks for one."""
    path = os.environ.get(SUMMARY)
    if not path:
        return
    try:
        with Path(path).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
            WRITERS["markdown"].write(report, out)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}; {SUMMARY} names it", path) from error
