import { Suspense, lazy, useState } from 'react';
import { SafeText } from '../parts/safe-text.js';
import type { AccountMenuProps } from './open-menu.js';

const load = () => import('./open-menu.js');
const OpenMenu = lazy(async () => ({ default: (await load()).OpenMenu }));

/**
 * Who is signed in. The menu behind it is fetched when somebody turns to it: what it is made of weighs a tenth of the first page,
 * and few open it on a day.
 */
export const AccountMenu = (props: AccountMenuProps) => {
  const [asked, setAsked] = useState(false);
  const fetchIt = () => void load().catch(() => undefined);
  const closed = (
    <button
      type="button"
      className="button quiet person"
      aria-label={props.label}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={fetchIt}
      onFocus={fetchIt}
      onClick={() => setAsked(true)}
      onKeyDown={({ key }) => {
        if (key === 'ArrowDown') setAsked(true);
      }}
    >
      <span className="person-name">
        <SafeText>{props.name}</SafeText>
      </span>
      <span aria-hidden="true">▾</span>
    </button>
  );
  return asked ? (
    <Suspense fallback={closed}>
      <OpenMenu {...props} />
    </Suspense>
  ) : (
    closed
  );
};
