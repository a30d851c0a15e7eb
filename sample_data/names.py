"""Common names of the corridor's countries, drawn by frequency; any resemblance to a person is chance.

The lists in `lists/words.csv` are general vocabulary, most frequent first. A rank's weight falls like
1 / (rank + 6), which gives the most common surname about four per cent, as in Mexico.
"""

from __future__ import annotations

from bisect import bisect
from functools import cache
from itertools import accumulate
from random import Random
from typing import Final

from sample_data.word_lists import read_words

RANK_OFFSET: Final = 6.0

# Everyday short forms; the first is the commonest.
HYPOCORISTICS: Final[dict[str, tuple[str, ...]]] = {
    "José": ("Pepe", "Chepe"), "Jesús": ("Chuy",), "Francisco": ("Paco", "Pancho"), "Ignacio": ("Nacho",),
    "Guadalupe": ("Lupe", "Lupita"), "Alberto": ("Beto",), "Roberto": ("Beto",), "Manuel": ("Manolo", "Meme"),
    "Eduardo": ("Lalo",), "Enrique": ("Quique",), "Luis": ("Güicho",), "Rafael": ("Rafa",),
    "Alejandro": ("Alex",), "Antonio": ("Toño",), "Ricardo": ("Richi",), "Sergio": ("Checo",),
    "Guillermo": ("Memo",), "Salvador": ("Chava",), "Mario": ("Mayo",), "Gerardo": ("Jerry",),
    "Jorge": ("Coque",), "Fernando": ("Fer", "Nando"), "Miguel": ("Mike",), "Rogelio": ("Roge",),
    "María": ("Mari",), "Rosario": ("Chayo",), "Concepción": ("Concha", "Conchita"), "Dolores": ("Lola",),
    "Refugio": ("Cuca",), "Mercedes": ("Meche",), "Isabel": ("Chabela",), "Leticia": ("Lety",),
    "Gabriela": ("Gaby",), "Patricia": ("Paty",), "Elizabeth": ("Eli",), "Josefina": ("Chepina",),
    "Teresa": ("Tere",), "Verónica": ("Vero",), "Graciela": ("Chela",), "Ernesto": ("Neto",),
    "Vicente": ("Chente",), "Gustavo": ("Tavo",), "Gonzalo": ("Chalo",), "Daniel": ("Dani",),
    "Javier": ("Javi",), "Carlos": ("Charly",), "Pedro": ("Perico",), "Juan": ("Juancho",),
}  # fmt: skip


@cache
def _weighted(name_list: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    names = read_words(name_list)
    return names, tuple(accumulate(1.0 / (rank + RANK_OFFSET) for rank in range(len(names))))


def draw_name(rng: Random, name_list: str) -> str:
    """One name of a list such as `es_surnames` or `fr_female`, the frequent ones more often."""
    names, weights = _weighted(name_list)
    return names[bisect(weights, rng.random() * weights[-1])]
