"""The blueprint that all pages about documents hang on."""

from flask import Blueprint

blueprint = Blueprint("documents", __name__)
