import { ReportRequest } from '#libs/contracts';
import { fieldErrors } from '#libs/service-kit';
import type { FieldError, FormFields } from '#libs/service-kit';

const textOf = (fields: FormFields, name: string): string => {
  const value = fields[name];
  return (typeof value === 'string' ? value : (value?.[0] ?? '')).trim();
};
const given = <K extends string>(name: K, value: string): Partial<Record<K, string>> =>
  value === '' ? {} : ({ [name]: value } as Record<K, string>);

export type ReadForm =
  | { readonly ok: true; readonly request: ReportRequest }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

/** What was typed into the form as the request that every channel sends; empty fields were not said. */
export const readReportForm = (fields: FormFields): ReadForm => {
  const age = textOf(fields, 'age');
  const reporter = {
    ...given('contact', textOf(fields, 'contact')),
    ...(age === '' ? {} : { childAge: /^\d{1,3}$/.test(age) ? Number(age) : age }),
  };
  const parsed = ReportRequest.safeParse({
    urls: textOf(fields, 'links')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
    ...given('note', textOf(fields, 'note')),
    ...given('category', textOf(fields, 'category')),
    ...given('province', textOf(fields, 'province')),
    ...(Object.keys(reporter).length === 0 ? {} : { reporter }),
    ...(textOf(fields, 'help') === 'yes' ? { helpNeeded: true } : {}),
    ...(textOf(fields, 'danger') === 'yes' ? { childInDanger: true } : {}),
    ...given('safeContact', textOf(fields, 'safeContact')),
  });
  return parsed.success ? { ok: true, request: parsed.data } : { ok: false, errors: fieldErrors(parsed.error.issues) };
};
