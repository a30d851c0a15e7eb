"""The reports' own words for what somebody does, by language; pollero, coyote and guía stay apart."""

from typing import Final

_LINES: Final = """organiser|líder,cabecilla,jefe,organizador|leader,organizer,ringleader|chef,organisateur
recruiter|enganchador,reclutador|recruiter|recruteur
guide|pollero,coyote,guía,baqueano|guide,foot guide,coyote|passeur,guide
driver|chofer,conductor,raitero,transportista|driver,load driver|conducteur,chauffeur
captain|capitán,lanchero|boat captain,boatman|capitaine
safe_house_keeper|encargado de casa de seguridad,cuidador|stash house keeper,caretaker|gardien de planque
document_forger|falsificador|document forger,document vendor|faussaire
financier|prestanombres,hawaladar,financiero|financier,hawaladar|financier
payment_collector|cobrador|collector,payment collector|encaisseur
lookout|halcón,vigía,puntero|lookout,scout|guetteur
corrupt_official|servidor público,agente corrupto|corrupt official|agent corrompu
protector|escolta,protector|protector,enforcer|protecteur
kidnapper|secuestrador|kidnapper|ravisseur
other|otro|other|autre"""


def _read_words() -> dict[str, dict[str, tuple[str, ...]]]:
    words = {}
    for line in _LINES.splitlines():
        role, *languages = line.split("|")
        words[role] = {
            code: tuple(text.split(",")) for code, text in zip(("es", "en", "fr"), languages, strict=True)
        }
    return words


ROLE_WORDS: Final = _read_words()
