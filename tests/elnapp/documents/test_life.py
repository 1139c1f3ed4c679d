"""The life of a document: who may move it, in which state, and what stays as it was."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from sqlmodel import select

from elnapp.documents import queries, service
from elnapp.documents.queries import Version
from elnapp.record import Conflict, Event, Kernel, NotFound, NotPermitted, Refused, Stale
from tests.cast import HEAD_QC, PRODUCTION, QA, TECHNICIAN, Cast

KIND, CODE = "specification", "MSC-AT-DP"
SITE = "SLS"
TODAY = date(2026, 11, 22)
TEXT = next(d for d in service.library() if (d.kind, d.code) == (KIND, CODE))


def _next_text(n: int = 2, title: str = "Produit fini, seconde version") -> service.Draft:
    given = str(TEXT.given).replace("version: 1", f"version: {n}", 1)
    return service.load_yaml(given.replace("CSM(TA) produit fini, poches cryoconservées", title, 1))


def _draft(kernel: Kernel, cast: Cast) -> str:
    return str(service.draft(kernel, cast.call(PRODUCTION), _next_text(), site=SITE)["id"])


def _reviewed(kernel: Kernel, cast: Cast) -> str:
    version = _draft(kernel, cast)
    service.submit(kernel, cast.call(PRODUCTION), version)
    return version


def _approved(kernel: Kernel, cast: Cast) -> str:
    version = _reviewed(kernel, cast)
    for login in (HEAD_QC, QA):
        service.approve(kernel, cast.call(login), version, cast.proof(login))
    return version


def _read(kernel: Kernel, version: str) -> Version:
    with kernel.reading() as session:
        found = queries.version(session, version)
    assert found is not None
    return found


def _codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [f.code for f in caught.value.findings]


def test_what_runs_is_what_was_approved(kernel: Kernel, cast: Cast) -> None:
    version = _approved(kernel, cast)
    with kernel.reading() as session:
        before = queries.required(session, KIND, CODE, TODAY)
    service.make_effective(kernel, cast.call(QA), version, TODAY + timedelta(days=3))
    with kernel.reading() as session:
        now = queries.required(session, KIND, CODE, TODAY)
        later = queries.required(session, KIND, CODE, TODAY + timedelta(days=3))
    assert (before.version, now.version, later.version) == (1, 1, 2)
    assert later.hash == _read(kernel, version).hash
    assert now.retired_from == later.effective_from


def test_a_draft_or_an_approved_version_is_not_in_force(kernel: Kernel, cast: Cast) -> None:
    version = _approved(kernel, cast)
    assert _read(kernel, version).state == "approved"
    assert not _read(kernel, version).in_force(TODAY)


def test_nothing_in_force_is_a_sentence(kernel: Kernel, cast: Cast) -> None:
    with kernel.reading() as session, pytest.raises(Refused) as caught:
        queries.required(session, KIND, "NOT-THERE", TODAY)
    assert _codes(caught) == ["DOC-NONE"]


def test_two_people_approve_one_of_them_qa_and_never_the_author(kernel: Kernel, cast: Cast) -> None:
    version = _reviewed(kernel, cast)
    answer = service.approve(kernel, cast.call(HEAD_QC), version, cast.proof(HEAD_QC))
    assert answer["approved"] is False
    with pytest.raises(Refused) as again:
        service.approve(kernel, cast.call(HEAD_QC), version, cast.proof(HEAD_QC))
    with pytest.raises(Refused) as author:
        service.approve(kernel, cast.call(PRODUCTION), version, cast.proof(PRODUCTION))
    assert (_codes(again), _codes(author)) == (["DOC-SIGNED"], ["DOC-AUTHOR"])
    assert _read(kernel, version).state == "review"
    assert service.approve(kernel, cast.call(QA), version, cast.proof(QA))["approved"] is True


def test_the_password_alone_does_not_approve(kernel: Kernel, cast: Cast) -> None:
    version = _reviewed(kernel, cast)
    with pytest.raises(Refused) as caught:
        service.approve(kernel, cast.call(QA), version, cast.proof(QA, "password"))
    assert _codes(caught) == ["SIG-FACTOR"]


def test_a_technician_writes_and_signs_nothing(kernel: Kernel, cast: Cast) -> None:
    version = _reviewed(kernel, cast)
    with pytest.raises(NotPermitted):
        service.draft(kernel, cast.call(TECHNICIAN), _next_text(3), site=SITE)
    with pytest.raises(NotPermitted):
        service.approve(kernel, cast.call(TECHNICIAN), version, cast.proof(TECHNICIAN))
    with pytest.raises(NotPermitted):
        service.make_effective(kernel, cast.call(PRODUCTION), version, TODAY)


def test_each_step_has_its_state(kernel: Kernel, cast: Cast) -> None:
    version = _draft(kernel, cast)
    with pytest.raises(Refused) as early:
        service.approve(kernel, cast.call(QA), version, cast.proof(QA))
    with pytest.raises(Refused) as unsigned:
        service.make_effective(kernel, cast.call(QA), version, TODAY)
    with pytest.raises(Refused) as unused:
        service.retire(kernel, cast.call(QA), version, TODAY)
    assert _codes(early) == _codes(unsigned) == _codes(unused) == ["DOC-STEP"]


def test_a_change_in_review_is_a_new_draft_and_the_old_one_stays(
    kernel: Kernel, cast: Cast
) -> None:
    version = _reviewed(kernel, cast)
    service.approve(kernel, cast.call(QA), version, cast.proof(QA))
    changed = _next_text(title="Produit fini, corrigé")
    second = service.draft(kernel, cast.call(PRODUCTION), changed, site=SITE)
    assert (second["version"], second["revision"]) == (2, 2)
    assert _read(kernel, version).replaced
    with pytest.raises(Refused) as caught:
        service.approve(kernel, cast.call(HEAD_QC), version, cast.proof(HEAD_QC))
    assert _codes(caught) == ["DOC-REPLACED"]


def test_an_approved_version_is_followed_by_the_next(kernel: Kernel, cast: Cast) -> None:
    _approved(kernel, cast)
    with pytest.raises(Refused) as caught:
        service.draft(kernel, cast.call(PRODUCTION), _next_text(title="Autre"), site=SITE)
    assert _codes(caught) == ["DOC-VERSION"]


def test_the_same_text_is_not_a_new_version(kernel: Kernel, cast: Cast) -> None:
    _draft(kernel, cast)
    with pytest.raises(Refused) as caught:
        _draft(kernel, cast)
    assert _codes(caught) == ["DOC-SAME"]


def test_a_version_is_never_in_force_before_its_approval(kernel: Kernel, cast: Cast) -> None:
    version = _approved(kernel, cast)
    with pytest.raises(Refused) as caught:
        service.make_effective(kernel, cast.call(QA), version, TODAY - timedelta(days=1))
    assert _codes(caught) == ["DOC-DAY"]


def test_a_retired_version_is_used_for_nothing_new(kernel: Kernel, cast: Cast) -> None:
    with kernel.reading() as session:
        version = queries.required(session, KIND, CODE, TODAY)
    service.retire(kernel, cast.call(QA, "replaced by the sponsor's"), version.id, TODAY)
    with kernel.reading() as session:
        assert queries.effective(session, KIND, CODE, TODAY) is None


def test_the_same_form_twice_is_one_draft(kernel: Kernel, cast: Cast) -> None:
    call = cast.call(PRODUCTION)
    first = service.draft(kernel, call, _next_text(), site=SITE)
    assert service.draft(kernel, call, _next_text(), site=SITE) == first
    with pytest.raises(Conflict):
        service.draft(kernel, call, _next_text(title="Autre titre"), site=SITE)


def test_a_new_document_opens_its_own_record(kernel: Kernel, cast: Cast) -> None:
    text = service.load_yaml(str(TEXT.given).replace(f"code: {CODE}", "code: MSC-AT-X", 1))
    call = cast.call(PRODUCTION)
    first = service.draft(kernel, call, text, site=SITE)
    assert first["address"] == f"document/{KIND}/MSC-AT-X/v1r1"
    assert service.draft(kernel, call, text, site=SITE) == first


def test_a_stale_form_moves_nothing(kernel: Kernel, cast: Cast) -> None:
    version = _reviewed(kernel, cast)
    with pytest.raises(Stale):
        service.approve(kernel, cast.call(QA, seen=1), version, cast.proof(QA))
    with pytest.raises(Stale):
        service.approve(kernel, cast.call(QA), version, cast.proof(QA), shown="0" * 64)


def test_an_unknown_version_is_not_found(kernel: Kernel, cast: Cast) -> None:
    with pytest.raises(NotFound):
        service.submit(kernel, cast.call(PRODUCTION), "no-such-id")


def test_the_event_says_the_verb_and_the_state(kernel: Kernel, cast: Cast) -> None:
    _approved(kernel, cast)
    stream = queries.stream_of(KIND, CODE)
    with kernel.reading() as session:
        found = select(Event).where(Event.stream == stream).order_by(Event.seq)  # type: ignore[arg-type]
        bodies = [json.loads(e.body) for e in session.exec(found)]
    last = [(b["verb"], b["state"]) for b in bodies[-4:]]
    assert last == [
        ("documents.draft", "draft"),
        ("documents.submit", "review"),
        ("documents.approve", "review"),
        ("documents.approve", "approved"),
    ]
