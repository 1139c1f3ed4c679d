"""What is printed: whole in one language, corrections in sight, and free text that stays text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from types import ModuleType
from typing import Any

import pytest

from batches.text import Text
from elnapp.reports.service import certificate, lines, plot
from elnapp.reports.service.dossier import Issue
from elnapp.reports.service.printer import Printer
from elnapp.reports.service.words import PARTS, words
from tests.elnapp.reports.conftest import FRENCH

FR, EN = words("fr"), words("en")


class Reader(HTMLParser):
    """The words of a page, and the tags that would fetch or run something."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.active: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get("src") or given.get("href") or "#"
        own = address.startswith(("data:image/svg+xml;base64,", "#"))
        if tag in {"script", "iframe", "object", "link", "style"} or not own:
            self.active.append(f"{tag} {address[:60]}")

    @property
    def text(self) -> str:
        return " ".join("".join(self.said).split())


def said(html: str) -> str:
    return Reader(html).text


def test_every_word_exists_in_both_languages_once() -> None:
    codes = [code for part in PARTS for code in part]
    assert len(codes) == len(set(codes))
    texts = [text for part in PARTS for text in part.values()]
    assert [t for t in texts if not (t.en.strip() and t.fr.strip())] == []


def test_the_certificate_in_french(write: Any, made_up: ModuleType) -> None:
    text = said(write(made_up.certified()))
    assert "Certificat de lot" in text
    assert "Je certifie que ce lot est conforme" in text
    assert "97,6 % (97,64)" in text
    assert "8,528" in text
    assert "×10⁶" in text
    assert "DÉMONSTRATION – SANS VALEUR" in text
    assert "AT26-001-B01–B10" in text
    assert "aucune autorité d'horodatage configurée" in text
    assert "BROUILLON" not in text
    for english in ("Batch", "Signatures of people", "Limits", "not applicable", "Integrity"):
        assert english not in text


def test_the_certificate_in_english(write: Any, made_up: ModuleType, english: Issue) -> None:
    text = said(write(made_up.certified(), english))
    assert "Batch certificate" in text
    assert "I hereby certify that this batch complies" in text
    assert "97.6 % (97.64)" in text
    assert "signed in its French wording" in text
    assert "DEMONSTRATION – NOT VALID" in text
    for french in ("Certificat de", "Empreinte", "Réalisé", "sans objet", "Intégrité"):
        assert french not in text


def test_a_refused_lot_shows_the_refusal_instead(write: Any, made_up: ModuleType) -> None:
    text = said(write(made_up.declined()))
    assert "Refus de certification" in text
    assert "Je refuse de certifier ce lot." in text
    assert "REFUSÉ" in text
    assert "Contenants bloqués" in text
    assert "AT26-001-B01, AT26-001-B03" in text
    assert "Je certifie que ce lot" not in text
    assert FR["not_conforms"] in text


def test_an_undecided_lot_is_a_draft_on_every_page(write: Any, made_up: ModuleType) -> None:
    draft = replace(FRENCH, seal="", level="", demo=False)
    text = said(write(made_up.draft(), draft))
    assert "BROUILLON" in text
    assert FR["no_decision"] in text
    assert "aucun : ceci est un brouillon" in text
    assert FR["paper_draft"] in text
    assert "NON RENSEIGNÉ" in text
    assert "DÉMONSTRATION" not in text


def test_free_text_stays_text(write: Any, made_up: ModuleType) -> None:
    found = Reader(write(made_up.hostile()))
    assert found.active == []
    assert "<script>alert(1)</script>{{ 7*7 }} {why} ]]>" in found.text
    assert '<link rel="attachment" href="file:///etc/passwd">' in found.text


def test_free_text_prints_and_fetches_nothing(printing: Any, made_up: ModuleType) -> None:
    data = printing(made_up.hostile())
    assert data.startswith(b"%PDF-1.7")
    assert b"192.0.2.1" not in data


def test_a_correction_keeps_the_original_in_sight(write: Any, made_up: ModuleType) -> None:
    html = write(made_up.certified())
    assert re.search(r"<del>25,0\u202fg</del>\s*<span>52,0\u202fg</span>", html)
    assert "Corrigé : Lecture de la balance reprise : 52,0 au ticket – Claire Moreau" in said(html)


