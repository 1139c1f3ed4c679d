"""What is done with results: one given, one declared invalid, a panel judged."""

from elnapp.results.service.entering import Given, Unconfirmed, enter, invalidate
from elnapp.results.service.panels import Asked, judge_panel

__all__ = ["Asked", "Given", "Unconfirmed", "enter", "invalidate", "judge_panel"]
