"""A column mapping from a file, for the commands that read tables with one."""

from __future__ import annotations

import json
from pathlib import Path

from batches.findings import sentence
from elnapp.cli.output import unknown
from elnapp.documents.service import load_yaml
from elnapp.record import Refused
from instruments.mapped.parser import MAPPED_BY, MAPPING

KIND = "column-mapping"


def mapped_by(path: Path) -> dict[str, str]:
    """Give a column mapping as the choices of a profile; one with faults is unknown input."""
    try:
        draft = load_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        unknown(f"{path} cannot be read: {error}.")
    except Refused as refused:
        faults = " ".join(sentence(each, "en") for each in refused.findings)
        unknown(f"{path} could not be approved. {faults}")
    if draft.kind != KIND:
        unknown(f"{path} is of the kind {draft.kind}; give a document of the kind {KIND}.")
    named = f"{draft.kind}/{draft.code} v{draft.version}"
    return {MAPPING: json.dumps(draft.body, sort_keys=True), MAPPED_BY: named}
