"""A second opinion on the fat donor's protocol, written by hand from the criteria of the study.

It knows nothing of conditions, windows or documents of the house: each criterion is a few lines of
plain Python over the typed answers, in the three words PASS, FAIL, UNKNOWN (and NA for E24).
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction

Typed = Mapping[str, str]
Verdict = Callable[[Typed, date | None], str]

LAB = [f"E02{c}" for c in "abcdef"] + [f"E03{c}" for c in "abc"]
YES_NO = {
    "E04": "infection", "E06": "graft", "E07": "surgery", "E08": "disease", "E09": "family",
    "E10": "malignancy", "E11": "cancer", "E12": "treated", "E13": "disease", "E18": "jaundice",
    "E19": "haemophilia", "E20": "diabetes", "E21": "hormones", "E23": "lithium", "E25": "deprived",
}  # fmt: skip
CODES = [
    *(f"I{n:02d}" for n in range(1, 7)), "E01", *LAB, *(f"E{n:02d}" for n in range(4, 26)),
]  # fmt: skip


def conclude(typed: Typed, donation: date | None) -> tuple[dict[str, str], str]:
    """Give the status of each criterion and the conclusion."""
    by_code: dict[str, dict[str, str]] = {}
    for name, text in typed.items():
        code, _dot, own = name.partition(".")
        by_code.setdefault(code, {})[own] = text
    found = {code: _judged(code, by_code.get(code, {}), typed, donation) for code in CODES}
    if "FAIL" in found.values():
        return found, "INELIGIBLE"
    open_ones = {code for code, status in found.items() if status == "UNKNOWN"}
    if open_ones - set(LAB):
        return found, "INCOMPLETE"
    return found, "PROVISIONAL" if open_ones else "ELIGIBLE"


def judge(code: str, typed: Typed, donation: date | None) -> str:
    """Give the status of one criterion."""
    own = {name.partition(".")[2]: text for name, text in typed.items() if name.startswith(code)}
    return _judged(code, own, typed, donation)


def _judged(code: str, own: Typed, typed: Typed, donation: date | None) -> str:
    if code in YES_NO:
        return _no(own.get(YES_NO[code], ""))
    if code in LAB:
        return _lab(code, own, donation)
    return _OTHERS[code](typed, donation)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _no(said: str) -> str:
    return {"no": "PASS", "yes": "FAIL"}.get(said, "UNKNOWN")


def _yes(said: str) -> str:
    return {"yes": "PASS", "no": "FAIL"}.get(said, "UNKNOWN")


def _lab(code: str, own: Typed, donation: date | None) -> str:
    said = own.get("result" if code.startswith("E02") else "igm", "")
    if said in {"reactive", "positive"}:
        return "FAIL"
    good = {"non_reactive", "vaccinated"} if code == "E02a" else {"non_reactive", "negative"}
    good |= {"not_confirmed"} if code == "E02e" else set()
    taken = _day(own.get("sampled_on", ""))
    if said not in good or taken is None or donation is None:
        return "UNKNOWN"
    timely = donation - timedelta(30) <= taken <= donation + timedelta(7)
    return "PASS" if timely and own.get("report") != "" else "UNKNOWN"


def years_between(birth: date, at: date) -> int:
    """Count birthdays; who is born on 29 February has one on 1 March of other years."""
    count = 0
    while True:
        year = birth.year + count + 1
        leap = birth.month == 2 and birth.day == 29 and not calendar.isleap(year)
        if (date(year, 3, 1) if leap else date(year, birth.month, birth.day)) > at:
            return count
        count += 1


def back(day: date, months: int) -> date:
    """Step back month by month; the last day of a shorter month stands for what it lacks."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _age(typed: Typed, _donation: date | None) -> str:
    typed_age = typed.get("I01.age", "")
    return "UNKNOWN" if not typed_age else "PASS" if 18 <= int(typed_age) <= 55 else "FAIL"


def _bmi(typed: Typed, _donation: date | None) -> str:
    height, weight = typed.get("I02.height", ""), typed.get("I02.weight", "")
    if not height or not weight or not Fraction(height) or not Fraction(weight):
        return "UNKNOWN"
    tenths = Fraction(weight) * 10_000 / Fraction(height) ** 2 * 10
    return "PASS" if (tenths + Fraction(1, 2)) // 1 < 300 else "FAIL"


def _weight(typed: Typed, _donation: date | None) -> str:
    weight = typed.get("I02.weight", "")
    return "UNKNOWN" if not weight else "PASS" if Fraction(weight) >= 50 else "FAIL"


def _planned(typed: Typed, _donation: date | None) -> str:
    said = _yes(typed.get("I04.planned", ""))
    return "UNKNOWN" if said == "PASS" and not typed.get("I04.planned_on") else said


def _consent(typed: Typed, donation: date | None) -> str:
    said, signed = _yes(typed.get("I05.given", "")), _day(typed.get("I05.signed_on", ""))
    if said == "FAIL" or (signed and donation and signed > donation):
        return "FAIL"
    return "PASS" if said == "PASS" and signed and donation else "UNKNOWN"


def _pressure(typed: Typed, _donation: date | None) -> str:
    said = _no(typed.get("E05.uncontrolled", ""))
    both = typed.get("E05.systolic") and typed.get("E05.diastolic")
    return "UNKNOWN" if said == "PASS" and not both else said


def _examined(typed: Typed, _donation: date | None) -> str:
    said = {_no(typed.get(f"E14.{name}", "")) for name in ("adenopathy", "spleen", "liver")}
    return "FAIL" if "FAIL" in said else "UNKNOWN" if "UNKNOWN" in said else "PASS"


def _year_without(name: str) -> Verdict:
    def judged(typed: Typed, donation: date | None) -> str:
        said = _no(typed.get(name, ""))
        return "UNKNOWN" if said == "PASS" and donation is None else said

    return judged


