"""Which tube is which: by the name the cytometer wrote into it, or by a list that a person gave."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from instruments.cytometry.events import plain
from instruments.cytometry.template import Template
from instruments.reading import Refusal

UNSTAINED = "unstained"
_NUMBER = re.compile(r"^[0-9]+[\s_.-]+")
_STAINED = ("", "stain", "stained")


def role_of(name: str, template: Template) -> str | None:
    """Give the role a tube name means: the code of a stained tube, `FMO_x`, `isotype_x`, `unstained`.

    A leading number, case and separators are passed over: `10_full_stain` is `full`.  A name that
    means nothing in this template (a single stain) gives None.
    """
    return _roles(template).get(plain(_NUMBER.sub("", name.strip())))


def _roles(template: Template) -> dict[str, str]:
    found = {UNSTAINED: UNSTAINED}
    for code in template.tubes:
        found |= {plain(code) + end: code for end in _STAINED}
    for marker in template.markers:
        for kind in ("FMO", "isotype"):
            for word in (marker.code, *marker.labels):
                found.setdefault(plain(kind) + plain(word), control_role(kind, marker.code))
    return found


def control_role(kind: str, marker: str) -> str:
    """Name the role of a control."""
    if kind.lower() == UNSTAINED:
        return UNSTAINED
    return f"{'FMO' if kind.lower() == 'fmo' else 'isotype'}_{marker}"


def by_name(tubes: Iterable[tuple[str, str]], template: Template) -> dict[str, str]:
    """Give the file of each role, from pairs of (file stem, tube name in the file).

    The name inside the file counts; the file's own name where that says nothing.  Refusal when the
    two mean different roles, or two files the same one.
    """
    found: dict[str, str] = {}
    for stem, inside in tubes:
        named, filed = role_of(inside, template), role_of(stem, template)
        if named and filed and named != filed:
            raise Refusal("PANEL-NAMES", stem, tube=inside, one=named, other=filed)
        role = named or filed
        if role is not None:
            _add(found, role, stem)
    return found


def by_list(
    listed: Mapping[str, str], files: Collection[str], template: Template
) -> dict[str, str]:
    """Give the file of each role as a list says it: file to role, or role to file.

    Refusal for a file that is not there, and for a role that the template does not know.
    """
    known = {name: name for name in files} | {name.rpartition(".")[0]: name for name in files}
    found: dict[str, str] = {}
    for one, other in listed.items():
        name, said = (one, other) if one in known else (other, one)
        if name not in known:
            raise Refusal("PANEL-NO-FILE", "panel.json", file=one)
        role = role_of(said, template)
        if role is None:
            roles = ", ".join(sorted(set(_roles(template).values())))
            raise Refusal("PANEL-ROLE", "panel.json", role=said, known=roles)
        _add(found, role, known[name])
    return found


def _add(found: dict[str, str], role: str, name: str) -> None:
    if role in found:
        raise Refusal("PANEL-TWICE", role=role, files=f"{found[role]}, {name}")
    found[role] = name
