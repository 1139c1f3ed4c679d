"""Every page of the house, in its empty, its full and its error state: the one list.

A state is a path, in the store `told` unless another is named (`empty:/donors`).  SEND says that
the error state is what comes back when the form of the full state is sent with nothing typed;
SEND_TWICE, that a second page is shown before.  Long pages are looked at where they are short.
A route that is neither here nor in NO_PAGE fails a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from tests.browser.stage import COUNTS, HELD, UNREAD
from tests.cast import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    HEAD_QC,
    PHARMACIST,
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
    "donors.see_scan": "shown only where a vault of identities is on; tests/elnapp/donors has it",
    "tracing.dependants_csv": "a file",
    "custody.picture": "a picture",
    "inbox.raw": "a file",
    "lots.kept_file": "a file",
    "inbox.send": "JSON for agents",
    "results.picture": "a picture",
    "lots.image": "a picture",
    "reports.progress": "JSON for the script of reports.index",
}
RELEASED, REFUSED, RUNNING = "/lots/AT26-001", "/lots/AT26-002", "/lots/AT26-003"
WAITING = "/lots/AT26-004"
NESTED = "/lots/AT26-009"
UNWITNESSED, UNCHECKED, UNSIGNED, BARE = (f"/lots/AT26-00{n}" for n in (5, 6, 7, 8))
INVESTIGATED, CONCLUDED = "/investigations/AT26-003-O01", "/investigations/AT26-002-O01"
NO_IDENTITY = "/vault/D-9999"
UNKNOWN_LOT = "/lots/AT26-999"
DRAFT = "/documents/specification/MSC-AT-DP"
REVIEW = "/documents/master/MSC-AT-SHORT"
APPROVED = "/documents/screening/NCT05947682"
COUNTS_FILE = f"/readings/files/{sha256(COUNTS).hexdigest()}"
UNREAD_FILE = f"/readings/files/{sha256(UNREAD).hexdigest()}"
HELD_FILE = f"/laboratory/files/{sha256(HELD).hexdigest()}"
DONATED_NOW, PROCURED, SENT = (f"/donations/A99992600003{n}" for n in (1, 2, 3))
TAKEN = "/donations/A999926000001"
FIT, NEW, DONATED = "/donors/D-0006", "/donors/D-0011", "/donors/D-0003"
UNCONFIRMED = "/donors/D-0012"


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


def _label_form(step: str) -> Page:
    """A form on the page of a label."""
    path, button = "/labels/{label}", f"form[action$='/{step}'] button"
    return Page(f"custody.{step}_label", TECHNICIAN, path, path, SEND, button)


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
    _same("donors.confirm", QA, f"{UNCONFIRMED}/determinations/1/confirm"),
    _same("donors.donate", PHYSICIAN, f"{FIT}/donate"),
    _same("donors.reschedule", PHYSICIAN, f"{FIT}/donation-day"),
    _same("donors.inform", PHYSICIAN, f"{FIT}/information/new"),
    # Without a vault of identities a scan is not taken, and there is none to look at.
    _same("donors.keep_scan", PHYSICIAN, f"{FIT}/consents/1/scan", f"{FIT}/consents/9/scan"),
    # Infectious markers.
    Page("markers.board", PHYSICIAN, f"{NEW}/markers", f"{DONATED}/markers",
         "/donors/D-9999/markers"),
    _same("markers.request_tests", PHYSICIAN, f"{FIT}/markers/request"),
    _same("markers.sample", PHYSICIAN, f"{FIT}/samples/new"),
    _same("markers.correct_sample", PHYSICIAN, f"{FIT}/samples/D-0006-P01/correct"),
    _same("markers.enter", PHYSICIAN, f"{FIT}/samples/D-0006-P01/results/new"),
    _same("markers.correct", PHYSICIAN, f"{FIT}/results/1/correct"),
    Page("markers.verify", QA, f"{DONATED}/markers/verify", f"{FIT}/markers/verify", SEND),
    _same("markers.conclude", PHYSICIAN, f"{FIT}/markers/TOXO/conclude"),
    Page("markers.laboratory", PHYSICIAN, "empty:/laboratory", "/laboratory", "/laboratory/none"),
    _same("markers.receive_file", PHYSICIAN, "/laboratory/files/new"),
    _same("markers.file", PHYSICIAN, HELD_FILE, "/laboratory/files/none"),
    _same("markers.take_file", PHYSICIAN, f"{HELD_FILE}/take"),
    _same("markers.refuse_file", PHYSICIAN, f"{HELD_FILE}/refuse"),
    _same("markers.register_lot", QA, "/laboratory/lots/new"),
    # Identities.
    Page("vault.index", PHYSICIAN, "empty:/vault", "/vault", NO_IDENTITY),
    Page("vault.show", PHYSICIAN, "/vault/D-0005", "/vault/D-0003", NO_IDENTITY),
    _same("vault.record", PHYSICIAN, f"/vault/donor/{NEW.rpartition('/')[2]}/new"),
    _same("vault.correct", PHYSICIAN, "/vault/D-0004/correct"),
    _same("vault.look", PHYSICIAN, "/vault/D-0004/look"),
    _same("vault.search", PHYSICIAN, "/vault/search"),
    _same("vault.ask", QA, "/vault/D-0004/ask"),
    _same("vault.approve", PHYSICIAN, "/vault/D-0002/approve"),
    _same("vault.decline", PHYSICIAN, "/vault/D-0002/approve", f"{NO_IDENTITY}/approve"),
    _same("vault.open_once", PHARMACIST, "/vault/D-0003/open"),
    _same("vault.acknowledge", QA, "/vault/D-0003", NO_IDENTITY),
    _same("vault.ask_shred", PHYSICIAN, "/vault/D-0006/end"),
    _same("vault.shred", QA, "/vault/D-0001/shred"),
    _same("vault.keep", QA, "/vault/D-0001/shred", f"{NO_IDENTITY}/shred"),
    # Donated material, units, places, labels.
    Page("procurement.index", TECHNICIAN, "empty:/donations", "/donations", "/donations/none"),
    Page("procurement.show", TECHNICIAN, DONATED_NOW, TAKEN, "/donations/A999926999999"),
    _same("procurement.procure", PHYSICIAN, f"{DONATED_NOW}/procurement"),
    _same("procurement.hand_over", TECHNICIAN, f"{PROCURED}/hand-over"),
    _same("procurement.pass_on", TECHNICIAN, f"{SENT}/courier"),
    Page("procurement.scan", TECHNICIAN, "empty:/receipt", "/receipt", SEND),
    Page("procurement.receive", TECHNICIAN, f"{PROCURED}/receipt", f"{SENT}/receipt", SEND),
    Page("procurement.receive", TECHNICIAN, f"{SENT}/receipt?at=temperature_low",
         f"{SENT}/receipt?at=check", SEND),
    _same("procurement.label", TECHNICIAN, TAKEN, "/donations/A999926999999"),
    Page("custody.find", TECHNICIAN, "/units", "/units", "/units?code=A9999260O00018"),
    Page("custody.unit", TECHNICIAN, f"/units/{PROCURED[11:]}-T01", f"/units/{TAKEN[11:]}-T01",
         "/units/none"),
    _same("custody.move", TECHNICIAN, "/move"),
    _same("custody.open_stock", PRODUCTION, "/stock/new"),
    Page("custody.places", TECHNICIAN, "empty:/places", "/places", "/places/none"),
    Page("custody.place", TECHNICIAN, "/places/SLS-LN1-A2", "/places/SLS-FZ1-A", "/places/none"),
    _same("custody.add_place", PRODUCTION, "/places/new"),
    Page("custody.label", TECHNICIAN, "/labels/{label}", "/labels/{label}", "/labels/none"),
    _label_form("print"),
    _label_form("destroy"),
    _same("custody.verify_label", TECHNICIAN, "/labels/{printed}", SEND,
          button="form[action$='/verify'] button"),
    _same("custody.apply_label", TECHNICIAN, "/labels/{label}", "/labels/none"),
    # Lots.
    Page("lots.index", TECHNICIAN, "empty:/lots", "/lots", UNKNOWN_LOT),
    Page("lots.lot", TECHNICIAN, BARE, RUNNING, UNKNOWN_LOT),
    Page("lots.new", QA, "empty:/lots/new", "/lots/new", SEND),
    Page("lots.passages", PRODUCTION, f"{BARE}/passages", f"{RELEASED}/passages",
         f"{UNKNOWN_LOT}/passages"),
    Page("lots.calendar", PRODUCTION, f"{BARE}/calendar", f"{RUNNING}/calendar",
         f"{UNKNOWN_LOT}/calendar"),
    Page("lots.compare", PRODUCTION, "/lots/compare", "/lots/compare?lot=AT26-001+AT26-002+AT26-003",
         "/lots/compare?lot=AT26-001+AT26-999"),
    Page("lots.markers", ANALYST, "empty:/lots/markers", "/lots/markers", NOWHERE),
    Page("lots.step", TECHNICIAN, f"{RUNNING}/record/P2/observe", f"{RELEASED}/record/P1/count",
         f"{RUNNING}/record/P2/nothing"),
    _same("lots.record", TECHNICIAN, f"{RUNNING}/record/P2/observe/enter"),
    Page("lots.record", TECHNICIAN, f"{NESTED}/record/P0/enzyme/enter",
         f"{NESTED}/record/P0.CC2/observe/enter", SEND),
    Page("lots.step", TECHNICIAN, f"{NESTED}/record/REC/lysis",
         f"{NESTED}/record/P0.CC1/observe", f"{NESTED}/record/P0.CC99/observe"),
    Page("lots.lot", TECHNICIAN, NESTED, NESTED, UNKNOWN_LOT),
    Page("lots.correct", TECHNICIAN, f"{RUNNING}/record/REC/identify/correct",
         f"{RUNNING}/record/P1/count/correct", SEND),
    # A reading that is counted on pictures: both readers side by side, and a correction of the marks.
    Page("lots.step", TECHNICIAN, f"{RUNNING}/record/P2/sabg_first",
         f"{RUNNING}/record/P1/sabg_second", f"{RUNNING}/record/P9/none"),
    Page("lots.correct", TECHNICIAN, f"{RUNNING}/record/P1/sabg_first/correct",
         f"{RUNNING}/record/P1/sabg_first/correct", SEND),
    Page("lots.add_image", TECHNICIAN, f"{RUNNING}/record/P2/sabg_first/images",
         f"{RUNNING}/record/P1/sabg_first/images", SEND),
    _same("lots.sign_step", PRODUCTION, f"{UNSIGNED}/record/REC/accept/sign"),
    _second("lots.witness", f"{UNWITNESSED}/record/REC/identify", "witness"),
    _second("lots.declare_unwitnessed", f"{UNWITNESSED}/record/REC/identify", "unwitnessed"),
    _second("lots.check", f"{UNCHECKED}/record/REC/weigh", "check"),
    _same("lots.keeping", QA, f"{RELEASED}/keeping"),
    Page("lots.open_repetition", TECHNICIAN, BARE, RUNNING, UNKNOWN_LOT),
    # Readings of instruments.
    Page("inbox.index", TECHNICIAN, "empty:/readings", "/readings", "/readings/files/none"),
    _same("inbox.receive", TECHNICIAN, "/readings/new"),
    Page("inbox.file", ANALYST, UNREAD_FILE, COUNTS_FILE, "/readings/files/none"),
    _same("inbox.reread", ANALYST, f"{UNREAD_FILE}/read"),
    _same("inbox.set_aside", TECHNICIAN, "/readings/{reading}/aside"),
    Page("inbox.agents", ADMINISTRATOR, "empty:/agents", "/agents", "/agents/none/end"),
    _same("inbox.issue_agent", ADMINISTRATOR, "/agents/new"),
    _same("inbox.end_agent", ADMINISTRATOR, "/agents/{agent}/end"),
    Page("lots.attach", TECHNICIAN, f"{RUNNING}/record/P1/count/readings",
         f"{RUNNING}/record/P1/count/readings?reading={{reading}}", SEND),
    Page("lots.place", TECHNICIAN, "/readings/{reading}/place", "/readings/{reading}/place",
         "/readings/none/place"),
    # Results.
    Page("results.worklist", ANALYST, f"{BARE}/results", f"{WAITING}/results",
         f"{UNKNOWN_LOT}/results"),
    Page("results.enter", ANALYST, f"{RUNNING}/results/SE-1/new", f"{RUNNING}/results/DS-1/new",
         SEND),
    _same("results.not_valid", ANALYST, f"{RUNNING}/results/DS-1/not-valid"),
    Page("results.judge_panel", ANALYST, f"{BARE}/panels/new", f"{UNSIGNED}/panels/new", SEND),
    Page("results.panel", ANALYST, f"{UNSIGNED}/panels/1", f"{UNSIGNED}/panels/2",
         f"{UNSIGNED}/panels/9"),
    Page("results.move_gate", ANALYST, f"{UNSIGNED}/panels/1/move", f"{UNSIGNED}/panels/1/move", SEND),
    Page("results.decide_move", QA, f"{UNSIGNED}/panels/2/decide", f"{UNSIGNED}/panels/2/decide", SEND),
    _same("results.invalidate", ANALYST, f"{WAITING}/results/DS-1/invalid"),
    Page("results.result", ANALYST, f"{RUNNING}/results/SA-4", f"{REFUSED}/results/ID-1-CD105",
         f"{RUNNING}/results/XX-1"),
    Page("results.certificate", QA, f"{RUNNING}/certificate-of-analysis",
         f"{REFUSED}/certificate-of-analysis", f"{UNKNOWN_LOT}/certificate-of-analysis"),
    Page("results.review", HEAD_QC, f"{BARE}/results/review", f"{RUNNING}/results/review", SEND),
    Page("results.work", ANALYST, "/results?q=nothing-is-called-so", "/results", "/results/none"),
    Page("results.sample_list", ANALYST, "/samples?q=nothing-is-called-so", "/samples",
         "/samples/none"),
    Page("results.sample", ANALYST, f"{RUNNING}/samples/AT26-003-S002",
         f"{RUNNING}/samples/AT26-003-S003", f"{RUNNING}/samples/none"),
    _same("results.follow_sample", TECHNICIAN, f"{RUNNING}/samples/AT26-003-S003/follow"),
    Page("results.investigation", QA, INVESTIGATED, CONCLUDED, "/investigations/NONE"),
    _same("results.investigate", HEAD_QC, f"{INVESTIGATED}/laboratory"),
    _same("results.plan_retest", HEAD_QC, f"{INVESTIGATED}/plan"),
    _same("results.approve_retest", QA, f"{INVESTIGATED}/plan/approve"),
    _same("results.conclude_oos", QA, f"{INVESTIGATED}/conclude"),
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
