import { matching } from './platform.js';
import type { Platform } from './platform.js';

const CODE = /^[A-Za-z0-9-]{2,32}$/;
const NUMBER = /^\d{15,20}$/;

/** An invite code is the same under discord.gg and /invite/; a message has its server's, channel's and own number. */
export const discord: Platform = {
  name: 'discord',
  domains: ['discord.com', 'discordapp.com', 'discord.gg'],
  item({ host, subdomain, segments: [first, second, third, fourth] }) {
    if (!['', 'www', 'ptb', 'canary'].includes(subdomain)) return null;
    const code = matching(host.endsWith('discord.gg') ? first : first === 'invite' ? second : null, CODE);
    if (code !== null) return { kind: 'invite', id: code, rule: 'invite' };
    const [server, channel, message] = [second, third, fourth].map((id) => matching(id, NUMBER));
    if (first !== 'channels' || server == null || channel == null) return null;
    return message == null
      ? { kind: 'channel', id: `${server}/${channel}`, rule: 'channel' }
      : { kind: 'message', id: `${server}/${channel}/${message}`, rule: 'message' };
  },
};
