import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '#libs/service-kit';
import { parseDeliverySettings, readDeliverySettings } from './settings.js';

const SECRET = Buffer.alloc(32, 7).toString('base64');
const RPZ = {
  adapter: 'rpz',
  primary: '127.0.0.1:5300',
  updateKey: { name: 'Dispatcher', secret: SECRET },
  blockZone: 'block.isp.lachan',
  allowZone: 'allow.isp.lachan',
};

describe('the settings of delivery', () => {
  it('say how each provider is reached, with what is usual where nothing is said', () => {
    const settings = parseDeliverySettings(JSON.stringify({ control: '[::1]:53', providers: { isp: RPZ } }));
    expect(settings).toEqual({
      control: { host: '::1', port: 53 },
      providers: {
        isp: {
          ...RPZ,
          primary: { host: '127.0.0.1', port: 5300 },
          updateKey: { name: 'dispatcher', secret: Buffer.alloc(32, 7) },
          allow: [],
          privateRoad: false,
          perHour: 2_000,
        },
      },
    });
  });

  it.each([
    [{ ...RPZ, primary: 'dns.example:53' }, 'providers.isp.primary'],
    [{ ...RPZ, blockZone: 'a..b' }, 'providers.isp.blockZone'],
    [{ ...RPZ, updateKey: { name: 'k', secret: 'kein base64!' } }, 'providers.isp.updateKey.secret'],
    [{ ...RPZ, secret: 'x' }, 'providers.isp'],
    [{ adapter: 'fax' }, 'providers.isp.adapter'],
    [{ adapter: 'webhook', url: 'ftp://a.example/', secrets: [`whsec_${SECRET}`] }, 'providers.isp.url'],
    [{ adapter: 'webhook', url: 'https://a.example/', secrets: ['short'] }, 'providers.isp.secrets.0'],
    [{ adapter: 'letter' }, 'letterhead'],
    [{ adapter: 'letter', addressee: '' }, 'providers.isp.addressee'],
    [{ adapter: 'platform-notice', url: 'https://a.example/', secrets: [SECRET] }, 'providers.isp.secrets.0'],
  ])('that cannot be used are refused by the name of the field, without its value: %#', (isp, field) => {
    const parse = () => parseDeliverySettings(JSON.stringify({ providers: { isp } }));
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(field);
    expect(parse).not.toThrow(SECRET);
  });

  it('say under which head letters go, and what is usual where nothing is said', () => {
    const letterhead = { name: 'Trung tâm', symbol: 'TTXL-BVTE', place: 'Hà Nội', signer: { title: 'Giám đốc' } };
    const parse = (head: object) =>
      parseDeliverySettings(JSON.stringify({ letterhead: head, providers: { isp: { adapter: 'letter' } } }));
    expect(parse(letterhead)).toEqual({
      letterhead: { ...letterhead, superior: null, signer: { authority: null, title: 'Giám đốc' }, copies: [] },
      providers: { isp: { adapter: 'letter', privateRoad: false, perHour: 2_000 } },
    });
    expect(() => parse({ ...letterhead, symbol: 'ttxl/1' })).toThrow('letterhead.symbol');
  });

  it('name one public address for links, by its host and nothing else', () => {
    const parse = (answersAt: string) => parseDeliverySettings(JSON.stringify({ answersAt })).answersAt;
    expect(parse('https://La-Chan.example.test:8443/')).toBe('https://la-chan.example.test:8443/tra-loi');
    for (const wrong of ['http://a.example', 'https://a.example/x', 'https://a.example/?x', 'https://u@a.example', 'x'])
      expect(() => parse(wrong)).toThrow('answersAt');
  });

  it('are not read from a file that others can read, and need not be there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lachan-settings-'));
    expect(readDeliverySettings(folder)).toEqual({ providers: {} });
    const path = join(folder, 'delivery.json');
    writeFileSync(path, '{"providers":{}}', { mode: 0o644 });
    expect(() => readDeliverySettings(folder)).toThrow('can be read by others');
    chmodSync(path, 0o600);
    expect(readDeliverySettings(folder)).toEqual({ providers: {} });
    rmSync(folder, { recursive: true });
  });
});
