"""The key file and its escrow: durable, alone, unreadable without the master key, and forgetting."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from batches.people import SYSTEM
from elnapp.config import Vault, demo_vault
from elnapp.record import Call, Refused, new_id
from elnapp.vault import service
from elnapp.vault.service.escrow import Unusable
from elnapp.vault.service.keys import KeyFile
from tests.elnapp.vault.people import ZOE, Desk


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    """A key file with two people in it."""
    made = KeyFile(demo_vault(tmp_path, rounds=2))
    with made.change() as ring:
        for stream in ("identity/a", "identity/b"):
            ring.ensure(stream)
            ring.learn(stream, {f"family_name:{stream[-1]}"})
    return made


def test_what_was_written_is_read_again_and_a_key_is_made_once(keys: KeyFile) -> None:
    first = keys.read()
    with keys.change() as ring:
        assert ring.ensure("identity/a") == first.key("identity/a")
    assert len({first.key("identity/a"), first.key("identity/b"), first.index}) == 3
    assert keys.read().find({"family_name:a"}) == ["identity/a"]
    assert keys.read().find(()) == []


def test_only_the_owner_reads_the_file_and_it_shows_nothing(keys: KeyFile) -> None:
    text = keys.path.read_text()
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    assert "identity/" not in text
    assert set(json.loads(text)) == {"v", "salt", "rounds", "nonce", "sealed"}


def test_another_master_key_or_a_changed_byte_does_not_open_it(keys: KeyFile) -> None:
    outer = json.loads(keys.path.read_text())
    for change in ({"rounds": 4}, {"nonce": "AAAAAAAAAAAAAAAA"}, {"sealed": outer["nonce"]}):
        keys.path.write_text(json.dumps(outer | change))
        with pytest.raises(Refused, match="ID-KEYFILE"):
            keys.read()
    keys.path.write_text(json.dumps(outer))
    keys.master.write_text("another master key, long enough to be one")
    with pytest.raises(Refused, match="ID-KEYFILE"):
        keys.read()


def test_a_failed_change_leaves_the_file_as_it_was(keys: KeyFile) -> None:
    before = keys.path.read_bytes()
    with pytest.raises(ZeroDivisionError), keys.change() as ring:  # noqa: PT012 - it fails midway
        ring.ensure("identity/c")
        _never = 1 / 0
    assert keys.path.read_bytes() == before


def test_the_old_file_is_overwritten_when_a_key_goes(keys: KeyFile) -> None:
    """Somebody who held the old file open (an undeleted inode) finds zeros in it."""
    with keys.path.open("rb") as held:
        size = len(held.read())
        assert keys.destroy(["identity/a", "identity/nobody"]) == ["identity/a"]
        held.seek(0)
        assert held.read() == bytes(size)
    assert keys.read().find({"family_name:a"}) == []
    assert [p.name for p in keys.path.parent.iterdir() if p.name.endswith(".new")] == []


def test_what_a_killed_process_left_is_in_nobodys_way(keys: KeyFile) -> None:
    draft = keys.path.with_name(keys.path.name + ".new")
    draft.write_bytes(b"half a file")
    with keys.change() as ring:
        ring.ensure("identity/c")
    assert not draft.exists()
    assert len(keys.read().keys) == 3


HAMMER = """
import sys
from pathlib import Path
from elnapp.config import Vault
from elnapp.vault.service.keys import KeyFile
keys = KeyFile(Vault(Path(sys.argv[1]), Path(sys.argv[2]), 2))
for n in range(25):
    with keys.change() as ring:
        ring.ensure(f"identity/{sys.argv[3]}-{n}")
    keys.read()
