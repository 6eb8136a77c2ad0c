"""Asks the server of this container whether it is ready: exit 0 or 1."""

import os
import ssl
import sys
from http.client import HTTPConnection, HTTPException, HTTPSConnection

SECONDS = 4


def main() -> int:
    host, port = "127.0.0.1", int(os.environ.get("DAICHO_PORT", "8000"))
    connection = HTTPConnection(host, port, timeout=SECONDS)
    if os.environ.get("DAICHO_TLS_CERTIFICATE"):
        own = ssl._create_unverified_context()  # noqa: S323 - loopback, its certificate names another host
        connection = HTTPSConnection(host, port, timeout=SECONDS, context=own)
    try:
        connection.request("GET", "/health/ready")
        return 0 if connection.getresponse().status == 200 else 1
    except (OSError, HTTPException):
        return 1


if __name__ == "__main__":
    sys.exit(main())
