"""Terminology: terms of a glossary rendered otherwise, forbidden, translated though they stay, or in the wrong case."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mtqa.checks.base import (
    Check,
    CheckedSegment,
    Context,
    Fault,
    Finder,
    Witness,
    by_segment,
    finding,
    in_hypothesis,
    quoted,
)
from mtqa.errors import InputError
from mtqa.model import Confidence, Finding, Span
from mtqa.text.glossary import Glossary, Term, read_glossary
from mtqa.text.languages import NAMES
from mtqa.text.terms import TermFinder, TermMatch

MISSING: Final = Fault(
    id="terminology/missing",
    severity="major",
    confidence="high",
    why="A term of the source is in the glossary, and the translation has none of the terms that the glossary "
    "gives for it. Use the term.",
)
FORBIDDEN: Final = Fault(
    id="terminology/forbidden",
    severity="major",
    confidence="high",
    why="The glossary forbids this term. Use the one that it gives.",
)
TRANSLATED: Final = Fault(
    id="terminology/do-not-translate",
    severity="major",
    confidence="high",
    why="The glossary says that this name or term stays as it is; the translation does not have it so. Copy it.",
)
CASE: Final = Fault(
    id="terminology/case",
    severity="minor",
    confidence="high",
    why="The term is right but for its capitals, which the glossary prescribes. Write it as the glossary does.",
)


@dataclass(frozen=True, slots=True)
class _Terms:
    """The terms of a run with a finder for each text; `owners` are the terms by the places in their finder."""

    terms: tuple[Term, ...]
    sources: TermFinder
    source_owners: tuple[int, ...]
    renderings: TermFinder
    rendering_owners: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, terms: Sequence[Term], context: Context) -> "_Terms":
        sources = [(text, at) for at, term in enumerate(terms) for text in term.sources]
        renderings = [
            (text, (at, kind))
            for at, term in enumerate(terms)
            for kind, texts in (
                ("target", term.targets),
                ("forbidden", term.forbidden),
                ("kept", term.sources if term.keep else ()),
            )
            for text in texts
        ]
        return cls(
            tuple(terms),
            TermFinder([text for text, _ in sources], context.source),
            tuple(at for _, at in sources),
            TermFinder([text for text, _ in renderings], context.target),
            tuple(owner for _, owner in renderings),
        )

    def in_source(self, text: str) -> dict[int, TermMatch]:
        """The first place of each term in a source, without terms that are only part of a longer one."""
        matches = _outermost(self.sources.find(text))
        found: dict[int, TermMatch] = {}
        for match in matches:
            term = self.terms[self.source_owners[match.term]]
            if not term.case_sensitive or _has_case(text[match.start : match.end], term.sources):
                found.setdefault(self.source_owners[match.term], match)
        return found

    def rendered(self, text: str) -> dict[tuple[int, str], list[TermMatch]]:
        """Where the targets, forbidden and kept terms stand, by term and kind; no forbidden one within another."""
        matches = self.renderings.find(text)
        outermost = {match[1:3] for match in _outermost(matches)}
        found: dict[tuple[int, str], list[TermMatch]] = {}
        for match in matches:
            owner = self.rendering_owners[match.term]
            if owner[1] != "forbidden" or match[1:3] in outermost:
                found.setdefault(owner, []).append(match)
        return found


def _outermost(matches: Iterable[TermMatch]) -> list[TermMatch]:
    """The matches that lie within no longer one; they come sorted by start, the longer first."""
    kept: list[TermMatch] = []
    furthest = (0, 0)
    for match in matches:
        if match.end > furthest[1] or (match.start, match.end) == furthest:
            kept.append(match)
            furthest = (match.start, match.end)
    return kept


def _has_case(text: str, written: Iterable[str]) -> bool:
    """Whether the text has the capitals of a term, as far as an inflected form has its letters."""
    for term in written:
        shared = sum(1 for one, other in zip(text, term, strict=False) if one.lower() == other.lower())
        if shared >= min(len(text), len(term)) // 2 and text[:shared] == term[:shared]:
            return True
    return False


def _open(context: Context) -> Finder:
    glossaries = _read(context)
    terms = _Terms.of(_merged(term for glossary in glossaries for term in glossary.terms), context)
    if not terms.terms:
        return by_segment(lambda _: ())
    return by_segment(lambda segment: _find(segment, terms))


def _find(segment: CheckedSegment, terms: _Terms) -> Iterator[Finding]:
    if not segment.hypothesis.strip():
        return
    ours = terms.rendered(segment.hypothesis)
    witness = segment.source_witness
    if witness is not None:
        wanted = terms.in_source(witness.text)
    elif (witness := segment.reference_witness) is not None:
        wanted = {at: found[0] for (at, kind), found in terms.rendered(witness.text).items() if kind != "forbidden"}
    else:
        wanted = {}
    for at, match in wanted.items():
        assert witness is not None
        yield from _of_term(
            segment, witness, terms.terms[at], match, {kind: ours.get((at, kind), []) for kind in _KINDS}
        )
    for (at, kind), found in ours.items():
        if kind == "forbidden" and not terms.terms[at].sources:
            yield from (_forbidden(segment, terms.terms[at], one, None, match=None) for one in found)


_KINDS: Final = ("target", "forbidden", "kept")


def _of_term(
    segment: CheckedSegment, witness: Witness, term: Term, match: TermMatch, found: dict[str, list[TermMatch]]
) -> Iterator[Finding]:
    there = witness.span(match.start, match.end)
    confidence: Confidence = "high" if match.exact or witness.language == "en" else "medium"
    for one in found["forbidden"]:
        yield _forbidden(segment, term, one, witness, match=match)
    if found["forbidden"]:
        return
    expected = (*term.targets, *(term.sources if term.keep else ()))
    places = found["target"] + found["kept"]
    if not expected:
        return
    if not places:
        yield _not_found(witness, term, there, confidence)
    elif term.case_sensitive:
        yield from _wrong_case(segment, term, expected, places)


def _not_found(witness: Witness, term: Term, there: Span, confidence: Confidence) -> Finding:
    fault = TRANSLATED if term.keep and not term.targets else MISSING
    targets = " or ".join(quoted(text) for text in term.targets[:_MOST_NAMED])
    if fault is TRANSLATED:
        message = f"{quoted(there.text)} in the {witness.side} is to stay as it is ({term.place}); it is not there"
    elif witness.side == "source":
        message = f"{quoted(there.text)} in the source is to be {targets} ({term.place}); it is not there"
    else:
        message = f"the reference has the term {quoted(there.text)} ({term.place}), the translation has not"
    return finding(fault, message, there, confidence=confidence, trace=_note(term))


_MOST_NAMED: Final = 3


def _forbidden(
    segment: CheckedSegment, term: Term, one: TermMatch, witness: Witness | None, match: TermMatch | None
) -> Finding:
    span = in_hypothesis(segment, one.start, one.end)
    instead = f"; use {quoted(term.targets[0])}" if term.targets else ""
    return finding(
        FORBIDDEN,
        f"{quoted(span.text)} is not to be used ({term.place}){instead}",
        span,
        counterpart=witness.span(match.start, match.end) if witness and match else None,
        confidence="high" if one.exact or segment.context.target == "en" else "medium",
        suggestions=term.targets[:1],
        trace=_note(term),
    )


def _wrong_case(
    segment: CheckedSegment, term: Term, expected: Sequence[str], places: Sequence[TermMatch]
) -> Iterator[Finding]:
    """The first of the places, where none has the capitals that the glossary gives."""
    text = segment.hypothesis
    spans = [in_hypothesis(segment, place.start, place.end) for place in places]
    if not text.isupper() and not any(_is_cased(text, span, expected) for span in spans):
        message = f"{quoted(spans[0].text)} is to be written {quoted(expected[0])} ({term.place})"
        yield finding(CASE, message, spans[0], suggestions=(expected[0],), trace=_note(term))


def _is_cased(text: str, span: Span, expected: Sequence[str]) -> bool:
    """Whether a term has its capitals, or is written large only since it begins a sentence."""
    after_first = [each[1:] for each in expected]
    return _has_case(span.text, expected) or (
        _begins_sentence(text, span.start) and _has_case(span.text[1:], after_first)
    )


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“”„«»‘’([¿¡\u00a0\u202f")
    return not before or before[-1] in ".!?:…。"


def _note(term: Term) -> tuple[str, ...]:
    return (f"the glossary notes: {term.note}",) if term.note else ()


def _merged(terms: Iterable[Term]) -> list[Term]:
    """The terms, those of one source term as one: what either allows is allowed."""
    merged: dict[object, Term] = {}
    for term in terms:
        key: object = tuple(sorted(source.lower() for source in term.sources)) or (term.path, term.line)
        known = merged.get(key)
        if known is None:
            merged[key] = term
            continue
        targets = tuple(dict.fromkeys((*known.targets, *term.targets)))
        merged[key] = Term(
            sources=known.sources,
            targets=targets,
            forbidden=tuple(text for text in dict.fromkeys((*known.forbidden, *term.forbidden)) if text not in targets),
            keep=known.keep or term.keep,
            case_sensitive=known.case_sensitive and term.case_sensitive,
            note=known.note or term.note,
            path=known.path,
            line=known.line,
        )
    return list(merged.values())


def _read(context: Context) -> list[Glossary]:
    return [read_glossary(_content(path), str(path), context.source, context.target) for path in context.glossaries]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        fault = "no such file" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise InputError(f"{fault}; name a glossary in CSV, TSV or TBX", str(path)) from error


def _skips(context: Context) -> str | None:
    """Why no term can be looked for; None too where no glossary is given, for then nobody asked."""
    glossaries = _read(context)
    if not glossaries or any(glossary.terms for glossary in glossaries):
        return None
    codes = {code for glossary in glossaries for code in glossary.languages}
    names = " and ".join(sorted(NAMES.get(code, code) for code in codes))
    pair = f"{NAMES.get(context.source or 'und')} to {NAMES.get(context.target or 'und')}"
    return f"no glossary has terms for {pair}" + (f", only for {names}" if names else "")


CHECK: Final = Check(
    name="terminology",
    summary="terms of the glossaries given: missing, forbidden, translated though they stay, in the wrong case",
    faults=(MISSING, FORBIDDEN, TRANSLATED, CASE),
    open=_open,
    skips=_skips,
)
