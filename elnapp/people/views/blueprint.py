"""The blueprint that all pages about people hang on."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
