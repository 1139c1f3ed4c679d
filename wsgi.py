"""The application that a WSGI server loads."""

from elnapp.factory import at_rest, start

app = at_rest(start())
