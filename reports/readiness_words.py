"""What the scores of an assessment say, in sentences: the summary of the readiness report."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.pages.readiness import AreaView, ReadinessPage
from assessment.pages.score_chart import points
from reports.profitability_words import join_words
from ui import formats

STRONG_FROM, WEAK_BELOW = 60, 50


def message(page: ReadinessPage) -> str:
    """Say the message of the report in one or two sentences."""
    total = page.total
    if not page.areas:
        return f"{page.balance.headline}." if page.balance else progress_text(page)
    if total.score is None:
        return _("Inget är besvarat ännu, så det finns ingen poäng att rapportera.")
    values = {"client": page.client, "score": points(total.score), "low": points(total.low), "high": points(total.high)}
    if total.is_known:
        return _("%(client)s får %(score)s poäng av 100 för sin mognad i kundarbetet.") % values
    return (
        _(
            "%(client)s får %(score)s poäng av 100 på det som är besvarat; det obesvarade lämnar utrymme från "
            "%(low)s till %(high)s."
        )
        % values
    )


def progress_text(page: ReadinessPage) -> str:
    """Say how much is answered."""
    answered, total = page.progress.answered, page.progress.total
    if total and answered >= total:
        return _("Alla frågor är besvarade.")
    left = total - answered
    text = ngettext("En fråga av %(total)s är obesvarad.", "%(left)s frågor av %(total)s är obesvarade.", left)
    return text % {"left": formats.number(left), "total": formats.number(total)}


def strong_areas(page: ReadinessPage) -> tuple[AreaView, ...]:
    """Return the areas that carry, the strongest first."""
    known = [area for area in page.areas if area.score.score is not None and area.score.score >= STRONG_FROM]
    return tuple(sorted(known, key=lambda area: -(area.score.score or 0)))


def weak_areas(page: ReadinessPage) -> tuple[AreaView, ...]:
    """Return the areas that hold the company back, the weakest first."""
    known = [area for area in page.areas if area.score.score is not None and area.score.score < WEAK_BELOW]
    return tuple(sorted(known, key=lambda area: area.score.score or 0))


def strengths(page: ReadinessPage) -> str:
    """Say which areas are strong."""
    areas = strong_areas(page)
    if not areas:
        return _("Inget område når %(limit)s poäng.") % {"limit": STRONG_FROM}
    named = {"areas": join_words([_named(area) for area in areas])}
    return ngettext("Det område som bär är %(areas)s.", "De områden som bär är %(areas)s.", len(areas)) % named


def gaps(page: ReadinessPage) -> str:
    """Say which areas are weak."""
    areas = weak_areas(page)
    if not areas:
        return _("Inget besvarat område ligger under %(limit)s poäng.") % {"limit": WEAK_BELOW}
    named = {"areas": join_words([_named(area) for area in areas])}
    return (
        ngettext(
            "Det område som håller tillbaka är %(areas)s.", "De områden som håller tillbaka är %(areas)s.", len(areas)
        )
        % named
    )


def _named(area: AreaView) -> str:
    title = area.title
    inside = title[:1].lower() + title[1:] if title[1:2].islower() else title
    return f"{inside} ({points(area.score.score)})"


def open_text(page: ReadinessPage) -> str:
    """Say which unanswered questions matter most; empty when none does."""
    if not page.open_rules:
        return ""
    named = join_words([f"”{rule.item}”" for rule in page.open_rules])
    return ngettext(
        "Den obesvarade fråga som betyder mest är %(named)s: den kan flytta totalen %(effect)s poäng.",
        "De obesvarade frågor som betyder mest är %(named)s: tillsammans kan de flytta totalen %(effect)s poäng.",
        len(page.open_rules),
    ) % {"named": named, "effect": points(page.open_effect)}


def support_texts(page: ReadinessPage) -> tuple[str, ...]:
    """Say, for each map, how much is in use and what is in use without IT support."""
    texts = []
    for shown in page.maps:
        holes = _("Utan IT-stöd: %(names)s.") % {"names": join_words(list(shown.holes))} if shown.holes else ""
        texts.append(f"{shown.title}: {shown.chart.title}. {holes}".strip())
    return tuple(texts)


def target_text(page: ReadinessPage) -> str:
    """Say what the target is, in how many steps."""
    count = sum(len(shown.moves) for shown in page.maps)
    return ngettext(
        "Kartan efter: en kanal eller funktion ska ändras. En prick märker den; allt annat står som i dag.",
        "Kartan efter: %(count)s kanaler och funktioner ska ändras. Prickar märker dem; allt annat står som i dag.",
        count,
    ) % {"count": count}


def spread_text(page: ReadinessPage) -> str:
    """Say how far apart the areas lie; empty while fewer than two are answered."""
    best, worst = page.strongest, page.weakest
    if best is None or worst is None or best.key == worst.key:
        return ""
    gap = (best.score.score or Decimal(0)) - (worst.score.score or Decimal(0))
    return _(
        "Mellan det starkaste och det svagaste området skiljer det %(gap)s poäng. Kunden möter helheten: den svagaste "
        "länken märks först."
    ) % {"gap": points(gap)}


def gaps_message(page: ReadinessPage) -> str:
    """Say in a line what the dearest gaps cost together."""
    return ngettext(
        "En lucka kostar %(lost)s poäng av 100",
        "%(count)s luckor kostar tillsammans %(lost)s poäng av 100",
        len(page.gaps),
    ) % {"count": len(page.gaps), "lost": points(page.gaps_lost)}


def gaps_text(page: ReadinessPage) -> str:
    """Say what the dearest gaps are and what closing them would give; empty without any."""
    if not page.gaps:
        return ""
    first = join_words([f"”{gap.item}”" for gap in page.gaps[:3]])
    return _("%(message)s. Störst är %(first)s.") % {"message": gaps_message(page), "first": first}


def said_text(message: str, sentences: tuple[str, ...]) -> str:
    """Say how the company's own figures stand against its ledger."""
    return " ".join((f"{message}.", *sentences[:1]))


def proven_text(page: ReadinessPage) -> str:
    """Say how much of the score rests on evidence; empty while nothing is answered."""
    if page.total.score is None:
        return ""
    if not page.proven:
        return _("Inget svar är ännu belagt med citat, länk eller fil: poängen är vad företaget säger om sig självt.")
    return _(
        "Räknas bara de svar som är belagda med citat, länk eller fil återstår minst %(proven)s av de %(score)s "
        "poängen."
    ) % {"proven": points(page.proven), "score": points(page.total.score)}
