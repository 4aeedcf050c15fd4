/** The two functions of libsodium that are used here; lengths are given by the buffers, and a wrong one throws. */
declare module 'sodium-native' {
  const sodium: {
    crypto_aead_xchacha20poly1305_ietf_encrypt(
      ciphertextAndTag: Uint8Array,
      clear: Uint8Array,
      additional: Uint8Array,
      unused: null,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
    /** Throws when the tag does not fit; `clear` is not to be read then. */
    crypto_aead_xchacha20poly1305_ietf_decrypt(
      clear: Uint8Array,
      unused: null,
      ciphertextAndTag: Uint8Array,
      additional: Uint8Array,
      nonce: Uint8Array,
      key: Uint8Array,
    ): number;
  };
  export default sodium;
}
