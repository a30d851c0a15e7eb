"""The words of the three partners that don't speak the contract's: theirs for ours.

Each dialect is a plain table: `tables` (file or sheet name without ending), `columns` (the same header in
every table that has the column), `values` (keyed `table.column`, code for code). The dialect file of the
agency says the same the other way round, and a test holds the two together.
"""

from typing import Any, Final

_COLUMNS_ES: Final[dict[str, str]] = {
    "agency": "dependencia", "record_id": "folio", "revision": "version", "retracted": "cancelado",
    "reported_at": "fecha_hora_reporte", "incident_start_date": "fecha_hechos",
    "incident_end_date": "fecha_fin_hechos", "country": "pais", "admin1": "entidad_federativa",
    "municipality": "municipio", "lat": "latitud", "lon": "longitud", "offence": "delito",
    "transport_modes": "medios_transporte", "migrants_count": "num_migrantes", "minors_count": "num_menores",
    "women_count": "num_mujeres", "deaths_count": "num_fallecidos", "injured_count": "num_lesionados",
    "fee_amount": "cuota_cobrada", "fee_currency": "moneda_cuota", "benefit": "beneficio_economico",
    "narrative": "narrativa", "narrative_language": "idioma_narrativa",
    "grading_scheme": "esquema_evaluacion", "source_grade": "eval_fuente", "info_grade": "eval_informacion",
    "handling": "tlp", "releasable_to": "compartir_con", "origin_ref": "referencia_origen",
    "person_no": "no_persona", "status": "calidad", "role": "funcion", "role_raw": "funcion_texto",
    "given_names": "nombres", "surname_1": "apellido_paterno", "surname_2": "apellido_materno",
    "full_name": "nombre_completo", "aliases": "alias", "sex": "sexo", "birth_date": "fecha_nacimiento",
    "birth_year": "anio_nacimiento", "nationality": "nacionalidad",
    "identifier_no": "no_identificador", "kind": "tipo", "value": "valor", "platform": "plataforma",
    "vehicle_no": "no_vehiculo", "plate": "placas", "plate_country": "pais_placas", "vin": "niv",
    "make": "marca", "model": "submarca", "colour": "color", "year": "anio_modelo",
    "place_no": "no_lugar", "name": "nombre_lugar", "address": "domicilio",
    "payment_no": "no_pago", "method": "forma_pago", "reference": "referencia",
    "payer_account": "cuenta_origen", "payee_account": "cuenta_destino", "payer_person_no": "no_persona_paga",
    "payee_person_no": "no_persona_cobra", "amount": "monto", "currency": "moneda", "paid_at": "fecha_pago",
    "call_no": "no_llamada", "caller": "numero_origen", "callee": "numero_destino",
    "started_at": "fecha_hora_inicio", "duration_s": "duracion_seg", "channel": "canal",
    "leg_no": "no_tramo", "from_place": "lugar_origen", "from_country": "pais_origen",
    "from_lat": "latitud_origen", "from_lon": "longitud_origen", "to_place": "lugar_destino",
    "to_country": "pais_destino", "to_lat": "latitud_destino", "to_lon": "longitud_destino",
    "departed_at": "fecha_hora_salida", "arrived_at": "fecha_hora_llegada", "mode": "medio",
    "guide_person_no": "no_persona_guia",
}  # fmt: skip

_MODES_ES: Final[dict[str, str]] = {
    "road": "carretera", "rail": "ferrocarril", "foot": "a pie", "sea": "mar", "river": "río", "air": "aéreo",
}  # fmt: skip

_PLACES_ES: Final[dict[str, str]] = {
    "safe_house": "casa de seguridad", "hotel": "hotel", "transit_hub": "central de autobuses",
    "border_crossing": "cruce fronterizo", "checkpoint": "retén", "pickup": "punto de recogida",
    "dropoff": "punto de entrega", "residence": "domicilio particular", "business": "negocio",
    "other": "otro",
}  # fmt: skip

