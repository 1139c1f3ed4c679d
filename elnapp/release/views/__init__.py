"""Pages on the way to release: the gate, reviews, decisions."""

from typing import cast

from flask import Flask
from flask.blueprints import BlueprintSetupState

from elnapp.release.queries import pinned_specifications
from elnapp.release.views import deciding, gate, reviewing
from elnapp.release.views.blueprint import blueprint
from elnapp.results.views import init_results

__all__ = ["blueprint", "deciding", "gate", "reviewing"]


@blueprint.record_once
def _tell_results(state: BlueprintSetupState) -> None:
    """Tell the room of results, which stands below lots, where a lot's specification is pinned."""
    init_results(cast("Flask", state.app), pinned_specifications)
