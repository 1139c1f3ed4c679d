"""Procurement, hand-over and receipt; places, moves and openings in the ledger; labels

Revision 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

from migrations.steps import KEY, guard, widen

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


APPEND_ONLY = (
    "hand_over",
    "label",
    "label_step",
    "place",
    "procurement",
    "receipt",
    "starting_material",
)
ACTS = ("create", "sample", "draw", "end")
MORE_ACTS = ("opening", "add", "move")


def upgrade() -> None:
    """Bring the store to this revision."""
    widen("act", "act", ACTS, (*ACTS, *MORE_ACTS))
    op.create_table(
        "hand_over",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("din", KEY, nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("dispatched_at", sa.Text(), nullable=False),
        sa.Column("zone", KEY, nullable=False),
        sa.Column("shipper", KEY, nullable=False),
        sa.Column("logger", KEY, nullable=False),
        sa.Column("seal", KEY, nullable=False),
        sa.Column("material_state", KEY, nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("handed_by", KEY, nullable=False),
        sa.Column("handed_by_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_hand_over_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_hand_over_stream_n")),
    )
    op.create_index(op.f("ix_hand_over_address"), "hand_over", ["address"], unique=False)
    op.create_index(op.f("ix_hand_over_din"), "hand_over", ["din"], unique=False)
    op.create_index(op.f("ix_hand_over_stream"), "hand_over", ["stream"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("code", KEY, nullable=False),
        sa.Column("kind", KEY, nullable=False),
        sa.Column("parent", KEY, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("added_by", KEY, nullable=False),
        sa.Column("added_by_name", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('room', 'equipment', 'position')", name=op.f("ck_place_kind")),
        sa.CheckConstraint("capacity >= 0", name=op.f("ck_place_capacity")),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_place_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("code", name=op.f("uq_place_code")),
    )
    op.create_index(op.f("ix_place_address"), "place", ["address"], unique=False)
    op.create_index(op.f("ix_place_parent"), "place", ["parent"], unique=False)
    op.create_index(op.f("ix_place_stream"), "place", ["stream"], unique=False)
    op.create_table(
        "label",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("template", KEY, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("made_by", KEY, nullable=False),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_label_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_label_unit_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label")),
        sa.UniqueConstraint("unit_id", "n", name=op.f("uq_label_unit_id_n")),
    )
    op.create_index(op.f("ix_label_address"), "label", ["address"], unique=False)
    op.create_index(op.f("ix_label_stream"), "label", ["stream"], unique=False)
    op.create_index(op.f("ix_label_unit_id"), "label", ["unit_id"], unique=False)
    op.create_table(
        "procurement",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("din", KEY, nullable=False),
        sa.Column("donor", KEY, nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("document_hash", KEY, nullable=False),
        sa.Column("started_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=False),
        sa.Column("zone", KEY, nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("supersedes", KEY, nullable=True),
        sa.Column("recorded_by", KEY, nullable=False),
        sa.Column("recorded_by_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document_version.id"],
            name=op.f("fk_procurement_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_procurement_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"],
            ["procurement.id"],
            name=op.f("fk_procurement_supersedes"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procurement")),
        sa.UniqueConstraint("stream", "n", name=op.f("uq_procurement_stream_n")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_procurement_supersedes")),
    )
    op.create_index(op.f("ix_procurement_address"), "procurement", ["address"], unique=False)
    op.create_index(op.f("ix_procurement_din"), "procurement", ["din"], unique=False)
    op.create_index(op.f("ix_procurement_stream"), "procurement", ["stream"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("din", KEY, nullable=False),
        sa.Column("hand_over_id", KEY, nullable=False),
        sa.Column("document", KEY, nullable=False),
        sa.Column("document_id", KEY, nullable=False),
        sa.Column("document_hash", KEY, nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("zone", KEY, nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("since_collection", sa.Text(), nullable=False),
        sa.Column("file_sha256", KEY, nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("decision", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("hold", KEY, nullable=True),
        sa.Column("deviations", sa.Text(), nullable=False),
        sa.Column("received_by", KEY, nullable=False),
        sa.Column("received_by_name", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('accepted', 'accepted_with_deviation', 'refused')",
            name=op.f("ck_receipt_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document_version.id"],
            name=op.f("fk_receipt_document_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["hand_over_id"],
            ["hand_over.id"],
            name=op.f("fk_receipt_hand_over_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_receipt_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("stream", name=op.f("uq_receipt_stream")),
    )
    op.create_index(op.f("ix_receipt_address"), "receipt", ["address"], unique=False)
    op.create_index(op.f("ix_receipt_din"), "receipt", ["din"], unique=False)
    op.create_index(op.f("ix_receipt_file_sha256"), "receipt", ["file_sha256"], unique=False)
    op.create_index(op.f("ix_receipt_stream"), "receipt", ["stream"], unique=False)
    op.create_table(
        "starting_material",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("din", KEY, nullable=False),
        sa.Column("unit_id", KEY, nullable=False),
        sa.Column("unit_code", KEY, nullable=False),
        sa.Column("issued_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_starting_material_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"],
            ["unit.id"],
            name=op.f("fk_starting_material_unit_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_starting_material")),
        sa.UniqueConstraint("stream", "unit_id", name=op.f("uq_starting_material_stream_unit_id")),
    )
    op.create_index(
        op.f("ix_starting_material_address"), "starting_material", ["address"], unique=False
    )
    op.create_index(op.f("ix_starting_material_din"), "starting_material", ["din"], unique=False)
    op.create_index(
        op.f("ix_starting_material_stream"), "starting_material", ["stream"], unique=False
    )
    op.create_index(
        op.f("ix_starting_material_unit_id"), "starting_material", ["unit_id"], unique=False
    )
    op.create_table(
        "label_step",
        sa.Column("id", KEY, nullable=False),
        sa.Column("stream", KEY, nullable=False),
        sa.Column("address", KEY, nullable=False),
        sa.Column("label_id", KEY, nullable=False),
        sa.Column("step", KEY, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("done_by", KEY, nullable=False),
        sa.Column("done_by_name", sa.Text(), nullable=False),
        sa.Column("done_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "step IN ('printed', 'verified', 'applied', 'destroyed')",
            name=op.f("ck_label_step_step"),
        ),
        sa.CheckConstraint("count > 0", name=op.f("ck_label_step_count")),
        sa.ForeignKeyConstraint(
            ["label_id"],
            ["label.id"],
            name=op.f("fk_label_step_label_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["stream"],
            ["head.stream"],
            name=op.f("fk_label_step_stream"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_label_step")),
    )
    op.create_index(op.f("ix_label_step_address"), "label_step", ["address"], unique=False)
    op.create_index(op.f("ix_label_step_label_id"), "label_step", ["label_id"], unique=False)
    op.create_index(op.f("ix_label_step_stream"), "label_step", ["stream"], unique=False)
    op.add_column("act", sa.Column("place", KEY, nullable=True))
    op.create_index(op.f("ix_act_place"), "act", ["place"], unique=False)
    guard(APPEND_ONLY)


def downgrade() -> None:
    """Records are never taken back; restore a backup instead."""
    raise NotImplementedError
