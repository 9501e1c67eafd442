"""`mtqa compare`: which of several systems or runs is better, how sure that is, and where it is not."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mtqa.cli import options
from mtqa.cli.opening import Open, announce
from mtqa.config import Config
from mtqa.errors import InputError
from mtqa.readers import read
from mtqa.readers.base import ReadRequest

if TYPE_CHECKING:
    from mtqa.comparison import Comparison, Run
    from mtqa.evaluation.checking import CheckSettings

Compared = Annotated[
    list[str],
    typer.Argument(
        metavar="SYSTEM",
        help="Hypotheses of the same texts, one file of several systems, or stored runs (run.json or its folder).",
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option("--baseline", metavar="NAME", help="The system to hold the others against.  [default: the first]"),
]
Labels = Annotated[
    list[str] | None,
    typer.Option("--label", metavar="NAME", help="Call the systems so, in their order; repeatable."),
]
AllPairs = Annotated[
    bool,
    typer.Option("--all-pairs", help="Compare every system with every other.  [default: where there are up to four]"),
]
Force = Annotated[
    bool,
    typer.Option("--force", help="Compare what does not fit together: what both have, and every output says so."),
]
Format = Annotated[Literal["terminal", "json", "markdown"], typer.Option("-f", "--format", help="Of standard output.")]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="DIR", help="Folder of the report.  [default: reports]")
]


def compare(  # noqa: PLR0917 (a command's options)
    systems: Compared,
    source: options.Sources = None,
    reference: options.References = None,
    baseline: Baseline = None,
    label: Labels = None,
    all_pairs: AllPairs = False,
    force: Force = False,
    language_pair: options.LanguageOption = None,
    metrics: options.Metrics = None,
    tokenizer: options.Tokenizer = None,
    system: options.Systems = None,
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
    no_checks: Annotated[
        bool, typer.Option("--no-checks", help="Run no rules and checks: no findings, no quality.")
    ] = False,
    output_format: Format = "terminal",
    output: Output = None,
    no_report: Annotated[bool, typer.Option("--no-report", help="Write no files.")] = False,
    open_: Open = False,
    cache: options.CacheFolder = None,
    jobs: options.Jobs = None,
    quiet: options.Quiet = False,
    config: options.ConfigPath = None,
) -> None:
    """Compare systems or runs over the same texts: which is better, how sure that is, and where it is not."""
    chosen = options.configuration(config, systems).with_options(
        language_pair=language_pair,
        metrics=metrics.split(",") if metrics is not None else None,
        tokenizer=tokenizer,
        input_format=input_format,
        encoding=encoding,
        columns=options.column_mapping(column),
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
    if open_ and not chosen.report:
        raise InputError("--open opens a report, and none is to be written; leave out --no-report")
    from mtqa.comparison import compare as compared  # noqa: PLC0415 (loads numpy; help does not need it)

    request = options.read_request(
        chosen, systems, sources=source, references=reference, documents=docs, systems=system, taken_as=None
    )
    runs = list(_runs(request, chosen, checked=not no_checks))
    comparison = compared(runs, labels=label or (), baseline=baseline, all_pairs=all_pairs, force=force)
    _write(comparison, chosen, output_format, opened=open_)
    if any(run.evaluation.failures for run in runs):
        raise typer.Exit(2)


def _runs(request: ReadRequest, config: Config, *, checked: bool) -> "Iterator[Run]":
    """The stored runs as they are, and in the place of the first hypothesis a run of all of them."""
    from mtqa.comparison import Run  # noqa: PLC0415
    from mtqa.evaluation.stored import is_run, read_run  # noqa: PLC0415

    stored = [is_run(Path(path)) for path in request.hypotheses]
    hypotheses = tuple(path for path, is_stored in zip(request.hypotheses, stored, strict=True) if not is_stored)
    _check_options(request, hypotheses)
    for path, is_stored in zip(request.hypotheses, stored, strict=True):
        if is_stored:
            yield Run(read_run(Path(path)), path)
        elif path == hypotheses[0]:
            yield _scored(replace(request, hypotheses=hypotheses), config, checked=checked)


def _check_options(request: ReadRequest, hypotheses: Sequence[str]) -> None:
    """Raises `InputError` for a source or the like where there is nothing that it could stand beside."""
    if hypotheses:
        return
    given = {"-s": request.sources, "-r": request.references, "--system": request.systems, "--docs": request.documents}
    for option, value in given.items():
        if value:
            raise InputError(f"{option} is for hypotheses, and all that is compared are stored runs; leave it out")


def _scored(request: ReadRequest, config: Config, *, checked: bool) -> "Run":
    """The hypotheses scored together: several are systems over the same texts."""
    from mtqa.comparison import Run  # noqa: PLC0415
    from mtqa.evaluation import evaluate_items  # noqa: PLC0415

    if len(request.hypotheses) > 1:
        request = replace(request, taken_as="systems")
    checks: CheckSettings | None = options.check_settings(config) if checked else None
    settings = options.run_settings(config, checks)
    batch = read(request)
    with options.progress_bar(quiet=config.quiet) as progress:
        evaluation = evaluate_items(
            batch.items, settings, taken_as=batch.taken_as, notes=batch.notes, progress=progress
        )
    return Run(evaluation, request.hypotheses[0])


def _write(comparison: "Comparison", config: Config, name: str, *, opened: bool) -> None:
    from importlib import import_module  # noqa: PLC0415

    from mtqa.writers.folder import write_comparison  # noqa: PLC0415

    page = write_comparison(comparison, config.output) if config.report else None
    out = options.standard_output(for_machines=name != "terminal")
    import_module(_WRITERS[name]).write(comparison, out)
    out.flush()
    if page is not None:
        announce(page, opened=opened, quiet=config.quiet)


_WRITERS = {
    "terminal": "mtqa.writers.comparison",
    "json": "mtqa.writers.comparison_json",
    "markdown": "mtqa.writers.comparison_markdown",
}
"""What writes each format."""
