"""Copies the front-end parts that are served from node_modules to elnapp/static/vendor.

`vendor.lock` names each file and its SHA-256; a file that differs stops the set-up.
`--lock` writes the sums again after a version in package.json has changed; look at the diff.
"""

import hashlib
import json
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
TARGET = ROOT / "elnapp" / "static" / "vendor"
LOCK = ROOT / "vendor.lock"
ICONS = ROOT / "icons.txt"
SVG = "http://www.w3.org/2000/svg"


def rows(path: Path) -> list[str]:
    """The lines of a list, without comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def locked() -> list[tuple[str, str, str]]:
    """Package, path inside it, expected sum."""
    return [(name, path, digest) for name, path, digest in map(str.split, rows(LOCK))]


def version(package: str) -> str:
    """The version that npm installed."""
    manifest = json.loads((MODULES / package / "package.json").read_text(encoding="utf-8"))
    return str(manifest["version"])


def folder(package: str) -> str:
    """`@ibm/plex-sans` 1.1.0 is served from `plex-sans-1.1.0`, `htmx.org` from `htmx-2.0.11`."""
    name = package.rpartition("/")[2].removesuffix(".org").removesuffix("-static")
    return f"{name}-{version(package)}"


def sha256(path: Path) -> str:
    """The sum as 64 hexadecimal characters."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def lock() -> None:
    """Write the sums of what is installed now."""
    head = [line for line in LOCK.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    body = [f"{name} {path} {sha256(MODULES / name / path)}" for name, path, _ in locked()]
    LOCK.write_text("\n".join(head + body) + "\n", encoding="utf-8")


def copy(target: Path) -> None:
    """Copy each locked file unmodified, under its own name."""
    for package, path, expected in locked():
        source = MODULES / package / path
        found = sha256(source)
        if found != expected:
            sys.exit(
                f"{package}/{path} has the sum {found}, vendor.lock expects {expected}: the package "
                "is not the one that was reviewed. Run `npm ci`, or `dev.d/vendor.py --lock`."
            )
        place = target / folder(package) / source.name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, place)


def symbol(name: str) -> ET.Element:
    """One Lucide icon as a <symbol> whose id is its name."""
    source = MODULES / "lucide-static" / "icons" / f"{name}.svg"
    if not source.is_file():
        sys.exit(f"icons.txt names {name!r}, which is not an icon of the locked Lucide.")
    # The file comes from the package whose integrity npm has just checked.
    icon = ET.parse(source).getroot()  # noqa: S314 the source is trusted, see above
    icon.tag = f"{{{SVG}}}symbol"
    icon.attrib = {"id": name} | {
        key: value for key, value in icon.attrib.items() if key not in {"class", "width", "height"}
    }
    return icon


def sprite(target: Path) -> None:
    """Draw the listed icons into one file: `<use href="…/icons.svg#lock">`."""
    ET.register_namespace("", SVG)
    sheet = ET.Element(f"{{{SVG}}}svg")
    sheet.append(ET.Comment(f" Lucide {version('lucide-static')}, ISC licence, see its folder "))
    sheet.extend(symbol(name) for name in rows(ICONS))
    ET.indent(sheet)
    ET.ElementTree(sheet).write(target / "icons.svg", encoding="utf-8", xml_declaration=True)


def main() -> None:
    """Build beside the old folder, then take its place, so that a failure leaves no half."""
    if "--lock" in sys.argv[1:]:
        lock()
    fresh = TARGET.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    copy(fresh)
    sprite(fresh)
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)


if __name__ == "__main__":
    main()
