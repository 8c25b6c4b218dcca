"""The words of the reading of foreign layouts: problems, questions, and what was understood as sentences.

Placeholders `%(name)s` are filled by plain replacement; nothing a person typed is treated as a pattern.
"""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profitability.domain.problem import Problem
from profitability.intake.mixed_units import ONLY
from profitability.intake.question import Candidate, Question
from profitability.problem_texts import CATALOGUE, ProblemText
from ui import formats

type Lazy = str | Promise

_FILE: dict[str, tuple[Lazy, Lazy]] = {
    "empty_file": (_("Filen är tom."), _("Se efter att exporten gick hela vägen.")),
    "no_rows": (_("Under rubrikraden finns inga rader."), _("Se efter att exporten gick hela vägen.")),
    "file_too_large": (_("Filen är större än %(most)s MB."), _("Dela upp den, till exempel per månad.")),
    "wrong_type": (
        _("Filen är inget kalkylblad och ingen textfil, vad den än heter (%(kind)s)."),
        _("Exportera som CSV eller xlsx."),
    ),
    "not_a_workbook": (_("Filen är ett arkiv men ingen arbetsbok."), _("Skicka kalkylbladet självt, eller CSV.")),
    "encrypted_file": (_("Filen är skyddad med lösenord."), _("Spara den utan lösenord.")),
    "entities_in_workbook": (
        _("Arbetsboken innehåller deklarationer som inget kalkylprogram skriver."),
        _("Spara om den i ett kalkylprogram."),
    ),
    "sparse_workbook": (
        _("Bladet har celler så långt ut att det inte går att läsa."),
        _("Ta bort cellerna utanför tabellen."),
    ),
    "too_many_rows": (_("Bladet har fler än %(most)s rader."), _("Dela upp det, eller skicka CSV.")),
    "broken_encoding": (
        _("Filen är inte hel: text i kodningen %(encoding)s bryts."),
        _("Exportera den på nytt."),
    ),
    "mixed_encodings": (
        _("Filen blandar teckenkodningar (%(count)s ställen)."),
        _("Exportera den på nytt, eller spara den som ”CSV UTF-8”."),
    ),
    "encoded_twice": (
        _("Texten har kodats två gånger: å, ä och ö ser fel ut."),
        _("Exportera den på nytt om namnen ska visas."),
    ),
    "columns_run_together": (
        _("Kolumnerna går ihop: det går inte att säga var den ena slutar."),
        _("Exportera filen med ett tecken mellan kolumnerna."),
    ),
    "line_too_long": (_("En rad är längre än någon tabells."), _("Exportera filen som CSV eller xlsx.")),
    "reading_stopped": (
        _("Läsningen slutade här: de flesta rader hittills går inte att läsa."),
        _("Rätta det som är fel på raderna ovanför, eller exportera filen på nytt."),
    ),
    "too_many_sheets": (
        _("Arbetsboken har fler än %(most)s blad."),
        _("Spara de blad som ska läsas i en arbetsbok för sig."),
    ),
    "blank_lines": (
        _("Filen är nästan bara tomma rader."),
        _("Ta bort de tomma raderna, eller exportera bara tabellen."),
    ),
    "hidden_sheet": (_("Ett dolt blad läses inte."), _("Visa bladet om det ska läsas.")),
    "sheet_not_read": (_("Bladet läses inte."), _("Inget behöver göras om det är avsikten.")),
    "macros_ignored": (_("Arbetsboken har makron; de körs aldrig."), _("Inget behöver göras.")),
    "formula_without_value": (
        _("Cellen har en formel men inget sparat värde."),
        _("Öppna och spara arbetsboken i ett kalkylprogram, eller klistra in som värden."),
    ),
}
_TABLE: dict[str, tuple[Lazy, Lazy]] = {
    "header_empty": (_("Kolumnen saknar rubrik."), _("Skriv en rubrik om kolumnen ska läsas.")),
    "header_twice": (
        _("%(count)s kolumner har samma rubrik."),
        _("Döp om dem; tills dess anges de med sitt nummer."),
    ),
    "column_not_read": (_("Kolumnen läses inte."), _("Inget behöver göras om det är avsikten.")),
    "number_not_read": (
        _("Det är inget tal på det sätt som kolumnen skriver tal."),
        _("Skriv talet som de andra i kolumnen."),
    ),
    "date_not_read": (
        _("Det är inget datum på det sätt som kolumnen skriver datum."),
        _("Skriv datumet som de andra i kolumnen."),
    ),
    "formula_error": (_("Cellen är ett fel i kalkylprogrammet."), _("Rätta formeln och spara om.")),
    "stands_for_nothing": (_("Cellen har en platshållare där ett nummer ska stå."), _("Skriv numret.")),
    "not_a_number": (_("Det är inget tal."), _("Skriv till exempel 1 250,50.")),
    "setting_of_the_frame": (
        _("Perioden och valutan är importens egna."),
        _("Ändra dem på importens sida, och ta bort raden här."),
    ),
    "line_unknown": (_("Resultatraden är okänd."), _("Välj en av resultatets rader.")),
    "several_currencies": (
        _("Belopp i flera valutor går inte att summera."),
        _("Räkna om till en valuta, eller skicka en fil per valuta."),
    ),
    "other_currency": (
        _("Beloppen står i en annan valuta än %(wanted)s."),
        _("Räkna om dem, byt importens valuta, eller svara att kolumnen inte ska läsas."),
    ),
    "percent_in_column": (
        _("Talen visas som procent i arbetsboken, men kolumnen ska hålla belopp eller antal."),
        _("Skriv belopp eller antal i kolumnen, eller välj en annan kolumn."),
    ),
    "several_units": (
        _("Talen visas i flera enheter i arbetsboken: %(units)s. De går inte att summera."),
        _("Räkna om till en enhet, eller skicka en fil per enhet."),
    ),
    "id_became_day": (
        _("Ett kalkylprogram har gjort ett datum av numret."),
        _("Skriv numret som det var, eller exportera filen på nytt utan att öppna den."),
    ),
    "letters_lost": (
        _("Bokstäver har gått förlorade innan filen kom hit."),
        _("Exportera filen på nytt, eller skriv texten som den ska vara."),
    ),
    "cells_swapped": (_("Kundens nummer och namn har bytt plats."), _("Byt plats på dem.")),
    "rows_set_aside": (
        _("%(count)s rader räknas inte, så som ni har bestämt."),
        _("Inget behöver göras om det är avsikten."),
    ),
    "amounts_rounded": (_("%(count)s tal avrundades."), _("Inget behöver göras om det är avsikten.")),
    "rows_left_out": (
        _("%(count)s rader utan värde är lämnade utanför."),
        _("Inget behöver göras om det är avsikten."),
    ),
    "customers_mapped": (
        _("%(count)s rader läses som en annan kund, så som ni har bestämt."),
        _("Ta bort kopplingen om den är fel."),
    ),
    "row_twice": (_("Raden är lika som rad %(first)s."), _("Ta bort den om den är dubbel; annars behövs inget.")),
    "ids_alike": (_("Numret liknar %(other)s."), _("Skriv dem lika om de är samma kund.")),
    "customers_alike": (_("Kunden liknar den på rad %(first)s."), _("Slå ihop dem om de är samma kund.")),
    "pool_twice": (_("Poolen finns redan på rad %(first)s."), _("Slå ihop raderna, eller ge dem olika nummer.")),
    "outside_period": (_("Datumet ligger utanför perioden."), _("Inget behöver göras om det är avsikten.")),
    "total_differs": (
        _("Summaraden säger %(claimed)s, raderna ger %(computed)s."),
        _("Se efter om rader saknas eller är dubbla."),
    ),
    "control_total_differs": (
        _("Kontrollsumman stämmer inte: raderna ger %(computed)s."),
        _("Se efter om rader saknas eller är dubbla."),
    ),
}
_SIE: dict[str, tuple[Lazy, Lazy]] = {
    "sie_row_not_read": (_("Raden följer inte SIE-formatet."), _("Exportera filen på nytt ur bokföringsprogrammet.")),
    "sie_voucher_unbalanced": (
        _("Verifikationen balanserar inte."),
        _("Exportera filen på nytt ur bokföringsprogrammet."),
    ),
    "sie_account_differs": (
        _("Verifikationerna ger inte kontots saldo; skillnaden är angiven."),
        _("Exportera hela året på nytt."),
    ),
    "sie_checksum_differs": (
        _("Filens egen kontrollsumma gick inte att bekräfta."),
        _("Saldona prövas för sig. Har någon ändrat i filen efter exporten, exportera den på nytt."),
    ),
    "sie_without_year": (_("Filen saknar räkenskapsår (#RAR 0)."), _("Exportera filen på nytt med räkenskapsår.")),
    "sie_rules_do_not_tie": (
        _("Reglerna utelämnar konton: poolerna ger inte filens resultat."),
        _("Lägg till regler för de konton som saknas."),
    ),
    "sie_rules_not_read": (_("Reglerna går inte att läsa."), _("Utgå från reglerna i reading.json.")),
}
INTAKE_CATALOGUE = _FILE | _TABLE | _SIE

