"""Which languages a run is in: given, read from the format, or detected; and what was left aside for it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mtqa.errors import InputError
from mtqa.model import MULTIPLE, UNDETERMINED, DocumentHeader, LanguagePair, Origin, Segment
from mtqa.text.detection import detect
from mtqa.text.identification import other_language
from mtqa.text.languages import NAMES, is_undetermined, primary

_DOCUMENTS_ASKED = 40
_CHARACTERS_READ = 1500
_CHARACTERS_TO_TELL = 300

Documents = Mapping[DocumentHeader, Sequence[Segment]]


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a run, where they come from, and sentences for the user about what was decided."""

    pair: LanguagePair
    source_origin: Origin
    target_origin: Origin
    notes: tuple[str, ...] = ()


def choose(documents: Documents, given: LanguagePair | None) -> Languages:
    """The languages of the documents: those `given`, else those of the format, else those detected.

    Detection reads the beginnings of up to 40 documents, the references for the target where there are
    any. Raises `InputError` where the format names several target languages and none is given: they have
    different tokenisers, so no score covers them.
    """
    headers = list(documents)
    source, source_origin, source_notes = _side(
        "source",
        given.source if given else None,
        (header.language_pair.source for header in headers if header.language_pair),
        lambda: _texts(documents, lambda segment: segment.source),
    )
    target, target_origin, target_notes = _side(
        "target",
        given.target if given else None,
        (header.language_pair.target for header in headers if header.language_pair),
        lambda: _texts(documents, _target_text),
    )
    notes = (*source_notes, *target_notes)
    if source_origin in ("given", "format"):
        notes = (*notes, *_doubts_of_source(documents, source))
    return Languages(LanguagePair(source, target), source_origin, target_origin, notes)


def _doubts_of_source(documents: Documents, source: str) -> Iterator[str]:
    """A note where the sources are in another language than is said; of the target the checks tell."""
    texts = "\n".join(text for _, text in _texts(documents, lambda segment: segment.source))
    other = other_language(texts, primary(source))
    if other is not None and other.sure and not is_undetermined(other.language):
        looks = NAMES.get(other.language, other.language)
        yield f"the sources look like {looks}, not like {NAMES.get(primary(source), source)}; is -l right?"


def _side(
    side: str, given: str | None, named: Iterable[str], texts: Callable[[], list[tuple[str, str]]]
) -> tuple[str, Origin, tuple[str, ...]]:
    if given is not None and not (side == "source" and is_undetermined(given)):
        return given, "given", ()
    tags = sorted({tag for tag in named if not is_undetermined(tag)})
    languages = sorted({primary(tag) for tag in tags})
    if len(languages) > 1 and side == "target":
        listed = ", ".join(languages)
        raise InputError(f"several target languages ({listed}): score them one at a time, as with -l {languages[0]}")
    if languages:
        tag = MULTIPLE if len(languages) > 1 else tags[0] if len(tags) == 1 else languages[0]
        return tag, "format", ()
    return _detected(side, texts())


def _detected(side: str, texts: list[tuple[str, str]]) -> tuple[str, Origin, tuple[str, ...]]:
    found = [(name, detect(text), len(text)) for name, text in texts]
    weights = Counter[str]()
    for _, language, weight in found:
        if language != UNDETERMINED:
            weights[language] += weight
    if not weights:
        return UNDETERMINED, "unknown", ()
    chosen = max(sorted(weights), key=weights.__getitem__)
    others = [
        (name, language)
        for name, language, weight in found
        if language not in (chosen, UNDETERMINED) and weight >= _CHARACTERS_TO_TELL
    ]
    notes = [
        f"the {side} of document {name} looks like {NAMES[language]}, not {NAMES[chosen]}" for name, language in others
    ]
    return chosen, "detected", tuple(notes)


def _texts(documents: Documents, side: Callable[[Segment], str | None]) -> list[tuple[str, str]]:
    """Name and beginning of one side of some documents, spread evenly over all."""
    step = -(-len(documents) // _DOCUMENTS_ASKED)
    chosen = list(documents.items())[:: max(step, 1)]
    return [(header.document, _beginning(segments, side)) for header, segments in chosen]


def _beginning(segments: Sequence[Segment], side: Callable[[Segment], str | None]) -> str:
    parts, length = list[str](), 0
    for segment in segments:
        if text := side(segment):
            parts.append(text)
            length += len(text)
            if length >= _CHARACTERS_READ:
                break
    return "\n".join(parts)


def _target_text(segment: Segment) -> str | None:
    """A reference where there is one, for the hypothesis may have been left in the source language."""
    return next((text for text in segment.references if text), segment.hypothesis)
