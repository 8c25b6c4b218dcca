"""The people of the demo: who they are, what they may do, and how they log in."""

from dataclasses import dataclass

from accounts.models import Role

PASSWORD = "nordanvind-2026"  # noqa: S105 - the demo's password is printed on purpose
CONSULTANCY = "Nordanvind Kundstrategi AB"
OTHER_CONSULTANCY = "Sunnanå Rådgivning AB"


@dataclass(frozen=True)
class Login:
    """A demo person.."""

    email: str
    name: str
    function: str
    role: Role
    consultancy: str
    what: str


LOGINS = (
    Login(
        "karin@nordanvind.example",
        "Karin Ek",
        "Konsult",
        Role.CONSULTANT,
        CONSULTANCY,
        "consultant: everything of Nordanvind's clients",
    ),
    Login(
        "jonas@nordgross.example",
        "Jonas Berg",
        "Ekonomichef",
        Role.FINANCE,
        CONSULTANCY,
        "finance at the client: uploads, runs, results",
    ),
    Login(
        "sara@nordgross.example",
        "Sara Lind",
        "Försäljningschef",
        Role.RESPONDENT,
        CONSULTANCY,
        "respondent at the client: answers the checklist",
    ),
    Login(
        "mikael@nordgross.example",
        "Mikael Dahl",
        "Kundtjänstchef",
        Role.RESPONDENT,
        CONSULTANCY,
        "respondent at the client: answers the checklist",
    ),
    Login(
        "eva@nordgross.example",
        "Eva Strand",
        "Styrelseordförande",
        Role.CLIENT_READER,
        CONSULTANCY,
        "client reader: results and reports",
    ),
    Login(
        "per@sunnana.example",
        "Per Holm",
        "Konsult",
        Role.CONSULTANT,
        OTHER_CONSULTANCY,
        "consultant of another consultancy: sees none of the above",
    ),
)
