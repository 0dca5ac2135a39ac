"""What an outsider can work out, on sums small enough to check by hand."""

from yarrow.methods.outsider import Outsider


def could_differ(name, by, known):
    """a + b = sum, with a = 7, b = 12, sum = 19."""
    true = {"a": 7, "b": 12, "sum": 19}
    return Outsider(true, known, [{"a": 1, "b": 1, "sum": -1}]).could_differ(name, by)


def test_figure_is_pinned_when_the_rest_is_exact():
    assert not could_differ("a", 1, {"a": (1, 7), "b": (12, 12), "sum": (19, 19)})


def test_figure_is_narrow_when_the_rest_is_rounded():
    known = {"a": (1, 7), "b": (8, 12), "sum": (18, 22)}
    assert could_differ("a", 1, known) and not could_differ("a", 2, known)


def test_figure_is_free_when_another_is_hidden():
    assert could_differ("a", 6, {"a": (1, 7), "b": (8, None), "sum": (18, 22)})


def test_steps_are_passed_on_through_several_sums():
    true = {"a": 3, "b": 10, "c": 13, "d": 10, "e": 23}
    sums = [{"a": 1, "b": 1, "c": -1}, {"c": 1, "d": 1, "e": -1}]
    known = {"a": (1, 7), "b": (10, 10), "c": (8, None), "d": (8, 12), "e": (23, 23)}
    assert Outsider(true, known, sums).could_differ("a", 4)
    assert not Outsider(true, known, sums).could_differ("a", 5)
