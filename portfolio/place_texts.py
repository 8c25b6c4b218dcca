"""What the places of a customer are called: tiers, and flows between periods."""

from django.utils.translation import gettext as _


def place_label(name: str) -> str:
    """Return what a tier, a flow or `all` is called."""
    labels = {
        "super": _("Super"),
        "top": _("Topp"),
        "middle": _("Mellan"),
        "bottom": _("Botten"),
        "new": _("Nya"),
        "won_back": _("Återvunna"),
        "retained": _("Fortsatt aktiva"),
        "lost": _("Förlorade"),
        "all": _("Alla"),
    }
    return labels[name]
