"""The Flask application: one folder a feature, in the order of docs/architecture.md."""

__version__ = "0.1.0"
