"""A process of Yarrow's own that starts with other settings than this one."""

import os
import sys


def surroundings(**named: str) -> dict[str, str]:
    """The environment of a child in which these settings hold.

    A file that names a setting would count more than the setting, and lead to what stands here now.
    """
    kept = {key: value for key, value in os.environ.items() if key.removesuffix("_FILE") not in named}
    return {**kept, **named, "PYTHONPATH": os.pathsep.join(sys.path)}
