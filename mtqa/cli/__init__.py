"""The command line: parse, call, exit. Exit code 0: done; 1: found; 2: something could not be read or judged."""

import atexit
import gc
import os
import sys
from importlib import import_module

_YOUNG_OBJECTS = 100_000
"""How many new objects the collector waits for: a run makes many that stay and few that refer to each other."""


def __getattr__(name: str) -> object:
    if name != "app":
        raise AttributeError(f"module 'mtqa.cli' has no attribute {name!r}")
    return import_module("mtqa.cli.commands").app


def main() -> None:
    """Runs the command line; an error that a user can mend is one line on standard error and exit code 2."""
    _spare()
    from mtqa.cli.commands import app  # noqa: PLC0415 (not before the collector is told to wait)
    from mtqa.errors import MtqaError  # noqa: PLC0415

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


def _spare() -> None:
    """Keep the process from work that a command has nothing of.

    Start and end take a quarter less processor time: nothing is looked through for garbage while it is loaded nor
    at the end, and numpy starts no threads for its matrices, which are small; where there is more to do, there are
    worker processes.
    """
    gc.set_threshold(_YOUNG_OBJECTS, 20, 20)
    atexit.register(gc.freeze)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _fail(message: str) -> None:
    import typer  # noqa: PLC0415

    typer.echo(f"mtqa: error: {message}", err=True)
    sys.exit(2)
