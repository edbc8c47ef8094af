"""The portal in server processes of its own, as it runs in production."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

from django.conf import settings

GRANIAN = os.path.join(os.path.dirname(sys.executable), "granian")


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def start_server(environment, port, workers=1):
    """The process of a server that answers by now."""
    options = f"--interface wsgi --host 127.0.0.1 --port {port} --workers {workers}"
    server = subprocess.Popen(
        [GRANIAN, *options.split(), "--no-access-log", "portal.wsgi:application"],
        env=environment,
        cwd=settings.BASE_DIR,
        start_new_session=True,
    )
    wait_until_ready(server, f"http://127.0.0.1:{port}")
    return server


def wait_until_ready(server, address):
    for _half_second in range(120):
        assert server.poll() is None
        try:
            urllib.request.urlopen(f"{address}/health/ready")
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(address)
