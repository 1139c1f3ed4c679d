"""Cells counted on pictures: kept by hash, marked by two readers who do not see each other."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from batches import policy
from elnapp.demo.microscope import field
from elnapp.lots import queries, service
from elnapp.lots.service import Answered, Keeper, NewImage, Unconfirmed
from elnapp.record import Refused
from elnapp.record.plain import sha256
from elnapp.record.verify import Layers, verify
from tests import cast as people
from tests.elnapp.lots.conftest import ENGINEERING, Bench
from tests.pictures import jpeg, marked

FIRST, SECOND = "P0/sabg_first", "P0/sabg_second"
CELLS = ((2, 71), (3, 73), (1, 77))
DRAWN = {n: field(f"{n}", *cells) for n, cells in enumerate(CELLS, start=1)}
Counts = dict[str, str]


def counts(blue: int = 0, other: int = 0) -> Counts:
    """Type what stands on the pictures, the first field with so many more of each."""
    more = {"positives.1": blue, "negatives.1": other}
    names = ("positives", "negatives")
    typed = {
        f"{name}.{n}": c
        for n, pair in enumerate(CELLS, 1)
        for name, c in zip(names, pair, strict=True)
    }
    return {slot: str(number + more.get(slot, 0)) for slot, number in typed.items()}


def marks(**other: str) -> dict[int, str]:
    """Mark every cell of every picture, or what is given for `f1`, `f2`, `f3`."""
    return {n: other.get(f"f{n}", marked(drawn)) for n, drawn in DRAWN.items()}


class Reading:
    """The reading of P0 of a lot, by whoever sits at the microscope."""

    def __init__(self, bench: Bench) -> None:
        """Begin it at the bench of a lot that was harvested."""
        self.bench = bench

    def send(self, n: int, data: bytes, **more: Any) -> dict[str, Any]:
        """Send the picture of a field."""
        bench, by = self.bench, more.pop("by", people.TECHNICIAN)
        bench.wait()
        keeper = Keeper(bench.house.kernel, bench.house.files, 40)
        given = NewImage(more.pop("path", FIRST), n, more.pop("name", f"champ-{n}.png"), data)
        return service.add_image(
            keeper, bench.cast.call(by, more.pop("reason", None)), bench.number, given
        )

    def send_all(self) -> None:
        """Send the pictures of the three fields."""
        for n, drawn in DRAWN.items():
            self.send(n, drawn.png)

    def answer(self, path: str, typed: Counts, said: dict[int, str], tokens: Any = ()) -> Answered:
        """Write an answer with its marks."""
        return Answered(
            path, self.bench.values(path, typed), marks=said, confirmed=frozenset(tokens)
        )

    def count(
        self,
        path: str,
        typed: Counts | None = None,
        said: dict[int, str] | None = None,
        **more: Any,
    ) -> dict[str, Any]:
        """Record the counts of a reader."""
        self.bench.wait()
        by = more.pop("by", people.TECHNICIAN if path == FIRST else people.SECOND)
        answered = self.answer(
            path, typed or counts(), marks() if said is None else said, more.pop("tokens", ())
        )
        call = self.bench.cast.call(by, more.pop("reason", None))
        return service.record(self.bench.house.kernel, call, self.bench.number, answered)

    def correct(self, typed: Counts, said: dict[int, str]) -> dict[str, Any]:
        """Correct the first reader's counts."""
        bench, by = self.bench, people.TECHNICIAN
        bench.wait()
        answered = self.answer(FIRST, typed, said)
        call, proof = bench.cast.call(by, "recounted"), bench.cast.proof(by, "password")
        kernel, entry = bench.house.kernel, bench.entry(FIRST).id
        return service.correct(kernel, call, bench.number, entry, answered, proof)

    def recorded(self, path: str) -> dict[str, Any]:
        """Give a step as `record.json` has it."""
        with self.bench.house.kernel.reading() as session:
            steps = queries.dossier(session, self.bench.stream)["steps"]
        found: dict[str, Any] = next(s for s in steps if s["path"] == path)
        return found

    def broken(self) -> list[str]:
        """Verify the store; gives what is broken, layer and words."""
        layers = Layers(recompute={"lot": service.recompute})
        found = verify(self.bench.house.kernel.stores, layers).broken
        return [str(one) for one in found]

    def stored(self, path: str) -> list[list[queries.MarksView]]:
        """Give what was marked at a step, entry by entry."""
        with self.bench.house.kernel.reading() as session:
            found = queries.marks(session, self.bench.stream, path)
            entries = queries.entry_ids(session, self.bench.stream)[path]
        return [found[entry] for entry in entries]


