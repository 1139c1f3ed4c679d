"""Gain and logarithmic amplification, applied only where somebody asks for it."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from instruments.fcs.dataset import Channel, Column, Float64


def scaled(values: Column, channel: Channel) -> Float64:
    """Give the scale values of a channel as float64.

    Logarithmic: 10 ** (decades * x / $PnR) * offset; linear: x / gain (FCS 3.1, $PnE and $PnG).
    Errors: none; a channel without amplification and gain gives its values.
    """
    plain = values.astype(np.float64)
    if channel.amplification is not None and channel.range:
        decades, offset = (float(each) for each in channel.amplification)
        scale: Float64 = offset * np.power(10.0, decades / float(channel.range) * plain)
        return scale
    if channel.gain is not None and channel.gain != Decimal(1):
        plain /= float(channel.gain)
    return plain
