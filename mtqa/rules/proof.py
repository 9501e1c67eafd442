"""The proof of a rule: its own examples, and that every part of it is needed by one of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mtqa.model import Finding
from mtqa.rules.engine import Rules
from mtqa.rules.grammar import Capture, Edge, Group, Part, Repeat, Same, Sequence, Test
from mtqa.rules.rule import Alternative, Example, Guard, Rule
from mtqa.rules.words import WordList
from mtqa.selection import Selection
from mtqa.text.place import Place, place_of


def prove(rule: Rule, lists: Mapping[str, WordList]) -> list[str]:
    """What is wrong with a rule by its own examples, empty where it is proven.

    The marked words of every example of `flags` are flagged, and nothing else; its `fixed` text is silent, and so
    is what the first suggestion makes of it; what needs the source is silent without it; a safe fix makes
    just the `fixed` text. Everything in `silent` is silent. No alternative, branch, option or guard can be taken
    away unnoticed.
    """
    faults = [*_faults_of_examples(rule, lists)]
    return faults or [*_unreached(rule, lists)]


def try_example(rules: Rules, example: Example) -> tuple[Finding, ...]:
    """The findings in an example, at the place it asks for."""
    return rules.find(
        example.text,
        source=example.source,
        source_language=example.source_language,
        place=place_in(example),
    )


def place_in(example: Example) -> Place:
    """The place that an example asks for, that of its text where it asks for none."""
    place = place_of(example.text)
    for name in example.place:
        wanted = not name.startswith("not_")
        match name.removeprefix("not_"):
            case "headline":
                place = replace(place, headline=wanted)
            case "list":
                place = replace(place, listed=wanted)
            case "quotation":
                place = replace(place, quotations=((0, len(example.text)),) if wanted else ())
    return place


def _alone(rule: Rule, lists: Mapping[str, WordList]) -> Rules:
    return Rules([rule], lists, selection=Selection(low=True))


def _faults_of_examples(rule: Rule, lists: Mapping[str, WordList]) -> Iterator[str]:
    rules = _alone(rule, lists)
    for index, example in enumerate(rule.flags):
        yield from (f"flags[{index}]: {fault}" for fault in _faults_of_flagged(rule, rules, example))
    for index, example in enumerate(rule.silent):
        if found := try_example(rules, example):
            yield f"silent[{index}]: flags {_quoted(found)} in {example.text!r}"
    if rule.paired:
        yield from _faults_of_pairs(rule, rules)


def _faults_of_flagged(rule: Rule, rules: Rules, example: Example) -> Iterator[str]:
    found = try_example(rules, example)
    if [(finding.start, finding.end) for finding in found] != [example.marked]:
        start, end = example.marked or (0, 0)
        yield f"flags {_quoted(found)} in place of {example.text[start:end]!r} in {example.text!r}"
        return
    if example.fixed is not None and (left := try_example(rules, replace(example, text=example.fixed))):
        yield f"still flags {_quoted(left)} in the fixed text {example.fixed!r}"
    if found[0].suggestions:
        corrected = apply_suggestion(example.text, found[0])
        if left := try_example(rules, replace(example, text=corrected)):
            yield f"still flags {_quoted(left)} in what its suggestion makes: {corrected!r}"
        if rule.safe and corrected != example.fixed:
            yield f"its safe fix makes {corrected!r}, not the fixed text {example.fixed!r}"
    elif all(alternative.suggest for alternative in rule.alternatives):
        yield f"no suggestion can be filled in for {found[0].text!r}"
    if rule.needs_source and rules.find(example.text, place=place_in(example)):
        yield "flags it without the source too"


def apply_suggestion(text: str, finding: Finding) -> str:
    """The text with the first suggestion in the place of what is flagged."""
    return text[: finding.start] + finding.suggestions[0] + text[finding.end :]


def _faults_of_pairs(rule: Rule, rules: Rules) -> Iterator[str]:
    """The pairs that some example does not show stand for themselves: the wrong is flagged, the right is not."""
    for alternative in rule.alternatives:
        text = " ".join(word.strip("<>").partition("|")[0].strip('"') for word in alternative.written.split())
        found = rules.find(f"They {text} them.", place=Place())
        if len(found) != 1:
            yield f'pairs."{alternative.written}": flags {_quoted(found)} in "They {text} them."'
        elif found[0].suggestions:
            corrected = apply_suggestion(f"They {text} them.", found[0])
            if left := rules.find(corrected, place=Place()):
                yield f'pairs."{alternative.written}": still flags {_quoted(left)} in {corrected!r}'


def _quoted(found: tuple[Finding, ...]) -> str:
    return " and ".join(repr(finding.text) for finding in found) or "nothing"


def _unreached(rule: Rule, lists: Mapping[str, WordList]) -> Iterator[str]:
    """What could be taken away from the rule without any example noticing."""
    if not rule.paired:
        for index, alternative in enumerate(rule.alternatives):
            written = alternative.written
            others = (*rule.alternatives[:index], *rule.alternatives[index + 1 :])
            if not _noticed(replace(rule, alternatives=others), lists):
                yield f"{written!r}: no example needs it"
                continue
            for what, sequence in _lesser(alternative.sequence):
                lesser: Alternative = replace(alternative, sequence=sequence)
                if not _noticed(replace(rule, alternatives=(*others, lesser)), lists):
                    yield f"{written!r}: {what}"
    for index, guard in enumerate(rule.guards):
        rest: tuple[Guard, ...] = (*rule.guards[:index], *rule.guards[index + 1 :])
        if not _noticed(replace(rule, guards=rest), lists):
            yield f"unless.{guard.where}: no near miss in silent needs {guard.written!r}"


def _noticed(rule: Rule, lists: Mapping[str, WordList]) -> bool:
    """Whether some example tells this rule from a good one."""
    rules = _alone(rule, lists)
    for example in rule.flags:
        if [(finding.start, finding.end) for finding in try_example(rules, example)] != [example.marked]:
            return True
        if example.fixed is not None and try_example(rules, replace(example, text=example.fixed)):
            return True
    return any(try_example(rules, example) for example in rule.silent)


def _lesser(sequence: Sequence) -> Iterator[tuple[str, Sequence]]:
    """The pattern with one branch or one side of an option taken away, and what to say when nobody notices."""
    for index, part in enumerate(sequence):
        for what, replaced in _lesser_part(part):
            yield what, (*sequence[:index], *replaced, *sequence[index + 1 :])


def _lesser_part(part: Part) -> Iterator[tuple[str, Sequence]]:
    match part:
        case Capture(name, inner):
            for what, replaced in _lesser_part(inner):
                yield what, tuple(Capture(name, one) for one in replaced)
        case Group(branches):
            yield from _lesser_group(branches)
        case Repeat(inner, low, high, gap):
            if low == 0:
                yield f"{_written(part)} is there in no example", ()
                if not gap:
                    yield f"{_written(part)} is missing in no example", (Repeat(inner, 1, high),)
            for what, replaced in _lesser_part(inner):
                yield what, tuple(Repeat(one, low, high, gap) for one in replaced)


def _lesser_group(branches: tuple[Sequence, ...]) -> Iterator[tuple[str, Sequence]]:
    for index, branch in enumerate(branches):
        before, after = branches[:index], branches[index + 1 :]
        if before or after:
            yield f"{' '.join(map(_written, branch))!r} between brackets: no example needs it", (Group(before + after),)
        for what, replaced in _lesser(branch):
            if replaced:
                yield what, (Group((*before, replaced, *after)),)


def _written(part: Part) -> str:
    """A part as it is written, near enough to be found."""
    match part:
        case Capture(name, inner):
            return f"{name}:{_written(inner)}"
        case Repeat(inner, low, high, gap):
            count = "?" if (low, high) == (0, 1) else f"{{{low},{high}}}"
            return f"..{high}" if gap else f"{_written(inner)}{count}"
        case Group(branches):
            return f"( {' | '.join(' '.join(map(_written, branch)) for branch in branches)} )"
        case Same(name):
            return f"={name}"
        case Edge(sign):
            return sign
        case Test(choices):
            return "|".join("&".join(map(str, choice)) for choice in choices)