MX_INM: Final[dict[str, Any]] = {
    "agency": "MX-INM",
    "language": "es",
    "encoding": "cp1252",
    "delimiter": ";",
    "list_separator": "|",
    "date_format": "%d/%m/%Y",
    "timestamp_format": "%d/%m/%Y %H:%M",
    "timezone": "America/Mexico_City",
    "delivers_for": [],
    "tables": {
        "cases": "expedientes", "persons": "personas", "identifiers": "identificadores",
        "vehicles": "vehiculos", "places": "lugares", "payments": "pagos", "calls": "llamadas",
        "legs": "tramos",
    },
    "columns": _COLUMNS_ES,
    "values": {
        "cases.retracted": {"true": "SÍ", "false": "NO"},
        "cases.benefit": {"yes": "SÍ", "no": "NO", "unknown": "SE DESCONOCE"},
        "cases.offence": {
            "smuggling_of_migrants": "tráfico de migrantes", "facilitated_stay": "facilitación de estancia",
            "document_fraud": "falsificación de documentos", "trafficking_in_persons": "trata de personas",
            "kidnapping": "secuestro", "other": "otro",
        },
        "cases.transport_modes": _MODES_ES,
        "cases.handling": {
            "CLEAR": "TLP:CLEAR", "GREEN": "TLP:GREEN", "AMBER": "TLP:AMBER",
            "AMBER+STRICT": "TLP:AMBER+STRICT", "RED": "TLP:RED",
        },
        "persons.status": {
            "facilitator": "presunto responsable", "smuggled_migrant": "persona rescatada",
            "both": "responsable y migrante", "witness": "testigo", "victim": "víctima",
            "unknown": "por determinar",
        },
        "persons.role": {
            "organiser": "organizador", "recruiter": "enganchador", "guide": "pollero", "driver": "chofer",
            "captain": "lanchero", "safe_house_keeper": "encargado de casa de seguridad",
            "document_forger": "falsificador", "financier": "prestanombres", "payment_collector": "cobrador",
            "lookout": "halcón", "corrupt_official": "servidor público", "protector": "escolta",
            "kidnapper": "secuestrador", "other": "otro",
        },
        "persons.sex": {"M": "H", "F": "M", "X": "X"},
        "identifiers.kind": {
            "phone": "teléfono", "email": "correo electrónico", "social": "red social", "curp": "CURP",
            "rfc": "RFC", "passport": "pasaporte", "national_id": "documento de identidad",
            "bank_account": "cuenta bancaria", "wallet": "monedero", "imei": "IMEI", "other": "otro",
        },
        "places.kind": _PLACES_ES,
        "payments.method": {
            "cash": "efectivo", "remittance": "remesa", "bank": "banco", "informal_transfer": "hawala",
            "crypto": "criptomoneda", "other": "otro",
        },
        "calls.channel": {"voice": "voz", "message": "mensaje", "app": "aplicación"},
        "legs.mode": _MODES_ES,
    },
}  # fmt: skip

