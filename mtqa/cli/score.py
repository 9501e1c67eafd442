"""`mtqa score`: scores per segment, per document and for the whole batch."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from mtqa.cli import options
from mtqa.cli.opening import Open, announce
from mtqa.cli.outputs import FormatFile, OutputFormats, outputs, write_all
from mtqa.cli.tables import Chunk, Engine, Resume, Scheduler, TableOptions, Tables, score_in_tables
from mtqa.config import Config
from mtqa.errors import InputError
from mtqa.readers import read
from mtqa.readers.base import Batch, ReadRequest
from mtqa.writers import STREAMS, Writer

if TYPE_CHECKING:
    from mtqa.evaluation import Progress, Settings, Stream
    from mtqa.evaluation.checking import CheckSettings

Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        parser=options.one_of(STREAMS),
        metavar="NAME",
        help=f"Of standard output: {', '.join(STREAMS)}.  [default: terminal]",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", callback=options.local, metavar="DIR", help="Folder of the report.  [default: reports]"
    ),
]
NoReport = Annotated[bool, typer.Option("--no-report", help="Write no files.")]
NoChecks = Annotated[bool, typer.Option("--no-checks", help="Run no rules and checks: no findings, no quality.")]


def score(  # noqa: PLR0917 (a command's options)
    hypotheses: options.Hypotheses,
    source: options.Sources = None,
    reference: options.References = None,
    language_pair: options.LanguageOption = None,
    metrics: options.Metrics = None,
    tokenizer: options.Tokenizer = None,
    system: options.Systems = None,
    taken_as: options.TakenAsOption = None,
    docs: options.Boundaries = None,
    input_format: options.InputFormat = None,
    encoding: options.Encoding = None,
    column: options.Columns = None,
    rules: options.Rules = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    extend_select: options.ExtendSelect = None,
    glossary: options.Glossaries = None,
    vocabulary: options.Vocabularies = None,
    no_checks: NoChecks = False,
    output_format: Format = None,
    output_formats: OutputFormats = None,
    output: Output = None,
    no_report: NoReport = False,
    open_: Open = False,
    tables: Tables = None,
    resume: Resume = None,
    engine: Engine = None,
    scheduler: Scheduler = None,
    chunk: Chunk = None,
    cache: options.CacheFolder = None,
    jobs: options.Jobs = None,
    quiet: options.Quiet = False,
    config: options.ConfigPath = None,
) -> None:
    """Score translations against references, and find faults: per segment, per document and for the whole batch."""
    others = outputs(output_formats)
    chosen = options.configuration(config, hypotheses).with_options(
        language_pair=language_pair,
        metrics=metrics.split(",") if metrics is not None else None,
        tokenizer=tokenizer,
        input_format=input_format,
        encoding=encoding,
        columns=options.column_mapping(column),
        format=output_format,
        output=output,
        report=False if no_report else None,
        cache=cache,
        jobs=jobs,
        quiet=quiet or None,
        rules=options.paths(rules),
        select=options.names(select),
        ignore=options.names(ignore),
        extend_select=options.names(extend_select),
        glossary=options.paths(glossary),
        vocabulary=options.paths(vocabulary),
    )
    request = options.read_request(
        chosen, hypotheses, sources=source, references=reference, documents=docs, systems=system, taken_as=taken_as
    )
    if open_ and not chosen.report:
        raise InputError("--open opens a report, and none is to be written; leave out --no-report")
    checks = None if no_checks else options.check_settings(chosen)
    in_tables = TableOptions(tables=tables, resume=resume, engine=engine, scheduler=scheduler, chunk=chunk)
    if in_tables.wanted:
        if others:
            raise InputError("--output-format needs all documents at once; read the tables, or leave out --tables")
        score_in_tables(request, chosen, options.run_settings(chosen, checks), in_tables, opened=open_)
        _exit_if_broken(checks)
        return
    _run(request, chosen, checks, others, opened=open_)


def _run(
    request: ReadRequest,
    config: Config,
    checks: "CheckSettings | None",
    others: Sequence[FormatFile],
    *,
    opened: bool,
) -> None:
    writer = _writer(config.format)
    settings = options.run_settings(config, checks)
    batch = read(request)
    out = options.standard_output(for_machines=writer.for_machines)
    with options.progress_bar(quiet=config.quiet) as progress:
        if writer.name == "jsonl" and not config.report and not others:
            _write_stream(batch, settings, out, progress, quiet=config.quiet)
        else:
            _write_report(batch, settings, config, others=others, out=out, progress=progress, opened=opened)
    _exit_if_broken(checks)


def _exit_if_broken(checks: "CheckSettings | None") -> None:
    if checks is not None and checks.broken:
        raise typer.Exit(2)


def _write_report(
    batch: Batch,
    settings: "Settings",
    config: Config,
    *,
    others: Sequence[FormatFile],
    out: TextIO,
    progress: "Progress | None",
    opened: bool,
) -> None:
    from mtqa.evaluation import evaluate_items  # noqa: PLC0415 (loads numpy; help does not need it)
    from mtqa.report import build  # noqa: PLC0415
    from mtqa.writers.folder import write_folder  # noqa: PLC0415

    evaluation = evaluate_items(batch.items, settings, taken_as=batch.taken_as, notes=batch.notes, progress=progress)
    report = build(evaluation)
    index = write_folder(report, config.output) if config.report else None
    write_all(report, STREAMS[config.format], others, out)
    if index is not None:
        announce(index, opened=opened, quiet=config.quiet)
    options.exit_if_failed(evaluation.failures)


def _write_stream(batch: Batch, settings: "Settings", out: TextIO, progress: "Progress | None", *, quiet: bool) -> None:
    from mtqa.evaluation import Stream  # noqa: PLC0415
    from mtqa.evaluation.findings import Placer  # noqa: PLC0415
    from mtqa.writers.jsonl import segment_line  # noqa: PLC0415

    stream, placer = Stream(batch.items, settings), Placer()
    for scored, signatures in stream:
        out.write(segment_line(scored, signatures, placer.place(scored)))
        out.flush()  # whoever reads it need not wait for the next; next to scoring it costs nothing
        if progress:
            progress(1)
    if not quiet:
        _print_totals(stream, batch)
    options.exit_if_failed(stream.totals.failures)


def _print_totals(stream: "Stream", batch: Batch) -> None:
    """What a stream added up to, on standard error, for its lines say nothing of the whole."""
    from mtqa.writers.wording import unchecked  # noqa: PLC0415 (help does not need it)

    totals = stream.totals
    lines = [*batch.notes, *stream.notes, *(f"not checked: {line}" for line in unchecked(stream.skipped_checks))]
    for system, scores in totals.scores.items():
        values = ", ".join(f"{name} {value:.2f}" for name, value in scores.items())
        if values:
            lines.append(f"{system or 'corpus'}: {values}")
    lines.append(
        f"{totals.segments} segments, {totals.words} words, {totals.scored} scored, "
        f"{totals.empty_hypotheses} empty hypotheses, {totals.empty_references} empty references"
    )
    lines += [f"left out: {count} ({reason})" for reason, count in sorted(totals.left_out.items())]
    typer.echo("\n".join(lines), err=True)


def _writer(name: str) -> Writer:
    if name not in STREAMS:
        raise InputError(f"unknown output format {name!r}; choose from {', '.join(STREAMS)}")
    STREAMS[name].check_there()
    return STREAMS[name]
