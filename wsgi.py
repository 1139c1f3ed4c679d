"""The application that a WSGI server loads."""

from elnapp.factory import start

app = start()
