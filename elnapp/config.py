"""The settings of an installation, read from the environment once (docs/settings.md)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PROFILES = ("production", "demo", "test")
MIN_SECRET = 32


class UnsafeSettings(RuntimeError):
    """The settings would not keep what elnapp promises; the message says the fix (exit 78)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations."""

    profile: str
    database_url: str
    data: Path
    secret_key: str
    establishment: str
    zone: str
    secure_cookies: bool
    reader_seconds: int = 10
    reader_memory_mib: int = 192
    reader_file_mib: int = 2048
    reader_answer_mib: int = 64

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
    return Settings(
        profile=profile,
        database_url=_url(env.get("ELNAPP_DATABASE_URL", ""), data),
        data=data,
        secret_key=env.get("ELNAPP_SECRET_KEY", "") or _own_secret(profile, data),
        establishment=env.get("ELNAPP_ESTABLISHMENT", "Hôpital de démonstration"),
        zone=env.get("ELNAPP_ZONE", "Europe/Paris"),
        secure_cookies=env.get("ELNAPP_SECURE_COOKIES", "1" if profile == "production" else "0")
        == "1",
        reader_seconds=_whole(env, "ELNAPP_READER_SECONDS", 10),
        reader_memory_mib=_whole(env, "ELNAPP_READER_MEMORY_MIB", 192),
        reader_file_mib=_whole(env, "ELNAPP_READER_FILE_MIB", 2048),
        reader_answer_mib=_whole(env, "ELNAPP_READER_ANSWER_MIB", 64),
    )


def _whole(env: Mapping[str, str], name: str, default: int) -> int:
    """Read a limit; what is no whole number from 1 on is no limit."""
    given = env.get(name, str(default))
    if not (given.isascii() and given.isdecimal() and int(given)):
        message = f"{name} is {given!r}; set it to a whole number from 1 on, or leave it out"
        raise UnsafeSettings(message)
    return int(given)


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
    return faults
