"""One line per event, without personal data: of an exception the kind and the place are told, not its message."""

import logging
import traceback
from datetime import UTC, datetime
from types import TracebackType

FRAMES = 12


class LineFormatter(logging.Formatter):
    """`time level logger message`, and for an exception `| kind at file:line:function < caller < …`."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = f"{at} {record.levelname} {record.name} {record.getMessage()}"
        if record.exc_info and record.exc_info[0]:
            line += " | " + describe(record.exc_info[0], record.exc_info[2])
        return line.replace("\r", " ").replace("\n", " ")


def describe(kind: type[BaseException], where: TracebackType | None) -> str:
    """Tell an exception's kind and the innermost frames; its message may quote what a person typed and is left out."""
    frames = traceback.extract_tb(where)[-FRAMES:]
    places = [f"{frame.filename}:{frame.lineno}:{frame.name}" for frame in reversed(frames)]
    return f"{kind.__module__}.{kind.__qualname__} at " + " < ".join(places)
