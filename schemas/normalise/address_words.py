"""The words of addresses in Spanish, English and French that are written in many ways, or say nothing."""

from __future__ import annotations

STREET_TYPES: dict[str, tuple[str, ...]] = {
    "calle": ("calle", "c", "cll", "cle", "street", "st", "rue"),
    "av": ("av", "ave", "avda", "avenida", "avenue", "aven"),
    "blvd": ("blvd", "boulevard", "bulevar", "bvd", "blv", "boul", "bd", "blvrd"),
    "calz": ("calz", "calzada", "czda", "cza"),
    "carr": (
        "carr",
        "carretera",
        "carret",
        "ctra",
        "highway",
        "hwy",
        "autopista",
        "autop",
        "autoroute",
        "libre",
    ),
    "camino": ("camino", "cno", "chemin", "ch"),
    "cerrada": ("cerrada", "cda", "cerr"),
    "privada": ("privada", "priv", "pvda"),
    "prol": ("prol", "prolongacion", "prolong"),
    "callejon": ("callejon", "cjon", "callej", "alley", "ruelle"),
    "andador": ("andador", "and"),
    "circuito": ("circuito", "cto", "circ", "circle"),
    "perif": ("perif", "periferico"),
    "lib": ("lib", "libramiento"),
    "paseo": ("paseo", "pso", "promenade"),
    "diag": ("diag", "diagonal"),
    "plaza": ("plaza", "plz", "place", "square"),
    "road": ("road", "rd"),
    "drive": ("drive", "dr"),
    "lane": ("lane", "ln"),
    "ruta": ("ruta", "route", "rte"),
}
TYPE_OF_WORD = {word: kind for kind, words in STREET_TYPES.items() for word in words}
PLAIN_TYPE = "calle"
"""Left out of the key, because half of the forms leave it out."""

NUMBER_MARKS = frozenset({"no", "num", "numero", "nro", "number", "nr", "n", "nbr", "exterior", "ext"})
DISTRICTS = frozenset(
    {
        *(
            "col",
            "colonia",
            "barrio",
            "bo",
            "fracc",
            "fraccionamiento",
            "frac",
            "residencial",
            "unidad",
            "sector",
        ),
        *(
            "ejido",
            "quartier",
            "neighborhood",
            "neighbourhood",
            "cp",
            "postal",
            "zona",
            "zone",
            "aldea",
            "caserio",
        ),
        *(
            "entre",
            "esquina",
            "esq",
            "frente",
            "between",
            "corner",
            "coin",
            "infonavit",
            "conjunto",
            "manzana",
            "mz",
        ),
    }
)
"""From such a word on, a part of an address tells the district or the neighbourhood, not the house."""

ZONES = frozenset({"zona", "zone", "z"})
"""With a number behind it, a zone tells streets apart: every zone of Guatemala City has its 4a Avenida."""

UNITS = frozenset(
    {
        "int",
        "interior",
        "depto",
        "departamento",
        "dpto",
        "local",
        "loc",
        "apt",
        "apto",
        "piso",
        "suite",
        "unit",
    }
)
"""The unit within the house and the word behind it are left out."""

MONTHS = frozenset(
    {
        *(
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "setiembre",
        ),
        *("octubre", "noviembre", "diciembre"),
    }
)
"""A number before a month is a street's name: 5 de Mayo."""

SMALL_WORDS = frozenset(
    {"de", "del", "la", "las", "los", "el", "y", "of", "the", "du", "des", "le", "les", "a", "al"}
)

GENERIC = frozenset(
    {
        *(
            "domicilio",
            "conocido",
            "centro",
            "casa",
            "hotel",
            "motel",
            "bodega",
            "terminal",
            "seguridad",
            "inmueble",
        ),
        *(
            "vivienda",
            "desconocido",
            "unknown",
            "inconnu",
            "lugar",
            "calle",
            "zona",
            "colonia",
            "sin",
            "numero",
            "s",
        ),
        *(
            "n",
            "sn",
            "nombre",
            "na",
            "nd",
            "downtown",
            "centre",
            "house",
            "safe",
            "maison",
            "planque",
            "garita",
        ),
        *(
            "rancho",
            "parque",
            "mercado",
            "central",
            "autobuses",
            "autobus",
            "camiones",
            "estacion",
            "tienda",
            "bar",
        ),
        *("restaurante", "frontera", "reten", "caseta", "carretera", "brecha", "predio", "domicile", "connu"),
        *(
            "station",
            "bus",
            "checkpoint",
            "border",
            "gasolinera",
            "departamento",
            "cuarto",
            "huespedes",
            "hostal",
        ),
    }
)
"""Words that name a kind of place but none in particular."""
