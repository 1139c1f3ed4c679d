"""The blueprint that all pages about units, places and labels hang on."""

from flask import Blueprint

blueprint = Blueprint("custody", __name__)
