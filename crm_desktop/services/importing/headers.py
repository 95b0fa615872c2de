"""What columns are called in other people's files, in English and the languages of the product."""

from __future__ import annotations

import re
from functools import cache

from crm_desktop.domain.folding import fold
from crm_desktop.domain.parsing import Fault, UnreadableError
from crm_desktop.domain.parsing_amounts import currency_of
from crm_desktop.services.importing.other_programs import PROGRAMS_NAMES

_CLOSE_DATE = """close date|closing date|closed date|date closed|deal close date|datum zaključka|datum zaprtja|
    ημερομηνία κλεισίματος|дата закриття|lukkedato|abschlussdatum|datum zatvaranja|датум затварања"""

# The better names stand first: of two columns for one field, the one with the better name is taken.
# "Firm" alone is left out on purpose: it may be a legal form or a line of business as well.
_NAMES = {
    "account": """account|account name|customer|customer name|client|client name|company|company name|organisation|
        organization|organisation name|organization name|business name|business|debtor|buyer|sold to|bill to|
        stranka|kupec|podjetje|naziv podjetja|naročnik|partner|naziv stranke|
        πελάτης|επωνυμία|εταιρεία|όνομα πελάτη|επωνυμία πελάτη|λογαριασμός|
        клієнт|покупець|компанія|замовник|контрагент|назва компанії|підприємство|
        kunde|kundenavn|firma|bedrift|selskap|firmanavn|kundename|kundenname|unternehmen|firmenname|kunden|auftraggeber|
        kupac|naziv kupca|klijent|preduzeće|kompanija|kupci|купац|назив купца|клијент|предузеће|компанија|фирма|
        attendees and title|name of company|ime podjetja|ime stranke|εταιρία|όνομα εταιρείας|назва клієнта|
        організація|bedriftsnavn|organisasjon|name der firma|geschäftspartner|ime kupca|komitent|име купца|комитент""",
    "first_name": """first name|given name|forename|vorname|fornavn|firstname|first""",
    "last_name": """last name|family name|surname|priimek|prezime|nachname|etternavn|επώνυμο|
        прізвище|презиме|lastname|last|επίθετο""",
    "name": """contact name|full name|person|contact person|contact|name|contact full name|
        ime in priimek|kontaktna oseba|kontakt|oseba|ime|
        ονοματεπώνυμο|υπεύθυνος επικοινωνίας|επαφή|όνομα|
        піб|контактна особа|контакт|імʼя|ім'я|імя|особа|
        kontaktperson|navn|fullt navn|ansprechpartner|ansprechperson|vollständiger name|
        ime i prezime|kontakt osoba|osoba|име и презиме|контакт особа|особа|име|naziv|назва|назив""",
    "id": """id|crm desktop id|account id|contact id|record id|our number""",
    "tier": """tier|account tier|class|abc|abc class|key account tier|razred|razred stranke|κατηγορία πελάτη|клас|
        klasse|klasa|класа""",
    "industry": """industry|sector|branch|line of business|panoga|dejavnost|κλάδος|δραστηριότητα|галузь|сектор|bransje|
        næring|branche|delatnost|делатност|грана""",
    "address": """address|street address|billing address|postal address|naslov|διεύθυνση|адреса|adresse|anschrift|
        adresa|street|ulica|вулиця|gateadresse|straße|улица|
        gate|službeni naslov|službeni naslov ulica|διεύθυνση εργασίας|робоча адреса|poslovna adresa|пословна адреса""",
    "address_part": """street 2|street2|address 2|address line 2|business street 2|billing street 2|
        postal code|postcode|post code|zip|zip code|zip postal code|billing postal code|billing address postal code|
        billing zip|business postal code|billing zip postal code|mailing zip postal code|
        city|town|billing city|billing address city|business city|mailing city|
        county|province|state region|state province|billing state|billing address state|business state|
        billing state province|country|country region|billing country|billing address country|
        business country region|mailing country|poštna številka|pošta|kraj|mesto|država|
        službeni naslov mesto|
        ταχυδρομικός κώδικας|τκ|πόλη|νομός|χώρα|поштовий індекс|індекс|місто|область|країна|
        postnummer|postnr|poststed|by|fylke|land|plz|postleitzahl|ort|stadt|bundesland|
        poštanski broj|grad|opština|поштански број|град|место|општина|држава""",
    "phone": """customer phone|caller|caller id|called number|
        phone|phone number|telephone|mobile|mobile phone|tel|cell|telefon|telefonska številka|mobitel|gsm|
        τηλέφωνο|κινητό|τηλ|телефон|мобільний|номер телефону|telefonnummer|mobil|tlf|handy|rufnummer|home phone|
        broj telefona|mobilni|број телефона|мобилни|phone no|cell phone|work phone|primary phone|phone 1|
        account phone|phone office|office phone|main phone|
        službeni telefon|prenosni telefon|τηλέφωνο εργασίας|κινητό τηλέφωνο|робочий телефон|
        telefon arbeid|poslovni telefon|пословни телефон|
        tel št|tel številka|mobilni telefon|telefon 1|κιν|αριθμός τηλεφώνου|тел|моб телефон|
        мобільний телефон|telefonnr|mobiltelefon|mobilnummer|tel nr|handynummer|festnetz|моб тел|мобилни телефон""",
    "email": """customer email|customer e mail|client email|buyer email|company email|
        email|e mail|mail|email address|e mail address|e pošta|elektronska pošta|elektronski naslov|
        ηλεκτρονικό ταχυδρομείο|ιμέιλ|електронна пошта|пошта|ел пошта|epost|e post|e postadresse|epostadresse|
        e mail adresse|imejl|elektronska adresa|имејл|е пошта|contact email|work email|email 1|epošta|
        e poštni naslov|διεύθυνση ηλεκτρονικού ταχυδρομείου|адреса електронної пошти|e naslov|
        ηλ ταχυδρομείο|ηλεκτρονική διεύθυνση|ηλ διεύθυνση|μέιλ|електронна адреса|е мейл|імейл|емейл|mejl|e adresa|
        мејл|е маил|е мејл|е адреса""",
    "website": """website|web site|web|url|homepage|domain|spletna stran|ιστοσελίδα|ιστότοπος|сайт|вебсайт|nettside|
        hjemmeside|webseite|internetseite|sajt|veb sajt|сајт|веб сайт|веб сајт""",
    "owner": """owner|account manager|account owner|responsible|sales rep|salesperson|skrbnik|odgovorna oseba|
        υπεύθυνος|υπεύθυνος πελάτη|πωλητής|відповідальний|менеджер|kundeansvarlig|ansvarlig|selger|betreuer|
        kundenbetreuer|verkäufer|odgovorno lice|komercijalista|одговорно лице|комерцијалиста|assigned to|lead owner|
        komercialist|odgovorni|prodajalec|verantwortlich|verantwortlicher|zuständig|vertriebsmitarbeiter|
        odgovorna osoba|одговорна особа""",
    "company": """is a company|is company|company yes no|je podjetje|είναι εταιρεία|είναι εταιρία|є компанією|
        er et selskap|er firma|ist ein unternehmen|ist firma|je kompanija|je preduzeće|је компанија|је предузеће""",
    "since": """customer since|since|client since|stranka od|πελάτης από|клієнт з|kunde siden|kunde seit|kupac od|
        купац од""",
    "notes": """notes|note|remarks|remark|description|body|text|opombe|opomba|opis|zapiski|σημειώσεις|σημείωση|
        περιγραφή|παρατηρήσεις|нотатки|примітки|примітка|опис|notater|notat|beskrivelse|merknad|notizen|notiz|bemerkung|
        bemerkungen|beschreibung|anmerkung|napomena|napomene|beleška|напомена|белешка|comment|comments|komentar|
        σχόλιο|коментар|kommentar|details|memo|zapisek|σχόλια|anmerkungen|beleške|напомене|белешке""",
    "tags": """tags|tag|labels|keywords|oznake|ετικέτες|теги|мітки|etiketter|merkelapper|schlagwörter|ознаке""",
    "role": """role|job title|position|title|function|funkcija|delovno mesto|naziv delovnega mesta|
        θέση|ρόλος|посада|роль|stilling|rolle|
        funktion|pozicija|radno mesto|функција|позиција|радно место""",
    "date": f"""order date|purchase date|invoice date|{_CLOSE_DATE}|date|day|rated on|rating date|call date|
        transaction date|happened on|when|occurred at|timestamp|created at|datum naročila|datum nakupa|datum računa|
        datum|dan|ημερομηνία παραγγελίας|ημερομηνία|ημ νία|дата замовлення|дата покупки|дата рахунку|дата|день|
        ordredato|fakturadato|kjøpsdato|dato|bestelldatum|rechnungsdatum|kaufdatum|
        datum porudžbine|datum fakture|datum kupovine|датум поруџбине|датум фактуре|датум|sale date|date of sale|
        purchased on|posting date|response date|survey date|submitted at|submit date|completed at|date of call|
        visit date|activity date|contact date|meeting date|start date|creation date|
        date time|datetime|datum prodaje|dne|datum kontakta|datum klica|datum obiska|datum in ura|ημερ|
        ημερομηνία και ώρα|дата продажу|дата контакту|дата дзвінка|дата і час|dato og tid|besøksdato|verkaufsdatum|
        belegdatum|buchungsdatum|besuchsdatum|datum und uhrzeit|datum i vreme|датум продаје|датум контакта|
        датум и време""",
    "kind": """interaction type|activity type|type|kind|channel|interaction|activity|vrsta|tip|kanal|τύπος|είδος|κανάλι|
        тип|вид|канал|type aktivitet|typ|art|врста|vrsta stika|aktivitet|kontaktart""",
    "direction": """direction|in or out|in out|inbound outbound|smer|κατεύθυνση|напрям|напрямок|retning|richtung|
        смер""",
    "department": """department|team|oddelek|τμήμα|відділ|avdeling|abteilung|odeljenje|одељење""",
    "who": """done by|logged by|by|user|author|agent|employee|rep|avtor|uporabnik|izvedel|χρήστης|συντάκτης|автор|
        користувач|співробітник|utført av|bruker|bearbeiter|benutzer|mitarbeiter|korisnik|uneo|корисник|унео""",
    "subject": """subject|topic|about|headline|zadeva|θέμα|тема|emne|betreff|thema|predmet|naslov poruke|предмет|
        title|summary|naslov|τίτλος|заголовок|tittel|titel|наслов""",
    "minutes": """minutes|duration|duration minutes|minute|trajanje|trajanje min|διάρκεια|λεπτά|тривалість|хвилини|
        varighet|minutter|dauer|minuten|минута|трајање""",
    "task": """task done on""",
    "amount": """total|amount|order total|order amount|net amount|net|value|sum|invoice total|total amount|total price|
        revenue|price|grand total|gross|znesek|vrednost|skupaj|cena|ποσό|σύνολο|αξία|καθαρή αξία|
        сума|всього|разом|вартість|ціна|beløp|sum kr|totalt|nettobeløp|verdi|
        betrag|summe|gesamt|gesamtbetrag|nettobetrag|wert|umsatz|iznos|ukupno|suma|износ|укупно|вредност|цена|
        invoice amount|order value|net total|turnover|sales|amount in|znesek brez ddv|znesek z ddv|znesek v|neto|
        bruto|promet|τζίρος|ποσό σε|сума замовлення|сума в|оборот|totalbeløp|omsetning|rechnungsbetrag|netto|brutto|
        betrag in|ukupan iznos|iznos u|укупан износ|износ у|промет""",
    "status": """deal status|stage|opportunity status|is closed won|deal stage|opportunity stage|sales stage|
        order status|financial status|payment status|status|state|
        stanje naročila|status naročila|faza|stanje|κατάσταση παραγγελίας|στάδιο|κατάσταση|
        статус замовлення|етап|стадія|статус|ordrestatus|fase|salgsfase|bestellstatus|auftragsstatus|verkaufsphase|
        vertriebsphase|phase|status porudžbine|stanje porudžbine|статус поруџбине|стање поруџбине|фаза|стање""",
    # These three are no fields: they tell that the rows are deals, of which only those that were won are purchases.
    "deal": """deal name|deal title|opportunity name|deal status|opportunity status|is closed won|deal stage|
        opportunity stage|sales stage|verkaufsphase|vertriebsphase|salgsfase""",
    "close date": _CLOSE_DATE,
    "won time": "deal won time|won time|won date|won on",
    # This is no field: it tells that the rows are invoices, whose only name is the customer's.
    "invoice": """invoice|invoice no|invoice number|invoice id|invoice date|datum računa|številka računa|račun|
        αριθμός τιμολογίου|τιμολόγιο|ημερομηνία τιμολογίου|номер рахунку|дата рахунку|рахунок|
        fakturadato|fakturanr|fakturanummer|faktura|rechnungsdatum|rechnungsnummer|rechnung|
        datum fakture|broj fakture|broj računa|датум фактуре|број фактуре|фактура|број рачуна""",
    # These two are no fields: where pieces are counted, a price may be that of one and not what was paid.
    "quantity": """quantity|qty|pieces|pcs|units|količina|kol|kosov|ποσότητα|τεμάχια|кількість|antall|menge|anzahl|
        stück|количина|ком""",
    "unit price": """price|unit price|cena|ціна|цена""",
    "currency": """currency|currency code|valuta|νόμισμα|валюта|währung|valutakode|валута|devize|девиза|curr|ccy|
        amount currency""",
    "what": """product|item|what|products|items|article|service|product name|izdelek|artikel|storitev|kaj|προϊόν|είδη|
        περιγραφή προϊόντος|товар|продукт|послуга|найменування|vare|produkt|tjeneste|produktname|ware|leistung|
        proizvod|artikal|roba|usluga|производ|артикал|роба|услуга|description|details|opis|περιγραφή|опис|beskrivelse|
        beschreibung|είδος""",
    "reference": """reference|order no|order number|order id|invoice|invoice no|invoice number|invoice id|ref|number|
        order|document no|številka naročila|številka računa|številka|račun|sklic|
        αριθμός παραγγελίας|αριθμός τιμολογίου|τιμολόγιο|παραστατικό|
        номер замовлення|номер рахунку|рахунок|номер|ordrenr|ordrenummer|fakturanr|fakturanummer|faktura|referanse|
        bestellnummer|auftragsnummer|rechnungsnummer|rechnung|referenz|
        broj porudžbine|broj fakture|broj računa|poziv na broj|број поруџбине|број фактуре|фактура|број рачуна""",
    "refund": """refund|is refund|refunded|return|credit note|credit|vračilo|dobropis|επιστροφή|πιστωτικό|повернення|
        refusjon|kreditnota|retur|gutschrift|erstattung|retoure|povraćaj|povrat|повраћај|поврат""",
    "score": """score|rating|satisfaction|nps|csat|nps score|satisfaction score|grade|stars|points|ocena|zadovoljstvo|
        βαθμολογία|αξιολόγηση|ικανοποίηση|оцінка|рейтинг|задоволеність|vurdering|karakter|tilfredshet|poeng|
        bewertung|note nps|zufriedenheit|punkte|punktzahl|ocjena|оцена|задовољство|overall rating|
        customer satisfaction|likelihood to recommend|ocena zadovoljstva|βαθμός|бал""",
    "touchpoint": """touchpoint|touch point|stage|occasion|survey|stik|stična točka|priložnost|σημείο επαφής|
        точка контакту|kontaktpunkt|berøringspunkt|anlass|kontakt tačka|tačka kontakta|тачка контакта|berührungspunkt|
        kontaktna tačka""",
    "dimension": """dimension|aspect|criterion|vidik|merilo|διάσταση|κριτήριο|аспект|критерій|aspekt|kriterium|
        dimenzija|kriterijum|димензија|критеријум""",
    "comment": """comment|comments|feedback|reason|remarks|komentar|mnenje|σχόλιο|σχόλια|коментар|відгук|kommentar|
        kommentarer|tilbakemelding|rückmeldung|utisak|утисак|notes|note|opombe|σημειώσεις|примітки|notat|notiz|
        napomena|напомена|verbatim""",
}

