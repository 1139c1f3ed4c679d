"""What the import contracts cannot see: calls, sizes, names. Each test names what broke it."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("batches", "instruments", "elnapp")
CLOCK = "elnapp/record/clock.py"
MAX_FILE = 500
MAX_FUNCTION = 50

ROOM = {"models", "queries", "service", "forms", "views"}
# Rooms with words of their own; `record` and `web` are the ground, `cli` and `demo` tell stories.
OWN_WORDS = {"people": {"policy"}}
GROUND = {"record", "readers", "web", "cli", "demo"}

CLOCK_CALLS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
}
FORBIDDEN_CALLS = {"eval", "exec", "render_template_string"}
FORBIDDEN_MODULES = {"pickle", "marshal", "shelve", "dill"}


def files(*folders: str) -> list[str]:
    """Paths of Python files, from the root."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


@cache
def tree(path: str) -> ast.Module:
    """The parsed file."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=path)


def calls(path: str) -> Iterator[tuple[str, str, str]]:
    """Each call in a file: where, the name before the last dot, the last name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            place = f"{path}:{node.lineno}"
            if isinstance(node.func, ast.Attribute):
                owner = node.func.value
                yield place, str(getattr(owner, "attr", getattr(owner, "id", ""))), node.func.attr
            elif isinstance(node.func, ast.Name):
                yield place, "", node.func.id


def imports(path: str) -> Iterator[tuple[str, str]]:
    """Each imported module: where, its full name with what is taken from it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((f"{path}:{node.lineno}", alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"{path}:{node.lineno}", f"{node.module}.{alias.name}"


def test_only_the_kernel_commits() -> None:
    outside = [path for path in files("elnapp") if not path.startswith("elnapp/record/")]
    assert [at for path in outside for at, _, name in calls(path) if name == "commit"] == []


def test_only_one_module_reads_the_clock() -> None:
    found = [
        at
        for path in files(*PRODUCT, "verify")
        if path != CLOCK
        for at, owner, name in calls(path)
        if (owner, name) in CLOCK_CALLS
    ]
    assert found == []


def test_nothing_runs_text_as_code() -> None:
    product = files(*PRODUCT, "verify")
    called = [
        at
        for path in product
        for at, owner, name in calls(path)
        if (name in FORBIDDEN_CALLS and owner in {"", "flask", "builtins"})
        or (owner, name) in {("yaml", "load"), ("yaml", "unsafe_load"), ("yaml", "full_load")}
    ]
    taken = [
        at
        for path in product
        for at, name in imports(path)
        if name.partition(".")[0] in FORBIDDEN_MODULES or name == "flask.render_template_string"
    ]
    assert called + taken == []


def test_only_reports_print_pdf() -> None:
    """The deny-all fetcher of WeasyPrint is set in one room, so no other may call it."""
    outside = [path for path in files(*PRODUCT) if not path.startswith("elnapp/reports/")]
    taken = [at for path in outside for at, name in imports(path) if name.startswith("weasyprint")]
    called = [at for path in outside for at, _, name in calls(path) if name == "write_pdf"]
    assert taken + called == []


def test_imports_stand_at_the_top() -> None:
    """An import inside a function hides a cycle; one under TYPE_CHECKING does not."""
    hidden = [
        f"{path}:{node.lineno}"
        for path in files(*PRODUCT, "migrations", "tests", "bench", "verify")
        for scope in ast.walk(tree(path))
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(scope)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


@pytest.mark.parametrize("folder", PRODUCT)
def test_files_fit_a_reader(folder: str) -> None:
    sizes = {
        path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in files(folder)
    }
    assert {path: size for path, size in sizes.items() if size > MAX_FILE} == {}


@pytest.mark.parametrize("folder", PRODUCT)
def test_functions_fit_a_screen(folder: str) -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in files(folder)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION
    ]
    assert long == []


def test_every_module_says_what_it_is_for() -> None:
    modules = files(*PRODUCT, "tests", "bench", "verify", "dev.d")
    assert [path for path in modules if not ast.get_docstring(tree(path))] == []


def test_a_room_holds_nothing_but_its_layers() -> None:
    """No utils, no helpers: what has no layer belongs to a rule or to the ground."""
    strangers = []
    for room in sorted(
        path for path in (ROOT / "elnapp").iterdir() if (path / "__init__.py").is_file()
    ):
        if room.name in GROUND:
            continue
        allowed = ROOM | OWN_WORDS.get(room.name, set()) | {"__init__"}
        modules = [path.stem for path in room.glob("*.py")]
        packages = [path.parent.name for path in room.glob("*/__init__.py")]
        strangers += [f"{room.name}/{name}" for name in modules + packages if name not in allowed]
    assert strangers == []


def test_the_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    command = str(linter) if linter.exists() else shutil.which("lint-imports")
    assert command, "import-linter is not installed"
    done = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
