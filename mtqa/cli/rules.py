"""`mtqa rules`: what the rules are, whether they keep their promises, how often they speak.

The engine is imported where it is used, so that help needs none of it.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mtqa.errors import InputError, RuleError

if TYPE_CHECKING:
    from mtqa.rules.engine import Rules
    from mtqa.rules.rule import Rule

rules_app = typer.Typer(
    name="rules",
    help="List, show, prove and measure the rules.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Packs = Annotated[
    list[Path] | None, typer.Option("--rules", metavar="DIR", help="A folder of your own rules; repeatable.")
]
Select = Annotated[
    str | None,
    typer.Option(
        "--select", metavar="NAMES", help="Only these ids or categories, or beginnings of them, comma-separated."
    ),
]
Format = Annotated[Literal["text", "json"], typer.Option("-f", "--format", help="Of standard output.")]


@rules_app.command("list")
def list_rules(packs: Packs = None, select: Select = None, format: Format = "text") -> None:  # noqa: A002
    """List the rules: id, category, severity, confidence."""
    rules = _load(packs, select)
    if format == "json":
        typer.echo(json.dumps([_row(rule) for rule in rules.rules], indent=2))
    else:
        width = max((len(rule.id) for rule in rules.rules), default=0)
        for rule in rules.rules:
            typer.echo(f"{rule.id:{width}}  {rule.category:24}  {rule.severity:8}  {rule.confidence}")
    _exit_if_refused(rules.errors)


@rules_app.command("show")
def show(
    rule: Annotated[str, typer.Argument(metavar="ID", help="Of a rule, or the beginning of several.")],
    packs: Packs = None,
) -> None:
    """Print the documentation of a rule."""
    from mtqa.rules.documentation import document  # noqa: PLC0415 (help does not need it; so below)

    rules = _load(packs, rule, low=True)
    typer.echo("\n\n".join(document(one, rules) for one in rules.rules))
    _exit_if_refused(rules.errors)


@rules_app.command("docs")
def docs(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the pages go.")], packs: Packs = None
) -> None:
    """Write the documentation of all rules as Markdown: a page for each family, and an index."""
    from mtqa.rules.documentation import pages  # noqa: PLC0415

    rules = _load(packs, None, low=True)
    made = pages(rules)
    folder.mkdir(parents=True, exist_ok=True)
    there = {path.name: _is_made(path) for path in folder.glob("*.md")}
    for name in made:
        if not there.get(name, True):
            raise InputError("was written by hand and stays; move it, or name another folder", str(folder / name))
    for name, text in made.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    for name in sorted(name for name, is_made in there.items() if is_made and name not in made):
        (folder / name).unlink()
    typer.echo(f"{folder}: {len(made)} pages of {len(rules.rules)} rules")
    _exit_if_refused(rules.errors)


def _is_made(path: Path) -> bool:
    """Whether a page is one that may be written anew or taken away."""
    from mtqa.rules.documentation import GENERATED  # noqa: PLC0415

    return path.read_text("utf-8", errors="replace").startswith(GENERATED)


@rules_app.command("test")
def test(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Rule files or folders.  [default: the rules of mtqa]"),
    ] = None,
) -> None:
    """Prove rules by their own examples; exit 2 when one breaks a promise."""
    from mtqa.rules.loader import BUILT_IN, read_path  # noqa: PLC0415
    from mtqa.rules.proof import prove  # noqa: PLC0415

    proven, broken = 0, 0
    for pack in map(read_path, paths or [BUILT_IN]):
        broken += len(pack.errors)
        for error in pack.errors:
            typer.echo(str(error), err=True)
        for rule in pack.rules:
            faults = prove(rule, pack.lists)
            proven, broken = proven + (not faults), broken + bool(faults)
            for fault in faults:
                typer.echo(f"{rule.path}: {fault}", err=True)
    typer.echo(f"rules that keep their promises: {proven}; that do not: {broken}")
    if broken or not proven:
        raise typer.Exit(2)


@rules_app.command("measure")
def measure(  # noqa: PLR0917 (a command's options)
    texts: Annotated[
        list[Path], typer.Argument(metavar="TEXT...", help="Plain text, one segment per line; a document each.")
    ],
    packs: Packs = None,
    select: Select = None,
    source: Annotated[
        list[Path] | None,
        typer.Option("-s", "--source", metavar="PATH", help="The source of each text, line by line."),
    ] = None,
    source_language: Annotated[str | None, typer.Option(metavar="CODE", help="Of the sources, such as it.")] = None,
    examples: Annotated[int, typer.Option(metavar="N", help="Show up to N flags of each rule.")] = 0,
    format: Format = "text",  # noqa: A002
) -> None:
    """Count what each rule flags in texts, low confidence included, the rule that flags most first."""
    from mtqa.rules.measure import Counts, counts_as_json, counts_as_text  # noqa: PLC0415

    if source is not None and len(source) != len(texts):
        raise InputError(f"{len(texts)} texts, but {len(source)} sources; give one for each")
    counts = Counts(_load(packs, select, low=True))
    for text, origin in zip_longest(texts, source or []):
        lines, sources = _lines(text), None if origin is None else _lines(origin)
        if sources is not None and len(sources) != len(lines):
            raise InputError(f"{len(sources)} lines, but {len(lines)} in {text}", str(origin))
        counts.add(text.name, lines, sources, source_language)
    if format == "json":
        typer.echo(json.dumps(counts_as_json(counts, examples), indent=2, ensure_ascii=False))
    else:
        for line in counts_as_text(counts, examples):
            typer.echo(line)
    _exit_if_refused(counts.rules.errors)


def _load(packs: Sequence[Path] | None, select: str | None, *, low: bool = False) -> "Rules":
    """The rules asked for; with `low` those of low confidence speak without being named.

    A broken file of mtqa's own is told of like any other, so that the rest can be worked on.
    """
    from mtqa.rules.engine import Rules  # noqa: PLC0415
    from mtqa.rules.loader import BUILT_IN  # noqa: PLC0415

    names = None if select is None else [name.strip() for name in select.split(",")]
    return Rules.load((), extra=(BUILT_IN, *(packs or ())), select=names, low=low)


def _row(rule: "Rule") -> dict[str, object]:
    return {
        "id": rule.id,
        "category": rule.category,
        "severity": rule.severity,
        "confidence": rule.confidence,
        "source_languages": list(rule.source_languages),
        "fix": "safe" if rule.safe else None,
        "measured": {"lines": rule.measured.lines, "false_alarms": rule.measured.false_alarms},
    }


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8: {error.reason} at byte {error.start}", str(path)) from error
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines[:-1] if lines[-1] == "" else lines


def _exit_if_refused(errors: Iterable[RuleError]) -> None:
    """Exit code 2, and one line for each rule file that was left out."""
    refused = list(errors)
    for error in refused:
        typer.echo(f"mtqa: error: {error}", err=True)
    if refused:
        raise typer.Exit(2)
