"""Opening XML: what is refused, where, and in how much memory."""

import gzip
import subprocess
import sys
import time
from pathlib import Path

import pytest
from reading import fault, items

from mtqa.readers.base import Format
from mtqa.readers.files import InputFile
from mtqa.readers.xml import line_of, records, text_of

NOTES = Format(
    name="notes",
    summary="a format for these tests",
    suffixes=(".xml",),
    records=lambda file, _: (
        (note.get("n"), text_of(file, note), line_of(note)) for note in records(file, "notes", ("note",))
    ),
)

DTD = '<!DOCTYPE notes SYSTEM "n.dtd"><notes>'
OUTSIDE = '<!ENTITY e SYSTEM "/etc/passwd">'
PARAMETER = '<!ENTITY % e SYSTEM "/etc/passwd">%e;'
ENTITIES = "the DOCTYPE defines entities"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "notes.xml"


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("<notes><note>a</note><note>b</note></notes>", ["a", "b"]),
        ("<notes/>", []),
        ('<?xml version="1.0"?>\n<!-- x --><?y?><notes><note>a<!-- x -->b<?y?>c</note></notes>', ["abc"]),
        ("<notes><note>a &amp; b &lt;c&gt; &#xE9;</note></notes>", ["a & b <c> é"]),
        ("<notes><note><![CDATA[a < b & c]]></note></notes>", ["a < b & c"]),
        ("<notes><note>a<i>b<u>c</u></i>d</note></notes>", ["abcd"]),
        ("<notes><note>\n    a\n    b\n  </note></notes>", ["a b"]),
        ('<notes><note xml:space="preserve">a\n b</note></notes>', ["a\n b"]),
        ('<notes xml:space="preserve"><note>a\n b</note></notes>', ["a\n b"]),
        ("<notes><note>a\r\nb</note></notes>", ["a b"]),
        ("<notes><note> a\tb\u2028c\u00a0</note></notes>", [" a\tb\u2028c\u00a0"]),
        ('<n:notes xmlns:n="urn:n"><n:note>a</n:note><note>b</note></n:notes>', ["a"]),
        ('<notes xmlns="urn:n"><note>a</note><x:note xmlns:x="urn:x">b</x:note></notes>', ["a"]),
        ('<!DOCTYPE notes SYSTEM "notes.dtd"><notes><note>a</note></notes>', ["a"]),
        ('<!DOCTYPE notes PUBLIC "-//N//N" "http://127.0.0.1:9/n.dtd"><notes><note>a</note></notes>', ["a"]),
        ("<!DOCTYPE notes [<!ELEMENT note ANY>]><notes><note>a</note></notes>", ["a"]),
        ("<notes>" + "<g>" * 250 + "<note>a</note>" + "</g>" * 250 + "</notes>", ["a"]),
    ],
)
def test_what_is_read(path, content, texts):
    assert [text for _, text, _ in items(NOTES, path, content)] == texts


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", None, "the file is empty"),
        ("  \n\n", 3, "not XML"),
        ("News of the day\n", 1, "not XML"),
        (b"PK\x03\x04\x14\0\0\0", 1, "not XML"),
        (b"\0\0\0\0", 1, "not XML"),
        ("<notes>\n<note>a</note>\n<note>b", 3, "the file ends inside an element; is it complete?"),
        ("<notes>\n<note>a</note>\n", 3, "the file ends inside an element"),
        ("<notes><note>a</note></notes>\n<notes/>", 2, "not well-formed XML: Extra content"),
        ("<notes>\n\n<note>a</nite></notes>", 3, "not well-formed XML: Opening and ending tag mismatch"),
        ("<notes>\n<note>a & b</note></notes>", 2, "not well-formed XML:"),
        ("<notes>\n<note>a < b</note></notes>", 2, "not well-formed XML:"),
        ("<notes>\n<note>a\0b</note></notes>", 2, "not well-formed XML:"),
        ("<notes>\n<note>&#xD800;</note></notes>", 2, "not well-formed XML:"),
        ("<notes>\n<note>a&nbsp;b</note></notes>", 2, "not well-formed XML: Entity 'nbsp' not defined"),
        ("<notes>\n<note><x:y/></note></notes>", 2, "not well-formed XML: Namespace prefix x"),
        (f'{DTD}\n<note>a&nbsp;b</note></notes>', 2, "Entity 'nbsp' not defined"),
        (f'{DTD}\n<note n="&nbsp;"/></notes>', 2, "Entity 'nbsp' not defined"),
        ('<!DOCTYPE notes [<!ENTITY e "x">]>\n<notes><note>&e;</note></notes>', None, ENTITIES),
        ('<!DOCTYPE notes [<!ENTITY e "x">]>\n<notes><note>a</note></notes>', None, ENTITIES),
        (f'<!DOCTYPE notes [{OUTSIDE}]><notes><note>&e;</note></notes>', None, ENTITIES),
        (f'<!DOCTYPE notes [{PARAMETER}]><notes><note>a</note></notes>', None, ENTITIES),
        (f'<!DOCTYPE notes [<!ENTITY l0 "ha">{LAUGHS}]>\n<notes><note>&l9;</note></notes>', 1, ENTITIES),
        (f'<!DOCTYPE notes [<!ENTITY l0 "ha">{LAUGHS}]>\n<notes n="&l9;"/>', 2, ENTITIES),
        ("<rss>\n<note>a</note></rss>", 1, "the root element is <rss>, expected <notes>; wmt has <dataset>"),
        ("\n<tmx/>", 2, "the root element is <tmx>, expected <notes>; name it with --input-format tmx"),
        ("<notes>\n" + "<g>" * 100_000, 2, "elements nested more than 256 deep"),
        (f'<notes>\n<note n="{"x" * 12_000_000}"/></notes>', 2, "longer than 10 MB"),
        (f"<notes>\n<note>{'x' * 12_000_000}</note></notes>", 2, "longer than 10 MB"),
        (f"<notes>\n<note>{'x' * 5_000_000}</note></notes>", 2, "the text of <note> is longer than 4 Mi"),
    ],
    ids=lambda value: None if isinstance(value, int | None) else str(value[:40]),
)  # fmt: skip
def test_what_is_refused(path, content, line, message):
    found_line, found = fault(NOTES, path, content)
    assert message in found
    assert ";" in found, "no remedy"
    if line is not None:
        assert found_line == line


