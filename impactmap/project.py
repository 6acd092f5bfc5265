"""The settings of the project that a spec lies in, with the names that only floors above know."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from impactmap.settings import Settings


def project_settings(spec: Path | None) -> Settings:
    """The settings for a spec, None for standard input. Raises UsageError with all that is wrong in their file."""
    from impactmap.settings import Known, find_settings

    return find_settings(spec, Known(_views, _wrong_code, _wrong_ignored, _wrong_weight))


def _views() -> list[str]:
    from impactmap.views import every

    return [lens.NAME for lens in every()]


def _wrong_code(code: str) -> str:
    from impactmap.checks import known
    from impactmap.checks.judging import wrong_code

    return wrong_code(known(), code)


def _wrong_ignored(code: str) -> str:
    from impactmap.checks.reading import is_warning

    return "" if is_warning(code) else _wrong_code(code)


def _wrong_weight(code: str, weight: str) -> str:
    from impactmap.checks import known
    from impactmap.checks.judging import wrong_weight

    return wrong_weight(known(), code, weight)
