"""The words of the dossier, in both languages; one table, so that no page is half translated."""

from __future__ import annotations

from elnapp.reports.service.words.back import PAGE, QUALITY, TRAIL
from elnapp.reports.service.words.body import EXECUTED, IDENTITY, REVIEW
from elnapp.reports.service.words.control import CONTROL
from elnapp.reports.service.words.front import ANALYSIS, CERTIFICATE, SECTIONS
from elnapp.reports.service.words.growth import GROWTH
from elnapp.reports.service.words.measured import MEASURED
from elnapp.web.display import spaced

PARTS = (
    CERTIFICATE,
    ANALYSIS,
    SECTIONS,
    REVIEW,
    IDENTITY,
    EXECUTED,
    GROWTH,
    QUALITY,
    CONTROL,
    MEASURED,
    TRAIL,
    PAGE,
)


def words(lang: str) -> dict[str, str]:
    """Give all words of a dossier in one language."""
    return {code: spaced(text[lang], lang) for part in PARTS for code, text in part.items()}
