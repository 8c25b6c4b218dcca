"""What each problem is and how it is mended, in words: the catalogue behind the codes of the domain.

Placeholders `%(name)s` are filled by plain replacement from the problem's own parameters, so that nothing a person
typed is ever treated as a pattern.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profitability.domain.problem import Problem


@dataclass(frozen=True)
class ProblemText:
    """A finding in words: what is wrong, and what to do about it."""

    problem: str
    cure: str


type Lazy = str | Promise

_PACKAGE: dict[str, tuple[Lazy, Lazy]] = {
    "missing_sheet": (_("Bladet saknas."), _("Lägg till bladet; mallen visar dess kolumner.")),
    "unknown_sheet": (_("Bladet ingår inte i formatet och läses inte."), _("Inget behöver göras om det är avsikten.")),
    "unknown_file": (
        _("Filen är varken CSV eller Excel och läses inte."),
        _("Inget behöver göras om det är avsikten."),
    ),
    "sheet_twice": (_("Bladet finns två gånger."), _("Skicka bara ett av dem.")),
    "empty_sheet": (_("Bladet saknar rubrikrad."), _("Skriv kolumnernas namn på första raden.")),
    "old_workbook": (_("Filen är i det gamla Excelformatet (xls)."), _("Spara den som xlsx.")),
    "unreadable_package": (_("Filen går inte att öppna."), _("Spara om den i programmet den kommer från.")),
    "package_too_many_entries": (_("Filen innehåller för många delar."), _("Skicka bara de blad som formatet har.")),
    "package_too_large": (_("Filen blir för stor när den packas upp."), _("Dela upp den, eller skicka CSV-filer.")),
    "workbook_too_heavy": (
        _("Arbetsboken tar för mycket minne eller tid att läsa."),
        _("Ta bort tomma celler långt ut i bladen, eller skicka CSV-filer."),
    ),
    "nul_bytes": (_("Filen innehåller tecken som inte hör hemma i text."), _("Exportera den på nytt som text.")),
    "not_utf8": (_("Filen är inte i UTF-8."), _("Spara den som ”CSV UTF-8”.")),
    "broken_quotes": (
        _("Ett citattecken som börjar på raden avslutas inte rätt."),
        _("Skriv två citattecken inne i en text, och ett i varje ände av den."),
    ),
    "swallowed_rows": (
        _("Cellen innehåller en hel rad till: ett citattecken saknas."),
        _("Avsluta citatet där texten slutar, eller ta bort radbrytningen."),
    ),
    "wrong_separator": (_("Kolumnerna är inte skilda åt med komma."), _("Spara filen med komma mellan kolumnerna.")),
    "column_twice": (_("Kolumnen finns två gånger."), _("Ta bort eller döp om den ena.")),
    "too_many_columns": (_("Bladet har fler än %(most)s kolumner."), _("Ta bort kolumner som inte behövs.")),
    "missing_column": (_("Kolumnen saknas."), _("Lägg till kolumnen; mallen visar vad den ska innehålla.")),
    "unknown_column": (
        _("Kolumnen ingår inte i formatet och läses inte."),
        _("Inget behöver göras om det är avsikten."),
    ),
    "unnamed_column": (
        _("Kolumnen har värden men ingen rubrik och läses inte."),
        _("Skriv en rubrik, eller töm kolumnen."),
    ),
    "ragged_row": (
        _("Raden har %(found)s kolumner, rubrikraden %(expected)s."),
        _("Se efter om ett komma saknas eller är för mycket."),
    ),
    "more_of_the_same": (_("%(count)s fel till av samma slag."), _("Rätta dem på samma sätt.")),
}

_CELLS: dict[str, tuple[Lazy, Lazy]] = {
    "missing_value": (_("Cellen är tom."), _("Fyll i ett värde.")),
    "not_a_number": (_("Det är inget tal."), _("Skriv siffror med decimalpunkt, utan mellanrum och valuta.")),
    "decimal_comma": (_("Talet är skrivet med decimalkomma."), _("Skriv decimalpunkt, utan tusentalsavgränsare.")),
    "too_many_decimals": (
        _("Talet har fler än %(decimals)s decimaler."),
        _("Avrunda det i källan, eller ändra antalet decimaler i inställningarna."),
    ),
    "number_too_large": (_("Talet är för stort."), _("Se efter om det har hamnat i rätt kolumn.")),
    "negative_quantity": (_("Talet får inte vara negativt."), _("Skriv noll eller ett positivt tal.")),
    "bad_date": (_("Det är inget datum."), _("Skriv datumet som 2025-12-31.")),
    "id_lost_digits": (
        _("Numret har förlorat siffror i ett kalkylprogram."),
        _("Hämta det på nytt ur källan och formatera kolumnen som text."),
    ),
    "total_too_large": (_("Summan av kolumnen är för stor för att räknas exakt."), _("Se efter om talen är rimliga.")),
    "money_too_large": (
        _("Alla belopp tillsammans är för stora för att räknas exakt."),
        _("Se efter om talen är rimliga."),
    ),
    "memory_too_small": (
        _("Underlaget ryms inte i %(memory_mb)s MB, fast det som kan läggas på disk har lagts där."),
        _("Höj gränsen för beräkningens minne."),
    ),
}

_SETTINGS: dict[str, tuple[Lazy, Lazy]] = {
    "missing_setting": (_("Inställningen %(key)s saknas."), _("Lägg till den på bladet settings.")),
    "unknown_setting": (_("Inställningen %(key)s finns inte och används inte."), _("Rätta stavningen.")),
    "duplicate_setting": (_("Inställningen %(key)s finns två gånger."), _("Ta bort den ena.")),
    "bad_setting": (_("Inställningen %(key)s har ett värde som inte går att använda."), _("Rätta värdet.")),
    "period_ends_before_start": (_("Perioden slutar innan den börjar."), _("Byt plats på datumen.")),
    "gold_above_silver": (
        _("Andelen guld är större än andelen silver."),
        _("Låt gold_percent vara högst silver_percent."),
    ),
    "gold_below_silver": (_("Gränsen för guld är lägre än för silver."), _("Låt gold_from vara minst silver_from.")),
    "step_order_lacks": (
        _("Poolen lämnar tjänster men saknas i step_order."),
        _("Lägg till den i ordningen."),
    ),
    "step_order_repeats": (_("Poolen står flera gånger i step_order."), _("Behåll den på ett ställe.")),
}

_MODEL: dict[str, tuple[Lazy, Lazy]] = {
    "duplicate_pool": (_("Poolen finns redan."), _("Ge varje pool ett eget pool_id.")),
    "unknown_pool": (_("Poolen finns inte på bladet pools."), _("Rätta pool_id, eller lägg till poolen.")),
    "unknown_line": (_("Raden finns inte i resultaträkningen."), _("Välj en av: %(known)s.")),
    "common_line_for_customer": (
        _("En samkostnad kan inte bokas på en kund."),
        _("Välj en av: %(known)s."),
    ),
    "common_pool_with_receivers": (
        _("Poolen %(pool)s är en samkostnad men har en fördelningsnyckel med kunder."),
        _("Ta bort fördelningsnyckeln, eller välj en rad i kundernas resultaträkning."),
    ),
    "capacity_zero": (_("Kapaciteten är noll."), _("Ange den praktiska kapaciteten, eller lämna cellen tom.")),
    "capacity_without_driver": (
        _("Kapaciteten används inte: poolen har varken fördelningsnyckel eller tjänster."),
        _("Ange en fördelningsnyckel, eller töm cellen."),
    ),
    "unknown_computed_driver": (_("Det finns ingen sådan beräknad fördelningsnyckel."), _("Välj en av: %(known)s.")),
    "reserved_driver": (
        _("Namn som börjar med @ är beräknade fördelningsnycklar."),
        _("Ge fördelningsnyckeln ett annat namn."),
    ),
    "driver_not_used": (_("Ingen pool använder fördelningsnyckeln."), _("Inget behöver göras om det är avsikten.")),
    "driver_given_twice": (
        _("Fördelningsnyckeln har både volymer och en tidsekvation."),
        _("Behåll det ena."),
    ),
    "nested_time_equation": (
        _("Aktiviteten är själv en tidsekvation."),
        _("Skriv dess aktiviteter direkt i den här tidsekvationen."),
    ),
    "activity_without_volume": (
        _("Aktiviteten har inga volymer och bidrar med noll."),
        _("Lägg till dess volymer, eller rätta namnet."),
    ),
    "repeated_activity": (
        _("Aktiviteten står flera gånger i tidsekvationen; enheterna läggs ihop."),
        _("Behåll en rad om det inte är avsikten."),
    ),
    "pool_serves_itself": (_("Poolen lämnar tjänster till sig själv."), _("Ta bort raden om det inte är avsikten.")),
    "pool_without_volume": (
        _("Poolen %(pool)s har ingen mottagare: fördelningsnyckeln saknar volym. Beloppet blir ofördelat."),
        _("Lägg till volymer, byt fördelningsnyckel, eller sätt allow_unassigned = yes."),
    ),
    "unsolvable_circle": (
        _("Poolerna %(members)s lämnar allt till varandra, så kostnaden når ingen kund."),
        _("Låt minst en av dem ha kunder, eller ta bort en tjänst."),
    ),
    "share_too_large": (
        _("Kapaciteten i poolen %(pool)s är orimligt liten mot det som använts."),
        _("Se efter att kapacitet och volymer har samma enhet."),
    ),
    "standard_rate_not_used": (
        _("Den frysta satsen används inte: poolen finns inte eller har inget att fördela efter."),
        _("Ta bort satsen om det inte är avsikten."),
    ),
    "volume_too_large": (_("Volymerna är för stora för att räknas exakt."), _("Byt till en större enhet.")),
}

_ROWS: dict[str, tuple[Lazy, Lazy]] = {
    "duplicate_customer": (_("Kunden finns redan på rad %(first)s."), _("Behåll en rad per kund.")),
    "unknown_customer": (_("Kunden finns inte på bladet customers."), _("Lägg till kunden, eller rätta numret.")),
    "rows_outside_period": (
        _("%(count)s rader ligger utanför perioden och är inte med."),
        _("Inget behöver göras om det är avsikten."),
    ),
    "rows_without_order": (
        _("%(count)s rader saknar order_id och räknas inte som order."),
        _("Fyll i order_id om raderna är order."),
    ),
    "negative_driver_volume": (
        _("Kunden %(customer)s har negativ volym av %(driver)s, som räknas som noll."),
        _("Inget behöver göras om det stämmer, till exempel när returerna är större än köpen."),
    ),
    "negative_driver_volumes": (
        _("%(count)s kunder till har negativ volym av %(driver)s, som räknas som noll."),
        _("Inget behöver göras om det stämmer, till exempel när returerna är större än köpen."),
    ),
}

CATALOGUE = _PACKAGE | _CELLS | _SETTINGS | _MODEL | _ROWS


def describe(problem: Problem) -> ProblemText:
    """Return the problem in words, in the language that is active; raise KeyError for a code without a text."""
    text, cure = (str(part) for part in CATALOGUE[problem.code])
    for name, value in problem.params:
        text, cure = text.replace(f"%({name})s", value), cure.replace(f"%({name})s", value)
    return ProblemText(text, cure)
