"""British and American spelling: which of the two a word shows, and how the other writes it.

Most pairs follow from a few patterns (colour, centre, travelled, analyse); the rest is a list. A word that both use,
"program" or "license", shows nothing. -ize is American and the British of Oxford, so it shows neither; -ise is
British.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import product
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from mtqa.text.english import lexicon

Variety = Literal["British", "American"]


class Spelling(NamedTuple):
    """What a spelling shows, and the other one."""

    variety: Variety
    other: str


_OUR: Final = """arbour ardour armour behaviour candour clamour colour demeanour discolour dishonour endeavour favour
    fervour flavour harbour honour humour labour misbehaviour neighbour odour parlour rancour rigour rumour saviour
    savour splendour succour tumour valour vapour vigour""".split()
_OUR_ENDINGS: Final = """- s ed ing ings ful fully less able ably er ers ite ites itism hood hoods al ally ly y ist ists
    ism""".split()
_RE: Final = """calibre centimetre centre epicentre fibre goitre kilolitre kilometre litre lustre meagre millilitre
    millimetre nanometre sabre sceptre sepulchre sombre spectre theatre""".split()
_L: Final = """apparel barrel bevel cancel channel chisel counsel dial dishevel duel enamel equal fuel funnel gambol
    grovel initial jewel label laurel level libel marshal marvel medal metal model panel pedal pencil quarrel ravel
    refuel revel rival shovel shrivel signal snivel snorkel spiral stencil swivel total towel travel trowel tunnel
    unravel yodel""".split()
_L_ENDINGS: Final = "ed ing ings er ers".split()
_LYSE: Final = "analyse breathalyse catalyse electrolyse paralyse psychoanalyse".split()
_PAIRS: Final = """
    defence defense · defences defenses · defenceless defenseless · offence offense · offences offenses
    pretence pretense · grey gray · greys grays · greyish grayish · plough plow · ploughs plows · ploughed plowed
    ploughing plowing · aeroplane airplane · aeroplanes airplanes · moustache mustache · moustaches mustaches
    pyjamas pajamas · sceptic skeptic · sceptics skeptics · sceptical skeptical · scepticism skepticism
    ageing aging · aluminium aluminum · mum mom · mums moms · maths math · enrol enroll
    enrols enrolls · enrolment enrollment · enrolments enrollments · fulfil fulfill · fulfils fulfills
    fulfilment fulfillment · skilful skillful · skilfully skillfully · wilful willful · wilfully willfully
    instalment installment · instalments installments · anaemia anemia · anaemic anemic · paediatric pediatric
    paediatrician pediatrician · paediatricians pediatricians · paediatrics pediatrics · orthopaedic orthopedic
    haemorrhage hemorrhage · haemorrhages hemorrhages · oestrogen estrogen
    diarrhoea diarrhea · leukaemia leukemia · haemoglobin hemoglobin · haemophilia hemophilia
    gynaecologist gynecologist · gynaecologists gynecologists · gynaecology gynecology · anaesthetic anesthetic
    anaesthesia anesthesia · anaesthetist anesthetist · paedophile pedophile · paedophiles pedophiles
    paedophilia pedophilia · caesium cesium · manoeuvre maneuver · manoeuvres maneuvers · manoeuvred maneuvered
    manoeuvring maneuvering · manoeuvrable maneuverable · cosy cozy · cosier cozier · artefact artifact
    artefacts artifacts · mould mold · moulds molds · moulded molded · moulding molding · mouldy moldy
    smoulder smolder · smouldering smoldering · smouldered smoldered · sulphur sulfur · jewellery jewelry
    marvellous marvelous · marvellously marvelously · woollen woolen · councillor councilor · councillors councilors
    counsellor counselor · counsellors counselors · jeweller jeweler · jewellers jewelers · centred centered
    centring centering · theatregoer theatergoer · theatregoers theatergoers · tranquillity tranquility
    snowplough snowplow · mediaeval medieval · yoghurt yogurt · yoghurts yogurts
