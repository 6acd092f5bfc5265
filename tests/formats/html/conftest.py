from __future__ import annotations

import pytest
import specimen


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "payload" in metafunc.fixturenames:
        metafunc.parametrize("payload", specimen.PAYLOADS, ids=lambda text: ascii(text)[:40])
