"""How the figures of a run came about, in words: the method page."""

from fractions import Fraction

from django.utils.translation import gettext as _

from profitability.domain.run import RunSummary
from profitability.pages.lines import line_label, ranked_words
from ui import formats


def method_points(summary: RunSummary) -> tuple[str, ...]:
    """Return the steps of the method in their order."""
    order = _("Kunderna rangordnas efter raden %(line)s.") % {"line": line_label(summary.rank_by)}
    if summary.rank_by != "result":
        below = _("Det som står under den raden i resultaträkningen påverkar kundresultatet men inte ordningen.")
        order = f"{order} {below}"
    return (
        _("Försäljning, rabatter, returer och varukostnad summeras per kund ur transaktionerna i perioden."),
        _(
            "Varje kostnadspool fördelas efter sin drivare: kundens volym delad med den totala volymen, eller "
            "med den praktiska kapaciteten där en sådan är angiven. Det som inte används visas som outnyttjad "
            "kapacitet."
        ),
        _(
            "Belopp räknas i hela ören. Det som blir över när en pool delas går till de största resterna; vid "
            "lika rest avgör kundnumret. Andelarna summerar alltid till poolen."
        ),
        _("Kostnader som bokförts direkt på en kund läggs på den kunden. Samkostnader stannar hos företaget."),
        order,
        _("Innan en körning publiceras ska alla kostnader vara återfunna till sista öret. Därefter ändras den aldrig."),
    )


def tier_rule_text(summary: RunSummary) -> str:
    """Say which rule gave the customers their tiers, with the parameters of the run."""
    settings = dict(summary.settings)
    rule = settings.get("tier_rule", "whale")
    if rule == "percent":
        text = _(
            "Guld är de %(gold)s bästa kunderna, om de ger något; silver är de följande upp till "
            "%(silver)s; brons är resten."
        ) % {
            "gold": _share(settings, "gold_percent", "0.20"),
            "silver": _share(settings, "silver_percent", "0.50"),
        }
    elif rule == "threshold":
        text = _("Guld är kunder vars %(value)s är minst %(gold)s, silver minst %(silver)s; brons är resten.") % {
            "value": ranked_words()["value"],
            "gold": settings.get("gold_from", "–"),
            "silver": settings.get("silver_from", "–"),
        }
    else:
        text = _(
            "Guld är de främsta kunderna, tills deras %(value)s tillsammans når %(peak)s av valkurvans topp, dock "
            "högst %(most)s av kunderna. Silver är övriga kunder som ger något. Brons är de som kostar."
        ) % {
            "value": ranked_words()["value"],
            "peak": _share(settings, "gold_peak_share", "0.80"),
            "most": _share(settings, "gold_max_share", "0.20"),
        }
    months = settings.get("new_customer_months", "12")
    return text + " " + _("En kund som är ny (högst %(months)s månader) är alltid minst silver.") % {"months": months}


def _share(settings: dict[str, str], key: str, default: str) -> str:
    try:
        share = Fraction(settings.get(key) or default)
    except ValueError:
        return settings[key]
    return formats.percent(share, 0)