def test_a_file_cut_off_anywhere_is_refused(path):
    whole = '<?xml version="1.0"?>\n<notes>\n<!-- x --><note n="1">a &amp; b</note>\n<note>c</note>\n</notes>'
    for length in range(len(whole)):
        fault(NOTES, path, whole[:length])


def test_no_file_beside_it_is_opened(path, tmp_path):
    (tmp_path / "notes.dtd").write_text('<!ENTITY e "stolen">')
    content = '<!DOCTYPE notes SYSTEM "notes.dtd"><notes><note>&e;</note></notes>'
    assert "Entity 'e' not defined" in fault(NOTES, path, content)[1]


@pytest.mark.parametrize(
    ("encoding", "declared", "named"),
    [
        ("utf-8", None, None),
        ("utf-8", "UTF-8", None),
        ("utf-8-sig", None, None),
        ("utf-8-sig", "utf-8", None),
        ("utf-16", None, None),
        ("utf-16", "utf-16", None),
        ("iso-8859-1", "iso-8859-1", None),
        ("cp1252", "windows-1252", None),
        ("cp1252", None, "cp1252"),
        ("cp1252", "utf-8", "cp1252"),
        ("utf-8", "iso-8859-1", "utf-8"),
        ("utf-8-sig", "iso-8859-1", "utf-8"),
        ("utf-16", "utf-8", "utf-16"),
        ("mac-roman", None, "mac-roman"),
    ],
)
def test_encodings(path, encoding, declared, named):
    declaration = f'<?xml version="1.0" encoding="{declared}"?>\n' if declared else ""
    content = f"{declaration}<notes>\n<note>Città é</note></notes>".encode(encoding)
    ((_, text, line),) = items(NOTES, path, content, encoding=named)
    assert text == "Città é"
    assert line == (3 if declared else 2)


