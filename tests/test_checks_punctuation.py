"""Questions, final marks, quotations and pairs, against the source or the reference."""

import pytest
from checking import find, slowest, told
from hypothesis import given
from hypothesis import strategies as st

from mtqa.checks.punctuation import CHECK

IT = "Il sindaco apre la nuova scuola lunedì."
ENDS = {
    "same": ("The mayor opens the new school on Monday.", IT, None),
    "question gained": ("Does the mayor open the new school?", IT, ("question-gained", "high", "school?")),
    "question lost": (
        "The mayor opens the school.",
        "Apre il sindaco la scuola?",
        ("question-lost", "high", "school."),
    ),
    "asked indirectly": ("He asked whether it opens.", "Apre?", ("question-lost", "medium", "opens.")),
    "a question within": ("Does it open? The mayor says yes.", "Il sindaco dice sì. Apre?", None),
    "stop lost": ("The mayor opens the new school", IT, ("final-mark-lost", "high", "school")),
    "stop within quotes": ('He said: "The school opens."', "Ha detto: «La scuola apre».", None),
    "stop gained": ("Mayor opens the school.", "Il sindaco apre la scuola", ("final-stop-gained", "medium", "school.")),
    "stop of an abbreviation": ("It was bought by Harbour Inc.", "È stata comprata dalla Harbour", None),
    "a headline": ("Mayor opens new school", "Il sindaco apre la scuola", None),
    "dots": ("And then he left", "E poi se ne andò...", None),
    "exclamation gained": ("The school is open!", "La scuola è aperta.", ("exclamation-gained", "medium", "open!")),
    "exclamation lost": ("The school is open.", "La scuola è aperta!", ("exclamation-lost", "low", "aperta!")),
}


@pytest.mark.parametrize(("hypothesis", "source", "fault"), ENDS.values(), ids=ENDS)
def test_the_end(hypothesis, source, fault):
    assert told(CHECK, hypothesis, source) == [fault] * (fault is not None)


SCRIPTS = {
    "Greek asks with a semicolon": ("Does the school open?", "Ανοίγει το σχολείο;", "el", []),
    "Arabic": ("The school opens.", "هل تفتح المدرسة؟", "ar", ["question-lost"]),
    "Hindi": ("The school opens", "स्कूल खुलता है।", "hi", ["final-mark-lost"]),
    "Chinese": ("The school opens", "学校开学了。", "zh", ["final-mark-lost"]),
    "Chinese asks by a particle": ("Does the school open?", "学校开学了吗。", "zh", []),
    "Chinese states": ("Does the school open?", "学校昨天开学了。", "zh", ["question-gained"]),
    "Japanese asks by a particle": ("Does the school open?", "学校は開きますか。", "ja", []),
    "Russian asks by a word": ("Does the school open?", "Откроется ли школа.", "ru", []),
    "Japanese headlines": ("The school opens today.", "学校が今日始まる", "ja", []),
}


@pytest.mark.parametrize(("hypothesis", "source", "language", "names"), SCRIPTS.values(), ids=SCRIPTS)
def test_scripts(hypothesis, source, language, names):
    assert [name for name, *_ in told(CHECK, hypothesis, source, pair=(language, "en"))] == names


def test_thai_ends_without_a_mark():
    assert told(CHECK, "โรงเรียนเปิดแล้ว", "The school has opened.", pair=("en", "th")) == []


QUOTATIONS = {
    "lost": (
        "The mayor said the school will open in May.",
        "Il sindaco ha detto: «La scuola aprirà a maggio».",
        [("quotation-lost", "medium", "«La scuola aprirà a maggio»")],
    ),
    "gained": (
        'The mayor called it "a day of joy for all".',
        "Il sindaco ha parlato di una giornata di gioia per tutti.",
        [("quotation-gained", "medium", '"a day of joy for all"')],
    ),
    "kept in other marks": ("‘The school will open in May,’ he said.", "«La scuola aprirà a maggio», ha detto.", []),
    "a name in quotation marks": ("The ferry Aurora left.", "Il traghetto «Aurora» è partito.", []),
    "elision is no quotation": ("Today's school of the harbour.", "L'oggi della scuola dell'arte di ieri.", []),
}


