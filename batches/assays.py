"""Tests that ask for more than a number or a word: culture, karyotype, loci, inhibition, endotoxin,
expression, telomeres.

Each gives its questions, what it refuses, and the result that its answers come to. Counts that make
a clone, days of incubation, loci, recoveries are params of the specification's row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from batches import endotoxin, karyotype
from batches.expression import relative_expression, telomere_ratio
from batches.formula import stored
from batches.karyotype import CHANGES, CloneRule, Seen
from batches.ledger import Computed, Value
from batches.potency import inhibition, relative_potency
from batches.quantity import format_number
from batches.specification import ResultInput, Row
from batches.steps import Bounds, Choice, Field
from batches.text import Text
from batches.verdict import Finding, Param

Values = Mapping[str, Value]
VALUE = "value"
ANY_PERCENT = Bounds("0", "10000")
CYCLES = Bounds("0", "100")  # no run has more

LABELS: dict[str, Text] = {
    "days": Text("Days of incubation", "Jours d'incubation"),
    "analysed": Text("Metaphases analysed", "Métaphases analysées"),
    "karyotyped": Text("Metaphases karyotyped", "Métaphases caryotypées"),
    "bands": Text(
        "Band level (bands per haploid set)", "Niveau de bandes (bandes par lot haploïde)"
    ),
    "iscn": Text("ISCN formula", "Formule ISCN"),
    "structural": Text(
        "Metaphases with the same structural change", "Métaphases portant le même remaniement"
    ),
    "gain": Text("Metaphases with the same gain", "Métaphases portant le même gain"),
    "loss": Text("Metaphases with the same loss", "Métaphases portant la même perte"),
    "compared": Text("Loci compared with the donor", "Loci comparés au donneur"),
    "matching": Text("Loci that match", "Loci concordants"),
    "foreign": Text("Loci with a foreign allele", "Loci portant un allèle étranger"),
    "alone": Text("Proliferation of the responders alone", "Prolifération des répondeurs seuls"),
    "together": Text("Proliferation with the cells", "Prolifération avec les cellules"),
    "reference": Text(
        "Proliferation with the reference lot", "Prolifération avec le lot de référence"
    ),
    "spike": Text("Recovery of the spike", "Récupération de l'ajout dosé"),
    "dilution": Text("Dilution tested, 1 in", "Dilution testée, 1 pour"),
    "sensitivity": Text("Sensitivity of the lysate", "Sensibilité du lysat"),
    "target": Text("Mean Ct of the gene", "Ct moyen du gène"),
    "reference_gene": Text("Mean Ct of the reference gene", "Ct moyen du gène de référence"),
    "telomere": Text("Mean Ct of the telomere", "Ct moyen du télomère"),
    "single_copy": Text("Mean Ct of the single-copy gene", "Ct moyen du gène à copie unique"),
    "of_lot": Text("{what}, reference lot", "{what}, lot de référence"),
    "of_dna": Text("{what}, reference DNA", "{what}, ADN de référence"),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the result to judge, its unit, and what was computed on the way to it.

    `invalid` says why the run is no result; `interim` that it may pass so far but concludes nothing.
    """

    result: ResultInput
    unit: str
    computed: tuple[Computed, ...] = ()
    invalid: Finding | None = None
    interim: bool = False


@dataclass(frozen=True, slots=True)
class Assay:
    """One sort of test: its questions, what it refuses beyond them, and how it is read."""

    asked: Callable[[Row], tuple[Field, ...]]
    refusals: Callable[[Row, Values], Iterator[Finding]]
    read: Callable[[Row, Values], Reading]


def _integers(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, "integer", LABELS[name]) for name in names)


def _choice(row: Row) -> Field:
    choices = tuple(Choice(c.value, c.label) for c in row.choices)
    return Field(VALUE, "choice", row.attribute, choices=choices)


def number(values: Values, name: str) -> Decimal:
    """Give a number that was answered; 0 for one that was not."""
    found = values.get(name)
    return (found.number if found else None) or Decimal(0)


def named(row: Row) -> dict[str, str]:
    """Name a row in both languages, for a finding."""
    return {"row_en": row.attribute.en, "row_fr": row.attribute.fr}


def _whole(values: Values, name: str) -> int:
    return int(number(values, name))


