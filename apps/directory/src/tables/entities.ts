import type { Channel, KeyRole } from '#libs/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A password's argon2id hash. */
@Entity({ schema: 'identity', name: 'credential' })
export class Credential {
  @PrimaryColumn('text')
  person!: string;

  @Column('text', { name: 'password_hash' })
  passwordHash!: string;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}

/** A signed-in browser, by the hash of its token. */
@Entity({ schema: 'identity', name: 'session' })
export class Session {
  @PrimaryColumn('bytea', { name: 'token_hash' })
  tokenHash!: Buffer;

  /** Null for a session of a key. */
  @Column('text', { nullable: true })
  person!: string | null;

  @Column('text', { name: 'key_id', nullable: true })
  keyId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'last_seen_at' })
  lastSeenAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

/** A program's key, by the hash of its secret. */
@Entity({ schema: 'identity', name: 'api_key' })
export class ApiKey {
  @PrimaryColumn('text')
  id!: string;

  @Column('bytea')
  hash!: Buffer;

  @Column('text')
  prefix!: string;

  @Column('text')
  name!: string;

  @Column('text')
  role!: KeyRole;

  @Column('text', { nullable: true })
  unit!: string | null;

  @Column('text', { nullable: true })
  provider!: string | null;

  @Column('text', { nullable: true })
  channel!: Channel | null;

  @Column('timestamptz', { name: 'not_before' })
  notBefore!: Date;

  @Column('timestamptz', { name: 'not_after', nullable: true })
  notAfter!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoked_by', nullable: true })
  revokedBy!: string | null;
}

/** An invitation to set a password, in two parts. */
@Entity({ schema: 'identity', name: 'invitation' })
export class Invitation {
  @PrimaryColumn('uuid', { name: 'change_id' })
  changeId!: string;

  @Column('text')
  person!: string;

  @Column('bytea', { name: 'proposer_part' })
  proposerPart!: Buffer;

  @Column('bytea', { name: 'approver_part', nullable: true })
  approverPart!: Buffer | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null;
}

/** The one-time link of a new installation. */
@Entity({ schema: 'identity', name: 'setup_token' })
export class SetupToken {
  @PrimaryColumn('bytea')
  hash!: Buffer;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt!: Date | null;
}
