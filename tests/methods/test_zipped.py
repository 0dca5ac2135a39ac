"""A ZIP made while it is sent."""

import io
import os
import tracemalloc
import zipfile

from yarrow.methods.zipped import stream


def test_stream_is_a_zip_that_others_read():
    made = b"".join(stream([("a.csv", [b"one\n", b"two\n"]), ("b.json", [b"{}"])]))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["a.csv", "b.json"]
        assert archive.read("a.csv") == b"one\ntwo\n"


def test_stream_says_nothing_about_when_it_was_made():
    made = b"".join(stream([("a", [b"x"])]))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.infolist()[0].date_time[0] == 1980


def test_stream_holds_one_part_at_a_time():
    """Thirty megabytes that can't be made smaller pass through less than three."""
    parts = ((os.urandom(1 << 16)) for _ in range(480))
    tracemalloc.start()
    total = sum(len(sent) for sent in stream([("a", parts)]))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total > 30_000_000 and most < 3_000_000


def test_stream_without_members_is_an_empty_zip():
    with zipfile.ZipFile(io.BytesIO(b"".join(stream([])))) as archive:
        assert archive.namelist() == []
