"""What a reader may use."""

from __future__ import annotations

from dataclasses import dataclass

from elnapp.config import Settings

MEBI = 1 << 20
_PATIENCE = 3  # a busy machine may need so many times the CPU time by the clock
_COPIES = 2  # of a file that is large because it is large, and not because it unfolds


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

    def memory(self, file_size: int) -> int:
        """Give the bytes of its own that the reader of a file of this size may use."""
        return self.memory_mib * MEBI + _COPIES * file_size
