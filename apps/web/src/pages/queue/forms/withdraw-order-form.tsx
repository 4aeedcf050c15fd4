import { command } from '../../../api/client.js';
import { TextArea } from '../../../parts/field.js';
import { decisionWords } from '../../../words/decision.js';
import { useWords } from '../../../words/language.js';
import type { SheetProps } from '../sheet.js';
import { SheetForm } from './sheet-form.js';
import { useForm } from './small-forms.js';

/** Takes an order back: one approver is enough, since nothing is blocked by it and every provider is asked to lift. */
export const WithdrawOrderForm = (props: SheetProps) => {
  const { view, close } = props;
  const words = useWords(decisionWords);
  const form = useForm(props, 'withdraw-order', { reason: '' }, words.orderWithdrawn);
  const { reason } = form.value;
  const order = view.order?.id;
  return (
    <SheetForm
      title={words.withdrawOrder}
      view={view}
      close={close}
      sending={form.sending}
      disabled={order === undefined || reason.trim().length < 3}
      submit={() =>
        form.sending.send(() => command('orderResult', `/orders/${order ?? ''}/withdraw`, { body: { reason } }))
      }
    >
      <p className="soft small-text">{words.withdrawOrderHint}</p>
      <TextArea
        data-first
        label={words.reason}
        value={reason}
        error={form.sending.refusal?.of('/reason')}
        onChange={(event) => form.change({ reason: event.target.value })}
      />
    </SheetForm>
  );
};
