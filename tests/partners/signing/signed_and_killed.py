"""A process that signs through the form, to be killed at any moment of it, as the end of a machine would."""

import os
import random
import signal
import time

from django.db import connections
from django.test import Client

HEARD = b"heard"


def sign_and_die(client: Client, address: str, fields: dict[str, str], longest: float) -> bool:
    """Let a child send the form and kill it (SIGKILL) within so many seconds.

    Returns whether it was told before its end that the signature is kept, as a person's browser would be.
    """
    connections.close_all()
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        send_and_tell(client, address, fields, writes)
    os.close(writes)
    time.sleep(random.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    heard = os.read(reads, len(HEARD)) == HEARD
    os.close(reads)
    return heard


def send_and_tell(client, address, fields, writes):
    """In the child: send the form, say so once it is answered, and wait for the end."""
    try:
        answer = client.post(address, fields)
        if answer.status_code == 302:
            os.write(writes, HEARD)
        signal.pause()
    finally:
        os._exit(1)
