"""The graph of what came from what: values, and questions asked of them.

A graph is small (the answer to one look-up); the store finds what belongs to it
(`elnapp/tracing/queries`), these rules say what it means: what is held by inheritance, which units
have no parent, how it is folded and laid out for a page, and what a recall would have to reach.
"""
