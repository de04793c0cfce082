"""Words that turn a statement round, and numbers written as words."""

from __future__ import annotations

from collections.abc import Mapping


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATIONS: Mapping[str, frozenset[str]] = {
    "en": _set(
        "not no never none nor neither without nothing nobody nowhere unable except unless avoid stop non "
        "hardly contraindicated"
    ),
    "es": _set("no nunca jamás ni sin nadie nada ningún ninguno ninguna tampoco salvo excepto evite evitar"),
    "pt": _set("não nunca jamais nem sem ninguém nada nenhum nenhuma tampouco exceto salvo evite evitar"),
    "fr": _set("ne ni pas jamais aucun aucune sans personne rien sauf évitez éviter non"),
    "it": _set(
        "non no mai né senza nessuno nessuna nessun niente nulla neanche nemmeno tranne eviti evitare"
    ),
    "de": _set(
        "nicht kein keine keinen keinem keiner keines nie niemals weder noch ohne nichts niemand außer"
    ),
    "nl": _set("niet geen nooit noch zonder niets niemand behalve vermijd"),
    "ca": _set("no mai ni sense ningú res cap tampoc excepte eviteu"),
    "pl": _set("nie nigdy ani bez nikt nic żaden żadna żadne oprócz"),
    "ru": _set("не нет никогда ни без никто ничто ничего кроме нельзя"),
    "uk": _set("не ні ніколи без ніхто ніщо нічого крім"),
    "sv": _set("inte ej icke aldrig ingen inget inga utan varken"),
    "da": _set("ikke aldrig ingen intet uden hverken"),
    "tr": _set("değil yok asla hiç hiçbir"),
    "ar": _set("لا لم لن ليس ليست غير بدون دون ما"),
}
"""Words that turn a statement round. Languages without a list are treated like English."""

NUMBER_WORDS: Mapping[str, frozenset[str]] = {
    "en": _set(
        "zero two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty "
        "sixty hundred thousand million half third quarter double triple once twice"
    ),
    "es": _set(
        "cero dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta "
        "cincuenta sesenta cien ciento mil millón millones medio media mitad tercio cuarto doble triple"
    ),
}
"""Numbers as words; without "one", which mostly is a pronoun."""
