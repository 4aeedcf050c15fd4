"""Transfers a zone with dnspython, signed with a TSIG key, and prints its names; or says how it was refused."""

import sys

import dns.message
import dns.query
import dns.tsig
import dns.tsigkeyring
import dns.zone

port, zone_name, key_name, secret = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
keyring = dns.tsigkeyring.from_text({key_name: secret}) if key_name else None
try:
    messages = dns.query.xfr(
        "127.0.0.1", zone_name, port=port, keyring=keyring, keyalgorithm=dns.tsig.HMAC_SHA256, lifetime=10, relativize=True
    )
    zone = dns.zone.from_xfr(messages)
    print("\n".join(sorted(str(name) for name in zone.nodes)))
except Exception as error:  # the refusal is the answer
    print(f"refused: {type(error).__name__}")
