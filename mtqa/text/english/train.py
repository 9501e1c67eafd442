"""Trains the tagger: `python -m mtqa.text.english.train TREEBANK_FOLDER` writes `tagger.bin` and prints its figures.

The folder holds `en_ewt-ud-{train,dev,test}.conllu.gz`, the English Web Treebank of Universal Dependencies. With
the same folder the same bytes come out. `--judge` only measures the weights that are there.
"""

import argparse
import gzip
import random
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from mtqa.text.english import features
from mtqa.text.english.features import BEFORE
from mtqa.text.english.shelves import packed
from mtqa.text.english.tagger import COMMON, FIRST_TAG, RARE, WEIGHTS, ZERO, tag
from mtqa.text.english.tokens import tokenize

SEED: Final = 12345
EPOCHS: Final = 6
FEWEST: Final = 2
"""A feature of words alone is used when it is seen so often."""
RARE_BELOW: Final = 30
COMMON_FROM: Final = 100
LEAST_SHARE: Final = 0.002
"""A tag that a word bears more seldom is taken for a slip of the annotators."""
HEAVIEST: Final = 500
PRUNED_BELOW: Final = 5
"""Weights, of at most 500, that are dropped."""

Sentence = tuple[tuple[str, str], ...]


class Node(NamedTuple):
    """A line of the treebank."""

    form: str
    tag: str
    head: int
    relation: str
    glued: bool


def main() -> None:
    """Trains, writes and measures."""
    parser = argparse.ArgumentParser(prog="python -m mtqa.text.english.train", description=__doc__)
    parser.add_argument("treebank", type=Path)
    parser.add_argument("--judge", action="store_true", help="measure the weights that are there")
    parser.add_argument("--splits", nargs="*", default=["dev", "test"])
    arguments = parser.parse_args()
    if not arguments.judge:
        WEIGHTS.write_bytes(train(read(arguments.treebank, "train")))
    for split in arguments.splits:
        for name, value in figures(read(arguments.treebank, split)):
            print(f"{split}: {name}: {value}")  # noqa: T201
    print(f"size: {WEIGHTS.stat().st_size:,} bytes")  # noqa: T201


