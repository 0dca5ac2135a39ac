"""`python -m yarrow.contacts.reading FILE`: the figures of a file as one JSON object, with no database at all."""

import json
import sys
from pathlib import Path

from yarrow.contacts.reading import figures, read_bytes
from yarrow.contacts.reading.errors import UnreadableFile


def main(path: str) -> int:
    """Print the figures. Exit code 1 and a sentence on stderr when the file is refused."""
    try:
        reading = read_bytes(Path(path).name, Path(path).read_bytes())
    except UnreadableFile as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    print(json.dumps(figures(reading), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
