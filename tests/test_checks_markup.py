"""Tags, placeholders and addresses through a translation."""

import pytest
from checking import find, slowest, told
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.markup import CHECK

KEPT = {
    "tags": ("Press <b>Save</b>.", "Premi <b>Salva</b>."),
    "attributes for readers": ('<a href="/x" title="Home">Go</a>', '<a href="/x" title="Casa">Vai</a>'),
    "placeholders in another order": ("{count} of {name}", "{name}: {count}"),
    "printf": ("%s has %d files (%(size)s, %1$s)", "%s ha %d file (%(size)s, %1$s)"),
    "percentages are no placeholders": ("50% said yes, 20% didn't", "Il 50% dice sì, il 20% no"),
    "plural cases differ by language": (
        "{n, plural, one {# file} few {# file} other {# files}}",
        "{n, plural, one {# file} other {# file}}",
    ),
    "an address before a comma": ("See https://example.org/a, today.", "Vedi https://example.org/a oggi."),
    "an address in brackets": ("See it (https://example.org/a_(b)).", "Vedi https://example.org/a_(b)."),
    "a sentence without a space": ("He left.Then he came.", "È partito.Poi è venuto."),
    "a comparison": ("If a < b and b > c", "Se a < b e b > c"),
    "speech": ("[laughs] <3", "[ride] <3"),
    "money": ("It cost $5 and 3 %.", "Costava $5 e il 3 %."),
    "a shouted hash": ("He is number #1.", "È il numero #1."),
    "an apostrophe name": ("Harbour News", "@ porto"),
}


@pytest.mark.parametrize(("hypothesis", "source"), KEPT.values(), ids=KEPT)
def test_what_is_kept_is_not_told(hypothesis, source):
    assert told(CHECK, hypothesis, source) == []


FAULTS = {
    "tag missing": ("Press Save.", "Premi <b>Salva</b>.", [("missing", "<b>"), ("missing", "</b>")]),
    "tag added": ("Press <i>Save</i>.", "Premi Salva.", [("added", "<i>"), ("added", "</i>")]),
    "tag closed before it opens": ("</b>Save<b>", "<b>Salva</b>", [("order", "</b>")]),
    "tags overlap": ("<b><i>Save</b></i>", "<b><i>Salva</i></b>", [("order", "</b>")]),
    "address in a tag": ('<a href="/y">Go</a>', '<a href="/x">Vai</a>', [("changed", '<a href="/y">')]),
    "placeholder translated": ("{nome} left", "{name} è partito", [("changed", "{nome}")]),
    "placeholder missing": ("Nobody left", "{name} è partito", [("missing", "{name}")]),
    "placeholder twice": ("{0} and {0}", "{0}", [("added", "{0}")]),
    "printf missing": ("files", "%d file", [("missing", "%d")]),
    "double braces": ("{{ nome }} left", "{{ name }} partì", [("changed", "{{ nome }}")]),
    "shell": ("${Name} left", "${name} partì", [("changed", "${Name}")]),
    "case of a select": (
        "{g, select, male {he} other {they}}",
        "{g, select, female {lei} male {lui} other {loro}}",
        [("changed", "{g, select, male {he} other {they}}")],
    ),
    "plural without other": (
        "{n, plural, one {# file}}",
        "{n, plural, one {# file} other {# file}}",
        [("changed", "{n, plural, one {# file}}")],
    ),
    "masked name": ("#RS_ORG# left", "#PRS_ORG# partì", [("changed", "#RS_ORG#")]),
    "masked name between Chinese letters": ("on sale", "正在#Product1#出售", [("missing", "#Product1#")]),
    "space in a tag": ("Press < b >Save</b>.", "Premi <b>Salva</b>.", [("broken", "< b >")]),
    "space in an entity": ("Bread & amp; wine", "Pane &amp; vino", [("broken", "& amp;")]),
    "space in an address": ("https: //example.org", "https://example.org", [("broken", "https: //")]),
    "space in an e-mail address": ("desk @ news.example", "desk@news.example", [("broken", "desk @ news.example")]),
    "address missing": ("See the site.", "Vedi www.example.org.", [("address-missing", "www.example.org")]),
    "address changed": (
        "See www.example.org/001,219.",
        "Vedi www.example.org/001219.",
        [("changed", "www.example.org/001,219")],
    ),
    "e-mail missing": ("Write to us.", "Scrivi a desk@news.example.", [("address-missing", "desk@news.example")]),
    "file missing": ("Open the report.", "Apri rapporto_1.pdf.", [("address-missing", "rapporto_1.pdf")]),
    "handle missing": ("He wrote it.", "L'ha scritto @porto_news.", [("handle-missing", "@porto_news")]),
    "hashtag dropped": ("He wrote it.", "L'ha scritto #porto.", [("hashtag-missing", "#porto")]),
}


@pytest.mark.parametrize(("hypothesis", "source", "found"), FAULTS.values(), ids=FAULTS)
def test_what_is_damaged_is_told(hypothesis, source, found):
    assert [(name, text) for name, _, text in told(CHECK, hypothesis, source)] == found


def test_a_translated_hashtag_is_let_alone():
    assert told(CHECK, "Great #harbour", "Grande #porto") == []


def test_the_right_code_is_suggested():
    (found,) = find(CHECK, "{nome} left", "{name} è partito")
    assert found.suggestions == ("{name}",)
    assert found.counterpart is not None
    assert found.counterpart.text == "{name}"


def test_the_reference_is_witness_too():
    (found,) = find(CHECK, "Nobody left", None, "{name} left")
    assert found.message == 'the reference has the placeholder "{name}", the translation does not'


@given(st.text(st.sampled_from('ab1 <>/{}%$s#@&;:.,n_="|')))
def test_a_text_beside_itself_has_no_fault(text):
    assert find(CHECK, text, text) == []


def test_time_is_linear():
    assert slowest(CHECK) < 10
