"""`mtqa score --tables`: runs of any size, in bounded memory, that can be interrupted and resumed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TextIO

import typer

from mtqa.cli import options
from mtqa.cli.opening import announce
from mtqa.config import Config
from mtqa.errors import InputError
from mtqa.readers import read
from mtqa.readers.base import ReadRequest
from mtqa.readers.files import STANDARD_INPUT
from mtqa.scale.engines import ENGINES
from mtqa.writers import WRITERS
from mtqa.writers.tables import TABLES

if TYPE_CHECKING:
    from mtqa.evaluation import Settings
    from mtqa.report import Report

FORMATS: Final = ("terminal", "json")
"""The formats of standard output that say of themselves that they do not show all documents."""

INTERRUPTED: Final = 130
"""The exit code of a command that an interrupt from the keyboard ended."""

_PATHS: Final = ("hypotheses", "sources", "references", "documents")

Tables = Annotated[
    str | None,
    typer.Option(
        "--tables",
        parser=options.one_of(TABLES),
        metavar="NAME",
        help=f"Write all results as tables into DIR/tables, for inputs of any size: {', '.join(TABLES)}.",
    ),
]
Resume = Annotated[
    Path | None,
    typer.Option("--resume", metavar="DIR", help="Continue the interrupted run with tables in this folder."),
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--engine",
        parser=options.one_of(ENGINES),
        metavar="NAME",
        help="What does the work of --tables: "
        + "; ".join(f"{engine.name}, {engine.summary}" for engine in ENGINES.values())
        + ".  [default: local]",
    ),
]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Of a cluster, as tcp://10.0.0.5:8786.")
]
Chunk = Annotated[
    int | None,
    typer.Option("--chunk", min=1, metavar="N", help="Segments per part of the tables, about.  [default: 8192]"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """What was said about tables; `resume` and `scheduler` are None where they were not named."""

    tables: str | None = None
    resume: Path | None = None
    engine: str | None = None
    scheduler: str | None = None
    chunk: int | None = None

    @property
    def wanted(self) -> bool:
        """Whether a run with tables was asked for. Raises `InputError` for options that need one."""
        if self.tables or self.resume:
            return True
        alone = {"--engine": self.engine, "--scheduler": self.scheduler, "--chunk": self.chunk}
        for option, value in alone.items():
            if value is not None:
                raise InputError(f"{option} is for runs with tables; name their format, as --tables parquet")
        return False


def score_in_tables(
    request: ReadRequest, config: Config, settings: "Settings", chosen: TableOptions, *, opened: bool
) -> None:
    """Run, write the summary into the folder of the tables and to standard output; exit 130 when interrupted."""
    _check(request, config, chosen)
    folder = chosen.resume or config.output
    writer = WRITERS[config.format]
    out = options.standard_output(for_machines=writer.for_machines)
    try:
        report = _report(request, config, settings, chosen, folder)
    except KeyboardInterrupt:
        typer.echo(f"mtqa: interrupted; what is finished is kept: run again with --resume {folder}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    _write(report, config, folder, out, opened=opened)


def _report(request: ReadRequest, config: Config, settings: "Settings", chosen: TableOptions, folder: Path) -> "Report":
    from mtqa.scale.journal import tables_of  # noqa: PLC0415 (loads numpy; help does not need it)
    from mtqa.scale.run import TableRun  # noqa: PLC0415
    from mtqa.scale.tasks import CHUNK  # noqa: PLC0415

    batch = read(replace(request, bounded=True))
    engine = ENGINES[chosen.engine or "local"].make(settings.jobs, chosen.scheduler)
    run = TableRun(
        items=batch.items,
        settings=settings,
        folder=folder,
        tables=chosen.tables or tables_of(folder),
        inputs=tuple(_inputs(request)),
        reading=_reading(request),
        chunk=chosen.chunk or CHUNK,
        taken_as=batch.taken_as,
        notes=batch.notes,
    )
    with options.progress_bar(quiet=config.quiet) as progress:
        return run.report(engine, resume=chosen.resume is not None, progress=progress)


def _write(report: "Report", config: Config, folder: Path, out: TextIO, *, opened: bool) -> None:
    from mtqa.writers.folder import write_folder  # noqa: PLC0415 (loads the templates)

    index = write_folder(report, folder)
    WRITERS[config.format].write(report, out)
    out.flush()
    announce(index, opened=opened, quiet=config.quiet)
    options.exit_if_failed(report.evaluation.failures)


def _check(request: ReadRequest, config: Config, chosen: TableOptions) -> None:
    """Raises `InputError` for what does not go with tables."""
    if config.format not in FORMATS:
        message = f"-f {config.format} needs all documents at once; with --tables use {' or '.join(FORMATS)}"
        raise InputError(f"{message}, and read the tables")
    if not config.report:
        raise InputError("--no-report and --tables exclude each other: the tables are files")
    if chosen.resume is not None and STANDARD_INPUT in request.hypotheses:
        raise InputError("standard input cannot be read again, so its run cannot be resumed; name a file")
    if config.cache is not None and config.origin("cache") != "file":
        raise InputError("--cache and --tables exclude each other; --resume keeps what is finished")


def _inputs(request: ReadRequest) -> list[str]:
    """All paths that are read."""
    named = [*request.hypotheses, *request.sources, *request.references]
    return [*named, *([request.documents] if request.documents else [])]


def _reading(request: ReadRequest) -> Mapping[str, str]:
    """How the files are read, by name."""
    return {
        f"choice of {each.name.replace('_', ' ')}": repr(getattr(request, each.name))
        for each in fields(request)
        if each.name not in _PATHS
    }
