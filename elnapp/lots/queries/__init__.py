"""Reading lots: what decisions need, what pages show, and what the dossier holds."""

from elnapp.lots.queries.calendar import calendar
from elnapp.lots.queries.dossier import dossier
from elnapp.lots.queries.files import file_name
from elnapp.lots.queries.growth import Growth, Passage, growth, passages
from elnapp.lots.queries.history import unit_history
from elnapp.lots.queries.involved import (
    first_done,
    involvement,
    involvement_by_step,
    witnesses,
)
from elnapp.lots.queries.listing import (
    Found,
    Listed,
    Seen,
    Wanted,
    booked,
    head_state,
    lot,
    lots,
    standing_meanings,
    stream_of,
)
from elnapp.lots.queries.overview import cumulative, exceptions
from elnapp.lots.queries.pictures import (
    ImageView,
    MarksView,
    image,
    image_home,
    images,
    marks,
)
from elnapp.lots.queries.plan import (
    Order,
    Plan,
    independence,
    meaning,
    numbering,
    order,
    orders,
    plan,
    plan_of,
)
from elnapp.lots.queries.retained import keeping, keeping_plain, kept_of, retention_facts
from elnapp.lots.queries.standing import (
    Standing,
    around,
    context,
    opened,
    placed,
    position_of,
    record_address,
    standing_entries,
    standing_entry,
    titled,
)
from elnapp.lots.queries.steps import EntryView, History, history, last_entry
from elnapp.lots.queries.trend import MOST_PANELS, Measured, marker_trend
from elnapp.lots.queries.units import open_units
from elnapp.lots.queries.values import (
    Values,
    computed_of,
    computed_versions,
    entry_ids,
    inputs_plain,
    moved_since,
    standing_computed,
    standing_values,
    values_by_entry,
)

position = position_of

__all__ = [
    "MOST_PANELS",
    "EntryView",
    "Found",
    "Growth",
    "History",
    "ImageView",
    "Listed",
    "MarksView",
    "Measured",
    "Order",
    "Passage",
    "Plan",
    "Seen",
    "Standing",
    "Values",
    "Wanted",
    "around",
    "booked",
    "calendar",
    "computed_of",
    "computed_versions",
    "context",
    "cumulative",
    "dossier",
    "entry_ids",
    "exceptions",
    "file_name",
    "first_done",
    "growth",
    "head_state",
    "history",
    "image",
    "image_home",
    "images",
    "independence",
    "inputs_plain",
    "involvement",
    "involvement_by_step",
    "keeping",
    "keeping_plain",
    "kept_of",
    "last_entry",
    "lot",
    "lots",
    "marker_trend",
    "marks",
    "meaning",
    "moved_since",
    "numbering",
    "open_units",
    "opened",
    "order",
    "orders",
    "passages",
    "placed",
    "plan",
    "plan_of",
    "position",
    "position_of",
    "record_address",
    "retention_facts",
    "standing_computed",
    "standing_entries",
    "standing_entry",
    "standing_meanings",
    "standing_values",
    "stream_of",
    "titled",
    "unit_history",
    "values_by_entry",
    "witnesses",
]
