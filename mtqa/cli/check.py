"""`mtqa check`: findings only, one line each."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from mtqa.cli import options
from mtqa.model import Confidence, Severity
from mtqa.readers import read
from mtqa.readers.base import ReadRequest
from mtqa.taxonomy import CONFIDENCES, SEVERITIES

if TYPE_CHECKING:
    from mtqa.evaluation.findings import PlacedFinding

Format = Annotated[Literal["text", "json", "jsonl"], typer.Option("-f", "--format", help="Of standard output.")]
FailOn = Annotated[
    Literal["minor", "major", "critical", "never"],
    typer.Option(help="The least severity that makes the exit code 1, at high confidence."),
]


def check(  # noqa: PLR0917 (a command's options)
    hypotheses: options.Hypotheses,
    source: options.Sources = None,
    language_pair: options.LanguageOption = None,
    docs: options.Boundaries = None,
    input_format: options.InputFormat = None,
    encoding: options.Encoding = None,
    column: options.Columns = None,
    rules: options.Rules = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    extend_select: options.ExtendSelect = None,
    output_format: Format = "text",
    fail_on: FailOn = "major",
    why: Annotated[bool, typer.Option("--why", help="Say which conditions let each finding pass.")] = False,
    jobs: options.Jobs = None,
    quiet: options.Quiet = False,
) -> None:
    """Find faults in translations: one line each. Exit 1 where something severe was found, 2 for bad input."""
    from mtqa.evaluation import Settings, evaluate_items  # noqa: PLC0415 (loads numpy; help does not need it)
    from mtqa.evaluation.findings import placed_findings  # noqa: PLC0415

    request = ReadRequest(
        hypotheses=tuple(hypotheses),
        sources=tuple(source or ()),
        documents=docs,
        input_format=input_format,
        encoding=encoding,
        columns=options.column_mapping(column) or {},
    )
    settings = Settings(
        language_pair=options.language_pair(language_pair),
        resamples=1,
        jobs=jobs or options.processors(),
        rules=options.rule_settings(rules, select, ignore, extend_select),
    )
    batch = read(request)
    with options.progress_bar(quiet=quiet) as progress:
        evaluation = evaluate_items(batch.items, settings, progress=progress)
    found = tuple(placed_findings(evaluation.documents))
    out = options.standard_output(for_machines=output_format != "text")
    _write(found, output_format, out, why=why)
    out.flush()
    if not quiet:
        for skipped in evaluation.skipped_checks:
            typer.echo(f"not checked: {skipped}", err=True)
    if evaluation.skipped_checks:
        raise typer.Exit(2)
    if any(_fails(placed.finding.severity, placed.finding.confidence, fail_on) for placed in found):
        raise typer.Exit(1)


def _fails(severity: Severity, confidence: Confidence, fail_on: str) -> bool:
    severe = fail_on != "never" and SEVERITIES.index(severity) >= SEVERITIES.index(fail_on)
    return severe and confidence == CONFIDENCES[-1]


def _write(found: Iterable["PlacedFinding"], form: str, out: TextIO, *, why: bool) -> None:
    from mtqa.writers.json import encode, finding_members  # noqa: PLC0415
    from mtqa.writers.wording import legible  # noqa: PLC0415

    if form == "json":
        out.write(json.dumps([finding_members(placed) for placed in found], ensure_ascii=False, indent=1) + "\n")
        return
    for placed in found:
        if form == "jsonl":
            out.write(encode(finding_members(placed)) + "\n")
            continue
        finding = placed.finding
        place = ":".join(str(part) for part in (placed.path, placed.line, placed.column) if part is not None)
        suggested = f' -> "{finding.suggestions[0]}"' if finding.suggestions else ""
        sure = "" if finding.confidence == "high" else f" ({finding.confidence} confidence)"
        out.write(legible(f"{place}: {finding.severity} {finding.rule}: {finding.message}{suggested}{sure}") + "\n")
        if why:
            out.writelines(legible(f"    {condition}") + "\n" for condition in finding.trace)