GT_PNC: Final[dict[str, Any]] = {
    "agency": "GT-PNC",
    "language": "es",
    "encoding": "utf-8",
    "delimiter": None,
    "list_separator": ";",
    "date_format": "%d/%m/%Y",
    "timestamp_format": "%d/%m/%Y %H:%M:%S",
    "timezone": "America/Guatemala",
    "delivers_for": [],
    "tables": {
        "cases": "Casos", "persons": "Personas", "identifiers": "Identificaciones",
        "vehicles": "Vehículos", "places": "Lugares", "payments": "Pagos", "calls": "Llamadas",
        "legs": "Recorridos",
    },
    "columns": {
        "agency": "Institución", "record_id": "No. de caso", "revision": "Versión", "retracted": "Anulado",
        "reported_at": "Fecha de informe", "incident_start_date": "Fecha del hecho",
        "incident_end_date": "Fecha final", "country": "País", "admin1": "Departamento",
        "municipality": "Municipio", "lat": "Latitud", "lon": "Longitud", "offence": "Tipo penal",
        "transport_modes": "Transporte", "migrants_count": "Migrantes", "minors_count": "Menores",
        "women_count": "Mujeres", "deaths_count": "Fallecidos", "injured_count": "Heridos",
        "fee_amount": "Cobro", "fee_currency": "Moneda del cobro", "benefit": "Beneficio",
        "narrative": "Relato", "narrative_language": "Idioma", "grading_scheme": "Escala",
        "source_grade": "Calificación fuente", "info_grade": "Calificación información",
        "handling": "Clasificación", "releasable_to": "Compartible con", "origin_ref": "Origen",
        "person_no": "No. persona", "status": "Situación", "role": "Rol", "role_raw": "Rol según informe",
        "given_names": "Nombres", "surname_1": "Primer apellido", "surname_2": "Segundo apellido",
        "full_name": "Nombre completo", "aliases": "Apodos", "sex": "Sexo",
        "birth_date": "Fecha de nacimiento", "birth_year": "Año de nacimiento",
        "nationality": "Nacionalidad", "identifier_no": "No. identificación", "kind": "Clase",
        "value": "Número", "platform": "Plataforma", "vehicle_no": "No. vehículo", "plate": "Placa",
        "plate_country": "País de la placa", "vin": "VIN", "make": "Marca", "model": "Línea",
        "colour": "Color", "year": "Modelo", "place_no": "No. lugar", "name": "Nombre",
        "address": "Dirección", "payment_no": "No. pago", "method": "Medio de pago",
        "reference": "Referencia", "payer_account": "Cuenta que paga", "payee_account": "Cuenta que recibe",
        "payer_person_no": "Persona que paga", "payee_person_no": "Persona que recibe", "amount": "Monto",
        "currency": "Moneda", "paid_at": "Fecha de pago", "call_no": "No. llamada",
        "caller": "Número que llama", "callee": "Número llamado", "started_at": "Inicio",
        "duration_s": "Segundos", "channel": "Canal", "leg_no": "No. recorrido", "from_place": "Desde",
        "from_country": "País desde", "from_lat": "Latitud desde", "from_lon": "Longitud desde",
        "to_place": "Hasta", "to_country": "País hasta", "to_lat": "Latitud hasta",
        "to_lon": "Longitud hasta", "departed_at": "Salida", "arrived_at": "Llegada", "mode": "Modo",
        "guide_person_no": "Persona que guía",
    },
    "values": {
        "cases.retracted": {"true": "Sí", "false": "No"},
        "cases.benefit": {"yes": "Sí", "no": "No", "unknown": "Ignorado"},
        "cases.offence": {
            "smuggling_of_migrants": "Tráfico ilícito de migrantes",
            "facilitated_stay": "Facilitación de permanencia", "document_fraud": "Falsedad documental",
            "trafficking_in_persons": "Trata de personas", "kidnapping": "Plagio o secuestro",
            "other": "Otro",
        },
        "cases.transport_modes": _MODES_ES,
        "cases.handling": {
            "CLEAR": "Blanco", "GREEN": "Verde", "AMBER": "Ámbar", "AMBER+STRICT": "Ámbar estricto",
            "RED": "Rojo",
        },
        "persons.status": {
            "facilitator": "Sindicado", "smuggled_migrant": "Migrante", "both": "Sindicado y migrante",
            "witness": "Testigo", "victim": "Víctima", "unknown": "No establecido",
        },
        "persons.role": {
            "organiser": "cabecilla", "recruiter": "reclutador", "guide": "coyote", "driver": "piloto",
            "captain": "capitán", "safe_house_keeper": "cuidador", "document_forger": "falsificador",
            "financier": "financista", "payment_collector": "cobrador", "lookout": "bandera",
            "corrupt_official": "funcionario", "protector": "guardaespaldas", "kidnapper": "plagiario",
            "other": "otro",
        },
        "persons.sex": {"M": "Masculino", "F": "Femenino", "X": "No binario"},
        "identifiers.kind": {
            "phone": "Teléfono", "email": "Correo", "social": "Red social", "curp": "CURP", "rfc": "NIT/RFC",
            "passport": "Pasaporte", "national_id": "DPI", "bank_account": "Cuenta bancaria",
            "wallet": "Billetera", "imei": "IMEI", "other": "Otro",
        },
        "places.kind": {
            "safe_house": "Casa de seguridad", "hotel": "Hotel", "transit_hub": "Terminal",
            "border_crossing": "Paso fronterizo", "checkpoint": "Puesto de registro",
            "pickup": "Abordaje", "dropoff": "Descenso", "residence": "Vivienda", "business": "Comercio",
            "other": "Otro",
        },
        "payments.method": {
            "cash": "Efectivo", "remittance": "Remesa", "bank": "Depósito bancario",
            "informal_transfer": "Transferencia informal", "crypto": "Cripto", "other": "Otro",
        },
        "calls.channel": {"voice": "Voz", "message": "Mensaje", "app": "Aplicación"},
        "legs.mode": _MODES_ES,
    },
}  # fmt: skip

_MODES_FR: Final[dict[str, str]] = {
    "road": "route", "rail": "rail", "foot": "à pied", "sea": "mer", "river": "rivière", "air": "air",
}  # fmt: skip

