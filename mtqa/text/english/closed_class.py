"""The words of the closed classes with their possible Penn tags: articles, pronouns, prepositions, modals ..."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_WORDS_BY_TAG: Final[Mapping[str, str]] = {
    "DT": """a an the this that these those each every either neither some any all both no another half such""",
    "PDT": """all both half such quite many nary""",
    "PRP": """i you he she it we they me him her us them myself yourself himself herself itself ourselves
        yourselves themselves oneself themself mine yours his hers ours theirs one thee thou ye 's""",
    "PRP$": """my your his her its our their one's thy""",
    "WP": """who whom what whoever whomever whatever""",
    "WP$": """whose""",
    "WDT": """which that what whichever whatever""",
    "WRB": """when where why how whenever wherever however whereby whereupon wherein""",
    "EX": """there""",
    "TO": """to""",
    "CC": """and or but nor yet so plus minus either neither both & versus vs. less times et not""",
    "MD": """can could may might must shall should will would ought need dare ca wo sha 'll 'd cannot""",
    "IN": """about above across after against along alongside although amid amidst among amongst around as aside at
        atop because before behind below beneath beside besides between beyond but by circa concerning despite
        down during except excepting excluding following for from given if in including inside into less lest
        like minus near next notwithstanding of off on once onto opposite out outside over pace past pending per
        plus regarding save since so than that though through throughout till 'til toward towards under
        underneath unless unlike until unto up upon versus via vs. whereas whether while whilst with within
        without worth albeit provided providing considering barring""",
    "RP": """about across ahead along apart around aside away back by down forth in off on out over through
        together under up""",
    "POS": """'s""",
    "VBZ": """is 's has does""",
    "VBP": """am are 'm 're have 've do 's""",
    "VBD": """was were had 'd did""",
    "VBN": """been had done""",
    "VBG": """being having doing""",
    "VB": """be have do let need dare""",
    "RB": """not n't never ever also too very as so just only even still yet already again almost always often
        sometimes seldom rarely hardly scarcely then there here now thus hence therefore however moreover
        furthermore nevertheless nonetheless meanwhile instead otherwise rather quite perhaps maybe soon later
        ago away back together apart ahead abroad else indeed once twice both either neither no all any that
        this much more most less least about around over up down in out off on along through by before since
        above below under behind inside outside near past across enough well far long even home today tomorrow
        yesterday tonight half a.m. p.m. elsewhere somewhere anywhere nowhere everywhere anyway besides thereby
        thereafter hereby forever altogether further better best worse worst first second third last next""",
    "RBR": """more less better worse further farther longer later sooner earlier faster harder""",
    "RBS": """most least best worst furthest farthest""",
    "JJ": """many much more few several own other such same certain various last next first second third fourth
        fifth sixth seventh eighth ninth tenth former latter less enough most little able due""",
    "JJR": """more less fewer better worse further farther older elder lesser""",
    "JJS": """most least fewest best worst furthest farthest eldest""",
    "NN": """one nobody nothing none no-one anybody anything anyone somebody something someone everybody everything
        everyone lot half much no other today tomorrow yesterday tonight noon midnight midday a.m. p.m.""",
    "NNS": """others thousands hundreds millions billions dozens tens lots ones scores""",
    "CD": """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand
        million billion trillion dozen half""",
    "UH": """oh ah yes no yeah well hello hi hey please okay ok alas bye goodbye wow hmm uh um thanks amen hurrah""",
    "NNP": """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
        august september october november december god mr. mrs. ms. dr. gen. gov. sen. rep. prof. col. capt. lt.
        sgt. rev. hon. st. jr. sr. inc. ltd. corp. co. u.s. u.k. u.n. e.u. jan. feb. mar. apr. jun. jul. aug.
        sept. sep. oct. nov. dec. mt. ft.""",
    "FW": """etc. e.g. i.e. cf. al.""",
}


def _tags_by_word() -> Mapping[str, frozenset[str]]:
    tags: defaultdict[str, set[str]] = defaultdict(set)
    for tag, words in _WORDS_BY_TAG.items():
        for word in words.split():
            tags[word].add(tag)
    return MappingProxyType({word: frozenset(found) for word, found in tags.items()})


TAGS: Final = _tags_by_word()
"""Every word of a closed class, in lower case, with its tags."""

NEVER_ELSE: Final = frozenset(
    """a an the this these those each every some any i you he she it we they me him her us them my your his its our
    their who whom whose which what and or of at from with into onto than is am are was were be been being has had
    have does did could should would shall 'll 's 're 've 'm 'd n't if because although unless until during since
    not to that there when where why how ca wo for by as in on but so about between against among""".split()
)
"""Function words whose rare senses as a noun, a verb or an adjective ("the whys", "an in") do not count."""
