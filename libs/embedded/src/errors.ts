/** Somebody else works on this data folder; starting twice would mean two masters of one log. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
  readonly code = 'data-folder-in-use';

  constructor(
    readonly dataDir: string,
    readonly holder: string | null,
  ) {
    super(
      `The data folder ${dataDir} is already in use${holder ? ` by process ${holder}` : ''}: stop that one first, or set LACHAN_DATA_DIR to another folder.`,
    );
  }
}

/** PostgreSQL cannot run here; the message is one sentence that says what to do, `detail` the end of its log. */
export class EmbeddedUnavailable extends Error {
  override readonly name = 'EmbeddedUnavailable';
  readonly code = 'embedded-unavailable';

  constructor(
    message: string,
    readonly detail = '',
  ) {
    super(detail === '' ? message : `${message}\n${detail}`);
  }
}
