"""The settings of an installation, read from the environment once (docs/settings.md)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

PROFILES = ("production", "demo", "test")
MIN_SECRET = 32


class UnsafeSettings(RuntimeError):
    """The settings would not keep what elnapp promises; the message says the fix (exit 78)."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Where the keys of identities lie: the key file, and the file with the master key that wraps it.

    `rounds` is the cost of turning the master key into the wrapping key (scrypt's n).
    """

    ROUNDS: ClassVar[int] = 2**15

    keys: Path
    master: Path
    rounds: int = ROUNDS


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations; without `vault`, no identity is kept here."""

    profile: str
    database_url: str
    data: Path
    secret_key: str
    establishment: str
    zone: str
    secure_cookies: bool
    reader_seconds: int = 9
    reader_memory_mib: int = 192
    reader_file_mib: int = 2048
    reader_answer_mib: int = 64
    image_megapixels: int = 40
    vault: Vault | None = None

    @property
    def demo(self) -> bool:
        """Tell whether every page and document must say DEMONSTRATION."""
        return self.profile != "production"

    @property
    def files(self) -> Path:
        """Give the folder of raw files."""
        return self.data / "files"

    @property
    def keys(self) -> Path:
        """Give the folder of key files."""
        return self.data / "keys"


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; a missing secret is made once for demo stores, refused in production."""
    env = os.environ if environ is None else environ
    profile = env.get("ELNAPP_PROFILE", "production")
    if profile not in PROFILES:
        message = f"ELNAPP_PROFILE is {profile!r}; set it to one of {', '.join(PROFILES)}"
        raise UnsafeSettings(message)
    data = Path(env.get("ELNAPP_DATA", "var")).resolve()
    own = "1" if profile == "demo" else "0"
    return Settings(
        profile=profile,
        database_url=_url(env.get("ELNAPP_DATABASE_URL", ""), data),
        data=data,
        secret_key=env.get("ELNAPP_SECRET_KEY", "") or _own_secret(profile, data),
        establishment=env.get("ELNAPP_ESTABLISHMENT", "Hôpital de démonstration"),
        zone=env.get("ELNAPP_ZONE", "Europe/Paris"),
        secure_cookies=env.get("ELNAPP_SECURE_COOKIES", "1" if profile == "production" else "0")
        == "1",
        reader_seconds=_whole(env, "ELNAPP_READER_SECONDS", 9),
        reader_memory_mib=_whole(env, "ELNAPP_READER_MEMORY_MIB", 192),
        reader_file_mib=_whole(env, "ELNAPP_READER_FILE_MIB", 2048),
        reader_answer_mib=_whole(env, "ELNAPP_READER_ANSWER_MIB", 64),
        image_megapixels=_whole(env, "ELNAPP_IMAGE_MEGAPIXELS", 40),
        vault=_vault(env, profile, data) if env.get("ELNAPP_VAULT", own) == "1" else None,
    )


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    """Read a limit; what is no whole number from 1 on is no limit."""
    given = env.get(name, str(default))
    if not (given.isascii() and given.isdecimal() and int(given)):
        message = f"{name} is {given!r}; set it to a whole number from 1 on, or leave it out"
        raise UnsafeSettings(message)
    return int(given)


def vault_in(folder: Path) -> Vault:
    """Give the places of a demonstration's keys, beside its store and apart from its database."""
    return Vault(folder / "vault" / "identities.keys", folder / "vault" / "master.key")


def demo_vault(folder: Path, rounds: int = Vault.ROUNDS) -> Vault:
    """Give a vault of a demonstration or a test; its master key is made once."""
    found = replace(vault_in(folder), rounds=rounds)
    _own_master(found.master)
    return found


def _vault(env: Mapping[str, str], profile: str, data: Path) -> Vault:
    """Read where the keys lie; a demonstration makes both files itself."""
    own = vault_in(data)
    keys = env.get("ELNAPP_VAULT_KEYS", "" if profile == "production" else str(own.keys))
    master = env.get("ELNAPP_VAULT_MASTER", "" if profile == "production" else str(own.master))
    if not keys or not master:
        message = (
            "the vault is on and nothing says where its keys lie: set ELNAPP_VAULT_KEYS and "
            "ELNAPP_VAULT_MASTER to two files outside the folder of the data"
        )
        raise UnsafeSettings(message)
    found = Vault(Path(keys).resolve(), Path(master).resolve())
    if profile != "production":
        _own_master(found.master)
    return found


def _own_master(kept: Path) -> None:
    """Make the master key of a demonstration once."""
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_hex(32))


def _url(given: str, data: Path) -> str:
    """Give the database's address; `postgresql://` means psycopg 3."""
    if not given:
        return f"sqlite:///{data / 'elnapp.sqlite3'}"
    return given.replace("postgresql://", "postgresql+psycopg://", 1)


def _own_secret(profile: str, data: Path) -> str:
    """Keep one random secret beside a demo store, so that sessions survive a restart."""
    if profile == "production":
        return ""
    kept = data / "keys" / "session.key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(secrets.token_hex(32))
        kept.chmod(0o600)
    return kept.read_text().strip()


def unsafe(settings: Settings) -> list[str]:
    """List what must be mended before the settings may serve patients, each with its fix."""
    faults = []
    if len(settings.secret_key) < MIN_SECRET:
        faults.append(
            "ELNAPP_SECRET_KEY is missing or shorter than 32 characters: "
            "set it to the output of `python3 -c 'import secrets; print(secrets.token_hex(32))'`"
        )
    if settings.profile == "production" and not settings.secure_cookies:
        faults.append("ELNAPP_SECURE_COOKIES is 0: serve over TLS and remove the setting")
    keys = settings.keys
    if keys.exists() and any(f.stat().st_mode & 0o077 for f in keys.iterdir()):
        faults.append(f"files in {keys} can be read by others: run `chmod 600 {keys}/*`")
    return faults + (_vault_faults(settings.vault, settings) if settings.vault else [])


def _vault_faults(vault: Vault, settings: Settings) -> list[str]:
    """List what is wrong with the files of the vault."""
    faults = []
    for name, path in (("ELNAPP_VAULT_KEYS", vault.keys), ("ELNAPP_VAULT_MASTER", vault.master)):
        if path.exists() and path.stat().st_mode & 0o077:
            faults.append(f"{path} can be read by others: run `chmod 600 {path}`")
        if settings.profile == "production" and path.is_relative_to(settings.data):
            faults.append(
                f"{name} lies in {settings.data}, which is backed up with the database: "
                "whoever has that backup would have the keys; put the file elsewhere"
            )
    if not vault.master.exists():
        faults.append(
            f"ELNAPP_VAULT_MASTER: {vault.master} is not there; make it with "
            f"`(umask 077; python3 -c 'import secrets; print(secrets.token_hex(32))' > {vault.master})`"
        )
    elif len(vault.master.read_text(encoding="utf-8").strip()) < MIN_SECRET:
        faults.append(f"{vault.master} holds fewer than 32 characters: a master key needs more")
    return faults
