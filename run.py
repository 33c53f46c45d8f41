#!/usr/bin/env python3
"""Set up and start Weefsel with nothing but Python's standard library.

``python3 run.py``              set up, make the example municipality, start and say where
``python3 run.py test``         set up with a browser and run every check and test
``python3 run.py weefsel ...``  the command ``weefsel``, without activating anything

The set-up is a folder ``.venv`` beside this file, filled from ``requirements.lock`` with every
hash checked. A stamp in it tells which lock it was filled from, so that a next start takes
seconds. Packages come from wherever the user's own pip is set to fetch them. Why it is made
this way: ``docs/decisions/004-start-with-run-py.md``.

One file, because it runs before anything is installed. Its text stays readable to any Python 3
(so: no newer notations), for an old one must be able to say that it is too old.
"""

import ast
import contextlib
import errno
import hashlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

try:
    import json
    import shutil
except ImportError:  # Debian's python3-minimal
    json = shutil = None

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "weefsel-setup.json"  # what the folder was filled from; written last
BUSY = VENV / "weefsel-setup.busy"  # stands there while packages are being placed
LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"  # holds all of LOCK, and what the tests need
UV_LOCK = "requirements-uv.lock"
DEFAULT_PORT = 8000
HIGHEST_PORT = 65535
STOP_SECONDS = 10  # what the server gets to finish its pages after Ctrl-C
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_POSTGRES = "tests/on_postgresql.txt"  # test files that run once more, on PostgreSQL
MOST_TEST_WORKERS = 4  # each worker holds a browser and a national table in memory

