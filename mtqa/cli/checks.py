"""`mtqa checks`: what the checks are, what they tell, how they are set."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from mtqa.errors import ConfigError, InputError

checks_app = typer.Typer(
    name="checks",
    help="List and show the checks.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Format = Annotated[Literal["text", "json"], typer.Option("-f", "--format", help="Of standard output.")]


@checks_app.command("list")
def list_checks(format: Format = "text") -> None:  # noqa: A002
    """List what the checks tell: id, severity, confidence, check."""
    from mtqa.checks import all_checks  # noqa: PLC0415 (help does not need it; so below)

    rows = [(fault, check.name) for check in all_checks() for fault in check.faults]
    if format == "json":
        members = [
            {
                "id": fault.id,
                "category": fault.category,
                "severity": fault.severity,
                "confidence": fault.confidence,
                "check": name,
            }
            for fault, name in rows
        ]
        typer.echo(json.dumps(members, indent=2))
        return
    width = max(len(fault.id) for fault, _ in rows)
    for fault, name in sorted(rows, key=lambda row: row[0].id):
        typer.echo(f"{fault.id:{width}}  {fault.severity:8}  {fault.confidence:6}  {name}")


@checks_app.command("show")
def show(name: Annotated[str, typer.Argument(metavar="NAME", help="Of a check, or the id of a fault.")]) -> None:
    """Print the documentation of a check."""
    from mtqa.checks import all_checks  # noqa: PLC0415
    from mtqa.checks.documentation import document  # noqa: PLC0415

    found = [check for check in all_checks() if name in (check.name, *(fault.id for fault in check.faults))]
    if not found:
        known = ", ".join(check.name for check in all_checks())
        raise ConfigError(f"no check {name}; there are {known}")
    typer.echo("\n\n".join(map(document, found)))


@checks_app.command("docs")
def docs(path: Annotated[Path, typer.Argument(metavar="FILE", help="Where the page goes.")]) -> None:
    """Write the documentation of all checks as one page of Markdown."""
    from mtqa.checks import all_checks  # noqa: PLC0415
    from mtqa.checks.documentation import GENERATED, page  # noqa: PLC0415

    if path.exists() and not path.read_text("utf-8", errors="replace").startswith(GENERATED):
        raise InputError("was written by hand and stays; move it, or name another file", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(all_checks()), "utf-8", newline="\n")
    typer.echo(f"{path}: {len(all_checks())} checks")
