"""The pages of a trace: the same set as the command, links, layers, a file; and the command."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from elnapp.cli import init_cli
from elnapp.tracing.views.showing import _cell
from tests.cast import ADMINISTRATOR, ANALYST, QA, TECHNICIAN, Cast

BAG = "AT26-00005-B07"
ROW = re.compile(r'<tr data-id="([^"]+)"')


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def listed(client: FlaskClient, address: str) -> list[str]:
    """Give the rows of the table, over all its pages."""
    found: list[str] = []
    for n in range(1, 24):
        shown = page(client, f"{address}&page={n}")
        found += ROW.findall(shown)
        if 'rel="next"' not in shown:
            return found
    raise AssertionError("more pages than the store has things for")


def command(app: Flask, *words: str) -> tuple[int, str, str]:
    if "trace" not in app.cli.commands:
        init_cli(app)
    found = app.test_cli_runner().invoke(args=["trace", *words])
    return found.exit_code, found.stdout, found.stderr


@pytest.mark.parametrize("login", [QA, ANALYST])
@pytest.mark.parametrize("query", ["D-00002", BAG, "AT26-00000-H01", "cmoreau"])
@pytest.mark.parametrize("direction", ["up", "down"])
def test_the_page_lists_the_set_that_the_command_prints(
    app: Flask, client: FlaskClient, cast: Cast, login: str, query: str, direction: str
) -> None:
    cast.sign_in(client, login)
    shown = listed(client, f"/trace?q={query}&direction={direction}")
    status, out, _err = command(app, query, "--direction", direction, "--as", login)

    assert status == 0
    assert shown == [node["id"] for node in json.loads(out)["nodes"]]


def test_the_command_prints_the_contract_and_nothing_else(app: Flask) -> None:
    status, out, err = command(app, BAG, "--direction", "up")
    found = json.loads(out)

    assert (status, set(found)) == (0, {"nodes", "edges"})
    assert {frozenset(node) for node in found["nodes"]} == {
        frozenset({"id", "kind", "label", "status"})
    }
    assert {frozenset(edge) for edge in found["edges"]} == {frozenset({"from", "to", "relation"})}
    assert {e["from"] for e in found["edges"]} | {e["to"] for e in found["edges"]} <= {
        node["id"] for node in found["nodes"]
    }
    assert "AT26-00005-P0-01" in err  # a unit without a parent unit is said
    assert command(app, BAG, "--direction", "up")[1] == out


@pytest.mark.parametrize("words", [("NOTHING",), (), ("D-00002", "--as", "nobody")])
def test_what_is_unknown_leaves_with_2_and_one_line(app: Flask, words: tuple[str, ...]) -> None:
    status, out, err = command(app, *words)

    assert (status, out, len(err.splitlines())) == (2, "", 1)


def test_the_check_of_the_whole_store_leaves_with_0(app: Flask) -> None:
    status, out, _err = command(app, "--check")

    assert (status, json.loads(out)["broken"]) == (0, [])


def test_a_run_of_like_bags_is_one_box_that_opens(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, QA)
    closed = page(client, "/trace?q=AT26-00005&direction=down")
    opened = page(client, "/trace?q=AT26-00005&direction=down&open=AT26-00005-B01")

    assert "18 × " in closed
    assert "18 × " not in opened
    assert closed.count('class="box') + 17 == opened.count('class="box')
    assert ROW.findall(closed) == ROW.findall(opened)


def test_every_box_with_a_state_bears_its_shape(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, QA)
    shown = page(client, "/trace?q=AT26-00000&direction=down")
    box = r'class="box [^>]*?translate\((\d+) (\d+)\)"(?:(?!</a>).)*class="state"'
    stated = re.findall(box, shown, re.DOTALL)
    corners = {
        (int(x) - 10, int(y) - 43)
        for line in re.findall(r'class="shapes"[^>]* d="([^"]+)"', shown)
        for x, y in re.findall(r"M(\d+) (\d+)", line)
    }

    assert stated
    assert corners == {(int(x), int(y)) for x, y in stated}


def test_layers_are_chosen_and_stay_in_the_address(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, QA)
    look = "/trace?q=AT26-00000&direction=up"
    usual, bare = listed(client, look), listed(client, f"{look}&shown=1")
    documents = listed(client, f"{look}&shown=1&layer=documents")

    assert set(usual) - set(bare) == {"hold/AT26-00000-H01"}
    assert set(documents) - set(bare) == {"document/master/BENCH/v1r1"}


def test_the_page_has_no_inline_style_or_script(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, QA)
    shown = page(client, "/trace?q=D-00002")

    assert not re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=", shown)


def test_an_unknown_code_is_a_page_that_says_so(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, QA)

    assert "NOTHING" in page(client, "/trace?q=NOTHING", 404)
    assert page(client, "/trace/dependants?q=NOTHING", 404)
    assert page(client, "/trace")


def test_what_a_code_shows_is_escaped(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, QA)

    assert "<b>x" not in page(client, "/trace?q=<b>x</b>", 404)


def test_dependants_are_grouped_and_counted(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, QA)
    shown = page(client, "/trace/dependants?q=D-00002")

    assert re.search(r"<dd>\s*100\s*</dd>", shown)  # the units of two lots
    assert re.search(r"<dd>\s*40\s*</dd>", shown)  # their bags and vials


def test_the_file_of_dependants_holds_each_of_them(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, QA)
    answer = client.get("/trace/dependants.csv?q=D-00002")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))

    assert answer.mimetype == "text/csv"
    assert "dependants-D-00002.csv" in answer.headers["Content-Disposition"]
    assert len([r for r in rows if r["code"].startswith("AT26-00004-")]) == 50
    assert {r["left"] for r in rows if r["code"] == "AT26-00004-B01"} == {"10"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_cell_of_the_file_begins_a_formula(start: str) -> None:
    assert _cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("address", ["/trace", "/trace/dependants", "/trace/dependants.csv"])
def test_who_may_look(client: FlaskClient, cast: Cast, address: str) -> None:
    assert client.get(address).status_code in {303, 302}
    cast.sign_in(client, ADMINISTRATOR)
    assert client.get(address).status_code == 403


def test_donors_and_lots_lead_to_their_trace(client: FlaskClient, cast: Cast) -> None:
    cast.sign_in(client, TECHNICIAN)

    assert 'href="/trace?q=D-00002"' in page(client, "/donors/D-00002")
    assert 'href="/trace"' in page(client, "/lots")
