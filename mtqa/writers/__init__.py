"""Output formats: one file per format, a table by name, all from one `Report`."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from mtqa.errors import InputError, MissingExtraError

if TYPE_CHECKING:  # help reads this table, and must not wait for what computes a report
    from mtqa.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    r"""An output format: its name for `--format`, the line that help and docs show, and what writes it.

    `module` and `function` name the writing function; its module is loaded when it is used, so that help
    loads none. `for_machines` formats are UTF-8 with `\n` line ends wherever they go: whoever opens the
    stream sees to that. `form` is what it writes: text, bytes, or files into a folder, which no stream can hold.
    `needs` are the package that must be installed and the extra of mtqa that installs it.
    """

    name: str
    summary: str
    module: str
    function: str = "write"
    for_machines: bool = True
    form: Literal["text", "bytes", "folder"] = "text"
    needs: tuple[str, str] | None = None

    def check_there(self) -> None:
        """Nothing; raises `MissingExtraError` where what the format needs is not installed."""
        if self.needs is not None and find_spec(self.needs[0]) is None:
            raise MissingExtraError(self.name.upper(), self.needs[1])

    def write(self, report: "Report", out: TextIO) -> None:
        """Write `report` in this format to `out`, bytes to what is below it.

        Raises `InputError` for bytes on a terminal and for a format that is a folder.
        """
        if self.form == "folder":
            remedy = f"say --output-format {self.name}=DIR"
            raise InputError(f"{self.name} is a folder of files, not one text; {remedy}")
        if self.form == "bytes" and out.isatty():
            remedy = f"send it to a file, or say --output-format {self.name}=FILE"
            raise InputError(f"{self.name} is not text and says nothing on a terminal; {remedy}")
        self._writing(report, out if self.form == "text" else out.buffer)

    def save(self, report: "Report", path: Path) -> None:
        """Write `report` in this format to the file `path`, or into the folder `path`."""
        if self.form == "folder":
            self._writing(report, path)
        elif self.form == "bytes":
            with path.open("wb") as out:
                self._writing(report, out)
        else:
            with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as text:
                self._writing(report, text)

    @property
    def _writing(self) -> "Callable[[Report, object], None]":
        function: Callable[[Report, object], None] = getattr(import_module(self.module), self.function)
        return function


_ALL = (
    Writer(
        name="terminal",
        summary="a table for reading, plain where it is piped",
        module="mtqa.writers.terminal",
        for_machines=False,
    ),
    Writer(name="json", summary="the whole run as one JSON object", module="mtqa.writers.json"),
    Writer(name="jsonl", summary="one JSON object per segment and line", module="mtqa.writers.jsonl"),
    Writer(
        name="csv",
        summary="one row per document, for spreadsheets",
        module="mtqa.writers.csv",
        function="write_csv",
    ),
    Writer(
        name="tsv",
        summary="one row per document, tab-separated",
        module="mtqa.writers.csv",
        function="write_tsv",
    ),
    Writer(
        name="findings-csv",
        summary="one row per finding, for spreadsheets",
        module="mtqa.writers.csv",
        function="write_findings_csv",
    ),
    Writer(
        name="findings-tsv",
        summary="one row per finding, tab-separated",
        module="mtqa.writers.csv",
        function="write_findings_tsv",
    ),
    Writer(
        name="xlsx",
        summary="a workbook: summary, documents, findings; needs mtqa[xlsx]",
        module="mtqa.writers.xlsx",
        form="bytes",
        needs=("xlsxwriter", "xlsx"),
    ),
    Writer(name="mqm-tsv", summary="findings as Google's MQM ratings, for Marot", module="mtqa.writers.mqm"),
    Writer(
        name="mt-metrics",
        summary="a folder of score files, for mt-metrics-eval",
        module="mtqa.writers.mt_metrics",
        form="folder",
    ),
    Writer(name="markdown", summary="a summary that fits a pull request", module="mtqa.writers.markdown"),
    Writer(name="sarif", summary="new findings, for code scanning", module="mtqa.writers.sarif"),
    Writer(name="junit", summary="conditions and documents as test cases in XML", module="mtqa.writers.junit"),
    Writer(name="gitlab", summary="new findings, for GitLab Code Quality", module="mtqa.writers.gitlab"),
    Writer(name="github", summary="new findings as annotations of a GitHub workflow", module="mtqa.writers.github"),
    Writer(name="rdjsonl", summary="new findings, for reviewdog", module="mtqa.writers.rdjsonl"),
    Writer(name="tap", summary="conditions and documents as points of TAP 14", module="mtqa.writers.tap"),
)

WRITERS = {writer.name: writer for writer in _ALL}
"""Every output format, by its name."""

STREAMS = {writer.name: writer for writer in _ALL if writer.form != "folder"}
"""Those that go to one stream."""
