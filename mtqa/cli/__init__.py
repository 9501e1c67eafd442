"""The command line: parse, call, exit. Exit code 0: done; 1: found; 2: something could not be read or judged."""

import os
import sys
from typing import Annotated

import typer

from mtqa import __version__
from mtqa.cli.cache import cache_app
from mtqa.cli.calibrate import calibrate
from mtqa.cli.check import check
from mtqa.cli.checks import checks_app
from mtqa.cli.config import config_app
from mtqa.cli.gate import baseline_app, gate
from mtqa.cli.init import init
from mtqa.cli.rules import rules_app
from mtqa.cli.score import score
from mtqa.cli.selftest import selftest
from mtqa.errors import MtqaError

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
app.command()(init)
app.command()(calibrate)
app.command()(selftest)
app.add_typer(rules_app)
app.add_typer(checks_app)
app.add_typer(baseline_app)
app.add_typer(cache_app)
app.add_typer(config_app)


def main() -> None:
    """Runs the command line; an error that a user can mend is one line on standard error and exit code 2."""
    try:
        app()
    except MtqaError as error:
        _fail(str(error))
    except BrokenPipeError:
        # Whoever read our output has had enough; keep the interpreter from complaining when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(2)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        _fail(f"{place}{error.strerror or error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _fail(message: str) -> None:
    typer.echo(f"mtqa: error: {message}", err=True)
    sys.exit(2)
