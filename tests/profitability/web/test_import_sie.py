"""A SIE file dropped into an import: pools proposed, edited, tied to the öre, and remembered."""

from django.test import Client
from django.urls import reverse

from profitability.import_models import FileStatus
from profitability.pages.import_sie import SieSection
from profitability.services.import_confirmation import confirm_import
from tests.conftest import Cast
from tests.profitability.intake.sie_files import make_sie
from tests.profitability.web.dropped_files import CUSTOMERS, SALES, begin_import, read_import


def as_sent(section: SieSection) -> dict[str, str]:
    """Return what a browser sends of the page's rules when nothing was changed."""
    sent: dict[str, str] = {}
    for rule in section.rules:
        sent |= {f"first-{rule.number}": rule.first, f"last-{rule.number}": rule.last}
        sent |= {f"pool-{rule.number}": rule.pool_id, f"name-{rule.number}": rule.name}
        for field, options in (("target", rule.targets), ("centre", rule.centres), ("project", rule.projects)):
            sent[f"{field}-{rule.number}"] = next((each.value for each in options if each.is_chosen), "sales")
    return sent


def test_pools_of_a_sie_file_are_edited_tied_and_remembered(client: Client, cast: Cast) -> None:
    files = {"kunder.csv": CUSTOMERS.encode(), "försäljning.csv": SALES.encode()}
    found = begin_import(cast, {**files, "bokslut.se": make_sie().encode("cp437")})
    file = found.files.get(name="bokslut.se")
    assert (file.sheet, file.status, file.total_minor) == ("pools", FileStatus.READ, 45_833_35)
    client.force_login(cast.finance)
    url = reverse("profitability:import_file", args=[cast.engagement.id, file.id])
    page = client.get(url)
    text = page.content.decode()
    for said in ("Åkerö &quot;Bygg&quot; &amp; Järn AB", "Poolerna ger filens resultat på öret", "Nytt system"):
        assert said in text
    section = page.context["page"].sie
    sent = {"driver:KST100": "@gross_sales", "driver:LOKAL": "@orders", **as_sent(section)}
    new = section.rules[0].number
    wrong = client.post(url, {**sent, f"first-{new}": "70", f"last-{new}": "7999"})
    assert "Konton skrivs med fyra siffror" in wrong.content.decode()
    rule = {f"first-{new}": "7000", f"last-{new}": "7999", f"project-{new}": "P1", f"pool-{new}": "SYSTEM"}
    client.post(url, {**sent, **rule, f"target-{new}": "marketing", f"name-{new}": "Systemprojektet"})
    found = read_import(found)
    file.refresh_from_db()
    assert file.status == FileStatus.READ
    pools = {pool.pool_id: (pool.line, pool.amount_minor) for pool in client.get(url).context["page"].sie.pools}
    assert pools["SYSTEM"] == ("Marknadsföring", 20_000_01)
    confirm_import(found=found, revision=found.revision, confirmed_by=cast.finance)
    later = begin_import(cast, {**files, "nästa år.se": make_sie().replace("Händelse", "Sak").encode("cp437")})
    again = later.files.get(name="nästa år.se")
    assert again.reading is not None
    assert again.reading["remembered"]
    assert "SYSTEM" in {total["key"] for total in again.reading["totals"]}
    again_url = reverse("profitability:import_file", args=[cast.engagement.id, again.id])
    kept = as_sent(client.get(again_url).context["page"].sie)
    number = next(name for name, value in kept.items() if value == "LOKAL").removeprefix("pool-")
    client.post(again_url, {**kept, f"first-{number}": "", f"last-{number}": ""})
    read_import(later)
    text = client.get(again_url).content.decode()
    assert "Poolerna ger inte filens resultat" in text
    assert "−12\u00a0000,00" in text
