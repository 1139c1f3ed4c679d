"""What is computed of a donor from stored inputs: age, body mass index, look-back dates.

Dates are civil dates of the site, without a time and a zone.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from batches.formula import Formula, computed, quotient
from batches.ledger import Computed
from batches.quantity import half_up
from batches.text import Text

BMI_DIGITS = "0.0"  # the index is compared and shown with one decimal
_MONTHS = 12
_SQUARE_CM_A_SQUARE_M = 10_000


def age(birth: str, at: str, name: str = "") -> Computed:
    """Age in completed years at a civil date; both dates are written YYYY-MM-DD."""
    years = completed_years(date.fromisoformat(birth), date.fromisoformat(at))
    return computed(("age", 1, "a"), Decimal(years), {"birth": birth, "at": at}, name)


def bmi(height: Decimal, weight: Decimal, name: str = "") -> Computed:
    """Body mass index, kg/m2, half up to one decimal, from cm and kg (both above zero)."""
    index = half_up(quotient(weight * _SQUARE_CM_A_SQUARE_M, height * height), BMI_DIGITS)
    return computed(("bmi", 1, "kg/m2"), index, {"height": height, "weight": weight}, name)


def completed_years(birth: date, at: date) -> int:
    """Count the years completed at a civil date; who is born on 29 February ages on 1 March."""
    return at.year - birth.year - ((at.month, at.day) < (birth.month, birth.day))


def months_before(day: date, months: int) -> date:
    """Go back whole calendar months; a day the month does not have becomes its last one."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 - months, _MONTHS)
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def _days_in(year: int, month: int) -> int:
    after = date(year + month // _MONTHS, month % _MONTHS + 1, 1)
    return (after - date(year, month, 1)).days


AGE = Formula(
    "age", 1, age, "a", Text("completed years", "années révolues"), "whole years", places=0
)
BMI = Formula(
    "bmi", 1, bmi, "kg/m2", Text("weight / height squared", "poids / taille au carré"), "0.1"
)
