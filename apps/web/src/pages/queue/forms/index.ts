export { ClassifyForm, DismissForm, NoteForm, ReferForm, ReopenForm, TargetForm } from './small-forms.js';
export { ProposeForm } from './propose-form.js';
