"""The blueprint that all pages about lots hang on."""

from flask import Blueprint

blueprint = Blueprint("lots", __name__)
