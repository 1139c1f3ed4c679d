"""The blueprint that all pages about donors hang on."""

from flask import Blueprint

blueprint = Blueprint("donors", __name__)
