"""What rows that may not count are called: cancelled, offered, ordered, paid, planned, carried forward, credited.

Words are compared in lower case. `STRUCK` are roots found anywhere in a column of few values, and at the beginning of a
remark; the others are whole cells.
"""

from profitability.intake.derivations import CREDIT_NOTES
from profitability.intake.matching import fold


def _split(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split("|") if word.strip())


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _split(text))


STRUCK = (
    r"makuler|annul[lé]|kansel|cancel+ed|cancel+ation|\bcancel\b|storn[oi]|\bvoid(?:ed)?\b|ogiltig|ugyldig|ungültig"
)
UNSTRUCK = r"^(?:ej|inte|icke|ikke|ikkje|not|nicht|non)\b"
"""What begins a word for the contrary: "ej makulerad"."""

ALWAYS = _split(
    "mak|struken|avbruten|avbruden|avbrutt|avbrudt|avbeställd|avbestilt|avbokad|aflyst|avlyst|slettet|deleted|"
    "raderad|borttagen|fjernet|removed|gelöscht|reversed|reverserad|återförd|tilbageført|tilbakeført|avvisad|afvist|"
    "avvist|rejected|abgelehnt|underkänd|declined|failed|misslyckad|mislykket|utgången|expired|förlorad|lost|test|"
    "testorder|testfaktura|utkast|draft|kladde|kladd|udkast|entwurf|preliminär|preliminary|foreløbig|foreløpig|"
    "proforma|pro forma|proformafaktura|pro forma invoice|proforma invoice|offert|anbud|offer|quote|quotation|"
    "estimate|tilbud|angebot|kostnadsförslag|budgeterad|budgeteret|planned|planerad|planlagt|geplant|no-show|no show|"
    "uteblev|uteblivit|ikke mødt|ikke møtt|ingående saldo|ingående balans|utgående saldo|utgående balans|"
    "opening balance|closing balance|balance forward|primosaldo|ultimosaldo|inngående saldo|anfangsbestand|"
    "saldovortrag|ib|ub"
)
"""Kinds of rows that are no sale and no done work even when every row is one."""

BESIDE = _split(
    "order|ordre|sales order|salesorder|kundorder|salgsordre|auftrag|bestellung|beställning|bestilling|"
    "purchase order|orderbekräftelse|ordererkännande|ordrebekræftelse|ordrebekreftelse|order confirmation|"
    "auftragsbestätigung|ramorder|blanket order|följesedel|leveranssedel|delivery note|følgeseddel|pakkseddel|"
    "packing slip|lieferschein|plocklista|påminnelse|kravbrev|krav|reminder|rykker|purring|mahnung|inkasso|"
    "räntefaktura|dröjsmålsränta|rentefaktura|rentenota|interest invoice|finance charge memo|betalning|inbetalning|"
    "utbetalning|payment|receipt|betaling|indbetaling|innbetaling|zahlung|inköp|köp|purchase|purchases|indkøb|"
    "innkjøp|einkauf|leverantörsfaktura|purchase invoice|supplier invoice|vendor invoice|kreditorfaktura|leverantör|"
    "supplier|vendor|leverandør|kreditor|lieferant|obekräftad|unconfirmed|ej fakturerad|not invoiced|ofakturerad|"
    "ufaktureret|ufakturert|ej bokförd|unposted|mål|target|plan|budget|budsjett|prognos|prognose|forecast|huvud|"
    "huvudrad|header|head|kopf|hoved|hode|rubrik|rubrikrad|textrad|text|kommentarsrad|comment|kommentar|subtotal|"
    "delsumma|mellansumma|summering|summarad|summary|totalrad|summa|total|totalt|sum|i alt|gesamt|zwischensumme"
)
"""Kinds of rows that count once beside others of the same column (an order and its invoice are one sale): told by the
column's heading, or by a word of `SALES` beside them."""