"""
_BRITISH_ONLY: Final = {
    "programme": "program", "programmes": "programs", "licence": "license", "licences": "licenses", "tyre": "tire",
    "tyres": "tires", "kerb": "curb", "kerbs": "curbs", "cheque": "check", "cheques": "checks", "storey": "story",
    "storeys": "stories", "metre": "meter", "metres": "meters", "practise": "practice", "practised": "practiced",
    "practising": "practicing", "draught": "draft", "draughts": "drafts", "whilst": "while",
    "gaol": "jail", "foetus": "fetus", "foetuses": "fetuses", "foetal": "fetal",
}  # fmt: skip
"""British words whose American spelling the British have too, in another sense."""
_SHOWS_NOTHING: Final = frozenset({"medieval", "yogurt", "yogurts"})

_ISE: Final = re.compile(r"(?P<stem>[a-z]{2,})is(?P<ending>e|es|ed|ing|er|ers|able|ation|ations|ational)")
_IZE: Final = re.compile(r"(?P<stem>[a-z]{2,})iz(?P<ending>e|es|ed|ing|er|ers|able|ation|ations|ational)")
_ONE_SPELLING: Final = frozenset(
    """advert adv appr apprais ar ass ba bel caps chast circumc compr comprom conc cru dem desp dev disenfranch disgu
    downs enfranch enterpr exc exerc exorc expert franch improv inc ma merchand mort outs par pra prec prem pr prom r
    ra rec repr rev s se sunr superv supers surm surpr telev treat unders w""".split()
)
"""What stands before -ise or -ize where the two make different words, or the other is rare: prise, prize, advertise."""


@cache
def _spellings() -> Mapping[str, Spelling]:
    """What every word of the patterns and lists shows."""
    pairs = [(stem + _ending(end), stem[:-2] + "r" + _ending(end)) for stem, end in product(_OUR, _OUR_ENDINGS)]
    pairs += [(stem + end, f"{stem[:-2]}er{end}") for stem, end in product(_RE, ("", "s"))]
    pairs += [(f"{stem}l{end}", stem + end) for stem, end in product(_L, _L_ENDINGS)]
    pairs += [
        (f"{stem[:-1]}{end}", f"{stem[:-2]}z{end}") for stem, end in product(_LYSE, ("e", "ed", "ing", "er", "ers"))
    ]
    pairs += [tuple(pair.split()) for line in _PAIRS.strip().split("\n") for pair in line.split("·")]  # type: ignore[misc]
    found = {american: Spelling("American", british) for british, american in pairs}
    found |= {british: Spelling("British", american) for british, american in pairs}
    found |= {british: Spelling("British", american) for british, american in _BRITISH_ONLY.items()}
    return MappingProxyType({word: spelling for word, spelling in found.items() if word not in _SHOWS_NOTHING})


def _ending(ending: str) -> str:
    return "" if ending == "-" else ending


@lru_cache(1 << 14)
def spelling(lower: str) -> Spelling | None:
    """What a word in lower case shows, None where both varieties write it so."""
    if found := _spellings().get(lower):
        return found
    other = with_ize(lower)
    return Spelling("British", other) if other else None


@lru_cache(1 << 14)
def with_ize(lower: str) -> str | None:
    """The spelling with -ize of a word with -ise, in lower case; None for others, such as "advise"."""
    match = _ISE.fullmatch(lower)
    if match is None or match["stem"] in _ONE_SPELLING or not _has_ize(match["stem"]):
        return None
    return f"{match['stem']}iz{match['ending']}"


@lru_cache(1 << 14)
def with_ise(lower: str) -> str | None:
    """The spelling with -ise of a word with -ize, in lower case; None for others, such as "size"."""
    match = _IZE.fullmatch(lower)
    if match is None or match["stem"] in _ONE_SPELLING or not _has_ize(match["stem"]):
        return None
    return f"{match['stem']}is{match['ending']}"


def _has_ize(stem: str) -> bool:
    return bool(lexicon.possible_tags(f"{stem}ize") & {"VB"}) and lexicon.is_known(f"{stem}ize")
