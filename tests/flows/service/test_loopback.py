"""Clients that speak to loopback load next to no certificates; one that names its own keeps them."""

from __future__ import annotations

import os
import ssl
from pathlib import Path

import pytest

from flows.service.loopback import SETTING, trust_little


def test_one_certificate_is_enough_for_a_client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "")
    monkeypatch.delenv(SETTING)
    trust_little(tmp_path)
    context = ssl.create_default_context(cafile=os.environ[SETTING])
    assert len(context.get_ca_certs()) == 1


def test_a_file_that_the_environment_names_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, "own.pem")
    trust_little(tmp_path)
    assert not list(tmp_path.iterdir())
