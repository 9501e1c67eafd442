"""`mtqa check`: findings only, one line each."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from mtqa.cli import options
from mtqa.cli.outputs import CHECK_FORMATS, OutputFormats, outputs, write_all, write_others
from mtqa.errors import InputError
from mtqa.model import Confidence, Segment, Severity
from mtqa.readers import read
from mtqa.readers.base import ReadRequest
from mtqa.taxonomy import CONFIDENCES, SEVERITIES

if TYPE_CHECKING:
    from mtqa.evaluation import Evaluation, Settings
    from mtqa.evaluation.findings import PlacedFinding
    from mtqa.evaluation.fixing import Fixing
    from mtqa.writers.correction import Correction

FORMATS = ("text", "json", "jsonl", *CHECK_FORMATS)
Format = Annotated[
    str,
    typer.Option(
        "-f",
        "--format",
        parser=options.one_of(FORMATS),
        metavar="NAME",
        help=f"Of standard output: {', '.join(FORMATS)}.",
    ),
]
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
    glossary: options.Glossaries = None,
    vocabulary: options.Vocabularies = None,
    output_format: Format = "text",
    output_formats: OutputFormats = None,
    fail_on: FailOn = "major",
    fix: Annotated[
        bool, typer.Option("--fix", help="Put safe corrections in place, in plain-text files, and check what is left.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change, and change nothing; exit 1 if it would.")
    ] = False,
    why: Annotated[bool, typer.Option("--why", help="Say which conditions let each finding pass.")] = False,
    cache: options.CacheFolder = None,
    jobs: options.Jobs = None,
    quiet: options.Quiet = False,
    config: options.ConfigPath = None,
) -> None:
    """Find faults in translations: one line each. Exit 1 where something severe was found, 2 for bad input."""
    from mtqa.evaluation import Settings, evaluate_items  # noqa: PLC0415 (loads numpy; help does not need it)
    from mtqa.evaluation.findings import placed_findings  # noqa: PLC0415
    from mtqa.report import build  # noqa: PLC0415
    from mtqa.writers.wording import quality_lost  # noqa: PLC0415

    others = outputs(output_formats, CHECK_FORMATS)
    chosen = options.configuration(config, hypotheses).with_options(
        language_pair=language_pair,
        input_format=input_format,
        encoding=encoding,
        columns=options.column_mapping(column),
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
    request = options.read_request(chosen, hypotheses, sources=source, documents=docs)
    settings = Settings(
        language_pair=options.language_pair(chosen.language_pair),
        resamples=0,
        jobs=chosen.jobs or options.processors(),
        cache=chosen.cache,
        checks=options.check_settings(chosen),
    )
    quiet = chosen.quiet
    if diff:
        _show_changes(request, settings, output_format, quiet=quiet)
        return
    if fix:
        evaluation = _fixed(request, settings, quiet=quiet)
    else:
        with options.progress_bar(quiet=quiet) as progress:
            evaluation = evaluate_items(read(request).items, settings, progress=progress)
    found = tuple(placed_findings(evaluation.documents))
    report = build(evaluation)
    out = options.standard_output(for_machines=output_format != "text")
    if output_format in CHECK_FORMATS:
        write_all(report, CHECK_FORMATS[output_format], others, out)
    else:
        write_others(report, others)
        _write(found, output_format, out, why=why)
        out.flush()
    options.exit_if_failed(evaluation.failures)
    if report.findings and report.findings.condemned.segments and not quiet:
        segments = sum(system.segments for system in evaluation.systems)
        typer.echo(quality_lost(report.findings.condemned, segments), err=True)
    _exit_if_unchecked(evaluation, settings, quiet=quiet)
    if any(_fails(placed.finding.severity, placed.finding.confidence, fail_on) for placed in found):
        raise typer.Exit(1)


def _exit_if_unchecked(evaluation: "Evaluation", settings: "Settings", *, quiet: bool) -> None:
    """Say what was not checked; exit 2 where that is everything, or rules of the user's that are broken."""
    from mtqa.report import QUALITY  # noqa: PLC0415 (help does not need it)
    from mtqa.writers.wording import legible, unchecked  # noqa: PLC0415

    if not quiet:
        for line in (*evaluation.notes, *(f"not checked: {line}" for line in unchecked(evaluation.skipped_checks))):
            typer.echo(legible(line), err=True)
    if QUALITY not in evaluation.metrics or (settings.checks is not None and settings.checks.broken):
        raise typer.Exit(2)


def _fixed(request: ReadRequest, settings: "Settings", *, quiet: bool) -> "Evaluation":
    """The evaluation of the files as they are after their correction."""
    fixing, corrections = _corrections(request, settings, quiet=quiet)
    for correction in corrections:
        correction.write()
    if not quiet:
        left = sum(len(scored.findings) for document in fixing.evaluation.documents for scored in document.segments)
        files = "1 file" if len(corrections) == 1 else f"{len(corrections)} files"
        typer.echo(f"fixed: {fixing.corrections} in {files}; left: {left}", err=True)
    return fixing.evaluation


def _show_changes(request: ReadRequest, settings: "Settings", output_format: str, *, quiet: bool) -> None:
    """Print what would be corrected, and exit as `check` says."""
    if output_format != "text":
        raise InputError(f"--diff prints a diff, not {output_format}; leave out --format")
    fixing, corrections = _corrections(request, settings, quiet=quiet)
    out = options.standard_output(for_machines=True)
    for correction in corrections:
        out.writelines(correction.diff())
    out.flush()
    _exit_if_unchecked(fixing.evaluation, settings, quiet=quiet)
    if corrections:
        raise typer.Exit(1)


def _corrections(request: ReadRequest, settings: "Settings", *, quiet: bool) -> "tuple[Fixing, tuple[Correction, ...]]":
    """What is put right, segment by segment and file by file."""
    from mtqa.evaluation.fixing import fix_items  # noqa: PLC0415
    from mtqa.readers.rewriting import check_rewritable  # noqa: PLC0415
    from mtqa.writers.correction import Replacement, corrections  # noqa: PLC0415

    items = list(read(request).items)
    paths = dict.fromkeys(item.header.path for item in items if isinstance(item, Segment))
    check_rewritable(paths, request.input_format, request.encoding)
    with options.progress_bar(quiet=quiet) as progress:
        fixing = fix_items(items, settings, progress=progress)
    by_file: dict[str, list[Replacement]] = {}
    for change in fixing.changes:
        segment = change.segment
        place = Replacement(line=segment.line, column=segment.column or 1, old=segment.hypothesis, new=change.fixed)
        by_file.setdefault(segment.header.path, []).append(place)
    return fixing, corrections(by_file)


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
