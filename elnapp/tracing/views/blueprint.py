"""The blueprint that all pages of a trace hang on."""

from flask import Blueprint

blueprint = Blueprint("tracing", __name__)
