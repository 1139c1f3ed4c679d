"""What a reader may use."""

from __future__ import annotations

from dataclasses import dataclass

from elnapp.config import Settings

MEBI = 1 << 20
_PATIENCE = 3  # a busy machine may need so many times the CPU time by the clock


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of CPU, mebibytes of memory of its own, of the file, and of the answer."""

    seconds: int
    memory_mib: int
    file_mib: int
    answer_mib: int

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Give the limits of this installation."""
        return cls(
            settings.reader_seconds,
            settings.reader_memory_mib,
            settings.reader_file_mib,
            settings.reader_answer_mib,
        )

    @property
    def wall_seconds(self) -> int:
        """Give the seconds after which the process is ended, whatever it does."""
        return self.seconds * _PATIENCE
