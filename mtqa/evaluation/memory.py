"""What a cache knows of the documents of a chunk, and what is left to judge.

The unit is the document, for checks see documents whole; a very long one that is judged in parts is kept in parts.
"""

import json
import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from itertools import chain, groupby
from pathlib import Path
from typing import Final

import mtqa
from mtqa.evaluation.cache import Cache
from mtqa.evaluation.jobs import Judged, source_language_of
from mtqa.evaluation.texts import references_of
from mtqa.model import Segment

_PROOFS: Final = (".toml", ".pyc")
"""Files of the program that no entry hangs on: rules have a digest of their own."""

_PACKAGES: Final = ("langdetect", "rapidfuzz", "sacrebleu")
"""Packages whose results are kept."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A document of a chunk, or what of it is in the chunk; `known` is what the cache has of it."""

    segments: Sequence[Segment]
    key: bytes
    known: Judged | None


@dataclass(frozen=True, slots=True)
class Recalled:
    """A chunk with what is known of it; `cache` is where the rest is to be kept, None without one."""

    chunk: Sequence[Segment]
    parts: tuple[_Part, ...] = ()
    cache: Cache | None = None

    @property
    def missing(self) -> Sequence[Segment]:
        """The segments that are to be judged, in their order."""
        if self.cache is None:
            return self.chunk
        return list(chain.from_iterable(part.segments for part in self.parts if part.known is None))

    @property
    def documents(self) -> Sequence[Sequence[Segment]]:
        """The documents that are to be judged, or what of them is in the chunk."""
        if self.cache is None:
            return [tuple(own) for _, own in groupby(self.chunk, key=lambda segment: segment.header)]
        return [part.segments for part in self.parts if part.known is None]

    def without(self, documents: Sequence[Sequence[Segment]]) -> "Recalled":
        """The chunk without some of its documents."""
        gone = {id(segment) for document in documents for segment in document}
        return Recalled(
            [segment for segment in self.chunk if id(segment) not in gone],
            tuple(part for part in self.parts if id(part.segments[0]) not in gone),
            self.cache,
        )

    def completed(self, judged: Judged) -> Judged:
        """What was found in the whole chunk, given what was found in the missing; keeps the latter."""
        if self.cache is None:
            return judged
        new = _divided(judged, [part for part in self.parts if part.known is None])
        self.cache.put((key, own) for key, own in new.items())
        return Judged.together([new[part.key] if part.known is None else part.known for part in self.parts])


class Memory:
    """A cache, asked for documents judged as `signature` says."""

    def __init__(self, cache: Cache, signature: str) -> None:
        self._cache = cache
        self._basis = f"{signature}|{program()}".encode(errors="surrogatepass")

    def recall(self, chunk: Sequence[Segment]) -> Recalled:
        """The chunk with what the cache knows of its documents."""
        return Recalled(chunk, tuple(self._parts(chunk)), self._cache)

    def _parts(self, chunk: Sequence[Segment]) -> Iterator[_Part]:
        for _, own in groupby(chunk, key=lambda segment: segment.header):
            segments = tuple(own)
            key = self._key(segments)
            yield _Part(segments, key, self._cache.get(key))

    def _key(self, segments: Sequence[Segment]) -> bytes:
        texts = [(segment.hypothesis, segment.source, segment.references) for segment in segments]
        of_document = [source_language_of(segments[0].header), texts]
        return blake2b(self._basis + json.dumps(of_document).encode(), digest_size=32).digest()


def _divided(judged: Judged, parts: Sequence[_Part]) -> dict[bytes, Judged]:
    """What was found in each of the parts that were judged together, by key."""
    found: dict[bytes, Judged] = {}
    row = segment = 0
    for part in parts:
        rows, segments = sum(bool(references_of(each)) for each in part.segments), len(part.segments)
        found[part.key] = Judged(judged.rows[row : row + rows], judged.findings[segment : segment + segments])
        row, segment = row + rows, segment + segments
    return found


@cache
def program() -> str:
    """A digest of the program: of mtqa as it is, for it may be a working copy, and of what it computes with."""
    home = Path(mtqa.__file__).parent
    digest = blake2b(digest_size=16)
    for name in sorted(f"{place}/{name}" for place, _, names in os.walk(home) for name in names):
        if not (name.endswith(_PROOFS) or "__pycache__" in name):
            with open(name, "rb", buffering=0) as file:  # noqa: PTH123 (a Path for each of some hundred takes its time)
                digest.update(f"\0{os.path.relpath(name, home)}\0".encode() + file.read())
    versions = [f"{name}-{version(name)}" for name in _PACKAGES]
    return "|".join((digest.hexdigest(), *versions, sys.version, unicodedata.unidata_version))
