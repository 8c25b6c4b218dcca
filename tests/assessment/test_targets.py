"""The channel map before and after: a target per row, drawn beside today, in page and report."""

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from assessment.domain.cells import CellKey
from assessment.models import Assessment, ChannelTarget
from assessment.pages.readiness import readiness_page
from assessment.selectors.targets import list_targets
from assessment.services.actions import ActionContent, plan_actions
from assessment.services.targets import set_targets
from reports.frame import Drawing, Table
from reports.models import ReportKind
from reports.readiness_report import compose_readiness_report
from reports.readiness_sections import maps_section
from reports.word_sections import example_template, word_values
from reports.word_template import fill_template
from tests.assessment.conftest import Pen
from tests.conftest import Cast
from tests.reports.made_reports import issue

pytestmark = pytest.mark.django_db

SHOP, WEB = CellKey("sales_channels", "e_commerce"), CellKey("sales_channels", "trade_fairs")


def test_the_consultant_sets_targets_and_takes_them_back(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.consultant)
    url = reverse("assessment:targets", args=[cast.engagement.id, assessment.id])
    sent = {f"target-{SHOP}": "integrated", f"target-{WEB}": "nonsense", "target-vision": "integrated"}
    assert client.post(url, sent).status_code == 302
    assert list_targets(assessment) == {SHOP: "integrated"}
    assert '<option value="integrated" selected>' in client.get(url).content.decode()
    client.post(url, {f"target-{SHOP}": ""})
    assert not ChannelTarget.objects.exists()


def test_the_map_is_drawn_before_and_after_with_its_table(cast: Cast, assessment: Assessment, pen: Pen) -> None:
    pen.write("standalone", cell=str(SHOP))
    pen.write("without", cell=str(WEB))
    assert readiness_page(assessment).maps[0].after is None
    set_targets(assessment=assessment, targets={SHOP: "integrated", WEB: "without"}, actor=cast.consultant)
    shown = readiness_page(assessment).maps[0]
    assert shown.after is not None
    assert [(move.was, move.becomes) for move in shown.moves] == [("Fristående IT-stöd", "Integrerat IT-stöd")]
    assert shown.after.title == "En ska ändras: integrerade 0 → 1, öar 1 → 0, hål 1 → 1"
    assert ("E-handel", "Säljkanaler", "Fristående IT-stöd", "Integrerat IT-stöd") in shown.after.table.rows


def test_the_report_has_the_target_as_a_chapter_of_its_own(cast: Cast, assessment: Assessment) -> None:
    assert len(maps_section(readiness_page(assessment))) == 1
    set_targets(assessment=assessment, targets={SHOP: "integrated"}, actor=cast.consultant)
    chapter = maps_section(readiness_page(assessment))[1]
    kinds = [type(block) for block in chapter.blocks]
    assert (kinds.count(Drawing), kinds.count(Table)) == (1, 1)
    report = issue(cast.engagement, cast.consultant, ReportKind.READINESS)
    report.assessment = assessment
    composed = compose_readiness_report(report)
    used = {block.asset_name for section in composed.sections for block in section.blocks if isinstance(block, Drawing)}
    assert used == {asset.name for asset in composed.assets}


def test_a_program_reads_and_sets_targets_all_or_nothing(client: Client, cast: Cast, assessment: Assessment) -> None:
    client.force_login(cast.consultant)
    url = reverse("api:assessment_api:targets", args=[cast.engagement.id, assessment.id])

    def send(*targets: tuple[CellKey, str]) -> int:
        sent = {"targets": [{"cell": str(key), "target": level} for key, level in targets]}
        return client.put(url, sent, content_type="application/json").status_code

    assert send((SHOP, "integrated"), (WEB, "nonsense")) == 400
    assert send((SHOP, "integrated"), (CellKey("vision"), "integrated")) == 400
    assert not ChannelTarget.objects.exists()
    assert send((SHOP, "integrated"), (WEB, "")) == 200
    listed = {one["cell"]: one for one in client.get(url).json()}
    assert (len(listed), listed[str(SHOP)]["target"], listed[str(WEB)]["target"]) == (23 + 31, "integrated", "")
    assert set(listed[str(SHOP)]["levels"]) == {"integrated", "standalone", "without", "unused"}
    readiness = client.get(reverse("api:assessment_api:readiness", args=[cast.engagement.id, assessment.id])).json()
    assert [move["title"] for shown in readiness["maps"] for move in shown["moves"]] == ["E-handel"]
    assert send((SHOP, "")) == 200
    assert not ChannelTarget.objects.exists()


def test_word_templates_have_the_target_and_the_plan(cast: Cast, assessment: Assessment) -> None:
    set_targets(assessment=assessment, targets={SHOP: "integrated"}, actor=cast.consultant)
    plan = ActionContent(item="vision", title="Skriv affärsidén", owner="Anna", due_date=date(2027, 1, 31))
    plan_actions(assessment=assessment, contents=[plan], actor=cast.consultant)
    values = word_values(assessment)
    assert [dict(item) for item in values["targets"] if not isinstance(item, str)] == [
        {"title": "E-handel", "group": "Säljkanaler", "today": "Obesvarad", "target": "Integrerat IT-stöd"}
    ]
    filled = fill_template(example_template(), values, title="x")
    table = next(one for one in Document(io.BytesIO(filled)).tables if one.rows[0].cells[0].text == "Åtgärd")
    assert [cell.text for cell in table.rows[1].cells][:3] == ["Skriv affärsidén", "Anna", "31 januari 2027"]
