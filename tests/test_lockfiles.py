"""The lock files pin everything, and name no registry and no machine."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
NPM_LOCK = ROOT / "package-lock.json"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]+\])?==(\S+)")


def requirements(name: str) -> dict[str, tuple[str, str]]:
    """Each requirement of a lock file: its version, and its text up to the next one."""
    blocks = re.split(
        r"^(?=[A-Za-z0-9])", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    found = {}
    for block in blocks[1:]:
        match = PINNED.match(block)
        assert match, f"{name}: not pinned: {block.splitlines()[0]}"
        found[match[1]] = (match[2], block)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    unhashed = [
        key for key, (_, text) in requirements(name).items() if "--hash=sha256:" not in text
    ]
    assert unhashed == []


def test_developers_run_what_the_product_runs_on() -> None:
    developers = requirements("requirements-dev.txt")
    other = {
        name: (version, developers.get(name, ("missing", ""))[0])
        for name, (version, _) in requirements("requirements.txt").items()
        if developers.get(name, ("", ""))[0] != version
    }
    assert other == {}


@pytest.mark.parametrize(
    "name", [*LOCKS, "requirements.in", "requirements-dev.in", "package.json", "package-lock.json"]
)
def test_no_lock_file_holds_an_address_or_a_path_of_a_machine(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"\S*(?:://|index-url|find-links|file:|\"resolved\")\S*", text) == []
    assert re.findall(r"(?:^|\s)/\w\S*", text) == []


def test_every_front_end_part_is_pinned_with_its_integrity() -> None:
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    loose = [name for name, part in packages.items() if name and "integrity" not in part]
    assert loose == []


def test_the_versions_of_package_json_are_exact_and_locked() -> None:
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    wanted = manifest["dependencies"] | manifest["devDependencies"]
    assert wanted == {name: packages[f"node_modules/{name}"]["version"] for name in wanted}


def test_every_served_file_is_listed_with_its_sum() -> None:
    manifest = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    lines = (ROOT / "vendor.lock").read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if not line.startswith("#")]
    assert {name for name, _, _ in rows} == set(manifest["dependencies"])
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for _, _, digest in rows)
