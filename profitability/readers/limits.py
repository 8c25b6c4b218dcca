"""How much a reading may cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReadLimits:
    """Beyond these a file is refused with a problem; sizes in bytes unless named otherwise."""

    unpacked_bytes: int = 4_000_000_000
    unpack_ratio: int = 200
    entries: int = 2_000
    columns: int = 1_000
    workbook_memory_mb: int = 3_072
    workbook_cpu_seconds: int = 300
