import { useEffect, useState, type ComponentProps } from 'react';
import { TextField } from '../../parts/field.js';

const TYPING_PAUSE = 350;

type TextFilterProps = Omit<ComponentProps<typeof TextField>, 'value' | 'onChange'> & {
  readonly given: string | undefined;
  readonly choose: (to: string) => void;
};

/** A filter that is typed: it counts after a pause. */
export const TextFilter = ({ given = '', choose, ...field }: TextFilterProps) => {
  const [typed, setTyped] = useState(given);
  useEffect(() => {
    if (typed.trim() === given) return;
    const timer = window.setTimeout(() => choose(typed.trim()), TYPING_PAUSE);
    return () => window.clearTimeout(timer);
  }, [typed, given, choose]);
  return <TextField {...field} value={typed} onChange={(event) => setTyped(event.target.value)} />;
};
