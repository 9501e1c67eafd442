"""One English text with all that rules ask about it, each worked out once and only when asked for."""

from bisect import bisect_right
from functools import cached_property
from typing import Final

from mtqa.text.english import lexicon, tagger
from mtqa.text.english.sentences import sentences
from mtqa.text.english.tokens import Kind, Token, tokenize

_NO_LEMMA: Final = frozenset({Kind.PUNCTUATION, Kind.SYMBOL, Kind.ADDRESS})


class Analysis:
    """The tokens, sentences, tags and lemmas of one text; all are indexed as `tokens` is."""

    def __init__(self, text: str) -> None:
        self.text: Final = text

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The words, numbers and marks, with their places."""
        return tokenize(self.text)

    @cached_property
    def sentences(self) -> tuple[range, ...]:
        """The sentences as ranges of token indexes, in order and without gaps."""
        return sentences(self.tokens, self.text)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The best Penn tag of every token in its sentence."""
        words = [token.text for token in self.tokens]
        return tuple(tag for sentence in self.sentences for tag in tagger.tag(words[sentence.start : sentence.stop]))

    @cached_property
    def possible_tags(self) -> tuple[frozenset[str], ...]:
        """The Penn tags that every token can have, whatever stands around it."""
        return tuple([lexicon.possible_tags(token.lower) for token in self.tokens])

    @cached_property
    def lemmas(self) -> tuple[frozenset[str], ...]:
        """The lemmas that every token can have; a mark, a sign or an address is its own."""
        return tuple(
            [
                frozenset({token.lower}) if token.kind in _NO_LEMMA else lexicon.lemmas(token.lower)
                for token in self.tokens
            ]
        )

    def lemma(self, index: int) -> str:
        """The lemma of a token under its best tag."""
        return lexicon.lemma(self.tokens[index].lower, self.tags[index])

    def sentence_of(self, index: int) -> range:
        """The sentence that a token stands in."""
        if not 0 <= index < len(self.tokens):
            raise IndexError(f"no token {index} among {len(self.tokens)}")
        return self.sentences[bisect_right(self._starts, index) - 1]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(sentence.start for sentence in self.sentences)


def analyse(text: str) -> Analysis:
    """The analysis of an English text; nothing is worked out before it is asked for."""
    return Analysis(text)
