"""What columns are called in Swedish, English, Danish, Norwegian and German ledgers.

`sure` words name the field by themselves; `likely` words name it when nothing else in the file competes; `OTHERS` are
columns that look like a field but are something else (a due date is no invoice date), so that they are never taken.
Fields without a place in the exchange format (price, net, VAT, debit …) serve to derive one that has.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Words of a field, strongest first, as people write them."""

    sure: tuple[str, ...]
    likely: tuple[str, ...] = ()


def _words(sure: str, likely: str = "") -> Words:
    return Words(_split(sure), _split(likely))


def _split(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split("|") if word.strip())


CUSTOMER_ID = _words(
    "customer_id|ftgnr|ftg nr|account ref|kundref|kundnr|kundnummer|kund nr|kund-id|kundid|kundens nummer|"
    "customer no|customer number|customer id|customer code|customer account|cust no|cust id|client id|"
    "client no|kundekode|kundenr|kundenummer|kunde nr|kundennummer|kundennr|kunden-nr|kunden id|kundnr/id|"
    "bill-to customer no|sell-to customer no|sold-to party|sold-to|debitornr|debitornummer|debitor nr|debitor|"
    "debitoren nr|debitorenkonto|kundkod|kundkonto|customerid|debitorkonto|account number customer|"
    "fakturakundnr|fakturakund nr|kund (nr)|kundreferensnr|kunnr|kund no|faktura-kund|buyer id|"
    "köparens nummer|card code|cardcode|kontaktnr kund|faktura kundnr|gegenkonto (debitor)|asiakasnumero|"
    "asiakasnro|asiakas nro|asiakkaan numero|asiakastunnus|ship-to customer|leveranskund|lev.kund|"
    "leveranskundnr|fakturakund|bill-to customer|sell-to customer|payer|sold-to-party|auftraggeber|"
    "regulierer|debtor no|debtor number",
    "kund|customer|kunde|client|konto kund|account no|account number|accountnumber|kundreferens|party|"
    "source no|konto-nr|customer ref|account|id|nr|no|nummer|number|kod|code|contact name|contactname|namn kund|name",
)
CUSTOMER_NAME = _words(
    "name|namn|navn|firma|kundnamn|kundens namn|customer name|company name|customername|companyname|kundenavn|"
    "kunde navn|kundenname|name 1|name1|företagsnamn|firmanavn|firmenname|client name|display name|"
    "displayname|benämning kund|cardname|customer full name|kundbenämning|debitornavn|sold-to name|"
    "asiakkaan nimi|asiakasnimi",
    "namn|navn|kund|customer|kunde|företag|company|bolag|bezeichnung|contactname|contact name|"
    "organisation|client|full name|benämning|suchbegriff|sökbegrepp|nimi|asiakas|yritys",
)
SEGMENT = _words(
    "segment|kundsegment|kundgrupp|kundkategori|customer group|customer segment|customer class|kundegruppe|"
    "kundengruppe|kundtyp|customer type|kundklass|kundetype|kategori|category|branche|bransch|industry|"
    "customer posting group|kundekategori|branchenschlüssel|customer category|asiakasryhmä",
    "grupp|group|gruppe|typ|type|klass|class|distrikt|district",
)
SINCE = _words(
    "customer_since|kund sedan|kund från|customer since|kunde siden|kunde seit|kund sen|startdatum|skapad|"
    "skapad datum|created|created at|creation date|created date|registrerad|registreringsdatum|upplagd|"
    "upplagd datum|oprettet|opprettet|oprettelsesdato|anlagedatum|angelegt am|första köp|first purchase|"
    "erfasst am|date created|upplagt",
    "datum|date|dato|since|sedan",
)
DATE = _words(
    "date|faktdat|fakturadatum|faktura datum|faktdatum|fakt.datum|invoice date|invoicedate|fakturadato|"
    "rechnungsdatum|bokföringsdatum|bokf.datum|bokföringsdag|posting date|bogføringsdato|bokføringsdato|"
    "buchungsdatum|belegdatum|document date|transaktionsdatum|transaction date|billing date|försäljningsdatum|"
    "sale date|sales date|datum|dato|faktureringsdatum|txn date|doc date|docdate|köpdatum|purchase date|"
    "verdatum|verifikationsdatum|bilagsdato|buchungstag|fkdat|fakturerad|laskun päivä|laskun päiväys|"
    "laskupäivä|laskupvm|päivämäärä|pvm|tositepvm|fakt. datum|fakturadat|inv date|invoice dt",
    "orderdatum|order date|orderdate|ordredato|auftragsdatum|leveransdatum|ship date|shipment date|"
    "leveringsdato|lieferdatum|dag|day|tidpunkt|time|timestamp|created at|skapad|period|bokf datum|regdatum|"
    "ordered at|posted at|posted date|invoiced at|booked at",
)
GROSS = _words(
    "gross_sales|bruttoförsäljning|gross sales|bruttosalg|bruttoumsatz|belopp exkl moms|belopp exkl. moms|"
    "belopp ex moms|summa exkl moms|belopp (exkl moms)|exkl moms|ex moms|exkl. moms|radsumma|radbelopp|"
    "rad summa|fakturabelopp exkl moms|omsättning|försäljning|försäljningsbelopp|försäljningsvärde|sales|"
    "sales amount|sales value|revenue|turnover|line amount|line amount excl vat|line amount excl. vat|"
    "amount excl vat|amount excl. vat|amount ex vat|beløb ekskl moms|beløb ekskl. moms|beløp eks mva|"
    "beløp ekskl. mva|omsætning|omsetning|salg|salgsbeløb|linjebeløb|linjebeløp|umsatz|erlös|erlöse|"
    "zeilenbetrag|totalt exkl moms|total exkl moms|summa ex moms|fakturerat belopp|fakturerat|line total|"
    "linetotal|order value|ordervärde|radvärde|salesamount|sales revenue|invoiced amount|total sales|"
    "sum exkl moms|sales (lcy)|umsatz (ohne soll/haben-kz)|extended price|fakturerat exkl moms|"
    "försäljning exkl moms|varuvärde|veroton summa|summa veroton|veroton|liikevaihto|myynti|säljbelopp|"
    "försäljningssumma|umsatzerlöse|order total excl tax|total excl tax|total ex vat|total excl vat|"
    "beløp uten mva|beløb uden moms|"
    "belopp utan moms|myynti veroton|amount net|beløp eks. mva|"
    "net sales amount|summa utan moms|fakturerat värde|salgsbeløp|line total ex tax|line total excl tax|"
    "line total ex vat|line total excl vat|gesamt netto|summe netto|faktureret beløb|fakturert beløp|invoiced value",
    "belopp|summa|amount|subtotal|sub total|sub-total|total|beløb|beløp|betrag|värde|value|sum|dollar value|"
    "pris totalt|total amount|belopp sek|amount sek|belopp i sek|amount in local currency|amount in lc|"
    "belopp (sek)|totalbelopp|totalt|total price|price|belopp kr|kronor|kroner|betrag in hw|betrag in hauswährung|"
    "vbordsum|"
    "order total",
)
NET = _words(
    "net_amount|netto|nettobelopp|netto belopp|net amount|net value|netwr|nettobeløb|nettobeløp|nettobetrag|"
    "nettowert|nettoförsäljning|net sales|nettoomsättning|net revenue|net price total|nettoumsatz|net total|"
    "netto exkl moms|net"
)
VAT = _words(
    "vat|vat amount|moms|momsbelopp|momsbeløb|mva|mva-beløp|mva beløp|mehrwertsteuer|mwst|mwst-betrag|ust|"
    "umsatzsteuer|steuerbetrag|tax|tax amount|sales tax|utgående moms|taxamount|merværdiafgift|gst|moms kr|"
    "alv|alv määrä|arvonlisävero|order tax|taxes"
)
WITH_VAT = _words(
    "belopp inkl moms|belopp inkl. moms|summa inkl moms|inkl moms|inkl. moms|att betala|amount incl vat|"
    "amount incl. vat|amount including vat|total incl vat|total incl. vat|total inc vat|beløb inkl moms|"
    "beløb inkl. moms|beløp inkl mva|beløp inkl. mva|bruttobetrag|bruttobelopp|bruttobeløb|bruttobeløp|"
    "totalt inkl moms|total inkl moms|fakturabelopp|invoice total|invoice amount|rechnungsbetrag|"
    "total inkl. moms|gross amount|brutto|grand total|line amount incl vat|fakturatotal|verollinen summa|"
    "summa sis. alv|amount inc vat|total incl tax|order total incl tax|summa veroineen|beløb med moms|"
    "beløp med mva|belopp med moms|amount gross"
)
PRICE = _words(
    "unit price|unitprice|á-pris|a-pris|à-pris|apris|styckpris|pris/st|pris per st|enhetspris|enhedspris|"
    "stk pris|stykpris|stückpreis|einzelpreis|preis|pris|sales price|price each|unit cost price|"
    "försäljningspris|unitamount|unit amount|pris per enhet|price per unit|rate|preis pro einheit|st-pris|"
    "price/unit"
)
DEBIT = _words("debit|debet|soll|debit amount|debetbelopp|soll-betrag|debit (sek)|debit sek|debetbeløb")
CREDIT = _words("credit|kredit|haben|credit amount|kreditbelopp|haben-betrag|credit (sek)|credit sek|kreditbeløb")
CREDIT_MARK = _words(
    "soll/haben-kennzeichen|soll/haben|s/h|d/k|debet/kredit|debit/credit|dr/cr|shkzg|d/c|soll-/haben-kennzeichen"
)
CURRENCY = _words(
    "currency|valuta|valutakod|currency code|währung|wkz umsatz|wkz|valutakode|waers|currencycode|"
    "doc. currency|valuutta|währg"
)
ORDER = _words(
    "order_id|ordernr|ordernummer|order nr|order no|order number|order id|orderid|fakturanr|fakturanummer|"
    "faktura nr|faktnr|invoice no|invoiceno|invoice number|invoicenumber|invoice id|ordrenr|ordrenummer|"
    "auftragsnummer|rechnungsnummer|rechnungsnr|belegnummer|document no|document no.|bilagsnr|bilagsnummer|"
    "billing document|sales document|kvittonr|faktura-nr|fakturanr.|belegfeld 1|verifikationsnr|vernr|"
    "transaction no|invoice #|num|receipt no|docnum|vbeln|kundordernr|laskun numero|laskunro|laskun nro|"
    "tilausnumero|inv no",
    "order|faktura|invoice|beleg|ordre|ver|dokumentnr|document|transaction id|referens|reference|doc no",
)
PRODUCT = _words(
    "product|produkt|artikel|artikelnr|artikelnummer|art.nr|artnr|article|article no|item no|item no.|"
    "item number|item|itemcode|stockcode|sku|varenr|varenummer|product id|productid|product code|produktnr|"
    "produktkod|material|artikelbezeichnung|item code|product/service|inventoryitemcode|product name|"
    "productname|produktnamn|artikelnamn|matnr|vara|vare|artikelbenämning|tuote|tuotenumero",
    "beskrivning|benämning|description|text|varutext|beskrivelse|bezeichnung|item description|produktgrupp|"
    "product group|memo/description",
)
QUANTITY = _words(
    "quantity|antal|kvantitet|kvantum|qty|menge|mængde|mengde|antall|antal st|levererat antal|"
    "invoiced quantity|fakturerat antal|quantity invoiced|lev antal|stück|stk|stück anzahl|billed quantity|"
    "units|fkimg|number of units|fakt antal|anzahl|lev.antal|number of cds|määrä|kpl",
    "st|volym|volume|count|pcs|levererat|pieces",
)
DISCOUNT = _words(
    "discount|rabatt|rabattbelopp|discount amount|line discount amount|radrabatt|rabatbeløb|rabattbeløp|"
    "rabattbetrag|rabat|rabatt kr|avdrag|bonus|rebate|line discount|kassarabatt|rabatter|discounts|nachlass|"
    "alennus"
)
DISCOUNT_SHARE = _words(
    "discount_share|rabatt %|rabatt%|rabattprocent|rabatt i procent|discount %|discount percent|"
    "line discount %|rabat %|rabatt i %|discount pct|rabattsats|rabatt (%)|discount (%)|rabatt-%|rabatprocent"
)
COST = _words(
    "cost_of_goods|kostnad för sålda varor|ksv|varukostnad|kostnad varor|cost of goods|cost of goods sold|"
    "cogs|vareforbrug|varekostnad|varekostpris|wareneinsatz|inköpsvärde|cost amount|total cost|totalcost|"
    "kostnadsvärde|självkostnad|självkostnad totalt|kostværdi|cost value|varukostnader|einstandswert|"
    "cost (lcy)|tg-kostnad|line cost|total kostnad|tb-kostnad|kostbeløb|kostbeløp|vareforbruk|einstandsbetrag",
    "kostnad|cost|selvkost|wareneinstand|kost",
)
UNIT_COST = _words(
    "unit cost|unit cost (lcy)|kostpris|kostpris pr stk|kostpris per st|kostpris/st|inpris|inköpspris|"
    "inköpspris per st|innkjøpspris|indkøbspris|kostnad per st|kostnad/st|kostnad per enhet|styckkostnad|"
    "enhetskostnad|cost price|cost per unit|cost each|einstandspreis|stückkosten|standard cost|standardkostnad"
)
RETURNS = _words(
    "returns|returer|returbelopp|returer kr|returned amount|return amount|sales returns|returneringer|returneringar|"
    "returbeløb|returbeløp|retouren|rücksendungen|krediteringar|krediteringer|krediterat belopp|refunds|refund amount|"
    "credited amount|returns and allowances|palautukset"
)
AMOUNT = _words(
    "amount|belopp|beløb|beløp|betrag|kostnad|cost|utfall|saldo|utgående saldo|belopp sek|amount sek|actual|"
    "kostnader|costs|cost amount|belopp kr|utfall kr|omkostning|kosten|ist|utgift|actual cost|value in lc|"
    "belopp i sek|actual amount|amount in local currency|regnskab|amount in co. code crcy|summa kostnad|"
    "ytd actual|toteuma|määrä eur|net change|periodens bevægelse|periodens bevegelse|periodens kostnad|istkosten|"
    "ist-kosten|årets kostnad|årets kostnader",
    "summa|total|sum|värde|value|totalt|period|resultat|balance|helår|år|year|netto|summa eur",
)
LINE = _words(
    "line|rad i resultat|resultatrad|kostnadsslag|cost type|kostnadstyp|cost line|linje|kostenart|kostnadsrad|"
    "omkostningstype|kostnadsart|rad|kategori|category|kostnadskategori|cost category|typ av kostnad|"
    "omkostningsart|resultatlinje|kostnadslinje|omkostningslinje|kostnadstype|ergebniszeile|cost category line"
)
POOL_ID = _words(
    "pool_id|pool|poolnr|pool-id|pool id|kostnadspool|kostnadsställe|kst|kostnadsställe nr|kostnadsställenr|"
    "cost center|cost centre|cost center no|kostenstelle|kostenstellennr|avdelingsnr|avdeling nr|"
    "omkostningssted|kostnadsbärare|konto|kontonr|account|account no|kontonummer|costcenter|koststed|"
    "kostsällenr|resultatenhet|kostnadsst|cost centre code|kostl|activity id|aktivitet id|aktivitetsnr|"
    "kustannuspaikka|cost center code|cost center id|kostnadssted|kostnadssted nr|avdelingskode|afdelingsnr",
    "nr|no|id|kod|code|nummer|avdelning|department|avdeling|afdeling|abteilung",
)
POOL_NAME = _words(
    "name|namn|navn|poolnamn|pool name|kostnadsställe namn|kostnadsställenamn|benämning|cost center name|"
    "cost centre name|bezeichnung|kontonamn|account name|kontobenämning|kostnadsställebenämning|kontonavn|"
    "kostenstellenbezeichnung|benevnelse|betegnelse|aktivitet|activity|avdelningsnamn|department name|"
    "kontobezeichnung|kustannuspaikan nimi|avdelingsnavn|afdelingsnavn|abteilungsname|kostnadsstedsnavn",
    "beskrivning|description|text|avdelning|department|avdeling|afdeling|abteilung|beskrivelse",
)
DRIVER = _words(
    "driver|fördelningsnyckel|nyckel|cost driver|kostnadsdrivare|drivare|fordelingsnøgle|fordelingsnøkkel|"
    "allocation key|verteilschlüssel|aktivitet|activity|aktivitetstyp|activity type|volymtyp|mått|measure|"
    "leistungsart|handelse|händelse|ärendetyp|kostnadsnyckel|drivertyp|aktivitetskod|event type|bezugsgröße|"
    "nøgle|kostnadsdriver|omkostningsdriver|fordelingsdriver|kohdistusperuste|toiminto",
    "typ|type|art|kategori|category|tjänst|drivkraft",
)
CAPACITY = _words(
    "capacity|kapacitet|praktisk kapacitet|practical capacity|kapasitet|kapazität|tillgänglig tid|kapacitet (min)"
)
TEXT = _words(
    "text|beskrivning|description|kommentar|comment|beskrivelse|buchungstext|verifikationstext|memo|notering|"
    "note|tekst|specifikation|transaktionstext|selite|kuvaus"
)
VOLUME = _words(
    "quantity|antal|volym|kvantitet|qty|menge|mængde|mengde|antall|volume|count|minuter|minutes|timmar|hours|"
    "stunden|timer|antal st|number|units|tid (min)|anzahl|total antal|värde|value|tid|duration|sum|summa|"
    "antal händelser|mått värde|määrä|kpl|tunnit|antal ärenden|antal samtal|antal besök|antal timmar|antall enheter|"
    "antal enheder|antall timer|antal timer|leistungsmenge|no. of units|number of units|no. of hours"
)

