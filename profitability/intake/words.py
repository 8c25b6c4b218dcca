"""Cost lines in people's words: "Orderhantering" is order_handling; a word nobody knows is asked about."""

from profitability.intake.matching import fold
from profitability.intake.profile import ColumnProfile
from profitability.intake.question import Answers, Candidate, Question, find_answer

LINES = {
    "order_handling": (
        "order_handling|orderhantering|order|ordermottagning|orderadministration|order processing|"
        "ordrehåndtering|auftragsabwicklung|fakturering"
    ),
    "logistics": (
        "logistics|logistik|frakt|transport|lager|distribution|leverans|freight|warehouse|fragt|logistikk|"
        "spedition|utleverans"
    ),
    "customer_service": (
        "customer_service|kundservice|kundtjänst|customer service|kundeservice|kundendienst|kundesenter"
    ),
    "support": "support|teknisk support|helpdesk|service|tekniskt stöd",
    "sales": "sales|försäljning|sälj|salg|vertrieb|säljkår|försäljningskostnader",
    "marketing": "marketing|marknad|marknadsföring|markedsføring|werbung|reklam",
    "customer_sustaining": (
        "customer_sustaining|kundvårdande|kundupprätthållande|kundvård|customer sustaining|"
        "account management|kundbevarande"
    ),
    "interest": "interest|ränta|räntor|rente|renter|zinsen|kundfordringsränta",
    "common": (
        "common|samkostnader|gemensamt|gemensam|overhead|fælles|felles|gemeinkosten|administration|samkostnad|allmänt"
    ),
}
_KNOWN = {fold(word): line for line, words in LINES.items() for word in words.split("|")}


def read_words(profile: ColumnProfile, answers: Answers) -> tuple[tuple[tuple[str, str], ...], list[Question]]:
    """Return the line of each word that is known or answered, and questions about the others."""
    words: list[tuple[str, str]] = []
    questions: list[Question] = []
    for shape in profile.shapes[:200]:
        text = shape.sample
        line = _KNOWN.get(fold(text))
        if line is None:
            question = Question("line", text, tuple(Candidate(each) for each in LINES), (text,))
            line = find_answer(answers, question)
            if line is None and len(questions) < 20:
                questions.append(question)
        if line is not None:
            words.append((text, line))
    return tuple(words), questions


def find_line(text: str) -> str:
    """Return the line that a department's name tells ("Lager Malmö" is logistics), or nothing."""
    words = [fold(word) for word in text.split()]
    return next((line for word in [fold(text), *words] if (line := _KNOWN.get(word)) and line != "common"), "")
