"""axe-core in a page: what it finds against WCAG 2.2 AA and its own best practices."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
"""What comes with every page that axe looks at."""

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """tags => axe.run(document, {
  runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false, iframes: false,
}).then(found => found.violations.map(v =>
  v.id + ": " + v.help + " — " + v.nodes.slice(0, 3).map(n => n.target.join(" ")).join(" | ")))"""


def violations(page: Page) -> list[str]:
    """Name each rule that the page breaks, with up to three places."""
    found: list[str] = page.evaluate(RUN, list(TAGS))
    return found
