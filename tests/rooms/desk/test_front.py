"""What the doctor finds where the server meets the world."""

import json

import pytest
from django.utils import timezone

from yarrow.desk import front

NOW = timezone.now()
HTTPS = ("HTTP_X_FORWARDED_PROTO", "https")


def told(look):
    return [each.what for each in look(NOW)]


@pytest.mark.parametrize(
    ("hosts", "proxy", "demo", "found"),
    [
        (["yarrow.example"], HTTPS, False, []),
        (
            ["yarrow.example"],
            None,
            False,
            ["The site has a name of its own, and no proxy is said to stand in front."],
        ),
        (["*"], HTTPS, False, ["The site answers to any name."]),
        ([".example"], HTTPS, False, ["The site answers to any name."]),
        (["localhost"], None, False, ["The site is reached on this machine only."]),
        (["yarrow.example"], HTTPS, True, ["The invented project is switched on."]),
    ],
)
def test_names_and_proxy(settings, hosts, proxy, demo, found):
    settings.ALLOWED_HOSTS, settings.SECURE_PROXY_SSL_HEADER, settings.DEMO = hosts, proxy, demo
    assert told(front.names) == found


def test_static_files_that_were_not_collected_are_counted(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    n_wanted = int(told(front.static_files)[0].split()[0])
    wanted = {path for finder in front.get_finders() for path, _storage in finder.list([])}
    assert n_wanted == len(wanted) > 10
    paths = {path: path for path in wanted}
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": paths}))
    assert told(front.static_files) == []
    del paths[min(paths)]
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": paths}))
    assert told(front.static_files) == ["1 files that pages load are not collected."]
