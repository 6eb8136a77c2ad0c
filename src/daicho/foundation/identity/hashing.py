"""Secrets as argon2id hashes: each takes 64 MiB for a fifth of a second, so two at a time, off the loop."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_hasher = PasswordHash((Argon2Hasher(time_cost=3, memory_cost=65536, parallelism=1),))
_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")

NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$Zm9yIG5vIHBhc3N3b3JkIGF0IGFsbCwgZXZlcg"
)
"""A hash that no secret has: somebody unknown costs the same time as somebody known."""


async def hash_of(secret: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_hashing, _hasher.hash, secret)


async def matches(secret: str, stored: str) -> bool:
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_hashing, _hasher.verify, secret, stored)
