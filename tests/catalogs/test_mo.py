from __future__ import annotations

import gettext
import io

from toolkit.catalogs.mo import compiled
from toolkit.model import Catalog, State, Unit

HEADER = (("Language", "es"), ("Content-Type", "text/plain; charset=UTF-8"))


def test_accepted_translations_are_read_by_gettext_and_nothing_else() -> None:
    units = (
        Unit("Stop.", "Pare.", state=State.TRANSLATED),
        Unit("No.", "No, señora.", context="answer", state=State.REVIEWED),
        Unit("Keep taking it.", "Deje de tomarlo.", state=State.DRAFT),
        Unit("Old.", "Viejo.", state=State.STALE),
        Unit("Gone.", "Ido.", state=State.TRANSLATED, obsolete=True),
    )
    other = Catalog("es", (Unit("Stop.", "Alto.", state=State.TRANSLATED),), HEADER)
    found = gettext.GNUTranslations(io.BytesIO(compiled([Catalog("es", units, HEADER), other])))
    assert found.gettext("Stop.") == "Pare."
    assert found.pgettext("answer", "No.") == "No, señora."
    for source in ("Keep taking it.", "Old.", "Gone."):
        assert found.gettext(source) == source
