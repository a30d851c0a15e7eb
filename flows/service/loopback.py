"""Prefect's clients of the service's own server load one root certificate instead of some 140.

A client that Prefect makes loads them (22 ms), and each delivery has it make four: one that tells of it, one
of its run, and two that ask for a setting. The service's own server is reached on loopback and without TLS:
nobody's certificate is ever looked at. Where `PREFECT_API_URL` names another server, nothing is changed.
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path

SETTING = "PREFECT_API_SSL_CERT_FILE"
FILE = "loopback.pem"


def trust_little(folder: Path) -> None:
    """Have Prefect's clients in this process and its children load one certificate; before they are made.

    Args:
        folder: The service's own, which holds the file.
    """
    import httpx  # noqa: PLC0415 - slow to load, and only the service needs it

    certificates = httpx.create_ssl_context().get_ca_certs(binary_form=True)
    if certificates and SETTING not in os.environ:
        file = folder / FILE
        file.write_text(ssl.DER_cert_to_PEM_cert(certificates[0]), encoding="ascii")
        os.environ[SETTING] = str(file)
