"""A run with tables: the input walked once, its tasks done by an engine, what they add up to as a report."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path
from typing import Final

from mtqa.errors import InputError
from mtqa.evaluation import Progress, Settings
from mtqa.evaluation.languages import Languages, choose
from mtqa.evaluation.memory import program
from mtqa.evaluation.scorer import Worker
from mtqa.evaluation.segments import SAMPLE, gather, of_pair, plan_for
from mtqa.evaluation.stream import refuse_other_target
from mtqa.model import LeftOut, Segment, TakenAs
from mtqa.report import Report
from mtqa.scale.engines import Engine
from mtqa.scale.journal import Journal, Plan, settings_of, states
from mtqa.scale.part import LeftOuts, Part, PlacedLeftOut
from mtqa.scale.summary import Circumstances, report_of
from mtqa.scale.tasks import CHUNK, Task, tasks
from mtqa.scale.work import Work
from mtqa.writers.tables import check_there

_LEFT_OUT_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRun:
    """What is to be done: `items` scored as `settings` say, results in tables of the format `tables` in `folder`.

    `inputs` are the files and folders that the items are read from, `reading` how, `chunk` the segments of a part.
    """

    items: Iterable[Segment | LeftOut]
    settings: Settings
    folder: Path
    tables: str
    inputs: tuple[str, ...] = ()
    reading: Mapping[str, str] = field(default_factory=dict)
    chunk: int = CHUNK
    taken_as: TakenAs | None = None
    notes: tuple[str, ...] = ()

    def report(self, engine: Engine, *, resume: bool = False, progress: Progress | None = None) -> Report:
        """The report on the whole run, its tables in the folder; with `resume` what is there is not done again.

        Memory is bounded by the tasks that are held, not by the input. Raises what `evaluate_items` raises, and
        `InputError` for a folder that holds another run.
        """
        check_there(self.tables)
        walk = _Walk(self.items, self.settings)
        circumstances = Circumstances(
            settings=self.settings,
            languages=walk.languages,
            plan=walk.plan,
            tables=self.tables,
            taken_as=self.taken_as,
            notes=self.notes,
        )
        journal = Journal(self.folder, self._plan(walk))
        with journal.resumed() if resume else journal.begun():
            part = (journal.total() if resume else None) or self._done(walk, engine, journal, progress)
        if not part.segments:
            failures = [each.left_out for each in part.left_out.failures]
            reason = f"; {failures[0].document}: {failures[0].reason}" if failures else ""
            raise InputError(f"nothing to score: no document could be judged{reason}")
        return report_of(part, circumstances)

    def _done(self, walk: "_Walk", engine: Engine, journal: Journal, progress: Progress | None) -> Part:
        finished, part = set[int](), Part()
        for number, known in journal.finished():
            finished.add(number)
            part += known
            _tell(progress, known)
        work = Work(
            scorer=walk.plan.scorer,
            quality=walk.plan.quality,
            settings=self.settings,
            pair=walk.languages.pair,
            folder=self.folder.absolute(),
            tables=self.tables,
        )

        def todo() -> Iterator[Task]:
            for task in tasks(walk.segments(), self.chunk):
                if task.number not in finished:
                    yield replace(task, bars=part.bars)  # of what has been done by now

        with closing(engine.run(work, todo())) as parts:
            for _, new in parts:
                part += new
                _tell(progress, new)
        part += walk.left_out
        journal.close(part)
        return part

    def _plan(self, walk: "_Walk") -> Plan:
        settings = self.settings
        signature = Worker(walk.plan.scorer).signature
        known = [
            ("program", program()),
            ("choice of metrics, rules or checks", signature),
            ("choice of what is accepted", walk.plan.quality.signatures() if walk.plan.quality else ""),
            ("language pair", walk.languages.pair),
            ("number of resamples", settings.resamples),
            ("seed", settings.seed),
            ("chunk", self.chunk),
            *self.reading.items(),
        ]
        return Plan(tables=self.tables, inputs=tuple(states(self.inputs)), settings=settings_of(known))


class _Walk:
    """The input, walked once: its beginning settles the languages; what is left out on the way adds up."""

    languages: Languages

    def __init__(self, items: Iterable[Segment | LeftOut], settings: Settings) -> None:
        self._items = of_pair(items, settings.language_pair)
        self._beginning = list(islice(self._items, SAMPLE))
        documents, _ = gather(self._beginning)
        self.languages = choose(documents, settings.language_pair)
        self.plan = plan_for(settings, self.languages, chain.from_iterable(documents.values()))
        self.left_out = Part()

    def segments(self) -> Iterator[Segment]:
        """All segments."""
        number, waiting = 0, list[PlacedLeftOut]()
        for item in chain(self._beginning, self._items):
            if isinstance(item, LeftOut):
                waiting.append(PlacedLeftOut(number, -1, item))
                if len(waiting) == _LEFT_OUT_AT_ONCE:
                    self._leave_out(waiting)
                    waiting = []
                continue
            refuse_other_target(item, self.languages.pair.target)
            number += 1
            yield item
        self._leave_out(waiting)

    def _leave_out(self, items: list[PlacedLeftOut]) -> None:
        self.left_out += Part(left_out=LeftOuts.of(items))


def _tell(progress: Progress | None, part: Part) -> None:
    if progress:
        progress(part.segments)