FROM_POOL = _words(
    "from_pool|från pool|från avdelning|från kostnadsställe|utförande pool|levererande avdelning|from pool|"
    "from department|fra pulje|fra afdeling|fra avdeling|leverende afdeling|von kostenstelle",
    "från|from|fra|von",
)
TO_POOL = _words(
    "to_pool|till pool|till avdelning|till kostnadsställe|mottagande pool|mottagande avdelning|to pool|"
    "to department|til pulje|til afdeling|til avdeling|modtagende afdeling|an kostenstelle",
    "till|to|til|an",
)
TIMED_DRIVER = _words("driver|drivare|kostnadsdrivare|cost driver|tidsdrivare|tidsdriver", "nyckel|key")
ACTIVITY = _words("activity|aktivitet|aktivitetens namn|aktivitetsnamn|moment|aktivitetstyp|activity type", "typ|type")
PER_UNIT = _words(
    "per_unit|tid per styck|tid per aktivitet|per styck|per enhet|minuter per styck|minuter per enhet|minuter per st|"
    "tid per enhet|time per unit|minutes per unit|tid pr stk|tid pr enhed|tid per stykk|minutter pr stk",
    "tid|minuter|minutes|minutter|antal|quantity",
)

OTHERS = _split(
    "account|by|adress1|address 1|straße|gade|street|poststed|förfallodatum|förfallodag|due date|duedate|forfaldsdato|"
    "forfallsdato|fälligkeitsdatum|betaldatum|"
    "betalningsdatum|"
    "payment date|paid date|fullypaidondate|requireddate|required date|önskat leveransdatum|"
    "utskriftsdatum|sista betalningsdag|"
    "planneddate|ändrad|modified|changed|senast ändrad|last modified|organisationsnummer|org.nr|orgnr|"
    "org nr|personnummer|"
    "cvr|vat number|vat no|vat registration no|momsregistreringsnr|ust-idnr|telefon|phone|mobil|fax|"
    "e-post|email|e-mail|"
    "epost|postnr|postnummer|zip|postal code|postcode|plz|postcodezip|ort|city|stad|postort|adress|"
    "address|land|country|"
    "säljare|salesperson|sales rep|selger|sælger|verkäufer|verser|ver.serie|vernr serie|serie|status|tg|"
    "tg %|tb|täckningsbidrag|tb %|"
    "margin|deckungsbeitrag|dækningsgrad|moms %|vat %|momssats|tax rate|tax type|taxtype|enhet|unit|"
    "unit of measure|einheit|enhed|"
    "plats|lager|warehouse|kassa|restbelopp|utestående|balance due|open balance|saldo kund|"
    "remaining amount|er referens|vår referens|"
    "betalningsvillkor|payment terms|kreditgräns|credit limit|rowno|radnr|line no|position|pos|budget|"
    "budget i år|budget kr|avvikelse|variance|"
    "föregående år|previous year|prior year|fg år|contactid|employeeid|employee id|shipper|shipvia|"
    "freight|frakt|tax code|bu-schlüssel|kost 1|kost1|"
    "ref|referens|vår ref|er ref|kontaktperson|contact person|contact|kontakt|our reference|"
    "your reference|basis date|valuta datum|exchange rate|kurs|valutakurs|"
    "bill-to name|ship-to name|ship name|leveransadress|lev.adress|leveransnamn|plant|werk|buchungsnr|"
    "entry no|entry no.|lopnr|löpnr|saldo|balance|bal|accountcode|account code|taxtotal|"
    "öresavrundning|öresavr|rounding|avrundning"
)
