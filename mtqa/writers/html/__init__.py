"""The report as web pages: an index and a page per document, each complete in itself."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from mtqa.report import Report
from mtqa.taxonomy import CONFIDENCES
from mtqa.writers.html.comparison import comparison_page
from mtqa.writers.html.document import document_pages
from mtqa.writers.html.entries import entries_of
from mtqa.writers.html.environment import render
from mtqa.writers.html.index import index_page
from mtqa.writers.html.names import COMPARISON, FOLDER, INDEX, SELFTEST, is_page_name

if TYPE_CHECKING:
    from mtqa.selftest import SelfTest

_MOST_RULES: Final = 50

__all__ = ["COMPARISON", "FOLDER", "INDEX", "SELFTEST", "comparison_page", "is_page", "pages", "selftest_page"]


def pages(report: Report, *, selftest: bool = False) -> Iterator[tuple[str, str]]:
    """Pairs of path within the report's folder and text: the documents' pages worst first, then the index.

    The index links the page of a self-test where there is one beside it.
    """
    entries = entries_of(report)
    for entry, page in zip(entries, document_pages(report, entries), strict=True):
        yield f"{FOLDER}/{entry.page}", page
    if report.whole is not None:
        yield INDEX, render("summary", report=report, whole=report.whole, entries=entries, most_rules=_MOST_RULES)
        return
    yield INDEX, index_page(report, entries, selftest=selftest)


def selftest_page(result: "SelfTest", *, index: bool = False) -> str:
    """The page of a self-test; it links the index of a report where there is one beside it."""
    return render(
        "selftest",
        result=result,
        planted=tuple(each for each in result.kinds if each.planted),
        unplanted=tuple(each for each in result.kinds if not each.planted),
        surest_first=tuple(reversed(CONFIDENCES)),
        has_index=index,
    )


def is_page(path: str) -> bool:
    """Whether a path within a report's folder could be that of a document's page."""
    folder, _, name = path.partition("/")
    return folder == FOLDER and is_page_name(name)
