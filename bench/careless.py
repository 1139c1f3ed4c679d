"""The seeded defect of the hostile drill: a reader process that gives nothing up."""

from __future__ import annotations

from unittest.mock import patch

from bench import calling_home
from elnapp.readers import child

if __name__ == "__main__":
    with patch.object(child, "confine", lambda _limits, _size: ()):
        calling_home.main()
