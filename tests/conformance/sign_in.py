"""Signs in as the person that the environment names, and again when the token is over; knows the format of uploads."""

import json
import os
import time
import urllib.error
import urllib.request

import schemathesis

# A token lasts fifteen, and the tool keeps one for as long as this too.
FIVE_MINUTES = 300


@schemathesis.serializer("application/offset+octet-stream")
def piece_of_a_file(context, value):
    return value if isinstance(value, bytes) else str(value).encode()


EMAIL = os.environ.get("OPENHALL_EMAIL")


def asked(path, headers, body=None):
    address = os.environ["OPENHALL_ADDRESS"] + "/api/v1" + path
    with urllib.request.urlopen(urllib.request.Request(address, body, headers)) as answer:
        return json.load(answer)


if EMAIL:

    @schemathesis.auth(refresh_interval=FIVE_MINUTES)
    class SignedIn:
        """Is asked for a token after each 401 too. Most of them say that something else is wrong, such as a code of
        the second step, and who signed in anew each time would soon have signed in too often."""

        token = None
        until = 0

        def get(self, case, context):
            if time.monotonic() >= self.until or not self.is_good():
                body = json.dumps({"email": EMAIL, "password": os.environ["OPENHALL_PASSWORD"]}).encode()
                self.token = asked("/sessions", {"Content-Type": "application/json"}, body)["access_token"]
                self.until = time.monotonic() + FIVE_MINUTES
            return self.token

        def is_good(self):
            try:
                asked("/me", {"Authorization": f"Bearer {self.token}"})
            except urllib.error.HTTPError:
                return False
            return True

        def set(self, case, token, context):
            case.headers["Authorization"] = f"Bearer {token}"
