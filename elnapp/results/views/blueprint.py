"""The blueprint that all pages about results, samples and investigations hang on."""

from flask import Blueprint

blueprint = Blueprint("results", __name__)
