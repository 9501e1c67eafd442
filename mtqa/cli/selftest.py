"""`mtqa selftest`: what these settings catch of faults planted into trusted text."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from mtqa.cli import options
from mtqa.cli.opening import Open, announce
from mtqa.errors import InputError
from mtqa.readers import read

Format = Annotated[Literal["text", "json"], typer.Option("-f", "--format", help="Of standard output.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", callback=options.local, metavar="DIR", help="Write a page into this folder, as of a report."
    ),
]
On = Annotated[
    Literal["reference", "hypothesis"] | None,
    typer.Option("--on", help="The text that is trusted.  [default: the reference where there is one]"),
]


def selftest(  # noqa: PLR0917 (a command's options)
    hypotheses: options.Hypotheses,
    source: options.Sources = None,
    reference: options.References = None,
    language_pair: options.LanguageOption = None,
    docs: options.Boundaries = None,
    input_format: options.InputFormat = None,
    encoding: options.Encoding = None,
    column: options.Columns = None,
    rules: options.Rules = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    extend_select: options.ExtendSelect = None,
    on: On = None,
    segments: Annotated[int, typer.Option(min=1, metavar="N", help="Try the first N segments.")] = 400,
    faults: Annotated[int, typer.Option(min=1, metavar="N", help="Plant at most N faults of a kind.")] = 100,
    seed: Annotated[int, typer.Option(metavar="N", help="Chooses where faults are planted.")] = 12345,
    output_format: Format = "text",
    output: Output = None,
    open_: Open = False,
    jobs: options.Jobs = None,
    quiet: options.Quiet = False,
    config: options.ConfigPath = None,
) -> None:
    """Plant known faults into trusted text and count which of them these settings catch."""
    from mtqa.evaluation import Settings  # noqa: PLC0415 (loads numpy; help does not need it)
    from mtqa.selftest import try_faults  # noqa: PLC0415
    from mtqa.writers.folder import write_selftest  # noqa: PLC0415
    from mtqa.writers.selftest import members, text  # noqa: PLC0415
    from mtqa.writers.wording import legible  # noqa: PLC0415

    if open_ and output is None:
        raise InputError("--open opens a page; name its folder with -o")
    chosen = options.configuration(config, hypotheses).with_options(
        language_pair=language_pair,
        input_format=input_format,
        encoding=encoding,
        columns=options.column_mapping(column),
        jobs=jobs,
        quiet=quiet or None,
        rules=options.paths(rules),
        select=options.names(select),
        ignore=options.names(ignore),
        extend_select=options.names(extend_select),
    )
    request = options.read_request(chosen, hypotheses, sources=source, references=reference, documents=docs)
    settings = Settings(
        language_pair=options.language_pair(chosen.language_pair),
        seed=seed,
        jobs=chosen.jobs or 1,
        checks=options.check_settings(chosen),
    )
    result = try_faults(read(request).items, settings, trusted=on, segments=segments, faults=faults)
    page = write_selftest(result, output) if output else None
    out = options.standard_output(for_machines=output_format != "text")
    if output_format == "json":
        out.write(json.dumps(members(result), ensure_ascii=False, indent=1) + "\n")
    else:
        out.writelines(legible(line) + "\n" for line in text(result).splitlines())
    out.flush()
    if page is not None:
        announce(page, opened=open_, quiet=chosen.quiet)
