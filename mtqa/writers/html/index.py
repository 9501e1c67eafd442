"""The first page of a report: the run as a whole, and its documents."""

from collections.abc import Sequence

from mtqa.report import Report
from mtqa.writers.html.entries import Entry
from mtqa.writers.html.environment import render


def index_page(report: Report, entries: Sequence[Entry], *, selftest: bool) -> str:
    """The index; it links the page of a self-test where there is one beside it."""
    return render("index", report=report, entries=entries, selftest=selftest)