def read(folder: Path, split: str) -> list[list[Node]]:
    """The sentences of one part of the treebank."""
    sentences: list[list[Node]] = []
    nodes: list[Node] = []
    with gzip.open(folder / f"en_ewt-ud-{split}.conllu.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if cells[0].isdigit():  # not the ranges of contractions nor the numbers of empty nodes
                nodes.append(Node(cells[1], cells[4], int(cells[6]), cells[7], "SpaceAfter=No" in cells[9]))
            elif line == "\n":
                sentences.append(nodes)
                nodes = []
    return sentences


def as_annotated(nodes: Sequence[Node]) -> Sentence:
    """The words and tags of the treebank as they are."""
    return tuple((node.form, node.tag) for node in nodes)


def with_compounds(nodes: Sequence[Node]) -> Sentence:
    """The words and tags with hyphenated compounds joined, as our tokens are."""
    words: list[tuple[str, str]] = []
    index = 0
    while index < len(nodes):
        last = index
        while last + 2 < len(nodes) and _joined(*nodes[last : last + 3]):
            last += 2
        group = nodes[index : last + 1]
        tag_ = _tag_of_compound(group, last + 1) if len(group) > 1 else group[0].tag
        words.append(("".join(node.form for node in group), tag_))
        index = last + 1
    return tuple(words)


def _joined(left: Node, hyphen: Node, right: Node) -> bool:
    glued = left.glued and hyphen.glued and hyphen.form in {"-", "‐", "‑"}
    return glued and left.form[-1].isalnum() and right.form[0].isalnum()


def _tag_of_compound(group: Sequence[Node], end: int) -> str:
    """The tag that the older treebanks, where compounds are words, would give one that ends at this position."""
    tags = [node.tag for node in group]
    if set(tags) <= {"NNP", "NNPS", "HYPH", "CD"} or tags[0] == "AFX":
        return tags[-1]
    positions = range(end - len(group) + 1, end + 1)
    outer = [node for node in group if node.head not in positions][-1]
    modifies = outer.relation.partition(":")[0] in {"amod", "compound", "nummod", "nmod", "obl"}
    return "JJ" if (modifies and outer.head > end) or tags[-1] == "VBN" else tags[-1]


_SMALL: Final = frozenset("a an the of in to for and on at by or but as with from".split())


def disguised(sentences: Sequence[Sentence], chance: random.Random) -> Iterator[Sentence]:
    """Some of the sentences as headlines, in capitals, without capitals, without their stop.

    What a title or a line in capitals looks like is learnt here: the treebank has few of them.
    """
    for sentence in sentences:
        draw, stop, small = chance.random(), chance.random() < 0.7, chance.random() < 0.6
        if len(sentence) < 3 or features.style_of([word for word, _ in sentence]) != "N":
            continue
        bare = sentence[:-1] if sentence[-1][1] == "." else sentence
        if draw < 0.15:
            headline = bare if stop else sentence
            yield tuple((_as_in_title(word, small and index > 0), tag_) for index, (word, tag_) in enumerate(headline))
        elif draw < 0.23:
            yield tuple((word.upper(), tag_) for word, tag_ in (bare if stop else sentence))
        elif draw < 0.28:
            yield tuple((word.lower(), tag_) for word, tag_ in sentence)
        elif draw < 0.36:
            yield bare


def _as_in_title(word: str, small: bool) -> str:
    if (small and word.lower() in _SMALL) or word[0] in "'’" or word.lower() in {"n't", "n’t"}:
        return word
    return word[0].upper() + word[1:]


class _Choices:
    """Which tags a word is given the choice of, by its training."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for sentence in sentences:
            for word, tag_ in sentence:
                counts[features.normalise(word)][tag_] += 1
        self.trained = {
            word: sorted(tag_ for tag_, count in found.items() if count >= LEAST_SHARE * found.total())
            for word, found in counts.items()
        }
        self.marks = {word: self._mark(found.total()) for word, found in counts.items()}

    @staticmethod
    def _mark(count: int) -> str:
        return RARE if count < RARE_BELOW else COMMON if count >= COMMON_FROM else ""

    def of(self, word: str) -> frozenset[str]:
        key = features.normalise(word)
        mark = self.marks.get(key, RARE)
        return features.candidates(word, self.trained.get(key, ()), rare=mark == RARE, common=mark == COMMON)


def train(treebank: Sequence[Sequence[Node]]) -> bytes:
    """The weights, as the tagger reads them."""
    chance = random.Random(SEED)
    annotated, compounds = [*map(as_annotated, treebank)], [*map(with_compounds, treebank)]
    plain = [*annotated, *(two for one, two in zip(annotated, compounds, strict=True) if len(one) != len(two))]
    choices = _Choices(plain)
    sentences = [*plain, *disguised(compounds, chance)]
    names = sorted(
        {tag_ for sentence in sentences for word, tag_ in sentence}
        | {tag_ for sentence in sentences for word, _ in sentence for tag_ in choices.of(word)}
    )
    perceptron = _Perceptron(names, choices, sentences)
    for _ in range(EPOCHS):
        chance.shuffle(perceptron.examples)
        perceptron.learn()
    return _packed(names, choices, perceptron.averaged())


class _Example(NamedTuple):
    words: list[features.Seen]
    gold: list[int]
    choices: list[npt.NDArray[np.int32]]
    features: list[list[int]]


class _Perceptron:
    """An averaged perceptron that decides from left to right, as the tagger will."""

    def __init__(self, names: Sequence[str], choices: _Choices, sentences: Sequence[Sentence]) -> None:
        self._names = (*names, BEFORE)
        self._numbers = {name: number for number, name in enumerate(names)}
        self._rows = self._frequent(sentences)
        self.examples = [self._example(sentence, choices) for sentence in sentences]
        self._weights = np.zeros((len(self._rows), len(names)), dtype=np.float64)
        self._weighted = np.zeros_like(self._weights)
        self._step = 1

    @staticmethod
    def _frequent(sentences: Sequence[Sentence]) -> dict[str, int]:
        counts: Counter[str] = Counter()
        for sentence in sentences:
            for found in _features_of_words(_seen(sentence)):
                counts.update(found)
        return {name: row for row, name in enumerate(name for name, count in counts.items() if count >= FEWEST)}

    def _example(self, sentence: Sentence, choices: _Choices) -> _Example:
        words = _seen(sentence)
        return _Example(
            words,
            [self._numbers[tag_] for _, tag_ in sentence],
            [np.array(sorted(self._numbers[tag_] for tag_ in choices.of(word)), np.int32) for word, _ in sentence],
            [[self._rows[name] for name in found if name in self._rows] for found in _features_of_words(words)],
        )

    def learn(self) -> None:
        """Goes through all examples once."""
        for example in self.examples:
            previous = earlier = len(self._names) - 1
            for index, choices in enumerate(example.choices):
                best = int(choices[0])
                if len(choices) > 1:
                    found = _features_of_tags(self._names[previous], self._names[earlier], example.words, index)
                    rows = example.features[index] + [self._rows[name] for name in found if name in self._rows]
                    best = int(choices[self._weights[rows][:, choices].sum(0).argmax()])
                    if best != example.gold[index]:
                        rows = example.features[index] + [self._row(name) for name in found]
                        self._change(rows, example.gold[index], 1)
                        self._change(rows, best, -1)
                    self._step += 1
                earlier, previous = previous, best

    def _row(self, name: str) -> int:
        """The row of a feature, a new one if need be."""
        row = self._rows.setdefault(name, len(self._rows))
        if row >= len(self._weights):
            more = np.zeros_like(self._weights)
            self._weights = np.concatenate((self._weights, more))
            self._weighted = np.concatenate((self._weighted, more))
        return row

    def _change(self, rows: list[int], number: int, amount: int) -> None:
        self._weights[rows, number] += amount
        self._weighted[rows, number] += amount * self._step

    def averaged(self) -> Mapping[str, npt.NDArray[np.float64]]:
        """The mean weights over all steps, by feature."""
        means = self._weights - self._weighted / self._step
        return {name: means[row] for name, row in self._rows.items()}


def _seen(sentence: Sentence) -> list[features.Seen]:
    words = [word for word, _ in sentence]
    style, first = features.style_of(words), features.first_word(words)
    return [features.see(word, style, index <= first) for index, word in enumerate(words)]


def _features_of_words(words: Sequence[features.Seen]) -> Iterator[list[str]]:
    padded = (None, None, *words, None, None)
    for index, word in enumerate(words):
        two_before, one_before, _, one_after, two_after = padded[index : index + 5]
        beside = zip((one_before, two_before, one_after, two_after), features.ROLES, strict=True)
        yield [*features.of_word(word), *(name for pair in beside for name in features.of_neighbour(*pair))]


def _features_of_tags(previous: str, earlier: str, words: Sequence[features.Seen], index: int) -> list[str]:
    following = words[index + 1] if index + 1 < len(words) else None
    return [
        *features.of_tag(previous, words[index]),
        *features.of_tags(previous, earlier),
        *features.of_tag_and_next(previous, following),
    ]


def _packed(names: Sequence[str], choices: _Choices, weights: Mapping[str, npt.NDArray[np.float64]]) -> bytes:
    scale = HEAVIEST / max(float(np.abs(row).max()) for row in weights.values())
    rows = {}
    for name, row in sorted(weights.items()):
        whole = np.rint(row * scale).astype(int)
        signs = [
            f"{chr(FIRST_TAG + number)}{chr(ZERO + weight)}"
            for number, weight in enumerate(whole.tolist())
            if abs(weight) >= PRUNED_BELOW
        ]
        if signs:
            rows[name] = "".join(signs)
    numbers = {name: chr(FIRST_TAG + number) for number, name in enumerate(names)}
    trained = {
        word: choices.marks[word] + "".join(numbers[tag_] for tag_ in found)
        for word, found in sorted(choices.trained.items())
    }
    return zlib.compress(packed({"tags": " ".join(names)}, trained, rows).encode(), 9)


def figures(treebank: Sequence[Sequence[Node]]) -> Iterator[tuple[str, str]]:
    """What the tagger does with these sentences: shares of words that got their tag, and its speed."""
    sentences = [*map(as_annotated, treebank)]
    compounds = [*map(with_compounds, treebank)]
    disguises: Mapping[str, Callable[[str], str]] = {
        "compounds joined, as a title": lambda word: _as_in_title(word, small=True),
        "compounds joined, in capitals": str.upper,
        "compounds joined, no capitals": str.lower,
    }
    yield "words of the treebank", _share(sentences)
    yield "words of the treebank, compounds joined", _share(compounds)
    for name, disguise in disguises.items():
        yield name, _share([tuple((disguise(word), tag_) for word, tag_ in sentence) for sentence in compounds])
    yield "our tokens, where they are the treebank's", _share_of_tokens(treebank)
    start = time.process_time()
    for sentence in sentences:
        tag([word for word, _ in sentence])
    yield "words per second", f"{sum(map(len, sentences)) / (time.process_time() - start):,.0f}"


def _share(sentences: Sequence[Sentence]) -> str:
    right = total = 0
    for sentence in sentences:
        found = tag([word for word, _ in sentence])
        right += sum(one == two for one, (_, two) in zip(found, sentence, strict=True))
        total += len(sentence)
    return f"{100 * right / total:.2f} % of {total:,}"


def _share_of_tokens(treebank: Sequence[Sequence[Node]]) -> str:
    """The share of right tags among the words that our tokens and the treebank's compounds both have."""
    right = total = words = 0
    for nodes in treebank:
        text = "".join(node.form + (" " if not node.glued else "") for node in nodes)
        tokens = tokenize(text)
        found = {
            (token.start, token.end): tag_
            for token, tag_ in zip(tokens, tag([token.text for token in tokens]), strict=True)
        }
        position = 0
        for form, gold in with_compounds(nodes):
            start = text.index(form, position)
            position = start + len(form)
            words += 1
            if (start, position) in found:
                total += 1
                right += found[start, position] == gold
    return f"{100 * right / total:.2f} % of {total:,} ({100 * total / words:.1f} % of its words)"


if __name__ == "__main__":
    main()
