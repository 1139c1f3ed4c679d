"""The words of every finding, in both languages, and the sentence a person reads.

Each area keeps its words in a module of its own; a code stands in one module only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import ModuleType

from batches.findings import (
    custody,
    donors,
    eligibility,
    enrolment,
    execution,
    gate,
    identity,
    inbox,
    lots,
    mappings,
    markers,
    people,
    phenotype,
    pictures,
    process,
    procurement,
    records,
    release,
    reports,
    results,
    signatures,
    tracing,
    transport,
    values,
)
from batches.quantity import format_number
from batches.text import Text
from batches.unit_words import unit_words
from batches.verdict import Finding, Param

NARROW = "\u202f"  # the space French sets before a tall sign; it does not break the line
_BEFORE_SIGN = re.compile(r"[ \u00a0](?=[:;?!%»])")
_AFTER_QUOTE = re.compile(r"(?<=«)[ \u00a0]")


def merge(areas: Iterable[tuple[str, Mapping[str, Text]]]) -> dict[str, Text]:
    """Put the words of all areas into one table; a code found twice is a programming error."""
    words: dict[str, Text] = {}
    owners: dict[str, str] = {}
    for area, table in areas:
        for code, text in table.items():
            if code in words:
                message = f"finding code {code} stands in {owners[code]} and in {area}"
                raise ValueError(message)
            words[code] = text
            owners[code] = area
    return words


def _area(module: ModuleType) -> tuple[str, Mapping[str, Text]]:
    return module.__name__, module.WORDS


AREAS = (
    values,
    donors,
    markers,
    enrolment,
    eligibility,
    results,
    phenotype,
    lots,
    gate,
    people,
    records,
    custody,
    signatures,
    release,
    execution,
    process,
    reports,
    mappings,
    identity,
    tracing,
    procurement,
    transport,
    inbox,
    pictures,
)

WORDS: dict[str, Text] = merge(_area(module) for module in AREAS)


def sentence(finding: Finding, lang: str) -> str:
    """Say a finding in `lang` ("en" or "fr").

    A param that differs by language is given twice, as `field_en` and `field_fr`. Decimals are
    written with the mark of the language, the param `unit` (a UCUM code) as words. An unknown code
    says itself; a missing param is three dots, because a page about a fault must not fail.
    """
    text = WORDS.get(finding.code)
    if text is None:
        return finding.code
    unit = unit_words(str(finding.params.get("unit", "")), lang)
    words = french_spaces(text.fr) if lang == "fr" else text.en
    words = words.replace(" {unit}", NARROW + "{unit}" if unit else "")
    return words.format_map(_Params({**finding.params, "unit": unit}, lang))


def french_spaces(words: str) -> str:
    """Set the narrow no-break space of French typography where a plain space was written."""
    return _AFTER_QUOTE.sub(NARROW, _BEFORE_SIGN.sub(NARROW, words))


class _Params(dict[str, str]):
    """The params of a finding as one language writes them."""

    def __init__(self, params: Mapping[str, Param], lang: str) -> None:
        super().__init__({name: _written(value, lang) for name, value in params.items()})
        self.lang = lang

    def __getitem__(self, name: str) -> str:
        return super().get(f"{name}_{self.lang}") or super().get(name) or "\u2026"


def _written(value: Param, lang: str) -> str:
    return format_number(value, lang) if isinstance(value, Decimal) else str(value)
