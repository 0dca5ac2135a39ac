"""The walk: a form is put into use, begun for a person, asked page by page, finished and shown."""

from yarrow.measures.models import Filling, Score
from yarrow.vault.models import TrailRow


def begin(client, project, kim, version, **said):
    url = project.url("measures:begin_filling", kim.id, version.id)
    page = client.get(url)
    entry = page.context["form"]["entry_id"].value()
    told = {
        "occasion": "intake",
        "answered_by": "person",
        "how": "aloud",
        "language": "en",
        "entry_id": entry,
    }
    return client.post(url, {**told, **said})


def send(client, url, page, **typed):
    """Send the page as its form would, with this typed into it."""
    asked = [one.key for one in page.context["questions"]]
    said = {"~asked": asked, "~at": page.context["at"], "~seen": page.context["filling"].version}
    if page.context["is_all"]:
        said["~all"] = "1"
    return client.post(url, {**said, **typed})


def test_walk_of_a_home_made_form(world, project, kim, own):
    client = world.client("case_worker")
    listed = client.get(project.url("measures:list_fillings", kim.id))
    assert "Tonight" in listed.content.decode()
    began = begin(client, project, kim, own)
    url = began["Location"]
    page = client.get(url)
    assert [str(one.words) for one in page.context["questions"]] == ["Did you eat today?"]
    page = client.get(send(client, url, page, q1="yes")["Location"])
    page = client.get(send(client, url, page, q2="~rather-not")["Location"])
    end = client.get(send(client, url, page, q3="Socks")["Location"])
    assert (end.context["n_answered"], end.context["n_asked"]) == (2, 3)
    filling = Filling.objects.get()
    done = client.post(project.url("measures:finish_filling", kim.id, filling.id))
    shown = client.get(done["Location"]).content.decode()
    assert "Socks" in shown and "Rather not say" in shown and "2 of 3 answered" in shown
    assert not Score.objects.exists()
    assert TrailRow.objects.filter(act="measures.show_filling", subject=kim.id).exists()


def test_walk_of_a_measure_gives_a_score_with_what_it_counts(world, project, kim, phq):
    client = world.client("coordinator")
    url = begin(client, project, kim, phq)["Location"]
    page = client.get(f"{url}?~at=x&~all=1")
    typed = {slot: "a1" for slot in list(phq.slots.values())[:8]}
    end = client.get(send(client, url, page, **typed)["Location"])
    filling = Filling.objects.get()
    assert end.context["n_answered"] == 8
    done = client.post(project.url("measures:finish_filling", kim.id, filling.id))
    shown = client.get(done["Location"]).content.decode()
    assert "Not scorable" in shown and "8 of 9 questions answered" in shown
