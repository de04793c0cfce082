"""What the language checks know of each language: signs, letters, frequent words.

Written from general knowledge of the languages, no source consulted where none is named. The lists are
small on purpose: only words that leave no doubt.
"""

from __future__ import annotations

from collections.abc import Mapping

# ISO 639-3 codes as turbohtml.detect names languages.
ISO3: Mapping[str, str] = {
    "ar": "ara", "bg": "bul", "ca": "cat", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "et": "est", "fa": "pes", "fi": "fin", "fr": "fra", "he": "heb", "hi": "hin", "hr": "hrv",
    "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor", "lt": "lit", "lv": "lav", "nl": "nld",
    "nb": "nob", "no": "nob", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sl": "slv",
    "sr": "srp", "sv": "swe", "th": "tha", "tl": "tgl", "tr": "tur", "uk": "ukr", "ur": "urd", "vi": "vie",
    "zh": "cmn",
}  # fmt: skip

# Letters a translation into the language is written with, where that is not the Latin alphabet
# (the Unicode blocks of the script); as the inside of a regular expression's class.
LETTERS: Mapping[str, str] = {
    "ar": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "fa": "\u0600-\u06ff\ufb50-\ufdff",
    "ur": "\u0600-\u06ff",
    "ps": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "yi": "\u0590-\u05ff",
    "ru": "\u0400-\u04ff",
    "uk": "\u0400-\u04ff",
    "bg": "\u0400-\u04ff",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "hi": "\u0900-\u097f",
    "ne": "\u0900-\u097f",
    "bn": "\u0980-\u09ff",
    "pa": "\u0a00-\u0a7f",
    "gu": "\u0a80-\u0aff",
    "ta": "\u0b80-\u0bff",
    "th": "\u0e00-\u0e7f",
    "my": "\u1000-\u109f",
    "am": "\u1200-\u137f",
    "km": "\u1780-\u17ff",
    "ko": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "zh": "\u3400-\u9fff\U00020000-\U0003ffff",
    "ja": "\u3040-\u30ff\u3400-\u9fff",
}

# About how many characters a translation has for one of English; rules of thumb, and the bound that is
# laid on them is so wide that they need not be exact. A language that is not listed counts as 1.
LENGTH: Mapping[str, float] = {
    "ar": 0.85, "he": 0.75, "zh": 0.3, "ja": 0.45, "ko": 0.5, "es": 1.1, "pt": 1.07, "fr": 1.15, "it": 1.12,
    "ca": 1.08, "de": 1.15, "nl": 1.1, "ru": 1.05, "pl": 1.05, "vi": 1.05, "el": 1.15,
}  # fmt: skip

# Function words that tell a language when several stand together.
# fmt: off
FUNCTION_WORDS: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        ["the", "and", "of", "to", "is", "are", "was", "were", "with", "for", "that", "this", "your", "you",
        "have", "has", "will", "not", "from", "which", "they", "their", "been", "should", "would", "if",
        "can", "or", "by", "it", "we", "when", "what", "who", "may", "these", "there", "than", "at", "on"]
    ),
}

# fmt: on

# How readers are addressed: words that are only formal or only informal.
FORMAL: Mapping[str, frozenset[str]] = {
    "es": frozenset(["usted", "ustedes"]),
    "fr": frozenset(["vous", "votre", "vos"]),
    "de": frozenset(["ihnen"]),
    "pt": frozenset(["senhor", "senhora"]),
    "ca": frozenset(["vostè", "vostès"]),
}
# fmt: off
INFORMAL: Mapping[str, frozenset[str]] = {
    "es": frozenset(["tú", "ti", "contigo", "tu", "tus", "tuyo", "tuya", "vos", "te", "eres", "tienes",
        "puedes", "debes", "necesitas", "quieres", "sientes", "estás", "tomes", "dejes", "uses", "olvides",
        "llámanos", "dinos", "pregúntanos", "avísanos", "tómalo", "tómala", "úsalo", "úsala", "hazlo",
        "ponte", "acuéstate", "siéntate", "levántate", "lávate", "relájate", "quédate", "acuérdate"]),
    "fr": frozenset(["tu", "toi", "ton", "ta", "tes"]),
    "de": frozenset(["du", "dich", "dir", "dein", "deine", "deinen", "deinem", "deiner"]),
    "pt": frozenset(["tu", "teu", "tua", "teus", "tuas", "contigo"]),
    "it": frozenset(["tu", "tuo", "tua", "tuoi", "tue"]),
    "ca": frozenset(["tu", "teu", "teva", "teus", "teves"]),
}
# fmt: on

