"""Doing something in several threads at once, each with a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from partners.policy.refusals import NotAllowed


def at_once(action, times=20, told=(NotAllowed,)):
    """Do something in so many threads that start together. Returns what each returned or was told instead."""
    start = Barrier(times, timeout=20)

    def run(number):
        try:
            start.wait()
            return action(number)
        except told as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
