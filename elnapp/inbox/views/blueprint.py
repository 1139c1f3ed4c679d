"""The blueprint that all pages about readings hang on."""

from flask import Blueprint

blueprint = Blueprint("inbox", __name__)
