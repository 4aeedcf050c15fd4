/** Whether this browser can hash here; on an unencrypted address of another machine it cannot. */
export const canHash = (): boolean => (globalThis.crypto as Partial<Crypto>).subtle !== undefined;

/** The SHA-256 of a file in hex, computed in this browser; the file is sent nowhere. */
export const sha256Of = async (file: Blob): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
};
