"""Where the world plays: real towns along real corridors, invented streets and hotels."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final


@dataclass(frozen=True, slots=True)
class Town:
    """A town of a corridor, at its real position."""

    name: str
    admin1: str
    country: str
    lat: float
    lon: float
    area_code: str


def _town(line: str) -> Town:
    name, admin1, country, lat, lon, area = line.split("|")
    return Town(name, admin1, country, float(lat), float(lon), area)


_LINES: Final = """Bogotá|DC|CO|4.71|-74.07|310
Turbo|ANT|CO|8.09|-76.73|312
Necoclí|ANT|CO|8.42|-76.79|313
Quito|P|EC|-0.18|-78.47|99
Guayaquil|G|EC|-2.19|-79.88|98
Panamá|8|PA|8.98|-79.52|66
Metetí|5|PA|8.50|-77.97|67
San José|SJ|CR|9.93|-84.08|88
Managua|MN|NI|12.13|-86.25|85
Port-au-Prince|OU|HT|18.54|-72.34|37
Santo Domingo|01|DO|18.49|-69.93|829
San Salvador|SS|SV|13.69|-89.22|70
San Miguel|SM|SV|13.48|-88.18|71
Santa Ana|SA|SV|13.99|-89.56|75
Tegucigalpa|FM|HN|14.07|-87.19|94
San Pedro Sula|CR|HN|15.50|-88.03|97
Choluteca|CH|HN|13.30|-87.19|99
Guatemala|GU|GT|14.63|-90.51|55
Huehuetenango|HU|GT|15.32|-91.47|53
Quetzaltenango|QZ|GT|14.83|-91.52|47
Tecún Umán|SM|GT|14.68|-92.14|42
San Marcos|SM|GT|14.96|-91.79|41
La Mesilla|HU|GT|15.62|-91.98|48
Tapachula|CHP|MX|14.91|-92.26|962
Tuxtla Gutiérrez|CHP|MX|16.75|-93.12|961
Comitán de Domínguez|CHP|MX|16.25|-92.13|963
Palenque|CHP|MX|17.51|-91.98|916
Tenosique|TAB|MX|17.47|-91.42|934
Villahermosa|TAB|MX|17.99|-92.93|993
Acayucan|VER|MX|17.95|-94.91|924
Veracruz|VER|MX|19.19|-96.14|229
Juchitán de Zaragoza|OAX|MX|16.43|-95.02|971
Oaxaca de Juárez|OAX|MX|17.07|-96.72|951
Puebla|PUE|MX|19.04|-98.21|222
Ciudad de México|CMX|MX|19.43|-99.13|55
Tultitlán|MEX|MX|19.65|-99.17|55
San Luis Potosí|SLP|MX|22.15|-100.98|444
Querétaro|QUE|MX|20.59|-100.39|442
Guadalajara|JAL|MX|20.67|-103.35|33
Mazatlán|SIN|MX|23.25|-106.41|669
Hermosillo|SON|MX|29.07|-110.96|662
Altar|SON|MX|30.71|-111.83|637
Nogales|SON|MX|31.31|-110.94|631
Monterrey|NLE|MX|25.67|-100.31|81
Saltillo|COA|MX|25.42|-101.00|844
Piedras Negras|COA|MX|28.70|-100.52|878
Reynosa|TAM|MX|26.09|-98.28|899
Matamoros|TAM|MX|25.87|-97.50|868
Nuevo Laredo|TAM|MX|27.48|-99.51|867
Ciudad Juárez|CHH|MX|31.74|-106.49|656
Chihuahua|CHH|MX|28.63|-106.08|614
Tijuana|BCN|MX|32.51|-117.04|664
Mexicali|BCN|MX|32.62|-115.45|686
Cancún|ROO|MX|21.16|-86.85|998
McAllen|TX|US|26.20|-98.23|956
Laredo|TX|US|27.51|-99.51|956
San Antonio|TX|US|29.42|-98.49|210
Houston|TX|US|29.76|-95.37|713
Dallas|TX|US|32.78|-96.80|214
El Paso|TX|US|31.76|-106.49|915
Tucson|AZ|US|32.22|-110.97|520
Phoenix|AZ|US|33.45|-112.07|602
San Diego|CA|US|32.72|-117.16|619
Los Angeles|CA|US|34.05|-118.24|213
Chicago|IL|US|41.88|-87.63|312
New York|NY|US|40.71|-74.01|212
Plattsburgh|NY|US|44.70|-73.45|518
Champlain|NY|US|44.99|-73.45|518
Swanton|VT|US|44.92|-73.12|802
Detroit|MI|US|42.33|-83.05|313
Montréal|QC|CA|45.50|-73.57|514
Saint-Bernard-de-Lacolle|QC|CA|45.08|-73.37|450
Toronto|ON|CA|43.65|-79.38|416
Windsor|ON|CA|42.30|-83.02|519
Vancouver|BC|CA|49.28|-123.12|604"""

TOWNS: Final[dict[str, Town]] = {town.name: town for town in map(_town, _LINES.splitlines())}

# Corridors in the order of travel (IOM and UNODC describe these routes; the mix is ours).
CORRIDORS: Final[tuple[tuple[str, ...], ...]] = tuple(
    tuple(line.split(" > "))
    for line in """Tegucigalpa > San Pedro Sula > Guatemala > Tecún Umán > Tapachula > Acayucan > Puebla > San Luis Potosí > Monterrey > Reynosa > McAllen > Houston
