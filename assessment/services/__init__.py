"""Begin assessments, write answers, lead several respondents to one answer."""

from assessment.services.answers import (
    Conflict,
    ImmutableInstrumentError,
    Saved,
    SaveResult,
    TooLong,
    Writing,
    create_assessment,
    fill_assessment,
    fill_sheet,
    import_instrument,
    save_answer,
    save_form,
)

__all__ = [
    "Conflict",
    "ImmutableInstrumentError",
    "SaveResult",
    "Saved",
    "TooLong",
    "Writing",
    "create_assessment",
    "fill_assessment",
    "fill_sheet",
    "import_instrument",
    "save_answer",
    "save_form",
]
