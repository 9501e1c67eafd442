"""Input formats: one file per format, a table by suffix, all to the same segments."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtqa.model import LeftOut, Segment
from mtqa.readers.base import Batch, ReadRequest
from mtqa.readers.formats import FORMATS

if TYPE_CHECKING:
    from mtqa.readers.plan import Text

__all__ = ["FORMATS", "read"]


def read(request: ReadRequest) -> Batch:
    """The segments of the files in a request, read as they are walked.

    Raises `InputError` at once for what can be told without reading the texts: paths, numbers of files,
    formats, options. What is wrong in a text is raised where the walk comes to it.
    """
    from mtqa.readers.plan import plan  # noqa: PLC0415 (help needs the table only)

    planned = plan(request)
    return Batch(items=_Items(planned.texts), taken_as=planned.taken_as, once=planned.once, notes=planned.notes)


@dataclass(frozen=True, slots=True)
class _Items:
    """The items of several texts, one after the other; every walk reads the files anew."""

    texts: tuple["Text", ...]

    def __iter__(self) -> Iterator[Segment | LeftOut]:
        for text in self.texts:
            yield from text.items()
