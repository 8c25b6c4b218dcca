"""Requests to a served installation, byte by byte: as broken, slow or endless as a test wants them."""

import json
import socket
import struct
from dataclasses import dataclass
from http.client import HTTPConnection

from tests.operations.site import Site

BOUNDARY = "skiljelinje"


@dataclass(frozen=True)
class Door:
    """The imports of one engagement, as a person with a token reaches them."""

    site: Site
    engagement: str
    token: str

    @property
    def path(self) -> str:
        return f"/api/v1/engagements/{self.engagement}/imports/"

    def ask(self, path: str, data: bytes | None = None, kind: str = "application/json") -> tuple[int, object]:
        """Send one whole request; return the status and what was answered."""
        asked = HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        heads = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        asked.request("GET" if data is None else "POST", path, data, heads)
        answer = asked.getresponse()
        return answer.status, json.loads(answer.read() or b"null")

    def drop(self, files: dict[str, bytes]) -> tuple[int, object]:
        """Drop whole files."""
        body = b"".join(open_part(name) + content + b"\r\n" for name, content in files.items())
        return self.ask(self.path, body + f"--{BOUNDARY}--\r\n".encode(), f"multipart/form-data; boundary={BOUNDARY}")

    def begin(self, length: int | None) -> socket.socket:
        """Begin a drop of one file that says it is `length` long; None says nothing and sends chunks."""
        how = f"Content-Length: {length}" if length is not None else "Transfer-Encoding: chunked"
        sent = socket.create_connection(("127.0.0.1", self.site.port), timeout=20)
        lines = (
            f"POST {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Authorization: Bearer {self.token}",
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
            how,
        )
        sent.sendall("\r\n".join([*lines, "", ""]).encode())
        return sent


def open_part(name: str) -> bytes:
    """Return what stands before a file's content."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
    return f"{head}Content-Type: text/csv\r\n\r\n".encode()


def as_chunk(content: bytes) -> bytes:
    """Return the content as one chunk of a request without a length."""
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


def break_off(sent: socket.socket) -> None:
    """Cut the connection as a pulled cable does: without an end."""
    sent.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sent.close()
