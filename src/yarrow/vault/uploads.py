"""Files as they arrive: in memory, up to the limit, and never in a temporary file."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile


class BoundedUploadHandler(MemoryFileUploadHandler):
    """Takes files up to settings.UPLOAD_LIMIT bytes; the rest of a longer one is read past and forgotten.

    The request is then marked, so that the form can say so: without a handler the file would just be missing.
    """

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Always in memory: the limit is counted on the file itself, not on the whole request."""
        self.activated = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start counting."""
        self.n_bytes = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Count, and let go of everything once it is too much."""
        self.n_bytes += len(raw_data)
        if self.n_bytes > settings.UPLOAD_LIMIT:
            self.file.close()
            if self.request is not None:
                self.request.upload_was_too_big = True  # type: ignore[attr-defined]
            raise SkipFile
        return super().receive_data_chunk(raw_data, start)


def was_too_big(request: Any) -> bool:
    """Whether a file of this request was longer than the limit, and is not among its files therefore."""
    return bool(getattr(request, "upload_was_too_big", False))
