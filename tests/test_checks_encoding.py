"""Damaged characters in any language."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.base import CheckedDocument, CheckedSegment, Context
from mtqa.checks.encoding import CHECK
from mtqa.model import LanguagePair
from mtqa.text.encoding import mojibake, named


def found(text, source=None, target="en"):
    context = Context(language_pair=LanguagePair("und", target))
    document = CheckedDocument((CheckedSegment(text, source, (), context),), context)
    return [finding for _, finding in CHECK.open(context)(document)]


def faults(text, source=None, target="en"):
    return [(each.rule.rpartition("/")[2], each.text, each.suggestions) for each in found(text, source, target)]


SENTENCES = {
    "fr": "Le préfet a été reçu à l'Élysée, où l'œuvre est exposée : « c'est réussi ».",
    "de": "Die Straße wurde für Fußgänger gesperrt; „das Ä“ blieb übrig.",
    "es": "¿Quién dañó el niño de cerámica del señor Núñez? ¡Él también!",
    "pt": "A população de São João já não quer a construção – “É TUDO ALEMÃ”.",
    "it": "La città è più vivace perché c’è libertà.",
    "pl": "Zażółć gęślą jaźń, powiedział żołnierz z Łodzi.",
    "cs": "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "ro": "Ședința a fost încheiată după-amiază în fața țării.",
    "tr": "Şoför İstanbul'da ağır çalışıyor.",
    "vi": "Hội đồng đã quyết định đóng cửa cây cầu. Ấn Độ, ÂN XÁ.",
    "ru": "Россия и Рим: «Сёстры» приехали в Ригу — Рёрих рад.",
    "uk": "Рівне, Їжак і ґанок: Сєвєродонецьк.",
    "el": "Το συμβούλιο είπε ότι η γέφυρα θα κλείσει.",
    "he": "המועצה אמרה ביום שלישי שהגשר יהיה סגור.",
    "ar": "قال المجلس إن الجسر سيكون مغلقا.",
    "fa": "کتاب‌ها را می‌خواهم.",
    "hi": "परिषद ने कहा कि पुल बंद रहेगा। क्‍या?",
    "th": "สภา\u200bเทศบาลกล่าวว่าสะพานจะปิด",
    "zh": "市议会表示，这座桥将关闭ＡＢ。",
    "ja": "市議会は橋を閉鎖すると発表した。",
    "ko": "시의회는 다리를 폐쇄한다고 밝혔다.",
}
"""Sound sentences written for this test, with what is easily taken for damage."""


@pytest.mark.parametrize("language", SENTENCES)
def test_sound_text_is_sound(language):
    assert faults(SENTENCES[language], target=language) == []


@pytest.mark.parametrize("codec", ["cp1252", "cp1250", "mac_roman", "cp437", "latin-1"])
@pytest.mark.parametrize("language", ["fr", "de", "es", "it", "pl", "cs"])
def test_a_misread_sentence_is_told_and_repaired(language, codec):
    text = SENTENCES[language]
    misread = text.encode().decode(codec, "replace")
    damages = list(mojibake(misread))
    assert damages
    if "\ufffd" not in misread and codec != "latin-1":
        repaired, end = "", 0
        for damage in damages:
            repaired += misread[end : damage.start] + (damage.repaired or "")
            end = damage.end
        assert repaired + misread[end:] == text


@pytest.mark.parametrize("language", ["ru", "uk"])
@pytest.mark.parametrize("codec", ["cp1251", "cp1252", "mac_roman"])
def test_misread_cyrillic_is_told(language, codec):
    assert any(rule == "mojibake" for rule, _, _ in faults(SENTENCES[language].encode().decode(codec, "replace")))


DAMAGE = {
    "misread": ("The cafÃ© is shut.", "mojibake", "Ã©", ("é",)),
    "misread quotation": ("The cityâ€™s trams.", "mojibake", "â€™", ("’",)),
    "misread Cyrillic": ("РњРёСЂ is peace.", "mojibake", "РњРёСЂ", ("Мир",)),
    "replacement": ("The caf\ufffd is shut.", "lost-character", "\ufffd", ()),
    "a question mark": ("The stra?e was shut.", "lost-character", "?", ()),
    "question marks": ("The ???? spoke to them.", "lost-character", "????", ()),
    "control": ("The mayor\x07 left.", "control-character", "\x07", ("",)),
    "private use": ("The mayor\ue000 left.", "control-character", "\ue000", ("",)),
    "zero width": ("The may\u200bor left.", "invisible-character", "\u200b", ("",)),
    "byte order mark": ("\ufeffThe mayor left.", "invisible-character", "\ufeff", ("",)),
    "soft hyphen behind a word": ("The mayor\u00ad left.", "invisible-character", "\u00ad", ("",)),
    "joiner in Latin": ("The may\u200dor left.", "invisible-character", "\u200d", ("",)),
    "direction": ("The mayor\u200f left.", "direction-mark", "\u200f", ("",)),
    "look-alike": ("The mаyor left.", "mixed-script", "mаyor", ("mayor",)),
    "a size": ("It is 80х90 big.", "mixed-script", "х", ("x",)),
    "wide": ("The ＮＡＴＯ left.", "fullwidth", "ＮＡＴＯ", ("NATO",)),
    "unknown word": ("The <unk> left.", "debris", "<unk>", ()),
    "end of text": ("The mayor left.<|endoftext|>", "debris", "<|endoftext|>", ()),
}


@pytest.mark.parametrize(("text", "fault", "words", "suggestions"), DAMAGE.values(), ids=DAMAGE)
def test_damage(text, fault, words, suggestions):
    assert faults(text) == [(fault, words, suggestions)]


@pytest.mark.parametrize(("text", "fault", "words", "suggestions"), DAMAGE.values(), ids=DAMAGE)
def test_a_repaired_text_is_sound(text, fault, words, suggestions):
    for suggestion in suggestions:
        assert faults(text.replace(words, suggestion)) == []


SOUND = {
    "emoji joined": "The family 👨‍👩‍👧 left ❤️.",
    "address with a query": "See example.org/page?id=3&x=y and example.org/?q=a.",
    "soft hyphen in a word": "The may\u00ador left.",
    "French quotation": "Il a dit «\u00a0voilà\u00a0», «\u00a0élevé\u00a0».",
    "questions": "Really? Why?? What???",
    "question without a space": "Why?Because it is so.",
    "Greek letters": "The α-helix and the Ω.",
    "a name in Greek and Latin": "The ΠρO club",
    "Arabic with marks": "قال\u200f: الجسر \u202bمغلق\u202c",
}


@pytest.mark.parametrize("text", SOUND.values(), ids=SOUND)
def test_what_looks_like_damage(text):
    assert faults(text) == []


def test_an_unclosed_direction_is_told_in_arabic():
    assert [rule for rule, _, _ in faults("قال \u202bالجسر", target="ar")] == ["direction-mark"]


def test_what_the_source_has_may_be_cited():
    assert faults("The sign <unk> stands for a word.", "Il segno <unk> sta per una parola.") == []


def test_mixed_words_of_cyrillic_text_become_cyrillic():
    assert faults("Cпрос вырос.", target="ru") == [("mixed-script", "Cпрос", ("Спрос",))]


def test_a_name_of_a_character_without_one():
    assert named("\x07") == "U+0007"


@given(st.text())
def test_spans_quote_the_text(text):
    for each in found(text):
        assert text[each.start : each.end] == each.text


@pytest.mark.parametrize("piece", ["Ã", "Ã©", "â€", "?a", "\u200b", "\u202a", "aа", "Р", "@@ ", "\\u00", "a?"])
def test_linear_time(piece):
    text = piece * (100_000 // len(piece))
    began = time.process_time()
    found(text)
    assert time.process_time() - began < 10
