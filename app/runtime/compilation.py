"""Compiling the machine before it is needed, for whoever starts a program; nothing here loads the compiler."""

from app.runtime.native.warming import begin, make_ready

__all__ = ["begin", "make_ready"]