USAGE = (
    "python3 run.py [--port N]     opzetten, voorbeeldgemeente maken, starten\n"
    "python3 run.py test [...]     alle controles en tests (of pytest met wat je meegeeft)\n"
    "python3 run.py weefsel ...    het commando weefsel",
    "python3 run.py [--port N]     set up, make the example municipality, start\n"
    "python3 run.py test [...]     every check and test (or pytest with what you give)\n"
    "python3 run.py weefsel ...    the command weefsel",
)
# Dutch, English. Each problem is one sentence on what is wrong, and how to mend it.
WORDS = {
    "old_python": (
        "Weefsel heeft Python {oldest} of nieuwer nodig en dit is {found}: installeer een nieuwere"
        " en start met bijvoorbeeld `python{oldest} run.py`.",
        "Weefsel needs Python {oldest} or newer and this is {found}: install a newer one and"
        " start with for instance `python{oldest} run.py`.",
    ),
    "no_venv": (
        "Deze Python mist het onderdeel waarmee run.py een eigen omgeving maakt ({missing}):"
        " installeer het (op Debian en Ubuntu `sudo apt install python3-venv`) en start opnieuw.",
        "This Python lacks the part with which run.py makes its own environment ({missing}):"
        " install it (on Debian and Ubuntu `sudo apt install python3-venv`) and start again.",
    ),
    "no_network": (
        "De pakketten zijn niet op te halen, want de pakketindex antwoordt niet: herstel de"
        " verbinding, of stel proxy of index in met `pip config set`, en start opnieuw.",
        "The packages cannot be fetched because the package index does not answer: mend the"
        " connection, or set proxy or index with `pip config set`, and start again.",
    ),
    "no_certificate": (
        "De pakketindex toont een certificaat dat deze computer niet vertrouwt: vraag je"
        " beheerder om het certificaat, stel het in met `pip config set global.cert BESTAND`"
        " en start opnieuw.",
        "The package index shows a certificate that this computer does not trust: ask your"
        " administrator for it, set it with `pip config set global.cert FILE` and start again.",
    ),
    "no_package": (
        "Een pakket bestaat niet voor deze computer of staat niet in je pakketindex ({detail}):"
        " gebruik een andere index of een andere Python en start opnieuw.",
        "A package does not exist for this computer or is not in your package index ({detail}):"
        " use another index or another Python and start again.",
    ),
    "wrong_hash": (
        "Een opgehaald pakket is niet het pakket dat in {lock} staat, dus het is niet"
        " geïnstalleerd ({detail}): controleer je pakketindex en start opnieuw.",
        "A package that was fetched is not the one named in {lock}, so it was not installed"
        " ({detail}): check your package index and start again.",
    ),
    "no_write": (
        "In {folder} mag niet worden geschreven: zet Weefsel in een map waar je mag schrijven en"
        " start opnieuw.",
        "{folder} cannot be written to: put Weefsel in a folder where you may write and start"
        " again.",
    ),
    "no_space": (
        "De schijf met {folder} is vol (Weefsel heeft ongeveer 2 GB nodig): maak ruimte en start"
        " opnieuw; wat half klaar is, wordt dan afgemaakt.",
        "The disk that holds {folder} is full (Weefsel needs about 2 GB): make room and start"
        " again; what is half done is then finished.",
    ),
    "no_file": (
        "{file} ontbreekt in {folder}: haal Weefsel opnieuw op met `git clone`.",
        "{file} is missing from {folder}: get Weefsel again with `git clone`.",
    ),
    "step_failed": (
        "Het opzetten is niet gelukt bij '{step}' ({detail}): los dat op en start opnieuw.",
        "Setting up failed at '{step}' ({detail}): solve that and start again.",
    ),
    "port_used": (
        "Poort {port} is al in gebruik: stop wat daar draait, of start met"
        " `python3 run.py --port {other}`.",
        "Port {port} is already in use: stop what runs there, or start with"
        " `python3 run.py --port {other}`.",
    ),
    "port_forbidden": (
        "Poort {port} mag niet worden geopend: kies er een boven 1023, bijvoorbeeld"
        " `python3 run.py --port 8000`.",
        "Port {port} may not be opened: choose one above 1023, for instance"
        " `python3 run.py --port 8000`.",
    ),
    "port_wrong": (
        "'{port}' is geen poort: geef een getal van 1 tot en met 65535.",
        "'{port}' is not a port: give a number from 1 to 65535.",
    ),
    "unknown": (
        "run.py kent '{word}' niet: gebruik `python3 run.py`, `python3 run.py test` of"
        " `python3 run.py weefsel ...`.",
        "run.py does not know '{word}': use `python3 run.py`, `python3 run.py test` or"
        " `python3 run.py weefsel ...`.",
    ),
    "no_browser": (
        "De browsertests hebben Chromium nodig: installeer het (op Debian en Ubuntu"
        " `sudo apt install chromium`) of noem het met WEEFSEL_CHROMIUM=/pad/naar/chromium.",
        "The browser tests need Chromium: install it (on Debian and Ubuntu"
        " `sudo apt install chromium`) or name it with WEEFSEL_CHROMIUM=/path/to/chromium.",
    ),
    "wrong_browser": (
        "WEEFSEL_CHROMIUM noemt '{path}', maar dat is geen programma: verbeter het pad.",
        "WEEFSEL_CHROMIUM names '{path}', which is not a program: correct the path.",
    ),
    "making": ("Eigen omgeving maken in .venv ...", "Making an environment in .venv ..."),
    "fetching": (
        "Pakketten ophalen (alleen de eerste keer, een paar minuten) ...",
        "Fetching packages (only the first time, a few minutes) ...",
    ),
    "browser": ("Chromium installeren met apt ...", "Installing Chromium with apt ..."),
    "example": (
        "Voorbeeldgemeente Weverdam maken (alles is verzonnen) ...",
        "Making the example municipality Weverdam (all of it fictitious) ...",
    ),
    "serving": (
        "Weefsel draait op {address} (stoppen met Ctrl-C).",
        "Weefsel runs on {address} (stop with Ctrl-C).",
    ),
    "starting": ("Weefsel starten ...", "Starting Weefsel ..."),
    "stopped": ("Weefsel is gestopt.", "Weefsel has stopped."),
    "interrupted": (
        "Onderbroken; de volgende start maakt het af.",
        "Interrupted; the next start finishes it.",
    ),
    "passed": ("Alles is goed.", "Everything passed."),
    "failed": ("Niet goed: {checks}.", "Failed: {checks}."),
}
# Words in the messages of venv, pip and uv that tell which problem it is; the first that fits.
SIGNS = (
    ("no_space", "no space left on device|disk quota exceeded|errno 28"),
    ("no_write", "read-only file system|permission denied"),
    ("wrong_hash", "hash mismatch|do not match the hashes|hashes are required"),
    ("no_certificate", "certificate verify failed|invalid peer certificate|unknownissuer"),
    (
        "no_network",
        "failed to fetch|connection broken|connection refused|name resolution|dns error"
        "|error sending request|timed out|network is unreachable|cannot connect to proxy"
        "|failed to establish a new connection|network connectivity is disabled",
    ),
    ("no_package", "no solution found|no matching distribution|no usable wheels"),
)


