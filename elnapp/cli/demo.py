"""`flask demo`: the demo study (the commands follow)."""

from flask.cli import AppGroup

group = AppGroup("demo", help="The demo study.")
