"""English: words, sentences, possible and best tags, lemmas and inflection. Strings in, values out."""

from mtqa.text.english.analysis import Analysis, analyse
from mtqa.text.english.tokens import Kind, Token

__all__ = ["Analysis", "Kind", "Token", "analyse"]
