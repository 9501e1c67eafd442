"""Messages and suggestions: text with fields that the match fills.

{match}            what is flagged            {verb}             the part named verb, as it stands
{verb:VBD}         in that form               {noun:plural}      {noun:singular}
{be->have}         the other verb in the same form: are -> have, is -> has, were -> had, being -> having
{verb:they}        as it stands after "they": is -> are, was -> were, goes -> go; {verb:it} the other way round
{noun:a}           with "a" or "an" before it {word:lower}       without its capital, {word:capital} with one
{word:capitals}    all in capitals
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from mtqa.rules.grammar import TAGS
from mtqa.rules.sound import begins_with_vowel_sound
from mtqa.rules.words import plain
from mtqa.text.english.lexicon import inflect, lemma, possible_tags


class TemplateError(ValueError):
    """A template that cannot be filled; the message quotes the field and says what would do."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field: the name of a part, and what is done to it; `other` is a lemma put in its place."""

    name: str
    form: str | None = None
    other: str | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """Text and fields, in order."""

    parts: tuple[str | Field, ...]

    @property
    def names(self) -> frozenset[str]:
        """The names of the parts that fill it."""
        return frozenset(part.name for part in self.parts if isinstance(part, Field))

    def fill(self, words: Mapping[str, "Words"]) -> str | None:
        """The text, None when a form that it needs does not exist. A part that is not there leaves nothing."""
        filled = []
        for part in self.parts:
            text = part if isinstance(part, str) else _fill(part, words.get(part.name))
            if text is None:
                return None
            filled.append(text)
        return re.sub(r"(?<=\s)\s+|\s+(?=[,.;:!?]|n['’]t\b)", "", "".join(filled)).strip()


@dataclass(frozen=True, slots=True)
class Words:
    """What a part has matched: the text, its first word, and a question for the tag of that in context."""

    text: str
    first: str
    tag: Callable[[], str]


_FIELD: Final = re.compile(r"\{([^{}]*)\}")
_INSIDE: Final = re.compile(r"([a-z][a-z_]*)(?::([A-Za-z]+)|->([a-z'-]+))?")
_NAMED_FORMS: Final = {"plural": "NNS", "singular": "NN"}


def parse_template(text: str, names: frozenset[str]) -> Template:
    """The template written in a text, whose fields are among these names. Raises `TemplateError`."""
    parts: list[str | Field] = []
    position = 0
    for match in _FIELD.finditer(text):
        parts += [text[position : match.start()], _field(match[1], names)]
        position = match.end()
    parts.append(text[position:])
    if any(isinstance(part, str) and ("{" in part or "}" in part) for part in parts):
        raise TemplateError(f"{text!r}: a bracket is left over; a field is written {{verb}}")
    return Template(tuple(part for part in parts if part))


def _field(inside: str, names: frozenset[str]) -> Field:
    written = _INSIDE.fullmatch(inside)
    if not written:
        raise TemplateError(f"{{{inside}}}: a field is {{verb}}, {{verb:VBD}}, {{noun:plural}} or {{be->have}}")
    name, form, other = written.groups()
    if name not in names:
        meant = get_close_matches(name, sorted(names), 1)
        hint = f"did you mean {{{meant[0]}}}?" if meant else f"there are {', '.join(sorted(names))}"
        raise TemplateError(f"{{{inside}}}: no part is named so; {hint}")
    if form is not None and form not in TAGS and form not in _FORMS:
        raise TemplateError(f"{{{inside}}}: no such form; forms are {', '.join(_FORMS)} and tags such as VBD, VBG, NNS")
    return Field(name, form, other)


def _fill(field: Field, words: Words | None) -> str | None:
    if words is None or not words.text:
        return "" if field.form is None and field.other is None else None
    if field.other is not None:
        return _other_verb(field.other, words)
    if field.form is None:
        return words.text
    if field.form in _FORMS:
        return _FORMS[field.form](words)
    return _inflected(words, field.form)


