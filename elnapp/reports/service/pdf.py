"""HTML to PDF/A-3u with attachments: WeasyPrint, and nothing fetched from anywhere."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetchingError

from elnapp.record.plain import sha256

STATIC = Path(__file__).resolve().parents[2] / "static"
FONTS = STATIC / "vendor"
PICTURES = tuple(f"data:image/{kind};base64," for kind in ("svg+xml", "png", "jpeg"))
DOTS = 300  # per inch: what paper shows of a photograph; its own bytes are kept beside the record


@dataclass(frozen=True, slots=True)
class Printed:
    """A rendered file and how many pages it has."""

    data: bytes
    pages: int


class Deny(URLFetcher):  # type: ignore[misc] # WeasyPrint ships no types
    """Refuses every address: what a document needs is inside it, or a font of the house."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
        """Give a picture that the document carries, or one of our own fonts; refuse the rest."""
        own = url.startswith("file://") and _is_own_font(url.removeprefix("file://"))
        if own or url.startswith(PICTURES):
            return super().fetch(url, headers)
        message = f"a document may not fetch {url[:80]}"
        raise URLFetchingError(message)


def _is_own_font(path: str) -> bool:
    resolved = Path(path).resolve()
    return resolved.suffix == ".woff2" and FONTS.resolve() in resolved.parents


def render(html: str, css: str, attachments: Mapping[str, bytes], at: datetime) -> Printed:
    """Render one document; the same input gives the same bytes on the same installation.

    `attachments` maps names to bytes; `at` stamps them.
    """
    with _nothing_collected():
        return _rendered(html, css, attachments, at)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Let the collector rest: a document's million boxes live until it is written, then all go.

    Walking them again and again takes a quarter of the time and frees one part in fifty.
    """
    resting = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not resting:
            gc.enable()


def _rendered(html: str, css: str, attachments: Mapping[str, bytes], at: datetime) -> Printed:
    fetcher = Deny()
    fonts = FontConfiguration()
    sheet = CSS(string=css, base_url=str(STATIC), url_fetcher=fetcher, font_config=fonts)
    document = HTML(string=html, base_url=str(STATIC), url_fetcher=fetcher).render(
        stylesheets=[sheet], font_config=fonts, dpi=DOTS
    )
    document.metadata.attachments = [
        Attachment(
            string=data.decode(), name=name, relationship="Data", created=at, modified=at,
            url_fetcher=fetcher,
        )
        for name, data in attachments.items()
    ]  # fmt: skip
    data = document.write_pdf(
        finisher=_open_metadata,
        pdf_variant="pdf/a-3u",
        pdf_tags=True,
        dpi=DOTS,
        pdf_identifier=_identifier(attachments),
    )
    return Printed(data, len(document.pages))


def _open_metadata(_document: Any, file: Any) -> None:
    """Leave the metadata uncompressed, for tools that look for it without reading PDF."""
    for found in file.objects:
        if getattr(found, "extra", {}).get("Type") == "/Metadata":
            found.compress = False


def _identifier(attachments: Mapping[str, bytes]) -> bytes:
    return sha256(b"".join(attachments.values()))[:16].encode()
