"""What can go wrong on the network, each in a sentence that says what to do."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass

import requests
from urllib3.exceptions import NameResolutionError, ReadTimeoutError

from weefsel.base.errors import InputError
from weefsel.base.language import Text, text
from weefsel.sources.said import Number


class NotThereError(InputError):
    """The service answers, and has nothing at this address."""

    begun = False  # whether pages had already come when it went wrong


class UnreachableError(InputError):
    """The service gives no usable answer: no network, no permission, out of order."""

    begun = False


@dataclass(frozen=True)
class Service:
    """Whom we ask: how it is called, what is asked for, and the way round without a network."""

    name: str  # CBS, PDOK
    about: str  # the table or edition that is asked for: stands before each sentence
    instead: Text  # what to do when it cannot be reached
    absent: Text  # it has nothing of this name
    check: Text  # what to do then


CAPTIVE = text("Open a web page to log in to your network, then try again.")
LATER = text("Try again later: what was fetched is kept, and the same command goes on from there.")
CERTIFICATE = text(
    "Ask your system manager for the certificate of your network, and name its file in "
    "REQUESTS_CA_BUNDLE."
)


def unreachable(
    service: Service, fault: BaseException, *, connect_s: float, read_s: float
) -> UnreachableError:
    """Say why a service could not be reached, in the words of what failed."""
    reading = any(isinstance(one, ReadTimeoutError) for one in _causes(fault))
    what, todo = _why(service, fault, read_s if reading else connect_s)
    return UnreachableError(what, where=service.about, todo=todo)


def _why(service: Service, fault: BaseException, seconds: float) -> tuple[Text, Text]:
    name = service.name
    chain = list(_causes(fault))
    if any(isinstance(one, requests.exceptions.ProxyError) for one in chain):
        return (
            text("the proxy of your network does not let the request to %(name)s through.",
                 name=name),
            text("Check the settings HTTP_PROXY, HTTPS_PROXY and NO_PROXY."),
        )  # fmt: skip
    if any(isinstance(one, requests.exceptions.SSLError) for one in chain):
        return (
            text("the secure connection to %(name)s cannot be trusted: its certificate was "
                 "not recognised.", name=name),
            CERTIFICATE,
        )  # fmt: skip
    if any(isinstance(one, NameResolutionError | socket.gaierror) for one in chain):
        return (
            text("%(name)s cannot be found from here: there is no network, or it is closed.",
                 name=name),
            service.instead,
        )  # fmt: skip
    if any(isinstance(one, requests.exceptions.Timeout | TimeoutError) for one in chain):
        return (
            text("%(name)s gave no answer within %(seconds)s seconds.",
                 name=name, seconds=Number(seconds)),
            LATER,
        )  # fmt: skip
    if any(isinstance(one, ConnectionRefusedError) for one in chain):
        return text("the connection to %(name)s is refused.", name=name), service.instead
    if isinstance(fault, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema
                  | requests.exceptions.MissingSchema):  # fmt: skip
        return (
            text("the address that is set for %(name)s is not an address of the web.", name=name),
            text("Give an address that starts with https://."),
        )
    if isinstance(fault, requests.exceptions.TooManyRedirects):
        return text("%(name)s keeps sending the request on.", name=name), CAPTIVE
    return text("the connection to %(name)s was broken off.", name=name), LATER


def _causes(fault: BaseException) -> Iterator[BaseException]:
    """Give a fault and everything it was made of: requests wraps what urllib3 wraps."""
    seen: set[int] = set()
    waiting: list[BaseException] = [fault]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inside = [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        waiting += [other for other in inside if isinstance(other, BaseException)]


def refused(service: Service, status: int, tries: int) -> NotThereError | UnreachableError:
    """Say what a status of the service means."""
    if status in (404, 410):
        return NotThereError(service.absent, where=service.about, todo=service.check)
    if status in (407, 511):
        return UnreachableError(
            text("your network asks for a log-in before it lets the request through."),
            where=service.about,
            todo=CAPTIVE,
        )
    if status == 429 or status >= 500:
        return UnreachableError(
            text(
                "%(name)s is too busy or out of order (status %(status)s, after %(tries)s tries).",
                name=service.name,
                status=status,
                tries=tries,
            ),
            where=service.about,
            todo=LATER,
        )
    return UnreachableError(
        text("%(name)s refuses the request (status %(status)s).",
             name=service.name, status=status),
        where=service.about,
        todo=service.instead,
    )  # fmt: skip


def asked_to_wait(service: Service, seconds: float) -> UnreachableError:
    """Say that the service wants to be left alone for longer than a command can wait."""
    return UnreachableError(
        text("%(name)s asks to wait %(seconds)s seconds before trying again.",
             name=service.name, seconds=Number(round(seconds))),
        where=service.about,
        todo=LATER,
    )  # fmt: skip


def web_page(service: Service) -> UnreachableError:
    """Say that something else than data came back: the log-in page of a network, mostly."""
    return UnreachableError(
        text("a web page came back instead of data of %(name)s: perhaps your network asks you "
             "to log in.", name=service.name),
        where=service.about,
        todo=CAPTIVE,
    )  # fmt: skip


def broken_off(service: Service, tries: int) -> UnreachableError:
    """Say that the answer was cut off or damaged each time."""
    return UnreachableError(
        text("the answer of %(name)s was cut off or damaged, %(tries)s times.",
             name=service.name, tries=tries),
        where=service.about,
        todo=LATER,
    )  # fmt: skip


def something_else(service: Service, part: str) -> UnreachableError:
    """Say that there is data, of another form than the service promises."""
    return UnreachableError(
        text("%(name)s gave something else than the part %(part)s.",
             name=service.name, part=part),
        where=service.about,
        todo=service.instead,
    )  # fmt: skip


def incomplete(service: Service, found: int, promised: int) -> UnreachableError:
    """Say that the rows that came are not as many as the service promises."""
    return UnreachableError(
        text("%(found)s rows came, where %(name)s promises %(promised)s.",
             name=service.name, found=Number(found, 0), promised=Number(promised, 0)),
        where=service.about,
        todo=text("Try again later, or load it from a file."),
    )  # fmt: skip
