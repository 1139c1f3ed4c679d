"""`./dev bench lots [--n N]`: pages about lots, with 100 and N (100,000) lots, 30 and 600 entries.

Two lots are recorded through the services, on the generated master of bench/longlot.py; the others
are rows of a head and an order, written in bulk, fifty of them at work and the rest decided.  The
list, the worklists of results and of samples, the overview and the page of a step are asked for: the
number of SQL statements must be the same, the server's time grow by less than a third.  SQLite, in one
process: what is measured is the processor time of the request.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from bench import ledgers, longlot, say, stores
from bench.served import TOKEN
from elnapp.demo.people import PASSWORD, SITE
from elnapp.factory import create_app
from elnapp.record import Stores
from elnapp.record.plain import time_text
from elnapp.web.house import House

LOTS, FEW_LOTS = 100_000, 100
FEW, MANY = 30, 600  # entries of the two lots that are looked at
REPEATS, RATIO = 25, 1.3
READER = "amartin"  # quality assurance: sees every lot
OK, SEE_OTHER = 200, 303
AT_WORK = 50  # lots that a unit has in its hands at a time; the years add decided ones
BATCH = 5000
IN_LOT = ("overview", "step")
LISTS = {"list": "/lots", "results": "/results", "samples": "/samples"}
Row = dict[str, Any]


def main() -> None:
    """Lay both stores, ask for the pages, compare."""
    most = say.asked("lots", LOTS)
    found: dict[tuple[str, int, int], Row] = {}
    for lots in (FEW_LOTS, most):
        with tempfile.TemporaryDirectory(prefix="elnapp-lots-") as folder:
            say.progress(f"laying a store of {lots} lots …")
            for row in measured(Path(folder), lots):
                found[row["page"], lots, row["entries"]] = row
                say.line(bench="lots", lots=lots, **row)
    pages = sorted({page for page, _lots, _entries in found})
    judged = [
        *(_judged("lots", p, found[p, FEW_LOTS, FEW], found[p, most, FEW]) for p in pages),
        *(_judged("entries", p, found[p, most, FEW], found[p, most, MANY]) for p in IN_LOT),
    ]
    say.line(bench="lots", ok=all(judged), versions=say.versions())
    sys.exit(0 if all(judged) else 1)


def measured(folder: Path, lots: int) -> Iterator[Row]:
    """Lay a store and time each page in it."""
    url = f"sqlite:///{folder / stores.FILE}"
    made: list[str] = []
    stores.laid(url, folder, lambda house: made.extend(_recorded(house)))
    ledgers.write(url, _rows(url, lots - len(made)))
    app = create_app(stores.settings(url, folder))
    client, kernel = app.test_client(), app.extensions["elnapp"].kernel
    _sign_in(client)
    for number, entries in zip(made, (FEW, MANY), strict=True):
        step = f"P{entries // longlot.STEPS - 1 if entries > longlot.STEPS else 0}/step5"
        pages = dict(zip(IN_LOT, (f"/lots/{number}", f"/lots/{number}/record/{step}"), strict=True))
        for page, path in (LISTS | pages).items():
            yield {"page": page, "entries": entries, **_timed(client, kernel.stores, path)}
    kernel.stores.close()


def _recorded(house: House) -> list[str]:
    """Record both lots by the same commands as any other; gives their numbers."""
    story = stores.ground(house)
    longlot.in_force(story)
    made = []
    for entries in (FEW, MANY):
        made.append(longlot.issued(story))
        longlot.recorded(story, made[-1], entries)
    return made


def _rows(url: str, lots: int) -> Iterator[ledgers.Rows]:
    """Write so many orders with their heads, all on the master of the two, an hour apart."""
    with _order(url) as order:
        for begin in range(0, lots, BATCH):
            rows: ledgers.Rows = defaultdict(list)
            for n in range(begin, min(begin + BATCH, lots)):
                number = ledgers.lot_of(n)
                stream, at = f"lot/{number}", time_text(stores.NOW - timedelta(days=200, hours=n))
                rows["head"].append(
                    {
                        "stream": stream, "kind": "lot", "site": SITE, "study": None, "seq": 1,
                        "state": "in_process" if n < AT_WORK else "released", "hash": "00", "at": at,
                    }
                )  # fmt: skip
                own = {"id": f"bench-{n:08d}", "stream": stream, "address": f"{stream}/order"}
                rows["lot"].append({**order, **own, "number": number, "issued_at": at})
            yield rows


@contextmanager
def _order(url: str) -> Iterator[Row]:
    """Give the stored order of a recorded lot, for others to be made like it."""
    open_stores = Stores(url)
    with open_stores.read.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM lot LIMIT 1").mappings().one()
        order = dict(row)
    open_stores.close()
    yield order


def _sign_in(client: FlaskClient) -> None:
    token = TOKEN.search(client.get("/login").get_data(as_text=True))
    assert token, "the page of the sign-in has no token"
    sent = {"login": READER, "password": PASSWORD, "csrf_token": token[1]}
    assert client.post("/login", data=sent).status_code == SEE_OTHER


def _timed(client: FlaskClient, opened: Stores, path: str) -> Row:
    """Ask for a page again and again; gives statements and the processor time in milliseconds."""
    with _counted(opened) as seen:
        answer = client.get(path)
    assert answer.status_code == OK, f"{path} answered {answer.status}"
    taken = []
    for _n in range(REPEATS):
        before = time.process_time()
        client.get(path)
        taken.append((time.process_time() - before) * 1000)
    return {
        "statements": len(seen), "bytes": len(answer.data),
        "cpu_ms": round(statistics.median(taken), 2), "cpu_min_ms": round(min(taken), 2),
    }  # fmt: skip


@contextmanager
def _counted(opened: Stores) -> Iterator[list[str]]:
    """Gather the statements that a page reads with."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(opened.read, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(opened.read, "before_cursor_execute", note)


def _judged(grew: str, page: str, small: Row, large: Row) -> bool:
    """Compare what grew with what it grew from; the ratio is that of whichever was least disturbed."""
    ratios = {key: round(large[key] / small[key], 2) for key in ("cpu_ms", "cpu_min_ms")}
    same = small["statements"] == large["statements"]
    fits = bool(same and min(ratios.values()) <= RATIO)
    say.line(
        bench="lots", grew=grew, page=page, statements=[small["statements"], large["statements"]],
        ratios=ratios, ok=fits,
    )  # fmt: skip
    return fits


if __name__ == "__main__":
    main()
