"""One request to another system: short patience, no redirects, no surprise."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from kinbridge.notices.gateways.protocol import Outcome, Refused, TryAgain

PATIENCE = 20  # seconds
LONGEST_ANSWER = 64 * 1024  # bytes


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 where nobody answered."""

    status: int
    body: str = ""

    @property
    def is_well(self) -> bool:
        """Whether it was done."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    def as_failure(self) -> Outcome:
        """Whether to try again. What is wrong with our own account or with the other side's
        day mends itself or is mended; the rest never will."""
        told = f"HTTP {self.status} {self.body[:120]}" if self.status else self.body[:160]
        mends = {
            HTTPStatus.UNAUTHORIZED,
            HTTPStatus.FORBIDDEN,
            HTTPStatus.REQUEST_TIMEOUT,
            HTTPStatus.TOO_MANY_REQUESTS,
        }
        is_lasting = HTTPStatus.BAD_REQUEST <= self.status < HTTPStatus.INTERNAL_SERVER_ERROR
        return Refused(told) if is_lasting and self.status not in mends else TryAgain(told)


class _Straight(urllib.request.HTTPRedirectHandler):
    """Follows nothing: whoever redirects does not get our secrets."""

    def redirect_request(self, *_told: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Straight, urllib.request.ProxyHandler())


def call(
    url: str, *, headers: dict[str, str], body: bytes | None = None, method: str = "POST"
) -> Answer:
    """Send one request. Never raises for what the network does."""
    request = urllib.request.Request(url, data=body, headers=headers, method=method)  # noqa: S310
    try:
        with _opener.open(request, timeout=PATIENCE) as reply:
            return Answer(reply.status, reply.read(LONGEST_ANSWER).decode("utf-8", "replace"))
    except urllib.error.HTTPError as problem:
        return Answer(problem.code, problem.read(LONGEST_ANSWER).decode("utf-8", "replace"))
    except (OSError, HTTPException, ValueError) as problem:
        return Answer(0, f"{type(problem).__name__}: {problem}")
