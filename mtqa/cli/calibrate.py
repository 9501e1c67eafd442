"""`mtqa calibrate`: which thresholds to choose for a gate, from trusted or rated documents."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mtqa.cli import options
from mtqa.cli.gate import BaselinePath, baseline_of_project, baseline_path, evaluation_of
from mtqa.errors import InputError

if TYPE_CHECKING:
    from mtqa.calibration import Goal

Runs = Annotated[
    list[str], typer.Argument(metavar="HYPOTHESIS", help="Translations as for score, or one stored run (run.json).")
]
Human = Annotated[
    Path | None,
    typer.Option(
        metavar="SCORES.tsv",
        help="What people said, columns document, system, segment and one of score, penalty, label.  "
        "[default: all documents are trusted]",
    ),
]
Acceptable = Annotated[
    float | None,
    typer.Option(
        metavar="SCORE", help="The human score from which on a document is good.  [default: but the worst 25 %]"
    ),
]
FalseAlarms = Annotated[
    float | None, typer.Option(metavar="RATE", help="Of good documents that may fail.  [default: 0.05]")
]
Misses = Annotated[float | None, typer.Option(metavar="RATE", help="Of bad documents that may pass, instead.")]
Batch = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Documents that a gate judges together.  [default: as many as here]"),
]
Write = Annotated[
    Path | None, typer.Option(metavar="PATH", help="Write the configuration to a new file, such as mtqa.toml.")
]
Format = Annotated[Literal["text", "json"], typer.Option("-f", "--format", help="Of standard output.")]


def calibrate(  # noqa: PLR0917 (a command's options)
    hypotheses: Runs,
    source: options.Sources = None,
    reference: options.References = None,
    human: Human = None,
    acceptable: Acceptable = None,
    false_alarms: FalseAlarms = None,
    misses: Misses = None,
    batch: Batch = None,
    baseline: BaselinePath = None,
    write: Write = None,
    language_pair: options.LanguageOption = None,
    metrics: options.Metrics = None,
    system: options.Systems = None,
    taken_as: options.TakenAsOption = None,
    docs: options.Boundaries = None,
    input_format: options.InputFormat = None,
    encoding: options.Encoding = None,
    column: options.Columns = None,
    output_format: Format = "text",
    jobs: options.Jobs = None,
    quiet: options.Quiet = False,
    config: options.ConfigPath = None,
) -> None:
    """Propose limits for the gate. Exit 0 with a proposal, 2 where none can be made."""
    from mtqa.calibration import calibrate as calibrated  # noqa: PLC0415 (loads numpy; help does not need it)
    from mtqa.calibration import read_human  # noqa: PLC0415
    from mtqa.writers.calibration import configuration, write_json, write_text  # noqa: PLC0415

    goal = _goal(false_alarms, misses)
    if write is not None and write.exists():
        raise InputError("is there already; name a new file, or paste what is proposed", str(write))
    chosen = options.configuration(config, hypotheses).with_options(
        language_pair=language_pair,
        metrics=metrics.split(",") if metrics is not None else None,
        input_format=input_format,
        encoding=encoding,
        columns=options.column_mapping(column),
        jobs=jobs,
        quiet=quiet or None,
    )
    request = options.read_request(
        chosen, hypotheses, sources=source, references=reference, documents=docs, systems=system, taken_as=taken_as
    )
    evaluation = evaluation_of(request, chosen)
    said = None if human is None else read_human(human, evaluation)
    path = baseline_path(chosen, baseline)
    calibration = calibrated(
        evaluation,
        said,
        goal,
        acceptable=acceptable,
        batch=batch,
        overrides=chosen.overrides,
        baseline=baseline_of_project(path, named=baseline is not None or chosen.baseline is not None),
    )
    out = options.standard_output(for_machines=output_format != "text")
    (write_json if output_format == "json" else write_text)(calibration, out)
    out.flush()
    if calibration.chosen is None:
        raise typer.Exit(2)
    if write is not None:
        write.write_text(configuration(calibration), "utf-8", newline="\n")


def _goal(false_alarms: float | None, misses: float | None) -> "Goal":
    from mtqa.calibration import Goal  # noqa: PLC0415 (loads numpy; help does not need it)

    if misses is None:
        return Goal() if false_alarms is None else Goal("false alarms", false_alarms)
    if false_alarms is not None:
        raise InputError("--false-alarms and --misses exclude each other: one limit keeps to one rate; choose one")
    return Goal("misses", misses)
