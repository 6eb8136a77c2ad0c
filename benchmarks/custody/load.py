"""The load generator: a process of its own, blocking sockets on one selector, requests written before the clock starts.

Each connection stands for one person: it sends a whole HTTP/1.1 request, reads the whole answer, then sends the next.
Nothing is pipelined. The client shares the two cores with the server; its own CPU seconds are told beside the figures.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter, deque
from pathlib import Path
from typing import Any

_SIZE = b"content-length:"
_END = b"\r\n\r\n"


class Connection:
    """One person's browser: the request it waits on, and the bytes of the answer so far."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = b""
        self.sent_at = 0.0

    def ask(self, request: bytes) -> None:
        self.received = b""
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def answered(self) -> int:
        """The status once the whole answer is here, 0 until then."""
        chunk = self.socket.recv(65536)
        if not chunk:
            raise ConnectionError("the server closed the connection")
        self.received += chunk
        head, end, body = self.received.partition(_END)
        if not end or len(body) < _length(head):
            return 0
        return int(head[9:12])


def _length(head: bytes) -> int:
    lower = head.lower()
    start = lower.find(_SIZE)
    return int(lower[start + len(_SIZE) :].split(b"\r\n", 1)[0]) if start >= 0 else 0


def run(address: tuple[str, int], requests: list[bytes], connections: int) -> dict[str, Any]:
    """Send them all, `connections` at a time; statuses, seconds and each answer's milliseconds."""
    waiting = deque(requests)
    took: list[float] = []
    statuses: Counter[int] = Counter()
    ready = selectors.DefaultSelector()
    began, cpu = time.perf_counter(), time.process_time()
    for _ in range(min(connections, len(requests))):
        one = Connection(address)
        ready.register(one.socket, selectors.EVENT_READ, one)
        one.ask(waiting.popleft())
    while len(took) < len(requests):
        for key, _ in ready.select():
            one = key.data
            status = one.answered()
            if not status:
                continue
            took.append((time.perf_counter() - one.sent_at) * 1000)
            statuses[status] += 1
            if waiting:
                one.ask(waiting.popleft())
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "client_cpu": time.process_time() - cpu,
        "statuses": {str(status): count for status, count in statuses.items()},
        "took": took,
    }


def main() -> None:
    """`python -m benchmarks.custody.load FILE`: the file names address, connections and requests."""
    asked = json.loads(Path(sys.argv[1]).read_text())
    requests = [text.encode() for text in asked["requests"]]
    answer = run(tuple(asked["address"]), requests, asked["connections"])
    Path(asked["answer"]).write_text(json.dumps(answer))


if __name__ == "__main__":
    main()
