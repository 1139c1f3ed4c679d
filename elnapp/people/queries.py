"""Reads about people and places; what a reader's grants do not reach is not found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, and_, bindparam, false, func, or_, select
from sqlmodel import Session, SQLModel, col

from batches.people import Actor, Grant
from batches.policy import SHOWS, shows
from elnapp.people.models import (
    Account,
    Attempt,
    BrowserSession,
    CodeUse,
    PendingFactor,
    Preference,
    Product,
    RoleGrant,
    Site,
    Study,
)
from elnapp.record import NotFound


def stream_of(login: str) -> str:
    """Give the stream of an account."""
    return f"account/{login}"


@dataclass(frozen=True, slots=True)
class Presence:
    """The person behind a browser session, as one request needs them."""

    actor: Actor
    login: str
    function: str
    zone: str | None
    must_change: bool
    has_factor: bool
    active: bool
    sid: str
    created: datetime
    last_seen: datetime
    ended: datetime | None


def account(session: Session, login: str) -> Account | None:
    """Give the account of `login`."""
    return session.scalars(select(Account).where(col(Account.login) == login)).first()


def owner(session: Session, stream: str) -> str | None:
    """Give the id of the account whose stream this is."""
    return session.scalars(select(col(Account.id)).where(col(Account.stream) == stream)).first()


def site(session: Session, code: str) -> Site | None:
    """Give a site by its code."""
    return session.scalars(select(Site).where(col(Site.code) == code)).first()


def study(session: Session, code: str) -> Study | None:
    """Give a study by its code."""
    return session.scalars(select(Study).where(col(Study.code) == code)).first()


def product(session: Session, code: str) -> Product | None:
    """Give a product by its code."""
    return session.scalars(select(Product).where(col(Product.code) == code)).first()


def sites(session: Session, actor: Actor | None = None) -> list[Site]:
    """Give the sites, those that `actor` holds a role at when one is given."""
    found = session.scalars(select(Site).order_by(col(Site.code))).all()
    return [s for s in found if actor is None or actor.roles(s.code)]


def studies(session: Session, actor: Actor | None = None) -> list[Study]:
    """Give the studies, those that `actor` holds a role in when one is given."""
    found = session.scalars(select(Study).order_by(col(Study.code))).all()
    return [s for s in found if actor is None or actor.roles(s.site, s.code)]


def within(session: Session, actor: Actor, thing: str, table: Any) -> Any:
    """Say in SQL which rows of a site and a study the reader's grants show; none lie outside them.

    `table` has the columns `site` and `study`; `thing` is what `policy.SHOWS` names.
    """
    known = [None, *(study.code for study in studies(session))]
    reached = []
    for site_code in (one.code for one in sites(session)):
        seen = {one for one in known if shows(thing, actor.roles(site_code, one))}
        if len(seen) == len(known):
            reached.append(table.c.site == site_code)
        elif seen:
            named = table.c.study.in_(sorted(s for s in seen if s is not None))
            none = table.c.study.is_(None) if None in seen else false()
            reached.append(and_(table.c.site == site_code, or_(named, none)))
    return or_(false(), *reached)


def products(session: Session) -> list[Product]:
    """Give all products."""
    return list(session.scalars(select(Product).order_by(col(Product.code))).all())


def grants(session: Session, account_id: str) -> list[RoleGrant]:
    """Give every grant an account has or had, the newest first."""
    mine = select(RoleGrant).where(col(RoleGrant.account_id) == account_id)
    return list(session.scalars(mine.order_by(col(RoleGrant.granted_at).desc())).all())


def standing(session: Session, account_id: str) -> tuple[Grant, ...]:
    """Give the grants that stand now, in a fixed order."""
    held = select(col(RoleGrant.role), col(RoleGrant.site), col(RoleGrant.study)).where(
        col(RoleGrant.account_id) == account_id, col(RoleGrant.revoked_at).is_(None)
    )
    rows = session.execute(held.order_by(col(RoleGrant.id))).all()
    return tuple(Grant(role, where, for_study) for role, where, for_study in rows)


def held_now(session: Session, account_id: str) -> tuple[Grant, ...]:
    """Give the grants that an account holds at this moment, in one statement; none when closed."""
    rows = session.connection().execute(_HELD, {"account": account_id})
    return tuple(Grant(role, where, for_study) for role, where, for_study in rows)


def actor_of(session: Session, login: str) -> Actor | None:
    """Give the person of an active account with the grants that stand now."""
    found = account(session, login)
    if found is None or not found.active:
        return None
    return Actor(found.id, found.name, standing(session, found.id), found.lang)


def person(session: Session, actor: Actor, login: str) -> Account:
    """Give the account for a page; NotFound where the reader may not see people."""
    found = account(session, login)
    if found is None or not actor.roles(found.site) & SHOWS["people"]:
        raise NotFound(stream_of(login))
    return found


def people(session: Session, actor: Actor, text: str = "", state: str = "") -> list[Account]:
    """Give the accounts a reader may see, filtered by words in name or login and by state."""
    wanted = text.casefold().strip()
    found = session.scalars(select(Account).order_by(col(Account.name), col(Account.login))).all()
    return [
        a
        for a in found
        if actor.roles(a.site) & SHOWS["people"]
        and (not wanted or wanted in f"{a.name} {a.login} {a.function}".casefold())
        and (not state or state == state_of_row(a))
    ]


def roles_by_account(session: Session, ids: Iterable[str]) -> dict[str, list[str]]:
    """Give the roles that stand, by account, in one statement."""
    held = select(col(RoleGrant.account_id), col(RoleGrant.role)).where(
        col(RoleGrant.account_id).in_(list(ids)), col(RoleGrant.revoked_at).is_(None)
    )
    found: dict[str, list[str]] = {}
    for account_id, role in session.execute(held.order_by(col(RoleGrant.id))).all():
        roles = found.setdefault(account_id, [])
        if role not in roles:
            roles.append(role)
    return found


def state_of_row(found: Account) -> str:
    """Give the state of an account: inactive, locked or active."""
    if not found.active:
        return "inactive"
    return "locked" if found.locked_until is not None else "active"


def names(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Give names by account id, for pages that list who did something."""
    wanted = select(col(Account.id), col(Account.name)).where(col(Account.id).in_(list(ids)))
    return {row.id: row.name for row in session.execute(wanted).all()}


