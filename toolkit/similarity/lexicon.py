"""Words that turn a statement round, and numbers written as words."""

from __future__ import annotations

from collections.abc import Mapping


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS: Mapping[str, frozenset[str]] = {
    "en": _set(
        "not no never none nor neither without nothing nobody nowhere unable except unless avoid stop non "
        "hardly barely scarcely rarely seldom contraindicated"
    ),
    "es": _set("no nunca jamás ni sin nadie nada ningún ninguno ninguna tampoco salvo excepto evite evitar"),
    "pt": _set("não nunca jamais nem sem ninguém nada nenhum nenhuma tampouco exceto salvo evite evitar"),
    "gl": _set("non nunca xamais nin sen ninguén nada ningún ningunha tampouco agás evite evitar"),
    "fr": _set("ne ni pas jamais aucun aucune sans personne rien sauf évitez éviter non"),
    "it": _set(
        "non no mai né senza nessuno nessuna nessun niente nulla neanche nemmeno tranne eviti evitare"
    ),
    "ro": _set("nu niciodată nici fără nimeni nimic niciun nicio niciunul decât evitați"),
    "de": _set(
        "nicht nichts nein kein keine keinen keinem keiner keines keinerlei nie niemals weder noch ohne "
        "niemand nirgends außer kaum selten vermeiden"
    ),
    "nl": _set("niet geen nooit noch zonder niets niemand nergens behalve nauwelijks zelden vermijd"),
    "ca": _set("no mai ni sense ningú res cap tampoc excepte eviteu"),
    "eu": _set("ez ezin inoiz inor gabe ezer"),
    "pl": _set("nie nigdy ani bez nikt nic żaden żadna żadne oprócz"),
    "cs": _set("ne ani nikdy bez nikdo nic žádný žádná žádné nelze kromě"),
    "sk": _set("nie ani nikdy bez nikto nič žiadny žiadna žiadne nemožno okrem"),
    "hr": _set("ne ni nije nisu nikad nikada bez nitko ništa nijedan osim"),
    "sl": _set("ne ni niso niti nikoli brez nihče nič noben razen"),
    "ru": _set("не нет никогда ни без никто ничто ничего кроме нельзя"),
    "uk": _set("не ні ніколи без ніхто ніщо нічого крім"),
    "bg": _set("не няма никога нито без никой нищо освен"),
    "sv": _set("inte ej icke aldrig ingen inget inga utan varken"),
    "da": _set("ikke aldrig ingen intet uden hverken"),
    "nb": _set("ikke aldri ingen intet uten verken"),
    "no": _set("ikke aldri ingen intet uten verken"),
    "nn": _set("ikkje aldri ingen inkje utan verken"),
    "fi": _set("ei en et emme ette eivät älä älkää ilman ennen koskaan eikä"),
    "hu": _set("nem ne nincs nincsenek soha sem se senki semmi nélkül kivéve"),
    "el": _set("δεν δε μη μην όχι ποτέ ούτε χωρίς κανείς κανένας καμία τίποτα εκτός"),
    "tr": _set("değil yok asla hiç hiçbir olmadan"),
    "ar": _set("لا ولا لم ولم لن ولن ليس ليست وليس غير بدون دون ما"),
    "he": _set("לא אין אל בלי ללא אף שום אי"),
    "fa": _set("نه نیست بدون هیچ هرگز"),
    "vi": _set("không chẳng chưa đừng chớ"),
    "id": _set("tidak tak bukan jangan tanpa belum"),
    "ms": _set("tidak tak bukan jangan tanpa belum"),
}
"""Words that turn a statement round. Languages without a list are treated like English."""

NEGATION_SIGNS: Mapping[str, tuple[str, ...]] = {
    "zh": ("不", "没", "沒", "无", "無", "未", "勿", "别", "別", "禁"),
    "ja": ("ない", "なかっ", "なく", "ません", "ぬ", "不", "無", "非", "未", "禁"),
    "ko": ("않", "못", "없", "아니", "말아", "마십"),
    "hi": ("नहीं", "बिना", "कभी न"),
    "th": ("ไม่", "ห้าม", "อย่า"),
}
"""The same for languages that write no blanks between words, put it into the verb, or write vowels as
marks, which no word of a pattern has."""

NEGATING_PREFIXES = frozenset(["un", "in", "im", "il", "ir", "non", "dis", "des", "ne", "nie", "не"])
"""With one of them a word says the opposite of itself without it: unsafe, unbedenklich, neopatrně."""

_ENGLISH = (
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds "
    "thousand thousands million millions dozen half halves third thirds fourth fifth sixth seventh eighth "
    "ninth tenth quarter quarters double triple once twice thrice"
)
_NORDIC = (
    "fire fem seks sju syv åtte otte ni ti elleve tolv tyve femten tjue tretti hundre hundrede tusen tusind"
)

