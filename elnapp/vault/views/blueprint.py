"""The blueprint that all pages about identities hang on; a house without a vault does not have it."""

from flask import Blueprint

blueprint = Blueprint("vault", __name__)
