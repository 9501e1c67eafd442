"""The judgement of a stored run, read again."""

from collections.abc import Mapping
from typing import Any

from mtqa.evaluation import Evaluation
from mtqa.evaluation.findings import PlacedFinding, placed_findings
from mtqa.evaluation.shapes import check
from mtqa.evaluation.stored import StoredRun
from mtqa.gate.values import Culprit, Judgement, Verdict

Members = Mapping[str, Any]


def judgement_of(run: StoredRun, evaluation: Evaluation) -> Judgement | None:
    """What a gate said of the run when it was stored, None where none was asked; `evaluation` is that of the run.

    Raises `InputError` where the verdict is damaged.
    """
    if "gate" not in run.members:
        return None
    with run.damage_told():
        gate = run.members["gate"]
        placed = {each.fingerprint: each for each in placed_findings(evaluation.documents)}
        judgement = Judgement(
            verdicts=tuple(_verdict(verdict, placed) for verdict in gate["verdicts"]),
            notes=tuple(gate["notes"]),
            accepted=gate["accepted"],
            known=frozenset(gate.get("known", ())),
        )
        check(judgement)
        return judgement


def _verdict(members: Members, placed: Mapping[str, PlacedFinding]) -> Verdict:
    return Verdict(
        condition=members["condition"],
        outcome=members["outcome"],
        actual=members["actual"],
        system=members["system"],
        culprits=tuple(_culprit(culprit, placed) for culprit in members["culprits"]),
        culprit_count=members["culprit_count"],
        blamed=frozenset((blamed["system"], blamed["document"]) for blamed in members.get("blamed", ())),
        reason=members["reason"],
    )


def _culprit(members: Members, placed: Mapping[str, PlacedFinding]) -> Culprit:
    fingerprint = members["fingerprint"]
    return Culprit(
        document=members["document"],
        system=members["system"],
        path=members["path"],
        value=members["value"],
        finding=None if fingerprint is None else placed[fingerprint],
    )
