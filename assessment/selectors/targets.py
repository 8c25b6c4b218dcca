"""What channels and functions are meant to become."""

from assessment.domain.cells import CellKey
from assessment.models import Assessment, ChannelTarget


def list_targets(assessment: Assessment) -> dict[CellKey, str]:
    """Return the level that each row with a target shall reach, by cell."""
    rows = ChannelTarget.objects.filter(assessment=assessment).values_list("item", "row", "level")
    return {CellKey(item, row): level for item, row, level in rows}
