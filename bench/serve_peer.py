"""The bare peer behind the same gunicorn, with the same settings, over the same database: PORT WORKERS."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(port: int, workers: int) -> None:
    """Serve until stopped."""
    sys.path[:0] = [str(ROOT), str(ROOT / "src"), str(ROOT / "bench")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "yarrow.site.settings"
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    django.setup()
    import peer

    from yarrow.desk.serving import Server, settings_for

    settings.ROOT_URLCONF, settings.MIDDLEWARE = "peer", peer.MIDDLEWARE
    if "YARROW_BENCH_BARE" in os.environ:
        # Nobody's first view has a fence: Django's own connection, by a role that every fence lets pass.
        bare = {"ENGINE": "django.db.backends.postgresql", "USER": os.environ["YARROW_BENCH_BARE"]}
        settings.DATABASES["default"].update(bare)
    Server(get_wsgi_application(), settings_for("127.0.0.1", port, workers)).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
