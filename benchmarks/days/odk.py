"""The same day as ODK sends it: an XML document a form, one multipart POST each.

After the OpenRosa rules (form submission 1.0; metadata) and the ODK XForms specification of
entities. Where there was a choice, the smaller was taken: only the fields that were filled
in or touched, no device or time fields, no HEAD request before, one connection kept open.
"""

import http.client
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from benchmarks.days.line import Line
from benchmarks.days.told import Day, Edit, Record

PLACE = f"/v1/key/{'k' * 64}/projects/1/submission"  # an app user of ODK Central
HEADS = {
    "User-Agent": "org.odk.collect.android/v2025.1.0 Dalvik/2.1.0 (Linux; U; Android 10; K)",
    "X-OpenRosa-Version": "1.0",
    "Date": "Tue, 10 Mar 2026 16:00:00 GMT",
    "Connection": "Keep-Alive",
    "Accept-Encoding": "gzip",
}
ANSWER = (
    b'<OpenRosaResponse xmlns="http://openrosa.org/http/response" items="0">\n'
    b'  <message nature="">full submission upload was successful!</message>\n'
    b"</OpenRosaResponse>"
)


def submission(told: Record | Edit) -> bytes:
    """One form filled in, as an XForms instance that makes or changes an entity."""
    of, does = (
        (told.of, f'baseVersion="{1 + len(told.after)}" update="1"')
        if isinstance(told, Edit)
        else (told, 'create="1"')
    )
    fields = "".join(f"<{name}>{_text(value)}</{name}>" for name, value in told.fields.items())
    return (
        f'<?xml version=\'1.0\' ?><data id="{of.kind}" version="1" '
        'xmlns:orx="http://openrosa.org/xforms" '
        f'xmlns:entities="http://www.opendatakit.org/xforms/entities">{fields}<orx:meta>'
        f"<orx:instanceID>uuid:{told.key}</orx:instanceID>"
        f'<entities:entity dataset="{of.kind}" id="{of.key}" {does}/></orx:meta></data>'
    ).encode()


def _text(value: Any) -> str:
    return escape(" ".join(value) if isinstance(value, list) else str(value))


def multipart(document: bytes) -> tuple[bytes, str]:
    """The body of the POST and its content type."""
    boundary = str(uuid.uuid4())
    head = (
        f"--{boundary}\r\n"
        'Content-Disposition: form-data; name="xml_submission_file"; '
        'filename="submission.xml"\r\n'
        f"Content-Type: text/xml\r\nContent-Length: {len(document)}\r\n\r\n"
    )
    body = head.encode() + document + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def send(day: Day, line: Line) -> None:
    """The whole day, one request a form, on one connection."""
    connection = http.client.HTTPConnection("localhost", line.port)
    forms: list[Record | Edit] = [*day.records, *day.edits]
    for told in sorted(forms, key=lambda form: form.at):
        body, kind = multipart(submission(told))
        connection.request("POST", PLACE, body, {**HEADS, "Content-Type": kind})
        answer = connection.getresponse()
        answer.read()
        if answer.status != http.client.CREATED:
            raise RuntimeError(f"A submission was answered with {answer.status}")
    connection.close()


class _Receiver(BaseHTTPRequestHandler):
    """Takes submissions apart and keeps them by their id, as a server would."""

    protocol_version = "HTTP/1.1"
    kept: dict[str, ElementTree.Element] = {}

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kind = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        message = message_from_bytes(kind + body, policy=policy.HTTP)
        (part,) = message.iter_parts()
        document = ElementTree.fromstring(part.get_content())
        instance = document.find(".//{http://openrosa.org/xforms}instanceID")
        self.kept[str(instance.text if instance is not None else "")] = document
        self.send_response(http.client.CREATED)
        for name, value in {
            "X-OpenRosa-Version": "1.0",
            "Content-Language": "en",
            "Content-Type": "text/xml; charset=utf-8",
            "Content-Length": str(len(ANSWER)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_told: object) -> None:
        """Silent."""


@contextmanager
def receiver() -> Iterator[tuple[int, dict[str, ElementTree.Element]]]:
    """A small receiver on this machine: its port, and what it has received."""
    _Receiver.kept = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), _Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, _Receiver.kept
        server.shutdown()
