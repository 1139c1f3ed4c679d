"""Stores that benches and drills work on: the demo's ground, the whole demo, small random stories.

Each is made once a process and copied.  `laid` makes the same on any address, e.g. PostgreSQL.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from bench import extras, walks
from elnapp.config import Settings, demo_vault
from elnapp.demo.story import Story
from elnapp.demo.study import lay_ground
from elnapp.demo.tell import tell
from elnapp.factory import open_house
from elnapp.lots import service as lots
from elnapp.record import Stores, migrate
from elnapp.record.verify import Layers
from elnapp.web.house import House

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
GROUND_DAYS = 120
FILE = "elnapp.sqlite3"
SECRET = "a secret of the bench, known to all"  # noqa: S105 - it protects nothing


def settings(url: str, folder: Path) -> Settings:
    """Give the settings of a store of the bench."""
    return Settings(
        profile="test",
        database_url=url,
        data=folder,
        secret_key=SECRET,
        establishment="Bench",
        zone="Europe/Paris",
        secure_cookies=False,
        vault=demo_vault(folder, rounds=2),
    )


def opened(url: str, folder: Path) -> House:
    """Open a store that stands at `NOW`; raw files lie in `folder`."""
    return open_house(settings(url, folder), lambda: NOW)


def laid(url: str, folder: Path, fill: Callable[[House], object]) -> None:
    """Make a fresh store at `url` and let `fill` put the first records in."""
    stores = Stores(url)
    migrate.upgrade(stores)
    stores.close()
    house = opened(url, folder)
    fill(house)
    house.kernel.stores.close()


def ground(house: House) -> Story:
    """Put people, study and documents into an empty store; gives the story to go on with."""
    story = Story.begin(house, NOW - timedelta(days=GROUND_DAYS))
    lay_ground(story)
    return story


def demo(house: House) -> None:
    """Tell the whole demo study, and what it leaves out, so that no recorded table is empty."""
    tell(house)
    extras.everything_else(house)


def ground_store(folder: Path) -> str:
    """Give the address of a store with the ground of the demo."""
    return _copied(_made("ground"), folder)


def demo_store(folder: Path) -> str:
    """Give the address of a store with the whole demo and a row in every recorded table."""
    return _copied(_made("demo"), folder)


def walked_store(folder: Path, seed: int) -> str:
    """Give the address of a store with a small random story, told through the real services."""
    url = ground_store(folder)
    house = opened(url, folder)
    walks.walk(house, seed)
    house.kernel.stores.close()
    return url


def layers() -> Layers:
    """Give the layers that `flask audit verify` runs."""
    return Layers(recompute={"lot": lots.recompute})


@cache
def _made(name: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"elnapp-{name}-"))
    _FOLDERS.append(folder)
    laid(_address(folder), folder, {"ground": ground, "demo": demo}[name])
    return folder


def _copied(source: Path, folder: Path) -> str:
    shutil.copytree(source, folder)
    return _address(folder)


def _address(folder: Path) -> str:
    return f"sqlite:///{folder / FILE}"


_FOLDERS: list[Path] = []


@atexit.register
def _sweep() -> None:
    for folder in _FOLDERS:
        shutil.rmtree(folder, ignore_errors=True)