CA_GRC: Final[dict[str, Any]] = {
    "agency": "CA-GRC",
    "language": "fr",
    "encoding": "utf-16",
    "delimiter": "\t",
    "list_separator": "|",
    "date_format": "%Y-%m-%d",
    "timestamp_format": "%Y-%m-%dT%H:%M:%SZ",
    "timezone": "UTC",
    "delivers_for": ["CA-ASFC"],
    "tables": {
        "cases": "dossiers", "persons": "personnes", "identifiers": "identifiants",
        "vehicles": "vehicules", "places": "lieux", "payments": "paiements", "calls": "appels",
        "legs": "trajets",
    },
    "columns": {
        "agency": "organisme", "record_id": "no_dossier", "revision": "version", "retracted": "retiré",
        "reported_at": "signalé_le", "incident_start_date": "date_début", "incident_end_date": "date_fin",
        "country": "pays", "admin1": "province", "municipality": "municipalité", "lat": "latitude",
        "lon": "longitude", "offence": "infraction", "transport_modes": "modes_transport",
        "migrants_count": "nb_migrants", "minors_count": "nb_mineurs", "women_count": "nb_femmes",
        "deaths_count": "nb_décès", "injured_count": "nb_blessés", "fee_amount": "prix_passage",
        "fee_currency": "devise_passage", "benefit": "avantage_matériel", "narrative": "récit",
        "narrative_language": "langue_récit", "grading_scheme": "barème", "source_grade": "cote_source",
        "info_grade": "cote_renseignement", "handling": "diffusion", "releasable_to": "communicable_à",
        "origin_ref": "réf_origine", "person_no": "no_personne", "status": "qualité", "role": "rôle",
        "role_raw": "rôle_texte", "given_names": "prénoms", "surname_1": "nom_1", "surname_2": "nom_2",
        "full_name": "nom_complet", "aliases": "surnoms", "sex": "sexe", "birth_date": "date_naissance",
        "birth_year": "année_naissance", "nationality": "nationalité", "identifier_no": "no_identifiant",
        "kind": "genre", "value": "valeur", "platform": "plateforme", "vehicle_no": "no_véhicule",
        "plate": "plaque", "plate_country": "pays_plaque", "vin": "niv", "make": "marque",
        "model": "modèle", "colour": "couleur", "year": "année", "place_no": "no_lieu", "name": "nom_lieu",
        "address": "adresse", "payment_no": "no_paiement", "method": "moyen", "reference": "référence",
        "payer_account": "compte_payeur", "payee_account": "compte_bénéficiaire",
        "payer_person_no": "no_payeur", "payee_person_no": "no_bénéficiaire", "amount": "montant",
        "currency": "devise", "paid_at": "payé_le", "call_no": "no_appel", "caller": "appelant",
        "callee": "appelé", "started_at": "début", "duration_s": "durée_s", "channel": "canal",
        "leg_no": "no_trajet", "from_place": "départ", "from_country": "pays_départ",
        "from_lat": "latitude_départ", "from_lon": "longitude_départ", "to_place": "arrivée",
        "to_country": "pays_arrivée", "to_lat": "latitude_arrivée", "to_lon": "longitude_arrivée",
        "departed_at": "parti_le", "arrived_at": "arrivé_le", "mode": "mode",
        "guide_person_no": "no_passeur",
    },
    "values": {
        "cases.retracted": {"true": "oui", "false": "non"},
        "cases.benefit": {"yes": "oui", "no": "non", "unknown": "inconnu"},
        "cases.offence": {
            "smuggling_of_migrants": "trafic de migrants", "facilitated_stay": "aide au séjour",
            "document_fraud": "fraude documentaire", "trafficking_in_persons": "traite de personnes",
            "kidnapping": "enlèvement", "other": "autre",
        },
        "cases.transport_modes": _MODES_FR,
        "cases.handling": {
            "CLEAR": "TLP:CLEAR", "GREEN": "TLP:GREEN", "AMBER": "TLP:AMBER",
            "AMBER+STRICT": "TLP:AMBER+STRICT", "RED": "TLP:RED",
        },
        "persons.status": {
            "facilitator": "suspect", "smuggled_migrant": "migrant objet d'un trafic",
            "both": "suspect et migrant", "witness": "témoin", "victim": "victime", "unknown": "inconnu",
        },
        "persons.role": {
            "organiser": "organisateur", "recruiter": "recruteur", "guide": "passeur",
            "driver": "conducteur", "captain": "capitaine", "safe_house_keeper": "gardien de planque",
            "document_forger": "faussaire", "financier": "financier", "payment_collector": "encaisseur",
            "lookout": "guetteur", "corrupt_official": "agent corrompu", "protector": "protecteur",
            "kidnapper": "ravisseur", "other": "autre",
        },
        "persons.sex": {"M": "H", "F": "F", "X": "X"},
        "identifiers.kind": {
            "phone": "téléphone", "email": "courriel", "social": "réseau social", "curp": "CURP",
            "rfc": "RFC", "passport": "passeport", "national_id": "pièce d'identité",
            "bank_account": "compte bancaire", "wallet": "portefeuille", "imei": "IMEI", "other": "autre",
        },
        "places.kind": {
            "safe_house": "planque", "hotel": "hôtel", "transit_hub": "gare routière",
            "border_crossing": "passage frontalier", "checkpoint": "poste de contrôle",
            "pickup": "prise en charge", "dropoff": "dépose", "residence": "résidence",
            "business": "commerce", "other": "autre",
        },
        "payments.method": {
            "cash": "comptant", "remittance": "envoi de fonds", "bank": "banque",
            "informal_transfer": "transfert informel", "crypto": "cryptomonnaie", "other": "autre",
        },
        "calls.channel": {"voice": "voix", "message": "message", "app": "application"},
        "legs.mode": _MODES_FR,
    },
}  # fmt: skip

DIALECTS: Final[dict[str, dict[str, Any]]] = {"MX-INM": MX_INM, "GT-PNC": GT_PNC, "CA-GRC": CA_GRC}