SALES = _split(
    "faktura|fakturor|invoice|rechnung|kundfaktura|customer invoice|sales invoice|salgsfaktura|kontantfaktura|utfall|"
    "actual|actuals|regnskab|regnskap|ist|fakturarad|detalj|detail|detaljrad|rad|line|position|kund|customer|kunde|"
    "fakturerad|invoiced|fakturert|faktureret"
)

TOTALS = _split("summa|total|totalt|totals|totalsumma|sum|subtotal|delsumma|mellansumma|i alt|gesamt|zwischensumme")
"""Sums that stand where an article would."""

TOTAL_SPELLINGS = tuple(sorted({spelt for word in TOTALS for spelt in (word, word.upper(), word.capitalize())}))

CREDITED = frozenset(CREDIT_NOTES) | _split(
    "krediterad|krediteret|kreditert|credited|credit-note|kreditfakt|kreditfakt.|kred|kred.|kreditrad|kreditt|"
    "kreditbilag|återbetald|tilbagebetalt|tilbakebetalt|refunderad|refunderet|refundert|erstattet|returnerad|"
    "returneret|returnert|returned|returrad|returorder|return order|partially_refunded|partially refunded|"
    "reklamation"
)

CODES = _split("f|fa|d|db|i|in|inv|s|k|kf|kr|kn|c|cr|cm|cn|g|gs|gu|h|r|o|q|m|mak|t|x|p|e")
DOUBTFUL_CODES = {"minus": _split("k|kf|kr|kn|c|cr|cm|cn|g|gs|gu|r"), "out": _split("h|o|q|m|mak|t|x|e")}
"""Single letters under a heading of kinds; `CODES` are all that may stand there for the doubtful ones to mean that."""

KIND_HEADINGS = _folded(
    "typ|type|art|kod|code|f/k|d/k|dk|fk|radtyp|rad typ|line type|row type|posttyp|fakturatyp|faktura typ|"
    "invoice type|dokumenttyp|document type|doctype|doc type|doc. type|transaktionstyp|transaction type|trans type|"
    "txn type|belegart|belegtyp|bilagstype|bilagsart|dokumenttype|fakturatype|ordertyp|order type|ordretype|status|"
    "läge|state|kind|slag|version|scenario|budget/utfall|datatyp|value type|verifikationstyp|vertyp|ver.typ|"
    "billing type|fkart|record type|transaktionsart|satzart"
)
STRUCK_HEADINGS = _folded(
    "makulerad|makulerat|makulering|makulerad datum|makuleringsdatum|mak|mak.|annullerad|annullerat|annulleret|"
    "annullert|annulleringsdatum|annulleringsdato|kansellert|cancelled|canceled|cancelled at|canceled at|"
    "cancelled date|cancellation date|is cancelled|is canceled|iscancelled|iscanceled|cancelled on|void|voided|"
    "is void|voided at|storno|storniert|stornodatum|raderad|raderat|borttagen|deleted|is deleted|deleted at|slettet|"
    "gelöscht|struken|avbokad|avbeställd|reversed|återförd|test|testorder|is test|utkast|draft|is draft|kladde|"
    "avvisad|rejected|offert|tilbud|quote|is quote|proforma"
)
SOUND_HEADINGS = _folded(
    "giltig|gyldig|gültig|valid|is valid|bokförd|bokfört|bogført|bokført|gebucht|posted|is posted|booked|fakturerad|"
    "fakturerat|faktureret|fakturert|invoiced|is invoiced|billed|utförd|udført|utført|completed|is completed|"
    "genomförd|levererad|leveret|levert|delivered|godkänd|godkendt|godkjent|approved|attesterad|räknas|medräknas|"
    "aktiv|active|is active|confirmed|bekräftad"
)
CREDIT_HEADINGS = _folded(
    "kreditfaktura|kredit|credit|is credit|iscredit|kreditnota|kreditnotat|credit note|credit memo|creditmemo|"
    "is credit note|är kredit|kreditering|krediterad|gutschrift|retur|return|returned|is return|isreturn|returnerad|"
    "refund|refunded|is refund|återbetalning|k|kred"
)
VAT_HEADINGS = _folded(
    "inkl moms|inkl. moms|inklusive moms|moms ingår|med moms|moms inkl|vat included|incl vat|including vat|vat incl|"
    "tax included|taxes included|prices incl vat|inkl mva|inkl. mva|inklusive mva|mva inkludert|inkl mwst"
)
LEVEL_HEADINGS = _folded("nivå|niva|level|niveau|ebene|hierarkinivå|outline level|radnivå")
ACCOUNT_HEADINGS = _folded(
    "konto|kontonr|kontonummer|account|account no|account number|g/l account|g/l account no|gl account|bokföringskonto|"
    "sachkonto|finanskonto"
)
RATE_HEADINGS = _folded(
    "kurs|valutakurs|växelkurs|omräkningskurs|exchange rate|currency rate|fx rate|vekslekurs|wechselkurs"
)
VAT_RATE_HEADINGS = _folded(
    "moms %|moms%|momssats|momsprocent|vat %|vat%|vat rate|tax rate|mva %|mva%|mva-sats|mwst %|"
    "moms pct|momskod|momskode|vat code|tax code|mva-kode|"
    "mvakode|steuerschlüssel"
)

