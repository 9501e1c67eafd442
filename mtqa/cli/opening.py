"""`--open`: shows a page in the browser of whoever sits before the screen."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

Open = Annotated[bool, typer.Option("--open", help="Open the report in the browser.")]

JOBS: Final = ("CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION")
"""What is set in a job of continuous integration, where nobody looks."""

DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
"""What is set where there is a screen, or a browser that needs none."""

_OWN_DISPLAY: Final = ("darwin", "win32", "cygwin")


def announce(page: Path, *, opened: bool, quiet: bool) -> None:
    """Say where the report is, on standard error, and open it where that is asked for."""
    if not quiet:
        typer.echo(f"Report: {page}", err=True)
    if opened:
        open_page(page)


def open_page(page: Path) -> None:
    """Open the page, or say on standard error why not; that it was not opened is no failure."""
    reason = obstacle(os.environ, sys.platform)
    if reason is None:
        import webbrowser  # noqa: PLC0415 (looks for browsers, which no other command needs)

        if webbrowser.open(page.resolve().as_uri()):
            return
        reason = "no browser could be started"
    typer.echo(f"not opened: {reason}; the report is {page}", err=True)


def obstacle(environment: Mapping[str, str], platform: str) -> str | None:
    """Why nobody would see the page, None where somebody may."""
    for name in JOBS:
        if environment.get(name, "").lower() not in ("", "0", "false"):
            return f"this is a job of continuous integration ({name} is set)"
    if platform not in _OWN_DISPLAY and not any(environment.get(name) for name in DISPLAYS):
        return "there is no display"
    return None
