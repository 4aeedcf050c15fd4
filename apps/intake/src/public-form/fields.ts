import { Html, html } from '#libs/pages';

export interface FieldOf {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly value?: string | undefined;
}

/** A label, a hint and a control that belong together for a screen reader as they do for the eye. */
const field = ({ name, label, hint, error }: FieldOf, control: (described: Html) => Html): Html => {
  const ids = [hint === undefined ? '' : `${name}-hint`, error === undefined ? '' : `${name}-error`].filter(Boolean);
  const described = html`${ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`}${error !== undefined && html` aria-invalid="true"`}`;
  return html`<div class="field">
    <label for="${name}">${label}</label> ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${error !== undefined && html`<p class="error" id="${name}-error">${error}</p>`} ${control(described)}
  </div>`;
};

export const textField = (of: FieldOf, more: Html = html``): Html =>
  field(
    of,
    (described) =>
      html`<input class="input" id="${of.name}" name="${of.name}" value="${of.value ?? ''}" ${described} ${more} />`,
  );

/** The line break after the opening tag belongs to HTML, not to the text: without it a first empty line would be lost. */
export const textArea = (of: FieldOf, rows: number, more: Html = html``): Html =>
  field(
    of,
    (described) =>
      html`<textarea class="input" id="${of.name}" name="${of.name}" rows="${rows}" ${described} ${more}>
${of.value ?? ''}</textarea>`,
  );

export const selectField = (of: FieldOf, options: readonly (readonly [string, string])[]): Html =>
  field(
    of,
    (described) =>
      html`<select class="input" id="${of.name}" name="${of.name}" ${described}>
        ${options.map(
          ([value, label]) =>
            html`<option value="${value}" ${value === (of.value ?? '') && html` selected`}>${label}</option>`,
        )}
      </select>`,
  );

export const checkBox = (name: string, label: string, checked: boolean): Html =>
  html`<label class="choice" for="${name}"
    ><input type="checkbox" id="${name}" name="${name}" value="yes" ${checked && html` checked`} /><span
      >${label}</span
    ></label
  >`;
