import os

from django.core.wsgi import get_wsgi_application

from yarrow.vault.quiet import speak_quietly

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yarrow.site.settings")
speak_quietly()
# Files of the installation are for its own account alone.
os.umask(0o077)
application = get_wsgi_application()

from yarrow.alerts import tags  # noqa: E402 - knows models, which are loaded only now
from yarrow.vault.startup import prepare_to_serve  # noqa: E402 - the same

prepare_to_serve()
tags.make()
