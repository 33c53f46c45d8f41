"""The door for a web server: ``granian --interface wsgi weefsel.web.wsgi:application``."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weefsel.web.settings")
application = get_wsgi_application()


def _warm_up() -> None:
    from weefsel.report.picture import warm_up

    warm_up()


# The first chart of a process takes a second: it is drawn before anybody asks.
Thread(target=_warm_up, daemon=True).start()