class Problem(Exception):
    """Something that the user can solve; exit status 2."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def __str__(self) -> str:
        """Give the sentence."""
        return words(self.key, **self.params)


def words(key: str, **params: object) -> str:
    """Give a sentence in the language of WEEFSEL_LANG, Dutch by default."""
    dutch, english = WORDS[key]
    chosen = english if os.environ.get("WEEFSEL_LANG", "nl").lower().startswith("en") else dutch
    return chosen.format(**params)


def say(key: str, **params: object) -> None:
    """Tell how far it is, on standard error: standard output is the command's own."""
    print(words(key, **params), file=sys.stderr, flush=True)


def check_python(found: tuple = sys.version_info) -> None:
    """Refuse a Python that is too old or incomplete, before anything is written."""
    if tuple(found[:2]) < OLDEST_PYTHON:
        raise Problem(
            "old_python",
            oldest=".".join(map(str, OLDEST_PYTHON)),
            found=".".join(map(str, found[:3])),
        )
    if json is None or shutil is None:
        raise Problem("no_venv", missing="json")


def classify(output: str, step: str) -> Problem:
    """Turn what venv, pip or uv wrote into the one problem that it tells of."""
    low = output.lower()
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    detail = lines[-1][:200] if lines else "?"
    for key, signs in SIGNS:
        if any(sign in low for sign in signs.split("|")):
            return Problem(key, folder=ROOT, lock=LOCK, detail=detail)
    return Problem("step_failed", step=step, detail=detail)


def run_step(step: str, command: list, env: "dict | None" = None) -> str:
    """Run a step of the set-up quietly; raise its problem when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode < 0 or done.returncode == 128 + signal.SIGINT:
        raise KeyboardInterrupt
    if done.returncode:
        raise classify(done.stdout, step)
    return done.stdout


def venv_python() -> Path:
    """Give the path of the environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works(command: list) -> bool:
    """Tell whether a command runs at all."""
    try:
        return subprocess.run([str(c) for c in command], capture_output=True).returncode == 0
    except OSError:
        return False


def fingerprint(name: str) -> str:
    """Give the hash of a lock file."""
    try:
        return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
    except FileNotFoundError:
        raise Problem("no_file", file=name, folder=ROOT) from None


