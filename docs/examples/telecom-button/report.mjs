// What a telecom's own server does when somebody presses "report" in its app: signs the report and hands it on.
// LACHAN_URL, LACHAN_KEY and LACHAN_SECRET are given by the administrator. Node 20, nothing to install.
//
//   node report.mjs 'http://bad.example.test/page' 'what the person wrote'
import { createHmac, randomUUID } from 'node:crypto';

const { LACHAN_URL, LACHAN_KEY, LACHAN_SECRET } = process.env;
const [link, note] = process.argv.slice(2);
const body = JSON.stringify({ urls: [link], ...(note ? { note } : {}) });

// One id for one press of the button, kept over every try: what is sent twice is recorded once.
const id = `msg_${randomUUID()}`;

for (let attempt = 1; ; attempt += 1) {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const key = Buffer.from(LACHAN_SECRET.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  const answer = await fetch(new URL('/api/v1/reports', LACHAN_URL), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${LACHAN_KEY}`,
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  }).catch(() => null);
  if (answer?.status === 202) {
    // The receipt is for the person who reported: show it, and keep no copy.
    console.log((await answer.json()).receipt);
    break;
  }
  const later = answer === null || answer.status === 429 || answer.status === 503;
  if (!later || attempt === 5) {
    console.error(answer === null ? 'no answer' : await answer.text());
    process.exitCode = 1;
    break;
  }
  await new Promise((wake) => setTimeout(wake, Number(answer?.headers.get('retry-after') ?? 5) * 1_000));
}
