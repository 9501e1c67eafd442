"""`mtqa score`: scores per segment, per document and for the whole batch."""

import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from mtqa.config import Config, load
from mtqa.errors import InputError
from mtqa.metrics import DEFAULT_METRICS, METRICS, TOKENIZERS, metric_keys
from mtqa.readers import FORMATS, read
from mtqa.readers.base import Batch, ReadRequest
from mtqa.text.languages import parse_pair
from mtqa.writers import WRITERS, Writer

if TYPE_CHECKING:
    from mtqa.evaluation import Progress, Settings, Stream


def _one_of(names: Collection[str]) -> Callable[[str], str]:
    """A parser that takes these names only."""

    def parse(text: str) -> str:
        if text not in names:
            raise typer.BadParameter(f"{text!r} is none of {', '.join(names)}")
        return text

    return parse


def _column(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not (name and equals):
        raise typer.BadParameter(f"{text!r} is not FIELD=COLUMN, such as hypothesis=mt_out")
    return name.strip(), column


Hypotheses = Annotated[
    list[str],
    typer.Argument(metavar="HYPOTHESIS", help="Files or folders of translations; - is standard input."),
]
Sources = Annotated[list[str] | None, typer.Option("-s", "--source", metavar="PATH", help="What was translated.")]
References = Annotated[
    list[str] | None,
    typer.Option("-r", "--reference", metavar="PATH", help="A translation to compare with; may be repeated."),
]
LanguageOption = Annotated[
    str | None,
    typer.Option(
        "-l", "--language-pair", metavar="PAIR", help="As it-en; en alone is the target, und an unknown side."
    ),
]
Metrics = Annotated[
    str | None,
    typer.Option(
        "-m",
        "--metrics",
        metavar="NAMES",
        help=f"Of {', '.join(METRICS)}, comma-separated.  [default: {','.join(DEFAULT_METRICS)}]",
    ),
]
Tokenizer = Annotated[
    str | None,
    typer.Option(
        parser=_one_of(TOKENIZERS),
        metavar="NAME",
        help=f"BLEU's tokeniser: {', '.join(TOKENIZERS)}.  [default: what fits the target language]",
    ),
]
Systems = Annotated[
    list[str] | None,
    typer.Option("--system", metavar="NAME", help="Name the system, or choose among those in the file; repeatable."),
]
TakenAsOption = Annotated[
    Literal["documents", "systems"] | None,
    typer.Option("--as", help="What several hypothesis files are.  [default: told from the other files]"),
]
Boundaries = Annotated[
    str | None,
    typer.Option("--docs", metavar="PATH", help="Document boundaries of plain text: DOMAIN DOCUMENT per line."),
]
InputFormat = Annotated[
    str | None,
    typer.Option(
        parser=_one_of(FORMATS),
        metavar="NAME",
        help=f"One of {', '.join(FORMATS)}.  [default: by suffix]",
    ),
]
Encoding = Annotated[str | None, typer.Option(metavar="NAME", help="Of text files.  [default: utf-8]")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=COLUMN", help="Which column holds a field; repeatable."),
]
Format = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--format",
        parser=_one_of(WRITERS),
        metavar="NAME",
        help=f"Of standard output: {', '.join(WRITERS)}.  [default: terminal]",
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="DIR", help="Folder of the report.  [default: reports]"),
]
NoReport = Annotated[bool, typer.Option("--no-report", help="Write no files.")]
Jobs = Annotated[
    int | None,
    typer.Option("-j", "--jobs", min=1, metavar="N", help="Processes.  [default: the processors there are]"),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing on standard error but errors.")]
ConfigPath = Annotated[
    Path | None,
    typer.Option("--config", metavar="PATH", help="A mtqa.toml, or a pyproject.toml with [tool.mtqa]."),
]


def score(  # noqa: PLR0917 (a command's options)
    hypotheses: Hypotheses,
    source: Sources = None,
    reference: References = None,
    language_pair: LanguageOption = None,
    metrics: Metrics = None,
    tokenizer: Tokenizer = None,
    system: Systems = None,
    taken_as: TakenAsOption = None,
    docs: Boundaries = None,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    column: Columns = None,
    output_format: Format = None,
    output: Output = None,
    no_report: NoReport = False,
    jobs: Jobs = None,
    quiet: Quiet = False,
    config: ConfigPath = None,
) -> None:
    """Score translations against references: per segment, per document and for the whole batch."""
    chosen = (load(config) if config else Config()).with_options(
        language_pair=language_pair,
        metrics=metrics.split(",") if metrics is not None else None,
        tokenizer=tokenizer,
        input_format=input_format,
        encoding=encoding,
        columns=dict(_column(text) for text in column) if column else None,
        format=output_format,
        output=output,
        report=False if no_report else None,
        jobs=jobs,
        quiet=quiet or None,
    )
    request = ReadRequest(
        hypotheses=tuple(hypotheses),
        sources=tuple(source or ()),
        references=tuple(reference or ()),
        documents=docs,
        input_format=chosen.input_format,
        encoding=chosen.encoding,
        columns=chosen.columns,
        systems=tuple(system or ()),
        taken_as=taken_as,
    )
    _run(request, chosen)


def _run(request: ReadRequest, config: Config) -> None:
    writer = _writer(config.format)
    settings = _settings(config)
    batch = read(request)
    with _output(writer) as out, _progress(config.quiet) as progress:
        if writer.name == "jsonl" and not config.report:
            _write_stream(batch, settings, out, progress, quiet=config.quiet)
        else:
            _write_report(batch, settings, config, out, progress)


def _write_report(batch: Batch, settings: "Settings", config: Config, out: TextIO, progress: "Progress | None") -> None:
    from mtqa.evaluation import evaluate_items  # noqa: PLC0415 (loads numpy; help does not need it)
    from mtqa.report import build  # noqa: PLC0415
    from mtqa.writers.folder import write_folder  # noqa: PLC0415

    evaluation = evaluate_items(batch.items, settings, taken_as=batch.taken_as, notes=batch.notes, progress=progress)
    report = build(evaluation)
    index = write_folder(report, config.output) if config.report else None
    WRITERS[config.format].write(report, out)
    out.flush()
    if index is not None and not config.quiet:
        typer.echo(f"Report: {index}", err=True)


def _write_stream(batch: Batch, settings: "Settings", out: TextIO, progress: "Progress | None", *, quiet: bool) -> None:
    from mtqa.evaluation import Stream  # noqa: PLC0415
    from mtqa.writers.jsonl import segment_line  # noqa: PLC0415

    stream = Stream(batch.items, settings)
    for scored, signatures in stream:
        out.write(segment_line(scored, signatures))
        if progress:
            progress(1)
    out.flush()
    if not quiet:
        _print_totals(stream, batch)


def _print_totals(stream: "Stream", batch: Batch) -> None:
    """What a stream added up to, on standard error, for its lines say nothing of the whole."""
    totals = stream.totals
    lines = [*batch.notes, *stream.notes]
    for system, scores in totals.scores.items():
        values = ", ".join(f"{name} {value:.2f}" for name, value in scores.items())
        lines.append(f"{system or 'corpus'}: {values}")
    lines.append(
        f"{totals.segments} segments, {totals.words} words, {totals.scored} scored, "
        f"{totals.empty_hypotheses} empty hypotheses, {totals.empty_references} empty references"
    )
    lines += [f"left out: {count} ({reason})" for reason, count in sorted(totals.left_out.items())]
    typer.echo("\n".join(lines), err=True)


def _writer(name: str) -> Writer:
    if name not in WRITERS:
        raise InputError(f"unknown output format {name!r}; choose from {', '.join(WRITERS)}")
    return WRITERS[name]


def _settings(config: Config) -> "Settings":
    from mtqa.evaluation import Settings  # noqa: PLC0415

    names = metric_keys(config.metrics if config.metrics is not None else DEFAULT_METRICS)
    try:
        pair = parse_pair(config.language_pair) if config.language_pair is not None else None
    except ValueError as error:
        raise InputError(str(error)) from error
    jobs = config.jobs or len(os.sched_getaffinity(0))
    return Settings(metrics=names, tokenizer=config.tokenizer, language_pair=pair, jobs=jobs)


@contextmanager
def _output(writer: Writer) -> Iterator[TextIO]:
    r"""Standard output: UTF-8 and `\n` for machines, else what the terminal can show."""
    out = sys.stdout
    if writer.for_machines:
        out.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    else:
        out.reconfigure(errors="replace")  # type: ignore[union-attr]
    yield out


@contextmanager
def _progress(quiet: bool) -> "Iterator[Progress | None]":
    """A bar on standard error, where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn  # noqa: PLC0415

    console = Console(stderr=True)
    columns = (SpinnerColumn(), "{task.completed:,} segments", TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("scoring", total=None)
        yield lambda done: bar.advance(task, done)
