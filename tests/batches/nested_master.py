"""The nested master that the machines walk on, for the tests of the rules."""

from bench.machines.process_master import BODY, MASTER, ask, body, choice, step

__all__ = ["BODY", "MASTER", "ask", "body", "choice", "step"]
