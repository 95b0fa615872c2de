"""The words of the one-line entry in six languages, as people write them; accents and script are folded away.

Forms are separated by commas; a form may have several words. The first form of a concept is what is offered.
"""

from __future__ import annotations

from typing import TypedDict


class Said(TypedDict):
    """One language. Weekdays from Monday, months from January, each with its short and its bent forms."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    days: dict[int, str]
    """How many days from today a word means."""
    next_week: str
    next_month: str
    last_week: str
    last_month: str
    next: str
    last: str
    inside: str
    """ "in" of "in 2 weeks"."""
    ago_before: str
    ago_after: str
    one: str
    few: dict[int, str]
    """Numbers as words, "two" of "in two weeks"."""
    units: dict[str, str]
    on: str
    at: str
    by: str
    """What may stand between a promise and its day."""
    promise: str
    they_promise: str
    follow_up: str
    about: str
    with_: str
    rated: str
    minutes: str
    order: str
    worth: str
    department: str
    departments: dict[str, str]
    kinds: dict[str, str]
    no_answer: str
    """What calls for another try."""


ENGLISH: Said = {
    "weekdays": (
        "mon, monday", "tue, tuesday, tues", "wed, wednesday", "thu, thursday, thur, thurs", "fri, friday",
        "sat, saturday", "sun, sunday",
    ),
    "months": (
        "jan, january", "feb, february", "mar, march", "apr, april", "may", "jun, june", "jul, july", "aug, august",
        "sep, sept, september", "oct, october", "nov, november", "dec, december",
    ),
    "days": {
        0: "today", 1: "tomorrow, tmr, tmrw", -1: "yesterday", 2: "day after tomorrow, the day after tomorrow",
        -2: "day before yesterday, the day before yesterday",
    },
    "next_week": "next week", "next_month": "next month", "last_week": "last week", "last_month": "last month",
    "next": "next, this, coming", "last": "last", "inside": "in", "ago_before": "", "ago_after": "ago",
    "one": "a, an, one",
    "few": {
        2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten",
    },
    "units": {"day": "day, days", "week": "week, weeks, wk, wks", "month": "month, months"},
    "on": "on", "at": "at", "by": "by, on, until, till, before, for, due, no later than",
    "promise": "promise, promised, we promise, we promised, i promise, i promised, pr, !",
    "they_promise": "they promise, they promised, they will promise, he promised, she promised",
    "follow_up": "follow up, follow-up, followup, fu, >",
    "about": "about, regarding, re", "with_": "with", "rated": "rated, rating, rates us, rated us",
    "minutes": "min, mins, minute, minutes", "order": "order, ordered, orders, bought, purchase",
    "worth": "for, of, worth", "department": "dept, department",
    "departments": {
        "Sales": "sales", "Delivery": "delivery, logistics", "Service": "service, support",
        "Billing": "billing, invoicing",
    },
    "kinds": {
        "call": "call, called, phoned, phone, rang, c", "visit": "visit, visited, meeting, met, v",
        "email": "email, e-mail, emailed, mail, wrote, e", "message": "message, texted, sms, m",
        "complaint": "complaint, complained, complains", "note": "note",
    },
    "no_answer": "no answer, not there, voicemail, busy",
}  # fmt: skip

SLOVENIAN: Said = {
    "weekdays": (
        "pon, ponedeljek, ponedeljka, ponedeljkom", "tor, torek, torka", "sre, sreda, sredo, srede",
        "čet, četrtek, četrtka", "pet, petek, petka", "sob, sobota, soboto, sobote", "ned, nedelja, nedeljo, nedelje",
    ),
    "months": (
        "jan, januar, januarja", "feb, februar, februarja", "mar, marec, marca", "apr, april, aprila", "maj, maja",
        "jun, junij, junija", "jul, julij, julija", "avg, avgust, avgusta", "sep, sept, september, septembra",
        "okt, oktober, oktobra", "nov, november, novembra", "dec, december, decembra",
    ),
    "days": {0: "danes", 1: "jutri", -1: "včeraj", 2: "pojutrišnjem", -2: "predvčerajšnjim, predvčeraj"},
    "next_week": "naslednji teden, prihodnji teden", "next_month": "naslednji mesec, prihodnji mesec",
    "last_week": "prejšnji teden, pretekli teden", "last_month": "prejšnji mesec, pretekli mesec",
    "next": "naslednji, naslednjo, naslednja, naslednjega, naslednje, prihodnji, prihodnjo, ta, to",
    "last": "prejšnji, prejšnjo, prejšnja, prejšnjega, prejšnje, pretekli, preteklo, minuli, minulo, zadnji",
    "inside": "čez", "ago_before": "pred", "ago_after": "nazaj", "one": "en, eno, enim",
    "few": {
        2: "dva, dve, dvema, dveh", 3: "tri, tremi, treh", 4: "štiri, štirimi, štirih", 5: "pet, petimi",
        6: "šest, šestimi", 7: "sedem, sedmimi", 8: "osem, osmimi", 9: "devet, devetimi", 10: "deset, desetimi",
    },
    "units": {
        "day": "dan, dneva, dni, dneh, dnevi, dnevom, dnevoma",
        "week": "teden, tedna, tedne, tednov, tednu, tednom, tednoma, tedni",
        "month": "mesec, meseca, mesece, mesecev, mesecu, mesecem, mesecema, meseci",
    },
    "on": "v, dne", "at": "ob", "by": "do, v, za, najkasneje do",
    "promise": "obljuba, obljubim, obljubil, obljubila, obljubili, obljubili smo, obljubil sem, obljubila sem",
    "they_promise": "oni obljubijo, obljubili so, obljubil je, obljubila je, so obljubili, je obljubil, je obljubila",
    "follow_up": "opomnik, spomni, spomni me, sledi",
    "about": "glede, o", "with_": "z, s", "rated": "ocena, ocenil, ocenila, ocenili",
    "minutes": "min, minut, minuta, minute, minuti, minuto",
    "order": "naročilo, naročil, naročila, naročili, kupil, kupila, kupili", "worth": "za", "department": "oddelek",
    "departments": {
        "Sales": "prodaja", "Delivery": "dostava", "Service": "servis, podpora", "Billing": "računovodstvo, obračun",
    },
    "kinds": {
        "call": "klic, klical, klicala, klicali, poklical, poklicala", "visit": "obisk, obiskal, obiskala, sestanek",
        "email": "e-pošta, epošta, pisal, pisala", "message": "sporočilo, sms",
        "complaint": "pritožba, pritožil, pritožila, reklamacija", "note": "opomba, zapisek, beležka",
    },
    "no_answer": "ni odgovora, se ne oglasi, se ni oglasil, se ni oglasila, zasedeno",
}  # fmt: skip

GREEK: Said = {
    "weekdays": (
        "Δευ, Δευτέρα, Δευτέρας", "Τρί, Τρίτη, Τρίτης", "Τετ, Τετάρτη, Τετάρτης", "Πέμ, Πέμπτη, Πέμπτης",
        "Παρ, Παρασκευή, Παρασκευής", "Σάβ, Σάββατο, Σαββάτου", "Κυρ, Κυριακή, Κυριακής",
    ),
    "months": (
        "Ιαν, Ιανουάριος, Ιανουαρίου", "Φεβ, Φεβρουάριος, Φεβρουαρίου", "Μαρ, Μάρτιος, Μαρτίου",
        "Απρ, Απρίλιος, Απριλίου", "Μάι, Μάιος, Μαΐου", "Ιουν, Ιούνιος, Ιουνίου", "Ιουλ, Ιούλιος, Ιουλίου",
        "Αυγ, Αύγουστος, Αυγούστου", "Σεπ, Σεπτέμβριος, Σεπτεμβρίου", "Οκτ, Οκτώβριος, Οκτωβρίου",
        "Νοε, Νοέμβριος, Νοεμβρίου", "Δεκ, Δεκέμβριος, Δεκεμβρίου",
    ),
    "days": {0: "σήμερα", 1: "αύριο", -1: "χθες, χτες", 2: "μεθαύριο", -2: "προχθές, προχτές"},
    "next_week": "επόμενη εβδομάδα, την επόμενη εβδομάδα, άλλη εβδομάδα",
    "next_month": "επόμενο μήνα, τον επόμενο μήνα, άλλο μήνα",
    "last_week": "περασμένη εβδομάδα, την περασμένη εβδομάδα, προηγούμενη εβδομάδα",
    "last_month": "περασμένο μήνα, τον περασμένο μήνα, προηγούμενο μήνα",
    "next": "επόμενη, επόμενο, την επόμενη, το επόμενο", "inside": "σε",
    "last": "περασμένη, περασμένο, την περασμένη, το περασμένο, προηγούμενη",
    "ago_before": "πριν, πριν από", "ago_after": "πριν", "one": "μια, μία, ένα, έναν",
    "few": {
        2: "δύο, δυο", 3: "τρεις, τρία", 4: "τέσσερις, τέσσερα", 5: "πέντε", 6: "έξι", 7: "επτά, εφτά", 8: "οκτώ, οχτώ",
        9: "εννέα, εννιά", 10: "δέκα",
    },
    "units": {
        "day": "μέρα, μέρες, ημέρα, ημέρες", "week": "εβδομάδα, εβδομάδες, βδομάδα, βδομάδες", "month": "μήνα, μήνες",
    },
    "on": "στις, την, το, τη", "at": "στις, ώρα",
    "by": "μέχρι, μέχρι την, μέχρι τις, έως, έως τις, ως, ως τις, για, την, τη, το, τις, στις",
    "promise": "υπόσχεση, υποσχέθηκα, υποσχεθήκαμε, υπόσχομαι",
    "they_promise": "υποσχέθηκαν, υποσχέθηκε, αυτοί υποσχέθηκαν",
    "follow_up": "υπενθύμιση, ξανά, συνέχεια",
    "about": "σχετικά με, για", "with_": "με", "rated": "βαθμός, βαθμολόγησε, βαθμολογία",
    "minutes": "λεπτά, λεπτό, λ", "order": "παραγγελία, παρήγγειλε, παρήγγειλαν, αγόρασε, αγόρασαν",
    "worth": "για, αξίας",
    "department": "τμήμα",
    "departments": {
        "Sales": "πωλήσεις", "Delivery": "παράδοση, διανομή", "Service": "εξυπηρέτηση, σέρβις",
        "Billing": "λογιστήριο, τιμολόγηση",
    },
    "kinds": {
        "call": "κλήση, τηλεφώνημα, τηλεφώνησα, κάλεσα", "visit": "επίσκεψη, επισκέφθηκα, συνάντηση",
        "email": "μέιλ, έγραψα", "message": "μήνυμα", "complaint": "παράπονο, καταγγελία", "note": "σημείωση",
    },
    "no_answer": "δεν απάντησε, δεν απαντά, δεν απάντησαν, καμία απάντηση",
}  # fmt: skip

UKRAINIAN: Said = {
    "weekdays": (
        "пн, понеділок, понеділка", "вт, вівторок, вівторка", "ср, середа, середу, середи", "чт, четвер, четверга",
        "пт, п'ятниця, п'ятницю, п'ятниці", "сб, субота, суботу, суботи", "нд, неділя, неділю, неділі",
    ),
    "months": (
        "січ, січень, січня", "лют, лютий, лютого", "бер, березень, березня", "квіт, квітень, квітня",
        "трав, травень, травня", "черв, червень, червня", "лип, липень, липня", "серп, серпень, серпня",
        "вер, вересень, вересня", "жовт, жовтень, жовтня", "лист, листопад, листопада", "груд, грудень, грудня",
    ),
    "days": {0: "сьогодні", 1: "завтра", -1: "вчора, учора", 2: "післязавтра", -2: "позавчора"},
    "next_week": "наступного тижня, наступний тиждень", "next_month": "наступного місяця, наступний місяць",
    "last_week": "минулого тижня, минулий тиждень", "last_month": "минулого місяця, минулий місяць",
    "next": "наступний, наступного, наступну, наступної, цей, цього, цю, у наступний, у наступну",
    "last": "минулий, минулого, минулу, минулої, у минулий, у минулу, в минулу",
    "inside": "через, за", "ago_before": "", "ago_after": "тому, назад", "one": "один, одну",
    "few": {
        2: "два, дві", 3: "три", 4: "чотири", 5: "п'ять", 6: "шість", 7: "сім", 8: "вісім", 9: "дев'ять", 10: "десять",
    },
    "units": {
        "day": "день, дні, днів", "week": "тиждень, тижні, тижнів", "month": "місяць, місяці, місяців",
    },
    "on": "у, в", "at": "о, об", "by": "до, у, в, на, не пізніше",
    "promise": "обіцянка, обіцяю, обіцяв, обіцяла, обіцяли, пообіцяв, пообіцяла, ми обіцяли, я обіцяв, я обіцяла",
    "they_promise": "вони обіцяли, вони пообіцяли, вони обіцяють, він обіцяв, він пообіцяв, вона обіцяла",
    "follow_up": "нагадати, нагадай, повернутися",
    "about": "про, щодо, стосовно", "with_": "з, із, зі", "rated": "оцінка, оцінив, оцінила, оцінили",
    "minutes": "хв, хвилин, хвилина, хвилини, хвилину",
    "order": "замовлення, замовив, замовила, замовили, купив, купила, купили", "worth": "на, за",
    "department": "відділ",
    "departments": {
        "Sales": "продажі, продажу, продаж", "Delivery": "доставка, доставки", "Service": "сервіс, сервісу, підтримка",
        "Billing": "бухгалтерія, бухгалтерії",
    },
    "kinds": {
        "call": "дзвінок, дзвонив, дзвонила, подзвонив, подзвонила, телефонував", "visit": "візит, відвідав, зустріч",
        "email": "лист, імейл, написав, написала", "message": "повідомлення, смс",
        "complaint": "скарга, скаржився, скаржилася, поскаржився, поскаржилася", "note": "примітка, нотатка",
    },
    "no_answer": "не відповідає, не відповів, не відповіла, немає відповіді, зайнято",
}  # fmt: skip

NORWEGIAN: Said = {
    "weekdays": ("man, mandag", "tir, tirsdag", "ons, onsdag", "tor, torsdag", "fre, fredag", "lør, lørdag",
        "søn, søndag"),
    "months": (
        "jan, januar", "feb, februar", "mar, mars", "apr, april", "mai", "jun, juni", "jul, juli", "aug, august",
        "sep, sept, september", "okt, oktober", "nov, november", "des, desember",
    ),
    "days": {
        0: "i dag, idag", 1: "i morgen, imorgen", -1: "i går, igår", 2: "i overmorgen, overmorgen",
        -2: "i forgårs, forgårs",
    },
    "next_week": "neste uke, til uka", "next_month": "neste måned", "last_week": "forrige uke, sist uke",
    "last_month": "forrige måned, sist måned", "next": "neste, kommende, på", "last": "forrige, sist", "inside": "om",
    "ago_before": "for", "ago_after": "siden", "one": "en, ei, ett, én",
    "few": {
        2: "to", 3: "tre", 4: "fire", 5: "fem", 6: "seks", 7: "sju, syv", 8: "åtte", 9: "ni", 10: "ti",
    },
    "units": {"day": "dag, dager", "week": "uke, uker", "month": "måned, måneder"},
    "on": "den, på", "at": "kl, klokka, klokken", "by": "innen, til, før, på, senest",
    "promise": "løfte, lover, lovet, lovte, vi lovet, vi lover, jeg lovet",
    "they_promise": "de lovet, de lover, de lovte, han lovet, hun lovet",
    "follow_up": "følg opp, oppfølging, husk", "about": "om, angående", "with_": "med",
    "rated": "vurdering, karakter, vurderte", "minutes": "min, minutt, minutter",
    "order": "ordre, bestilling, bestilte, kjøpte", "worth": "for, på", "department": "avdeling",
    "departments": {
        "Sales": "salg", "Delivery": "levering", "Service": "service, støtte", "Billing": "regnskap, fakturering",
    },
    "kinds": {
        "call": "samtale, ringte, anrop, ring", "visit": "besøk, besøkte, møte", "email": "e-post, epost, skrev",
        "message": "melding, sms", "complaint": "klage, klaget", "note": "notat",
    },
    "no_answer": "ikke svar, ingen svar, svarte ikke, opptatt",
}  # fmt: skip

SERBIAN: Said = {
    "weekdays": (
        "пон, понедељак, понедељка", "уто, уторак, уторка", "сре, среда, среду, среде", "чет, четвртак, четвртка",
        "пет, петак, петка", "суб, субота, суботу, суботе", "нед, недеља, недељу, недеље",
    ),
    "months": (
        "јан, јануар, јануара", "феб, фебруар, фебруара", "мар, март, марта", "апр, април, априла", "мај, маја",
        "јун, јуна", "јул, јула", "авг, август, августа", "сеп, септембар, септембра", "окт, октобар, октобра",
        "нов, новембар, новембра", "дец, децембар, децембра",
    ),
    "days": {0: "данас", 1: "сутра", -1: "јуче", 2: "прекосутра", -2: "прекјуче"},
    "next_week": "следеће недеље, идуће недеље, следећа недеља", "next_month": "следећег месеца, идућег месеца",
    "last_week": "прошле недеље", "last_month": "прошлог месеца",
    "next": "следећи, следећу, следећег, следеће, идући, идућу, овај, ову",
    "last": "прошли, прошлу, прошлог, прошле", "inside": "за, кроз", "ago_before": "пре", "ago_after": "",
    "one": "један, једну",
    "few": {
        2: "два, две", 3: "три", 4: "четири", 5: "пет", 6: "шест", 7: "седам", 8: "осам", 9: "девет", 10: "десет",
    },
    "units": {"day": "дан, дана", "week": "недељу, недеље, недеља", "month": "месец, месеца, месеци"},
    "on": "у, дана", "at": "у", "by": "до, у, за, најкасније до",
    "promise": "обећање, обећавам, обећао, обећала, обећали, обећали смо, обећао сам, обећала сам",
    "they_promise": "они обећавају, обећали су, обећао је, обећала је, су обећали, је обећао, је обећала",
    "follow_up": "подсетник, подсети, подсети ме", "about": "о, у вези, поводом", "with_": "са",
    "rated": "оцена, оценио, оценила, оценили", "minutes": "мин, минут, минута, минуте",
    "order": "поруџбина, наручио, наручила, наручили, купио, купила, купили", "worth": "за, од",
    "department": "одељење",
    "departments": {
        "Sales": "продаја", "Delivery": "достава, испорука", "Service": "сервис, подршка", "Billing": "рачуноводство",
    },
    "kinds": {
        "call": "позив, звао, звала, позвао, позвала", "visit": "посета, посетио, посетила, састанак",
        "email": "имејл, писао, писала", "message": "порука, смс", "complaint": "жалба, жалио, жалила, рекламација",
        "note": "белешка, напомена",
    },
    "no_answer": "не јавља се, није се јавио, није се јавила, нема одговора, заузето",
}  # fmt: skip

LANGUAGES: dict[str, Said] = {
    "en": ENGLISH, "sl": SLOVENIAN, "el": GREEK, "uk": UKRAINIAN, "nb": NORWEGIAN, "sr": SERBIAN,
}  # fmt: skip
"""By the code of the interface language."""