@pytest.mark.parametrize(
    ("content", "named", "line", "message"),
    [
        (b"<notes>\n<note>\xe9</note></notes>", None, 2, "not in the encoding it claims"),
        (b"<notes>\n<note>\xe9</note></notes>", "utf-8", 2, "byte 0xe9"),
        (b'<?xml version="1.0" encoding="nonsense-8"?><notes/>', None, 1, "Unsupported encoding"),
        (b"<notes/>", "nonsense-8", None, "unknown encoding 'nonsense-8'"),
    ],
)
def test_wrong_encodings(path, content, named, line, message):
    found_line, found = fault(NOTES, path, content, encoding=named)
    assert message in found
    assert found_line == line


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_beyond_the_16_bits_that_libxml2_keeps(path, end):
    notes = [f"<note n='{n}'>{n}</note>{end}<!-- a{end}b -->" + end * 30_000 for n in range(4)]
    read = items(NOTES, path, "<notes>" + "".join(notes) + "</notes>")
    assert [line for _, _, line in read] == [1 + 30_002 * n for n in range(4)]


@pytest.mark.parametrize(
    ("begin", "filling"),
    [
        ("<notes><!--", "x"),
        ("<notes><g>", "<h/>"),
        ("<notes><g>", "<h " + " ".join(f"{letter}=''" for letter in "abcdefghijklmnopqrstuvwxyz") + "/>"),
        ("<notes><note>", "<b>x</b>"),
        ("<notes><note><!-- x -->", "x" * 1_000_000 + "<!-- x -->"),
        ("<notes>", "x"),
        ("<notes><", "x"),
        ("<notes ", "x"),
    ],
)
def test_huge_files_end_in_an_error_and_not_in_the_memory(path, begin, filling):
    amount = 80_000_000 // len(filling)
    path = path.with_suffix(".xml.gz")
    started = time.process_time()
    content = gzip.compress((begin + filling * amount).encode(), compresslevel=1)
    _, message = fault(NOTES, path, content)
    assert "within 64 MiB" in message or "not well-formed" in message or "longer than 10 MB" in message
    assert time.process_time() - started < 30


def test_gzip_is_read_and_damage_told(path):
    whole = gzip.compress(b"<notes><note>a</note></notes>" + b"\n" * 100_000)
    assert items(NOTES, path, whole) == [(None, "a", 1)]
    assert "damaged gzip data" in fault(NOTES, path, whole[:-20])[1]


def test_records_hold_what_stands_around_them(path):
    path.write_text('<notes><book a="1"><note n="1"/></book><book a="2"><note n="2"/><note n="3"/></book></notes>')
    found = [(note.getparent().get("a"), note.get("n")) for note in records(InputFile(str(path)), "notes", ("note",))]
    assert found == [("1", "1"), ("2", "2"), ("2", "3")]


MEASURE = """
import re, sys
from pathlib import Path
from mtqa.readers.files import InputFile
from mtqa.readers.xml import records, text_of
file = InputFile(sys.argv[1])
count = sum(len(text_of(file, note)) for note in records(file, "notes", ("note",)))
print(count, re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc: ru_maxrss includes the parent's")
def test_memory_does_not_grow_with_the_number_of_records(tmp_path):
    peaks = []
    for number in (1_000, 100_000):
        path = tmp_path / f"{number}.xml.gz"
        note = "<g><h/><note><b>" + "x" * 100 + "</b></note></g>\n"
        path.write_bytes(gzip.compress(f"<notes>{note * number}</notes>".encode(), compresslevel=1))
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=True
        )
        count, peak = map(int, measured.stdout.split())
        assert count == 100 * number
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 10_000, "KiB more for 99,000 more records"
