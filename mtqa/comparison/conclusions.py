"""What a comparison of two systems comes to, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from mtqa.comparison.human import SOURCE, Agreement
from mtqa.comparison.values import Difference, Pair, RuleDifference
from mtqa.model import Resampled

SIGNIFICANT: Final = 0.05
"""The adjusted p-value below which a difference counts, where its interval does not hold 0 either."""


FEWEST_UNITS: Final = 5
"""With fewer documents or segments than this nothing is significant: too little can be drawn from them."""


def headline(
    a: str, b: str, differences: Mapping[str, Difference], decided_by: str, rules: Sequence[RuleDifference] = ()
) -> str:
    """The answer, in a sentence, to whether B is better than A."""
    critical = sum(each.critical for each in rules)
    if all(each.better_by == 0 and not each.better_in for each in differences.values()):
        return f"{b} and {a} score the same."
    deciding = differences[decided_by]
    others = [each for name, each in differences.items() if name != decided_by and each.significant]
    if not deciding.significant:
        return _capitalised(_undecided(a, b, others))
    ahead = deciding.better_by > 0
    contrary = [each.metric for each in others if (each.better_by > 0) != ahead]
    if contrary:
        return f"{b} is {_word(ahead)} than {a} by {decided_by}, but {_word(not ahead)} by {_listed(contrary)}."
    if deciding.agreement is not None and deciding.agreement.is_small:
        return f"{b} is {_word(ahead)} than {a}, by so little that people would hardly agree on it."
    faults = critical if ahead else 0
    but = f", but has {faults:,} critical finding{'s' if faults > 1 else ''} that {a} does not have" if faults else ""
    return f"{b} is {_word(ahead)} than {a}{but}."


def overall(names: Sequence[str], scores: Sequence[float], pairs: Sequence[Pair], decided_by: str) -> str:
    """The answer for all systems in a sentence; `scores` are theirs by the score that decides, more being better."""
    if len(names) == 2:
        return pairs[0].headline
    if len(pairs) < len(names):
        return _against_baseline(names[0], pairs, decided_by)
    best = names[max(range(len(names)), key=scores.__getitem__)]
    rivals = [
        pair.a if pair.b == best else pair.b
        for pair in pairs
        if best in (pair.a, pair.b) and not pair.differences[decided_by].significant
    ]
    if not rivals:
        return f"{best} is the best of {len(names)} systems."
    return f"{best} has the highest score of {len(names)} systems, but no lead over {_listed(rivals)} can be told."


def _against_baseline(baseline: str, pairs: Sequence[Pair], decided_by: str) -> str:
    told = [pair.differences[decided_by] for pair in pairs if pair.differences[decided_by].significant]
    better = sum(each.better_by > 0 for each in told)
    apart = len(pairs) - len(told)
    parts = [
        f"{count} {_be(count)} {what}" for count, what in ((better, "better"), (len(told) - better, "worse")) if count
    ]
    parts = [f"{part} than {{}}" for part in parts] + ([f"{apart} cannot be told apart from {{}}"] if apart else [])
    number, _, rest = parts[0].partition(" ")
    answer = ", ".join([f"{number} of {len(pairs)} systems {rest}", *parts[1:]])
    return f"{answer.format(*[baseline, *['it'] * len(parts)][: len(parts)])}."


def _undecided(a: str, b: str, others: Sequence[Difference]) -> str:
    """The answer where the score that decides tells nothing."""
    if not others:
        return f"no difference between {b} and {a} can be told."
    ahead = others[0].better_by > 0
    if any((each.better_by > 0) != ahead for each in others):
        return f"the scores contradict each other: no order of {b} and {a} can be told."
    return f"{b} is {_word(ahead)} than {a} by {_listed([each.metric for each in others])} only."


def sentences(
    differences: Mapping[str, Difference], units: Mapping[str, tuple[int, Resampled]], comparisons: int
) -> Iterator[str]:
    """What each difference says of B: how large, how sure, and what one of its size means to people.

    `units` says by score how many there were to draw, and of what.
    """
    for metric, each in differences.items():
        if each.better_by == 0 and not each.better_in:
            yield f"{metric} is the same."
            continue
        number, kind = units[metric]
        drawn = f"{number} {kind if number > 1 else kind.removesuffix('s')}"
        sureness = _sureness(each, comparisons) if number >= FEWEST_UNITS else f"but {drawn} cannot tell"
        yield f"{metric}: {size(each)}, {sureness}.{_meaning(each, drawn)}"


def on_findings(a: str, b: str, rules: Sequence[RuleDifference]) -> str:
    """How many findings only one of the two has."""
    new, gone = sum(each.new for each in rules), sum(each.gone for each in rules)
    if not (new or gone):
        return f"{b} and {a} have the same findings."
    critical = sum(each.critical for each in rules)
    worst = f", {critical:,} of them critical" if critical else ""
    return f"{b} has {_findings(new)} that {a} does not have{worst}; {a} has {_findings(gone)} that {b} does not have."


def _findings(number: int) -> str:
    return "no finding" if number == 0 else f"{number:,} finding{'s' if number > 1 else ''}"


def size(difference: Difference) -> str:
    """How much better or worse, in words."""
    amount = abs(difference.better_by)
    shown = f"{amount:.2f}" if amount >= 0.005 else "less than 0.01"
    return f"{shown} {_word(difference.better_by >= 0)}"


def probability(p_value: float) -> str:
    """A p-value as it is read: `p = 0.034`, `p < 0.001`."""
    return "p < 0.001" if p_value < 0.0005 else f"p = {p_value:.3f}"


def in_percent(agreement: Agreement) -> str:
    """How often people agree: `about 74 %`."""
    return f"{agreement.bound} {agreement.percent:.0f} %"


def _sureness(each: Difference, comparisons: int) -> str:
    adjusted = f", {each.p_adjusted:.3f} adjusted for {comparisons} comparisons" if comparisons > 1 else ""
    verdict = "significant" if each.significant else "not significant"
    but = ", but 0 lies in the interval" if each.p_adjusted < SIGNIFICANT and not each.significant else ""
    return f"{verdict} ({probability(each.p_value)}{adjusted}{but})"


def _meaning(each: Difference, units: str) -> str:
    """What a difference of this size means, and whether size and sureness say the same."""
    agreement = each.agreement
    if agreement is None:
        return ""
    published = f" People see the same system ahead in {in_percent(agreement)} of pairs so far apart ({SOURCE})."
    if each.significant and agreement.is_small:
        return f" Significant but small.{published}"
    if not each.significant and agreement.is_large:
        return f" Large but not significant: with {units} it may be chance; score more.{published}"
    return published


def _be(number: int) -> str:
    return "is" if number == 1 else "are"


def _word(better: bool) -> str:
    return "better" if better else "worse"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
