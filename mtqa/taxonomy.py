"""What can be wrong with a translation: MQM categories, severities and their weights.

Categories are paths, the coarse before the fine, after the Multidimensional Quality Metrics typology
(themqm.org, core), with the weights of its scoring model (Lommel et al. 2024).
"""

from collections.abc import Mapping
from types import MappingProxyType

from mtqa.model import Confidence, Severity

CATEGORIES: Mapping[str, str] = MappingProxyType({
    "accuracy/addition": "says what the source does not say",
    "accuracy/mistranslation": "says something else than the source",
    "accuracy/negation": "says the opposite of the source",
    "accuracy/number": "a number, date or amount that differs from the source",
    "accuracy/omission": "leaves out what the source says",
    "accuracy/untranslated": "left in the source language",
    "accuracy/wrong-language": "written in a language that is not the target",
    "fluency/character-encoding": "characters damaged on the way",
    "fluency/grammar": "against the grammar of the target language",
    "fluency/inconsistency": "the same thing named or written in several ways",
    "fluency/punctuation": "against the punctuation of the target language",
    "fluency/register": "the wrong degree of formality",
    "fluency/repetition": "words or phrases repeated without sense",
    "fluency/spelling": "misspelt",
    "locale/currency-format": "an amount of money written as in the source language",
    "locale/date-format": "a date written as in the source language",
    "locale/number-format": "a number written as in the source language",
    "markup": "tags, entities and placeholders damaged, lost or added",
    "non-translation": "no translation of the article: navigation, a copied reference",
    "style/awkward": "clumsy, though it can be understood",
    "style/unidiomatic": "grammatical, but not said so",
    "terminology": "not the term that is to be used",
})  # fmt: skip
"""Every category and what it means, in words that complete "the text is ..."."""

SEVERITIES: tuple[Severity, ...] = ("neutral", "minor", "major", "critical")
"""From the least to the worst."""

CONFIDENCES: tuple[Confidence, ...] = ("low", "medium", "high")
"""From the least to the most sure."""

WEIGHTS: Mapping[Severity, int] = MappingProxyType({"neutral": 0, "minor": 1, "major": 5, "critical": 25})
"""Penalty points by severity."""