def _inflected(words: Words, tag: str) -> str | None:
    """The words with the first in another form, None where it is no such word."""
    known = _tag_like(words, tag[:2])
    return None if known is None else _replaced(words, _form(lemma(plain(words.first), known), tag))


def _other_verb(other: str, words: Words) -> str | None:
    """The words with another lemma in the place of the first, in the same form."""
    lower = plain(words.first)
    tag = _FORMS_OF_BE.get(lower) or _tag_like(words, "VB") or _tag_like(words, "")
    return None if tag is None else _replaced(words, _form(other, tag))


def _form(base: str, tag: str) -> str | None:
    """The form of a lemma; of "be" that of the plural in the present and of the singular in the past."""
    if base == "be":
        return _BE.get(tag)
    return next(iter(inflect(base, tag)), None)


def _with_they(words: Words) -> str | None:
    """The verb as it stands after "they", in its own tense."""
    return _agreeing(words, _WITH_THEY, "VBP")


def _with_it(words: Words) -> str | None:
    """The verb as it stands after "it", in its own tense."""
    return _agreeing(words, _WITH_IT, "VBZ")


def _agreeing(words: Words, irregular: Mapping[str, str], present: str) -> str | None:
    """The verb from the table, or in the present; a past form has no number and stays."""
    other = irregular.get(plain(words.first))
    if other is not None:
        return _replaced(words, other)
    return words.text if _tag_like(words, "VB") == "VBD" else _inflected(words, present)


_WITH_THEY: Final = {"is": "are", "am": "are", "'s": "'re", "was": "were", "has": "have", "does": "do"}
_WITH_IT: Final = {"are": "is", "am": "is", "'re": "'s", "were": "was", "have": "has", "'ve": "'s", "do": "does"}
_BE: Final = {"VB": "be", "VBP": "are", "VBD": "was", "VBZ": "is", "VBN": "been", "VBG": "being"}
_FORMS_OF_BE: Final = {
    "am": "VBP", "'m": "VBP", "are": "VBP", "'re": "VBP", "is": "VBZ", "'s": "VBZ", "was": "VBD", "were": "VBD",
    "be": "VB", "been": "VBN", "being": "VBG",
}  # fmt: skip
_LIKELY: Final = (
    "VBN",
    "VBD",
    "VBZ",
    "VBP",
    "VB",
    "VBG",
    "NNS",
    "NN",
    "NNP",
    "NNPS",
    "JJ",
    "JJR",
    "JJS",
    "RB",
)


def _tag_like(words: Words, prefix: str) -> str | None:
    """The tag of the first word that begins so: the only one possible, or that in context, or the likeliest."""
    may_be = possible_tags(plain(words.first))
    possible = [tag for tag in _LIKELY if tag in may_be and tag.startswith(prefix)]
    if len(possible) < 2:
        return possible[0] if possible else None
    in_context = words.tag()
    return in_context if in_context in possible else possible[0]


def _replaced(words: Words, first: str | None) -> str | None:
    if first is None:
        return None
    if words.first[:1].isupper():
        first = first[:1].upper() + first[1:]
    return first + words.text[len(words.first) :]


def _with_article(words: Words) -> str:
    article = "an" if begins_with_vowel_sound(words.first) else "a"
    return f"{article} {words.text}"


def _lower(words: Words) -> str:
    return words.text[:1].lower() + words.text[1:]


def _capital(words: Words) -> str:
    return words.text[:1].upper() + words.text[1:]


_FORMS: Final[Mapping[str, Callable[[Words], str | None]]] = {
    "plural": lambda words: _inflected(words, "NNS"),
    "singular": lambda words: _inflected(words, "NN"),
    "they": _with_they,
    "it": _with_it,
    "a": _with_article,
    "lower": _lower,
    "capital": _capital,
    "capitals": lambda words: words.text.upper(),
}


def with_case_of(text: str, model: str) -> str:
    """The text with a capital first if the model has one."""
    return text[:1].upper() + text[1:] if model[:1].isupper() else text
