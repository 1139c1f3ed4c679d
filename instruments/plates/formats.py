"""How the file of each plate reader begins, and which reader of allotropy it is for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from instruments.format import Format
from instruments.plates.words import ELSEWHERE
from instruments.reading import Parsed, Profile, Refusal
from instruments.tables.sheets import is_workbook, sniffed
from instruments.tables.text import head_text

ENVIRONMENT = "plates"
_LINES, _ROWS = 30, 20
_CERTAIN = 100


@dataclass(frozen=True, slots=True)
class Converter:
    """Where allotropy keeps the reader of one format, and the name its class has there."""

    module: str
    name: str


def _lines(head: bytes) -> list[str]:
    """Return the first filled lines of a text; none of a workbook."""
    if is_workbook(head):
        return []
    text = head_text(head).lstrip("\ufeff")
    return [line.strip() for line in text.splitlines() if line.strip()][:_LINES]


def _cells(head: bytes) -> list[str]:
    """Return the filled cells at the top of the first sheet of a workbook."""
    if not is_workbook(head):
        return []
    tables = sniffed(head)
    rows = tables[0][:_ROWS] if tables else ()
    return [cell for row in rows for cell in row.cells if cell]


def softmax(head: bytes, _name: str) -> int:
    """SoftMax Pro counts its blocks in the first line."""
    lines = _lines(head)
    return _CERTAIN if lines and re.match(r"##BLOCKS=\s*\d+", lines[0]) else 0


def gen5(head: bytes, _name: str) -> int:
    """Gen5 names its version, then the files of experiment and protocol."""
    lines = _lines(head)
    named = any(line.startswith("Experiment File Path") for line in lines)
    return _CERTAIN if lines and lines[0].startswith("Software Version") and named else 0


def skanit(head: bytes, _name: str) -> int:
    """SkanIt heads its first sheet with `Measurement results` and names its own file below."""
    cells = _cells(head)
    session = any(cell.casefold().endswith(".skax") for cell in cells[:5])
    return _CERTAIN if cells and cells[0] == "Measurement results" and session else 0


def envision(head: bytes, _name: str) -> int:
    """EnVision begins with what it knows of the plates."""
    lines = _lines(head)
    plate = len(lines) > 1 and lines[1].startswith("Plate,Repeat,Barcode")
    return _CERTAIN if plate and lines[0].startswith("Plate information") else 0


def mars(head: bytes, _name: str) -> int:
    """MARS begins with user, path and number of the run, and has a table of raw data."""
    lines = _lines(head)
    run = bool(lines) and lines[0].startswith("User:") and "Test run no.:" in lines[0]
    return _CERTAIN if run and any(line.startswith("Raw Data") for line in lines) else 0


def immunospot(head: bytes, _name: str) -> int:
    """ImmunoSpot names itself and its version in the first line."""
    lines = _lines(head)
    return _CERTAIN if lines and lines[0].startswith("Software version: ImmunoSpot") else 0


def pharmspec(head: bytes, _name: str) -> int:
    """PharmSpec names the sensor and the volumes above its table of particle sizes."""
    cells = {cell.strip(": ") for cell in _cells(head)}
    known = {"Sensor Model", "Sensor Serial Number", "Sample Date", "No Of Runs", "Dilution Factor"}
    return _CERTAIN if len(known & cells) == len(known) else 0


def _elsewhere(maker: str, model: str) -> Callable[[bytes, Profile], Parsed]:
    """Return what reads a file where allotropy is not: nothing, and it says so."""

    def parse(_blob: bytes, _profile: Profile) -> Parsed:
        raise Refusal(ELSEWHERE, maker=maker, model=model)

    return parse


_KNOWN: tuple[tuple[str, str, str, Callable[[bytes, str], int], str, Converter], ...] = (
    (
        "moldev.softmax-pro.txt", "Molecular Devices", "SoftMax Pro", softmax,
        "SoftMax Pro 1.3 format exports: absorbance, fluorescence, luminescence, kinetics",
        Converter("moldev_softmax_pro.softmax_pro_parser", "SoftmaxproParser"),
    ),
    (
        "agilent.gen5.txt", "Agilent BioTek", "Gen5", gen5,
        "Gen5 3.12 to 3.15 exports: end points, kinetics, spectra",
        Converter("agilent_gen5.agilent_gen5_parser", "AgilentGen5Parser"),
    ),
    (
        "thermo.skanit.xlsx", "Thermo Fisher", "SkanIt", skanit,
        "one SkanIt workbook of absorbance",
        Converter("thermo_skanit.thermo_skanit_parser", "ThermoSkanItParser"),
    ),
    (
        "perkin-elmer.envision.csv", "PerkinElmer", "EnVision", envision,
        "EnVision lists of fluorescence",
        Converter("perkin_elmer_envision.perkin_elmer_envision_parser", "PerkinElmerEnvisionParser"),
    ),
    (
        "bmg.mars.csv", "BMG Labtech", "MARS (CLARIOstar, PHERAstar)", mars,
        "MARS tables of absorbance and luminescence, 96 and 1,536 wells",
        Converter("bmg_mars.bmg_mars_parser", "BmgMarsParser"),
    ),
    (
        "ctl.immunospot.txt", "CTL", "ImmunoSpot", immunospot,
        "ImmunoSpot 7.0.30 counts of a 96-well plate",
        Converter("ctl_immunospot.ctl_immunospot_parser", "CtlImmunospotParser"),
    ),
    (
        "beckman.pharmspec", "Beckman Coulter", "HIAC (PharmSpec)", pharmspec,
        "PharmSpec 3 summaries .xlsx and .xls",
        Converter("beckman_pharmspec.beckman_pharmspec_parser", "PharmSpecParser"),
    ),
)  # fmt: skip

PLATES: tuple[Format, ...] = tuple(
    Format(id_, maker, model, "2", (tested,), sniff, _elsewhere(maker, model), None, ENVIRONMENT)
    for id_, maker, model, sniff, tested, _ in _KNOWN
)
CONVERTERS = {id_: converter for id_, _, _, _, _, converter in _KNOWN}
