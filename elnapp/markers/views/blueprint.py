"""The blueprint that all pages about markers hang on."""

from flask import Blueprint

blueprint = Blueprint("markers", __name__)
