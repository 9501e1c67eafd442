"""`mtqa config`: what a run is set to and why, and the schema of the file."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, Literal

import typer

from mtqa.cli import options
from mtqa.config import Config
from mtqa.metrics import DEFAULT_METRICS

config_app = typer.Typer(
    name="config",
    help="Show the configuration that holds, and the schema of its file.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

SCHEMA = Path(__file__).parents[1] / "schema" / "config.schema.json"

Inputs = Annotated[
    list[str] | None,
    typer.Argument(metavar="HYPOTHESIS", help="As for score: the configuration is the nearest above the first."),
]
Format = Annotated[Literal["text", "json"], typer.Option("-f", "--format", help="Of standard output; text is TOML.")]

_WIDTH: Final = 60

_INSTEAD: Final = {
    "language_pair": ": taken from the format or detected",
    "tokenizer": ": what fits the target language",
    "input_format": ": told by the suffix",
    "encoding": ": utf-8",
    "jobs": ": the processors there are",
    "select": ": everything that is on by default",
    "baseline": ": mtqa-baseline.json, where it is there",
    "cache": ": nothing is kept",
}
"""What holds for a key that is not set."""


@config_app.command("show")
def show(  # noqa: PLR0917 (a command's options)
    hypotheses: Inputs = None,
    language_pair: options.LanguageOption = None,
    metrics: options.Metrics = None,
    tokenizer: options.Tokenizer = None,
    input_format: options.InputFormat = None,
    encoding: options.Encoding = None,
    column: options.Columns = None,
    rules: options.Rules = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    extend_select: options.ExtendSelect = None,
    glossary: options.Glossaries = None,
    vocabulary: options.Vocabularies = None,
    jobs: options.Jobs = None,
    output_format: Format = "text",
    config: options.ConfigPath = None,
) -> None:
    """Print every value that a command would work with, and whether it is a default, from the file or an option."""
    chosen = options.configuration(config, hypotheses or ()).with_options(
        language_pair=language_pair,
        metrics=options.names(metrics),
        tokenizer=tokenizer,
        input_format=input_format,
        encoding=encoding,
        columns=options.column_mapping(column),
        rules=options.paths(rules),
        select=options.names(select),
        ignore=options.names(ignore),
        extend_select=options.names(extend_select),
        glossary=options.paths(glossary),
        vocabulary=options.paths(vocabulary),
        jobs=jobs,
    )
    options.check_identifiers(chosen)
    if chosen.metrics is None:
        chosen = replace(chosen, metrics=DEFAULT_METRICS)
    out = options.standard_output(for_machines=True)
    out.write(_as_json(chosen) if output_format == "json" else _as_toml(chosen))
    out.flush()


def _as_toml(config: Config) -> str:
    """TOML that reads back as the configuration; what is not set is a comment."""
    from mtqa.config.toml import settings  # noqa: PLC0415 (help does not need it)

    lines = [f"# configuration: {_file(config) or 'none found, all values are defaults'}"]
    lines += [_line(setting.key, setting.value, setting.origin, config) for setting in settings(config)]
    return "".join(f"{line}\n" for line in lines)


def _line(key: str, value: object, origin: str, config: Config) -> str:
    from mtqa.config.toml import encoded  # noqa: PLC0415

    text = f"# {key} is not set{_INSTEAD.get(key, '')}" if value is None else f"{key} = {encoded(value)}"
    return f"{text:{_WIDTH}}  # {_file(config) if origin == 'file' else origin}"


def _file(config: Config) -> str | None:
    from mtqa.writers.wording import legible  # noqa: PLC0415

    return legible(config.file.as_posix()) if config.file else None


def _as_json(config: Config) -> str:
    from mtqa.config.toml import settings  # noqa: PLC0415

    values = [{"key": each.key, "value": each.value, "from": each.origin} for each in settings(config)]
    members = {"file": config.file.as_posix() if config.file else None, "values": values}
    return json.dumps(members, ensure_ascii=False, indent=1) + "\n"


@config_app.command("schema")
def schema() -> None:
    """Print the JSON Schema of mtqa.toml, for editors."""
    out = options.standard_output(for_machines=True)
    out.write(SCHEMA.read_text("utf-8"))
    out.flush()
