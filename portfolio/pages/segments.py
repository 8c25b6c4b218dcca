"""Segments by rules: the rules, every customer's place, and how each segment grew between the windows."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.segment_rules import (
    RulesSummary,
    SegmentLine,
)
from portfolio.models import Analysis
from portfolio.pages.labels import Basis, basis_of
from portfolio.pages.segment_rules import RulesForm, rule_text, rules_form
from portfolio.pages.studies import StudyStatus, status_of_job
from portfolio.pages.typed_rules import TypedRules, type_rules
from portfolio.place_texts import place_label
from portfolio.segment_models import Segmentation, SegmentationKind, SegmentRules
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.segment_rows import iterate_places, list_known_attributes
from portfolio.selectors.segmentations import (
    find_newest,
    find_published,
    find_rule_division,
    find_rules,
    get_rules_summary,
    list_rules,
    read_rules,
)
from ui import formats
from ui.charts import Chart
from ui.charts.dots import DotRow, dots
from ui.table_files import Cell, CellKind, TableColumn, TableFile, table_file


@dataclass(frozen=True)
class SegmentGrowth:
    """One segment with its growth; `query` opens its customers."""

    line: SegmentLine
    later_share: Fraction | None
    query: str


@dataclass(frozen=True)
class SegmentsResult:
    """What a published segmentation by rules says."""

    segmentation: Segmentation
    message: str
    rules: tuple[str, ...]
    lines: tuple[SegmentGrowth, ...]
    total: SegmentLine
    chart: Chart | None


@dataclass(frozen=True)
class SegmentsPage:
    """The segments of an analysis; `result` is None before there are any."""

    basis: Basis
    status: StudyStatus
    result: SegmentsResult | None
    versions: tuple[SegmentRules, ...]
    is_of_older_rules: bool
    form: RulesForm


def segments_page(analysis: Analysis, typed: TypedRules | None = None) -> SegmentsPage:
    """Return the page of a published analysis; `typed` is what the form shows, the rules in force by default."""
    summary = get_summary(analysis)
    current, published = find_rules(analysis.engagement), find_published(analysis, SegmentationKind.RULES)
    if typed is None:
        typed = type_rules(read_rules(current)) if current else TypedRules()
    newest = find_newest(analysis, SegmentationKind.RULES)
    state, job = (newest.state, newest.job) if newest else ("", None)
    holdings = summary.holdings
    return SegmentsPage(
        basis=basis_of(analysis, summary),
        status=status_of_job(SegmentationKind.RULES.value, state, job),
        result=_result(published) if published else None,
        versions=tuple(list_rules(analysis.engagement)[:20]),
        is_of_older_rules=bool(published and current and published.rules_id != current.id),
        form=rules_form(
            typed,
            list_known_attributes(analysis),
            tuple(segment.name for segment in holdings.segments),
            tuple(product.name for product in holdings.products),
        ),
    )


def _result(segmentation: Segmentation) -> SegmentsResult:
    summary = get_rules_summary(segmentation)
    revenue = sum(line.later.revenue_minor for line in summary.lines)
    return SegmentsResult(
        segmentation=segmentation,
        message=growth_message(summary),
        rules=tuple(rule_text(rule) for rule in summary.rules.rules),
        lines=tuple(
            SegmentGrowth(
                line,
                Fraction(line.later.revenue_minor, revenue) if revenue > 0 else None,
                f"segment={place}",
            )
            for place, line in enumerate(summary.lines)
        ),
        total=sum_lines(summary.lines),
        chart=growth_chart(summary.lines, growth_message(summary), "segment-growth"),
    )


def sum_lines(lines: tuple[SegmentLine, ...]) -> SegmentLine:
    """Return the sum of all lines."""
    first, *rest = lines
    earlier, later = first.earlier, first.later
    for line in rest:
        earlier, later = earlier + line.earlier, later + line.later
    return SegmentLine(place_label("all"), sum(line.customers for line in lines), earlier, later)


def growth_message(summary: RulesSummary) -> str:
    """Say in a sentence which segment grew most."""
    grown = [line for line in summary.lines if line.revenue_growth_share is not None]
    if not grown:
        return _("Varje kund har sitt segment")
    best = max(grown, key=lambda line: line.revenue_growth_share or Fraction(0))
    return _("%(segment)s växer mest: intäkten ändras med %(share)s") % {
        "segment": best.name,
        "share": formats.signed(formats.percent(best.revenue_growth_share, 0)),
    }


def growth_chart(lines: tuple[SegmentLine, ...], title: str, key: str) -> Chart | None:
    """Draw each segment's share of the revenue in either window; None without revenue in both."""
    before = sum(line.earlier.revenue_minor for line in lines)
    after = sum(line.later.revenue_minor for line in lines)
    if before <= 0 or after <= 0:
        return None
    rows = [
        DotRow(line.name, (line.earlier.revenue_minor / before, line.later.revenue_minor / after)) for line in lines
    ]
    return dots(
        rows,
        [_("Tidigare period"), _("Senare period")],
        title=title,
        subtitle=_("Segmentets andel av intäkten i varje period"),
        corner=_("Segment"),
        key=key,
    )


def segments_file(analysis: Analysis, file_format: str) -> TableFile | None:
    """Return every customer with its segment as "csv" or "xlsx"; None before there are segments."""
    division = find_rule_division(analysis)
    if division is None:
        return None
    decimals = get_summary(analysis).decimals
    columns = (
        TableColumn(_("Kundnummer")),
        TableColumn(_("Kund")),
        TableColumn(_("Segment efter regler")),
        TableColumn(_("Segment i underlaget")),
        TableColumn(_("Intäkt, tidigare"), CellKind.AMOUNT, decimals),
        TableColumn(_("Intäkt, senare"), CellKind.AMOUNT, decimals),
    )

    def rows() -> Iterator[tuple[Cell, ...]]:
        for row in iterate_places(analysis, division):
            name = division.names[row.place] if row.place >= 0 else ""
            figures = (row.earlier_revenue_minor, row.later_revenue_minor)
            yield (row.customer_id, row.name, name, row.segment, *figures)

    return table_file(_("segment"), columns, rows(), file_format)
