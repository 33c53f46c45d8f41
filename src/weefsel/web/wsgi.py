"""The door for a web server: ``granian --interface wsgi weefsel.web.wsgi:application``."""

import gc
import os
from contextlib import suppress
from threading import Thread

from django.core.wsgi import get_wsgi_application
from django.db import connections

from weefsel.base.home import home
from weefsel.web.install import finish_restore
from weefsel.web.keep.running import hold

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weefsel.web.settings")
IN_USE = hold(home())  # as long as this process lives nobody can restore under it
finish_restore(home())
application = get_wsgi_application()


def _warm_up() -> None:
    from weefsel.base.errors import WeefselError
    from weefsel.evidence.find import find
    from weefsel.report.picture import warm_up
    from weefsel.web import ask

    warm_up()
    find("buurt")
    try:
        with suppress(WeefselError):  # a store that cannot be read says so on the page itself
            ask.warm_up()
    finally:
        connections.close_all()  # those of this thread
    # What is kept from here on stays: looking through it again and again stops pages for as
    # long as half a second once a whole country is in memory.
    gc.collect()
    gc.freeze()


# The first chart, search and scan of a process take seconds: they are made before anybody asks.
Thread(target=_warm_up, daemon=True).start()
