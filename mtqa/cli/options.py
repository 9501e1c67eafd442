"""The options that several commands take, and what they make of them."""

import codecs
import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, TextIO

import typer

from mtqa.config import Config, find, load
from mtqa.errors import ConfigError, InputError, RuleError
from mtqa.metrics import DEFAULT_METRICS, METRICS, TOKENIZERS, metric_keys
from mtqa.model import LanguagePair, LeftOut, TakenAs
from mtqa.readers import FORMATS
from mtqa.readers.base import ReadRequest
from mtqa.text.languages import parse_pair
from mtqa.writers import STREAMS

if TYPE_CHECKING:
    from mtqa.evaluation import Progress, Settings
    from mtqa.evaluation.checking import CheckSettings


def one_of(names: Collection[str]) -> Callable[[str], str]:
    """A parser that takes these names only."""

    def parse(text: str) -> str:
        if text not in names:
            raise typer.BadParameter(f"{text!r} is none of {', '.join(names)}")
        return text

    return parse


_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
"""How an address begins when it is taken for a path; one letter and a colon are a drive."""


def local(path: Path | None) -> Path | None:
    """The path, where it is one of this machine: files may be read from a store, but none are written to it."""
    if path is not None and _ADDRESS.match(path.as_posix()):
        raise typer.BadParameter(f"{path} is an address; write to a folder of this machine, then copy it there")
    return path


Hypotheses = Annotated[
    list[str],
    typer.Argument(
        metavar="HYPOTHESIS", help="Files, folders or quoted patterns of translations, s3:// too; - is standard input."
    ),
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
        parser=one_of(TOKENIZERS),
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
    typer.Option(parser=one_of(FORMATS), metavar="NAME", help=f"One of {', '.join(FORMATS)}.  [default: by suffix]"),
]
Encoding = Annotated[str | None, typer.Option(metavar="NAME", help="Of text files.  [default: utf-8]")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=COLUMN", help="Which column holds a field; repeatable."),
]
Rules = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="DIR", help="A folder of your own rules; repeatable.")
]
Select = Annotated[
    str | None,
    typer.Option(metavar="NAMES", help="Only these rules or categories, or beginnings of them, comma-separated."),
]
Ignore = Annotated[str | None, typer.Option(metavar="NAMES", help="Not these rules or categories.")]
Glossaries = Annotated[
    list[Path] | None,
    typer.Option("--glossary", metavar="PATH", help="Terms to use and to avoid: CSV, TSV or TBX; repeatable."),
]
Vocabularies = Annotated[
    list[Path] | None,
    typer.Option("--vocabulary", metavar="PATH", help="Words and names that are right, one a line; repeatable."),
]
ExtendSelect = Annotated[
    str | None, typer.Option(metavar="NAMES", help="Also these, such as rules that are too unsure by default.")
]
CacheFolder = Annotated[
    Path | None,
    typer.Option("--cache", metavar="DIR", help="Keep what is found there, and judge only what has changed."),
]
Jobs = Annotated[
    int | None,
    typer.Option("-j", "--jobs", min=1, metavar="N", help="Processes.  [default: the processors there are]"),
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing on standard error but errors.")]
ConfigPath = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="PATH",
        help="A mtqa.toml, or a pyproject.toml with [tool.mtqa].  [default: the nearest above the first file]",
    ),
]


def column_mapping(columns: Sequence[str] | None) -> dict[str, str] | None:
    """Field to column, None where no column is named."""
    return dict(map(_column, columns)) if columns else None


