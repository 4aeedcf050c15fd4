import { CommanderError } from 'commander';
import pg from 'pg';
import { EXIT, whisper } from '#libs/cli';
import { DataFolderInUse, EmbeddedUnavailable } from '#libs/embedded';
import { OlderDatabase, OlderProgram } from '#libs/event-store';
import { BrokerUnavailable, TopicsDiffer } from '#libs/messaging';
import { ConfigError, isError, isUnavailable } from '#libs/service-kit';
import { RestoreRefused } from '../backup/restore.js';
import { BackupUnreadable } from '../backup/sealed-file.js';
import { UnknownService } from '../compose/services.js';
import { CommandFailed } from './output.js';

/** Errors whose message is a sentence for whoever operates the instance. */
const SENTENCES = [
  OlderDatabase,
  OlderProgram,
  DataFolderInUse,
  EmbeddedUnavailable,
  BrokerUnavailable,
  TopicsDiffer,
  RestoreRefused,
  BackupUnreadable,
];

/** What the system says of a file it cannot open, which it names. */
const ofFile = (error: unknown): string | null =>
  isError(error) && 'path' in error && 'syscall' in error && error.syscall !== 'connect' ? error.message : null;

/** What a person is told of a database that does not answer, or that refuses: its own words, no address, no stack. */
const ofDatabase = (error: unknown): string | null => {
  if (error instanceof pg.DatabaseError) return error.message;
  if (!isUnavailable(error)) return null;
  return isError(error) && error.message !== '' ? error.message : 'it does not answer';
};

/** Exit code of an error, after its sentence went to standard error. Unknown ones show their stack: they are bugs. */
export const explain = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof CommandFailed) {
    whisper(error.message);
    return error.exitCode;
  }
  if (error instanceof ConfigError || error instanceof UnknownService) {
    whisper(error.message);
    return EXIT.usage;
  }
  if (SENTENCES.some((kind) => error instanceof kind) && error instanceof Error) {
    whisper(error.message);
    return EXIT.failed;
  }
  const file = ofFile(error);
  if (file !== null) {
    whisper(file);
    return EXIT.failed;
  }
  const database = ofDatabase(error);
  if (database !== null) {
    whisper(`the database cannot be used: ${database}; \`npm run lachan -- doctor\` looks at what is wrong`);
    return EXIT.failed;
  }
  whisper(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return EXIT.failed;
};
