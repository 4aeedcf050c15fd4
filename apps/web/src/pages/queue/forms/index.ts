export { ClassifyForm, DismissForm, NoteForm, ReferForm, ReopenForm, TargetForm } from './small-forms.js';
export { WithdrawOrderForm } from './withdraw-order-form.js';
export { ProposeForm } from './propose-form.js';