# English imperatives and what they are for a reader who is addressed informally: at the beginning of both
# texts there is no doubt ("Llame" is formal, "Llama" is not).
IMPERATIVES: Mapping[str, Mapping[str, str]] = {
    "es": {"ask": "pregunta", "avoid": "evita", "call": "llama", "continue": "continúa", "drink": "bebe",
           "eat": "come", "keep": "sigue", "leave": "deja", "lift": "levanta", "lie": "acuéstate",
           "open": "abre", "put": "pon", "raise": "levanta", "read": "lee", "rest": "descansa",
           "see": "consulta", "stop": "deja", "take": "toma", "tell": "di", "use": "usa", "wait": "espera",
           "walk": "camina", "wash": "lava", "write": "escribe"},
}  # fmt: skip

# Words that may stand twice in a row.
DOUBLED: Mapping[str, frozenset[str]] = {
    "es": frozenset(["muy", "poco", "casi", "así", "ya"]),
    "fr": frozenset(["nous", "vous", "très"]),
    "de": frozenset(["die", "der", "das", "sie", "dass", "sehr"]),
    "it": frozenset(["via", "man", "piano", "poco", "molto"]),
    "pt": frozenset(["muito", "pouco", "quase"]),
    "ca": frozenset(["molt", "gairebé"]),
    "vi": frozenset(["ngày", "người", "từ", "nhà", "đôi"]),
    "id": frozenset(["sama"]),
}

# Full stop, comma, question mark and exclamation mark that are not the ASCII ones.
ARABIC_SIGNS: Mapping[str, str] = {",": "،", "?": "؟", ";": "؛"}
ARABIC_LANGUAGES = frozenset({"ar", "fa", "ur", "ps", "ckb", "ug", "sd"})
FULL_WIDTH: Mapping[str, str] = {".": "。", ",": "，", "?": "？", "!": "！", ":": "：", ";": "；"}
FULL_WIDTH_LANGUAGES = frozenset({"zh", "ja"})
# Languages whose texts are not split into words by spaces: words cannot be counted there.
UNSPACED = frozenset({"zh", "ja", "th", "lo", "km", "my", "bo"})
# fmt: off
# Languages without capitals.
CASELESS = frozenset(
    ["ar", "fa", "ur", "ps", "ckb", "he", "yi", "hi", "ne", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si",
        "th", "lo", "km", "my", "am", "ko", "zh", "ja", "ka"]
)
# fmt: on

# What --fix puts in the place of straight and English quotation marks, where these are not at home.
QUOTE_PAIRS: Mapping[str, tuple[str, str]] = {
    "de": ("„", "“"), "fr": ("«\u00a0", "\u00a0»"), "ja": ("「", "」"), "zh": ("“", "”"),
}  # fmt: skip
# Quotation marks that are at home, first the usual ones.
QUOTES: Mapping[str, str] = {
    "es": "«»“”‘’\"'", "fr": "«»‹›“”’'", "de": "„“‚‘»«›‹’", "it": "«»“”‘’\"'", "pt": "«»“”‘’\"'",
    "ca": "«»“”‘’\"'", "ar": "«»“”‘’\"'", "zh": "“”‘’「」『』《》〈〉", "ja": "「」『』“”", "vi": "“”‘’\"'«»",
}  # fmt: skip
