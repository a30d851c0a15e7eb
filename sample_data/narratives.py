"""Short narratives in the reporting agency's language; they name no person."""

from __future__ import annotations

from random import Random
from typing import Any, Final

TOLD: Final = 0.35
# Language of an agency's narratives by country; Spanish elsewhere.
LANGUAGE: Final = {"US": "en", "CA": "fr"}
PATTERNS: Final[dict[str, tuple[str, ...]]] = {
    "es": (
        "Elementos en recorrido localizaron a {n} personas migrantes en {town}; viajaban {how}.",
        "En revisión de rutina en {town} se detectó a {n} personas extranjeras sin documentos, {how}.",
        "Derivado de denuncia anónima se ubicó en {town} un inmueble con {n} personas en tránsito.",
        "Las personas rescatadas señalan haber pagado una cuota y esperar en {town} su traslado.",
    ),
    "en": (
        "Agents encountered {n} undocumented persons near {town}, moving {how}.",
        "A tip led to a stash house in {town}; {n} persons were found inside.",
        "Traffic stop near {town}: {n} passengers, travelling {how}, said a coordinator was to be called.",
    ),
    "fr": (
        "Une patrouille a intercepté {n} personnes près de {town}; elles se déplaçaient {how}.",
        "À {town}, {n} personnes attendaient un conducteur; un numéro à appeler leur avait été remis.",
    ),
}
HOW: Final[dict[str, dict[str, str]]] = {
    "es": {"road": "en un vehículo", "rail": "en el tren de carga", "foot": "a pie", "river": "en balsa"},
    "en": {"road": "by road", "rail": "on a freight train", "foot": "on foot", "river": "by raft"},
    "fr": {"road": "par la route", "rail": "par le rail", "foot": "à pied", "river": "par la rivière"},
}


def tell_narrative(rng: Random, agency: str, cells: dict[str, Any]) -> dict[str, str | None]:
    """The narrative and its language for a case row.

    Args:
        rng: Source of chance.
        agency: Code of the reporting agency, whose country says the language.
        cells: `n` (migrants), `town`, and `mode` (transport mode).
    """
    if rng.random() >= TOLD:
        return {"narrative": None, "narrative_language": None}
    language = LANGUAGE.get(agency[:2], "es")
    pattern = rng.choice(PATTERNS[language])
    text = pattern.format(n=cells["n"], town=cells["town"], how=HOW[language].get(cells["mode"], ""))
    return {"narrative": text, "narrative_language": language}
