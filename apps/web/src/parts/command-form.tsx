import type { ReactNode } from 'react';
import { Refusal } from '../api/refusal.js';

interface CommandFormProps {
  /** The command, e.g. a mutation whose `mutate` sends what was typed. */
  readonly sending: { readonly isPending: boolean; readonly error: Error | null };
  readonly send: () => void;
  readonly button: string;
  /** Something is missing without which it is not sent. */
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A form that sends one command: what is refused is said above its button, and what was typed stays. */
export const CommandForm = ({ sending, send, button, disabled = false, children }: CommandFormProps) => (
  <form
    className="stack"
    onSubmit={(event) => {
      event.preventDefault();
      send();
    }}
  >
    {children}
    {sending.error && (
      <p className="error-line" role="alert">
        {sending.error.message}
      </p>
    )}
    <button type="submit" className="button main" disabled={sending.isPending || disabled}>
      {button}
    </button>
  </form>
);

/** What was refused of one field; `error` of a command's mutation. */
export const refusedAt = (error: Error | null, pointer: string): string | undefined =>
  error instanceof Refusal ? error.of(pointer) : undefined;
