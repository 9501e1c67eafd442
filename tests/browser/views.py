"""What the tests of pages share: the windows of readers, the bundled corpora, and how a page is watched."""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

REPOSITORY = Path(__file__).parents[2]
CORPORA = {
    "it-en": ("it-en/hypothesis", "-s", "it-en/source", "-r", "it-en/reference", "-l", "it-en"),
    "zh-en": ("zh-en.tsv",),
    "de-en": ("de-en.xml",),
    "en-fr": ("en-fr.jsonl",),
}
"""What `corpora/score.sh` scores, by name: paths within `corpora`, and options."""

WIDE, NARROW = (1180, 900), (360, 740)
"""Windows of a desk and of a telephone, in CSS pixels."""


def listen(page: "Page", complaints: list[str]) -> None:
    """Note whatever a page does that no page of a report may do."""

    def note(what: str) -> None:
        complaints.append(f"{page.url}: {what}")

    def dismiss(dialog: object) -> None:
        note(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda said: said.type in ("error", "warning") and note(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: note(f"error: {error}"))
    page.on("request", lambda request: request.url.startswith("file://") or note(f"request: {request.url}"))
    page.on("popup", lambda other: note(f"window: {other.url}"))
    page.on("dialog", dismiss)


def mtqa(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """The command line with these arguments, as a process of its own."""
    command = [sys.executable, "-c", "from mtqa.cli import main; main()", *map(str, arguments)]
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), **os.environ}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, check=False)


def pages_of(folder: Path) -> list[Path]:
    """The pages of a report, the index first."""
    return [folder / "index.html", *sorted((folder / "documents").glob("*.html"))]


def barriers(page: "Page", axe: str) -> list[str]:
    """What axe-core finds serious or critical on a page: impact, rule and the first places, a line each."""
    page.evaluate(axe)  # the debugger's way in, which the page's policy does not bar
    result = page.evaluate("axe.run({resultTypes: ['violations'], preload: false})")
    return [
        f"{fault['impact']}: {fault['id']}: {fault['help']}: "
        + "; ".join(" ".join(map(str, node["target"])) for node in fault["nodes"][:3])
        for fault in result["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
