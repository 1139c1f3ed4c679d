"""The blueprint that all pages about deviations and holds hang on."""

from flask import Blueprint

blueprint = Blueprint("quality", __name__)
