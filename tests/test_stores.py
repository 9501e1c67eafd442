"""Files in object stores and other file systems, named by addresses."""

import gzip
import io
import sys

import pytest

from mtqa.errors import InputError, MissingExtraError
from mtqa.readers import read
from mtqa.readers.base import ReadRequest
from mtqa.readers.files import InputFile
from mtqa.readers.patterns import files_named
from mtqa.readers.rewriting import check_rewritable

fsspec = pytest.importorskip("fsspec", reason="the extra `fsspec` is not installed")


@pytest.fixture
def memory():
    """An empty store in memory: pairs of paths and bytes are put into it."""
    store = fsspec.filesystem("memory")
    store.store.clear()
    store.pseudo_dirs[:] = [""]

    def put(files):
        for path, content in files.items():
            store.pipe(f"/{path}", content if isinstance(content, bytes) else content.encode())
        return store

    yield put
    store.store.clear()


def found(*hypotheses, **options):
    return [
        (one.header.system, one.header.document, one.hypothesis)
        for one in read(ReadRequest(hypotheses=hypotheses, **options)).items
    ]


def fault(*hypotheses, **options):
    with pytest.raises(InputError) as caught:
        found(*hypotheses, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def table(rows):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    import pyarrow

    out = io.BytesIO()
    parquet.write_table(pyarrow.table(rows), out, row_group_size=2)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("news.tsv", "mt\nRain.\n"),
        ("news.csv.gz", gzip.compress(b"mt\nRain.\n", mtime=0)),
        ("news.jsonl", '{"mt": "Rain."}\n'),
        ("news.txt", "Rain.\n"),
    ],
)
def test_every_format_is_read_from_an_address(memory, name, content):
    memory({f"b/{name}": content})
    assert found(f"memory://b/{name}") == [(None, "news", "Rain.")]


def test_a_batch_can_be_walked_again(memory):
    memory({"b/news.tsv": "mt\nRain.\n"})
    batch = read(ReadRequest(hypotheses=("memory://b/news.tsv",)))
    assert batch.once is False
    assert [one.hypothesis for one in batch.items] == [one.hypothesis for one in batch.items] == ["Rain."]


def test_parquet_is_read_in_ranges_not_as_a_whole(memory, monkeypatch):
    memory({"b/news.parquet": table({"mt": [f"Rain {n}." for n in range(5)]})})
    monkeypatch.setattr("shutil.copyfileobj", lambda *_: pytest.fail("the file was copied"))
    assert [text for *_, text in found("memory://b/news.parquet")] == [f"Rain {n}." for n in range(5)]


def test_zipped_parquet_is_read_too(memory):
    memory({"b/news.parquet.gz": gzip.compress(table({"mt": ["Rain."]}))})
    assert found("memory://b/news.parquet.gz") == [(None, "news", "Rain.")]


def test_sides_can_be_addresses(memory, tmp_path):
    memory({"mt/a.txt": "Rain.\n", "src/a.txt": "Pioggia.\n"})
    (tmp_path / "ref.txt").write_text("It rains.\n", "utf-8")
    request = ReadRequest(
        hypotheses=("memory://mt/a.txt",), sources=("memory://src/a.txt",), references=(str(tmp_path / "ref.txt"),)
    )
    (segment,) = read(request).items
    assert (segment.hypothesis, segment.source, segment.references) == ("Rain.", "Pioggia.", ("It rains.",))
    assert segment.header.path == "memory://mt/a.txt"


@pytest.mark.parametrize(
    "named", ["memory://t/", "memory://t/**", "memory://t/*/*.tsv", "memory://t/system=[AB]/p.tsv"]
)
def test_folders_and_patterns_are_one_table(memory, named):
    memory(
        {
            "t/system=B/p.tsv": "mt\tdocument\nWind.\tone\n",
            "t/system=A/p.tsv": "mt\tdocument\nRain.\tone\n",
        }
    )
    assert found(named) == [("A", "one", "Rain."), ("B", "one", "Wind.")]


def test_folders_of_texts_are_documents(memory):
    memory({"mt/a.txt": "Rain.\n", "mt/b.txt": "Wind.\n", "mt/.hidden": "x", "src/a.txt": "A\n", "src/b.txt": "B\n"})
    segments = list(read(ReadRequest(hypotheses=("memory://mt/",), sources=("memory://src/",))).items)
    assert [(one.header.document, one.hypothesis, one.source) for one in segments] == [
        ("a", "Rain.", "A"),
        ("b", "Wind.", "B"),
    ]


def test_a_file_address_is_a_file(tmp_path):
    (tmp_path / "news.tsv").write_text("mt\nRain.\n", "utf-8")
    assert found(f"file://{tmp_path}/news.tsv") == [(None, "news", "Rain.")]
    assert found(f"file://{tmp_path}/*.tsv") == [(None, "news", "Rain.")]


def test_what_is_not_there_is_one_error_with_the_address(memory):
    memory({"b/in/news.tsv": "mt\n"})
    assert fault("memory://b/x.tsv") == "memory://b/x.tsv: no such file or folder; check the address"
    assert fault("memory://b/in") == "memory://b/in: is a folder; end its address with /, or name a file in it"
    assert fault("memory://b/*.csv").startswith("memory://b/*.csv: no file matches this pattern")
    assert fault("memory://none/").startswith("memory://none/: ")
    assert "Protocol not known: nowhere" in fault("nowhere://b/x.tsv")


