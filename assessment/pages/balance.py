"""An investment balance in words and drawn: what is spent, what others spent, what decided success."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessment.domain.balance import INSTRUMENT, Balance, Factor, find_balance
from assessment.models import Assessment
from assessment.pages.wording import in_words
from assessment.selectors import get_answer_sheet, get_common_sheet, get_instrument
from ui import formats
from ui.charts import Chart, DotRow, dots

SENTENCES = 3


@dataclass(frozen=True)
class BalanceLine:
    """One factor, in percentages; `own` None: unanswered."""

    key: str
    label: str
    own: Decimal | None
    invested: int
    success: int


@dataclass(frozen=True)
class BalanceView:
    """The message, the factors that lie furthest from their share of success, and the drawing."""

    headline: str
    sentences: tuple[str, ...]
    lines: tuple[BalanceLine, ...]
    chart: Chart


def balance_view(assessment: Assessment) -> BalanceView | None:
    """Return the balance of the common answers; None where the questionnaire asks for none or nothing is entered."""
    instrument = get_instrument(assessment)
    if instrument.key != INSTRUMENT:
        return None
    found = find_balance(instrument, get_answer_sheet(get_common_sheet(assessment)).answers)
    if found is None:
        return None
    lines = tuple(
        BalanceLine(each.row.key, in_words(each.row.label), each.own, each.invested, each.success)
        for each in found.factors
    )
    headline = _headline(found)
    rows = [DotRow(line.label, (_share(line.own), _share(line.success), _share(line.invested))) for line in lines]
    chart = dots(
        rows,
        (_("Er andel"), _("Andel av framgången"), _("Andras andel")),
        title=headline,
        subtitle=_("Era andelar bredvid en studie av vart pengarna gick och vad som avgjorde framgången"),
        corner=_("Faktor"),
        key="investment-balance",
    )
    return BalanceView(headline, _sentences(found), lines, chart)


def _headline(found: Balance) -> str:
    if found.to_move is None:
        return _("Andelarna är inte 100 procent tillsammans ännu")
    return _("%(own)s av pengarna ligger inte där framgången avgörs; i studien %(study)s") % {
        "own": _percent(found.to_move),
        "study": _percent(found.study_to_move),
    }


def _sentences(found: Balance) -> tuple[str, ...]:
    """Say which factors lie furthest from what they mean for success."""
    known = [factor for factor in found.factors if factor.own is not None and factor.own != factor.success]
    furthest = sorted(known, key=lambda factor: -abs(_gap(factor)))[:SENTENCES]
    return tuple(_sentence(factor) for factor in furthest)


def _gap(factor: Factor) -> Decimal:
    return (factor.own or Decimal(0)) - factor.success


def _sentence(factor: Factor) -> str:
    values = {
        "factor": in_words(factor.row.label),
        "own": _percent(factor.own or Decimal(0)),
        "success": _percent(factor.success),
        "others": _percent(factor.invested),
    }
    if _gap(factor) > 0:
        return (
            _("%(factor)s får %(own)s av pengarna men stod för %(success)s av framgången. Andra lade %(others)s.")
            % values
        )
    return (
        _("%(factor)s får bara %(own)s av pengarna men stod för %(success)s av framgången. Andra lade %(others)s.")
        % values
    )


def _percent(value: Decimal | int) -> str:
    return formats.percent(Decimal(value) / 100, 0 if value == int(value) else 1)


def _share(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value) / 100
