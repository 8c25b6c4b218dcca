"""What each sheet and column of the exchange format means, in words: for the template workbook and the upload page."""

from django.utils.translation import gettext_lazy as _

from profitability.domain.template import Column, Kind, Sheet

SHEETS = {
    "settings": _("Period, valuta och regler. En rad per inställning."),
    "customers": _("En rad per kund. Egna kolumner går bra och följer med."),
    "transactions": _("Försäljningen, en rad per orderrad eller faktura. En retur är en rad med negativa belopp."),
    "pools": _("Kostnadspoolerna: vad som kostar, hur mycket, och vad som driver det."),
    "volumes": _("Hur mycket av varje drivare som varje kund har använt."),
    "time_equations": _("Hur lång tid varje aktivitet tar, för pooler som fördelas efter tid."),
    "services": _("Hur mycket en pool arbetar åt en annan."),
    "direct_costs": _("Kostnader som är bokförda direkt på en kund."),
}

COLUMNS = {
    "settings.key": _("Inställningens namn."),
    "settings.value": _("Inställningens värde."),
    "customers.customer_id": _("Kundnummer, samma i alla blad."),
    "customers.name": _("Kundens namn."),
    "customers.segment": _("Segment eller bransch."),
    "customers.customer_since": _("När kunden blev kund. Utan datum gäller det första köpet."),
    "transactions.customer_id": _("Kundnummer."),
    "transactions.date": _("Fakturadatum. Rader utanför perioden räknas inte med."),
    "transactions.gross_sales": _("Bruttoförsäljning i kronor."),
    "transactions.order_id": _("Ordernummer; rader med samma nummer är en order."),
    "transactions.product": _("Artikel eller tjänst."),
    "transactions.quantity": _("Antal."),
    "transactions.discount": _("Rabatt; ett positivt belopp sänker försäljningen."),
    "transactions.cost_of_goods": _("Kostnad för det sålda."),
    "pools.pool_id": _("Poolens kortnamn, till exempel ORD."),
    "pools.name": _("Poolens namn."),
    "pools.line": _(
        "Raden i resultaträkningen: order_handling, logistics, customer_service, support, sales, marketing, "
        "customer_sustaining, interest eller common."
    ),
    "pools.amount": _("Kostnaden i perioden."),
    "pools.driver": _(
        "Vad som driver kostnaden: ett namn i bladet volumes, eller @orders, @lines, @quantity, @gross_sales, "
        "@net_sales, @gross_margin, @customers. Tomt: kostnaden stannar hos företaget."
    ),
    "pools.capacity": _("Praktisk kapacitet i drivarens enhet. Det som inte används visas som outnyttjat."),
    "volumes.driver": _("Drivarens eller aktivitetens namn."),
    "volumes.customer_id": _("Kundnummer."),
    "volumes.quantity": _("Hur mycket; aldrig negativt, högst sex decimaler."),
    "volumes.date": _("Datum, om det finns."),
    "time_equations.driver": _("Drivaren som räknas fram."),
    "time_equations.activity": _("Aktiviteten, som står i bladet volumes under sitt eget namn."),
    "time_equations.per_unit": _("Tid per aktivitet."),
    "services.from_pool": _("Poolen som utför arbetet."),
    "services.to_pool": _("Poolen som får arbetet utfört."),
    "services.quantity": _("Hur mycket, i den utförande poolens enhet."),
    "direct_costs.customer_id": _("Kundnummer."),
    "direct_costs.line": _("Raden i resultaträkningen, som i bladet pools."),
    "direct_costs.amount": _("Kostnaden."),
    "direct_costs.date": _("Datum. Rader utanför perioden räknas inte med."),
    "direct_costs.text": _("Vad kostnaden avser."),
}

KINDS = {
    Kind.TEXT: _("text"),
    Kind.ID: _("text"),
    Kind.DATE: _("datum, ÅÅÅÅ-MM-DD"),
    Kind.AMOUNT: _("belopp"),
    Kind.QUANTITY: _("tal"),
}


def sheet_text(sheet: Sheet) -> str:
    """Return what the sheet is for."""
    return str(SHEETS[sheet.name])


def column_text(sheet: Sheet, column: Column) -> str:
    """Return what the column means."""
    return str(COLUMNS[sheet.meaning_of(column)])


def kind_text(column: Column) -> str:
    """Return what the column holds."""
    return str(KINDS[column.kind])
