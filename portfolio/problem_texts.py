"""What each problem of the customer base and the budget is called, and what to do about it."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portfolio.place_texts import place_label
from profitability.domain.problem import Problem
from profitability.problem_texts import describe
from ui import formats

TEXTS: dict[str, tuple[Promise, Promise]] = {
    "survey_no_customer_column": (
        _("Ingen kolumn heter customer_id."),
        _("Ge kolumnen med kundnumren rubriken customer_id."),
    ),
    "survey_not_yes_no": (
        _("Svaret är varken ja eller nej."),
        _("Skriv ja eller nej, 1 eller 0, eller lämna cellen tom."),
    ),
    "survey_customer_missing": (
        _("Raden saknar kundnummer."),
        _("Fyll i kundnumret, eller ta bort raden."),
    ),
    "survey_customer_twice": (
        _("Kunden har svarat förut, på rad %(first)s."),
        _("Behåll en rad per kund."),
    ),
    "survey_customer_unknown": (
        _("Kunden finns inte i underlaget; raden räknas inte."),
        _("Kontrollera kundnumret."),
    ),
    "survey_question_tells_nothing": (
        _("Alla har svarat lika, eller ingen: frågan skiljer inga kunder åt och räknas inte."),
        _("Inget behöver göras."),
    ),
    "survey_too_few_answers": (
        _("Bara %(count)s kända kunder har svarat; minst %(fewest)s behövs."),
        _("Samla in fler svar."),
    ),
    "survey_too_few_questions": (
        _("Bara %(count)s frågor skiljer kunder åt; minst %(fewest)s behövs."),
        _("Ta med fler ja- och nejfrågor."),
    ),
    "survey_too_many_questions": (
        _("Enkäten har för många frågor; högst %(most)s läses."),
        _("Ta bort kolumner som inte är ja- och nejfrågor."),
    ),
    "behaviour_too_thin": (
        _("Kundernas innehav räcker inte: minst 50 kunder och tre produkter som några har och andra inte."),
        _("Fyll kolumnen product i transaktionerna, eller ladda upp en enkät."),
    ),
    "missing_group": (
        _("Gruppen %(group)s saknas."),
        _("Lägg till en rad för gruppen %(group)s."),
    ),
    "unknown_group": (
        _("Gruppen finns inte i formatet."),
        _("Skriv en av: %(known)s."),
    ),
    "duplicate_group": (
        _("Gruppen står på fler än en rad."),
        _("Behåll en rad per grupp."),
    ),
    "not_a_count": (
        _("Värdet är inte ett helt antal."),
        _("Skriv ett heltal från 0 och uppåt, utan mellanslag."),
    ),
    "not_an_amount": (
        _("Värdet är inte ett belopp med högst två decimaler."),
        _("Skriv beloppet med siffror och decimalpunkt, utan mellanslag."),
    ),
    "not_a_percentage": (
        _("Värdet är inte en procentsats."),
        _("Skriv procent med decimalpunkt; 100 betyder oförändrat."),
    ),
    "purchases_without_customers": (
        _("Gruppen har köp men inga kunder."),
        _("Rätta antalet kunder eller antalet köp."),
    ),
    "revenue_without_purchases": (
        _("Gruppen har intäkter men inga köp."),
        _("Rätta antalet köp eller intäkten."),
    ),
    "fewer_purchases_than_customers": (
        _("Gruppen har färre köp än kunder, fast en aktiv kund har köpt minst en gång."),
        _("Kontrollera att kunder och köp gäller samma period."),
    ),
    "more_retained_than_there_were": (
        _("Fler kunder är fortsatt aktiva än som var aktiva vid periodens början (%(limit)s)."),
        _("Rätta fortsatt aktiva eller ingående aktiva kunder."),
    ),
    "more_won_back_than_lost": (
        _("Fler kunder är återvunna än som var förlorade vid periodens början (%(limit)s)."),
        _("Rätta återvunna eller tidigare förlorade kunder."),
    ),
    "fewer_lost_than_left": (
        _("Färre förlorade kunder vid periodens slut än som lämnade under perioden (%(lost)s)."),
        _("Kontrollera utgående förlorade kunder."),
    ),
    "retention_above_all": (
        _("Planen behåller fler kunder än det finns."),
        _("Sänk spaken för fortsatt aktiva så att kvarhållningen blir högst 100 procent."),
    ),
    "win_back_above_all": (
        _("Planen återvinner fler kunder än som är förlorade."),
        _("Sänk spaken för återvunna så att återvinningsandelen blir högst 100 procent."),
    ),
    "file_too_large": (
        _("Filen är större än %(limit)s byte."),
        _("En budgetfil har en handfull rader; kontrollera att rätt fil valts."),
    ),
    "not_utf8": (
        _("Filen är inte sparad som UTF-8."),
        _("Spara om filen som CSV UTF-8."),
    ),
    "not_csv": (
        _("Filen kan inte läsas som CSV: %(detail)s."),
        _("Kontrollera citattecken och radbrytningar."),
    ),
    "missing_column": (
        _("Kolumnen saknas."),
        _("Lägg till kolumnen i rubrikraden."),
    ),
    "duplicate_column": (
        _("Kolumnen står mer än en gång i rubrikraden."),
        _("Behåll en av kolumnerna."),
    ),
    "column_not_read": (
        _("Kolumnen hör inte till formatet och lästes inte."),
        _("Ta bort den eller låt den stå."),
    ),
    "too_many_cells": (
        _("Raden har fler celler än rubrikraden."),
        _("Kontrollera kommatecken i raden."),
    ),
    "bad_definition_setting": (
        _("Inställningen %(key)s är inte ett helt antal månader."),
        _("Skriv ett heltal, till exempel 12."),
    ),
    "active_months_out_of_range": (
        _("Fönstret för aktiva kunder är inte mellan 1 och 120 månader."),
        _("Ange active_months mellan 1 och 120."),
    ),
    "forgotten_months_too_short": (
        _("Kunder skulle glömmas innan de hunnit räknas som förlorade."),
        _("Ange forgotten_months minst lika stort som active_months."),
    ),
    "forgotten_months_too_long": (
        _("Minnet för tidigare kunder är längre än 600 månader."),
        _("Ange forgotten_months högst 600."),
    ),
    "amounts_too_large": (
        _("Summan av beloppen är för stor för att räknas exakt."),
        _("Kontrollera att beloppen är i hela kronor med decimaler, inte i ören eller tusental."),
    ),
    "no_identity_column": (
        _("Ingen kund har kolumnen %(name)s, som kundnumren ska hållas ihop efter."),
        _("Lägg kolumnen i customers eller ta bort identity_column ur settings."),
    ),
    "customers_joined": (
        _("%(numbers)s kundnummer blev %(people)s kunder: de med samma värde i kolumnen %(name)s är en."),
        _("Välj en annan kunddefinition om kundnumren ska räknas var för sig."),
    ),
    "identity_respelled": (
        _(
            "%(people)s kunder hölls ihop fast värdet var skrivet på olika sätt: versaler, mellanslag eller "
            "bindestreck i en e-postadress eller ett organisationsnummer. Till exempel kundnummer %(examples)s."
        ),
        _("Sök kundnumret i kundlistan för att se kundens nummer; rätta värdet i customers om de är olika kunder."),
    ),
    "rows_after_date": (
        _("%(rows)s transaktioner är senare än %(date)s och räknades inte."),
        _("Välj ett senare datum om de ska vara med."),
    ),
    "short_history": (
        _("Transaktionerna börjar %(first)s; kunder från tiden före syns inte och återvunna kan räknas som nya."),
        _("Skicka med transaktioner från minst %(wanted)s om de finns."),
    ),
    "no_transactions_in_window": (
        _("Inga transaktioner finns i perioden %(first)s–%(last)s."),
        _("Kontrollera datumet eller skicka med periodens transaktioner."),
    ),
    "unknown_duration": (
        _("Nivån %(tier)s har ingen känd varaktighet: ingen lämnade den, eller ingen fanns i den perioden före."),
        _("Livstidsvärdet lämnas tomt; läs det i en större bas eller en längre period."),
    ),
}

REMARK_DATES = {
    "rows_after_date": ("date",),
    "short_history": ("first", "wanted"),
    "no_transactions_in_window": ("first", "last"),
}
REMARK_COUNTS = {
    "rows_after_date": ("rows",),
    "customers_joined": ("numbers", "people"),
    "identity_respelled": ("people",),
}


def describe_problem(problem: Problem) -> tuple[str, str]:
    """Return what is wrong and what to do about it, in the language in force; raise KeyError for an unknown code.

    Placeholders are filled by plain replacement, so that nothing a person typed is treated as a pattern.
    """
    if problem.code not in TEXTS:
        text = describe(problem)
        return text.problem, text.cure
    what, cure = (str(part) for part in TEXTS[problem.code])
    for name, value in problem.params:
        written = _written(problem.code, name, value)
        what, cure = what.replace(f"%({name})s", written), cure.replace(f"%({name})s", written)
    return what, cure


def _written(code: str, name: str, value: str) -> str:
    """Write a value the way the language in force does, where the remark says what it is."""
    if name in REMARK_COUNTS.get(code, ()):
        return formats.number(int(value))
    if name == "tier":
        return place_label(value)
    return formats.day(date.fromisoformat(value)) if name in REMARK_DATES.get(code, ()) else value
