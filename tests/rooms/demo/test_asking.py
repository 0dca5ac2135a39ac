"""Forms of the town: in use, answered twice by some, with scores that can be compared, and nobody waiting."""

import pytest

from yarrow.measures.models import Filling, FormVersion, SafeRoute, Score, Signal

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.sqlite_only(reason="made by actions that are tested on both databases in their room"),
]


def test_town_has_forms_in_use_and_people_who_answered_them(town):
    in_use = FormVersion.objects.in_project(town.project).in_use()
    assert sorted(version.title for version in in_use) == [
        "How was this for you?",
        "ONS4: answers from paper",
    ]
    fillings = Filling.objects.in_project(town.project)
    assert fillings.count() >= 12 and not fillings.exclude(state="finished").exists()
    twice = [row.person_id for row in fillings if row.form_version.form.pack]
    assert len(twice) > len(set(twice)) >= 5


def test_town_has_scores_and_some_that_could_not_be_made(town):
    scores = Score.objects.filter(filling__project=town.project)
    assert scores.exclude(value=None).count() > 20
    assert scores.filter(value=None).exclude(why="").exists()


def test_town_names_invented_routes_and_a_drill_that_is_over(town):
    routes = SafeRoute.objects.filter(project=town.project)
    assert routes and all("invented" in route.label for route in routes)
    assert [(one.what, one.state) for one in Signal.objects.filter(project=town.project)] == [
        ("drill", "closed")
    ]
