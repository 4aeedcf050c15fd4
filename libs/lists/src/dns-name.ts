/** Labels and names within DNS's bounds (RFC 1035 §2.3.4), of letters that every filter's syntax takes literally; no address. */
export const isDnsName = (name: string): boolean =>
  name.length <= 253 && /^(?=.*[a-z])(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9-]{1,63}$/.test(name);
