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
DISTRICT_WORDS = """
    aldea barrio between bo caserio coin col colonia conjunto corner cp ejido entre esq esquina frac
    fracc fraccionamiento frente infonavit manzana mz neighborhood neighbourhood postal quartier
    residencial sector unidad zona zone
"""
DISTRICTS = frozenset(DISTRICT_WORDS.split())
"""From such a word on, a part of an address tells the district or the neighbourhood, not the house."""

ZONES = frozenset({"zona", "zone", "z"})
"""With a number behind it, a zone tells streets apart: every zone of Guatemala City has its 4a Avenida."""

UNIT_WORDS = """
    apt apto departamento depto dpto int interior loc local piso suite unit
"""
UNITS = frozenset(UNIT_WORDS.split())
"""The unit within the house and the word behind it are left out."""

MONTH_NAMES = """
    abril agosto diciembre enero febrero julio junio marzo mayo noviembre octubre septiembre setiembre
"""
MONTHS = frozenset(MONTH_NAMES.split())
"""A number before a month is a street's name: 5 de Mayo."""

SMALL_WORDS = frozenset(
    {"de", "del", "la", "las", "los", "el", "y", "of", "the", "du", "des", "le", "les", "a", "al"}
)

GENERIC_WORDS = """
    autobus autobuses bar bodega border brecha bus calle camiones carretera casa caseta central centre
    centro checkpoint colonia connu conocido cuarto departamento desconocido domicile domicilio downtown
    estacion frontera garita gasolinera hostal hotel house huespedes inconnu inmueble lugar maison
    mercado motel n na nd nombre numero parque planque predio rancho restaurante reten s safe seguridad
    sin sn station terminal tienda unknown vivienda zona
"""
GENERIC = frozenset(GENERIC_WORDS.split())
"""Words that name a kind of place but none in particular."""
