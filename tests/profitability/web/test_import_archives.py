"""An export of an import, a zip of CSV files, is dropped back as it is; a bomb stays closed."""

import zipfile
from io import BytesIO

import pytest

from profitability.import_models import FileStatus
from profitability.selectors.import_export import open_export
from profitability.selectors.imports import load_built_sheets
from tests.conftest import Cast
from tests.profitability.web.dropped_files import FILES, begin_import


def _pack(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_an_export_is_dropped_back_without_loss(cast: Cast) -> None:
    first = begin_import(cast, FILES)
    export = open_export(first)
    assert export is not None
    again = begin_import(cast, {"import.zip": export.read()})
    assert {file.name for file in again.files.all()} >= {"customers.csv", "transactions.csv", "pools.csv"}
    assert {file.status for file in again.files.all()} == {FileStatus.READ}
    before, after = ({sheet.name: sheet.sha256 for sheet in load_built_sheets(each)} for each in (first, again))
    assert after == before != {}


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(_pack({"a.csv": b"0" * 60_000_000}), id="a bomb"),
        pytest.param(_pack({f"{place}.csv": b"a;b" for place in range(50)}), id="many files"),
        pytest.param(_pack({"../a.csv": b"a;b"}), id="a path upwards"),
        pytest.param(_pack({"a.csv": b"a;b"})[:60], id="cut off"),
    ],
)
def test_an_archive_that_is_not_safe_is_one_file_that_is_refused(cast: Cast, sent: bytes) -> None:
    [file] = begin_import(cast, {"import.zip": sent}).files.all()
    assert (file.name, file.status) == ("import.zip", FileStatus.PROBLEMS)