_QUESTIONS: dict[str, Lazy] = {
    "encoding": _("Vilken teckenkodning har filen?"),
    "delimiter": _("Vilket tecken skiljer kolumnerna åt?"),
    "header_row": _("Vilken rad är rubrikraden?"),
    "sheet": _("Vilket blad ska läsas?"),
    "column": _("Vilken kolumn är ”%(subject)s”?"),
    "decimal": _("Hur skrivs tal i kolumnen ”%(subject)s”?"),
    "date_order": _("I vilken ordning står dag, månad och år i kolumnen ”%(subject)s”?"),
    "sign": _("Är CR plus eller minus i kolumnen ”%(subject)s”?"),
    "negative": _("De flesta belopp i kolumnen ”%(subject)s” är negativa. Ska tecknet vändas?"),
    "scale": _("Är beloppen i kolumnen ”%(subject)s” i tusental eller miljoner?"),
    "rounding": _("Talen i kolumnen ”%(subject)s” har fler decimaler än som får finnas. Ska de avrundas?"),
    "amount": _("Hur räknas ”%(subject)s” fram?"),
    "discount": _("Vad är rabatten?"),
    "missing": _("Många rader saknar värde i kolumnen ”%(subject)s”. Ska de lämnas utanför?"),
    "hidden_rows": _("Bladet har dolda rader (%(count)s), kanske av ett filter. Ska de läsas?"),
    "struck_rows": _("Bladet har överstrukna rader (%(count)s). Ska de läsas?"),
    "discount_sign": _("Rabatterna i kolumnen ”%(subject)s” har både plus och minus. Sänker alla försäljningen?"),
    "summed": _("Rader i kolumnen ”%(subject)s” är exakt summan av andra rader. Ska de räknas?"),
    "rows": _("Ska raderna där ”%(subject)s” räknas?"),
    "unit": _("Kolumnen ”%(subject)s” har enheter som inte går att lägga ihop. Hur ska talen läsas?"),
    "rate": _("Kolumnen ”%(subject)s” har flera valutakurser. Står alla belopp ändå i samma valuta?"),
    "repeated": _("Samma belopp står på alla rader i en faktura i kolumnen ”%(subject)s”. Gäller det hela fakturan?"),
    "zeros": _("Nummer i kolumnen ”%(subject)s” skiljer sig bara i inledande nollor. Är de samma kund?"),
    "line": _("På vilken rad i resultatet hör ”%(subject)s” hemma?"),
}
_CANDIDATES: dict[str, Lazy] = {
    "delimiter semicolon": _("semikolon"),
    "delimiter comma": _("komma"),
    "delimiter tab": _("tabb"),
    "delimiter bar": _("lodstreck"),
    "delimiter caret": _("cirkumflex"),
    "delimiter tilde": _("tilde"),
    "date_order ymd": _("år, månad, dag"),
    "date_order dmy": _("dag, månad, år"),
    "date_order mdy": _("månad, dag, år"),
    "date_order serial_1900": _("dagar sedan 1900"),
    "date_order serial_1904": _("dagar sedan 1904"),
    "sign credit_positive": _("CR är plus"),
    "sign credit_negative": _("CR är minus"),
    "negative turn": _("vänd tecknet"),
    "negative keep": _("behåll tecknet"),
    "missing refuse": _("nej, de är fel"),
    "missing skip": _("ja, lämna dem utanför"),
    "scale 1": _("hela kronor"),
    "scale 1000": _("tusental"),
    "scale 1000000": _("miljoner"),
    "rounding round": _("avrunda till det närmaste"),
    "rounding refuse": _("avvisa raderna"),
    "column -": _("ingen kolumn"),
    "amount column": _("kolumnen som den är"),
    "amount net": _("nettobeloppet"),
    "amount net_plus_discount": _("nettobelopp + rabatt"),
    "amount with_vat_less_vat": _("belopp med moms − moms"),
    "amount with_vat_as_is": _("beloppet med moms som det är"),
    "amount price_times_quantity": _("pris × antal"),
    "amount credit_less_debit": _("kredit − debet"),
    "amount debit_less_credit": _("debet − kredit"),
    "amount marked_credit": _("beloppet, minus där märket säger debet"),
    "amount marked_debit": _("beloppet, minus där märket säger kredit"),
    "amount less_returns": _("beloppet − returer"),
    "amount unread": _("läs den inte"),
    "amount credit_note_turned": _("beloppet, minus där raden är en kreditfaktura"),
    "hidden_rows read": _("ja, läs dem också"),
    "hidden_rows leave": _("nej, bara de rader som syns"),
    "struck_rows read": _("ja, läs dem också"),
    "struck_rows leave": _("nej, bara de rader som inte är överstrukna"),
    "discount_sign lowers": _("ja, alla är rabatter"),
    "discount_sign keep": _("nej, de med minus höjer försäljningen"),
    "summed leave": _("nej, lämna %(count)s rader utanför"),
    "summed keep": _("ja, räkna dem som de står"),
    "rows leave": _("nej, lämna %(count)s rader utanför"),
    "rows keep": _("ja, räkna dem som de står"),
    "rows minus": _("ja, men beloppen är minus"),
    "unit convert": _("räkna om till %(count)s"),
    "unit keep": _("lägg ihop dem som de står"),
    "rate keep": _("ja, läs beloppen som de står"),
    "rate refuse": _("nej, de står i flera valutor"),
    "repeated once": _("ja, räkna det en gång per faktura"),
    "repeated keep": _("nej, det är radens eget belopp"),
    "zeros fill": _("ja, fyll på med nollor"),
    "zeros keep": _("nej, de är olika kunder"),
    "discount column": _("ett belopp"),
    "discount share_of_gross": _("en andel av bruttoförsäljningen (0,15 är 15 %)"),
    "discount percent_of_gross": _("procent av bruttoförsäljningen"),
    "discount unread": _("läs den inte"),
}


