"""The blueprint that all pages about release hang on."""

from flask import Blueprint

blueprint = Blueprint("release", __name__)
