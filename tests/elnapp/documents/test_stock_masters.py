"""Masters that begin with vials of a stock instead of a donation."""

import pytest

from batches.master import Master
from batches.master_faults import faults
from tests.elnapp.documents.test_complete_master import body


@pytest.mark.parametrize("code", ["MSC-UC-WORKING-STOCK", "MSC-UC-FULL"])
def test_a_lot_from_stock_begins_where_its_stock_ended(code: str) -> None:
    """The first passage of the lot follows that of the vial, and no tissue is received."""
    master = Master.from_body(body(code))
    passages = master.phase("P")
    assert passages is not None
    assert passages.repeat is not None
    assert passages.repeat.first == {"MSC-UC-WORKING-STOCK": 2, "MSC-UC-FULL": 3}[code]
    assert master.place("THA/thaw") is not None
    assert master.phase("REC") is None
    last = passages.repeat.first + passages.repeat.max - 1
    assert master.passage_limits.max_passage == last


@pytest.mark.parametrize("code", ["MSC-UC-WORKING-STOCK", "MSC-UC-FULL"])
def test_a_result_of_a_step_that_is_not_there_is_a_fault(code: str) -> None:
    """The plan after a thaw rests on the count of the thawed cells; there is no harvest yet."""
    wrong = body(code)
    assert faults(wrong) == ()
    plan = next(s for s in wrong["phases"][1]["steps"] if s["code"] == "plan")
    plan["params"]["results"][0]["of"] = [{"step": "harvest", "name": "viable_harvested"}]
    assert [(f.code, f.params["found"]) for f in faults(wrong)] == [("MASTER-RELIES", "harvest")]
