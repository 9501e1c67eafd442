"""The Python interface: read, evaluate, look at the scores as data frames, write the report."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from mtqa.errors import InputError
from mtqa.evaluation import Evaluation, Settings, evaluate_items
from mtqa.evaluation.values import RESAMPLES, SEED
from mtqa.metrics import DEFAULT_METRICS
from mtqa.model import DocumentHeader, LanguagePair, Score, Segment, TakenAs
from mtqa.readers import read as read_request
from mtqa.readers.base import Batch, ReadRequest
from mtqa.report import Report, build
from mtqa.text.languages import parse_pair
from mtqa.writers.folder import write_comparison, write_folder

if TYPE_CHECKING:
    import pandas as pd

    from mtqa.comparison import Comparison

PathLikeText = str | PathLike[str]
Paths = PathLikeText | Sequence[PathLikeText]
Texts = Sequence[str]
References = Sequence[str | None] | Sequence[Sequence[str | None]]

_IN_MEMORY = "<python>"


@dataclass(frozen=True, slots=True)
class Run:
    """What `evaluate` found: scores of segments, documents and systems."""

    evaluation: Evaluation

    @property
    def corpus(self) -> Mapping[str, Score]:
        """Metric name to score over all documents; empty where there are several systems (see `systems`)."""
        systems = self.evaluation.systems
        return systems[0].scores if len(systems) == 1 else {}

    @property
    def systems(self) -> Mapping[str | None, Mapping[str, Score]]:
        """System name (None where the input names none) to its scores by metric name."""
        return {system.system: system.scores for system in self.evaluation.systems}

    @property
    def documents(self) -> "pd.DataFrame":
        """One row per (system, document): counts, scores and their intervals; see `mtqa.frames`."""
        from mtqa.frames import document_frame  # noqa: PLC0415 (pandas takes half a second to load)

        return document_frame(self.evaluation)

    @property
    def segments(self) -> "pd.DataFrame":
        """One row per segment: place, texts and scores; see `mtqa.frames`."""
        from mtqa.frames import segment_frame  # noqa: PLC0415

        return segment_frame(self.evaluation)

    @property
    def signatures(self) -> Mapping[str, str]:
        """Metric name to sacrebleu signature of the document and corpus scores."""
        return self.evaluation.signatures

    @property
    def report(self) -> Report:
        """What writers write: the evaluation with its documents worst first."""
        return build(self.evaluation)

    def write(self, folder: PathLikeText = "reports") -> Path:
        """Writes index.html, a page per document and run.json into a folder; returns the path of the index.

        Raises `InputError` where the folder cannot be written; what stood in it is then as before.
        """
        return write_folder(self.report, Path(folder))


def read(
    hypotheses: Paths,
    *,
    sources: Paths = (),
    references: Paths = (),
    documents: PathLikeText | None = None,
    input_format: str | None = None,
    encoding: str | None = None,
    columns: Mapping[str, str] | None = None,
    systems: Sequence[str] = (),
    taken_as: TakenAs | None = None,
) -> Batch:
    """Segments of files, as `mtqa score` reads them; see `mtqa.readers.base.ReadRequest`.

    The files are opened when the result is walked. Raises `InputError` for what cannot be read.
    """
    request = ReadRequest(
        hypotheses=_paths(hypotheses),
        sources=_paths(sources),
        references=_paths(references),
        documents=None if documents is None else fspath(documents),
        input_format=input_format,
        encoding=encoding,
        columns=columns or {},
        systems=tuple(systems),
        taken_as=taken_as,
    )
    return read_request(request)


def evaluate(
    batch: Batch | None = None,
    *,
    hypotheses: Texts | None = None,
    references: References | None = None,
    sources: Texts | None = None,
    documents: Texts | None = None,
    language_pair: str | LanguagePair | None = None,
    metrics: Sequence[str] = DEFAULT_METRICS,
    tokenizer: str | None = None,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    jobs: int = 1,
) -> Run:
    """The scores of a batch that `read` gave, or of texts in memory.

    `hypotheses` and `sources` are lists of texts; `references` is one such list, or, as in sacrebleu, one
    list per reference, with None where a segment lacks that reference; `documents` names the document of
    each segment. Raises `InputError` for lists of different length and for settings that do not fit.
    """
    if (batch is None) == (hypotheses is None):
        raise InputError("give either a batch from mtqa.read(...) or hypotheses=[...]")
    if batch is None:
        items = tuple(_segments(hypotheses or (), references, sources, documents))
        batch = Batch(items=items)
    if resamples < 1:
        raise InputError(f"resamples is {resamples}; give 1 or more, such as {RESAMPLES}")
    settings = Settings(
        metrics=tuple(metrics),
        tokenizer=tokenizer,
        language_pair=_pair(language_pair),
        resamples=resamples,
        seed=seed,
        jobs=jobs,
    )
    return Run(evaluate_items(batch.items, settings, taken_as=batch.taken_as, notes=batch.notes))


def compare(
    runs: Mapping[str, Run],
    *,
    baseline: str | None = None,
    all_pairs: bool = False,
    force: bool = False,
    write: PathLikeText | None = None,
) -> "Comparison":
    """The systems of several runs over the same texts: which is better, how sure that is, and where it is not.

    `runs` are by the name that each is to have; a run of several systems gives them their own. `write` is a folder for
    the page and the JSON. Raises `InputError` where the runs do not fit together, unless forced; see `docs/compare.md`.
    """
    from mtqa.comparison import Run as Compared  # noqa: PLC0415 (for those who compare)
    from mtqa.comparison import compare as compared  # noqa: PLC0415

    named = all(len(run.evaluation.systems) == 1 for run in runs.values())
    comparison = compared(
        [Compared(run.evaluation, name) for name, run in runs.items()],
        labels=tuple(runs) if named else (),
        baseline=baseline,
        all_pairs=all_pairs,
        force=force,
    )
    if write is not None:
        write_comparison(comparison, Path(write))
    return comparison


def _pair(pair: str | LanguagePair | None) -> LanguagePair | None:
    if not isinstance(pair, str):
        return pair
    try:
        return parse_pair(pair)
    except ValueError as error:
        raise InputError(str(error)) from error


def _paths(paths: Paths) -> tuple[str, ...]:
    if isinstance(paths, str | PathLike):
        return (fspath(paths),)
    return tuple(fspath(path) for path in paths)


def _segments(
    hypotheses: Texts, references: References | None, sources: Texts | None, documents: Texts | None
) -> Iterator[Segment]:
    columns = _columns(references)
    sides: dict[str, Sequence[object] | None] = {
        "hypotheses": hypotheses,
        "sources": sources,
        "documents": documents,
    }
    sides |= {f"references[{number}]": column for number, column in enumerate(columns)}
    for name, side in sides.items():
        if isinstance(side, str):
            raise InputError(f"{name} is one string; give a list of them, one per segment")
        if side is not None and len(side) != len(hypotheses):
            raise InputError(f"{name} has {len(side)} entries, hypotheses {len(hypotheses)}; one per segment")
    headers: dict[str, DocumentHeader] = {}
    counts: dict[str, int] = {}
    for number, hypothesis in enumerate(hypotheses):
        name = documents[number] if documents is not None else "document"
        header = headers.setdefault(name, DocumentHeader(document=name, path=_IN_MEMORY))
        counts[name] = counts.get(name, 0) + 1
        yield Segment(
            header=header,
            segment=str(counts[name]),
            hypothesis=hypothesis,
            source=sources[number] if sources is not None else None,
            references=tuple(column[number] for column in columns),
            line=number + 1,
        )


def _columns(references: References | None) -> list[Sequence[str | None]]:
    """One list per reference."""
    if isinstance(references, str):
        raise InputError("references is one string; give a list of them, one per segment")
    if not references:
        return []
    if all(text is None or isinstance(text, str) for text in references):
        return [references]  # type: ignore[list-item]
    return [column for column in references if column is not None]
