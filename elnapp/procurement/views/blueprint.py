"""The blueprint that all pages about donated material hang on."""

from flask import Blueprint

blueprint = Blueprint("procurement", __name__)
