"""Two assessments compared in words, and the total over all of them, on what can be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.domain.comparing import Answered, Comparison, ItemChange, compare_assessments, score_together
from assessment.domain.instrument import Instrument
from assessment.domain.scoring import round_points
from assessment.models import Assessment
from assessment.pages.score_chart import points
from assessment.pages.wording import in_words
from assessment.selectors import get_answer_sheet, get_common_sheet, get_instrument
from ui import formats
from ui.charts import Chart
from ui.charts.bars import Bar, bars
from ui.charts.dots import DotRow, dots


@dataclass(frozen=True)
class AreaLine:
    """One area then and now; None where nothing comparable was answered."""

    title: str
    was: Decimal | None
    now: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        return None if self.was is None or self.now is None else self.now - self.was


@dataclass(frozen=True)
class ChangeLine:
    """One question whose points changed; `effect` is what that gave the total."""

    title: str
    was: Decimal | None
    now: Decimal | None
    effect: Decimal


@dataclass(frozen=True)
class TrendPoint:
    """One assessment of the trend."""

    title: str
    created_at: datetime
    score: Decimal | None


@dataclass(frozen=True)
class ComparisonPage:
    """`earlier` then, `later` now. `left_out` were asked differently and cannot be compared."""

    earlier: Assessment
    later: Assessment
    headline: str
    sentences: tuple[str, ...]
    was: Decimal | None
    now: Decimal | None
    areas: tuple[AreaLine, ...]
    better: tuple[ChangeLine, ...]
    worse: tuple[ChangeLine, ...]
    left_out: tuple[str, ...]
    chart: Chart
    trend: tuple[TrendPoint, ...]
    trend_chart: Chart | None


def comparison_page(earlier: Assessment, later: Assessment, series: Sequence[Assessment]) -> ComparisonPage:
    """Compare two assessments; `series` are all of the instrument, oldest first."""
    compared = compare_assessments(_answered(earlier), _answered(later))
    was, now = _round(compared.was.score), _round(compared.now.score)
    titles = {area.key: in_words(area.title) for area in compared.rules.areas}
    areas = tuple(
        AreaLine(titles[then.key], _round(then.score), _round(today.score))
        for then, today in zip(compared.was.areas, compared.now.areas, strict=True)
    )
    better, worse = _changes(compared, is_better=True), _changes(compared, is_better=False)
    headline = _headline(was, now)
    trend = _trend(series)
    return ComparisonPage(
        earlier=earlier,
        later=later,
        headline=headline,
        sentences=tuple(_sentences(areas, better, worse, compared)),
        was=was,
        now=now,
        areas=areas,
        better=better,
        worse=worse,
        left_out=_labels(get_instrument(later), compared.left_out),
        chart=_chart(areas, headline, earlier.title, later.title),
        trend=trend,
        trend_chart=_trend_chart(trend),
    )


def _answered(assessment: Assessment) -> Answered:
    return Answered(get_instrument(assessment), get_answer_sheet(get_common_sheet(assessment)).answers)


def _round(score: Fraction | None) -> Decimal | None:
    return None if score is None else round_points(score)


def _labels(instrument: Instrument, keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(in_words(instrument.get_item(key).label) for key in keys)


def _headline(was: Decimal | None, now: Decimal | None) -> str:
    if was is None or now is None:
        return _("Det finns för lite att jämföra ännu")
    values = {"was": points(was), "now": points(now), "gap": points(abs(now - was))}
    if now > was:
        return _("Mognaden har stigit %(gap)s poäng, från %(was)s till %(now)s") % values
    if now < was:
        return _("Mognaden har sjunkit %(gap)s poäng, från %(was)s till %(now)s") % values
    return _("Mognaden är oförändrad, %(now)s poäng") % values


def _sentences(
    areas: Sequence[AreaLine], better: Sequence[ChangeLine], worse: Sequence[ChangeLine], compared: Comparison
) -> list[str]:
    moved = sorted(
        (area for area in areas if area.difference), key=lambda area: abs(area.difference or Decimal(0)), reverse=True
    )
    said = [_area_sentence(area) for area in moved[:3]]
    if better:
        said.append(_("Mest gav ”%(title)s”: från %(was)s till %(now)s poäng.") % _values(better[0]))
    if worse:
        said.append(_("Mest kostade ”%(title)s”: från %(was)s till %(now)s poäng.") % _values(worse[0]))
    answered = sum(change.was is None for change in compared.changes)
    if answered:
        said.append(
            ngettext(
                "En fråga är besvarad nu som inte var det då.",
                "%(count)s frågor är besvarade nu som inte var det då.",
                answered,
            )
            % {"count": answered}
        )
    return said or [_("Inget område har flyttat sig.")]


def _values(change: ChangeLine) -> dict[str, str]:
    return {"title": change.title, "was": points(change.was), "now": points(change.now)}


def _area_sentence(area: AreaLine) -> str:
    values = {"area": area.title, "was": points(area.was), "now": points(area.now)}
    if (area.difference or 0) > 0:
        return _("%(area)s har stigit från %(was)s till %(now)s.") % values
    return _("%(area)s har sjunkit från %(was)s till %(now)s.") % values


def _changes(compared: Comparison, *, is_better: bool) -> tuple[ChangeLine, ...]:
    chosen = [each for each in compared.changes if (each.effect > 0 if is_better else each.effect < 0)]
    return tuple(_change(compared.rules, each) for each in chosen)


def _change(rules: Instrument, change: ItemChange) -> ChangeLine:
    label = in_words(rules.get_item(change.item).label)
    return ChangeLine(label, _round(change.was), _round(change.now), round_points(change.effect))


def _chart(areas: Sequence[AreaLine], headline: str, then: str, now: str) -> Chart:
    rows = [DotRow(area.title, (_number(area.was), _number(area.now))) for area in areas]
    return dots(
        rows,
        (_("Då: %(title)s") % {"title": then}, _("Nu: %(title)s") % {"title": now}),
        title=headline,
        subtitle=_("Poäng 0–100 per område, på frågor som går att jämföra"),
        corner=_("Område"),
        key="comparison",
        write=formats.number,
        write_exact=lambda value: formats.number(value, 1),
    )


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _trend(series: Sequence[Assessment]) -> tuple[TrendPoint, ...]:
    _rules, scores = score_together([_answered(each) for each in series])
    return tuple(
        TrendPoint(each.title, each.created_at, _round(score.score)) for each, score in zip(series, scores, strict=True)
    )


def _trend_chart(trend: Sequence[TrendPoint]) -> Chart | None:
    known = [(point, point.score) for point in trend if point.score is not None]
    if len(known) < 3:
        return None
    rows = [Bar(point.title, float(score), points(score)) for point, score in known]
    return bars(
        rows,
        title=_("Från %(first)s till %(last)s poäng på %(count)s genomgångar")
        % {"first": points(known[0][1]), "last": points(known[-1][1]), "count": len(known)},
        subtitle=_("Totalen på frågor som går att jämföra i alla, äldst överst"),
        columns=(_("Genomgång"), _("Poäng")),
        key="trend",
    )
