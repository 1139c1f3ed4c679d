"""`flask jobs`: the worker."""

from __future__ import annotations

import signal
import time
from types import FrameType

import click
from flask import current_app
from flask.cli import AppGroup

from elnapp.cli.output import say
from elnapp.record import jobs
from elnapp.reports.queries import KIND
from elnapp.reports.service.issue import render_job
from elnapp.web.house import house

IDLE_SECONDS = 0.5

group = AppGroup("jobs", help="Work in the background.")


def handlers() -> dict[str, jobs.Handler]:
    """Give every kind of job with what does it."""
    return {KIND: render_job(house(), current_app.jinja_env)}


def work_all() -> int:
    """Do every waiting job in this process; gives how many."""
    done = 0
    while jobs.run_one(house().kernel.stores, handlers(), house().clock):
        done += 1
    return done


@group.command("work")
@click.option("--once", is_flag=True, help="Do what waits, then leave.")
def work(*, once: bool) -> None:
    """Do jobs until told to stop; a job under way at a kill is done again."""
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    say("worker ready")
    while not stopping:
        if work_all() == 0:
            if once:
                return
            time.sleep(IDLE_SECONDS)