def test_a_value_outside_its_limit_is_marked_without_colour(made_up: ModuleType) -> None:
    found = lines.phases(made_up.certified(), Printer("fr", "Europe/Paris"))
    marked = [line for phase in found for step in phase.steps for line in step.lines if line.sign]
    assert [(line.value, line.sign, line.bold) for line in marked] == [("84\u202f%", "▽", True)]


def test_both_times_are_printed_where_they_differ(write: Any, made_up: ModuleType) -> None:
    assert said(write(made_up.certified())).count("(enregistré le") == 1


def test_a_void_signature_says_so(write: Any, made_up: ModuleType) -> None:
    text = said(write(made_up.certified()))
    assert "contenu couvert modifié" in text
    assert "– invalidée" in text


def test_nothing_of_the_donor_but_codes_and_the_conclusion(made_up: ModuleType, write: Any) -> None:
    html = write(made_up.certified())
    assert "A999926123456" in html
    assert not re.search(r"\b(sexe|âge|VIH|VHB|sérologie)\b", said(html), re.IGNORECASE)


@pytest.mark.parametrize(
    ("codes", "short"),
    [
        (["A-B01"], "A-B01"),
        (["A-B01", "A-B02", "A-B03"], "A-B01–B03"),
        (["A-B03", "A-B01"], "A-B01, A-B03"),
        (["A-B09", "A-B10"], "A-B09–B10"),
        (["A-P0-01", "A-P0-02", "A-P1-01"], "A-P0-01–02, A-P1-01"),
        (["A", "A-H01"], "A, A-H01"),
        ([], ""),
    ],
)
def test_codes_in_runs(codes: list[str], short: str) -> None:
    assert certificate.spans(codes) == short


def test_the_plot_needs_no_values() -> None:
    printer = Printer("fr", "Europe/Paris")
    assert plot.growth([], printer, FR).startswith("data:image/svg+xml;base64,")


@pytest.mark.parametrize(
    ("value", "shown"),
    [("94.000", "94\u202f%"), ("84.75", "84,75\u202f%"), ("0", "0\u202f%")],
)
def test_zeros_that_say_nothing_are_left_out(value: str, shown: str) -> None:
    stored = {"value": value, "unit": "%", "formula": "mean_concentration"}
    assert Printer("fr", "Europe/Paris").computed(stored) == shown


def test_words_without_a_translation_stay_as_written() -> None:
    printer = Printer("fr", "Europe/Paris")
    assert printer.words("as written") == "as written"
    assert printer.words(Text("one", "un : deux")) == "un\u202f: deux"


def test_the_custody_of_the_starting_material_is_printed(
    write: Any, made_up: ModuleType, english: Issue
) -> None:
    record = made_up.certified()
    french, told = said(write(record)), said(write(record, english))
    for text in (
        "Traçabilité de la matière de départ", "A999926123456-T01 · SLS-FR1-A", "Dr Denis Garnier",
        "colis COL-456, scellé S-3456, enregistreur DEMO-TL-001", "Accepté en quarantaine, avec une",
        "température maximale 26,5 °C", "température cinétique moyenne 19,4 °C", "A999926123456-D01",
        "Délivré à ce lot",
    ):  # fmt: skip
        assert text in french.replace("\u202f", " ").replace("\u00a0", " ")
    for text in (
        "Custody of the starting material",
        "highest temperature 26.5",
        "0.83",
        "Put into",
    ):
        assert text in told


@pytest.mark.parametrize(
    ("log", "words"),
    [
        (None, "aucun fichier conservé"),
        ({"sha256": "0", "unread": {"code": "x", "en": "Empty.", "fr": "Vide."}}, "non lu : Vide."),
    ],
)
def test_a_transport_without_a_file_that_was_read_says_so(
    write: Any, made_up: ModuleType, log: Any, words: str
) -> None:
    record = made_up.certified()
    one = record["material"][0]
    one["receipt"] |= {"log": log}
    one["hand_over"] = None
    text = said(write(record)).replace("\u202f", " ").replace("\u00a0", " ")
    assert words in text
    assert "Remise – – non enregistré" in text


def test_a_lot_without_donated_material_says_so(write: Any, made_up: ModuleType) -> None:
    record = made_up.certified() | {"material": []}
    assert "Aucun contenant d'un don n'est enregistré" in said(write(record))
