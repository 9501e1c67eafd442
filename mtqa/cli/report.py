"""`mtqa report`: a stored run rendered again, whole or in part; nothing is scored."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from mtqa.cli import options
from mtqa.cli.opening import Open, announce
from mtqa.cli.outputs import OutputFormats, outputs, write_all
from mtqa.errors import InputError
from mtqa.model import Confidence, Severity
from mtqa.writers import STREAMS

if TYPE_CHECKING:
    from mtqa.report import Report
    from mtqa.report.filters import Filters

REPORTS: Final = Path("reports")
"""The folder of a report whose run is stored in no folder of a report."""

Run = Annotated[
    Path,
    typer.Argument(metavar="RUN", help="The folder of a report, its run.json, or what mtqa score -f json printed."),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        callback=options.local,
        metavar="DIR",
        help="Folder of the report.  [default: where the run is stored]",
    ),
]
Format = Annotated[
    str,
    typer.Option(
        "-f",
        "--format",
        parser=options.one_of(STREAMS),
        metavar="NAME",
        help=f"Of standard output: {', '.join(STREAMS)}.",
    ),
]
Theme = Annotated[
    Literal["auto", "light", "dark"], typer.Option(help="Of the pages; auto: what the reader's system has.")
]
Least = Annotated[Severity, typer.Option("--severity", help="Show findings that are at least so severe.")]
Surest = Annotated[Confidence, typer.Option("--confidence", help="Show findings that are at least so sure.")]
Systems = Annotated[
    list[str] | None, typer.Option("--system", metavar="NAME", help="Show this system only; repeatable.")
]
Documents = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="NAME", help="Show this document only, * and ? as in file names; repeatable."),
]


def report(  # noqa: PLR0917 (a command's options)
    run: Run,
    theme: Theme = "auto",
    select: options.Select = None,
    ignore: options.Ignore = None,
    severity: Least = "neutral",
    confidence: Surest = "low",
    system: Systems = None,
    document: Documents = None,
    output_format: Format = "terminal",
    output_formats: OutputFormats = None,
    output: Output = None,
    no_report: Annotated[bool, typer.Option("--no-report", help="Write no pages.")] = False,
    open_: Open = False,
    quiet: options.Quiet = False,
) -> None:
    """Render a stored run again, in another theme or in part. Nothing is scored: scores are those that were stored."""
    from mtqa.report.filters import Filters  # noqa: PLC0415 (loads numpy; help does not need it)
    from mtqa.writers.folder import write_folder  # noqa: PLC0415

    if open_ and no_report:
        raise InputError("--open opens a report, and none is to be written; leave out --no-report")
    others = outputs(output_formats)
    filters = Filters(
        select=options.names(select),
        ignore=options.names(ignore) or (),
        severity=severity,
        confidence=confidence,
        systems=tuple(system or ()),
        documents=tuple(document or ()),
    )
    writer = STREAMS[output_format]
    writer.check_there()
    shown = _shown(run, filters, theme)
    index = None if no_report else write_folder(shown, output or _folder(run))
    write_all(shown, writer, others, options.standard_output(for_machines=writer.for_machines))
    if index is not None:
        announce(index, opened=open_, quiet=quiet)


def _shown(path: Path, filters: "Filters", theme: Literal["auto", "light", "dark"]) -> "Report":
    """The report on the stored run, on a part of it where filters ask for one."""
    from mtqa.evaluation.stored import open_run  # noqa: PLC0415
    from mtqa.gate.stored import judgement_of  # noqa: PLC0415
    from mtqa.report import build  # noqa: PLC0415
    from mtqa.report.filters import Filters, filtered, unmatched  # noqa: PLC0415

    run = open_run(path)
    whole = run.evaluation()
    judgement = judgement_of(run, whole)
    if filters == Filters():
        return build(whole, judgement, theme=theme)
    for sentence in unmatched(whole, filters):
        typer.echo(f"note: {sentence}", err=True)
    part = filtered(whole, filters)
    return build(part.part, judgement, filtered=part, theme=theme)


def _folder(run: Path) -> Path:
    """Where the report goes that is asked for nowhere else: into the folder of the report that the run is of."""
    from mtqa.evaluation.stored import FILE  # noqa: PLC0415
    from mtqa.writers.folder import OWN_FILES  # noqa: PLC0415

    folder = run if run.is_dir() else run.parent
    is_report = (run.is_dir() or run.name == FILE) and (folder / OWN_FILES).is_file()
    return folder if is_report else REPORTS
