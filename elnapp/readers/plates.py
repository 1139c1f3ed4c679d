"""The process of a reader that needs allotropy: the same task, the same walls, the same answer.

Started as `python -m elnapp.readers.plates TASK` by the interpreter of the environment that holds
allotropy and nothing of the application.  Everything is loaded before the walls stand, for nothing
can be opened behind them.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from encodings.aliases import aliases
from importlib import import_module
from pathlib import PurePath
from typing import Any

from elnapp.readers import child
from elnapp.readers.confine import confine
from elnapp.readers.limits import Limits
from instruments.format import Format
from instruments.plates.document import parsed
from instruments.plates.formats import CONVERTERS, PLATES
from instruments.reading import Note, Parsed, Profile, Refusal, Source
from instruments.tables.sheets import XLS, XLSX
from instruments.wire import READINGS

_NEEDED_LATER = (
    "allotropy.allotrope.converter", "babel.dates", "dateutil.parser", "numpy.rec", "openpyxl",
    "pandas.core.methods.describe", "pandas.core.methods.selectn", "pandas.core.methods.to_dict",
    "pandas.core.reshape.concat", "pandas.core.reshape.melt", "pandas.core.reshape.merge",
    "pandas.core.reshape.pivot", "pandas.core.reshape.reshape", "pandas.io.excel._calamine",
    "pandas.io.excel._xlrd", "pandas.io.formats.format", "pandas.io.parsers.c_parser_wrapper",
    "pandas.io.parsers.python_parser", "python_calamine", "xlrd",
)  # fmt: skip
_FIRST = datetime(1900, 1, 1, tzinfo=UTC)
_NO_TIME = "1970-01-01"
_LONGEST = 160


@dataclass
class Times:
    """In place of allotropy's parser of times: keeps each text, gives a stand-in for it.

    Its own parser takes a day that can be the month for the month, and UTC where no zone is given.
    """

    texts: dict[str, str] = field(default_factory=dict)

    def parse(self, time: str) -> str:
        """Give a time of its own for each text."""
        stand_in = (_FIRST + timedelta(seconds=len(self.texts))).isoformat()
        known = next((key for key, text in self.texts.items() if text == str(time)), stand_in)
        self.texts[known] = "" if str(time).startswith(_NO_TIME) else str(time)
        return known


def main() -> None:
    """Answer one task."""
    task = json.loads(sys.argv[1])
    profile = READINGS.decode(task["profile"].encode())
    limits = Limits(**task["limits"])
    found = next(each for each in PLATES if each.id == task["format"])
    blob = sys.stdin.buffer.read()
    answer: Parsed | Note
    try:
        child.prepare(profile)
        convert = prepared(found)
        confine(limits, len(blob))
        answer = answered(blob, found, task["name"], profile, convert)
    except Refusal as refusal:
        answer = refusal.note
    except MemoryError:
        answer = Note("READER-MEMORY", {"mebibytes": limits.memory_mib})
    except Exception as error:  # noqa: BLE001 - whatever a reader does is an answer
        answer = Note("READER-FAILED", {"what": child.where(error)})
    child.send(found.id, answer, limits)


Convert = Callable[[bytes, str, str, Times], dict[str, Any]]


def prepared(found: Format) -> Convert:
    """Load the reader of one format, and give what turns bytes into its document."""
    converter = CONVERTERS[found.id]
    reader = getattr(import_module(f"allotropy.parsers.{converter.module}"), converter.name)
    contents = import_module("allotropy.named_file_contents").NamedFileContents
    for name in _NEEDED_LATER:
        import_module(name)
    for codec in set(aliases.values()):
        with suppress(LookupError):
            codecs.lookup(codec)
    import_module("chardet").detect(
        "Température µ".encode()
    )  # it loads its tables when first asked
    unstructure = import_module("allotropy.allotrope.converter").unstructure

    def convert(blob: bytes, name: str, encoding: str, times: Times) -> dict[str, Any]:
        given = contents(io.BytesIO(blob), name, encoding or None)
        document: dict[str, Any] = unstructure(reader(times).to_allotrope(given))
        return document

    return convert


def answered(blob: bytes, found: Format, name: str, profile: Profile, convert: Convert) -> Parsed:
    """Give the readings; `Refusal` in the words of allotropy where it does not read the file."""
    times = Times()
    try:
        document = convert(blob, _named(name, blob), profile.encoding, times)
    except MemoryError:
        raise
    except Exception as error:
        what = str(error) if type(error).__module__.startswith("allotropy") else child.where(error)
        said = " ".join(what.split())[:_LONGEST]
        raise Refusal("PLATE-NOT-READ", what=said, model=found.model) from error
    origin = Source(
        found.id, found.version, hashlib.sha256(blob).hexdigest(), len(blob),
        vendor=found.maker, model=found.model,
    )  # fmt: skip
    return parsed(document, origin, times.texts, profile)


def _named(name: str, blob: bytes) -> str:
    """Give a name without a path, with the ending that the bytes have: allotropy goes by it."""
    stem = PurePath(name.replace("\\", "/")).stem or "file"
    if blob.startswith(XLSX):
        return f"{stem}.xlsx"
    if blob.startswith(XLS):
        return f"{stem}.xls"
    return f"{stem}.txt" if PurePath(name).suffix.lower() != ".csv" else f"{stem}.csv"


if __name__ == "__main__":
    main()
