"""What leaves a project, as it left; and the grants that it leaves for."""

from yarrow.evaluation.models.grants import Grant, GrantLine
from yarrow.evaluation.models.releases import Release, ReleasedCell

__all__ = ["Grant", "GrantLine", "Release", "ReleasedCell"]
