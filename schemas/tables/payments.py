"""Payments that a case record mentions."""

from __future__ import annotations

from schemas import codes
from schemas.tables.column import NAME_LENGTH, RecordRow, UtcDatetime, column


class Payments(RecordRow):
    """One payment: who paid whom, how, when."""

    payment_no: int = column(
        "Number of the payment within the record",
        "Número del pago",
        "Numéro du paiement",
        example="1",
        required=True,
        ge=1,
    )
    method: str = column(
        "How it was paid",
        "Forma de pago",
        "Mode de paiement",
        example="remittance",
        isin=codes.PAYMENT_METHODS,
        unknown_word="other",
    )
    reference: str = column(
        "Reference or control number", "Referencia", "Référence", str_length={"max_value": NAME_LENGTH}
    )
    payer_account: str = column(
        "Account that paid", "Cuenta de origen", "Compte payeur", str_length={"max_value": NAME_LENGTH}
    )
    payee_account: str = column(
        "Account that was paid",
        "Cuenta de destino",
        "Compte bénéficiaire",
        example="712935627915823973",
        str_length={"max_value": NAME_LENGTH},
    )
    payer_person_no: int = column(
        "Person of the record who paid", "Persona que pagó", "Personne qui a payé", ge=1
    )
    payee_person_no: int = column(
        "Person of the record who was paid", "Persona que cobró", "Personne payée", example="1", ge=1
    )
    amount: float = column("Amount, in `currency`", "Monto", "Montant", example="1500", ge=0)
    currency: str = column("Currency, ISO 4217", "Moneda", "Devise", example="USD", isin=codes.currencies())
    paid_at: UtcDatetime = column(
        "When it was paid; a date alone stands for its first minute in UTC",
        "Fecha del pago",
        "Date du paiement",
        example="2023-12-12",
        no_future=True,
    )