def _more_than(values: Values, parts: tuple[str, ...], whole: str) -> Iterator[Finding]:
    """Refuse parts that are larger than their whole, and a whole of nothing (COUNT-IMPOSSIBLE)."""
    total = number(values, whole)
    if total <= 0:
        yield Finding("COUNT-IMPOSSIBLE", {"positives": Decimal(0), "total": total}, whole)
        return
    for part in parts:
        if number(values, part) > total:
            params = {"positives": number(values, part), "total": total}
            yield Finding("COUNT-IMPOSSIBLE", params, part)


# Culture: no growth counts from a day on, is final on another; growth is final on every day.


def _culture_asked(row: Row) -> tuple[Field, ...]:
    return (*_integers("days"), _choice(row))


def _culture_refusals(row: Row, values: Values) -> Iterator[Finding]:
    passes = values[VALUE].text in row.accepts
    if passes and number(values, "days") < Decimal(row.params["interim_day"]):
        first = int(row.params["interim_day"])
        params: dict[str, Param] = {"days": number(values, "days"), "first": first, **named(row)}
        yield Finding("CULTURE-EARLY", params, "days")


def _culture_read(row: Row, values: Values) -> Reading:
    early = number(values, "days") < Decimal(row.params["final_day"])
    passes = values[VALUE].text in row.accepts
    return Reading(ResultInput(values[VALUE].text), "", interim=early and passes)


# Karyotype: ISCN's clone rule.


def _karyotype_asked(_row: Row) -> tuple[Field, ...]:
    return (
        *_integers("analysed", "karyotyped", "bands", *CHANGES),
        Field("iscn", "text", LABELS["iscn"]),
    )


def _karyotype_refusals(_row: Row, values: Values) -> Iterator[Finding]:
    yield from _more_than(values, ("karyotyped", *CHANGES), "analysed")


def _karyotype_read(row: Row, values: Values) -> Reading:
    rule = CloneRule.from_params(row.params)
    seen = Seen(*(_whole(values, name) for name in ("analysed", *CHANGES)))
    outcome = karyotype.outcome(seen, rule)
    few = Finding("KARYO-FEW", {"found": seen.analysed, "wanted": rule.metaphases, **named(row)})
    return Reading(
        ResultInput(outcome), "",
        invalid=few if outcome == "fail_culture" else None,
        interim=karyotype.to_extend(seen, rule),
    )  # fmt: skip


# Genetic identity: every locus as the donor's, enough of them, none foreign.


def _loci_asked(_row: Row) -> tuple[Field, ...]:
    return _integers("compared", "matching", "foreign")


def _loci_refusals(_row: Row, values: Values) -> Iterator[Finding]:
    yield from _more_than(values, ("matching", "foreign"), "compared")


def _loci_read(row: Row, values: Values) -> Reading:
    compared, least = _whole(values, "compared"), int(row.params["least"])
    same = _whole(values, "matching") == compared and not _whole(values, "foreign")
    # A profile that differs is a finding however few loci there were.
    few = Finding("STR-FEW", {"found": compared, "wanted": least, **named(row)})
    return Reading(
        ResultInput("match" if same else "mismatch"), "",
        invalid=few if same and compared < least else None,
    )  # fmt: skip


# Inhibition of proliferation, beside a reference lot where there was one.


def _inhibition_asked(_row: Row) -> tuple[Field, ...]:
    return (
        Field("alone", "decimal", LABELS["alone"]),
        Field("together", "decimal", LABELS["together"]),
        Field("reference", "decimal", LABELS["reference"], required=False),
    )


def _inhibition_refusals(row: Row, values: Values) -> Iterator[Finding]:
    if number(values, "alone") == 0:
        yield Finding("ASSAY-ZERO", named(row), "alone")


def _inhibition_read(row: Row, values: Values) -> Reading:
    alone = number(values, "alone")
    own = inhibition(alone, number(values, "together"), "inhibition")
    found = [own]
    if "reference" in values:
        beside = inhibition(alone, number(values, "reference"), "reference_inhibition")
        found.append(beside)
        if own.value is not None and beside.value:
            found.append(relative_potency(own.value, beside.value, "relative"))
    shown = format_number(own.value or Decimal(0), "en")
    return Reading(ResultInput(shown, own.value), row.unit, tuple(found))