def read_stamp() -> dict:
    """Give what the environment was filled from, empty when it is not whole."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def needed_lock(stamp: dict, for_tests: bool) -> "str | None":
    """Give the lock to fill the environment from, or None when it is filled already.

    An environment once filled for tests stays so: it serves to start as well.
    """
    start, test = fingerprint(LOCK), fingerprint(TEST_LOCK)
    if stamp.get("test"):
        return None if stamp["test"] == test and stamp.get("start") == start else TEST_LOCK
    if for_tests:
        return TEST_LOCK
    return None if stamp.get("start") == start else LOCK


def uv_settings(pip_settings: str) -> dict:
    """Translate the user's own pip settings to uv, which does not read them itself.

    ``pip_settings`` is what ``pip config list`` prints, weakest first. pip weighs all its
    indexes alike, so uv is told to do the same; every file is checked by its hash anyway.
    """
    found = {}
    for line in pip_settings.splitlines():
        name, _, value = line.partition("=")
        section, _, key = name.strip().rpartition(".")
        if section not in ("global", "install", ":env:"):
            continue
        try:
            found[key.replace("_", "-")] = str(ast.literal_eval(value.strip())).split()
        except (ValueError, SyntaxError):
            continue
    settings = {"UV_INDEX_STRATEGY": "unsafe-best-match", "UV_SYSTEM_CERTS": "1"}
    for key, name, joint in (
        ("index-url", "UV_DEFAULT_INDEX", " "),
        ("extra-index-url", "UV_INDEX", " "),
        ("find-links", "UV_FIND_LINKS", ","),
        ("trusted-host", "UV_INSECURE_HOST", " "),
        ("cert", "SSL_CERT_FILE", " "),
        ("proxy", "ALL_PROXY", " "),
    ):
        if found.get(key):
            settings[name] = joint.join(found[key])
    if found.get("no-index", ["0"])[0].lower() in ("1", "true", "yes", "on"):
        settings["UV_NO_INDEX"] = "1"
    return settings


def make_environment() -> None:
    """Make .venv with uv in it; begin anew when an earlier one does not work."""
    if not works([venv_python(), "-m", "pip", "--version"]):
        for part in ("venv", "ensurepip"):
            if importlib.util.find_spec(part) is None:
                raise Problem("no_venv", missing=part)
        say("making")
        run_step("python -m venv", [sys.executable, "-m", "venv", "--clear", VENV])
    pinned = (ROOT / UV_LOCK).read_text(encoding="utf-8").split("uv==")[1].split()[0]
    if pinned in uv_version():
        return
    command = [venv_python(), "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--force-reinstall", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    run_step("pip install uv", [*command, "-r", UV_LOCK])


def uv_version() -> list:
    """Give what the environment's uv says of its version, empty when it does not run."""
    done = subprocess.run(
        [str(venv_python()), "-m", "uv", "--version"], capture_output=True, encoding="utf-8"
    )
    return done.stdout.split() if done.returncode == 0 else []


def fill_environment(lock: str) -> None:
    """Place exactly the packages of a lock, and put src on the environment's path."""
    python = venv_python()
    settings = run_step("pip config list", [python, "-m", "pip", "config", "list"])
    env = {**uv_settings(settings), "UV_PYTHON_DOWNLOADS": "never", **os.environ}
    command = [python, "-m", "uv", "pip", "sync", "--python", python, "--require-hashes"]
    command += ["--only-binary", ":all:", "--strict"]
    if BUSY.exists():  # a set-up was cut off: what it left may look whole and not be so
        command.append("--reinstall")
    say("fetching")
    BUSY.touch()
    run_step("uv pip sync", [*command, lock], env)
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(run_step("sysconfig", [python, "-c", where]).strip())
    (packages / "weefsel.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")


def set_up(for_tests: bool = False) -> None:
    """Make the environment ready; do nothing when it already is."""
    stamp = read_stamp()
    lock = needed_lock(stamp, for_tests)
    moved = stamp.get("root") != str(ROOT)  # the path to src is in the environment
    if lock is None and not moved and works([venv_python(), "-c", ""]):
        compile_catalogues()
        return
    make_environment()
    STAMP.unlink(missing_ok=True)
    fill_environment(lock or (TEST_LOCK if stamp.get("test") else LOCK))
    filled = {"root": str(ROOT), "start": fingerprint(LOCK)}
    if lock == TEST_LOCK or stamp.get("test"):
        filled["test"] = fingerprint(TEST_LOCK)
    compile_catalogues()
    STAMP.write_text(json.dumps(filled), encoding="utf-8")
    BUSY.unlink(missing_ok=True)


