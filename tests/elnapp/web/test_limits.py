"""Too much, too old, not allowed, not there: a page with sentences, and headers that guard it."""

from __future__ import annotations

import threading
from http.client import HTTPConnection
from io import BytesIO

import pytest
from flask import Blueprint, Flask, abort, request
from werkzeug.serving import make_server

from batches.verdict import Finding
from elnapp.record.errors import Busy, Conflict, NotFound, NotPermitted, Refused, Stale
from elnapp.web import init_web
from elnapp.web.keep import bring_back, seal_typed, unseal
from elnapp.web.limits import Linger

MB = 1024 * 1024
RAISES = {
    "refused": (Refused([Finding("Q-EMPTY", {}, "x")]), 422),
    "forbidden": (NotPermitted([Finding("Q-EMPTY", {}, "x")]), 403),
    "conflict": (Conflict("x"), 409),
    "stale": (Stale("lot/AT26-001", 3, 4), 409),
    "busy": (Busy("x"), 503),
    "unknown": (NotFound("x"), 404),
    "broken": (KeyError("secret detail"), 500),
}


@pytest.fixture
def app() -> Flask:
    app = Flask("elnapp", template_folder="../templates")
    app.config.update(SECRET_KEY="only for tests", PROPAGATE_EXCEPTIONS=False)
    people = Blueprint("people", __name__)
    people.add_url_rule("/sign-in", "sign_in", lambda: "", methods=["GET", "POST"])
    app.register_blueprint(people)
    app.add_url_rule("/raise/<name>", "fail", fail)
    app.add_url_rule("/form", "form", lambda: str(len(request.form)), methods=["POST"])
    app.add_url_rule("/private", "private", lambda: abort(401), methods=["GET", "POST"])
    init_web(app)
    return app


def fail(name: str) -> str:
    raise RAISES[name][0]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("name", RAISES)
def test_what_goes_wrong_is_a_page_with_sentences_and_no_trace(app, name, lang):
    answer = app.test_client().get(f"/raise/{name}", headers={"Accept-Language": lang})
    assert answer.status_code == RAISES[name][1]
    assert f'<html lang="{lang}">' in answer.text
    assert answer.text.count("<dd>") == 3
    assert answer.headers["X-Request-Id"] in answer.text
    assert "Traceback" not in answer.text
    assert "secret detail" not in answer.text


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/form", 405)])
def test_a_wrong_address_says_what_to_do(app, path, status):
    answer = app.test_client().get(path)
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_every_answer_is_guarded_and_kept_by_nobody(app):
    for path in ("/sign-in", "/nowhere", "/raise/broken"):
        headers = app.test_client().get(path).headers
        assert headers["Content-Security-Policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Cookie" in headers["Vary"]


def test_a_static_file_lasts_for_ever_under_its_own_hash_only(app):
    with app.test_request_context():
        address = app.url_for("static", filename="css/tokens.css")
    client = app.test_client()
    with client.get(address) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    for other in (address.partition("?")[0], address + "0"):
        with client.get(other) as answer:
            assert answer.headers["Cache-Control"] == "no-cache"


def test_a_form_without_session_goes_to_sign_in_with_what_was_typed(app):
    answer = app.test_client().post("/form", data={"volume": "52,0", "password": "x", "otp": "1"})
    assert answer.status_code == 401
    sealed = answer.text.partition('name="kept" value="')[2].partition('"')[0]
    with app.test_request_context():
        kept = unseal(sealed)
    assert kept is not None
    assert (kept.path, kept.typed) == ("/form", (("volume", "52,0"),))


def test_what_was_kept_comes_back_to_its_author_only(app):
    with app.test_request_context("/form", method="POST", data={"volume": "52,0"}):
        sealed = seal_typed("anna")
    with app.test_request_context():
        assert bring_back(sealed, "boris") is None
        assert bring_back(sealed + "x", "anna") is None
        page = bring_back(sealed, "anna")
        assert page is not None
        assert 'name="volume" value="52,0"' in page.get_data(as_text=True)


def test_a_page_without_session_leads_to_sign_in_and_back(app):
    answer = app.test_client().get("/private?x=1")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/private?x%3D1"


def test_an_old_form_of_somebody_signed_in_can_be_brought_back(app):
    init = app.extensions["elnapp.web"]
    app.extensions["elnapp.web"] = type(init)(
        init.user_lang, init.zone, lambda: "a", "people.sign_in"
    )
    answer = app.test_client().post("/form", data={"volume": "52,0"})
    assert answer.status_code == 400
    assert 'name="again" value="1"' in answer.text
    assert 'name="volume" value="52,0"' in answer.text


def test_a_thousand_and_one_fields_are_too_many(app):
    app.config["WTF_CSRF_ENABLED"] = False
    body = {f"f{i}": "" for i in range(1001)}
    assert app.test_client().post("/form", data=body).status_code == 413


def test_a_hundred_thousand_parts_are_too_many(app):
    app.config["WTF_CSRF_ENABLED"] = False
    body = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' for _ in range(100_000)
    )
    answer = app.test_client().post(
        "/form", data=body + b"--x--", content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 413
    assert "1000" in answer.text


def test_a_long_field_is_too_much(app):
    app.config["WTF_CSRF_ENABLED"] = False
    assert app.test_client().post("/form", data={"a": "x" * 600_000}).status_code == 413


def test_a_body_of_100_mb_is_answered_so_that_the_client_can_read_it(app):
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    line = HTTPConnection("127.0.0.1", server.server_port, timeout=30)
    try:
        line.request("POST", "/form", body=bytes(100 * MB))
        answer = line.getresponse()
        assert answer.status == 413
        assert b"</html>" in answer.read()
    finally:
        line.close()
        server.shutdown()
        server.server_close()


def drained(body: bytes, read: int, most: int = 9 * MB, seconds: float = 9) -> int:
    """Let an app read some of a body; tell how much of it was left unread at the end."""
    stream = BytesIO(body)

    def app(environ, _start):
        environ["wsgi.input"].read(read)
        return [b"answer"]

    environ = {"wsgi.input": stream, "CONTENT_LENGTH": str(len(body))}
    answer = Linger(app, most, seconds)(environ, None)
    assert b"".join(answer) == b"answer"
    answer.close()  # type: ignore[attr-defined]
    return len(stream.read())


def test_what_the_app_did_not_read_is_drained_after_the_answer():
    assert drained(bytes(5 * MB), read=10) == 0


def test_draining_ends_at_its_bound_of_bytes():
    assert drained(bytes(5 * MB), read=0, most=MB) == 4 * MB


def test_draining_ends_at_its_bound_of_time():
    assert drained(bytes(5 * MB), read=0, seconds=0) == 5 * MB
