"""What may be wrong with a document: its JSON Schema, its languages, and the rule of its kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path as File
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from batches import (
    column_mapping,
    instrument_register,
    marker_protocol,
    master,
    phenotype,
    procurement,
    protocol,
    readings,
    samples,
)
from batches.verdict import Finding, Param
from elnapp.documents.service.places import Path, path_of

FOLDER = File(__file__).resolve().parents[1] / "schemas"
ENVELOPE = "document"
LANGUAGES = frozenset({"en", "fr"})

Rule = Callable[[Mapping[str, Any]], tuple[Finding, ...]]
RULES: dict[str, Rule] = {
    "column-mapping": column_mapping.faults,
    "gating-template": phenotype.faults,
    "instrument-register": instrument_register.faults,
    "marker-protocol": marker_protocol.faults,
    "master": master.faults,
    "procurement": procurement.faults,
    "sampling-plan": samples.faults,
    "screening": protocol.faults,
    "specification": readings.faults,
}
"""What the rule of a kind has to say beyond its schema."""

Fault = tuple[Path, Finding]


@cache
def kinds() -> tuple[str, ...]:
    """Name every kind of document: each has a schema."""
    return tuple(sorted(p.stem for p in FOLDER.glob("*.json") if p.stem != ENVELOPE))


def envelope_faults(data: Any) -> list[Fault]:
    """Check what stands around the body: kind, code, version, titles, date, source."""
    return list(_schema_faults(ENVELOPE, data))


def body_faults(kind: str, body: dict[str, Any]) -> list[Fault]:
    """Check a body against its schema and then, when it has the right shape, its own rule.

    Paths start at the body.  A missing language is DS-LANGUAGE: a draft may lack one.
    """
    return list(_body_faults(kind, json.dumps(body)))


@lru_cache(maxsize=64)
def _body_faults(kind: str, text: str) -> tuple[Fault, ...]:
    # A text is judged when it is read, drafted and submitted: the same body, the same faults.
    body = json.loads(text)
    found = (*_schema_faults(kind, body), *_unspoken(body, ()))
    rule = RULES.get(kind)
    if found or rule is None:
        return found
    return tuple((path_of(f.where), f) for f in rule(body))


def _unspoken(node: Any, path: Path) -> list[Fault]:
    """Find texts that are there but hold only spaces, which a schema lets pass."""
    if isinstance(node, dict):
        if set(node) == LANGUAGES and all(isinstance(v, str) for v in node.values()):
            empty = (lang for lang, words in node.items() if words and not words.strip())
            return [((*path, lang), _language(lang)) for lang in empty]
        return [f for key, value in node.items() for f in _unspoken(value, (*path, key))]
    if isinstance(node, list):
        return [f for i, value in enumerate(node) for f in _unspoken(value, (*path, i))]
    return []


@cache
def _validator(kind: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{kind}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


@dataclass(frozen=True, slots=True)
class _Error:
    """One error of a schema: the rule, what it expects, what was found, and where."""

    rule: str
    expected: Any
    found: Any
    path: Path
    known: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.path[-1]) if self.path else ""


def _schema_faults(kind: str, data: Any) -> Iterator[Fault]:
    for raw in _validator(kind).iter_errors(data):
        error = _read(best_match([raw]) or raw)
        for finding in _SAY.get(error.rule, _shapeless)(error):
            yield error.path, finding


def _read(raw: ValidationError) -> _Error:
    schema: Any = raw.schema
    known = sorted(schema.get("properties", {})) if isinstance(schema, dict) else ()
    # A schema `false` has no rule: the key has no place there.
    rule = str(raw.validator) if raw.validator else "false"
    return _Error(rule, raw.validator_value, raw.instance, tuple(raw.absolute_path), tuple(known))


def _shapeless(error: _Error) -> Iterable[Finding]:
    return [Finding("DS-SHAPE", {"rule": error.rule})]


def _required(error: _Error) -> Iterable[Finding]:
    missing = [n for n in error.expected if n not in error.found]
    if set(error.expected) == LANGUAGES:
        return [_language(n) for n in missing]
    return [Finding("DS-REQUIRED", {"name": n}) for n in missing]


def _language(lang: str) -> Finding:
    return Finding("DS-LANGUAGE", {"lang_en": _LANGUAGE[lang][0], "lang_fr": _LANGUAGE[lang][1]})


_LANGUAGE = {"en": ("English", "anglais"), "fr": ("French", "français")}


def _extra(error: _Error) -> Iterable[Finding]:
    strangers = (str(n) for n in error.found if n not in error.known)
    return [Finding("DS-EXTRA", {"name": n}) for n in strangers]


def _type(error: _Error) -> Iterable[Finding]:
    wanted = error.expected
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    params: dict[str, Param] = {"found": _short(error.found)}
    for index, lang in enumerate(("en", "fr")):
        params[f"expected_{lang}"] = ", ".join(_TYPES.get(n, (n, n))[index] for n in names)
    return [Finding("DS-TYPE", params)]


_TYPES = {
    "string": ("a text (in quotes)", "un texte (entre guillemets)"),
    "integer": ("a whole number", "un nombre entier"),
    "boolean": ("true or false", "true ou false"),
    "object": ("names with values", "des noms avec leurs valeurs"),
    "array": ("a list", "une liste"),
    "null": ("nothing (null)", "rien (null)"),
}


def _one_of(error: _Error) -> Iterable[Finding]:
    allowed = error.expected
    known = allowed if isinstance(allowed, list) else [allowed]
    words = ", ".join(_short(v) for v in known)
    return [Finding("DS-ENUM", {"found": _short(error.found), "known": words})]


def _empty(error: _Error) -> Iterable[Finding]:
    """Say that a text is too short; an empty one of a pair of languages is a missing language."""
    return [_language(error.name) if error.name in LANGUAGES else Finding("DS-EMPTY")]


def _bounds(error: _Error) -> Iterable[Finding]:
    params: dict[str, Param] = {"found": _short(error.found), "limit": int(error.expected)}
    return [Finding("DS-MIN" if error.rule.startswith("min") else "DS-MAX", params)]


def _size(error: _Error) -> Iterable[Finding]:
    params = {"found": len(error.found), "limit": int(error.expected)}
    return [Finding("DS-FEW" if error.rule.startswith("min") else "DS-MANY", params)]


_SAY: dict[str, Callable[[_Error], Iterable[Finding]]] = {
    "required": _required,
    "additionalProperties": _extra,
    "type": _type,
    "enum": _one_of,
    "const": _one_of,
    "minLength": _empty,
    "minimum": _bounds,
    "maximum": _bounds,
    "minItems": _size,
    "maxItems": _size,
    "minProperties": _size,
    "uniqueItems": lambda _error: [Finding("DS-TWICE")],
    "pattern": lambda error: [
        Finding("DS-PATTERN", {"found": _short(error.found), "pattern": error.expected})
    ],
    "false": lambda error: [Finding("DS-EXTRA", {"name": error.name})],
    "format": lambda error: [Finding("DS-DATE", {"found": _short(error.found)})],
}


def _short(value: Any) -> str:
    """Write what was found so that it fits a sentence."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - about one line