def logins(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Give user IDs by account id, for readers who know people by them."""
    wanted = select(col(Account.id), col(Account.login)).where(col(Account.id).in_(list(ids)))
    return {row.id: row.login for row in session.execute(wanted).all()}


def empty(session: Session) -> bool:
    """Tell whether nobody has an account yet."""
    return not session.scalar(select(func.count()).select_from(_table(Account)))


def presence(session: Session, sid: str) -> Presence | None:
    """Give the person behind a session in one statement; limits are the caller's question."""
    rows = session.connection().execute(_PRESENCE, {"sid": sid}).all()
    if not rows:
        return None
    row = rows[0]
    held = tuple(Grant(r.role, r.where, r.study) for r in rows if r.role is not None)
    who = Actor(row.id, row.name, held, row.lang)
    return Presence(
        who, row.login, row.function, row.zone, bool(row.must_change), bool(row.factor),
        bool(row.active), sid, row.created, row.last_seen, row.ended,
    )  # fmt: skip


def pending_seed(session: Session, account_id: str) -> tuple[str, datetime] | None:
    """Give the seed shown for enrolment, and since when."""
    found = session.get(PendingFactor, account_id)
    return None if found is None else (found.seed, found.made_at)


def last_code(session: Session, account_id: str) -> int:
    """Give the time step of the last code used; -1 when none was."""
    found = session.get(CodeUse, account_id)
    return -1 if found is None else found.counter


def attempt(session: Session, subject: str) -> Attempt | None:
    """Give the counter of wrong guesses of one subject."""
    return session.get(Attempt, subject)


def sessions_of(session: Session, account_id: str) -> list[BrowserSession]:
    """Give the sessions of an account that have not ended."""
    open_ones = select(BrowserSession).where(
        col(BrowserSession.account_id) == account_id, col(BrowserSession.ended).is_(None)
    )
    return list(session.scalars(open_ones).all())


def _table(model: type[SQLModel]) -> Table:
    return cast("Table", vars(model)["__table__"])


# Built once: a statement costs more to build than to run, and these two are asked at each request.


def _held() -> Any:
    accounts, grants_of = _table(Account), _table(RoleGrant)
    return (
        select(grants_of.c.role, grants_of.c.site, grants_of.c.study)
        .join(accounts, accounts.c.id == grants_of.c.account_id)
        .where(
            accounts.c.id == bindparam("account"),
            accounts.c.active.is_(True),
            grants_of.c.revoked_at.is_(None),
        )
        .order_by(grants_of.c.id)
    )


def _presence() -> Any:
    """Build the statement behind `presence`: a row for each grant that stands, at least one."""
    accounts, sessions = _table(Account), _table(BrowserSession)
    wish, place, held = _table(Preference), _table(Site), _table(RoleGrant)
    stands = (held.c.account_id == accounts.c.id) & held.c.revoked_at.is_(None)
    return (
        select(
            sessions.c.created, sessions.c.last_seen, sessions.c.ended,
            accounts.c.id, accounts.c.login, accounts.c.name, accounts.c.function,
            accounts.c.must_change, accounts.c.active, accounts.c.totp.is_not(None).label("factor"),
            func.coalesce(wish.c.lang, accounts.c.lang).label("lang"), place.c.zone,
            held.c.role, held.c.site.label("where"), held.c.study,
        )
        .select_from(
            sessions.join(accounts, accounts.c.id == sessions.c.account_id)
            .outerjoin(wish, wish.c.account_id == accounts.c.id)
            .outerjoin(place, place.c.code == accounts.c.site)
            .outerjoin(held, stands)
        )
        .where(sessions.c.sid == bindparam("sid"))
        .order_by(held.c.id)
    )  # fmt: skip


_HELD, _PRESENCE = _held(), _presence()
