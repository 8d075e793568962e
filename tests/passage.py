"""A way to a LanguageTool server on which requests are counted and can be held up, and a text with a slip for it."""

from __future__ import annotations

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep

CLEAN = (
    "The council met on Tuesday evening to discuss the new bridge over the river and the road that leads to it. "
    "Engineers had measured the piers in spring and found them sound, but the deck was worn and the railings rusted "
    "through in several places. After two hours of debate the members agreed to close one lane in May and to ask three "
    "firms for an estimate before the summer.\n"
)
DAMAGED = CLEAN.replace("After two", "The mayor did not knew of it. After two")
RULE = "languagetool/DID_BASEFORM"
"""What LanguageTool finds in the one and not in the other."""


class Passage:
    """Passes requests on to the server at an address until it is closed. held: methods that get no answer."""

    def __init__(self, target: str) -> None:
        self.checks, self.held = 0, set[str]()
        passage = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.pass_on(None)

            def do_POST(self) -> None:
                passage.checks += 1
                self.pass_on(self.rfile.read(int(self.headers["Content-Length"])))

            def pass_on(self, body: bytes | None) -> None:
                if self.command in passage.held:
                    sleep(1)
                    return
                there = http.client.HTTPConnection(target.removeprefix("http://").rstrip("/"))
                there.request(self.command, self.path, body, {"Content-Type": self.headers.get("Content-Type", "")})
                answer = there.getresponse()
                content = answer.read()
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                there.close()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
