"""The option --postgres: run the tests on a throw-away PostgreSQL instead of SQLite.

The cluster is made from the machine's own binaries in a temporary folder, answers on a socket there and nowhere else,
does not wait for the disk, and dies with the test run. PostgreSQL refuses to run as root: root drops to another user.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

import pytest

BINARIES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
STARTS_WITHIN_SECONDS = 30
MARK = "TESTS_POSTGRES_FOLDER"
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "listen_addresses=")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--postgres", action="store_true", help="run on a throw-away PostgreSQL cluster")


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Start the cluster before the settings are read; workers of a parallel run find it in their environment."""
    if early_config.known_args_namespace.postgres and MARK not in os.environ:
        os.environ["DATABASE_URL"] = start_cluster()
    yield


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, on PostgreSQL, what cannot reach a database: it has run on SQLite and would do the very same."""
    if MARK not in os.environ:
        return
    reaching = [item for item in items if _reaches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(reaching)])
    items[:] = reaching


def _reaches_database(item: pytest.Item) -> bool:
    """Say whether the test asks for a database, or runs commands that open one (tests/operations)."""
    fixtures = set(getattr(item, "fixturenames", ()))
    asks = item.get_closest_marker("django_db") is not None or fixtures & {"db", "transactional_db", "live_server"}
    return bool(asks) or "operations" in item.path.parts


def pytest_report_header() -> str | None:
    return f"database: PostgreSQL in {os.environ[MARK]}" if MARK in os.environ else None


def find_binaries() -> Path:
    """Return the folder that holds initdb and postgres, the newest version first."""
    found = [folder for pattern in BINARIES for folder in Path("/").glob(pattern.lstrip("/"))]
    if beside := shutil.which("initdb"):
        found.append(Path(beside).resolve().parent)
    if not found:
        pytest.exit("--postgres: no PostgreSQL binaries found; on Debian: apt-get install postgresql", returncode=4)
    return max(found, key=lambda folder: [int(part) for part in folder.parent.name.split(".") if part.isdigit()])


def dropped(folder: Path) -> list[str]:
    """Return what stands before a command so that it runs as an ordinary user who owns `folder`."""
    if os.geteuid() != 0:
        return []
    known = {person.pw_name: person for person in pwd.getpwall()}
    person = known.get("postgres") or known["nobody"]
    os.chown(folder, person.pw_uid, person.pw_gid)
    return ["setpriv", f"--reuid={person.pw_uid}", f"--regid={person.pw_gid}", "--clear-groups"]


def start_cluster() -> str:
    """Make and start a cluster; return its DATABASE_URL. It ends with this process, however that ends."""
    folder = Path(tempfile.mkdtemp(prefix="kundverk-pg-"))
    before, binaries, data = dropped(folder), find_binaries(), folder / "data"
    make = [*before, str(binaries / "initdb"), "-D", str(data), "-U", "kundverk", "-A", "trust", "-E", "UTF8"]
    made = subprocess.run([*make, "--locale=C.UTF-8", "--no-sync"], capture_output=True, text=True, cwd=folder)
    if made.returncode != 0:
        pytest.exit(f"--postgres: initdb failed: {made.stderr.strip()}", returncode=4)
    settings = [word for setting in FAST for word in ("-c", setting)]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*_dying_with_us(before), str(binaries / "postgres"), "-D", str(data), "-k", str(folder), *settings],
            stdout=log,
            stderr=log,
            cwd=folder,
            start_new_session=True,
        )
    atexit.register(stop_cluster, server, folder, os.getpid())
    _wait_until_ready(binaries, folder, server)
    # The tests run as the product does: as a role that row-level security binds.
    role = "CREATE ROLE product LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS"
    subprocess.run([binaries / "psql", "-qh", folder, "-U", "kundverk", "-c", role, "postgres"], check=True)
    os.environ[MARK] = str(folder)
    return f"postgres://product@/postgres?host={folder}"


def _dying_with_us(before: list[str]) -> list[str]:
    if not shutil.which("setpriv"):
        return before
    return [*(before or ["setpriv"]), "--pdeathsig", "INT"]


def _wait_until_ready(binaries: Path, folder: Path, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while subprocess.run([binaries / "pg_isready", "-q", "-h", folder]).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            pytest.exit(f"--postgres: the server did not start:\n{(folder / 'log').read_text()}", returncode=4)
        time.sleep(0.05)


def stop_cluster(server: subprocess.Popen[bytes], folder: Path, owner: int) -> None:
    """Stop the server at once and remove its folder; a forked child of the test run leaves it alone."""
    if os.getpid() != owner:
        return
    server.send_signal(2)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
    shutil.rmtree(folder, ignore_errors=True)
