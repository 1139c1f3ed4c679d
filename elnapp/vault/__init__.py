"""The identities of people: encrypted one by one, looked at for a purpose, and one day forgotten.

Nothing of an identity leaves this room: other rooms know a person's code (docs/vault.md).
"""
