"""Two machines share files through object storage: what one keeps, the other reads; copies are bounded."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from crmstrategy.settings import FILES_BUCKET, FILES_OPTIONS
from filestore import cache, store
from profitability.domain.run import allocate
from profitability.domain.summary import read_summary
from profitability.readers.source import SourceFile, read_source
from tests.profitability.readers.sheets import write_sheets

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@pytest.fixture
def bucket(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Serve an empty bucket on this machine and let the product keep its files there."""
    pytest.importorskip("storages", reason="needs the extra s3")
    server = pytest.importorskip("moto.server", reason="needs the group s3-server")
    boto3 = pytest.importorskip("boto3")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    running = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    address = "http://{}:{}".format(*running.get_host_and_port())
    boto3.client("s3", endpoint_url=address).create_bucket(Bucket="kundverk")
    options = {**FILES_OPTIONS, "bucket_name": "kundverk", "endpoint_url": address}
    settings.STORAGES = {**settings.STORAGES, "default": {**FILES_BUCKET, "OPTIONS": options}}
    yield address
    running.stop()


def test_what_one_machine_keeps_another_reads_and_works_on(bucket: str, settings: Settings, tmp_path: Path) -> None:
    settings.FILES_CACHE = tmp_path / "web"
    sent = write_sheets(tmp_path / "sent")
    kept = [(path.name, store.save_path("uploads", path)) for path in sorted(sent.iterdir())]
    assert store.save_path("uploads", sent / "pools.csv") == dict(kept)["pools.csv"]

    settings.FILES_CACHE = tmp_path / "first worker"
    files = [SourceFile(name, store.local_path(file.key)) for name, file in kept]
    with store.new_folder("ledgers") as (ledger_key, folder):
        assert not read_source(files, folder).has_errors

    settings.FILES_CACHE = tmp_path / "second worker"
    with store.new_folder("runs") as (run_key, folder):
        assert allocate(store.local_folder(ledger_key), folder).summary is not None

    settings.FILES_CACHE = tmp_path / "web"
    assert read_summary(store.local_folder(run_key)).proof.difference_minor == 0
    with store.open_file(f"{run_key}/summary.json") as handle:
        assert handle.read() == store.local_path(f"{run_key}/summary.json").read_bytes()


def test_what_is_deleted_is_gone_here_too(bucket: str, settings: Settings, tmp_path: Path) -> None:
    settings.FILES_CACHE = tmp_path / "cache"
    with store.new_folder("runs") as (key, folder):
        (folder / "one").write_bytes(b"1")
        (folder / "two").write_bytes(b"2")
    assert sorted(path.name for path in store.local_folder(key).iterdir()) == ["one", "two"]
    store.delete_folder(key)
    assert not list((tmp_path / "cache" / key).iterdir())
    assert not store.exists(f"{key}/one")
    with pytest.raises(FileNotFoundError):
        store.local_path(f"{key}/one")
    with pytest.raises(FileNotFoundError):
        store.local_folder(key)


def test_copies_that_were_not_used_for_longest_go_first(settings: Settings, tmp_path: Path) -> None:
    settings.FILES_CACHE = tmp_path
    for age, name in enumerate(("now", "two hours", "three hours", "four hours")):
        (tmp_path / name).write_bytes(b"12345")
        used_at = time.time() - 3600 * (age + 1) * (age > 0)
        os.utime(tmp_path / name, (used_at, used_at))
    cache.prune(10)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["now", "two hours"]
    cache.prune(0)
    assert [path.name for path in tmp_path.iterdir()] == ["now"]


def test_deleting_what_is_not_there_is_no_fault(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    store.delete_folder("runs/nothing")
    store.delete("runs/nothing/file")