MADE_ON = frozenset(("created at", "creation date"))
"""Names of the day on which the row itself was made, in whatever list."""

ANY_NOTE = 17
"""From this rank on a name of ``comment`` is one of any note, which belongs to a rating only in a file of ratings."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
_WORD = re.compile(r"[^\W_]+|[€£$¥₴₽₺₹]")
_SEVERAL = "?"
_OF_DYNAMICS = "(Do Not Modify)"
_SCALE = re.compile(r"(?:[01]\s*[-–]\s*|/\s*|out of\s*)(?:5|10|100)\b|%|percent", re.IGNORECASE)
_TAX = re.compile(
    r"\b(?:incl|excl|inc|exc|including|excluding|with|without|z|brez|з|без|inkl|ekskl|eks|exkl|με|χωρίς|sa|bez|са)\b\.?\s*"
    r"(?:vat|tax|gst|ddv|пдв|mva|moms|mwst|ust|φπα|pdv)\b\.?",
    re.IGNORECASE,
)
_NOT_WORD = re.compile(r"[\W_]+")


def spelled(header: str) -> str:
    """A header as two of one file are told apart: folded, words parted by one space."""
    return _NOT_WORD.sub(" ", fold(header)).strip()


def plain(header: str) -> str:
    """A header as names are compared: the same without what stands in brackets."""
    return spelled(_ASIDE.sub(" ", header))


@cache
def _ranks() -> dict[str, dict[str, int]]:
    """Plain name -> field -> rank (0 is the best name of the field)."""
    ranks: dict[str, dict[str, int]] = {}
    for field, names in (*PROGRAMS_NAMES.items(), *_NAMES.items()):
        for rank, name in enumerate(names.split("|")):
            ranks.setdefault(plain(name), {}).setdefault(field, rank)
    return ranks


def meanings(header: str) -> dict[str, int]:
    """The fields that a header can mean, each with the rank of that name.

    A currency beside it does not matter, nor whether an amount is with or without tax.
    """
    if header.startswith(_OF_DYNAMICS):
        return {}
    found = _ranks().get(plain(header))
    if found is None:
        found = _ranks().get(plain(" ".join(word for word in _WORD.findall(header) if not _currency(word))))
    if found is None and (bare := _SCALE.sub(" ", header)) != header:
        # "Rating 1-5", "Score /10", "CSAT %"
        found = {field: rank for field, rank in _ranks().get(plain(bare), {}).items() if field == "score"}
    if found is None and (bare := _TAX.sub(" ", header)) != header:
        found = {field: rank for field, rank in meanings(bare).items() if field == "amount"}
    return found or {}


def told_currency(header: str) -> str | None:
    """The currency that a header names for certain: "Amount (EUR)", "Iznos €"; a sign that several share does not."""
    return next((code for word in _WORD.findall(header) if (code := _currency(word)) and code != _SEVERAL), None)


def _currency(word: str) -> str | None:
    """The code of a word that is a currency's code or sign; ``_SEVERAL`` for a sign that several share."""
    if word.isascii() and word.isalpha() and not word.isupper() and word.lower() != "kr":
        return None
    try:
        return currency_of(word)
    except UnreadableError as error:
        return _SEVERAL if error.fault is Fault.SEVERAL_CURRENCIES else None
