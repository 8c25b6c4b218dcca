"""The customer base report's tables of what lies ahead: value, customers about to leave, share of wallet, levers."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portfolio.pages.ahead import AheadResult
from portfolio.pages.budget import SavedScenario
from portfolio.pages.leaving import LeavingResult
from portfolio.pages.lever_mix import MixResult
from portfolio.pages.wallet import WalletPage
from reports.customer_base_cells import UNKNOWN, BaseCells, number_cell, percent_cell
from reports.frame import Cell, Column, Row, Table
from ui import formats


def _share(value: float | None, decimals: int = 1) -> Cell:
    return Cell(UNKNOWN if value is None else formats.percent(value, decimals))


def _float(value: float, decimals: int) -> Cell:
    return Cell(formats.number(value, decimals))


class OutlookTables(BaseCells):
    """Value ahead, who is about to leave, share of wallet, the cheapest mix of levers."""

    def ahead_tiers(self, result: AheadResult) -> Table:
        """Return the next window tier by tier: simple value beside the model's."""
        columns = (
            Column(_("Nivå nu"), width=16),
            Column(_("Kunder"), is_number=True, width=11),
            Column(_("Intäkt nu, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Enkelt värde nästa period"), is_number=True),
            Column(_("Modellen nästa period"), is_number=True),
            Column(_("Sannolikt kvar"), is_number=True, width=14),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.label),
                    number_cell(line.tier.customers),
                    self.amount(line.tier.revenue_minor),
                    self.amount(line.tier.simple_minor),
                    self.amount(line.tier.expected_minor),
                    _share(line.alive_share),
                )
            )
            for line in result.tiers
        )
        return Table(_("Nästa period, nivå för nivå"), columns, rows)

    def ahead_classes(self, result: AheadResult) -> Table:
        """Return what customers bought in the window the model had not seen, and what it had expected."""
        columns = (
            Column(_("Återköp före"), width=26),
            Column(_("Kunder"), is_number=True),
            Column(_("Köpte, per kund"), is_number=True),
            Column(_("Modellen väntade"), is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(found.label),
                    number_cell(found.line.customers),
                    _float(found.line.actual_mean, 2),
                    _float(found.line.expected_mean, 2),
                )
            )
            for found in result.classes
        )
        return Table(_("Så träffade modellen en period som den inte hade sett"), columns, rows, is_dense=True)

    def ahead_models(self, result: AheadResult) -> Table:
        """Return the models in the test."""
        columns = (
            Column(_("Modell"), width=34),
            Column(_("Väntade köp"), is_number=True),
            Column(_("Mot utfallet"), is_number=True),
            Column(_("Fel per kund"), is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.name, note=_("vald") if line.is_chosen else ""),
                    _float(line.fit.expected_purchases, 0),
                    Cell(UNKNOWN if line.error_share is None else formats.signed(formats.percent(line.error_share))),
                    _float(line.fit.mean_error, 2),
                )
                if line.fit.converged
                else (Cell(line.name, note=_("fann ingen lösning")), Cell(UNKNOWN), Cell(UNKNOWN), Cell(UNKNOWN))
            )
            for line in result.fits
        )
        return Table(_("Modellerna i prövningen"), columns, rows, is_dense=True)

    def at_risk(self, result: LeavingResult, shown: int) -> Table:
        """Return the customers with the most revenue at risk, with their reasons."""
        columns = (
            Column(_("Kund"), width=24),
            Column(_("Nivå nu"), width=11),
            Column(_("Risk"), is_number=True, width=8),
            Column(_("På spel, %(unit)s") % {"unit": self.unit}, is_number=True, width=13),
            Column(_("Skäl")),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.customer.name or line.customer.customer_id),
                    Cell(line.tier_label),
                    _share(line.customer.risk, 0),
                    self.amount(line.customer.at_risk_minor),
                    Cell(" · ".join(line.reasons), tone="muted"),
                )
            )
            for line in result.customers[:shown]
        )
        note = _("Skälen är de tecken som höjer kundens risk mest; de är samband, inte orsaker.")
        return Table(_("Kunderna med mest intäkt på spel"), columns, rows, note=note, is_dense=True)

    def risk_tiers(self, result: LeavingResult) -> Table:
        """Return how many are expected to leave, tier by tier."""
        columns = (
            Column(_("Nivå"), width=22),
            Column(_("Kunder"), is_number=True),
            Column(_("Väntas lämna"), is_number=True),
            Column(_("På spel, %(unit)s") % {"unit": self.unit}, is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.label),
                    number_cell(line.tier.customers),
                    _float(line.tier.expected_leaving, 0),
                    self.amount(line.tier.at_risk_minor),
                )
            )
            for line in result.tiers
        )
        return Table(_("Risken nivå för nivå"), columns, rows, is_dense=True)

    def scores(self, result: LeavingResult) -> Table:
        """Return how well each model told who left."""
        columns = (
            Column(_("Modell"), width=36),
            Column(_("Träffsäkerhet (AUC)"), is_number=True),
            Column(_("Fel (Brier)"), is_number=True),
            Column(_("Lämnade i högsta tiondelen"), is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.label, note=_("används") if line.is_used else ""),
                    _float(line.score.auc, 3),
                    _float(line.score.brier, 3),
                    _share(line.score.top_share),
                )
            )
            for line in result.scores
        )
        return Table(_("Modellerna mot en senare period"), columns, rows, is_dense=True)

    def wallet(self, page: WalletPage) -> Table:
        """Return what is bought here and elsewhere by the rule, and what first place is worth."""
        columns = (
            Column(_("Nivå"), width=18),
            Column(_("Kunder"), is_number=True, width=13),
            Column(_("Köper här, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Köper totalt, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Värt att bli etta, %(unit)s") % {"unit": self.unit}, is_number=True),
        )
        rows = tuple(
            Row(
                (
                    Cell(line.label),
                    number_cell(line.customers),
                    self.amount(line.revenue_minor),
                    self.amount(line.wallet_minor),
                    self.amount(line.gain_minor),
                ),
                "sum" if line.is_all else "",
            )
            for line in page.lines
        )
        return Table(_("Kundandelen nivå för nivå"), columns, rows)

    def wallet_rule(self, page: WalletPage) -> Table:
        """Return the share of each rank among so many brands."""
        columns = (
            Column(_("Leverantörer"), width=20),
            *(Column(_("Nummer %(rank)s") % {"rank": rank}, is_number=True) for rank in page.ranks),
        )
        rows = tuple(
            Row((Cell(formats.number(line.brands)), *(percent_cell(share) for share in line.shares)))
            for line in page.rule
        )
        return Table(_("Regeln: kundandel efter plats"), columns, rows, is_dense=True)

    def mix(self, saved: SavedScenario, mix: MixResult) -> Table:
        """Return the cheapest way to a scenario's target."""
        columns = (
            Column(_("Spak"), width=38),
            Column(_("Ställs på, procent"), is_number=True),
            Column(_("Per procentenhet, %(unit)s") % {"unit": self.unit}, is_number=True),
            Column(_("Kostnad, %(unit)s") % {"unit": self.unit}, is_number=True),
        )
        rows = (
            *(
                Row(
                    (
                        Cell(line.label),
                        number_cell(line.percent, 2),
                        self.amount(line.point_minor),
                        self.amount(line.cost_minor),
                    )
                )
                for line in mix.lines
            ),
            Row((Cell(_("Summa")), Cell(""), Cell(""), self.amount(mix.cost_minor)), "sum"),
        )
        return Table(f"{saved.scenario.name}: {mix.message}", columns, rows, is_dense=True)

    def alone(self, scenarios: Sequence[SavedScenario]) -> Table:
        """Return what each lever alone must be set to for the targets of the scenarios."""
        columns = (
            Column(_("Spak"), width=34),
            *(Column(saved.scenario.name, is_number=True) for saved in scenarios),
        )
        rows = tuple(
            Row((Cell(solved[0].label), *(Cell(one.text if one.is_possible else UNKNOWN) for one in solved)))
            for solved in zip(*(saved.alone for saved in scenarios), strict=True)
        )
        note = _("Procent; streck där spaken inte räcker ensam.")
        return Table(
            _("Vad varje spak ensam måste ställas på för att nå målet"), columns, rows, note=note, is_dense=True
        )
