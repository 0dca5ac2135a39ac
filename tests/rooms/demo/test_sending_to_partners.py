"""What the town sends to partners."""

import pytest

from yarrow.sharing.models import Letter, LetterTemplate, PackageFile

pytestmark = pytest.mark.django_db


def test_town_has_a_letter_a_guest_and_a_file_that_waits_for_them(town):
    letter = Letter.objects.select_related("share__agency", "template").get(project=town.project)
    assert (letter.template.code, letter.share.how) == ("housing", "letter")
    assert LetterTemplate.objects.in_use(town.project).count() == 3
    page = town.client("guest").get(town.project.url("sharing:list_sent"), secure=True).content.decode()
    assert page.count("sharing/sent/") == 2 and "Ada" not in page, "in the menu and to be opened"
    sent = PackageFile.objects.get(project=town.project)
    opened = town.client("guest").post(town.project.url("sharing:open_sent", sent.package_id), secure=True)
    assert "The appointment, on a page" in opened.content.decode()
