"""A question that is answered with a file: kept at once under its hash, and named by a sealed text.

What was kept travels through the page, so that a form that comes back for another reason, or after a
lost session, still has its file.  The seal says that this house kept it; a page can name no other.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer
from wtforms import Field
from wtforms.widgets import FileInput

from batches.kept_file import KeptFile, own_name
from batches.text import Text
from batches.verdict import Finding
from elnapp.web.house import house
from elnapp.web.locale import sentence


def kept(upload: Any) -> KeptFile | None:
    """Keep what was sent under its hash, before any row names it; None where nothing was."""
    data = upload.read() if upload else b""
    if not data:
        return None
    return KeptFile(house().files.put(data), len(data), own_name(str(upload.filename or "")))


class SentFile:
    """Of a form that asks one `file`: its bytes, and its name as the sender knows it."""

    file: Any

    @property
    def bytes(self) -> bytes:
        """Give what was sent; nothing when no file was chosen."""
        data: bytes = self.file.data.read() if self.file.data else b""
        return data

    @property
    def name(self) -> str:
        """Give the name of the file; "" when none was chosen."""
        return str(self.file.data.filename or "") if self.file.data else ""


class UploadField(Field):
    """A file: `data` is the text that is recorded of it, "" where none was chosen."""

    widget = FileInput()

    def __init__(
        self, label: str, validators: Any, *, asked: Text, endings: tuple[str, ...] = (), **kw: Any
    ) -> None:
        """Take the question in both languages too, and the endings that a name may have."""
        accept = ",".join(f".{ending}" for ending in endings)
        super().__init__(label, validators, render_kw={"accept": accept} if accept else {}, **kw)
        self.asked = asked
        self.data = ""

    @property
    def kept(self) -> KeptFile | None:
        """Give the file that stands as the answer."""
        return KeptFile.read(self.data or "")

    @property
    def seal(self) -> str:
        """Give the answer as the page carries it."""
        return str(_sealer().dumps(self.data)) if self.data else ""

    def process(self, formdata: Any, *args: Any, **kw: Any) -> None:
        """Take a file that was sent; without one, what the page carried."""
        super().process(formdata, *args, **kw)
        sent = request.files.get(self.name) if formdata is not None else None
        if sent is not None and sent.filename:
            self._take(sent)
        self.raw_data = [self.data] if self.data else self.raw_data

    def process_data(self, value: Any) -> None:
        """Show a recorded answer."""
        self.data = value or ""

    def process_formdata(self, valuelist: Any) -> None:
        """Open what the page carried; a seal that is not ours names nothing."""
        self.data = _opened(str(valuelist[0])) if valuelist else ""
        self.raw_data = []

    def _take(self, sent: Any) -> None:
        name, file = own_name(sent.filename), kept(sent)
        self.raw_data = [name]
        if file is not None:
            self.data = file.text
            return
        params = {"name": name, "field_en": self.asked.en, "field_fr": self.asked.fr}
        self.data = ""
        self.process_errors = [sentence(Finding("K-FILE-EMPTY", params, self.name))]


def _sealer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="elnapp.web.uploads")


def _opened(sealed: str) -> str:
    try:
        return str(_sealer().loads(sealed))
    except BadData:
        return ""
