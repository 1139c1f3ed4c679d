"""The canonical form: the same bytes as the RFC's own library, by the fast way and by the slow one."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from elnapp.record.plain import canonical, digest, plain

# What a record carries, and what it should never carry: floats, numbers beyond 2^53, any letter.
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@given(VALUES)
@example({"\U0001f600": 1, "\ufb33": 2})
@example({"a": 1e30, "b": [-0.0, 1.0, 1e-7]})
@example('\x7f\u2028"\\\b\f\n\r\t\x00\x1f/é')
@example(":1.5, [12345678901234567890")
@example({"a": [{"b": 1.5}], "[1": "[IU]/mL"})
@example([1, [-2.5e3], 7e22])
@example([9007199254740991, -9007199254740991])
def test_the_bytes_are_those_of_the_rfc(value: Any) -> None:
    try:
        wanted = rfc8785.dumps(value)
    except ValueError:
        with pytest.raises(ValueError):
            canonical(value)
    else:
        assert canonical(value) == wanted


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), [2**53], {"a": -(2**60)}, "\ud800"])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        canonical(value)


def test_the_digest_is_of_the_plain_form() -> None:
    at = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    stored = {"at": "2026-11-22T09:00:00.000000Z", "n": "1.50"}
    assert plain({"at": at, "n": Decimal("1.50")}) == stored
    assert digest({"n": Decimal("1.50"), "at": at}) == digest(stored)
