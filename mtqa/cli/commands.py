"""The commands of the command line, each registered under its name."""

from typing import Annotated

import typer

from mtqa import __version__
from mtqa.cli.cache import cache_app
from mtqa.cli.calibrate import calibrate
from mtqa.cli.check import check
from mtqa.cli.checks import checks_app
from mtqa.cli.compare import compare
from mtqa.cli.config import config_app
from mtqa.cli.gate import baseline_app, gate
from mtqa.cli.init import init
from mtqa.cli.report import report
from mtqa.cli.rules import rules_app
from mtqa.cli.score import score
from mtqa.cli.selftest import selftest

app = typer.Typer(
    name="mtqa",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mtqa {__version__}")
        raise typer.Exit


@app.callback()
def mtqa(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Quality checker for machine-translated news."""


app.command()(score)
app.command()(check)
app.command()(gate)
app.command()(compare)
app.command()(report)
app.command()(init)
app.command()(calibrate)
app.command()(selftest)
app.add_typer(rules_app)
app.add_typer(checks_app)
app.add_typer(baseline_app)
app.add_typer(cache_app)
app.add_typer(config_app)
