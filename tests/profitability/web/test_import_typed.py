"""Small sheets typed on the page: kept as typed, checked, taken back, and part of the ledger like any file."""

import pyarrow.parquet as pq
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.tokens import issue_token
from filestore import store
from profitability.import_models import FileStatus, LedgerImport
from profitability.selectors.imports import is_ready
from profitability.services.import_confirmation import confirm_import
from tests.conftest import Cast
from tests.profitability.web.dropped_files import FILES, begin_import, read_import

VOLUMES = b"driver,customer_id,quantity\nsamtal,1001,30\nsamtal,1002,10\n"
SETTINGS = b"key,value\nperiod_start,2025-01-01\nservices_method,direct\n"


def address(found: LedgerImport, sheet: str) -> str:
    return reverse("profitability:import_typed", args=[found.engagement_id, found.id, sheet])


def ledger(found: LedgerImport, sheet: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = pq.read_table(store.local_path(f"{found.ledger_key}/{sheet}.parquet")).to_pylist()
    return rows


def test_sheets_are_typed_checked_taken_back_and_become_part_of_the_ledger(client: Client, cast: Cast) -> None:
    found = begin_import(cast, FILES | {"volymer.csv": VOLUMES, "settings.csv": SETTINGS})
    client.force_login(cast.finance)
    pools = {"cell-1-0": "IT", "cell-1-1": "IT-drift", "cell-1-2": "support", "cell-1-3": "många", "cell-1-4": "samtal"}
    client.post(address(found, "pools"), pools)
    found = read_import(found)
    page = client.get(address(found, "pools")).content.decode()
    assert 'value="många"' in page
    assert "Det är inget tal." in page
    assert not is_ready(found)
    client.post(address(found, "pools"), {**pools, "cell-1-3": "1 250,50 kr"})
    services = {"cell-2-0": "IT", "cell-2-1": "ORD", "cell-2-2": "12,5"}
    client.post(address(found, "services"), services)
    client.post(address(found, "time_equations"), {"cell-1-0": "minuter", "cell-1-1": "samtal", "cell-1-2": "4"})
    client.post(address(found, "settings"), {"cell-1-0": "services_method", "cell-1-1": "reciprocal"})
    found = read_import(found)
    page = client.get(address(found, "pools")).content.decode()
    assert 'value="1\u00a0250,50"' in page
    assert [(row["pool_id"], row["amount_minor"]) for row in ledger(found, "pools")][-1] == ("IT", 1_250_50)
    assert [row["quantity_micro"] for row in ledger(found, "services")] == [12_500_000]
    assert {str(row["key"]): row["value"] for row in ledger(found, "settings")}["services_method"] == "reciprocal"
    assert found.files.get(sheet="services").origins_key
    typed = found.files.get(sheet="settings", is_typed=True)
    undo = reverse("profitability:import_edit_undo", args=[cast.engagement.id, typed.id])
    assert client.post(undo).headers["Location"] == address(found, "settings")
    found = read_import(found)
    assert {str(row["key"]): row["value"] for row in ledger(found, "settings")}["services_method"] == "direct"
    pooled = found.files.get(sheet="pools", is_typed=True)
    client.post(reverse("profitability:import_edit_undo", args=[cast.engagement.id, pooled.id]))
    assert 'value="många"' in client.get(address(found, "pools")).content.decode()
    confirmed = read_import(found)
    assert not is_ready(confirmed)


def test_sheets_come_as_files_and_over_the_api_too(cast: Cast) -> None:
    files = {
        "tjänster.csv": "Från pool;Till pool;Antal\nORD;HK;3,5\n".encode(),
        "tider.csv": b"time_equations\ndriver,activity,per_unit\nminuter,samtal,4\n",
    }
    found = begin_import(cast, FILES | files | {"volymer.csv": VOLUMES})
    assert {file.name: (file.sheet, file.status) for file in found.files.all() if file.name in files} == {
        "tjänster.csv": ("services", FileStatus.READ),
        "tider.csv": ("time_equations", FileStatus.READ),
    }
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {issue_token(cast.finance, 30)}")
    path = f"/api/v1/engagements/{cast.engagement.id}/imports/{found.id}/sheets/services/"
    assert api.get(path).json()["rows"] == []
    assert api.put(path, {"rows": [["ORD"]]}, format="json").status_code == 400
    api.put(path, {"rows": [["", "HK", "x"]]}, format="json")
    read_import(found)
    assert [(each["row"], each["column"]) for each in api.get(path).json()["problems"]] == [
        (1, "from_pool"),
        (1, "quantity"),
    ]
    api.put(path, {"rows": [["ORD", "HK", "2"]]}, format="json")
    found = read_import(found)
    assert [row["quantity_micro"] for row in ledger(found, "services")] == [3_500_000, 2_000_000]
    confirm_import(found=found, revision=found.revision, confirmed_by=cast.finance)
    assert api.put(path, {"rows": []}, format="json").status_code == 409