QUESTION_KINDS = frozenset(_QUESTIONS)
COUNTED = ("hidden_rows", "struck_rows")
"""Questions whose only sample is a count of rows."""

_ONLY_UNIT = _("räkna bara raderna i %(unit)s")
_NUMBERS = ("claimed", "computed")


def _write_number(text: str) -> str:
    """Return a plain decimal number the way people write it."""
    return formats.number(Decimal(text), 2 if "." in text else 0)


def describe_finding(problem: Problem) -> ProblemText:
    """Return the problem in words, in the active language; raise KeyError for a code without a text."""
    catalogue = INTAKE_CATALOGUE if problem.code in INTAKE_CATALOGUE else CATALOGUE
    text, cure = (str(part) for part in catalogue[problem.code])
    for name, sent in problem.params:
        value = _write_number(sent) if name in _NUMBERS else sent
        text, cure = text.replace(f"%({name})s", value), cure.replace(f"%({name})s", value)
    return ProblemText(text, cure)


def word_question(question: Question) -> str:
    """Return the question in words."""
    text = str(_QUESTIONS[question.kind]).replace("%(subject)s", question.subject)
    return text.replace("%(count)s", question.samples[0]) if question.kind in COUNTED and question.samples else text


def word_candidate(question: Question, candidate: Candidate) -> str:
    """Return a candidate in words, with what it makes of the samples."""
    found = _CANDIDATES.get(f"{question.kind} {candidate.value}")
    text = str(found) if found is not None else candidate.value
    if "%(count)s" in text:
        return text.replace("%(count)s", candidate.examples[0][0])
    if question.kind == "unit" and candidate.value.startswith(ONLY):
        return str(_ONLY_UNIT).replace("%(unit)s", candidate.value.removeprefix(ONLY))
    if question.kind == "decimal":
        text = ""
    examples = "; ".join(f"{written} = {read}" if read else written for written, read in candidate.examples)
    return f"{text}: {examples}" if text and examples else text or examples
