"""Looking at deviations and holds: the list, one deviation, one hold, what they block."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, request, url_for
from flask_babel import gettext as _

from batches.deviation import CLASSES, CONCLUSIONS
from batches.policy import permitted
from batches.states import DEVIATION_STATES as STATES
from batches.text import Text
from elnapp.documents.views import signed
from elnapp.quality import queries
from elnapp.quality.queries import Filter
from elnapp.quality.views.blueprint import blueprint
from elnapp.record import Head
from elnapp.signing import queries as signatures
from elnapp.web.access import shows
from elnapp.web.house import actor, reading
from elnapp.web.locale import words
from elnapp.web.marks import mark_of
from elnapp.web.pages import Crumb, page

OPEN_BLOCKS: dict[str, Text] = {
    "lot": Text(
        "While it is open, the next gate of the master refuses to go on and the lot cannot be "
        "certified (question G12). Work between gates goes on: hands are never stopped.",
        "Tant qu'elle est ouverte, le prochain point d'arrêt du dossier de lot type refuse la "
        "suite et le lot ne peut pas être certifié (question G12). Le travail entre deux points "
        "d'arrêt continue : les mains ne sont jamais arrêtées.",
    ),
    "donor": Text(
        "While it is open, lots made from this donor cannot be certified (question G06).",
        "Tant qu'elle est ouverte, les lots issus de ce donneur ne peuvent pas être certifiés "
        "(question G06).",
    ),
    "donation": Text(
        "While it is open, lots made from this donation cannot be certified (question G12).",
        "Tant qu'elle est ouverte, les lots issus de ce don ne peuvent pas être certifiés "
        "(question G12).",
    ),
}
OPEN_ELSE = Text(
    "While it is open, it stays on the list of quality assurance. It blocks no lot by itself.",
    "Tant qu'elle est ouverte, elle reste sur la liste de l'assurance qualité. Elle ne bloque à "
    "elle seule aucun lot.",
)
REJECT_BLOCKS = Text(
    "It was concluded against the lot: the lot cannot be certified.",
    "La conclusion est défavorable au lot : il ne peut pas être certifié.",
)
NOTHING_BLOCKED = Text("It blocks nothing any more.", "Elle ne bloque plus rien.")
HOLD_BLOCKS: dict[str, Text] = {
    "lot": Text(
        "While it stands, the lot cannot be certified or released (question G21).",
        "Tant qu'il est posé, le lot ne peut être ni certifié ni libéré (question G21).",
    ),
    "donor": Text(
        "While it stands, no lot made from this donor can be certified or released (question G21).",
        "Tant qu'il est posé, aucun lot issu de ce donneur ne peut être certifié ni libéré "
        "(question G21).",
    ),
    "donation": Text(
        "While it stands, no lot is made from this donation, and none can be certified (G21).",
        "Tant qu'il est posé, aucun lot n'est fait de ce don, et aucun ne peut être certifié "
        "(G21).",
    ),
}
HOLD_ELSE = Text(
    "While it stands, whoever uses this record is told so.",
    "Tant qu'il est posé, toute personne qui utilise cet enregistrement en est avertie.",
)


@blueprint.get("/quality")
@shows("quality")
def index() -> Response:
    wanted = _asked()
    with reading() as session:
        found = queries.deviation_list(session, actor(), wanted)
        held = queries.hold_list(session, actor())
    states = [("not_closed", _("Not closed")), *((s, words(mark_of(s).words)) for s in STATES)]
    weights = [(str(w), words(text).capitalize()) for w, text in CLASSES.items()]
    return page(
        "quality/index.html", title=_("Deviations and holds"), deviations=found, holds=held,
        states=states, weights=weights, classes=CLASSES, may=_anywhere(),
    )  # fmt: skip


@blueprint.get("/quality/deviations/<number>")
@shows("quality")
def deviation(number: str) -> Response:
    with reading() as session:
        found = queries.deviation_page(session, actor(), number)
        head = session.get(Head, found.stream)
        given = signatures.all_of(session, found.stream, found.address)
    kind = found.stream.partition("/")[0]
    return page(
        "quality/deviation.html", title=_("Deviation %(number)s", number=number), crumbs=crumbs(),
        found=found, given=signed(given), classes=CLASSES, conclusions=CONCLUSIONS,
        blocks=_blocks(found.state, found.conclusion, kind), link=link_to(found.about),
        may=allowed(head, ("quality.assess_deviation", "quality.dispose_deviation")),
    )  # fmt: skip


@blueprint.get("/quality/holds/<number>")
@shows("quality")
def hold(number: str) -> Response:
    with reading() as session:
        found = queries.hold_page(session, actor(), number)
        head = session.get(Head, found.stream)
        given = signatures.all_of(session, found.stream, found.address)
    blocks = HOLD_BLOCKS.get(found.stream.partition("/")[0], HOLD_ELSE)
    return page(
        "quality/hold.html", title=_("Hold %(number)s", number=number), crumbs=crumbs(),
        found=found, given=signed(given), link=link_to(found.about), blocks=blocks,
        may=allowed(head, ("quality.lift_hold",)),
    )  # fmt: skip


def crumbs(number: str = "") -> list[Crumb]:
    """Give the way back: to the list, and to a deviation when one is given."""
    way = [(_("Deviations and holds"), url_for("quality.index"))]
    if number:
        way.append((number, url_for("quality.deviation", number=number)))
    return way


def allowed(head: Head | None, verbs: Iterable[str]) -> dict[str, bool]:
    """Tell for each verb, by its last word, whether the reader may do it on this record."""
    if head is None:
        return {}
    return {
        v.partition(".")[2]: bool(permitted(v, actor(), head.site, head.study, head.state))
        for v in verbs
    }


def link_to(about: str) -> str | None:
    """Give the page of what a deviation or a hold is about, where there is one."""
    kind, _sep, rest = about.partition("/")
    parts = rest.split("/")
    if kind == "lot":
        return f"/lots/{parts[0]}"
    if kind == "donor":
        return f"/donors/{parts[0]}"
    if kind == "donation":
        return f"/donations/{parts[0]}"
    if kind == "document" and len(parts) > 1:
        return url_for("documents.document", kind=parts[0], code=parts[1])
    return None


def _blocks(state: str, conclusion: str | None, kind: str) -> Text:
    if state != "closed":
        return OPEN_BLOCKS.get(kind, OPEN_ELSE)
    return REJECT_BLOCKS if conclusion == "reject" and kind == "lot" else NOTHING_BLOCKED


def _asked() -> Filter:
    weight = request.args.get("weight", "")
    return Filter(
        state=request.args.get("state", ""),
        weight=int(weight) if weight in {"1", "2", "3"} else None,
        text=request.args.get("q", ""),
    )


def _anywhere() -> dict[str, bool]:
    """Tell which forms the reader may use at some site at least."""
    verbs = ("quality.open_deviation", "quality.place_hold")
    return {
        v.partition(".")[2]: any(
            permitted(v, actor(), g.site, g.study, None) for g in actor().grants
        )
        for v in verbs
    }