YES = _split("x|ja|j|yes|y|1|true|t|sant|sand|sann|wahr|v|✓|✔|✗|*|on|på|si|s")
NO = _split("nej|nei|nein|no|n|0|false|f|falskt|falsk|usant|-|off|av|0000-00-00|null|none")

TIMES = {"s": 1, "min": 60, "h": 3_600}
MONEY = {"kr": 1, "tkr": 1_000, "mkr": 1_000_000}
COUNTS = {"st": 1, "dussin": 12, "tusen": 1_000}
DISTANCES = {"m": 1, "km": 1_000, "mil": 10_000}
WEIGHTS = {"g": 1, "kg": 1_000, "ton": 1_000_000}
FAMILIES = (TIMES, MONEY, COUNTS, DISTANCES, WEIGHTS)
UNITS = {
    word: unit
    for unit, words in {
        "s": "s|sekund|sekunder|sec|second|seconds",
        "min": "min|min.|minut|minuter|minute|minutes|minutter|minuten",
        "h": "h|tim|tim.|timme|timmar|time|timer|hour|hours|hrs|hr|stunde|stunden|std",
        "d": "dag|dagar|dage|dager|day|days|tag|tage|dygn",
        "kr": "kr|sek|nok|dkk|eur|kronor|kroner",
        "tkr": "tkr|tsek|ksek|kkr|t.kr|tusen kr|teur|keur|tdkk|tnok",
        "mkr": "mkr|msek|mnkr|mn kr|meur|mdkk|mnok",
        "st": "st|st.|styck|stycken|stk|stk.|pcs|pc|ea|each|antal|antall",
        "dussin": "dussin|dozen|dusin|dutzend",
        "tusen": "tusen|tusental|tusind|1000 st|thousand",
        "m": "m|meter|metre",
        "km": "km|kilometer",
        "mil": "mil",
        "g": "g|gram",
        "kg": "kg|kilo|kilogram",
        "ton": "ton|tonne|t",
    }.items()
    for word in words.split("|")
}
UNIT_HEADINGS = _folded(
    "enhet|enh|enh.|unit|unit of measure|uom|einheit|enhed|måttenhet|mätenhet|måleenhed|måleenhet|volymenhet|"
    "enhetskod|unit code|me|mängdenhet|sort"
)
ISO = _split(
    "sek|nok|dkk|isk|eur|usd|gbp|chf|pln|czk|huf|jpy|cny|cad|aud|nzd|sgd|hkd|inr|brl|mxn|zar|try|ron|bgn|thb|krw|aed|"
    "ils|rub|uah|skr|nkr|dkr"
)
