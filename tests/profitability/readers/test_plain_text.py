"""A file without quotation marks is read in bulk, and no reader could tell: texts, rows and problems are the same."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from profitability.readers import csv_text
from profitability.readers.csv_text import read_csv_text
from profitability.readers.limits import ReadLimits
from profitability.readers.packages import SourceFile
from profitability.readers.plain_text import read_plain_text
from tests.profitability.readers.sheets import SOUND, read_folder

type Seen = tuple[object, ...]

CELLS = (
    "",
    "1",
    "K1",
    "12.50",
    " x",
    "y ",
    "\u00a0",
    "Åkeri",
    "a;b",
    "\ufeff",
    "-",
    "1e5",
    "\u2028",
    "'",
    "NA",
    "null",
)
ODD = (b'"', b'"x"', b'"a,b"', b"\r", b"\0", b"\xff", b"\xc3", b"\n\n", b"\x0b", b"\x1c", b"\\")
HEADERS = (b"customer_id,name", b"customer_id,name,segment", b"\xef\xbb\xbfcustomer_id, Name ,", b"customer_id", b"a,a")


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw a CSV file: most of them sound, some with a ragged line, an odd byte or another kind of line end."""
    header = draw(st.sampled_from(HEADERS))
    width = header.count(b",") + 1
    widths = st.sampled_from([*[width] * 12, width + 1, max(width - 1, 1)])
    cell = st.sampled_from(CELLS).map(str.encode)
    lines = draw(st.lists(widths.flatmap(lambda n: st.lists(cell, min_size=n, max_size=n)).map(b",".join), max_size=6))
    ends = draw(st.sampled_from([b"\n", b"\n", b"\r\n", b"\r"]))
    content = ends.join([header, *lines]) + draw(st.sampled_from([b"", ends, ends + ends, b"\r"]))
    if draw(st.integers(0, 3)) == 0:
        at = draw(st.integers(0, len(content)))
        content = content[:at] + draw(st.sampled_from(ODD)) + content[at:]
    return content


def seen(folder: Path, content: bytes, *, is_careful: bool) -> Seen:
    """Return all that reading shows: header, texts with their rows, customers left out, problems."""
    path, target = folder / "customers.csv", folder / "texts.parquet"
    path.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        if is_careful:
            patch.setattr(csv_text, "read_plain_text", lambda *_arguments: False)
        sheet, problems = read_csv_text(SourceFile(path.name, path), "customers", target, ReadLimits())
    if sheet is None:
        return None, problems
    return sheet.file, sheet.header, sheet.left_out, pq.read_table(target).to_pydict(), problems


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plain")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(b"customer_id,name\n1," + b"x" * 131_073 + b"\n")
@example(b"customer_id,name\r\n1,a\n2,b\r\n")
@example(b"customer_id,name\n1,a\n\n2,b\n")
@example(b"customer_id,name\n1,a\n,\n2,b")
@given(content=files())
def test_both_readers_see_the_same(folder: Path, content: bytes) -> None:
    assert seen(folder, content, is_careful=False) == seen(folder, content, is_careful=True)


@pytest.mark.parametrize("block", [1, 2, 3, 7, 64])
def test_the_size_of_a_block_changes_nothing(
    block: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("profitability.readers.plain_text._LOOK_BYTES", block)
    content = "customer_id,name\r\n1,Åkeri\r\n2,Öl\r\n".encode()
    for sent in (content, content + b"\r", content.replace(b"2", b'"'), content.replace(b"2", b"2,2")):
        assert seen(folder, sent, is_careful=False) == seen(folder, sent, is_careful=True)


@pytest.mark.parametrize(
    ("content", "is_plain"),
    [
        (b"a,b\n1,2\n", True),
        (b"a,b\r\n1,2", True),
        (b'a,b\n1,"2"\n', False),
        (b"a,b\r1,2\r", False),
        (b"a,b\n1,2,3\n", False),
        (b"a,b\n1,\xff\n", False),
        (b"a,b\n1,\0\n", False),
        (b"a,b\n" + b"1" * 131_072 + b",2\n", False),
    ],
)
def test_only_a_file_that_leaves_nothing_open_is_read_in_bulk(content: bytes, is_plain: bool, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_bytes(content)
    assert read_plain_text(tmp_path / "sheet.csv", 2, tmp_path / "texts.parquet") is is_plain


BAD_ROWS = (
    "1,2025-13-01,NaN,O9,P,1e5,10.005,600\n ,2025-02-01, 7.50 ,,,,,\n,,,,,,,\n9,2025-02-01,1,\u00a0,P,-1,\u202f2,3\n"
)


@pytest.mark.parametrize(
    "spoiled", ["", BAD_ROWS, BAD_ROWS.replace("\n", "\r\n"), BAD_ROWS + "1,2\n", BAD_ROWS + '1,"']
)
def test_the_same_bytes_and_problems_come_of_clean_and_of_spoiled_sheets(
    spoiled: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    transactions = SOUND["transactions"] + spoiled
    bulk = read_folder(tmp_path / "bulk", transactions=transactions)
    monkeypatch.setattr(csv_text, "read_plain_text", lambda *_arguments: False)
    careful = read_folder(tmp_path / "careful", transactions=transactions)
    assert bulk == careful
    files = sorted(path.name for path in (tmp_path / "careful" / "ledger").iterdir())
    assert "customers.parquet" in files
    assert files == sorted(path.name for path in (tmp_path / "bulk" / "ledger").iterdir())
    for name in files:
        ledgers = (tmp_path / way / "ledger" / name for way in ("bulk", "careful"))
        assert len({path.read_bytes() for path in ledgers}) == 1, name
