"""Names for the demo's customers: made up, Nordic, and awkward now and then as real registers are."""

import random

FIRST = (
    "Alva Birger Bodil Dag Ebba Elin Folke Greta Gunnar Hedda Holger Inga Ivar Jorun Kajsa Kalle Kerstin Lage Linnéa "
    "Malte Märta Nils Oda Olle Petra Ragnar Rut Signe Sixten Stig Svea Tage Thyra Tora Ulf Vega Vidar Ylva Åke Åsa"
).split()
SWEDISH = (
    "Borås Falun Gävle Göteborg Halmstad Kalmar Karlstad Kiruna Lund Malmö Norrköping Sundsvall Umeå Visby Västerås "
    "Växjö Ystad Åre Örebro Östersund"
)
PLACES = {
    "SE": SWEDISH.split(),
    "NO": "Bergen Bodø Drammen Hamar Kristiansand Oslo Stavanger Tromsø Trondheim Ålesund".split(),
    "DK": "Aalborg Aarhus Esbjerg Helsingør Kolding København Odense Roskilde Vejle".split(),
}
KINDS = {
    "Restaurang": "Krog Bistro Kök Pizzeria Lunchservering Gästgiveri Café Matsal".split(),
    "Hotell": "Hotell Pensionat Vandrarhem Konferens Fjällhotell".split(),
    "Skola och vård": "Skolkök Äldreboende Förskola Vårdcentral Kommunkök".split(),
    "Butik": "Livs Handel Lanthandel Delikatess Saluhall".split(),
    "Industri": "Personalmatsal Bruk Verkstad Mejeri Bageri".split(),
}
COMPANY_FORM = {"SE": ("AB", "HB", "Ekonomisk förening"), "NO": ("AS", "SA"), "DK": ("ApS", "A/S")}
AWKWARD = (
    "=SUMMA Catering AB",
    "+Plus Kök & Bar",
    "@Hemmakrogen i Åmål",
    "-Minus Butiken HB",
    '"Gamla Skolan" Vandrarhem',
    "Öl; Vin, & Mat i Mölle AB",
    "Restaurang Æblehaven ApS",
    "Bjørnsons Brød og Fisk AS",
    "Smörgåsbordet – Sällskapet för Svensk Husmanskost i Södra Norrland med Omnejd Ekonomisk Förening u.p.a.",
    "Kök" + " " + "42",
    "  Dubbla  Mellanslag AB ",
    "Żurek & Pierogi Söder HB",
)


def make_name(chance: random.Random, segment: str, country: str) -> str:
    """Return a made-up company name."""
    kind, place = chance.choice(KINDS[segment]), chance.choice(PLACES[country])
    form = chance.choice(COMPANY_FORM[country])
    match chance.randrange(3):
        case 0:
            return f"{chance.choice(FIRST)}s {kind} {form}"
        case 1:
            return f"{kind} {place} {form}"
        case _:
            return f"{place} {kind} {chance.choice(FIRST)} {form}"
