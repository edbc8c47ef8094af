"""Waiting for what another thread does, for as long as it is allowed to take."""

from time import monotonic


def until(happened, seconds=2):
    """Ask again and again; at most so many seconds may pass."""
    end = monotonic() + seconds
    while not happened():
        assert monotonic() < end, f"did not happen within {seconds} s"
