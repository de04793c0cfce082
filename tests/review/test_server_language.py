"""What the server says, in the language somebody reads the page in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.review.browsing import Clinic

SAID = {
    "es": {
        "a sign-off as clinician": "una firma como profesional clínico",
        "a translation may have 100,000 characters": "el texto puede tener 100,000 caracteres",
        "deepl has not answered within 30 seconds": "deepl no ha respondido en 30 segundos",
        "an empty translation cannot be accepted": "una traducción vacía no se puede aceptar",
        "what no catalog has (really?)": "what no catalog has (really?)",
        "": "",
    },
    "ar": {"a sign-off as reviewer": "توقيع بالموافقة بصفة مراجع"},
    "en": {"a sign-off as clinician": "a sign-off as clinician"},
}


@pytest.mark.parametrize("language", SAID)
def test_the_servers_sentences_are_looked_up(clinic: Clinic, language: str) -> None:
    page: Any = clinic.open("#/es", wait=".articles a", locale=language)
    assert page.evaluate("() => document.documentElement.lang") == language
    look = "async texts => { const { said } = await import('/static/words.js'); return texts.map(said); }"
    assert page.evaluate(look, list(SAID[language])) == list(SAID[language].values())
