"""Agents: issued with a token that is shown once, listed, ended."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from elnapp.inbox import queries, service
from elnapp.inbox.forms import AgentForm, EndForm
from elnapp.inbox.queries import AgentView
from elnapp.inbox.views import showing
from elnapp.inbox.views.blueprint import blueprint
from elnapp.record import NotFound, Refused
from elnapp.web.access import does, may, shows
from elnapp.web.house import actor, call, house, reading
from elnapp.web.pages import page


@blueprint.get("/agents")
@shows("agents")
def agents() -> AnyResponse:
    with reading() as session:
        rows = queries.agents(session, actor())
    return page(
        "inbox/agents.html", title=_("Agents"), rows=rows, issues=may("people.issue_agent"),
    )  # fmt: skip


@blueprint.route("/agents/new", methods=["GET", "POST"])
@does("people.issue_agent")
def issue_agent() -> AnyResponse:
    form = AgentForm()
    showing.offer(form)
    if form.validate_on_submit():
        try:
            name, token = service.issue_agent(
                house().kernel, call(form), form.site.data, str(form.name.data),
                str(form.instrument.data or ""),
            )  # fmt: skip
        except Refused as refused:
            showing.say(form, refused)
        else:
            return page(
                "inbox/token.html", title=_("Token of %(name)s", name=name), token=token, name=name,
                crumbs=_crumbs(),
            )  # fmt: skip
    return page(
        "inbox/agent_new.html", title=_("Issue an agent's token"), form=form, crumbs=_crumbs(),
        status=422 if form.errors else 200,
    )  # fmt: skip


@blueprint.route("/agents/<agent_id>/end", methods=["GET", "POST"])
@does("people.end_agent")
def end_agent(agent_id: str) -> AnyResponse:
    form, view = EndForm(), _agent(agent_id)
    if form.validate_on_submit():
        try:
            made = call(form, str(form.reason.data).strip())
            service.end_agent(house().kernel, made, view.site, view.id)
        except Refused as refused:
            showing.say(form, refused)
        else:
            flash(_("The agent is ended; its token opens nothing any more."), "success")
            return redirect(url_for("inbox.agents"), 303)
    return page(
        "inbox/agent_end.html", title=_("End the agent %(name)s", name=view.name), form=form,
        agent=view, crumbs=_crumbs(), status=422 if form.errors else 200,
    )  # fmt: skip


def _agent(agent_id: str) -> AgentView:
    with reading() as session:
        found = [a for a in queries.agents(session, actor()) if a.id == agent_id]
    if not found:
        raise NotFound(f"agents/{agent_id}")
    return found[0]


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Agents"), url_for("inbox.agents"))]
