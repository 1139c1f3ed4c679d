"""`flask demo`: the demo study (being written)."""

from flask.cli import AppGroup

group = AppGroup("demo", help="The demo study.")
