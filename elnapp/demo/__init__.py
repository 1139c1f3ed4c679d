"""The demo study: what a newcomer sees, made by the same commands as the web."""
