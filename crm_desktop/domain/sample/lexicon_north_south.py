"""The Norwegian, Greek and Ukrainian words of the sample book, and the list of all languages."""

from __future__ import annotations

from crm_desktop.domain.sample.lexicon import (
    ENGLISH,
    SERBIAN_CYRILLIC,
    SERBIAN_LATIN,
    SLOVENIAN,
    Lexicon,
    listed,
    placed,
    traded,
)

NORWEGIAN = Lexicon(
    code="no",
    weight=10,
    surnames=listed(
        "Hansen, Johansen, Olsen, Larsen, Andersen, Nilsen, Kristiansen, Jensen, Berg, Haugen, Hagen, Bakken, Dahl, "
        "Lund, Moen, Strand, Solberg, Eide, Lie, Myhre, Sæther, Tangen, Bøe, Ødegård, Brekke, Nygård, Fossum, "
        "Rønning, Vik, Aas, Holm, Sørli, Hovland, Engen, Løken, Aune, Skår, Myklebust, Tveit, Ruud"
    ),
    words=listed(
        "Fjord, Nordlys, Vestavind, Fjell, Bris, Havn, Bjørk, Elvebredd, Skogly, Solgry, Havgap, Midnattsol, "
        "Sjøstjerne, Lyng, Multe, Ørn, Tind, Fossekall, Breidablikk, Granli"
    ),
    trades=traded(
        "Bakeri:Bakery, Møbler:Furniture, Meieri:Dairy, Trykkeri:Printing, Apotek:Pharmacy, Bryggeri:Brewery, "
        "Kaffe:Coffee, Sjømat:Seafood, Bokhandel:Books, Keramikk:Ceramics, Hagesenter:Garden, Elektro:Electrical, "
        "Sport:Sports, Snekkeri:Joinery, Ysteri:Cheese, Blomster:Flowers, Slakteri:Butcher, Sjokolade:Confectionery, "
        "Tekstil:Textiles, Honning:Honey, Logistikk:Logistics, Dyreklinikk:Vets, Belysning:Lighting, Urter:Herbs, "
        "Hudpleie:Cosmetics"
    ),
    families=("{} & Sønner", "{} & Døtre", "Brødrene {}"),
    trade_first=False,
    legal=("{} AS", "{} AS", "{} AS", "{} ANS", "{}"),
    men=listed("Ole, Lars, Erik, Knut, Magnus, Henrik, Jonas, Bjørn, Håkon, Øystein, Tor, Sindre, Anders, Espen"),
    women=listed("Ingrid, Kari, Anne, Marit, Solveig, Silje, Hanne, Astrid, Liv, Randi, Åse, Ida, Kristin, Tuva"),
    places=placed(
        "Oslo:0150, Bergen:5003, Trondheim:7011, Stavanger:4006, Tromsø:9008, Bodø:8006, Ålesund:6002, "
        "Drammen:3015, Kristiansand:4611, Hamar:2317, Lillehammer:2609, Molde:6413, Narvik:8514, Harstad:9405, "
        "Arendal:4836, Skien:3724, Tønsberg:3110, Sandnes:4306, Haugesund:5525, Gjøvik:2815, Florø:6900, Alta:9510"
    ),
    streets=listed("Storgata, Industriveien, Strandgata, Kirkegata, Havnegata, Verkstedveien"),
    address="{street} {number}, {post} {city}",
    phones=("+47 22 55 ## ##", "+47 55 55 ## ##", "+47 73 55 ## ##"),
    mobiles=("+47 405 55 ###", "+47 915 55 ###", "+47 975 55 ###"),
)

