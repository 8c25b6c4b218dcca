"""What the background work of this app is called, what it does at each stage, and why it may fail."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "portfolio.analyse": _("Analyserar kundbasen"),
    "portfolio.study": _("Räknar framåt på kundbasen"),
    "portfolio.segment": _("Delar in kunderna"),
}
STAGES = {
    "base.facts": _("Räknar köp per kund"),
    "base.customers": _("Sorterar kunderna i flöden och nivåer"),
    "base.series": _("Följer basen månad för månad"),
    "base.cohorts": _("Följer nya kunder"),
    "base.holdings": _("Räknar innehav"),
    "ahead.histories": _("Samlar kundernas köphistorik"),
    "ahead.holdout": _("Prövar modellerna mot en period de inte sett"),
    "ahead.fit": _("Anpassar modellen till hela historiken"),
    "leaving.signs": _("Samlar tecknen på att en kund är på väg bort"),
    "leaving.train": _("Lär av dem som lämnade"),
    "leaving.test": _("Prövar modellerna mot en senare period"),
    "leaving.now": _("Räknar varje kunds risk"),
    "segments.customers": _("Samlar vad som är känt om varje kund"),
    "segments.place": _("Placerar kunderna efter reglerna"),
    "classes.answers": _("Läser svaren"),
    "classes.fit": _("Prövar olika antal klasser"),
    "classes.draws": _("Drar om kunderna för att se vad som står"),
    "twins.baskets": _("Samlar kundernas korgar"),
    "twins.offers": _("Söker tvillingar till varje korg"),
    "twins.test": _("Prövar förslagen på perioden före"),
    "twins.write": _("Skriver ner varje kunds förslag"),
    "ahead.write": _("Skriver ner varje kunds utsikt"),
}
ERRORS = {
    "upload_gone": _("Underlaget är borttaget. Välj ett annat."),
    "no_identity_column": _(
        "Kunderna i underlaget har inte kolumnen som kunddefinitionen håller ihop kundnummer med. "
        "Skicka med den, eller välj en annan definition."
    ),
    "no_transactions": _("Underlaget har inga transaktioner. Ladda upp ett som har det."),
    "too_little_history": _("Historiken är för kort, eller återköpen för få, för att skatta något."),
    "left_column_unreadable": _(
        "Kolumnen som säger vilka som lämnat rymmer annat än datum (ÅÅÅÅ-MM-DD) eller ja och nej, eller är tom."
    ),
    "base_amounts_too_large": _("Summan av beloppen är för stor för att räknas exakt."),
}

EVENTS = {
    "analysis.costs": _("Kostnaderna för nya kunder ändrades"),
    "scenario.saved": _("Ett budgetscenario sparades"),
    "scenario.removed": _("Ett budgetscenario togs bort"),
    "segment_rules.kept": _("Reglerna för segment ändrades"),
    "segmentation.started": _("En indelning av kunderna startades"),
    "classes.chosen": _("Antal klasser valdes och namngavs"),
    "study.started": _("En skattning på kundbasen startades"),
    "analysis.started": _("En analys av kundbasen startades"),
    "customer_definition.chosen": _("Kunddefinitionen ändrades"),
}