@pytest.fixture
def reading(lot: Bench) -> Reading:
    """A reading whose cells are waiting under the microscope."""
    lot.receive()
    lot.passage(0)
    return Reading(lot)


def refused(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    """Give the codes of a refusal."""
    return [f.code for f in caught.value.findings]


def test_the_counts_of_both_readers_are_those_of_their_marks(reading: Reading) -> None:
    reading.send_all()
    reading.count(FIRST)
    reading.count(SECOND, counts(-1, -2), marks(f1=marked(DRAWN[1], 1, 69)))

    (first,), (second,) = reading.stored(FIRST), reading.stored(SECOND)
    assert [(m.positives, m.negatives, m.taken) for m in first] == [(*c, True) for c in CELLS]
    assert (second[0].positives, second[0].negatives) == (1, 69)
    assert (first[0].sha256, first[0].marks.positives) == (sha256(DRAWN[1].png), DRAWN[1].blue)
    step = reading.recorded(FIRST)
    assert [i["sha256"] for i in step["images"]] == [sha256(d.png) for d in DRAWN.values()]
    (entry,) = step["entries"]
    assert entry["marks"][2]["marks"]["positives"] == [list(p) for p in DRAWN[3].blue]
    assert {v["source"] for v in entry["values"]} == {"marks"}
    assert reading.broken() == []


def test_a_lying_count_is_recorded_only_with_its_reason(reading: Reading) -> None:
    reading.send_all()
    with pytest.raises(Unconfirmed) as caught:
        reading.count(FIRST, counts(blue=-1))
    found = caught.value.findings
    assert [(f.code, f.where, f.params["marks"]) for f in found] == [
        ("MARKS-DIFFER", "positives.1", 2)
    ]
    with pytest.raises(Unconfirmed):  # nor by who marks nothing
        reading.count(FIRST, said={})
    reading.count(FIRST, counts(blue=-1), tokens=caught.value.tokens, reason="one is debris")

    (first,) = reading.stored(FIRST)
    assert [m.taken for m in first] == [False, True, True]
    values = {v["name"]: v["source"] for v in reading.recorded(FIRST)["entries"][0]["values"]}
    assert (values["positives.1"], values["negatives.1"]) == ("typed", "marks")
    assert reading.broken() == []


def test_a_correction_keeps_what_was_marked_before(reading: Reading) -> None:
    reading.send_all()
    reading.count(FIRST)
    reading.count(SECOND)
    again = marks(f1=marked(DRAWN[1], 2, 70))
    with pytest.raises(Unconfirmed) as caught:  # the marks stand as they were, the count does not
        reading.correct(counts(other=-1), {})
    assert [f.where for f in caught.value.findings] == ["negatives.1"]
    reading.correct(counts(other=-1), again)
    with pytest.raises(Refused, match="STEP-SAME"):
        reading.correct(counts(other=-1), again)

    before, after = reading.stored(FIRST)
    assert [(m[0].negatives, m[2].negatives) for m in (before, after)] == [(71, 77), (70, 77)]
    assert reading.broken() == []


def test_marks_belong_to_the_picture_they_were_set_on(reading: Reading) -> None:
    with pytest.raises(Refused, match="MARKS-NO-IMAGE"):
        reading.count(FIRST)
    reading.send_all()
    stale = marks()
    other = field("another", 5, 60)
    with pytest.raises(Refused, match="IMG-REASON"):
        reading.send(1, other.png)
    reading.send(1, other.png, reason="out of focus")
    with pytest.raises(Refused, match="MARKS-OTHER-IMAGE"):
        reading.count(FIRST, said=stale)
    reading.count(FIRST, counts(3, -11), marks(f1=marked(other)))
    with pytest.raises(Refused, match="IMG-COUNTED"):
        reading.send(2, jpeg(640, 480), reason="sharper")
    step = reading.recorded(FIRST)
    assert [i["n"] for i in step["images"]] == [1, 2, 3, 1]
    assert step["images"][3]["supersedes"] == step["images"][0]["id"]
    assert reading.broken() == []


def test_one_picture_is_one_field_of_one_reading(reading: Reading) -> None:
    reading.send(1, DRAWN[1].png)
    with pytest.raises(Refused, match="IMG-USED"):
        reading.send(2, DRAWN[1].png, name="renamed.png")
    for n, path, code in (
        (4, FIRST, "FIELD"),
        (2, SECOND, "NOT-HERE"),
        (2, "P0/count", "NOT-HERE"),
    ):
        with pytest.raises(Refused, match=f"IMG-{code}"):
            reading.send(n, DRAWN[2].png, path=path)
    with pytest.raises(Refused, match="STEP-ROLE"):
        reading.send(2, DRAWN[2].png, by=people.PRODUCTION)
    reading.bench.issue(ENGINEERING)
    reading.bench.receive()
    reading.bench.passage(0)
    with pytest.raises(Refused) as caught:
        reading.send(1, DRAWN[1].png)
    assert caught.value.findings[0].code == "IMG-USED"
    assert "P0/sabg_first, 1" in str(caught.value.findings[0].params["where"])
    with patch.dict(policy.SHOWS, {"lots": frozenset()}), pytest.raises(Refused) as caught:
        reading.send(1, DRAWN[1].png)
    assert [(f.code, f.params) for f in caught.value.findings] == [("IMG-USED-ELSEWHERE", {})]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("champ.png", b"<svg onload=alert(1)>", "IMG-TYPE"),
        ("champ.tif", b"II*\x00\x08\x00\x00\x00", "IMG-TIFF"),
        ("champ.png", DRAWN[1].png[:-40], "IMG-CUT"),
        ("champ.png", DRAWN[1].png + b"PK\x03\x04", "IMG-MORE"),
        ("champ.jpg", jpeg(60_000, 60_000), "IMG-PIXELS"),
        ("champ.png", b"", "FILE-EMPTY"),
    ],
)  # fmt: skip
def test_a_hostile_picture_is_refused_before_it_is_kept(
    bench: Bench, name: str, data: bytes, code: str
) -> None:
    bench.issue()
    with pytest.raises(Refused, match=code):
        Reading(bench).send(1, data, name=name)
    assert not bench.house.files.has(sha256(data))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE field_marks SET positives = 9", "stored counts are not those of the marks"),
        ("UPDATE field_marks SET taken = 0", "what was taken from the marks is said otherwise"),
    ],
)
def test_marks_that_were_changed_behind_the_kernel_are_found(
    reading: Reading, change: str, said: str
) -> None:
    reading.send_all()
    reading.count(FIRST)
    with reading.bench.house.kernel.stores.operating() as connection:
        connection.exec_driver_sql("DROP TRIGGER field_marks_no_update")
        connection.exec_driver_sql(change)
    with reading.bench.house.kernel.reading() as session:
        found = list(service.otherwise(session, reading.bench.stream))
    assert "differs from what the events say" in reading.broken()[0]
    assert any(said in one for one in found), found
