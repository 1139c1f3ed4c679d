"""The file: PDF/A-3u with its record inside, sealed whole, the same bytes for the same record."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from weasyprint.urls import URLFetchingError

from elnapp.record.plain import canonical
from elnapp.reports import queries
from elnapp.reports.service import pdf
from elnapp.reports.service.sealer import NoSealKey, make_demo_key, open_sealer

NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def sealed(printed: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    keys = tmp_path_factory.mktemp("keys")
    make_demo_key(keys, NOW - timedelta(hours=1))
    return open_sealer(keys).seal(printed, reason="D3-AT26-001-r1", place="Hôpital")


def test_it_says_that_it_is_pdf_a_3u(printed: bytes) -> None:
    with pikepdf.open(BytesIO(printed)) as found:
        meta = found.open_metadata()
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "U")
        assert found.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert found.Root.Lang == "fr"
        assert "/StructTreeRoot" in found.Root
        assert "/Filter" not in found.Root.Metadata


def test_the_record_lies_inside_with_its_relation(printed: bytes, made_up: ModuleType) -> None:
    record = made_up.certified()
    with pikepdf.open(BytesIO(printed)) as found:
        names = {str(f.UF): f for f in found.Root.AF}
        assert set(names) == {"record.json", "signatures.json", "events.jsonl"}
        assert {str(f.AFRelationship) for f in found.Root.AF} == {"/Data"}
        data = found.attachments["record.json"].get_file().read_bytes()
        manifests = json.loads(found.attachments["signatures.json"].get_file().read_bytes())
    assert hashlib.sha256(data).hexdigest() == queries.digest_of(record)
    assert data == canonical(json.loads(data))
    assert len(manifests) == len(record["signatures"])


def test_every_page_carries_the_digest_of_the_record(
    printed: bytes, made_up: ModuleType, tmp_path: Path
) -> None:
    digest = queries.digest_of(made_up.certified())
    short = " ".join(digest[i : i + 4] for i in range(0, 16, 4))
    pages = text_of(printed, tmp_path).split("\f")[:-1]
    assert len(pages) > 10
    assert [i for i, page in enumerate(pages) if f"Empreinte {short}" not in page] == []
    assert digest in "".join(pages[-1].split())


def test_the_tools_of_others_find_nothing_wrong(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sealed.pdf"
    path.write_bytes(sealed)
    assert shutil.which("qpdf")
    assert shutil.which("pdfsig")
    checked = run("qpdf", "--check", str(path))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    said = run("pdfsig", str(path)).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_the_seal_covers_the_whole_file_and_allows_no_change(sealed: bytes) -> None:
    status = seal_of(sealed)
    assert status.intact
    assert status.valid
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level == ModificationLevel.NONE


def test_one_changed_byte_breaks_the_seal(sealed: bytes) -> None:
    at = len(sealed) // 3
    changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
    assert not seal_of(changed).intact


def test_a_page_added_after_the_seal_is_seen(sealed: bytes) -> None:
    status = seal_of(sealed + b"\n% more\n")
    assert status.coverage != SignatureCoverageLevel.ENTIRE_FILE


def test_the_same_record_gives_the_same_bytes(
    printed: bytes, printing: Any, made_up: ModuleType
) -> None:
    assert printing(made_up.certified()) == printed


@pytest.mark.parametrize(
    "address",
    [
        "http://192.0.2.1/x.png",
        "file:///etc/passwd",
        "file:///etc/../etc/x.woff2",
        "data:text/html,x",
    ],
)
def test_a_document_fetches_nothing(address: str) -> None:
    with pytest.raises(URLFetchingError):
        pdf.Deny().fetch(address)


def test_without_a_key_nothing_is_sealed(tmp_path: Path) -> None:
    with pytest.raises(NoSealKey, match=r"put a PKCS#12 file there"):
        open_sealer(tmp_path)


def seal_of(data: bytes) -> Any:
    reader = PdfFileReader(BytesIO(data), strict=False)
    (seal,) = reader.embedded_signatures
    trusted = ValidationContext(trust_roots=[seal.signer_cert])
    return validate_pdf_signature(seal, trusted)


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def text_of(data: bytes, folder: Path) -> str:
    path = folder / "text.pdf"
    path.write_bytes(data)
    return run("pdftotext", "-layout", str(path), "-").stdout
