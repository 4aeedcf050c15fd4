import { Link } from '@tanstack/react-router';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** To the replay of a case; ids are long, their last group tells them apart. */
export const CaseLink = ({ id, at }: { readonly id: string; readonly at?: string }) =>
  UUID.test(id) ? (
    <Link
      className="mono"
      to="/giam-sat/vu-viec/$caseId"
      params={{ caseId: id }}
      search={at === undefined ? {} : { at }}
      title={id}
    >
      …{id.slice(-8)}
    </Link>
  ) : null;
