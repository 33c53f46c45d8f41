"""The door for a web server: ``granian --interface wsgi weefsel.web.wsgi:application``."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

from weefsel.base.home import home
from weefsel.web.install import finish_restore
from weefsel.web.keep.running import hold

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weefsel.web.settings")
IN_USE = hold(home())  # as long as this process lives nobody can restore under it
finish_restore(home())
application = get_wsgi_application()


def _warm_up() -> None:
    from weefsel.report.picture import warm_up

    warm_up()


# The first chart of a process takes a second: it is drawn before anybody asks.
Thread(target=_warm_up, daemon=True).start()