# Endotoxin: the spike was found again, and the dilution was not beyond what the limit allows.


def _endotoxin_asked(row: Row) -> tuple[Field, ...]:
    return (
        Field(VALUE, "decimal", row.attribute, unit=row.unit),
        Field("spike", "decimal", LABELS["spike"], unit="%", possible=ANY_PERCENT),
        Field("dilution", "decimal", LABELS["dilution"]),
        Field("sensitivity", "decimal", LABELS["sensitivity"], unit=row.unit),
    )


def _endotoxin_refusals(row: Row, values: Values) -> Iterator[Finding]:
    for name in ("dilution", "sensitivity"):
        if number(values, name) == 0:
            yield Finding("ASSAY-ZERO", named(row), name)


def _endotoxin_read(row: Row, values: Values) -> Reading:
    allowed = endotoxin.worst_case(endotoxin.WholeBags.from_params(row.params)).limit
    sensitivity = number(values, "sensitivity")
    kept = endotoxin.maximum_valid_dilution(stored(allowed), sensitivity, "mvd")
    invalid = _endotoxin_invalid(row, values, kept.value or Decimal(0))
    result = ResultInput(values[VALUE].text, values[VALUE].number)
    return Reading(result, row.unit, (kept,), invalid=invalid)


def _endotoxin_invalid(row: Row, values: Values, mvd: Decimal) -> Finding | None:
    low, high = (Decimal(str(end)) for end in row.params["spike"])
    spike, dilution = number(values, "spike"), number(values, "dilution")
    if not low <= spike <= high:
        return Finding("ENDO-SPIKE", {"found": spike, "low": low, "high": high, **named(row)})
    if dilution > mvd:
        return Finding("ENDO-DILUTION", {"found": dilution, "limit": stored(mvd), **named(row)})
    return None


# Cycles of quantitative PCR: a gene or the telomeres, beside a reference lot or DNA.


def _cycles(*names: str, beside: str) -> tuple[Field, ...]:
    own = [Field(name, "decimal", LABELS[name], possible=CYCLES) for name in names]
    control = [
        Field(f"control_{name}", "decimal", _beside(beside, LABELS[name]), possible=CYCLES)
        for name in names
    ]
    return (*own, *control)


def _beside(beside: str, what: Text) -> Text:
    said = LABELS[beside]
    return Text(said.en.format(what=what.en), said.fr.format(what=what.fr))


def _expression_asked(_row: Row) -> tuple[Field, ...]:
    return _cycles("target", "reference_gene", beside="of_lot")


def _expression_read(row: Row, values: Values) -> Reading:
    target, gene, *control = (number(values, field.name) for field in _expression_asked(row))
    return _ratio(row, relative_expression(target, gene, control[0], control[1], "expression"))


def _telomere_asked(_row: Row) -> tuple[Field, ...]:
    return _cycles("telomere", "single_copy", beside="of_dna")


def _telomere_read(row: Row, values: Values) -> Reading:
    telomere, single, *control = (number(values, field.name) for field in _telomere_asked(row))
    return _ratio(row, telomere_ratio(telomere, single, control[0], control[1], "telomere"))


def _ratio(row: Row, found: Computed) -> Reading:
    shown = format_number(found.value or Decimal(0), "en")
    return Reading(ResultInput(shown, found.value), row.unit, (found,))


def _nothing_refused(_row: Row, _values: Values) -> Iterator[Finding]:
    return iter(())


ASSAYS: dict[str, Assay] = {
    "culture": Assay(_culture_asked, _culture_refusals, _culture_read),
    "karyotype": Assay(_karyotype_asked, _karyotype_refusals, _karyotype_read),
    "loci": Assay(_loci_asked, _loci_refusals, _loci_read),
    "inhibition": Assay(_inhibition_asked, _inhibition_refusals, _inhibition_read),
    "endotoxin": Assay(_endotoxin_asked, _endotoxin_refusals, _endotoxin_read),
    "expression": Assay(_expression_asked, _nothing_refused, _expression_read),
    "telomere": Assay(_telomere_asked, _nothing_refused, _telomere_read),
}
"""The tests by the `input` of their row."""
