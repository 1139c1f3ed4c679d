"""Two readers count senescent cells on pictures at the tablet, and do not see each other before the end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import FilePayload, Page, expect

from batches.people import Proof
from elnapp.demo import tell
from elnapp.demo.making import Making
from elnapp.demo.microscope import Field, field
from elnapp.demo.people import PASSWORD
from elnapp.demo.story import Story
from elnapp.lots import queries
from tests.browser.axe import SOURCE, violations
from tests.browser.people import follow, give, send
from tests.browser.stage import Stage
from tests.cast import SECOND, TECHNICIAN
from tests.conftest import NOW

pytestmark = pytest.mark.browser
Enter = Callable[..., Page]
LOT = "/lots/AT26-003"
FIRST, AFTER = f"{LOT}/record/P2/sabg_first", f"{LOT}/record/P2/sabg_second"
GROWN = ("P2/observe", "P2/count", "P2/harvest", "P2/decide")
DRAWN = {n: field(f"browser {n}", 2, 6) for n in (1, 2, 3)}
FORM = "main form[method=post]:not([enctype])"


def test_two_readers_count_on_pictures(enter: Enter, own: Stage) -> None:
    _grow(own)
    page = enter(TECHNICIAN, "fr")
    page.add_init_script(path=SOURCE)
    _send_pictures(page)
    _count(page, (2, 6))
    page.reload()
    expect(page.locator("[data-total]").first).to_have_text(
        "Champ 1 : 2 positives, 6 négatives – 25,0 % de positives"
    )
    assert violations(page) == []
    _lose_the_session(page)
    assert send(page, FORM) == 200
    assert page.url.endswith(FIRST)
    assert _marks(page) == [(2, 6)] * 3

    _read_again(enter(SECOND, "en"))
    page.goto(FIRST)
    expect(page.locator("main")).to_contain_text("1 positives, 6 négatives")


def _read_again(other: Page) -> None:
    """Count as the second reader, who sees nothing of the first; one count is typed otherwise."""
    other.add_init_script(path=SOURCE)
    other.goto(FIRST)
    expect(other.locator("main")).to_contain_text("kept from view")
    assert other.locator("figure").count() == 0
    other.goto(f"{AFTER}/enter")
    assert other.input_value('[name="marks.1"]').split(" ")[1:] == []
    assert violations(other) == []
    _count(other, (1, 6))
    give(other, {"negatives.3": "7"})
    assert send(other, FORM) == 422
    expect(other.locator(FORM)).to_contain_text("7 is typed, and 6 marks stand on the picture")
    reason = other.locator("textarea[name$=reason]").get_attribute("name") or ""
    give(other, {reason: "Few cells on purpose; one lies on the edge."})
    assert send(other, FORM) == 200
    assert other.locator("figure").count() == 6
    assert violations(other) == []


class Past(Story):
    """A story of days whose one-time codes are behind: people have used later ones since."""

    def proof(self, login: str, *, code: bool = True) -> Proof:
        actor = self.actor(login)
        return Proof(actor.id, actor.name, ("password", *(("totp",) if code else ())), self.clock())


def _grow(own: Stage) -> None:
    """Bring the running lot to the end of its passage 2."""
    story = Past.begin(own.house, NOW - timedelta(days=39))
    story.told = 500_000
    making = Making(story, "AT26-003", NOW - timedelta(days=59), tell.IN_PROCESS)
    with own.house.kernel.reading() as session:
        plan = queries.plan(session, making.stream)
    for path in GROWN:
        place = plan.master.place(path)
        assert place is not None
        making._do(place)


def _send_pictures(page: Page) -> None:
    """Go from the step to its pictures, send one for each field, and come back."""
    page.goto(f"{FIRST}/enter")
    follow(page, "main a[href$='/images']")
    for n, drawn in DRAWN.items():
        assert page.input_value("main [name=n]") == str(n)
        sent = FilePayload(name=f"champ {n}.png", mimeType="image/png", buffer=drawn.png)
        page.set_input_files("main [name=file]", sent)
        assert send(page, "main form[enctype]") == 200
    assert page.url.endswith(f"{FIRST}/enter")


def _count(page: Page, cells: tuple[int, int]) -> None:
    """Mark so many blue and other cells of each field: the first by touch, the others by keyboard."""
    _tap(page, DRAWN[1], cells)
    for n in (2, 3):
        page.locator(f"[data-field='{n}']").click()
        _type(page, n, cells)
    assert page.input_value('[name="negatives.2"]') == str(cells[1])


def _tap(page: Page, drawn: Field, cells: tuple[int, int]) -> None:
    photo = page.locator("[data-canvas='1'] .photo")
    box = photo.bounding_box()
    assert box
    scale = box["width"] / 900
    blue, other = (drawn.blue[: cells[0]], drawn.other[: cells[1]])
    taps = [("+", blue), ("-", other), ("-", other[:1]), ("-", other[:1])]  # away again, and back
    for sign, places in taps:
        page.locator(f"[data-class='{sign}']").click()
        for x, y in places:
            photo.click(position={"x": x * scale, "y": y * scale})
    page.locator("[data-undo]").click()
    assert page.input_value('[name="negatives.1"]') == str(cells[1] - 1)
    photo.click(position={"x": other[0][0] * scale, "y": other[0][1] * scale})


def _type(page: Page, n: int, cells: tuple[int, int]) -> None:
    page.locator(f"[data-canvas='{n}'] [data-stage]").focus()
    for sign, count in zip("pn", cells, strict=True):
        page.keyboard.press(sign)
        for _cell in range(count):
            page.keyboard.press("Space")
            for _step in range(4):
                page.keyboard.press("ArrowRight")


def _lose_the_session(page: Page) -> None:
    """Send the form without a session, sign in, and be back with everything that was marked."""
    page.context.clear_cookies()
    assert send(page, FORM) == 401
    follow(page, "main button[type=submit]")
    give(page, {"login": TECHNICIAN, "password": PASSWORD})
    follow(page, "main button[type=submit]")
    follow(page, "main button[type=submit]")


def _marks(page: Page) -> list[tuple[int, int]]:
    """Read what stands in the table of marks."""
    rows = page.locator("main [aria-label] table tbody tr, main table tbody tr")
    cells = (row.locator("td.num").all_inner_texts() for row in rows.all())
    return [(int(found[0]), int(found[1])) for found in cells if found]
