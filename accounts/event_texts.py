"""What the codes of the audit trail mean in words. Each app adds its own when it starts (AppConfig.ready)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_WHAT: dict[str, str | Promise] = {
    "engagement.created": _("Uppdraget skapades"),
    "invitation.sent": _("En inbjudan skickades"),
    "invitation.accepted": _("En inbjudan togs emot"),
    "invitation.withdrawn": _("En inbjudan drogs tillbaka"),
    "membership.ended": _("En persons åtkomst avslutades"),
    "token.issued": _("En API-nyckel skapades"),
    "token.revoked": _("En API-nyckel återkallades"),
}


def register_events(texts: Mapping[str, str | Promise]) -> None:
    """Add words for the codes that an app records."""
    _WHAT.update(texts)


def describe_event(what: str) -> str:
    """Say what happened; a code that nobody has named shows as it is."""
    return str(_WHAT.get(what, what))


def known_events() -> frozenset[str]:
    """Return the codes that have words."""
    return frozenset(_WHAT)
