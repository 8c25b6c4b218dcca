"""Latent classes: numbers of classes side by side, the one chosen by a person, their profiles and growth."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from portfolio.domain.latent_classes import AnswerSource, Carried, ClassesSummary, ClassSolution
from portfolio.domain.segment_rules import SegmentLine
from portfolio.models import Analysis, AnalysisState
from portfolio.pages.labels import Basis, basis_of
from portfolio.pages.segments import SegmentGrowth, growth_chart, sum_lines
from portfolio.pages.studies import StudyStatus, status_of_job
from portfolio.problem_texts import describe_problem
from portfolio.segment_models import ClassChoice, Segmentation, SegmentationKind
from portfolio.selectors.analyses import get_summary
from portfolio.selectors.segment_rows import iterate_places
from portfolio.selectors.segmentations import (
    find_choice,
    find_class_division,
    find_newest,
    get_classes_summary,
    list_segmentations,
    read_problems,
)
from profitability.domain.problem import Problem
from ui import formats
from ui.charts import Cell, Chart, HeatRow, heat_map
from ui.charts.dots import DotRow, dots
from ui.table_files import Cell as FileCell
from ui.table_files import CellKind, TableColumn, TableFile, table_file

ITEMS_SHOWN = 30


@dataclass(frozen=True)
class ProblemLine:
    """One finding in a survey, in words."""

    level: str
    place: str
    text: str
    cure: str


@dataclass(frozen=True)
class CountLine:
    """One number of classes that was tried; `is_shown` marks the one whose profiles stand below."""

    solution: ClassSolution
    smallest_share: float
    is_lowest: bool
    is_shown: bool
    is_chosen: bool


@dataclass(frozen=True)
class NameField:
    """The field that names a class: what it is called, and what sets it apart."""

    number: int
    name: str
    share: float
    together_share: float
    traits: str


@dataclass(frozen=True)
class ClassesResult:
    """What a published segmentation into classes says, for the number of classes that is shown."""

    segmentation: Segmentation
    summary: ClassesSummary
    message: str
    source_text: str
    is_of_behaviour: bool
    lines: tuple[CountLine, ...]
    comparison: Chart
    shown: ClassSolution
    carried: Carried | None
    names: tuple[NameField, ...]
    profile: Chart
    choice: ClassChoice | None
    growth: tuple[SegmentGrowth, ...]
    total: SegmentLine
    growth_chart: Chart | None


@dataclass(frozen=True)
class ClassesPage:
    """The classes of an analysis; `result` is None before there are any."""

    basis: Basis
    status: StudyStatus
    problems: tuple[ProblemLine, ...]
    problem_file: str
    result: ClassesResult | None


def classes_page(analysis: Analysis, count: int | None) -> ClassesPage:
    """Return the page of a published analysis with so many classes shown: the chosen or the best number by default."""
    newest = find_newest(analysis, SegmentationKind.CLASSES)
    published = list_segmentations(analysis, SegmentationKind.CLASSES).filter(state=AnalysisState.PUBLISHED).first()
    state, job = (newest.state, newest.job) if newest else ("", None)
    told = newest if newest is not None and newest.problems else None
    return ClassesPage(
        basis=basis_of(analysis, get_summary(analysis)),
        status=status_of_job(SegmentationKind.CLASSES.value, state, job),
        problems=tuple(_problem(problem) for problem in read_problems(told)) if told else (),
        problem_file=told.survey_name if told else "",
        result=_result(published, count) if published else None,
    )


def _problem(problem: Problem) -> ProblemLine:
    text, cure = describe_problem(problem)
    place = ", ".join(
        part for part in (_("rad %(row)d") % {"row": problem.row} if problem.row else "", problem.column) if part
    )
    value = f" ({problem.value})" if problem.value else ""
    return ProblemLine(problem.level.value, place, text + value, cure)


def _result(segmentation: Segmentation, count: int | None) -> ClassesResult:
    summary, choice = get_classes_summary(segmentation), find_choice(segmentation)
    chosen = choice.class_count if choice else None
    wanted = count if count is not None and count > 1 else chosen or max(2, summary.lowest_bic)
    shown = summary.solution(wanted) or summary.solutions[-1]
    names = class_names(choice, shown)
    lines = tuple(
        SegmentLine(name, p.line.customers, p.line.earlier, p.line.later)
        for name, p in zip(names, shown.profiles, strict=True)
    )
    revenue = sum(line.later.revenue_minor for line in lines)
    is_chosen = choice is not None and choice.class_count == shown.count
    return ClassesResult(
        segmentation=segmentation,
        summary=summary,
        message=_("Lägst BIC har %(count)d klasser") % {"count": summary.lowest_bic},
        source_text=source_text(summary),
        is_of_behaviour=summary.source is AnswerSource.BEHAVIOUR,
        lines=tuple(
            CountLine(
                solution,
                min(profile.share for profile in solution.profiles),
                solution.count == summary.lowest_bic,
                solution.count == shown.count,
                solution.count == chosen,
            )
            for solution in summary.solutions
        ),
        comparison=comparison_chart(summary),
        shown=shown,
        carried=shown.carried,
        names=tuple(
            NameField(number, name, profile.share, profile.together_share, _traits(summary, profile.yes_shares))
            for number, (name, profile) in enumerate(zip(names, shown.profiles, strict=True))
        ),
        profile=profile_chart(summary, shown, names),
        choice=choice if is_chosen else None,
        growth=tuple(
            SegmentGrowth(line, Fraction(line.later.revenue_minor, revenue) if revenue > 0 else None, f"class={place}")
            for place, line in enumerate(lines)
        ),
        total=sum_lines(lines),
        growth_chart=growth_chart(lines, _("Så växer klasserna"), "class-growth"),
    )


def class_names(choice: ClassChoice | None, shown: ClassSolution) -> tuple[str, ...]:
    """Return what the classes are called: as chosen, else by number."""
    if choice is not None and choice.class_count == shown.count:
        return tuple(choice.names)
    return tuple(_("Klass %(number)d") % {"number": number} for number in range(1, shown.count + 1))


def source_text(summary: ClassesSummary) -> str:
    """Say where the answers come from."""
    count = {"count": formats.number(summary.answering), "items": formats.number(len(summary.items))}
    if summary.source is AnswerSource.SURVEY:
        return _("Enkäten: %(count)s kunder och %(items)s frågor.") % count
    return _("Beteendet: vilka av %(items)s produkter som %(count)s kunder har.") % count


def _traits(summary: ClassesSummary, yes_shares: tuple[float, ...]) -> str:
    """Name the items that set the class most apart from everyone."""
    gaps = [(own - every, item) for own, every, item in zip(yes_shares, summary.yes_shares, summary.items, strict=True)]
    strongest = sorted(gaps, key=lambda gap: -abs(gap[0]))[:3]
    return ", ".join(
        f"{item} {formats.signed(formats.number(round(gap * 100)))}" for gap, item in strongest if abs(gap) >= 0.05
    )


def comparison_chart(summary: ClassesSummary) -> Chart:
    """Draw stability and certainty by number of classes."""
    rows = [
        DotRow(
            _("%(count)d klasser") % {"count": solution.count} if solution.count > 1 else _("1 klass"),
            (solution.stability, solution.certainty),
        )
        for solution in summary.solutions
    ]
    return dots(
        rows,
        [_("Hamnar lika igen"), _("Hur säker klassen är")],
        title=_("Fler klasser beskriver mer men står sämre när kunderna dras om"),
        subtitle=_("Andel av kunderna, för varje antal klasser"),
        corner=_("Antal klasser"),
        key="class-counts",
    )


def profile_chart(summary: ClassesSummary, shown: ClassSolution, names: tuple[str, ...]) -> Chart:
    """Draw the yes-share of each item in each class."""
    spread = [max(p.yes_shares[i] for p in shown.profiles) - min(p.yes_shares[i] for p in shown.profiles)
              for i in range(len(summary.items))]  # fmt: skip
    order = sorted(range(len(summary.items)), key=lambda i: -spread[i])[:ITEMS_SHOWN]
    rows = [
        HeatRow(
            summary.items[i],
            tuple(
                Cell(profile.yes_shares[i], formats.number(round(profile.yes_shares[i] * 100)))
                for profile in shown.profiles
            ),
        )
        for i in order
    ]
    return heat_map(
        rows,
        names,
        title=_("Det som skiljer klasserna åt"),
        subtitle=_("Andel ja i varje klass, %; det som skiljer mest först"),
        corner=_("Fråga") if summary.source is AnswerSource.SURVEY else _("Produkt"),
        key="class-profiles",
    )


def classes_file(analysis: Analysis, file_format: str) -> TableFile | None:
    """Return every customer with its class as "csv" or "xlsx"; None before anyone has chosen the number of classes."""
    division = find_class_division(analysis)
    if division is None:
        return None
    decimals = get_summary(analysis).decimals
    columns = (
        TableColumn(_("Kundnummer")),
        TableColumn(_("Kund")),
        TableColumn(_("Klass")),
        TableColumn(_("Säkerhet, procent"), CellKind.NUMBER),
        TableColumn(_("Intäkt, tidigare"), CellKind.AMOUNT, decimals),
        TableColumn(_("Intäkt, senare"), CellKind.AMOUNT, decimals),
    )

    def rows() -> Iterator[tuple[FileCell, ...]]:
        for row in iterate_places(analysis, division):
            name = division.names[row.place] if row.place >= 0 else ""
            sure = round(row.certainty * 100) if row.place >= 0 else None
            figures = (row.earlier_revenue_minor, row.later_revenue_minor)
            yield (row.customer_id, row.name, name, sure, *figures)

    return table_file(_("klasser"), columns, rows(), file_format)
