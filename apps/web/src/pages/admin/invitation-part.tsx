import { Dialog } from '../../parts/dialog.js';
import { adminWords } from '../../words/admin.js';
import { useWords } from '../../words/language.js';

/** One administrator's half of an invitation: shown once, kept nowhere. */
export const InvitationPart = ({ part, close }: { readonly part: string; readonly close: () => void }) => {
  const words = useWords(adminWords);
  return (
    <Dialog title={words.invitationPart}>
      <p>{words.invitationHint}</p>
      <p className="once mono">{part}</p>
      <button type="button" className="button main" onClick={close}>
        {words.done}
      </button>
    </Dialog>
  );
};
