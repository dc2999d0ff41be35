"""Signs in as the person that the environment names, and again before the token is over; knows the format of uploads."""

import json
import os
import urllib.request

import schemathesis

TEN_MINUTES = 600


@schemathesis.serializer("application/offset+octet-stream")
def piece_of_a_file(context, value):
    return value if isinstance(value, bytes) else str(value).encode()


EMAIL = os.environ.get("OPENHALL_EMAIL")


if EMAIL:

    @schemathesis.auth(refresh_interval=TEN_MINUTES)
    class SignedIn:
        def get(self, case, context):
            body = json.dumps({"email": EMAIL, "password": os.environ["OPENHALL_PASSWORD"]}).encode()
            address = os.environ["OPENHALL_ADDRESS"] + "/api/v1/sessions"
            request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)["access_token"]

        def set(self, case, token, context):
            case.headers["Authorization"] = f"Bearer {token}"
