"""nginx with ``docs/nginx.conf``, in one folder and one process that a test can stop, and what its service says."""

import os
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.running_app import ROOT, free_port, wait_until

# The document gives two processes, on these ports.
PORTS = ("8501", "8502")
# Around the document's part of the configuration: everything in one folder, in one process that we can stop.
FRAME = """
daemon off; master_process off; pid {folder}/pid; error_log stderr;
events {{}}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/dashboard.conf;
}}
"""

# Nobody is signed in until an administrator chooses a sign-in, which then says who it is.
NOBODY = '    default "";\n    # With passwords'
SERVICE = ROOT / "docs" / "dashboard@.service"


def signed_in(identity: str) -> dict[str, str]:
    """The change by which every reader is one and the same."""
    return {NOBODY: f"    default {identity};\n    # With passwords"}


def said_by_the_service(key: str) -> list[str]:
    """The words of one line of the document's unit, such as ``ExecStart``."""
    (line,) = [each for each in SERVICE.read_text(encoding="utf-8").splitlines() if each.startswith(f"{key}=")]
    return shlex.split(line.partition("=")[2])


def settings_of_the_service() -> dict[str, str]:
    """The environment variables that the document's unit sets."""
    return dict(each.split("=", 1) for each in said_by_the_service("Environment"))


@contextmanager
def running_nginx(folder: Path, addresses: list[str], more: Mapping[str, str] | None = None) -> Iterator[str]:
    """nginx with the document's configuration, which knows nothing but other ports and another log; its address.

    ``more`` of its lines are changed as an administrator would change them.
    """
    port = free_port()
    changes = {f"127.0.0.1:{old};": f"{new};" for old, new in zip(PORTS, addresses, strict=True)}
    changes |= {"listen 80;\n": f"listen 127.0.0.1:{port};\n"}
    changes |= {"/var/log/nginx/dashboard.log": str(folder / "access.log"), **(more or {})}
    text = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
    assert all(text.count(old) == 1 for old in changes), "the document changed: see what this test replaces"
    for old, new in changes.items():
        text = text.replace(old, new)
    (folder / "dashboard.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(FRAME.format(folder=folder))
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "there is no nginx: run 'sh tests/install_programs all'"
    process = subprocess.Popen([program, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")])
    try:
        wait_until(lambda: process.poll() is not None or listens(port), "nginx listens")
        assert process.poll() is None, "nginx refused its configuration"
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0
