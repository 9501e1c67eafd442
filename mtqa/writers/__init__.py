"""Output formats: one file per format, a table by name, all from one `Report`."""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:  # help reads this table, and must not wait for what computes a report
    from mtqa.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    r"""An output format: its name for `--format`, the line that help and docs show, and what writes it.

    `module` and `function` name the writing function; its module is loaded when it is used, so that help
    loads none. `for_machines` formats are UTF-8 with `\n` line ends wherever they go: whoever opens the
    stream sees to that.
    """

    name: str
    summary: str
    module: str
    function: str = "write"
    for_machines: bool = True

    def write(self, report: "Report", out: TextIO) -> None:
        """Write `report` in this format to `out`."""
        getattr(import_module(self.module), self.function)(report, out)


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
    Writer(name="markdown", summary="a summary that fits a pull request", module="mtqa.writers.markdown"),
    Writer(name="sarif", summary="new findings, for code scanning", module="mtqa.writers.sarif"),
    Writer(name="junit", summary="conditions and documents as test cases in XML", module="mtqa.writers.junit"),
    Writer(name="gitlab", summary="new findings, for GitLab Code Quality", module="mtqa.writers.gitlab"),
    Writer(name="github", summary="new findings as annotations of a GitHub workflow", module="mtqa.writers.github"),
    Writer(name="rdjsonl", summary="new findings, for reviewdog", module="mtqa.writers.rdjsonl"),
    Writer(name="tap", summary="conditions and documents as points of TAP 14", module="mtqa.writers.tap"),
)

WRITERS = {writer.name: writer for writer in _ALL}
"""Every output format that goes to one stream, by its name."""
