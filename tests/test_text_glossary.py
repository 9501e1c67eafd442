"""Glossary files: what is read, and what is said of a broken one."""

import pytest

from mtqa.errors import InputError
from mtqa.text.glossary import Term, read_glossary

FULL = "source,target,forbidden,do_not_translate,case_sensitive,note\n"
TBX_2 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX"><text><body>
<termEntry id="1"><note>house style</note>
 <langSet xml:lang="it"><tig><term>sindaco</term></tig></langSet>
 <langSet xml:lang="en-GB">
  <tig><term>mayor</term></tig>
  <tig><term>syndic</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig>
 </langSet>
</termEntry></body></text></martif>"""
TBX_3 = """<tbx xmlns="urn:iso:std:iso:30042:ed-2" type="TBX-Basic"><text><body>
<conceptEntry id="1">
 <langSec xml:lang="it"><termSec><term>guerra
  civile</term></termSec></langSec>
 <langSec xml:lang="en"><termSec><term>civil war</term></termSec></langSec>
</conceptEntry></body></text></tbx>"""


def read(content, name="terms.csv", pair=("it", "en")):
    data = content.encode() if isinstance(content, str) else content
    return [
        Term(
            sources=term.sources,
            targets=term.targets,
            forbidden=term.forbidden,
            keep=term.keep,
            case_sensitive=term.case_sensitive,
            note=term.note,
            line=term.line,
        )
        for term in read_glossary(data, name, *pair).terms
    ]


MAYOR = Term(sources=("sindaco",), targets=("mayor",), line=2)
READ = {
    "every column": (
        "t.csv",
        FULL + "sindaco|primo cittadino,mayor,syndic|provost,yes,X,house style\n",
        Term(
            sources=("sindaco", "primo cittadino"),
            targets=("mayor",),
            forbidden=("syndic", "provost"),
            keep=True,
            case_sensitive=True,
            note="house style",
            line=2,
        ),
    ),
    "columns in another order": ("t.csv", "Target,Source\nmayor,sindaco\n", MAYOR),
    "no heading": ("t.csv", "sindaco,mayor\n", Term(sources=("sindaco",), targets=("mayor",), line=1)),
    "semicolons": ("t.csv", "source;target\nsindaco;mayor\n", MAYOR),
    "quoted cells": ("t.csv", 'source,target\n"sindaco","mayor"\n', MAYOR),
    "byte order mark": ("t.csv", "\ufeffsource,target\nsindaco,mayor\n", MAYOR),
    "UTF-16": ("t.tsv", "source\ttarget\nsindaco\tmayor\n".encode("utf-16"), MAYOR),
    "Windows line ends": ("t.tsv", "source\ttarget\r\nsindaco\tmayor\r\n", MAYOR),
    "languages as columns": ("t.csv", "fr,en-GB,it\nmaire,mayor,sindaco\n", MAYOR),
    "blank lines": (
        "t.csv",
        "source,target\n\nsindaco,mayor\n",
        Term(sources=("sindaco",), targets=("mayor",), line=3),
    ),
    "forbidden anywhere": ("t.csv", "source,forbidden\n,syndic\n", Term(forbidden=("syndic",), line=2)),
    "TBX 2": (
        "t.tbx",
        TBX_2,
        Term(sources=("sindaco",), targets=("mayor",), forbidden=("syndic",), note="house style", line=4),
    ),
    "TBX 3": ("t.xml", TBX_3, Term(sources=("guerra civile",), targets=("civil war",), line=2)),
}


@pytest.mark.parametrize(("name", "content", "term"), READ.values(), ids=READ)
def test_a_term_is_read(name, content, term):
    assert read(content, name) == [term]


FAULTS = {
    "empty": ("t.csv", "", "t.csv: the glossary is empty"),
    "too many columns": (
        "t.csv",
        "source,target\nsindaco,mayor,x\n",
        "t.csv:2: 3 columns, expected 2 (source,",
    ),
    "too few columns": ("t.tsv", "source\ttarget\nsindaco\n", "t.tsv:2: 1 column, expected 2"),
    "unknown column": (
        "t.csv",
        "source,targte\nsindaco,mayor\n",
        "t.csv:1: unknown column 'targte'; did you mean",
    ),
    "no heading": ("t.csv", "sindaco,mayor,yes\n", "t.csv:1: no heading; name the columns"),
    "two targets": ("t.csv", "source,target,translation\na,b,c\n", "t.csv:1: two columns for target"),
    "no target": ("t.csv", "source,target\nsindaco,\n", "t.csv:2: no target term"),
    "no source": ("t.csv", "source,target\n,mayor\n", "t.csv:2: no source term"),
    "no flag": ("t.csv", "source,target,case\na,b,maybe\n", "t.csv:2: case_sensitive is 'maybe'; write yes or no"),
    "target forbidden": ("t.csv", "source,target,forbidden\na,b,b\n", "t.csv:2: 'b' is a target and forbidden"),
    "open quote": ("t.csv", 'source,target\n"sindaco,mayor\n', "t.csv:2: not CSV"),
    "not UTF-8": ("t.csv", b"source,target\ncaff\xe8,coffee\n", "t.csv:2: not UTF-8; save the file as UTF-8"),
    "unknown suffix": ("t.docx", "x", "t.docx: a glossary ends in .csv"),
    "not XML": ("t.tbx", "<tbx><a></tbx>", "t.tbx:1: not well-formed XML"),
    "another XML": ("t.tbx", "<tmx/>", "t.tbx:1: the root element is <tmx>"),
    "no language": (
        "t.tbx",
        '<tbx><conceptEntry><langSec xml:lang="qqx1"/></conceptEntry></tbx>',
        "t.tbx:1: xml:lang: 'qqx1' is no language code",
    ),
    "unknown language": (
        "t.tbx",
        '<tbx><conceptEntry><langSec xml:lang="cz"/></conceptEntry></tbx>',
        "t.tbx:1: xml:lang: unknown language code 'cz'; did you mean cs?",
    ),
    "entity bomb": (
        "t.tbx",
        '<!DOCTYPE tbx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tbx>&b;</tbx>',
        "t.tbx:1: the DOCTYPE defines entities",
    ),
    "external entity": (
        "t.tbx",
        '<!DOCTYPE tbx [<!ENTITY a SYSTEM "file:///etc/passwd">]><tbx>&a;</tbx>',
        "t.tbx:1: the DOCTYPE defines entities",
    ),
}


@pytest.mark.parametrize(("name", "content", "message"), FAULTS.values(), ids=FAULTS)
def test_a_broken_glossary_is_told_with_its_place(name, content, message):
    with pytest.raises(InputError) as caught:
        read(content, name)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("name", "content"), [("t.csv", "de,fr\nRathaus,mairie\n"), ("t.tbx", TBX_2.replace('"it"', '"de"'))]
)
def test_a_glossary_of_other_languages_says_which(name, content):
    glossary = read_glossary(content.encode(), name, "it", "en")
    assert glossary.terms == ()
    assert "de" in glossary.languages
