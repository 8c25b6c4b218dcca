"""How much an upload may cost to read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class IntakeLimits:
    """Beyond these a file is refused with a problem; sizes in bytes unless named otherwise."""

    workbook_bytes: int = 50_000_000
    text_bytes: int = 2_000_000_000
    unpacked_bytes: int = 300_000_000
    workbook_rows: int = 1_000_000
    columns: int = 200
    child_memory_mb: int = 512
    child_cpu_seconds: int = 60
    reading_memory_mb: int = 300
    table_bytes: int = 50_000_000
    bulk_bytes: int = 20_000_000
    bulk_memory_mb: int = 160
