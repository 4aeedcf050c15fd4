-- What is sealed may be of two kinds from here on (ADR 48): a program that knows this file opens both.
comment on column es.log.data is
  'As hashed: public fields in clear; under "sealed", for each class, k: the id of its key, x: base64 of nonce | ciphertext | tag of XChaCha20-Poly1305 (v: of AES-256-GCM, written before ADR 48).';
comment on column keys.data_key.wrapped is
  'The key under the master key: "xcp1" | nonce | ciphertext | tag of XChaCha20-Poly1305; without these four octets nonce | ciphertext | tag of AES-256-GCM, written before ADR 48. Null when destroyed.';
