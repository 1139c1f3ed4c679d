"""`./dev bench pdf`: what a dossier of 10, 50 and 200 pages costs beside WeasyPrint alone.

The product reads the record, writes the HTML, renders, attaches, and keeps the file; WeasyPrint alone
renders the same HTML with the same style sheet to the same PDF variant.  Both run in a process of
their own that has imported the same modules; the CPU is that of the work, the memory the peak.  A
worker makes one document after the other, so the quicker of two later ones is compared; what the
first of a process costs, which compiles templates and statements, is printed beside it.  `--n`
leaves out sizes above so many pages.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any
from unittest.mock import patch

from weasyprint import CSS, HTML

from bench import longlot, say, stores
from elnapp.factory import at_rest, create_app
from elnapp.reports.service import issue, pdf
from elnapp.web.house import House

PAGES = (10, 50, 200)  # a lot without entries has a few more than ten
TURNS = 3  # the first of a process, then two of which the quicker one counts
LANG = "en"
ENTRIES_A_PAGE = 7.76
FIRST_PAGES = 16  # a lot without entries


def main() -> None:
    """Measure each size in processes of their own."""
    if sys.argv[1:2] == ["--run"]:
        say.line(**{"product": product, "alone": alone}[sys.argv[2]](Path(sys.argv[3])))
        return
    largest = say.asked("pdf", PAGES[-1])
    rows = [measured(pages) for pages in PAGES if pages <= largest]
    say.line(
        bench="pdf",
        cpu_ratio=max(r["cpu_ratio"] for r in rows),
        memory_ratio=max(r["memory_ratio"] for r in rows),
        versions=say.versions(),
    )


def measured(pages: int) -> dict[str, Any]:
    """Measure one size; gives and prints both sides and their ratios."""
    with tempfile.TemporaryDirectory(prefix="elnapp-pdf-") as name:
        folder = Path(name)
        prepare(folder, pages)
        ours, theirs = (_run(side, folder) for side in ("product", "alone"))
    row = {
        "pages": ours["pages"],
        "product": ours,
        "alone": theirs,
        "cpu_ratio": round(ours["cpu_seconds"] / theirs["cpu_seconds"], 3),
        "first_cpu_ratio": round(ours["first_cpu_seconds"] / theirs["first_cpu_seconds"], 3),
        "memory_ratio": round(ours["peak_mib"] / theirs["peak_mib"], 3),
    }
    say.line(**row)
    return row


def prepare(folder: Path, pages: int) -> None:
    """Write a store with a lot whose dossier has about so many pages."""
    entries = max(0, int((pages - FIRST_PAGES) * ENTRIES_A_PAGE))

    def fill(house: House) -> None:
        story = stores.ground(house)
        longlot.in_force(story)
        lot = longlot.issued(story)
        longlot.recorded(story, lot, entries)
        (folder / "lot").write_text(lot)

    stores.laid(f"sqlite:///{folder / stores.FILE}", folder, fill)


def product(folder: Path) -> dict[str, Any]:
    """Make the document as the house does, and keep its HTML and style sheet for the other side."""
    settings = stores.settings(f"sqlite:///{folder / stores.FILE}", folder)
    app = at_rest(create_app(settings, lambda: stores.NOW))
    house, lot = app.extensions["elnapp"], (folder / "lot").read_text()
    kept: dict[str, Any] = {}

    def render(html: str, css: str, *rest: Any) -> pdf.Printed:
        kept.update(html=html, css=css)
        kept["printed"] = true(html, css, *rest)
        return kept["printed"]  # type: ignore[no-any-return]

    true = pdf.render
    with patch.object(pdf, "render", render), app.app_context():
        found = _timed(lambda: issue.issue_now(house, app.jinja_env, lot, LANG))
    (folder / "page.html").write_text(kept["html"])
    (folder / "page.css").write_text(kept["css"])
    return {**found, "pages": kept["printed"].pages}


def alone(folder: Path) -> dict[str, Any]:
    """Let WeasyPrint render the same HTML."""
    html, css = (folder / "page.html").read_text(), (folder / "page.css").read_text()

    def render() -> None:
        base, fetcher = str(pdf.STATIC), pdf.Deny()
        sheet = CSS(string=css, base_url=base, url_fetcher=fetcher)
        source = HTML(string=html, base_url=base, url_fetcher=fetcher)
        source.write_pdf(
            folder / "alone.pdf", stylesheets=[sheet], pdf_variant="pdf/a-3u", pdf_tags=True
        )

    return _timed(render)


def _timed(work: Callable[[], object]) -> dict[str, Any]:
    took = []
    for _turn in range(TURNS):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return {
        "first_cpu_seconds": round(took[0], 2),
        "cpu_seconds": round(min(took[1:]), 2),
        "peak_mib": round(getrusage(RUSAGE_SELF).ru_maxrss / 1024, 1),
    }


def _run(side: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.pdf", "--run", side, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