def compile_catalogues() -> None:
    """Compile the Dutch catalogues where one is newer than its compiled form."""
    for source in (ROOT / "src").rglob("*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            run_step("weefsel.base.language", [venv_python(), "-m", "weefsel.base.language"])
            return


def environment(**more: str) -> dict:
    """Give the variables for Weefsel itself: everything it keeps goes to var/ beside run.py."""
    return {"WEEFSEL_HOME": str(ROOT / "var"), **os.environ, **more}


def weefsel_command(*arguments: str) -> list:
    """Give the command line of ``weefsel``; no script, so that the folder may be moved."""
    return [str(venv_python()), "-m", "weefsel", *arguments]


def run_weefsel(arguments: list) -> int:
    """Run the command ``weefsel`` in the user's own folder and give its exit status."""
    set_up()
    return subprocess.call(weefsel_command(*arguments), env=environment())


def read_port(arguments: list) -> int:
    """Give the port asked for: ``--port N``, else WEEFSEL_PORT, else 8000."""
    asked = os.environ.get("WEEFSEL_PORT") or str(DEFAULT_PORT)
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word == "--port":
            asked = rest.pop(0) if rest else ""
        elif word.startswith("--port="):
            asked = word.partition("=")[2]
        else:
            raise Problem("unknown", word=word)
    if not (asked.isascii() and asked.isdigit() and 0 < int(asked) <= HIGHEST_PORT):
        raise Problem("port_wrong", port=asked)
    return int(asked)


def check_port(port: int) -> None:
    """Refuse a port that something else holds, before the long work starts."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        if os.name != "nt":  # there it would let two servers share a port
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except PermissionError:
            raise Problem("port_forbidden", port=port) from None
        except OSError as fault:
            if fault.errno != errno.EADDRINUSE:
                raise
            other = port + 1 if port < HIGHEST_PORT else DEFAULT_PORT
            raise Problem("port_used", port=port, other=other) from None


def answers(port: int) -> bool:
    """Tell whether something listens at the port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as door:
        door.settimeout(1)
        return door.connect_ex(("127.0.0.1", port)) == 0


def start(arguments: list) -> int:
    """Set up, start the server, say where it is, and stop it at Ctrl-C."""
    port = read_port(arguments)
    check_port(port)
    set_up()
    say("starting")
    prepare()
    command = weefsel_command("serve", "--port", str(port))
    # Its own line with the address comes before it answers; ours comes after. In a session of
    # its own, so that Ctrl-C reaches it once, through us, and nothing of it can be left behind.
    server = subprocess.Popen(
        command, env=environment(), stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _interrupt)
        while server.poll() is None and not answers(port):
            time.sleep(0.1)
        if server.poll() is None:
            print(words("serving", address=f"http://127.0.0.1:{port}"), flush=True)
        return server.wait()
    except KeyboardInterrupt:
        stop(server)
        say("stopped")
        return 0


def prepare() -> None:
    """Make the database, the pages' files and, where it is not yet, the example municipality."""
    database = "from weefsel.web.install import prepare; prepare()"
    run_step("weefsel.web", [venv_python(), "-c", database], environment())
    years = "from weefsel.atlas.store import Store; from weefsel.base.home import home"
    years += "; print(len(Store(home()).years('XX00')))"
    found = run_step("weefsel.atlas", [venv_python(), "-c", years], environment())
    if found.split()[-1:] == ["0"]:
        say("example")
        run_step("weefsel example", weefsel_command("example"), environment())


def _interrupt(number: int, frame: object) -> None:
    """Let a request to end from the system take the same way as Ctrl-C."""
    raise KeyboardInterrupt


def stop(server: subprocess.Popen) -> None:
    """Ask the server to finish, and end all of it when it does not."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave it running
    if server.poll() is None:
        server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):  # nothing was left, as it should be
            os.killpg(server.pid, signal.SIGKILL)


def find_browser() -> str:
    """Give the path of a Chromium: named, found, or installed with apt where that may."""
    named = os.environ.get("WEEFSEL_CHROMIUM")
    if named:
        if not shutil.which(named):
            raise Problem("wrong_browser", path=named)
        return shutil.which(named)
    if not installed_browser():
        if not shutil.which("apt-get") or getattr(os, "geteuid", lambda: 1)():
            raise Problem("no_browser")
        say("browser")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], env=quiet, stdout=subprocess.DEVNULL)
    if not installed_browser():
        raise Problem("no_browser")
    return installed_browser()


def installed_browser() -> "str | None":
    """Give the first browser on the path that the tests can use."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def checks(arguments: list) -> dict:
    """Give the checks to run, by name: all of them, or only pytest when arguments are given."""
    python = str(venv_python())
    imports = "from importlinter.cli import lint_imports_command as c; c()"
    pytest = [python, "-m", "pytest"]
    if arguments:
        return {"pytest": [*pytest, *arguments]}
    workers = min(MOST_TEST_WORKERS, os.cpu_count() or 1)
    # A file stays with one worker, so that what its tests share is made once. Files in their own
    # order: by number of tests the few that take minutes would come last, for one worker alone.
    spread = ["-n", str(workers), "--dist=loadfile", "--no-loadscope-reorder", "--durations=25"]
    found = {
        "ruff": [python, "-m", "ruff", "check", "."],
        "ruff format": [python, "-m", "ruff", "format", "--check", "--output-format=concise", "."],
        "mypy": [python, "-m", "mypy"],
        "import-linter": [python, "-c", imports],
        "pytest": [*pytest, *spread],
    }
    if os.environ.get("WEEFSEL_TEST_POSTGRES"):
        found["pytest on PostgreSQL"] = [*pytest, *spread, *on_postgres()]
    return found


def on_postgres() -> list:
    """Give the test files that run on PostgreSQL as well."""
    lines = (ROOT / ON_POSTGRES).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def database_for(check: str) -> dict:
    """Give the setting of the database for a check; Django makes its own one beside it."""
    if not check.endswith("PostgreSQL"):
        return {}
    server = os.environ["WEEFSEL_TEST_POSTGRES"].rpartition("/")[0]
    return {"WEEFSEL_DATABASE_URL": f"{server}/weefsel_{os.getpid()}"}


def test(arguments: list) -> int:
    """Run every check, go on after a failure, and tell at the end which failed."""
    set_up(for_tests=True)
    browser = find_browser()
    failed = []
    with tempfile.TemporaryDirectory() as home:  # tests never touch what the user keeps
        env = environment(WEEFSEL_CHROMIUM=browser, WEEFSEL_HOME=home)
        for name, command in checks(arguments).items():
            print(f"\n== {name}", flush=True)
            began = time.monotonic()
            if subprocess.call(command, cwd=ROOT, env={**env, **database_for(name)}):
                failed.append(name)
            print(f"-- {name}: {time.monotonic() - began:.0f} s", flush=True)
    print("\n" + (words("failed", checks=", ".join(failed)) if failed else words("passed")))
    return 1 if failed else 0


def main(arguments: list) -> int:
    """Do what is asked and give the exit status: 0 done, 1 a check failed, 2 something to mend."""
    try:
        check_python()
        first = arguments[0] if arguments else ""
        if first in ("-h", "--help", "help"):
            english = os.environ.get("WEEFSEL_LANG", "nl").lower().startswith("en")
            print(USAGE[english])
            return 0
        if first == "test":
            return test(arguments[1:])
        if first == "weefsel":
            return run_weefsel(arguments[1:])
        return start(arguments)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        say("interrupted")
        return 128 + signal.SIGINT
    except OSError as fault:
        print(classify(f"{fault.strerror or fault}", fault.filename or "run.py"), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