def test_the_state_of_a_file_changes_with_it(memory):
    memory({"b/x.txt": "Rain.\n", "b/y.txt": "Wind.\n"})
    file = InputFile("memory://b/x.txt")
    first = file.state
    assert (first, first[0]) == (file.state, 6)
    memory({"b/x.txt": "Snow.\n"})
    assert file.state != first
    assert file.state[0] == 6
    assert files_named("memory://b/*.txt") == files_named("memory://b/") == ("memory:///b/x.txt", "memory:///b/y.txt")
    assert files_named("memory://b/x.txt") == ("memory://b/x.txt",)


def test_a_file_in_a_store_is_not_fixed_in_place(memory):
    memory({"b/x.txt": "Rain.\n"})
    with pytest.raises(InputError, match=r"memory://b/x\.txt: only plain text in UTF-8 can be fixed in place"):
        check_rewritable(["memory://b/x.txt"], None, None)


RAISED = {
    "not allowed": (PermissionError("Access Denied"), "may not be read (Access Denied); check your credentials"),
    "not reached": (OSError("[Errno -2] Name or service not known"), "cannot be read: [Errno -2] Name or service"),
    "an error of its own": (
        type("NoCredentialsError", (Exception,), {})("Unable to locate credentials\nmore"),
        "cannot be read: Unable to locate credentials; check the address, the network and your credentials",
    ),
    "one without words": (TimeoutError(), "cannot be read: TimeoutError; check"),
}


@pytest.mark.parametrize(("error", "told"), RAISED.values(), ids=RAISED)
def test_whatever_a_store_raises_is_one_error(memory, monkeypatch, error, told):
    def refuse(*_args, **_options):
        raise error

    store = memory({"b/news.tsv": "mt\nRain.\n"})
    for method in ("info", "open", "find", "glob"):
        monkeypatch.setattr(type(store), method, refuse)
    for address in ("memory://b/news.tsv", "memory://b/", "memory://b/*.tsv"):
        assert fault(address).startswith(f"{address}: {told}")
    with pytest.raises(InputError, match="memory"), InputFile("memory://b/news.tsv").open():
        pass


def test_an_error_while_reading_is_one_error(memory, monkeypatch):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise ConnectionResetError("Connection reset by peer")

    store = memory({"b/news.tsv": "mt\nRain.\n", "b/news.parquet": table({"mt": ["Rain."]})})
    monkeypatch.setattr(type(store), "open", lambda *_args, **_options: Broken(b"mt\nRain.\n"))
    assert fault("memory://b/news.tsv").startswith("memory://b/news.tsv: cannot be read: Connection reset by peer")
    assert "Connection reset by peer" in fault("memory://b/news.parquet")


@pytest.mark.parametrize(
    ("address", "extra"), [("s3://b/x.tsv", "s3"), ("gs://b/x.tsv", "gcs"), ("memory://b/x.tsv", "fsspec")]
)
def test_without_fsspec_the_extra_is_named(monkeypatch, address, extra):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(MissingExtraError, match=rf"pip install 'mtqa\[{extra}\]'"):
        found(address)


@pytest.mark.parametrize(("address", "extra"), [("s3://b/x.tsv", "s3"), ("gs://b/x.tsv", "gcs")])
def test_without_the_package_of_the_store_the_extra_is_named(monkeypatch, address, extra):
    def missing(address):
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr("fsspec.core.url_to_fs", missing)
    with pytest.raises(MissingExtraError, match=rf"pip install 'mtqa\[{extra}\]'"):
        found(address)
    assert fault("adl://b/x.tsv").startswith("adl://b/x.tsv: needs a package that is not installed: Install")


@pytest.fixture(scope="module")
def bucket():
    """A bucket of an S3 server on this machine, and the environment that leads to it."""
    pytest.importorskip("s3fs", reason="the extra `s3` is not installed")
    pytest.importorskip("flask", reason="moto[server] is not installed")
    server_module = pytest.importorskip("moto.server", reason="moto[server] is not installed")
    server = server_module.ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        store = fsspec.filesystem("s3", skip_instance_cache=True)
        store.mkdir("news")
        yield store
    server.stop()


@pytest.mark.filterwarnings("ignore")  # of the server and of botocore, none of which are ours
def test_a_bucket_is_read(bucket):
    rows = {"mt": [f"Rain {n}." for n in range(5)], "document": ["one"] * 5}
    bucket.pipe("news/t/system=A/p.parquet", table(rows))
    bucket.pipe("news/t/system=B/p.parquet", table(rows))
    bucket.pipe("news/t/_SUCCESS", b"")
    bucket.pipe("news/one.jsonl.gz", gzip.compress(b'{"mt": "Wind."}\n'))
    expected = [(system, "one", f"Rain {n}.") for system in "AB" for n in range(5)]
    assert found("s3://news/t/") == expected
    assert found("s3://news/t/*/*.parquet") == expected
    assert found("s3://news/t/system=A/p.parquet") == [(None, *rest) for _, *rest in expected[:5]]
    assert found("s3://news/one.jsonl.gz") == [(None, "one", "Wind.")]
    assert fault("s3://news/none.tsv") == "s3://news/none.tsv: no such file or folder; check the address"
    assert "s3://no-such-bucket/x.tsv" in fault("s3://no-such-bucket/x.tsv")
