"""What the fields and kinds of an import are called by people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Lazy = str | Promise

KINDS: dict[str, Lazy] = {
    "customers": _("Kunder"),
    "transactions": _("Försäljning"),
    "pools": _("Kostnadspooler"),
    "volumes": _("Volymer"),
    "direct_costs": _("Direkta kostnader"),
    "services": _("Tjänster mellan pooler"),
    "time_equations": _("Tidsekvationer"),
    "settings": _("Inställningar"),
}
KIND_MEANINGS: dict[str, Lazy] = {
    "customers": _("en rad per kund"),
    "transactions": _("en rad per faktura eller orderrad"),
    "pools": _("kostnader per kostnadsställe eller konto, eller en SIE-fil"),
    "volumes": _("hur mycket varje kund har använt: samtal, besök, leveranser"),
    "direct_costs": _("kostnader bokförda direkt på en kund"),
    "services": _("vad avdelningar gör åt varandra"),
    "time_equations": _("tid per aktivitet"),
}
FIELDS: dict[str, Lazy] = {
    "customer_id": _("Kundnummer"),
    "name": _("Namn"),
    "segment": _("Segment"),
    "customer_since": _("Kund sedan"),
    "date": _("Datum"),
    "gross_sales": _("Bruttoförsäljning"),
    "order_id": _("Ordernummer"),
    "product": _("Artikel"),
    "quantity": _("Antal"),
    "discount": _("Rabatt"),
    "cost_of_goods": _("Kostnad för sålda varor"),
    "pool_id": _("Poolens kortnamn"),
    "line": _("Rad i resultaträkningen"),
    "amount": _("Belopp"),
    "driver": _("Drivare"),
    "capacity": _("Kapacitet"),
    "text": _("Beskrivning"),
    "from_pool": _("Från pool"),
    "to_pool": _("Till pool"),
    "activity": _("Aktivitet"),
    "per_unit": _("Tid per styck"),
    "key": _("Inställning"),
    "value": _("Värde"),
    "net_amount": _("Nettobelopp"),
    "vat": _("Moms"),
    "with_vat": _("Belopp med moms"),
    "unit_price": _("Pris per enhet"),
    "unit_cost": _("Kostnad per enhet"),
    "returns": _("Returer"),
    "debit": _("Debet"),
    "credit": _("Kredit"),
    "credit_mark": _("Debet- eller kreditmärke"),
    "discount_share": _("Rabatt i procent"),
    "currency": _("Valuta"),
}
LINES: dict[str, Lazy] = {
    "order_handling": _("Orderhantering"),
    "logistics": _("Logistik"),
    "customer_service": _("Kundservice"),
    "support": _("Support"),
    "sales": _("Försäljning"),
    "marketing": _("Marknadsföring"),
    "customer_sustaining": _("Kundupprätthållande"),
    "interest": _("Ränta"),
    "common": _("Samkostnader"),
}
OUTSIDE: dict[str, Lazy] = {
    "income": _("Intäkter (kommer med försäljningen)"),
    "goods": _("Kostnad för sålda varor (kommer med försäljningen)"),
    "outside": _("Utanför: finansiellt, bokslut och skatt"),
}
SIE_PARTS: dict[str, Lazy] = {
    "income": _("Intäkter"),
    "goods": _("Kostnad för sålda varor"),
    "pools": _("Kostnadspooler"),
    "outside": _("Utanför"),
    "sum": _("Delarna tillsammans"),
    "result": _("Resultat enligt filen"),
    "difference": _("Skillnad"),
}
DRIVERS: dict[str, Lazy] = {
    "": _("ingen: kostnaden stannar hos företaget"),
    "@orders": _("antal order"),
    "@lines": _("antal rader"),
    "@quantity": _("antal sålda"),
    "@gross_sales": _("bruttoförsäljning"),
    "@net_sales": _("nettoförsäljning"),
    "@customers": _("lika per kund"),
}
ENCODINGS: dict[str, str] = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows (cp1252)",
    "mac_roman": "Mac Roman",
    "cp850": "DOS (cp850)",
    "cp437": "PC8 (cp437)",
}
DELIMITERS: dict[str, Lazy] = {
    ";": _("semikolon"),
    ",": _("komma"),
    "\t": _("tabb"),
    "|": _("lodstreck"),
    "^": "^",
    "~": "~",
}
RULES: dict[str, Lazy] = {
    "net": _("nettobeloppet"),
    "net_plus_discount": _("nettobelopp + rabatt"),
    "with_vat_less_vat": _("belopp med moms − moms"),
    "with_vat_as_is": _("beloppet med moms som det är"),
    "price_times_quantity": _("pris × antal"),
    "credit_less_debit": _("kredit − debet"),
    "debit_less_credit": _("debet − kredit"),
    "less_returns": _("beloppet − returer"),
    "credit_note_turned": _("beloppet, minus där raden är en kreditfaktura"),
    "marked_credit": _("beloppet, minus där märket säger debet"),
    "marked_debit": _("beloppet, minus där märket säger kredit"),
    "share_of_gross": _("en andel av bruttoförsäljningen"),
    "percent_of_gross": _("procent av bruttoförsäljningen"),
}


def field_text(field: str) -> str:
    """Return what a field is called; a column kept as an attribute ("+name") is called by its own name."""
    return field[1:] if field.startswith("+") else str(FIELDS.get(field, field))


def kind_text(kind: str) -> str:
    """Return what a sheet of the exchange format is called."""
    return str(KINDS.get(kind, kind))