GREEK = Lexicon(
    code="el",
    weight=10,
    surnames=listed(
        "Παπαδάκης/Παπαδάκη, Παπαδόπουλος/Παπαδοπούλου, Γεωργίου/Γεωργίου, Νικολάου/Νικολάου, Βλάχος/Βλάχου, "
        "Ιωαννίδης/Ιωαννίδη, Οικονόμου/Οικονόμου, Δημητρίου/Δημητρίου, Μακρής/Μακρή, Καραγιάννης/Καραγιάννη, "
        "Αντωνίου/Αντωνίου, Κωνσταντίνου/Κωνσταντίνου, Αλεξίου/Αλεξίου, Βασιλείου/Βασιλείου, Θεοδώρου/Θεοδώρου, "
        "Μανωλάκης/Μανωλάκη, Σταματάκης/Σταματάκη, Λαμπράκης/Λαμπράκη, Χατζής/Χατζή, Σαμαράς/Σαμαρά, "
        "Ζαχαρίου/Ζαχαρίου, Κορδάς/Κορδά, Ρήγας/Ρήγα, Φωτίου/Φωτίου, Σωτηρίου/Σωτηρίου, Μαυρίδης/Μαυρίδη, "
        "Πετρίδης/Πετρίδη, Αθανασίου/Αθανασίου, Τζαβάρας/Τζαβάρα, Μελάς/Μελά"
    ),
    words=listed(
        "Ήλιος, Ελιά, Αιγαίο, Θάλασσα, Αυγή, Πηγή, Ανατολή, Μέλισσα, Ακρόπολη, Ίριδα, Γαλήνη, Φάρος, Δάφνη, Κύμα, "
        "Άμπελος, Δήμητρα, Αστέρι, Ζέφυρος, Κυψέλη, Ανθός"
    ),
    trades=traded(
        "Αρτοποιείο:Bakery, Ελαιουργείο:Oil mill, Γαλακτοκομικά:Dairy, Έπιπλα:Furniture, Τυπογραφείο:Printing, "
        "Φαρμακείο:Pharmacy, Οινοποιείο:Wine, Ζυθοποιία:Brewery, Βιβλιοπωλείο:Books, Καφεκοπτείο:Coffee, "
        "Καλλυντικά:Cosmetics, Κεραμικά:Ceramics, Ηλεκτρολογικά:Electrical, Υφάσματα:Textiles, Άνθη:Flowers, "
        "Ζαχαροπλαστείο:Confectionery, Μελισσοκομία:Honey, Μεταφορές:Logistics, Φωτιστικά:Lighting, Βότανα:Herbs, "
        "Ιχθυόσκαλα:Seafood, Τυροκομείο:Cheese, Παντοπωλείο:Retail, Φυτώριο:Garden"
    ),
    families=("Αφοί {}", "{} & Υιοί", "{} & ΣΙΑ"),
    trade_first=True,
    legal=("{}", "{}", "{} Ο.Ε.", "{} Α.Ε.", "{} Ι.Κ.Ε."),
    men=listed(
        "Γιώργος, Νίκος, Δημήτρης, Κώστας, Γιάννης, Μανώλης, Πέτρος, Σπύρος, Αντώνης, Στέλιος, Θανάσης, Μιχάλης"
    ),
    women=listed("Μαρία, Ελένη, Κατερίνα, Σοφία, Αγγελική, Ιωάννα, Δέσποινα, Άννα, Χριστίνα, Βάσω, Ειρήνη, Φωτεινή"),
    places=placed(
        "Αθήνα:10431:Αθηνών, Θεσσαλονίκη:54624:Θεσσαλονίκης, Πάτρα:26221:Πατρών, Ηράκλειο:71201:Ηρακλείου, "
        "Λάρισα:41222:Λάρισας, Βόλος:38221:Βόλου, Ιωάννινα:45221:Ιωαννίνων, Χανιά:73131:Χανίων, "
        "Καλαμάτα:24100:Καλαμάτας, Καβάλα:65302:Καβάλας, Ρόδος:85100:Ρόδου, Κέρκυρα:49100:Κέρκυρας, "
        "Τρίκαλα:42100:Τρικάλων, Σέρρες:62121:Σερρών, Λαμία:35100:Λαμίας, Κοζάνη:50100:Κοζάνης, "
        "Ρέθυμνο:74100:Ρεθύμνου, Ξάνθη:67100:Ξάνθης, Βέροια:59100:Βέροιας, Σύρος:84100:Σύρου"
    ),
    streets=listed("Εθνικής Αντιστάσεως, Ερμού, Βιομηχανική Οδός, Αγίου Νικολάου, Λεωφόρος Ειρήνης, Παραλιακή"),
    address="{street} {number}, {post} {city}",
    phones=("+30 210 555 ####", "+30 2310 55 ####", "+30 2810 55 ####"),
    mobiles=("+30 697 555 ####", "+30 694 555 ####", "+30 698 555 ####"),
)

