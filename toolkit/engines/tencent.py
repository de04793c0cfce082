"""Tencent Machine Translation (TMT), API 2018-03-21.

deep-translator 1.11.4 has no adapter for it. Requests are signed as in Tencent Cloud's
"Signature v3" (TC3-HMAC-SHA256): the secret key itself is never sent.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import json
import time
import urllib.parse

from toolkit.engines import codes
from toolkit.engines.base import Limits
from toolkit.engines.failures import BadReply, Failure, Stopped, Temporary, Unsupported
from toolkit.engines.web import OneByOne

_SERVICE = "tmt"


class Tencent(OneByOne):
    name = "tencent"
    title = "Tencent Machine Translation; its signed API"
    home = "https://tmt.tencentcloudapi.com"
    keys = (("TENCENT_SECRET_ID",), ("TENCENT_SECRET_KEY",))
    languages = codes.TENCENT
    limits = Limits(5_900, 1, "utf8-bytes", connections=2, per_second=5)

    def one(self, text: str, source: str, target: str) -> str:
        body = json.dumps({"SourceText": text, "Source": source, "Target": target, "ProjectId": 0})
        host = urllib.parse.urlsplit(self.url).netloc
        headers = signed(body, host, self.key(0), self.key(1), int(time.time()))
        headers["X-TC-Region"] = self.setup.region or "ap-guangzhou"
        data = self.http.json("POST", self.url + "/", data=body.encode(), headers=headers)
        response = data["Response"]
        if "Error" in response:
            raise _failure(str(response["Error"].get("Code")), str(response["Error"].get("Message")))
        reply = response["TargetText"]
        if not isinstance(reply, str):
            raise BadReply("the reply has no translation")
        return reply


def signed(body: str, host: str, identity: str, secret: str, timestamp: int) -> dict[str, str]:
    """Headers of a TextTranslate request, signed.

    :param timestamp: Unix time in seconds.
    """
    kind = "application/json; charset=utf-8"
    day = datetime.datetime.fromtimestamp(timestamp, datetime.UTC).strftime("%Y-%m-%d")
    names = "content-type;host;x-tc-action"
    action = "TextTranslate"
    canonical = "\n".join(
        (
            "POST",
            "/",
            "",
            f"content-type:{kind}\nhost:{host}\nx-tc-action:{action.lower()}\n",
            names,
            _hash(body),
        )
    )
    scope = f"{day}/{_SERVICE}/tc3_request"
    to_sign = "\n".join(("TC3-HMAC-SHA256", str(timestamp), scope, _hash(canonical)))
    key = f"TC3{secret}".encode()
    for part in (day, _SERVICE, "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    return {
        "Authorization": f"TC3-HMAC-SHA256 Credential={identity}/{scope}, SignedHeaders={names}, "
        f"Signature={signature}",
        "Content-Type": kind,
        "X-TC-Action": action,
        "X-TC-Timestamp": str(timestamp),
        "X-TC-Version": "2018-03-21",
    }


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _failure(code: str, message: str) -> Failure:
    if code.startswith(("RequestLimitExceeded", "InternalError")):
        return Temporary(message, crowded=code.startswith("Request"))
    if code.startswith("UnsupportedOperation"):
        return Unsupported(message)
    if code.startswith(("AuthFailure", "FailedOperation.NoFreeAmount", "FailedOperation.ServiceIsolate")):
        return Stopped(message)
    return Failure(f"{code}: {message}")