@pytest.mark.parametrize(("hypothesis", "source", "found"), QUOTATIONS.values(), ids=QUOTATIONS)
def test_quotations(hypothesis, source, found):
    assert told(CHECK, hypothesis, source) == found


def test_how_long_a_quotation_counts_is_set():
    texts = ("The ferry Aurora left.", "Il traghetto «Aurora» è partito.")
    assert [name for name, *_ in told(CHECK, *texts, thresholds={"punctuation.quoted_words": 1})] == ["quotation-lost"]


def test_marks_within_hebrew_abbreviations_are_no_quotation():
    source = 'דו"ח מבקר העירייה פורסם אתמול בידי יו"ר הוועדה.'
    assert told(CHECK, "The city audit was published yesterday by the chair.", source, pair=("he", "en")) == []


PAIRS = {
    "lost at the end": (
        "The union (the largest in the port refused.",
        "Il sindacato (il più grande) ha detto no.",
        "(",
    ),
    "an odd quotation mark": ('The mayor said "no and left.', "Il sindaco ha detto «no» e basta.", '"'),
    "quotation marks odd in both": ('"The mayor left.', '"Il sindaco è partito.', None),
    "inches": ('A 12" disc came out.', "È uscito un disco.", None),
    "corner brackets": ("「学校は始まった。", "The school (a new one) began.", "「"),
    "a face": ("We lost the match :(", "Abbiamo perso :(", None),
    "counted items": ("There are two: a) bread, b) milk.", "Sono due: pane e latte.", None),
    "as in the source": ("The end (of the report.", "La fine (del rapporto.", None),
    "nested": ("It rose (by 3 [or 4] points).", "È salito (di 3 [o 4] punti).", None),
}


@pytest.mark.parametrize(("hypothesis", "source", "bracket"), PAIRS.values(), ids=PAIRS)
def test_brackets(hypothesis, source, bracket):
    unbalanced = [text for name, _, text in told(CHECK, hypothesis, source) if name == "unbalanced"]
    assert unbalanced == [bracket] * (bracket is not None)


def test_a_smile_in_ukrainian_is_no_bracket():
    assert told(CHECK, "Кава вже приїхала)", "Coffee is here.", pair=("en", "uk"))[0][0] != "unbalanced"


STRAY = {
    "a question mark goes on": ("The school has? opened in May.", IT, ["?"]),
    "a sign after a word": ("The school~ has opened in May.", IT, ["~"]),
    "after a determiner": ("The mayor opened the: school.", IT, ["the:"]),
    "a full stop goes on": ("The school has opened. in May.", IT, ["opened."]),
    "an abbreviation goes on": ("The school, the bridge etc. are new.", IT, []),
    "dots go on": ("The school ... has opened... in May.", IT, []),
    "a sign after a small word": ("The school has* opened.", IT, ["*"]),
    "a name with a sign": ("Disney+ has opened.", IT, []),
    "the source has it too": ("The school | Harbour News today.", "La scuola | Notizie del porto oggi.", []),
    "wide in the source": ("The school | News today.", "学校｜今天的新闻。", []),
    "a name with its mark": ("Yahoo! bought the site.", "Yahoo! ha comprato il sito.", []),
    "a title": ('The "the" is an article.', IT, []),
}


@pytest.mark.parametrize(("hypothesis", "source", "marks"), STRAY.values(), ids=STRAY)
def test_stray_marks(hypothesis, source, marks):
    assert [text for name, _, text in told(CHECK, hypothesis, source) if name == "stray-mark"] == marks


def test_the_reference_is_witness_where_there_is_no_source():
    (found,) = find(CHECK, "The school opens", None, "The school is opening.")
    assert found.message.startswith("the reference ends with a full stop")
    assert found.counterpart is not None
    assert found.counterpart.side == "reference"


@given(st.text(st.sampled_from("aé «»“”\"'().?!;。？「」~:the ")))
def test_a_text_beside_itself_has_no_fault(text):
    assert find(CHECK, text, text, pair=("en", "en")) == []


def test_time_is_linear():
    assert slowest(CHECK) < 5
