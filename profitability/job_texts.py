"""What the background work of this app is called, what it does at each stage, and why it may fail."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "profitability.read_upload": _("Läser underlaget"),
    "profitability.read_import": _("Läser och granskar filerna"),
    "profitability.run_allocation": _("Fördelar kostnaderna"),
    "profitability.compare_methods": _("Jämför metoderna"),
    "profitability.simulate_tiers": _("Prövar hur säkra nivåerna är"),
}
STAGES = {
    "open": _("Öppnar filerna"),
    "preview": _("Visar de första raderna"),
    "read": _("Läser filerna"),
    "convert": _("Tolkar bladen"),
    "check": _("Granskar rad för rad"),
    "facts": _("Räknar volymer per kund"),
    "shares": _("Fördelar varje kostnadspool"),
    "draw": _("Drar volymer och tider"),
    "write": _("Ställer upp resultaträkningarna"),
    "proof": _("Stämmer av till sista öret"),
    "publish": _("Publicerar"),
    "done": _("Avslutar"),
}
ERRORS = {
    "proof_failed": _("Avstämningen gick inte ihop och inget publicerades. Felet ligger i programmet: kontakta oss."),
}

EVENTS = {
    "import.confirmed": _("En import bekräftades"),
    "import.discarded": _("En import kastades"),
    "import.started": _("En import påbörjades"),
    "import.undone": _("En import ångrades"),
    "upload.received": _("Ett underlag laddades upp"),
    "upload.removed": _("Ett underlag togs bort"),
    "labels.changed": _("Resultaträkningens benämningar ändrades"),
    "what_if.saved": _("Ett scenario sparades"),
    "what_if.removed": _("Ett scenario togs bort"),
    "run.started": _("En körning startades"),
}
