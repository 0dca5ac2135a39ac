import pytest

from tests.worlds import make_project
from yarrow.languages import queries


@pytest.fixture
def world():
    return make_project()


@pytest.fixture(autouse=True)
def looks_again():
    """What was remembered of the languages of another test is forgotten."""
    queries.forget()
    yield
    queries.forget()