NUMBER_WORDS: Mapping[str, frozenset[str]] = {
    "en": _set(_ENGLISH),
    "es": _set(
        "cero dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
        "diecisiete dieciocho diecinueve veinte veintiún veintiuno veintidós veintitrés veinticuatro "
        "veinticinco treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil millón "
        "millones docena medio media mitad tercio cuarto doble triple"
    ),
    "pt": _set(
        "zero dois duas três quatro cinco seis sete oito nove dez onze doze treze catorze quinze vinte "
        "trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento mil milhão milhões dúzia meio "
        "meia metade terço quarto dobro triplo"
    ),
    "gl": _set(
        "cero dous dúas tres catro cinco seis sete oito nove dez once doce quince vinte cen mil medio"
    ),
    "fr": _set(
        "zéro deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt "
        "trente quarante cinquante soixante cent cents mille million millions douzaine demi demie moitié "
        "tiers quart double triple"
    ),
    "it": _set(
        "zero due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici "
        "sedici venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille mila milione "
        "milioni dozzina mezzo mezza metà terzo quarto doppio triplo"
    ),
    "ro": _set(
        "zero doi două trei patru cinci șase șapte opt nouă zece unsprezece douăsprezece cincisprezece "
        "douăzeci treizeci sută sute mie mii milion jumătate sfert dublu"
    ),
    "de": _set(
        "null zwei zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn "
        "zwanzig dreißig vierzig fünfzig sechzig hundert tausend million millionen dutzend halb halbe halben "
        "halber halbes hälfte drittel viertel einmal zweimal dreimal viermal fünfmal doppelt doppelte "
        "doppelten dreifach"
    ),
    "nl": _set(
        "nul twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien twintig "
        "dertig veertig vijftig honderd duizend miljoen dozijn half halve helft derde kwart eenmaal tweemaal "
        "driemaal dubbel dubbele"
    ),
    "ca": _set(
        "zero dos dues tres quatre cinc sis set vuit nou deu onze dotze quinze vint trenta quaranta "
        "cinquanta cent mil milió dotzena mig mitja meitat terç quart doble triple"
    ),
    "pl": _set(
        "zero dwa dwie dwóch dwu trzy trzech cztery czterech pięć pięciu sześć sześciu siedem osiem dziewięć "
        "dziesięć dziesięciu dwanaście piętnaście dwadzieścia trzydzieści sto tysiąc milion pół połowa "
        "połowę ćwierć raz dwukrotnie trzykrotnie"
    ),
    "cs": _set(
        "nula dva dvě dvou tři tří čtyři čtyř pět pěti šest sedm osm devět deset dvanáct dvacet sto půl"
    ),
    "ru": _set(
        "ноль два две двух три трёх трех четыре четырёх четырех пять пяти шесть шести семь семи восемь "
        "восьми девять девяти десять десяти двенадцать пятнадцать двадцать тридцать сорок пятьдесят сто "
        "тысяча тысячи миллион половина половину половины четверть дважды трижды"
    ),
    "uk": _set(
        "нуль два дві двох три трьох чотири чотирьох п'ять шість сім вісім дев'ять десять дванадцять "
        "двадцять тридцять сто тисяча половина чверть двічі тричі"
    ),
    "sv": _set(
        "noll två tre fyra fem sex sju åtta nio tio elva tolv femton tjugo trettio hundra tusen halv halva "
        "hälften dubbel dubbla"
    ),
    "da": _set(f"nul to tre {_NORDIC} halv halve halvdelen dobbelt"),
    "no": _set(f"null to tre {_NORDIC} halv halve halvparten dobbel"),
    "nb": _set(f"null to tre {_NORDIC} halv halve halvparten dobbel"),
    "tr": _set(
        "sıfır iki üç dört beş altı yedi sekiz dokuz on yirmi otuz kırk elli yüz bin yarım yarısı çeyrek"
    ),
    "el": _set(
        "μηδέν δύο δυο τρεις τρία τέσσερις τέσσερα πέντε έξι επτά εφτά οκτώ οχτώ εννέα εννιά δέκα δώδεκα "
        "είκοσι τριάντα εκατό χίλια μισό μισή"
    ),
    "hu": _set("nulla kettő két három négy öt hat hét nyolc kilenc tíz húsz harminc száz ezer fél kétszer"),
    "fi": _set("nolla kaksi kahden kolme neljä viisi kuusi seitsemän kahdeksan yhdeksän kymmenen sata puoli"),
    "ar": _set(
        "صفر اثنان اثنين اثنتان اثنتين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثمان ثماني ثمانية تسع "
        "تسعة عشر عشرة عشرون عشرين ثلاثون ثلاثين مئة مائة ألف نصف ثلث ربع مرتان مرتين"
    ),
    "vi": _set("hai ba bốn năm sáu bảy tám chín mười trăm nghìn ngàn triệu nửa"),
    "id": _set(
        "nol dua tiga empat lima enam tujuh delapan sembilan sepuluh belas puluh ratus seratus ribu setengah"
    ),
}
"""Numbers as words; without "one", which mostly is a pronoun."""

NUMBER_SIGNS: Mapping[str, str] = {
    "zh": "零两兩二三四五六七八九十百千万萬半",
    "ja": "零二三四五六七八九十百千万半",
}
"""Numbers that stand between the other signs of a text without blanks."""
