"""`mtqa cache`: what is kept from run to run, and how to be rid of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mtqa.cli import options
from mtqa.errors import InputError

if TYPE_CHECKING:
    from mtqa.evaluation.cache import Cache

cache_app = typer.Typer(
    name="cache",
    help="Show and empty the folder of --cache.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

Folder = Annotated[
    Path | None, typer.Argument(metavar="DIR", help="The folder.  [default: cache in the configuration]")
]


@cache_app.command("info")
def info(folder: Folder = None, config: options.ConfigPath = None) -> None:
    """Print how many documents are kept, and the bytes they take."""
    cache = _cache(folder, config)
    found = cache.info()
    cache.close()
    typer.echo(f"{found.path}: {found.entries} documents, {found.size / 1e6:.1f} MB")
    _tell(cache)


@cache_app.command("clear")
def clear(folder: Folder = None, config: options.ConfigPath = None) -> None:
    """Take out all that is kept."""
    cache = _cache(folder, config)
    cache.clear()
    cache.close()
    _tell(cache)


def _cache(folder: Path | None, config: Path | None) -> "Cache":
    """The cache that is named. Raises `InputError` where there is none."""
    from mtqa.evaluation.cache import FILE, Cache  # noqa: PLC0415 (loads numpy; help does not need it)

    named = folder or options.configuration(config, []).cache
    if named is None:
        raise InputError("no cache is named; name its folder, or set cache in mtqa.toml")
    if not (named / FILE).is_file():
        raise InputError("holds no cache of mtqa", str(named))
    return Cache(named)


def _tell(cache: "Cache") -> None:
    for note in cache.notes:
        typer.echo(note, err=True)