def _column(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not (name and equals):
        raise typer.BadParameter(f"{text!r} is not FIELD=COLUMN, such as hypothesis=mt_out")
    return name.strip(), column


def language_pair(text: str | None) -> LanguagePair | None:
    """The pair that an option or a configuration names. Raises `InputError` where it is none."""
    try:
        return parse_pair(text) if text is not None else None
    except ValueError as error:
        raise InputError(str(error)) from error


def configuration(path: Path | None, hypotheses: Sequence[str]) -> Config:
    """The configuration that is named, else the nearest one above the first hypothesis, else the defaults."""
    first = Path(hypotheses[0]) if hypotheses and hypotheses[0] != "-" else Path.cwd()
    found = path or find(first)
    if found is None:
        return Config()
    config = load(found)
    _check_names(config, found)
    return config


def _check_names(config: Config, path: Path) -> None:
    """Raises `ConfigError` for a name of a metric, a tokeniser, a format or an encoding that there is not."""
    for key, names in _CHOICES.items():
        name = getattr(config, key)
        if name is not None and name not in names:
            raise ConfigError(f"{name!r} is none of {', '.join(names)}", str(path), key)
    try:
        metric_keys(config.metrics or ())
    except InputError as error:
        raise ConfigError(error.message, str(path), "metrics") from error
    try:
        codecs.lookup(config.encoding or "utf-8")
    except LookupError as error:
        raise ConfigError(f"{config.encoding!r} is no encoding; try utf-8", str(path), "encoding") from error


_CHOICES: Final[Mapping[str, Collection[str]]] = {
    "tokenizer": TOKENIZERS,
    "input_format": FORMATS,
    "format": STREAMS,
}
"""What the names of the configuration may be, by key."""


def read_request(
    config: Config,
    hypotheses: Sequence[str],
    *,
    sources: Sequence[str] | None = None,
    references: Sequence[str] | None = None,
    documents: str | None = None,
    systems: Sequence[str] | None = None,
    taken_as: TakenAs | None = None,
) -> ReadRequest:
    """What is to be read: the files that the command names, as the configuration says they are read."""
    return ReadRequest(
        hypotheses=tuple(hypotheses),
        sources=tuple(sources or ()),
        references=tuple(references or ()),
        documents=documents,
        input_format=config.input_format,
        encoding=config.encoding,
        columns=config.columns,
        systems=tuple(systems or ()),
        taken_as=taken_as,
    )


def run_settings(config: Config, checks: "CheckSettings | None") -> "Settings":
    """How a run is scored and checked, by its configuration."""
    from mtqa.evaluation import Settings  # noqa: PLC0415 (loads numpy; help does not need it)

    return Settings(
        metrics=metric_keys(config.metrics if config.metrics is not None else DEFAULT_METRICS),
        tokenizer=config.tokenizer,
        language_pair=language_pair(config.language_pair),
        jobs=config.jobs or processors(),
        cache=config.cache,
        checks=checks,
    )


def check_settings(config: Config) -> "CheckSettings":
    """The rules and checks that the configuration asks for, and what it accepts."""
    from mtqa.evaluation.accepting import FileIgnores  # noqa: PLC0415 (loads numpy; help does not need it)
    from mtqa.evaluation.checking import CheckSettings  # noqa: PLC0415

    check_identifiers(config)
    settings = CheckSettings(
        packs=config.rules,
        select=config.select,
        ignore=config.ignore,
        extend_select=config.extend_select,
        glossaries=config.glossary,
        thresholds=tuple(sorted(config.checks.items())),
        severities=tuple(sorted(config.severities.items())),
        vocabularies=config.vocabulary,
        file_ignores=tuple(FileIgnores(*each) for each in config.per_file_ignores.items()),
        overrides=config.overrides,
    )
    _check_selectors(config, settings)
    return settings


def _check_selectors(config: Config, settings: "CheckSettings") -> None:
    """Raises `RuleError` for a selector that means nothing, with the file where it stands in one."""
    if not (config.select or config.ignore or config.extend_select or config.overrides):
        return
    try:
        settings.rules()  # kept for the run
    except RuleError as error:
        key = error.key or ""
        if error.path is None and config.origin(key.partition("[")[0]) == "file":
            raise RuleError(error.message, str(config.file), key) from error
        raise


def check_identifiers(config: Config) -> None:
    """Raises `ConfigError` for a setting that no check has, and an id or a selector that means nothing."""
    if config.checks:
        from mtqa.checks import check_thresholds  # noqa: PLC0415 (loads the checks)

        try:
            check_thresholds(config.checks)
        except ConfigError as error:
            raise ConfigError(error.message, str(config.file), error.key) from error
    ids, selectors = tuple(_ids(config)), tuple(_selectors(config))
    if not (ids or selectors):
        return
    from mtqa.evaluation.naming import Names  # noqa: PLC0415 (loads numpy and the rules)

    known = Names.known(config.rules)
    for given, fault_of in ((ids, known.fault_of_id), (selectors, known.fault_of_selector)):
        for key, name in given:
            if fault := fault_of(name):
                raise ConfigError(fault, str(config.file), key)


def _ids(config: Config) -> Iterator[tuple[str, str]]:
    """Where the configuration names a rule or fault by its id, and the id."""
    tables = {"severities": config.severities}
    tables |= {f"overrides[{at}].severities": dict(own.severities) for at, own in enumerate(config.overrides, start=1)}
    return ((f"{key}.{name}", name) for key, table in tables.items() for name in table)


def _selectors(config: Config) -> Iterator[tuple[str, str]]:
    """Where it means rules, faults and categories by their beginnings, and these; but for those that choose rules."""
    for limit in config.gate.findings if config.gate else ():
        if limit.beginning:
            yield f"gate.findings.{limit.selector}", limit.beginning
    for pattern, selectors in config.per_file_ignores.items():
        yield from ((f"per_file_ignores.{pattern}", each) for each in selectors)


def paths(given: Sequence[Path] | None) -> tuple[Path, ...] | None:
    """The paths of a repeatable option, None where it is not given."""
    return tuple(given) if given else None


def names(text: str | None) -> tuple[str, ...] | None:
    """The names of a comma-separated option, None where it is not given."""
    return None if text is None else tuple(name.strip() for name in text.split(",") if name.strip())


def exit_if_failed(failures: Sequence[LeftOut]) -> None:
    """Name the documents on which the program or its worker ended; exit 2 where there is any."""
    from mtqa.writers.wording import legible  # noqa: PLC0415 (help does not need it)

    for failure in failures:
        place = f"{failure.path}:{failure.line}" if failure.line else failure.path
        typer.echo(legible(f"mtqa: error: {place}: document {failure.document} {failure.reason}"), err=True)
    if failures:
        raise typer.Exit(2)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def standard_output(*, for_machines: bool) -> TextIO:
    r"""Standard output: UTF-8 and `\n` for machines, else what the terminal can show."""
    out = sys.stdout
    if for_machines:
        out.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    else:
        out.reconfigure(errors="replace")  # type: ignore[union-attr]
    return out


@contextmanager
def progress_bar(*, quiet: bool) -> "Iterator[Progress | None]":
    """A count on standard error, where that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), "{task.completed:,} segments", TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("scoring", total=None)
        yield lambda done: bar.advance(task, done)
