"""How values are written for a reader, and in which language."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from flask import Flask, g, session

from batches.states import STATES
from batches.text import Text
from batches.unit_words import unit_words
from batches.verdict import Finding
from elnapp.web import display, init_web, locale, marks

THIN = "\u202f"
NB = "\u00a0"


@pytest.fixture
def app() -> Flask:
    app = Flask("elnapp", template_folder="../templates")
    app.config.update(SECRET_KEY="only for tests", TESTING=True)
    init_web(app, user_lang=lambda: g.get("own"))
    return app


@pytest.mark.parametrize(
    ("value", "unit", "lang", "expected"),
    [
        ("91.4", "%", "fr", f"91,4{THIN}%"),
        ("91.4", "%", "en", f"91.4{THIN}%"),
        (Decimal("12.50"), "10*6/mL", "fr", f"12,50{THIN}×10⁶/mL"),
        ("2.45E6", "{cells}", "en", f"2.45E6{THIN}cells"),
        (Decimal("2.45E+6"), "", "fr", "2,45E6"),
        (-3, "Cel", "fr", f"−3{THIN}°C"),
        (None, "mL", "fr", ""),
    ],
)
def test_a_number_keeps_its_digits_and_takes_the_mark_of_the_language(value, unit, lang, expected):
    assert display.number(value, lang, unit) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("uL", "µL"),
        ("um", "µm"),
        ("cm2", "cm²"),
        ("kg/m2", "kg/m²"),
        ("10*3/cm2", "×10³/cm²"),
        ("[EU]/mL", "UE/mL"),
        ("1", ""),
        ("d", "j"),
        ("h", "h"),
        ("mL", "mL"),
    ],
)
def test_a_unit_is_written_as_people_read_it(code, expected):
    assert unit_words(code, "fr") == expected


def test_limits_say_both_sides_or_the_one_there_is():
    assert display.limits(["70.0", "100.0"], "fr", "%") == f"70,0 à 100,0{THIN}%"
    assert display.limits(["70.0", None], "en", "%") == f"≥{THIN}70.0{THIN}%"
    assert display.limits([None, "5"], "en") == f"≤{THIN}5"
    assert display.limits(None, "en") == ""


def test_french_gets_thin_spaces_where_a_space_stood_and_only_there():
    assert display.spaced("« Oui » : 5 % ?", "fr") == (f"«{THIN}Oui{THIN}»{THIN}: 5{THIN}%{THIN}?")
    assert display.spaced("09:42", "fr") == "09:42"
    assert display.spaced("Why : this", "en") == "Why : this"


def test_an_instant_is_shown_in_the_site_s_zone_with_its_offset(app):
    at = datetime(2026, 11, 22, 8, 42, 10, tzinfo=UTC)
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert locale.when(at) == f"22{NB}nov.{NB}2026 09:42 (UTC+1)"
        assert locale.when_exact(at) == f"22{NB}nov.{NB}2026 09:42:10 (UTC+1)"
        assert 'datetime="2026-11-22T08:42:10+00:00"' in locale.time_tag(at)


def test_a_day_of_an_instant_is_the_civil_day_of_the_site(app):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert locale.day(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == f"2{NB}Jul{NB}2026"
        assert locale.day(date(2026, 7, 1)) == f"1{NB}Jul{NB}2026"


def test_offsets_are_written_from_utc():
    assert display.offset_words(timedelta()) == "UTC"
    assert display.offset_words(timedelta(hours=-3, minutes=-30)) == "UTC−3:30"


def test_a_time_without_a_zone_is_not_shown():
    with pytest.raises(ValueError, match="zone"):
        display.moment(datetime(2026, 11, 22), UTC, "fr")  # noqa: DTZ001 the defect itself


@pytest.mark.parametrize(
    ("chosen", "own", "browser", "expected"),
    [
        ("en", "fr", "fr", "en"),
        (None, "en", "fr", "en"),
        (None, None, "en-GB,fr;q=0.5", "en"),
        (None, None, "de", "fr"),
        ("de", None, "de", "fr"),
    ],
)
def test_the_language_is_the_session_s_then_the_person_s_then_the_browser_s(
    app, chosen, own, browser, expected
):
    with app.test_request_context(headers={"Accept-Language": browser}):
        g.own = own
        session["lang"] = chosen
        assert locale.current_lang() == expected


def test_a_text_and_a_stored_finding_are_said_in_the_language(app):
    stored = Finding("Q-NOT-INTEGER", {"found": "1,5"}, "vessels").plain()
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert locale.words(Text("Yes", "Oui")) == locale.words({"en": "Yes", "fr": "Oui"}) == "Oui"
        assert locale.sentence(stored).startswith(f"«{THIN}1,5{THIN}»{THIN}: il faut")


def test_the_language_button_stays_on_our_own_pages(app):
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/language", data={"lang": "en", "next": "//elsewhere"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_every_state_has_a_mark_with_a_shape_that_is_drawn(app):
    assert STATES.keys() <= marks.MARKS.keys()
    drawn = ET.parse(f"{app.static_folder}/img/shapes.svg").getroot()  # noqa: S314 our own file
    assert {symbol.get("id") for symbol in drawn} >= marks.SHAPES


def test_every_tone_has_colours(app):
    with open(f"{app.static_folder}/css/base.css", encoding="utf-8") as sheet:  # noqa: PTH123
        rules = sheet.read()
    assert all(f".tone-{tone} " in rules for tone in marks.TONES)


def test_an_unknown_state_shows_itself():
    assert marks.mark_of("moonlit").words["fr"] == "moonlit"


def test_a_literal_in_a_template_follows_each_reader(app):
    page = app.jinja_env.from_string("{{ '1.5' | number('d') }}")
    for lang, expected in (("en", f"1.5{THIN}d"), ("fr", f"1,5{THIN}j")):
        with app.test_request_context(headers={"Accept-Language": lang}):
            assert page.render() == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("98.7198244331", "98.7198…"),
        ("2.04999999", "2.0499…"),  # rounded it would seem to lie over a limit of 2.0
        ("4.6875", "4.6875"),
        ("100", "100"),
        (None, ""),
    ],
)
def test_a_long_number_is_cut_and_never_rounded(value: str | None, shown: str) -> None:
    assert display.begun(value) == shown
