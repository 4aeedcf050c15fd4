import { describe, expect, it } from '@jest/globals';
import { accepted } from '../test/text.js';
import { ACTIONS, guard } from './index.js';

/** Every spelling of one's own machine or network that a URL allows. None may ever become a request. */
const OWN_MACHINE = [
  'localhost',
  'http://localhost:8300/api',
  'http://LOCALHOST./',
  'http://foo.localhost/',
  'http://localhost.localdomain/',
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.255.255.254/',
  'http://0177.0.0.1/',
  'http://0x7f.0.0.1/',
  'http://0x7f000001/',
  'http://0X7F.1/',
  'http://2130706433/',
  'http://017700000001/',
  'http://00000177.0.0.01/',
  'http://①②⑦.⓪.⓪.①/',
  'http://１２７．０．０．１/',
  'http://127。0。0。1/',
  'http://%31%32%37.0.0.1/',
  'http://%6c%6f%63alhost/',
  'http://lo\u00adcalhost/',
  'http://lo\u200bcalhost/',
  'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
  'http://ｌｏｃａｌｈｏｓｔ/',
  'hxxp://127[.]0[.]0[.]1/',
  'http://ten@127.0.0.1/',
  'http://example.com@127.0.0.1/',
  'http://0/',
  'http://0.0.0.0/',
  'http://[::1]/',
  '[::1]:8300/x',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[0:0:0:0:0:ffff:127.0.0.1]/',
  'http://[64:ff9b::127.0.0.1]/',
  'http://[2002:7f00:1::]/',
  'http://10.0.0.1/',
  'http://172.16.0.1/',
  'http://192.168.1.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://[fe80::1]/',
  'http://[fc00::1]/',
  'http://[::ffff:192.168.0.1]/',
  'http://router.lan/',
  'http://may-in.local/',
  'http://wiki.internal/',
  'http://nas.home.arpa/',
  'http://localtest.me/',
  'http://app.lvh.me/',
  'http://127.0.0.1.nip.io/',
];

describe('every URL form of localhost', () => {
  it.each(OWN_MACHINE)('%s is known as private', (text) => {
    expect(accepted(text).flags).toContain('private-host');
  });

  it.each(OWN_MACHINE)('%s is stopped for every action', (text) => {
    for (const action of ACTIONS)
      expect(guard(accepted(text), action)).toMatchObject({ verdict: 'stopped', reason: 'private-host' });
  });

  it.each([
    'http://127.example.com/',
    'http://localhost.example.com/',
    'http://notlocalhost.example/',
    'http://203.0.113.1/',
    'http://[2001:4860:4860::8888]/',
    'http://[::ffff:198.51.100.7]/',
  ])('%s is not taken for it', (text) => {
    expect(accepted(text).flags).not.toContain('private-host');
  });

  it('one address in several spellings is one key', () => {
    const keys = ['http://127.1/x', 'http://0x7f000001/x', 'http://2130706433/x', 'http://0177.0.0.1/x'].map(
      (text) => accepted(text).contentKey,
    );
    expect(new Set(keys)).toEqual(new Set(['url:127.0.0.1/x']));
  });
});
