"""Verifies a ring with the standardwebhooks library: secret, headers and body come on standard input as JSON."""

import json
import sys

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

ring = json.load(sys.stdin)
try:
    Webhook(ring["secret"]).verify(ring["body"], ring["headers"])
    print("verified")
except WebhookVerificationError as error:
    print(f"refused: {error}")