UKRAINIAN = Lexicon(
    code="uk",
    weight=10,
    surnames=listed(
        "Коваленко, Шевченко, Бондаренко, Ткаченко, Кравченко, Олійник, Шевчук, Поліщук, Бондар, Ткачук, Марченко, "
        "Лисенко, Савченко, Руденко, Петренко, Клименко, Павленко, Кравчук, Кузьменко, Мельник, Гончаренко, Романюк, "
        "Гаврилюк, Степаненко, Левченко, Панченко, Харченко, Яременко, Даниленко, Костюк, Мазур, Мороз, Федоренко, "
        "Назаренко, Захарченко, Приходько, Дяченко, Остапенко, Кириленко, Гордієнко"
    ),
    words=listed(
        "Колосок, Калина, Світанок, Джерело, Веселка, Смерека, Барвінок, Дніпро, Карпати, Соняшник, Вишня, Зоря, "
        "Бджілка, Ластівка, Маяк, Ялинка, Криниця, Млин, Оберіг, Перлина"
    ),
    trades=traded(
        "Пекарня:Bakery, Меблі:Furniture, Кондитерська:Confectionery, Молочарня:Dairy, Аптека:Pharmacy, "
        "Друкарня:Printing, Пасіка:Honey, Броварня:Brewery, Сироварня:Cheese, Книгарня:Books, Крамниця:Retail, "
        "Кав’ярня:Coffee, Столярня:Joinery, Квіти:Flowers, Косметика:Cosmetics, Кераміка:Ceramics, "
        "Олійниця:Oil mill, Теплиця:Garden, М’ясарня:Butcher, Електро:Electrical, Текстиль:Textiles, "
        "Логістика:Logistics, Трави:Herbs, Світло:Lighting"
    ),
    families=("{} і сини", "{} і доньки", "Брати {}"),
    trade_first=True,
    legal=("{}", "{}", "{}", "ТОВ «{}»", "ПП «{}»"),
    men=listed("Андрій, Олександр, Сергій, Тарас, Богдан, Іван, Микола, Дмитро, Юрій, Ярослав, Василь, Роман"),
    women=listed("Олена, Оксана, Наталія, Ірина, Тетяна, Марія, Юлія, Софія, Галина, Леся, Катерина, Дарина"),
    places=placed(
        "Київ:01001, Львів:79000, Одеса:65000, Харків:61000, Полтава:36000, Вінниця:21000, Тернопіль:46000, "
        "Чернівці:58000, Луцьк:43000, Рівне:33000, Ужгород:88000, Житомир:10000, Черкаси:18000, Суми:40000, "
        "Чернігів:14000, Хмельницький:29000, Кременчук:39600, Умань:20300, Дрогобич:82100, Мукачево:89600"
    ),
    streets=listed("вул. Шевченка, вул. Лесі Українки, вул. Промислова, вул. Соборна, вул. Садова, просп. Миру"),
    address="{street}, {number}, {city}, {post}",
    phones=("+380 44 555 ## ##", "+380 32 255 ## ##", "+380 48 755 ## ##"),
    mobiles=("+380 50 555 ## ##", "+380 67 555 ## ##", "+380 93 555 ## ##"),
)

LANGUAGES = (SLOVENIAN, ENGLISH, SERBIAN_LATIN, NORWEGIAN, GREEK, UKRAINIAN, SERBIAN_CYRILLIC)
