"""Every page of the house, in its empty, its full and its error state: the one list.

A state is a path, in the store `told` unless another is named (`empty:/donors`).  SEND says that
the error state is what comes back when the form of the full state is sent with nothing typed;
SEND_TWICE, that a second page is shown before.  Long pages are looked at where they are short.
A route that is neither here nor in NO_PAGE fails a test.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.cast import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    HEAD_QC,
    PHYSICIAN,
    PRODUCTION,
    QA,
    QP,
    SPONSOR,
    TECHNICIAN,
)

SEND = "send the form"
SEND_TWICE = "send the form, then the one that comes back"
NOWHERE = "/nothing-is-here"
NO_PAGE = {
    "static": "style sheets, scripts and fonts",
    "web.language": "answers with the page it was asked from",
    "people.sign_out": "answers with the sign-in page",
    "documents.yaml": "a file",
    "reports.download": "a file",
    "tracing.dependants_csv": "a file",
    "reports.progress": "JSON for the script of reports.index",
}
RELEASED, REFUSED, RUNNING = "/lots/AT26-001", "/lots/AT26-002", "/lots/AT26-003"
WAITING = "/lots/AT26-004"
UNWITNESSED, UNCHECKED, UNSIGNED, BARE = (f"/lots/AT26-00{n}" for n in (5, 6, 7, 8))
UNKNOWN_LOT = "/lots/AT26-999"
DRAFT = "/documents/specification/MSC-AT-DP"
REVIEW = "/documents/master/MSC-AT-SHORT"
APPROVED = "/documents/screening/NCT05947682"
FIT, NEW, DONATED = "/donors/D-0006", "/donors/D-0011", "/donors/D-0003"


@dataclass(frozen=True, slots=True)
class Page:
    """One route: who looks at it, and where each state is found."""

    endpoint: str
    who: str | None
    empty: str
    full: str
    error: str
    button: str = "main form:not(.inline) .actions button"

    @property
    def states(self) -> dict[str, str]:
        """Give the states; two that are the same page are looked at once."""
        found = {"full": self.full}
        if self.empty != self.full:
            found["empty"] = self.empty
        return {**found, "error": self.error}


def _same(endpoint: str, who: str, path: str, error: str = SEND, **more: str) -> Page:
    """A form: empty is how it opens, and nothing fills it but a person."""
    return Page(endpoint, who, path, path, error, **more)


def _second(endpoint: str, path: str, button: str) -> Page:
    """A form on the page of a step, for the second person."""
    return Page(endpoint, TECHNICIAN, path, path, SEND, f"form[action$='/{button}'] button")


PAGES = (
    Page("people.sign_in", None, "/login", "/login?next=/lots", SEND),
    Page("dashboards.home", QA, "empty:/", "/", NOWHERE),
    Page("audit.index", AUDITOR, "/audit?actor=nobody",
         "/audit?actor=hlefevre", "/audit/"),
    Page("audit.record", QA, "/audit/lot/AT26-999", "/audit/donor/D-0006",
         "/audit/"),
    # People and places.
    _same("people.own", TECHNICIAN, "/account", NOWHERE),
    _same("people.change_password", TECHNICIAN, "/account/password"),
    _same("people.enrol_totp", TECHNICIAN, "/account/second-factor"),
    Page("people.index", ADMINISTRATOR, "/people?q=nobody-of-this-name", "/people",
         "/people/nobody"),
    Page("people.person", ADMINISTRATOR, "/people/abernard", "/people/cmoreau", "/people/nobody"),
    _same("people.create_account", ADMINISTRATOR, "/people/new"),
    _same("people.grant", ADMINISTRATOR, "/people/cmoreau/grants/new"),
    _same("people.revoke", ADMINISTRATOR, "/people/cmoreau/grants/{grant}/revoke"),
    _same("people.unlock", ADMINISTRATOR, "/people/cmoreau/unlock"),
    _same("people.deactivate", ADMINISTRATOR, "/people/cmoreau/deactivate"),
    _same("people.reset_password", ADMINISTRATOR, "/people/cmoreau/reset"),
    _same("people.sites", ADMINISTRATOR, "/sites", "/sites/none"),
    _same("people.create_site", ADMINISTRATOR, "/sites/new"),
    _same("people.studies", ADMINISTRATOR, "/studies", "/studies/none"),
    _same("people.create_study", ADMINISTRATOR, "/studies/new"),
    _same("people.products", ADMINISTRATOR, "/products", "/products/none"),
    _same("people.create_product", ADMINISTRATOR, "/products/new"),
    # Documents.
    Page("documents.index", QA, "/documents?q=nothing-has-this-name", "/documents",
         "/documents/master"),
    Page("documents.document", QA, "/documents/numbering/SITE", REVIEW, "/documents/master/NONE"),
    Page("documents.version", QA, "/documents/numbering/SITE/v1", f"{DRAFT}/v2", f"{DRAFT}/v9"),
    Page("documents.changes", QA, "/documents/numbering/SITE/changes", f"{REVIEW}/changes",
         f"{REVIEW}/changes?old=v8&new=v9"),
    Page("documents.new", QA, "/documents/new", "/documents/new", SEND),
    _same("documents.new_version", QA, f"{REVIEW}/new", "/documents/master/NONE/new"),
    _same("documents.approve", QA, f"{REVIEW}/v2/approve"),
    _same("documents.make_effective", QA, f"{APPROVED}/v2/effective",
          f"{REVIEW}/v9/effective"),
    _same("documents.retire", QA, f"{REVIEW}/v1/retire"),
    Page("documents.submit", PRODUCTION, f"{DRAFT}/v2", f"{DRAFT}/v2", f"{DRAFT}/v9"),
    # Donors.
    Page("donors.index", PHYSICIAN, "empty:/donors", "/donors", "/donors/D-9999"),
    Page("donors.show", PHYSICIAN, NEW, DONATED, "/donors/D-9999"),
    Page("donors.enrol", PHYSICIAN, "empty:/donors/new", "/donors/new", "/donors/new/x"),
    _same("donors.consent", PHYSICIAN, f"{NEW}/consent"),
    _same("donors.withdraw", PHYSICIAN, f"{FIT}/withdraw"),
    Page("donors.screen", PHYSICIAN, f"{FIT}/screenings/new", f"{FIT}/screenings/new",
         f"{NEW}/screenings/new"),
    Page("donors.screening", PHYSICIAN, f"{FIT}/screenings/1", "/donors/D-0001/screenings/1",
         f"{FIT}/screenings/9"),
    Page("donors.determine", PHYSICIAN, f"{FIT}/screenings/1/determine",
         "/donors/D-0001/screenings/1/determine", SEND),
    Page("donors.determination", PHYSICIAN, f"{FIT}/determinations/1",
         "/donors/D-0002/determinations/1", f"{FIT}/determinations/9"),
    _same("donors.donate", PHYSICIAN, f"{FIT}/donate"),
    # Lots.
    Page("lots.index", TECHNICIAN, "empty:/lots", "/lots", UNKNOWN_LOT),
    Page("lots.lot", TECHNICIAN, BARE, RUNNING, UNKNOWN_LOT),
    Page("lots.new", QA, "empty:/lots/new", "/lots/new", SEND),
    Page("lots.passages", PRODUCTION, f"{BARE}/passages", f"{RELEASED}/passages",
         f"{UNKNOWN_LOT}/passages"),
    Page("lots.step", TECHNICIAN, f"{RUNNING}/record/P2/observe", f"{RELEASED}/record/P1/count",
         f"{RUNNING}/record/P2/nothing"),
    _same("lots.record", TECHNICIAN, f"{RUNNING}/record/P2/observe/enter"),
    Page("lots.correct", TECHNICIAN, f"{RUNNING}/record/REC/identify/correct",
         f"{RUNNING}/record/P1/count/correct", SEND),
    _same("lots.sign_step", PRODUCTION, f"{UNSIGNED}/record/REC/accept/sign"),
    _second("lots.witness", f"{UNWITNESSED}/record/REC/identify", "witness"),
    _second("lots.declare_unwitnessed", f"{UNWITNESSED}/record/REC/identify", "unwitnessed"),
    _second("lots.check", f"{UNCHECKED}/record/REC/weigh", "check"),
    Page("lots.open_repetition", TECHNICIAN, BARE, RUNNING, UNKNOWN_LOT),
    # Results.
    Page("results.worklist", ANALYST, f"{BARE}/results", f"{WAITING}/results",
         f"{UNKNOWN_LOT}/results"),
    Page("results.enter", ANALYST, f"{RUNNING}/results/SE-1/new", f"{RUNNING}/results/DS-1/new",
         SEND),
    _same("results.not_valid", ANALYST, f"{RUNNING}/results/DS-1/not-valid"),
    _same("results.invalidate", ANALYST, f"{WAITING}/results/DS-1/invalid"),
    # Traceability.
    Page("tracing.index", QA, "/trace", "/trace?q=AT26-003", "/trace?q=NOTHING"),
    Page("tracing.dependants", QA, "/trace/dependants?q=AT26-008", "/trace/dependants?q=D-0005",
         "/trace/dependants?q=NOTHING"),
    # Deviations and holds.
    Page("quality.index", QA, "empty:/quality", "/quality", "/quality/deviations/NONE"),
    Page("quality.deviation", QA, "/quality/deviations/AT26-003-D01",
         "/quality/deviations/AT26-002-D01", "/quality/deviations/NONE"),
    _same("quality.open_deviation", TECHNICIAN, "/quality/deviations/new"),
    _same("quality.assess_deviation", QA, "/quality/deviations/AT26-003-D01/assess"),
    _same("quality.dispose_deviation", QA, "/quality/deviations/AT26-003-D01/decide"),
    _same("quality.hold", QA, "/quality/holds/AT26-002-H01", "/quality/holds/NONE"),
    _same("quality.place_hold", QA, "/quality/holds/new"),
    _same("quality.lift_hold", QA, "/quality/holds/AT26-002-H01/lift"),
    # Reviews and release.
    Page("release.gate", QA, f"{BARE}/release", f"{RELEASED}/release", f"{UNKNOWN_LOT}/release"),
    _same("release.review_production", PRODUCTION, f"{WAITING}/production-review"),
    _same("release.approve_results", HEAD_QC, f"{WAITING}/results-approval"),
    _same("release.review_trail", QA, f"reviewed:{WAITING}/trail-review"),
    _same("release.approve", QA, f"reviewed:{WAITING}/approval"),
    _same("release.certify", QP, f"approved:{WAITING}/certification", SEND_TWICE),
    _same("release.decline", QP, f"approved:{WAITING}/refusal"),
    _same("release.release_to_site", SPONSOR, f"certified:{WAITING}/site-release"),
    # The document of a lot.
    Page("reports.index", QA, f"{BARE}/dossier", f"{RELEASED}/dossier", f"{UNKNOWN_LOT}/dossier"),
    _same("reports.ask", QA, f"{RUNNING}/dossier", f"{UNKNOWN_LOT}/dossier"),
)  # fmt: skip
"""Every route of the house but those of NO_PAGE."""
