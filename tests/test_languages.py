"""Language codes and pairs as people write them, detection of those nobody named, words in any script."""

import pytest

from mtqa.model import LanguagePair
from mtqa.text.detection import detect
from mtqa.text.languages import NAMES, parse_pair, parse_tag
from mtqa.text.words import count_words


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("it-en", "it", "en"),
        ("en", "und", "en"),
        ("und-en", "und", "en"),
        ("it-und", "it", "und"),
        ("pt-BR", "und", "pt-BR"),
        ("pt-BR-en", "pt-BR", "en"),
        ("pt_br-en_gb", "pt-BR", "en-GB"),
        ("en-zh-TW", "en", "zh-TW"),
        ("zh-Hans-en", "zh-Hans", "en"),
        ("en-zh_hans", "en", "zh-Hans"),
        ("EN-IT", "en", "it"),
        ("eng_Latn-ita_Latn", "en-Latn", "it-Latn"),
        ("cmn-en", "zh", "en"),
        ("liv-en", "liv", "en"),
        (" it-en ", "it", "en"),
    ],
)
def test_pairs(text, source, target):
    assert parse_pair(text) == LanguagePair(source, target)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "ISO 639"),
        ("italian", "ISO 639"),
        ("it-", "SOURCE-TARGET"),
        ("-en", "SOURCE-TARGET"),
        ("it-en-fr", "SOURCE-TARGET"),
        ("pt-br-en", "pt_BR-en"),
        ("it→en", "ISO 639"),
        ("xx-en", "unknown language code 'xx'"),
        ("cz-en", "did you mean cs"),
        ("en-jp", "did you mean ja"),
    ],
)
def test_what_is_no_pair_is_refused_with_the_remedy(text, remedy):
    with pytest.raises(ValueError, match=remedy):
        parse_pair(text)


def test_every_code_is_its_own_tag():
    for code in NAMES:
        assert parse_tag(code) == code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Il consiglio comunale ha approvato ieri sera il nuovo piano dei trasporti della città.", "it"),
        ("The town council approved the new transport plan for the city yesterday evening.", "en"),
        ("Der Stadtrat hat gestern Abend den neuen Verkehrsplan für die Stadt beschlossen.", "de"),
        ("Городской совет вчера вечером утвердил новый транспортный план для всего города.", "ru"),
        ("市议会昨晚批准了新的交通计划。", "zh"),
        ("市議会は昨夜、新しい交通計画を承認した。", "ja"),
        ("시의회는 어젯밤 새로운 교통 계획을 승인했다.", "ko"),
        ("מועצת העיר אישרה אמש את תוכנית התחבורה החדשה.", "he"),
        ("Το δημοτικό συμβούλιο ενέκρινε χθες το νέο σχέδιο.", "el"),
        ("A short line.", "und"),
        ("12345 ... !", "und"),
        ("", "und"),
    ],
)
def test_detection_is_right_and_the_same_every_time(text, language):
    assert [detect(text) for _ in range(3)] == [language] * 3


PLAIN = "The council of the town said that it had approved the plan and would pay for it in the next year."


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        (PLAIN, False),
        (
            f"{PLAIN} Der Rat der Stadt hat den Plan in der Sitzung vom Montag ohne eine Gegenstimme und mit Auflagen.",
            True,
        ),
        ("De burgemeester was in de stad en is op het plein geweest met de raad, die over het plan sprak.", True),
        ("Storm hits coast towns hard, trains cancelled, schools shut, thousands without power, officials say.", True),
    ],
)
def test_langdetect_is_not_asked_of_plain_english(text, asked, monkeypatch):
    calls = []
    monkeypatch.setattr("mtqa.text.detection._ask_langdetect", lambda *given: (calls.append(given), "xx")[1])
    assert detect(text) == ("xx" if asked else "en")
    assert bool(calls) is asked


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two three.", 3),
        ("one \u00a0 two", 2),
        ("don't stop", 2),
        ("市议会批准了。", 6),
        ("市议会批准了 GDP 3% 的增长。", 6 + 2 + 3),
        ("市 — 会", 2),
        ("시의회는 어젯밤", 2),
        ("città perché", 2),
    ],
)
def test_words_in_any_script(text, words):
    assert count_words(text) == words
