"""The words that firms and people of the sample book are named with, in six languages and three scripts."""

from __future__ import annotations

from dataclasses import dataclass

_DIGRAPHS = (("Lj", "Љ"), ("Nj", "Њ"), ("Dž", "Џ"), ("lj", "љ"), ("nj", "њ"), ("dž", "џ"))
_CYRILLIC = str.maketrans(
    "ABVGDĐEŽZIJKLMNOPRSTĆUFHCČŠabvgdđežzijklmnoprstćufhcčš",
    "АБВГДЂЕЖЗИЈКЛМНОПРСТЋУФХЦЧШабвгдђежзијклмнопрстћуфхцчш",
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language. A surname is "his/hers" where the two differ; a firm takes the second form.

    ``trades`` pairs a word with the industry it stands for. ``places`` holds (city, as in a firm's name, post code).
    In phone patterns ``#`` is any digit; the fixed digits are ones that are not given to subscribers where such exist.
    """

    code: str
    weight: int
    surnames: tuple[str, ...]
    words: tuple[str, ...]
    trades: tuple[tuple[str, str], ...]
    families: tuple[str, ...]
    trade_first: bool
    legal: tuple[str, ...]
    men: tuple[str, ...]
    women: tuple[str, ...]
    places: tuple[tuple[str, str, str], ...]
    streets: tuple[str, ...]
    address: str
    phones: tuple[str, ...]
    mobiles: tuple[str, ...]


def listed(text: str) -> tuple[str, ...]:
    """Words written with commas between them."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def traded(text: str) -> tuple[tuple[str, str], ...]:
    """Trades written as "word:industry"."""
    return tuple((word.strip(), industry.strip()) for word, industry in (part.split(":") for part in listed(text)))


def placed(text: str) -> tuple[tuple[str, str, str], ...]:
    """Places written as "city:post code" or "city:post code:as in a firm's name"."""
    rows = (part.split(":") for part in listed(text))
    return tuple((row[0], row[-1] if len(row) == 3 else row[0], row[1]) for row in rows)


def _cyrillic(text: str) -> str:
    for latin, letter in _DIGRAPHS:
        text = text.replace(latin, letter)
    return text.translate(_CYRILLIC)


SLOVENIAN = Lexicon(
    code="sl",
    weight=34,
    surnames=listed(
        "Novak, Horvat, Kovačič, Krajnc, Zupančič, Potočnik, Kovač, Mlakar, Kos, Vidmar, Golob, Turk, Božič, Kralj, "
        "Korošec, Bizjak, Hribar, Kotnik, Kavčič, Rozman, Oblak, Petek, Žagar, Kolar, Košir, Koren, Zajc, Klemenčič, "
        "Medved, Pirc, Knez, Hočevar, Zupan, Lah, Jereb, Erjavec, Kramberger, Šuštar, Tomažič, Zorko, Uršič, Jerman, "
        "Babič, Lesjak, Čeh, Breznik, Rupnik, Marolt, Logar, Perko, Pušnik, Dolenc, Jenko, Debeljak, Lenart, Cvetko, "
        "Brglez, Založnik, Škerjanec, Lavrič"
    ),
    words=listed(
        "Zrno, Lipa, Sončnica, Javor, Kamen, Žito, Studenec, Vrelec, Jutro, Slap, Brin, Hrast, Kapljica, Gams, "
        "Planika, Encijan, Jasa, Vrtnica, Mak, Oreh, Jadro, Plamen, Zvezda, Bistrica, Metulj, Sinica"
    ),
    trades=traded(
        "Pekarna:Bakery, Mizarstvo:Joinery, Mlekarna:Dairy, Tiskarna:Printing, Lekarna:Pharmacy, Vinarstvo:Wine, "
        "Trgovina:Retail, Čebelarstvo:Honey, Kozmetika:Cosmetics, Knjigarna:Books, Pražarna:Coffee, "
        "Čokoladnica:Confectionery, Keramika:Ceramics, Elektro:Electrical, Kovinarstvo:Metalwork, Plastika:Plastics, "
        "Vrtnarija:Garden, Mesarija:Butcher, Oljarna:Oil mill, Pivovarna:Brewery, Zeliščarstvo:Herbs, "
        "Pohištvo:Furniture, Svetila:Lighting, Logistika:Logistics, Sirarna:Cheese, Tekstil:Textiles"
    ),
    families=("{} in sinovi", "{} in hčere", "Bratje {}"),
    trade_first=True,
    legal=("{}", "{}", "{}", "{} d.o.o.", "{} d.o.o.", "{} s.p."),
    men=listed("Janez, Marko, Andrej, Luka, Matej, Tomaž, Peter, Gregor, Miha, Rok, Boštjan, Aleš, Primož, Žiga"),
    women=listed("Maria, Ana, Maja, Nina, Petra, Mojca, Barbara, Katja, Tina, Urška, Špela, Alenka, Eva, Tjaša"),
    places=placed(
        "Ljubljana:1000, Maribor:2000, Celje:3000, Kranj:4000, Koper:6000, Velenje:3320, Novo mesto:8000, Ptuj:2250, "
        "Kamnik:1241, Trbovlje:1420, Jesenice:4270, Domžale:1230, Nova Gorica:5000, Škofja Loka:4220, Izola:6310, "
        "Murska Sobota:9000, Postojna:6230, Logatec:1370, Vrhnika:1360, Krško:8270, Idrija:5280, Ravne:2390, "
        "Žalec:3310, Tržič:4290"
    ),
    streets=listed("Industrijska cesta, Obrtniška ulica, Glavni trg, Prešernova ulica, Cesta na polje, Mlinska pot"),
    address="{street} {number}, {post} {city}",
    phones=("+386 1 555 ## ##", "+386 2 555 ## ##", "+386 4 555 ## ##", "+386 7 555 ## ##"),
    mobiles=("+386 31 555 ###", "+386 40 555 ###", "+386 41 555 ###", "+386 51 555 ###", "+386 70 555 ###"),
)

ENGLISH = Lexicon(
    code="en",
    weight=18,
    surnames=listed(
        "Hallam, Reed, Ashby, Wren, Carter, Whitlock, Pemberton, Holloway, Barlow, Thorne, Marsh, Fenwick, Lockwood, "
        "Harding, Ellis, Bramley, Aldous, Prior, Tanner, Sutcliffe, Hargreaves, Dunmore, Oakley, Penrose, Trevena, "
        "Lidgate, Morland, Ridley, Winslow, Ackroyd, Beckett, Chadwick, Draper, Ellery, Farrow, Garland, Haddon, "
        "Inman, Jessop, Kirkby"
    ),
    words=listed(
        "Larkfield, Harbour Street, Millbrook, Stonebridge, Copper Lane, Green Gate, Northwold, Redwood, Ivy House, "
        "Blue Anchor, Old Mill, Saltmarsh, Foxglove, Kingfisher, Highfield, Riverside, Orchard Row, Lantern, "
        "Weavers Yard, Elm Tree"
    ),
    trades=traded(
        "Bakery:Bakery, Dairy:Dairy, Joinery:Joinery, Printers:Printing, Pharmacy:Pharmacy, Brewery:Brewery, "
        "Coffee:Coffee, Seafood:Seafood, Books:Books, Ceramics:Ceramics, Garden Centre:Garden, Electrical:Electrical, "
        "Sports:Sports, Cheese:Cheese, Flowers:Flowers, Butchers:Butcher, Chocolate:Confectionery, Textiles:Textiles, "
        "Honey:Honey, Logistics:Logistics, Vets:Vets, Lighting:Lighting, Herbs:Herbs, Skincare:Cosmetics, "
        "Furniture:Furniture, Fasteners:Metalwork"
    ),
    families=("{} & Sons", "{} & Daughters", "{} Brothers"),
    trade_first=False,
    legal=("{}", "{}", "{}", "{} Ltd", "{} Ltd", "{} LLP"),
    men=listed("Tom, James, Oliver, Daniel, Samuel, Harry, George, Ben, Adam, Edward, Martin, Ian, Callum, Rhys"),
    women=listed("Emma, Sophie, Grace, Lucy, Hannah, Alice, Ruth, Helen, Claire, Megan, Joanna, Kate, Isla, Freya"),
    places=placed(
        "Leeds:LS1 4AB, Bristol:BS1 5TR, York:YO1 9QL, Norwich:NR2 1AN, Exeter:EX1 1GE, Derby:DE1 2GD, "
        "Lincoln:LN2 1AF, Carlisle:CA3 8QG, Truro:TR1 2EJ, Hereford:HR1 2BQ, Shrewsbury:SY1 1QJ, Durham:DH1 3NJ, "
        "Lancaster:LA1 1HT, Ipswich:IP1 3DE, Swindon:SN1 1LH, Taunton:TA1 3XZ, Perth:PH1 5LU, Cardiff:CF10 1EP, "
        "Swansea:SA1 3ST, Stirling:FK8 1EA, Halifax:HX1 1QE, Kendal:LA9 4RE, Whitby:YO21 1DH, Oban:PA34 4LW"
    ),
    streets=listed("Mill Lane, Station Road, Foundry Street, Market Place, Canal Wharf, Orchard Way, Trade Park"),
    address="{number} {street}, {city} {post}",
    phones=("+44 1632 960 ###",),
    mobiles=("+44 7700 900 ###",),
)

_SERBIAN_SURNAMES = listed(
    "Jovanović, Petrović, Nikolić, Marković, Đorđević, Stojanović, Ilić, Stanković, Pavlović, Đukić, Živković, Tomić, "
    "Lukić, Simić, Kostić, Todorović, Savić, Mitrović, Lazić, Vasić, Popović, Ristić, Radovanović, Obradović, "
    "Janković, Krstić, Bogdanović, Filipović, Blagojević, Cvetković, Aleksić, Matić, Jeremić, Antić, Perić, Stević, "
    "Gajić, Vuković, Zarić, Ljubić"
)
_SERBIAN_WORDS = listed(
    "Klas, Zora, Izvor, Suncokret, Šumadija, Jasen, Bor, Vidik, Lasta, Kruna, Dunja, Potok, Višnja, Orah, Zlatibor, "
    "Ravnica, Jela, Breza, Malina, Njiva"
)
_SERBIAN_TRADES = traded(
    "Pekara:Bakery, Mlekara:Dairy, Stolarija:Joinery, Štamparija:Printing, Apoteka:Pharmacy, Vinarija:Wine, "
    "Pivara:Brewery, Knjižara:Books, Pržionica:Coffee, Kozmetika:Cosmetics, Keramika:Ceramics, Uljara:Oil mill, "
    "Mesara:Butcher, Cvećara:Flowers, Nameštaj:Furniture, Elektro:Electrical, Tekstil:Textiles, "
    "Poslastičarnica:Confectionery, Pčelarstvo:Honey, Logistika:Logistics, Sušara:Herbs, Plastika:Plastics, "
    "Rasadnik:Garden, Hladnjača:Cold store"
)
_SERBIAN_PLACES = placed(
    "Beograd:11000, Novi Sad:21000, Niš:18000, Kragujevac:34000, Subotica:24000, Čačak:32000, Užice:31000, "
    "Valjevo:14000, Zrenjanin:23000, Pančevo:26000, Kruševac:37000, Kraljevo:36000, Šabac:15000, Sombor:25000, "
    "Vršac:26300, Leskovac:16000, Zaječar:19000, Pirot:18300, Smederevo:11300, Jagodina:35000"
)
_SERBIAN_STREETS = listed("Industrijska, Bulevar oslobođenja, Nemanjina, Glavna, Vojvode Mišića, Obilazni put")
_SERBIAN_MEN = listed("Nikola, Marko, Stefan, Miloš, Dragan, Zoran, Nemanja, Goran, Vladimir, Dušan, Nenad, Igor")
_SERBIAN_WOMEN = listed("Jelena, Marija, Ivana, Milica, Dragana, Snežana, Ana, Sanja, Vesna, Tamara, Ljiljana, Maja")

# Latin and Cyrillic share the words between them, so that a small book never holds one firm in both scripts.
SERBIAN_LATIN = Lexicon(
    code="sr",
    weight=12,
    surnames=_SERBIAN_SURNAMES[::2],
    words=_SERBIAN_WORDS[::2],
    trades=_SERBIAN_TRADES,
    families=("{} i sinovi", "{} i ćerke", "Braća {}"),
    trade_first=True,
    legal=("{}", "{}", "{} d.o.o.", "{} d.o.o.", "{} PR"),
    men=_SERBIAN_MEN,
    women=_SERBIAN_WOMEN,
    places=_SERBIAN_PLACES,
    streets=_SERBIAN_STREETS,
    address="{street} {number}, {post} {city}",
    phones=("+381 11 555 ## ##", "+381 21 555 ## ##", "+381 18 555 ## ##"),
    mobiles=("+381 60 555 ## ##", "+381 63 555 ## ##", "+381 65 555 ## ##"),
)

SERBIAN_CYRILLIC = Lexicon(
    code="sr-Cyrl",
    weight=6,
    surnames=tuple(map(_cyrillic, _SERBIAN_SURNAMES[1::2])),
    words=tuple(map(_cyrillic, _SERBIAN_WORDS[1::2])),
    trades=tuple((_cyrillic(word), industry) for word, industry in _SERBIAN_TRADES),
    families=("{} и синови", "{} и ћерке", "Браћа {}"),
    trade_first=True,
    legal=("{}", "{}", "{} д.о.о.", "{} д.о.о.", "{} ПР"),
    men=tuple(map(_cyrillic, _SERBIAN_MEN)),
    women=tuple(map(_cyrillic, _SERBIAN_WOMEN)),
    places=tuple((_cyrillic(city), _cyrillic(named), post) for city, named, post in _SERBIAN_PLACES),
    streets=tuple(map(_cyrillic, _SERBIAN_STREETS)),
    address="{street} {number}, {post} {city}",
    phones=SERBIAN_LATIN.phones,
    mobiles=SERBIAN_LATIN.mobiles,
)