"""


def test_several_processes_lose_no_key(keys: KeyFile) -> None:
    """Each writes and reads while the others replace the file beneath it."""
    running = [
        subprocess.Popen([sys.executable, "-c", HAMMER, keys.path, keys.master, str(n)])
        for n in range(3)
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert len(keys.read().keys) == 2 + 75


def holder() -> tuple[bytes, bytes]:
    """Make somebody to whom keys are given: certificate and private key."""
    key = rsa.generate_private_key(65537, 2048)
    return _certificate(key), _pem(key)


def _pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Notary")])
    begins = datetime(2026, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    made = made.public_key(key.public_key()).serial_number(1)
    made = made.not_valid_before(begins).not_valid_after(begins + timedelta(days=3650))
    return made.sign(key, SHA256()).public_bytes(Encoding.PEM)


def system(desk: Desk) -> Call:
    return Call(SYSTEM, new_id(), desk.clock())


def test_lost_keys_come_back_from_escrow_and_people_are_found_again(desk: Desk) -> None:
    certificate, private = holder()
    wrapped, told = service.escrow.export(desk.house, system(desk), certificate)
    keys = service.key_file(desk.house)
    key = keys.read().key(f"identity/{desk.code}")
    keys.path.unlink()
    again = service.escrow.restore(desk.house, system(desk), wrapped, certificate, (private, None))

    assert told["keys"] == 1
    assert (again["restored"], again["kept"]) == (1, 0)
    assert keys.read().key(f"identity/{desk.code}") == key
    assert desk.look() == ZOE
    assert [m.code for m in desk.search(family_name=ZOE["family_name"])] == [desk.code]


def test_a_destroyed_key_does_not_come_back_from_escrow(desk: Desk) -> None:
    certificate, private = holder()
    wrapped, _told = service.escrow.export(desk.house, system(desk), certificate)
    desk.end()
    desk.shred()
    again = service.escrow.restore(desk.house, system(desk), wrapped, certificate, (private, None))

    assert (again["restored"], again["shredded"]) == (0, [f"identity/{desk.code}"])
    assert service.key_file(desk.house).read().keys == {}


def test_a_key_that_opens_nothing_here_is_not_taken(desk: Desk) -> None:
    certificate, private = holder()
    stream = f"identity/{desk.code}"
    keys = service.key_file(desk.house)
    with keys.change() as ring:
        good = ring.keys[stream]
        ring.keys[stream] = bytes(32)
        ring.ensure("identity/stranger")
    wrapped, _told = service.escrow.export(desk.house, system(desk), certificate)
    with keys.change() as ring:
        ring.keys.clear()
    again = service.escrow.restore(desk.house, system(desk), wrapped, certificate, (private, None))

    assert good != bytes(32)
    assert (again["wrong"], again["unknown"]) == ([stream], ["identity/stranger"])
    assert keys.read().keys == {}


def test_an_escrow_file_opens_with_common_tools(desk: Desk, tmp_path: Path) -> None:
    certificate, private = holder()
    wrapped, _told = service.escrow.export(desk.house, system(desk), certificate)
    (tmp_path / "key.pem").write_bytes(private)
    (tmp_path / "escrow.pem").write_bytes(wrapped)
    done = subprocess.run(
        ["openssl", "cms", "-decrypt", "-inform", "PEM", "-in", "escrow.pem", "-inkey", "key.pem"],
        cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip
    assert list(json.loads(done.stdout)["keys"]) == [f"identity/{desk.code}"]
    assert b"identity/" not in wrapped


def test_what_is_no_escrow_is_said(desk: Desk) -> None:
    certificate, private = holder()
    other, stranger = holder()
    wrapped, _told = service.escrow.export(desk.house, system(desk), certificate)
    elliptic = _certificate(ec.generate_private_key(ec.SECP256R1()))
    for wrong in (b"no certificate", elliptic):
        with pytest.raises(Unusable):
            service.escrow.export(desk.house, system(desk), wrong)
    for file, cert, key in (
        (b"nothing", certificate, private),
        (wrapped, other, stranger),
        (wrapped, certificate, b"no key"),
    ):
        with pytest.raises(Unusable):
            service.escrow.restore(desk.house, system(desk), file, cert, (key, None))


def test_escrow_and_its_return_are_events_of_the_house(desk: Desk) -> None:
    certificate, private = holder()
    wrapped, _told = service.escrow.export(desk.house, system(desk), certificate)
    service.escrow.restore(desk.house, system(desk), wrapped, certificate, (private, None))
    with desk.house.kernel.reading() as session:
        found = session.connection().exec_driver_sql(
            "SELECT verb FROM event WHERE stream = 'system' AND verb LIKE 'vault.%' ORDER BY seq"
        )
        assert [row[0] for row in found] == ["vault.escrow", "vault.restore"]


def test_places_are_what_the_settings_say(tmp_path: Path) -> None:
    place = Vault(tmp_path / "k", tmp_path / "m")
    assert (KeyFile(place).path, KeyFile(place).rounds) == (tmp_path / "k", 2**15)
