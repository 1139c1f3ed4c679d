"""The readers and the cytometry: bytes in, readings out.

A reader takes the bytes of one file and gives back what the instrument measured, each value with
its unit and the text it was read from, or raises the one error that says why the file is refused.
Nothing here opens a file, a socket or a database, reads a clock, or knows Flask or a lot.
Nothing in a file is lost or guessed: what was not understood is listed, and what is ambiguous is
refused.
Floats live inside the arithmetic only and leave it as decimals with a stated rounding.
"""
