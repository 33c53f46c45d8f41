"""One process reads names with deduce for everybody; without it the rules stand alone."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from pathlib import Path

import pytest
from filelock import FileLock

from outcomes.labelled import score
from weefsel.outcomes.recogniser import client, messages, server
from weefsel.outcomes.recogniser.client import Recogniser
from weefsel.outcomes.recogniser.messages import NotUnderstoodError, Room
from weefsel.outcomes.screening import Kind, screen


def first_word(words: str) -> list[tuple[int, int]]:
    return [(0, len(words.split()[0]))]


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path / "recogniser")


@pytest.fixture
def serving(room):
    """Serve in a thread with a reader that knows one word, until the test ends."""
    child = os.getpid()
    running = threading.Thread(
        target=server.run,
        args=(room,),
        kwargs={"idle": 3.0, "parent": child, "load": lambda _cache: first_word},
    )
    running.start()
    assert Recogniser(room).wait(10)
    yield room
    running.join(15)
    assert not running.is_alive()
    assert not room.address.exists()


def test_what_it_answers_are_the_names_and_the_result_says_so(serving):
    done = screen("Quidam stond voor de deur", Recogniser(serving).names)
    assert done.names_by == "rules+deduce"
    assert done.struck == "[naam] stond voor de deur"


def test_a_second_process_for_the_same_folder_goes(serving):
    assert not server.run(serving, load=lambda _cache: pytest.fail("it loaded a second one"))
    assert client.is_held(serving)
    assert client.start(serving) is None


def test_without_it_the_rules_answer_at_once(room):
    begun = time.monotonic()
    done = screen("mevrouw Jansen belde", Recogniser(room).names)
    assert time.monotonic() - begun < 2
    assert done.names_by == "rules"
    assert done.struck == "mevrouw [naam] belde"


def test_one_that_hangs_costs_a_text_a_few_seconds_and_the_next_nothing(room, monkeypatch):
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.3)
    room.key()
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        room.address.write_text(json.dumps({"port": deaf.getsockname()[1], "process": 0}))
        asked = Recogniser(room)
        assert asked.names("Jan") is None
        begun = time.monotonic()
        assert asked.names("Jan") is None
        assert time.monotonic() - begun < 0.1


def test_one_that_is_still_dying_does_not_keep_the_next_from_starting(room, monkeypatch):
    started = []
    monkeypatch.setattr(
        client.subprocess, "Popen", lambda command, **_: started.append(command) or 1
    )
    room.key()
    asked = Recogniser(room, start=True)
    with FileLock(room.lock):
        assert not asked.ready()
        assert not started
    assert not asked.ready()
    assert len(started) == 1
    assert not asked.ready()
    assert len(started) == 1, "it gets time to load before another is started"


def test_somebody_without_the_key_gets_no_answer(serving):
    port = json.loads(serving.address.read_bytes())["port"]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        messages.send(line, b"another key", {"words": "Jan de Vries"})
        with pytest.raises((NotUnderstoodError, ConnectionError)):
            messages.receive(line, serving.key())


def test_rubbish_on_the_line_does_not_stop_it(serving):
    port = json.loads(serving.address.read_bytes())["port"]
    for rubbish in (b"", b"\xff" * 200, b"\x00\x00\x00\x02", b"GET / HTTP/1.1\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(rubbish)
    assert Recogniser(serving).names("Jan belde") == [(0, 3)]


def test_the_key_is_for_its_owner_alone_and_stays(room):
    key = room.key()
    assert room.key() == key
    assert len(key) == messages.KEY_BYTES
    if os.name == "posix":
        assert (room.folder / "key").stat().st_mode & 0o077 == 0


def test_tables_that_were_cut_off_are_built_again(tmp_path, monkeypatch):
    made = []

    class Deduce:
        def __init__(self, cache_path):
            made.append(cache_path)
            if (Path(cache_path) / "broken").exists():
                raise EOFError

    monkeypatch.setitem(__import__("sys").modules, "deduce", type("D", (), {"Deduce": Deduce}))
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "broken").touch()
    server.deduce_reader(cache)
    assert len(made) == 2
    assert not cache.exists()


@pytest.mark.deduce
@pytest.mark.parametrize("half", ["tune", "report"])
def test_deduce_finds_no_fewer_names_than_the_rules_alone(deduce, half):
    """What it adds, and what that costs, is printed with ``-s`` and stands in the docs."""
    with_it = score(half, lambda words: screen(words, deduce.names))
    alone = score(half, screen)
    for name, done in (("rules", alone), ("rules+deduce", with_it)):
        print(f"\n{half} {name} {done.recall(Kind.NAME):.3f} {done.precision:.3f}")
    assert with_it.recall(Kind.NAME) >= alone.recall(Kind.NAME)
    assert with_it.precision >= 0.90


@pytest.mark.deduce
def test_one_that_was_killed_is_started_again_by_the_next_who_asks(deduce):
    process = json.loads(deduce.room.address.read_bytes())["process"]
    os.kill(process, signal.SIGKILL)
    asked = Recogniser(deduce.room, start=True, idle=60)
    assert screen("mevrouw Jansen belde", asked.names).names_by == "rules"
    assert asked.wait(300)
    assert screen("mevrouw Jansen belde", asked.names).names_by == "rules+deduce"
