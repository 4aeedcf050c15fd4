// Preloaded into a service (`node --import`): ends the process with SIGKILL at a point that LACHAN_FAULT names, or shifts its clock.
// The product knows nothing of it.
//   reply=POST:/api/v1/reports:3   between the commit and the third answer 2xx to such a call
//   commit-before=5, commit-after=5  before the fifth commit of a transaction is sent; after it was confirmed
//   sql-before=PATTERN:2           before the second statement that matches is sent
//   part=.backup                   once bytes of such a file have been written under the name it has until it is whole
//   rename-before=1, rename-after=2  before a file gets its own name; after the second has
//   clock=+25h, clock=-1h          the process's clock, not PostgreSQL's, is off by so much
//   due=+25h                       the timers of triage ask what is due at that clock's time instead of the database's
import fs from 'node:fs';
import { ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import pg from 'pg';

const [, what, rest] = /^([^=]+)=(.*)$/.exec(process.env.LACHAN_FAULT ?? '') ?? [];
const end = () => process.kill(process.pid, 'SIGKILL');

if (what === 'reply') {
  const [method, path, times] = rest.split(':');
  const { writeHead } = ServerResponse.prototype;
  let left = Number(times);
  ServerResponse.prototype.writeHead = function (status, ...more) {
    if (status < 300 && this.req.method === method && new RegExp(`^${path}$`).test(this.req.url)) {
      left -= 1;
      if (left === 0) end();
      if (left <= 0) return this;
    }
    return writeHead.call(this, status, ...more);
  };
}

if (what === 'commit-before' || what === 'commit-after') {
  const { query } = pg.Client.prototype;
  let left = Number(rest);
  pg.Client.prototype.query = function (...given) {
    const text = typeof given[0] === 'string' ? given[0] : given[0]?.text;
    const hit = /^\s*commit\b/i.test(text ?? '') && (left -= 1) === 0;
    if (hit && what === 'commit-before') end();
    const answer = query.apply(this, given);
    if (hit) this.once('drain', end);
    if (hit && typeof answer?.then === 'function') answer.then(end, end);
    return answer;
  };
}

if (what === 'sql-before') {
  const at = rest.lastIndexOf(':');
  const wanted = new RegExp(rest.slice(0, at), 'i');
  const { query } = pg.Client.prototype;
  let left = Number(rest.slice(at + 1));
  pg.Client.prototype.query = function (...given) {
    const text = typeof given[0] === 'string' ? given[0] : given[0]?.text;
    if (wanted.test(text ?? '') && (left -= 1) === 0) end();
    return query.apply(this, given);
  };
}

if (what === 'part') {
  const { createWriteStream } = fs;
  fs.createWriteStream = (path, ...more) => {
    const stream = createWriteStream(path, ...more);
    if (path.includes(rest) && path.endsWith('.part')) {
      const { _write } = stream;
      stream._writev = null;
      stream._write = (chunk, encoding) => _write.call(stream, chunk, encoding, end);
    }
    return stream;
  };
  syncBuiltinESMExports();
}

if (what === 'rename-before' || what === 'rename-after') {
  const { rename } = fs.promises;
  let left = Number(rest);
  fs.promises.rename = async (...given) => {
    const hit = (left -= 1) === 0;
    if (hit && what === 'rename-before') end();
    await rename(...given);
    if (hit) end();
  };
  syncBuiltinESMExports();
}

/** `+25h` in milliseconds. */
const shiftOf = (text) => {
  const [, sign, hours] = /^([+-])(\d+)h$/.exec(text);
  return Number(`${sign}${hours}`) * 3_600_000;
};

if (what === 'due') {
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (text, values, ...more) {
    const asks = typeof text === 'string' && text.includes('from triage_due.due');
    const ahead = asks ? [new Date(Date.now() + shiftOf(rest)).toISOString(), ...values.slice(1)] : values;
    return query.call(this, text, ahead, ...more);
  };
}

if (what === 'clock') {
  const shift = shiftOf(rest);
  const Real = globalThis.Date;
  globalThis.Date = class Date extends Real {
    constructor(...given) {
      if (given.length === 0) super(Real.now() + shift);
      else super(...given);
    }

    static now() {
      return Real.now() + shift;
    }
  };
}