def _long_ago(said: str, last: date | None, donation: date | None, months: int) -> str:
    """Judge an event that would exclude by its day: before the window it is forgiven."""
    if said == "FAIL" and last is not None:
        if donation is None:
            return "UNKNOWN"
        return "PASS" if last < back(donation, months) else "FAIL"
    return "UNKNOWN" if said == "PASS" and donation is None else said


def _exposure(typed: Typed, donation: date | None) -> str:
    said = _no(typed.get("E17.exposed", ""))
    return _long_ago(said, _day(typed.get("E17.last_on", "")), donation, 12)


def _steroids(typed: Typed, donation: date | None) -> str:
    days = typed.get("E22.days", "")
    said = "UNKNOWN" if not days else "PASS" if int(days) <= 5 else "FAIL"
    return _long_ago(said, _day(typed.get("E22.last_on", "")), donation, 3)


def _pregnancy(typed: Typed, donation: date | None) -> str:
    if typed.get("E24.na") == "yes":
        return "NA" if typed.get("E24.reason") else "UNKNOWN"
    said, taken = typed.get("E24.result", ""), _day(typed.get("E24.tested_on", ""))
    if said == "positive":
        return "FAIL"
    if said != "negative" or taken is None or donation is None:
        return "UNKNOWN"
    return "PASS" if donation - timedelta(7) <= taken <= donation else "UNKNOWN"


_OTHERS: dict[str, Verdict] = {
    "I01": _age, "I02": _bmi, "I03": lambda t, _d: _yes(t.get("I03.non_smoker", "")),
    "I04": _planned, "I05": _consent, "I06": lambda t, _d: _yes(t.get("I06.affiliated", "")),
    "E01": _weight, "E05": _pressure, "E14": _examined,
    "E15": _year_without("E15.partners"), "E16": _year_without("E16.drugs"),
    "E17": _exposure, "E22": _steroids, "E24": _pregnancy,
}  # fmt: skip


def fit(donation: date) -> dict[str, str]:
    """Give the answers of a donor who meets everything."""
    day = (donation - timedelta(3)).isoformat()
    typed = {f"{code}.{name}": "no" for code, name in YES_NO.items()}
    typed |= {f"{code}.result": "non_reactive" for code in LAB[:6]}
    typed |= {f"{code}.igm": "negative" for code in LAB[6:]}
    typed |= {f"{code}.sampled_on": day for code in LAB}
    typed |= {f"{code}.report": "BIO-26-0417" for code in LAB}
    typed |= {f"E14.{name}": "no" for name in ("adenopathy", "spleen", "liver")}
    return typed | {
        "I01.age": "36", "I02.height": "172", "I02.weight": "70.5",
        "I03.non_smoker": "yes", "I04.planned": "yes", "I04.planned_on": donation.isoformat(),
        "I05.given": "yes", "I05.signed_on": day, "I06.affiliated": "yes", "E05.uncontrolled": "no",
        "E05.systolic": "121", "E05.diastolic": "79", "E15.partners": "no", "E16.drugs": "no",
        "E17.exposed": "no", "E22.days": "0", "E24.result": "negative", "E24.tested_on": day,
    }  # fmt: skip


def volunteer(dice: random.Random) -> tuple[dict[str, str], date | None]:
    """Make up a donor: a fit one in whom up to four answers, or the donation, are another."""
    donation = date(2023, 1, 1) + timedelta(dice.randrange(2200))
    if dice.random() < 0.1:
        donation = date(dice.choice([2024, 2028]), 2, 29)
    typed = fit(donation)
    for name in dice.sample(sorted(typed), dice.randrange(5)):
        typed[name] = _other(dice, name, donation)
    if dice.random() < 0.1:
        typed |= {"E17.exposed": "yes", "E17.last_on": _near(dice, back(donation, 12))}
    if dice.random() < 0.1:
        typed |= {
            "E22.days": dice.choice(["5", "6", "9"]),
            "E22.last_on": _near(dice, back(donation, 3)),
        }
    if dice.random() < 0.1:  # recorded before a report was asked
        typed = {name: text for name, text in typed.items() if not name.endswith(".report")}
    if dice.random() < 0.1:
        typed |= {"E24.na": "yes", "E24.reason": dice.choice(["male", ""])}
    return typed, None if dice.random() < 0.05 else donation


_RESULTS = {
    "E02a": ["vaccinated", "reactive", "pending"],
    "E02e": ["not_confirmed", "reactive", "invalid"],
    "E24": ["positive", "pending", "invalid"],
}


def _near(dice: random.Random, day: date) -> str:
    return (day + timedelta(dice.choice([-400, -1, 0, 1, 40]))).isoformat()


def _other(dice: random.Random, name: str, donation: date) -> str:
    """Give another answer to one question, most often one beside a limit."""
    own = name.partition(".")[2]
    choices = {
        "age": ["0", "17", "18", "19", "55", "56", "130"],
        "height": ["150", "163.5", "200", "0"],
        "weight": ["49.9", "50.0", "49.95", "80", "88.7", "110"],
        "days": ["0", "5", "6", "30"],
        "result": _RESULTS.get(name.partition(".")[0], ["reactive", "initial", "indeterminate"]),
        "report": [""],
        "igm": ["positive", "indeterminate", "pending"],
        "systolic": ["180"],
        "diastolic": ["110"],
    }.get(own)
    if own.endswith("_on"):
        low, high = (-7, 0) if own == "tested_on" else (-30, 7)
        days = (low - 1, low, high, high + 1)
        return dice.choice([*((donation + timedelta(n)).isoformat() for n in days), ""])
    return dice.choice([*(choices or ["yes", "no", "unknown"]), ""])
