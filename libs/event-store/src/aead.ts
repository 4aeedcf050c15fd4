import sodium from 'sodium-native';
import { fillRandom } from './random-pool.js';

/** XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha): 24 octets of nonce may be drawn at random under one key without end. */
const NONCE = 24;
const TAG = 16;

/** What is longer than this gets buffers of its own. */
const ROOM = 4 * 1024;

/** Views of a place in memory, by their length: each is dear to make, so those that were asked for are kept. */
class Place {
  readonly #views: (Buffer | undefined)[] = new Array<Buffer | undefined>(ROOM + 1);

  constructor(
    readonly bytes: Buffer,
    private readonly start = 0,
  ) {}

  view(length: number): Buffer {
    return (this.#views[length] ??= this.bytes.subarray(this.start, this.start + length));
  }
}

// One after the other: nothing here waits, and what is in them is used before the next call.
const CLEAR = new Place(Buffer.allocUnsafeSlow(ROOM));
const SEALED = Buffer.allocUnsafeSlow(NONCE + ROOM + TAG);
const SEALED_NONCE = SEALED.subarray(0, NONCE);
const CIPHERTEXT = new Place(SEALED, NONCE);
const ADDITIONAL = new Place(Buffer.allocUnsafeSlow(ROOM));

/** The text in UTF-8, in its place when it fits. */
function utf8In(place: Place, text: string): Buffer {
  // A character takes three octets at most.
  return text.length * 3 > ROOM ? Buffer.from(text, 'utf8') : place.view(place.bytes.write(text));
}

/** nonce | ciphertext | tag, in base64. */
export function sealText(key: Buffer, clear: string, additional: string): string {
  const bytes = utf8In(CLEAR, clear);
  if (bytes.length + TAG > ROOM) return sealBytes(key, bytes, additional).toString('base64');
  const ciphertext = CIPHERTEXT.view(bytes.length + TAG);
  fillRandom(SEALED_NONCE);
  encrypt(ciphertext, bytes, additional, SEALED_NONCE, key);
  return SEALED.toString('base64', 0, NONCE + bytes.length + TAG);
}

/** nonce | ciphertext | tag. */
export function sealBytes(key: Buffer, clear: Buffer, additional: string): Buffer {
  const sealed = Buffer.allocUnsafe(NONCE + clear.length + TAG);
  const nonce = sealed.subarray(0, NONCE);
  fillRandom(nonce);
  encrypt(sealed.subarray(NONCE), clear, additional, nonce, key);
  return sealed;
}

/** Throws when the key, the octets or the additional data are not those of the sealing. */
export function openText(key: Buffer, sealed: string, additional: string): string {
  // Four characters are three octets.
  if (sealed.length * 3 > (NONCE + ROOM) * 4)
    return openBytes(key, Buffer.from(sealed, 'base64'), additional).toString();
  const length = SEALED.write(sealed, 'base64') - NONCE - TAG;
  if (length < 0) throw tooShort();
  const clear = CLEAR.view(length);
  decrypt(clear, CIPHERTEXT.view(length + TAG), additional, SEALED_NONCE, key);
  return CLEAR.bytes.toString('utf8', 0, length);
}

/** Throws when the key, the octets or the additional data are not those of the sealing. */
export function openBytes(key: Buffer, sealed: Buffer, additional: string): Buffer {
  if (sealed.length < NONCE + TAG) throw tooShort();
  const clear = Buffer.allocUnsafe(sealed.length - NONCE - TAG);
  decrypt(clear, sealed.subarray(NONCE), additional, sealed.subarray(0, NONCE), key);
  return clear;
}

function encrypt(ciphertext: Buffer, clear: Buffer, additional: string, nonce: Buffer, key: Buffer): void {
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    ciphertext,
    clear,
    utf8In(ADDITIONAL, additional),
    null,
    nonce,
    key,
  );
}

function decrypt(clear: Buffer, ciphertext: Buffer, additional: string, nonce: Buffer, key: Buffer): void {
  sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
    clear,
    null,
    ciphertext,
    utf8In(ADDITIONAL, additional),
    nonce,
    key,
  );
}

const tooShort = () => new Error('the ciphertext is shorter than its nonce and tag');
