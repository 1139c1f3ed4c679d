"""The seeded defect of the hostile drill: a reader process that gives nothing up."""

from __future__ import annotations

from unittest.mock import patch

from bench import calling_home
from elnapp.readers import child

__all__ = ["calling_home"]  # its format is the one that shows what a reader could do

if __name__ == "__main__":
    with patch.object(child, "confine", lambda _limits, _size: ()):
        child.main()