San Salvador > Santa Ana > Guatemala > Tecún Umán > Tapachula > Veracruz > Ciudad de México > Saltillo > Piedras Negras > San Antonio > Dallas
Huehuetenango > La Mesilla > Comitán de Domínguez > Tuxtla Gutiérrez > Oaxaca de Juárez > Ciudad de México > San Luis Potosí > Nuevo Laredo > Laredo > San Antonio > Chicago
Quetzaltenango > San Marcos > Tapachula > Juchitán de Zaragoza > Oaxaca de Juárez > Guadalajara > Mazatlán > Hermosillo > Altar > Nogales > Tucson > Phoenix
San Pedro Sula > Guatemala > Tenosique > Palenque > Villahermosa > Puebla > Tultitlán > Chihuahua > Ciudad Juárez > El Paso > Dallas
Choluteca > San Miguel > Guatemala > Tapachula > Tuxtla Gutiérrez > Ciudad de México > Guadalajara > Hermosillo > Mexicali > Tijuana > San Diego > Los Angeles
Quito > Turbo > Metetí > Panamá > San José > Managua > Choluteca > Guatemala > Tapachula > Ciudad de México > Monterrey > Matamoros > McAllen > Houston
Guayaquil > Bogotá > Necoclí > Metetí > San José > Managua > Tegucigalpa > Tecún Umán > Tapachula > Puebla > Querétaro > Reynosa > McAllen > New York
Port-au-Prince > Santo Domingo > Cancún > Ciudad de México > Tijuana > San Diego > Los Angeles
Ciudad de México > Toronto > Windsor > Detroit > Chicago
Ciudad de México > Montréal > Saint-Bernard-de-Lacolle > Champlain > Plattsburgh > New York
Querétaro > Cancún > Montréal > Swanton > New York
Tijuana > Los Angeles > Vancouver""".splitlines()
)
CORRIDOR_WEIGHTS: Final = (12, 10, 9, 8, 8, 7, 7, 6, 5, 2, 3, 2, 1)

STREETS: Final = tuple(
    """Hidalgo|Insurgentes|Juárez|Morelos|Reforma|Zaragoza|Allende|Madero|Guerrero|Independencia|5 de Mayo|16 de Septiembre|
Obregón|Victoria|Aldama|Matamoros|Galeana|Constitución|Libertad|Revolución|Niños Héroes|Benito Juárez|Lázaro Cárdenas|
del Sol|de las Flores|Los Pinos|Las Palmas|Central Norte|Primera|Segunda|Tercera|Cuarta|Quinta|Progreso|Unión|Bravo|
Abasolo|Ocampo|Rayón|Colón|Bolívar|San Martín|Santa María|San Juan|Emiliano Zapata|Francisco Villa|Vicente Guerrero""".replace(
        "\n", ""
    ).split("|")
)
COLONIAS: Final = tuple(
    """Centro|Bonilla|Vega|Las Flores|San José|La Esperanza|El Porvenir|Lomas del Valle|Jardines|Santa Fe|Obrera|Industrial|
Guadalupe|Buenos Aires|Nueva Vida|Los Álamos|El Mirador|La Paz|Morelos|Independencia|Del Valle|Santa Cruz|San Antonio|
Ampliación Norte|El Rosario|Miraflores|Vista Hermosa|Hacienda|Campestre|La Joya|Arboledas|Loma Bonita|El Roble|Tierra Nueva""".replace(
        "\n", ""
    ).split("|")
)
HOTEL_NAMES: Final = tuple(
    [
        "Central",
        "Imperial",
        "San Carlos",
        "Plaza",
        "Colonial",
        "Las Américas",
        "El Viajero",
        "Fronterizo",
        "Regis",
        "Del Norte",
        "Madrid",
        "Reforma",
        "Sol",
        "Posada Real",
        "Santa Elena",
        "Casa Blanca",
        "El Descanso",
        "Versalles",
        "Fénix",
        "Panamericano",
    ]
)
STREET_KINDS: Final[dict[str, tuple[str, ...]]] = {
    "Calle": ("Calle", "C.", "CALLE", "C/"),
    "Avenida": ("Avenida", "Av.", "AV", "Avda."),
    "Boulevard": ("Boulevard", "Blvd.", "BLVD.", "Bulevar"),
    "Calzada": ("Calzada", "Calz.", "CALZ."),
    "Rue": ("rue", "Rue"),
    "Street": ("St", "Street", "St.", "ST"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A building somebody uses: a house, a hotel, a station."""

    kind: str
    name: str | None
    street_kind: str
    street: str
    number: int
    colonia: str
    town: Town
    lat: float
    lon: float


def make_spot(rng: Random, kind: str, town: Town, name: str | None = None) -> Spot:
    """A building of a town, within about five kilometres of its centre."""
    street_kind = rng.choice(("Calle", "Calle", "Calle", "Avenida", "Boulevard", "Calzada"))
    if town.country in ("US", "CA"):
        street_kind = "Rue" if town.admin1 == "QC" else "Street"
    return Spot(
        kind, name, street_kind, rng.choice(STREETS), rng.randint(1, 1999), rng.choice(COLONIAS), town,
        round(town.lat + rng.gauss(0, 0.02), 5), round(town.lon + rng.gauss(0, 0.02), 5),
    )  # fmt: skip
