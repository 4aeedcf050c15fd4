import { consoleRecipes } from '../../words/console-recipes.js';

/** One delivery form: what goes into which file, and how to see that it works. */
export interface Recipe {
  readonly id: keyof (typeof consoleRecipes)['vi'];
  readonly name: string;
  readonly blocks: readonly { readonly name: string; readonly text: string }[];
}

const fetchList = (base: string, format: string, file: string, then: string): string =>
  `#!/bin/sh
# Every minute: nothing is loaded while nothing changed, and a broken answer never replaces a good list.
set -eu
cd /var/lib/lachan
curl -fsS --compressed --etag-compare list.etag --etag-save list.etag.new \\
  -H "Authorization: Bearer $LACHAN_KEY" \\
  -D list.head -o list.new ${base}/api/v1/feeds/${format}
grep -q ' 304' list.head && exit 0
want=$(tr -d '\\r' < list.head | sed -n 's/^x-lachan-sha256: //Ip')
test "$want" = "$(sha256sum list.new | cut -d' ' -f1)"
mv list.new ${file}
mv list.etag.new list.etag
${then}`;

/** Everything a provider copies; `base` is this installation. */
export const recipesFor = (base: string): readonly Recipe[] => [
  {
    id: 'poll',
    name: 'API (JSON)',
    blocks: [
      {
        name: 'poll.sh',
        text: `#!/bin/sh
# Asks and waits up to 55 s: what is new arrives at once. The cursor is kept only after the items were applied.
cursor=$(cat cursor 2>/dev/null || true)
while :; do
  page=$(curl -fsS -H "Authorization: Bearer $LACHAN_KEY" \\
    "${base}/api/v1/requests?wait=55&cursor=$cursor") || { sleep 5; continue; }
  printf '%s' "$page" | jq -c '.items[]' | ./apply || { sleep 5; continue; }
  cursor=$(printf '%s' "$page" | jq -r .cursor) && printf '%s' "$cursor" > cursor
done`,
      },
      {
        name: 'answer.sh',
        text: `curl -fsS -H "Authorization: Bearer $LACHAN_KEY" -H 'Content-Type: application/json' \\
  -d '{"answers":[{"id":"REQUEST-ID","answer":"enforced"}]}' \\
  ${base}/api/v1/requests/answers`,
      },
      {
        name: 'snapshot.sh',
        text: `# Everything in force now, to begin with or to compare: .checksum is the SHA-256 of .items
curl -fsS -H "Authorization: Bearer $LACHAN_KEY" ${base}/api/v1/requests/snapshot`,
      },
    ],
  },
  {
    id: 'unbound',
    name: 'Unbound',
    blocks: [
      { name: 'unbound.conf', text: `server:\n  include: /var/lib/lachan/unbound.conf` },
      {
        name: 'lachan-update',
        text: fetchList(base, 'unbound', 'unbound.conf', 'unbound-checkconf && unbound-control reload_keep_cache'),
      },
    ],
  },
  {
    id: 'rpz',
    name: 'BIND, Knot, PowerDNS (RPZ)',
    blocks: [
      {
        name: 'named.conf',
        text: `options {
  response-policy { zone "lachan.rpz"; };
};
zone "lachan.rpz" {
  type primary;
  file "/var/lib/lachan/lachan.rpz";
  allow-query { none; };
  allow-transfer { none; };
};`,
      },
      {
        name: 'lachan-update',
        text: fetchList(base, 'rpz', 'lachan.rpz', 'named-checkzone lachan.rpz lachan.rpz && rndc reload lachan.rpz'),
      },
    ],
  },
  {
    id: 'dnsmasq',
    name: 'dnsmasq',
    blocks: [
      { name: 'dnsmasq.conf', text: 'conf-file=/var/lib/lachan/lachan.dnsmasq' },
      {
        name: 'lachan-update',
        text: fetchList(base, 'dnsmasq', 'lachan.dnsmasq', 'dnsmasq --test && systemctl restart dnsmasq'),
      },
    ],
  },
  {
    id: 'squid',
    name: 'Squid',
    blocks: [
      {
        name: 'squid.conf',
        text: `acl lachan dstdomain "/var/lib/lachan/squid-domains"
http_access deny lachan`,
      },
      {
        name: 'lachan-update',
        text: fetchList(base, 'squid-domains', 'squid-domains', 'squid -k parse && squid -k reconfigure'),
      },
    ],
  },
  {
    id: 'adguard',
    name: 'AdGuard Home',
    blocks: [
      { name: 'lachan-update', text: fetchList(base, 'adguard', 'adguard.txt', 'systemctl reload AdGuardHome') },
    ],
  },
  {
    id: 'lists',
    name: 'urls · domains · hosts',
    blocks: [
      { name: 'domains', text: `curl -fsS -H "Authorization: Bearer $LACHAN_KEY" ${base}/api/v1/feeds/domains` },
      { name: 'urls', text: `curl -fsS -H "Authorization: Bearer $LACHAN_KEY" ${base}/api/v1/feeds/urls` },
      { name: 'hosts', text: `curl -fsS -H "Authorization: Bearer $LACHAN_KEY" ${base}/api/v1/feeds/hosts` },
    ],
  },
  {
    id: 'webhook',
    name: 'Webhook',
    blocks: [
      {
        name: 'verify.mjs',
        text: `import { createHmac, timingSafeEqual } from 'node:crypto';

// Standard Webhooks. A ring says only that there is something new: ask the API then, as ever.
export const isOurs = (headers, body, secret) => {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures } = headers;
  if (Math.abs(Date.now() / 1000 - Number(at)) > 300) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const want = createHmac('sha256', key).update(\`\${id}.\${at}.\${body}\`).digest();
  return signatures.split(' ').some((one) => {
    const given = Buffer.from(one.replace(/^v1,/, ''), 'base64');
    return given.length === want.length && timingSafeEqual(given, want);
  });
};`,
      },
    ],
  },
];
