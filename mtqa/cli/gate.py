"""`mtqa gate`: whether a run passes; `mtqa baseline`: what was accepted earlier."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtqa.cli import options
from mtqa.cli.opening import Open, announce
from mtqa.cli.outputs import GATE_FORMATS, OutputFormats, outputs, write_all
from mtqa.config import Config
from mtqa.errors import InputError
from mtqa.readers import read
from mtqa.readers.base import ReadRequest

if TYPE_CHECKING:
    from mtqa.evaluation import Evaluation
    from mtqa.gate.baseline import Baseline

baseline_app = typer.Typer(
    name="baseline",
    help="Make, show and prune the baseline of a gate.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Runs = Annotated[
    list[str], typer.Argument(metavar="HYPOTHESIS", help="Translations as for score, or one stored run (run.json).")
]
BaselinePath = Annotated[
    Path | None,
    typer.Option("--baseline", metavar="PATH", help="[default: mtqa-baseline.json beside the configuration]"),
]
Format = Annotated[
    str,
    typer.Option(
        "-f",
        "--format",
        parser=options.one_of(GATE_FORMATS),
        metavar="NAME",
        help=f"Of standard output: {', '.join(GATE_FORMATS)}.",
    ),
]


def gate(  # noqa: PLR0917 (a command's options)
    hypotheses: Runs,
    source: options.Sources = None,
    reference: options.References = None,
    language_pair: options.LanguageOption = None,
    metrics: options.Metrics = None,
    system: options.Systems = None,
    taken_as: options.TakenAsOption = None,
    docs: options.Boundaries = None,
    input_format: options.InputFormat = None,
    encoding: options.Encoding = None,
    column: options.Columns = None,
    baseline: BaselinePath = None,
    update_baseline: Annotated[
        bool, typer.Option("--update-baseline", help="Accept this run as the baseline, and judge against it.")
    ] = False,
    strict_baseline: Annotated[
        bool, typer.Option("--strict-baseline", help="Fail where findings of the baseline are gone.")
    ] = False,
    changed_since: Annotated[
        str | None,
        typer.Option(
            "--changed-since",
            metavar="REV",
            help="Judge documents whose files changed in git since then; the others are as in the baseline.",
        ),
    ] = None,
    exit_zero: Annotated[
        bool, typer.Option("--exit-zero", help="Advise only: exit 0 where the gate fails, and say so.")
    ] = False,
    output_format: Format = "text",
    output_formats: OutputFormats = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", callback=options.local, metavar="DIR", help="Write a report there.")
    ] = None,
    open_: Open = False,
    cache: options.CacheFolder = None,
    jobs: options.Jobs = None,
    quiet: options.Quiet = False,
    config: options.ConfigPath = None,
) -> None:
    """Judge a run by the thresholds of its configuration. Exit 0 passed, 1 failed, 2 could not be judged."""
    from mtqa.gate import judge  # noqa: PLC0415 (loads numpy; help does not need it)
    from mtqa.gate.baseline import baseline_of, write_baseline  # noqa: PLC0415
    from mtqa.report import build  # noqa: PLC0415
    from mtqa.thresholds import Thresholds  # noqa: PLC0415
    from mtqa.writers.folder import write_folder  # noqa: PLC0415

    if open_ and output is None:
        raise InputError("--open opens a report; name its folder with -o")
    others = outputs(output_formats, GATE_FORMATS)
    chosen = options.configuration(config, hypotheses).with_options(
        language_pair=language_pair,
        metrics=metrics.split(",") if metrics is not None else None,
        input_format=input_format,
        encoding=encoding,
        columns=options.column_mapping(column),
        cache=cache,
        jobs=jobs,
        quiet=quiet or None,
    )
    request = options.read_request(
        chosen, hypotheses, sources=source, references=reference, documents=docs, systems=system, taken_as=taken_as
    )
    path = baseline_path(chosen, baseline)
    shows_intervals = output_format != "text" or bool(others) or output is not None
    accepted: Baseline | None
    if changed_since is not None:
        if update_baseline:
            raise InputError("--update-baseline takes a whole run; leave out --changed-since")
        evaluation, accepted = _changed_run(request, chosen, changed_since, path, document_intervals=shows_intervals)
    else:
        evaluation = evaluation_of(request, chosen, document_intervals=shows_intervals)
        if update_baseline:
            write_baseline(baseline_of(evaluation, path), path)
        accepted = baseline_of_project(path, named=baseline is not None or chosen.baseline is not None)
    thresholds = chosen.gate or Thresholds()
    judgement = judge(evaluation, thresholds, accepted, strict=strict_baseline, overrides=chosen.overrides)
    report = build(evaluation, judgement)
    index = write_folder(report, output) if output is not None else None
    writer = GATE_FORMATS[output_format]
    write_all(report, writer, others, options.standard_output(for_machines=writer.for_machines))
    if index is not None:
        announce(index, opened=open_, quiet=chosen.quiet)
    if exit_zero and judgement.exit_code:
        typer.echo(f"advisory run: exit 0 in place of {judgement.exit_code}", err=True)
        return
    raise typer.Exit(judgement.exit_code)


def evaluation_of(request: ReadRequest, config: Config, *, document_intervals: bool = True) -> "Evaluation":
    """The run that is stored, or that is made of the input; a verdict alone needs no intervals of documents."""
    from mtqa.evaluation import evaluate_items  # noqa: PLC0415
    from mtqa.evaluation.stored import is_run, read_run  # noqa: PLC0415

    first = Path(request.hypotheses[0])
    if is_run(first):
        if len(request.hypotheses) > 1 or request.sources or request.references:
            raise InputError("is a stored run, which is judged alone; leave out the other files", str(first))
        options.check_identifiers(config)
        return read_run(first)
    settings = replace(
        options.run_settings(config, options.check_settings(config)), document_intervals=document_intervals
    )
    batch = read(request)
    with options.progress_bar(quiet=config.quiet) as progress:
        return evaluate_items(batch.items, settings, taken_as=batch.taken_as, notes=batch.notes, progress=progress)


def _changed_run(
    request: ReadRequest, config: Config, revision: str, path: Path, *, document_intervals: bool
) -> "tuple[Evaluation, Baseline]":
    """The run of which only the changed documents are judged, and the baseline that has the others."""
    from mtqa.evaluation.stored import is_run  # noqa: PLC0415
    from mtqa.gate.baseline import read_baseline  # noqa: PLC0415
    from mtqa.gate.changes import evaluate_changed  # noqa: PLC0415
    from mtqa.readers.changes import changed_since  # noqa: PLC0415

    first = Path(request.hypotheses[0])
    if is_run(first):
        raise InputError("is a stored run, whose files are not known; leave out --changed-since", str(first))
    if not path.exists():
        raise InputError("--changed-since takes the other documents from a baseline: there is none", str(path))
    changed = changed_since(revision, first if first.is_dir() else first.parent)
    # Which document a reference belongs to is not told by its path: where one has changed, all are judged.
    shared = [Path(name).resolve() for name in (*request.references, request.documents) if name is not None]
    all_judged = any(each == file or file in each.parents for file in shared for each in changed)
    accepted, batch = read_baseline(path), read(request)
    settings = replace(
        options.run_settings(config, options.check_settings(config)), document_intervals=document_intervals
    )
    with options.progress_bar(quiet=config.quiet) as progress:
        evaluation = evaluate_changed(
            batch.items,
            settings,
            accepted,
            None if all_judged else changed,
            taken_as=batch.taken_as,
            notes=batch.notes,
            progress=progress,
        )
    return evaluation, accepted


def baseline_path(config: Config, given: Path | None) -> Path:
    """The file of the baseline: the one that is named, else the one beside the configuration."""
    from mtqa.gate.baseline import FILE  # noqa: PLC0415

    return given or config.baseline or (config.folder or Path()) / FILE


def baseline_of_project(path: Path, *, named: bool) -> "Baseline | None":
    """The baseline, None where none was named and none is there."""
    from mtqa.gate.baseline import read_baseline  # noqa: PLC0415

    return read_baseline(path) if named or path.exists() else None


StoredRun = Annotated[Path, typer.Argument(metavar="RUN", help="A stored run: run.json, or the folder of a report.")]


@baseline_app.command("update")
def update(run: StoredRun, baseline: BaselinePath = None, config: options.ConfigPath = None) -> None:
    """Accept all findings and scores of a stored run."""
    from mtqa.evaluation.stored import read_run  # noqa: PLC0415
    from mtqa.gate.baseline import baseline_of, write_baseline  # noqa: PLC0415

    path = baseline_path(options.configuration(config, [str(run)]), baseline)
    made = baseline_of(read_run(run), path)
    write_baseline(made, path)
    typer.echo(f"{path}: {len(made.findings)} findings, {len(made.documents)} documents")


@baseline_app.command("prune")
def prune(run: StoredRun, baseline: BaselinePath = None, config: options.ConfigPath = None) -> None:
    """Take out the accepted findings that a stored run does not have any more."""
    from mtqa.evaluation.stored import read_run  # noqa: PLC0415
    from mtqa.gate.baseline import read_baseline, write_baseline  # noqa: PLC0415

    path = baseline_path(options.configuration(config, [str(run)]), baseline)
    accepted = read_baseline(path)
    pruned = accepted.pruned(read_run(run))
    write_baseline(pruned, path)
    typer.echo(f"{path}: {len(accepted.findings) - len(pruned.findings)} taken out, {len(pruned.findings)} left")


@baseline_app.command("show")
def show(baseline: BaselinePath = None, config: options.ConfigPath = None) -> None:
    """Print what a baseline accepts."""
    from mtqa.gate.baseline import read_baseline  # noqa: PLC0415
    from mtqa.writers.wording import legible  # noqa: PLC0415

    accepted = read_baseline(baseline_path(options.configuration(config, []), baseline))
    for name, signature in accepted.signatures.items():
        typer.echo(legible(f"{name}  {signature}"))
    for finding in accepted.findings:
        typer.echo(legible(f"{finding.document}: {finding.rule}: {finding.text}"))
    typer.echo(f"{len(accepted.findings)} findings, {len(accepted.documents)} documents")
