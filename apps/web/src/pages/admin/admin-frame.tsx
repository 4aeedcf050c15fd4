import { REGISTER_KINDS, type RegisterKind } from '#libs/contracts';
import { SideSections } from '../../parts/side-sections.js';
import { adminWords } from '../../words/admin.js';
import { useLanguage, useTerm, useWords } from '../../words/language.js';
import { usePending } from './queries.js';

/** Administration: what waits for a second person first, then every register, keys and the rest. */
export const AdminFrame = () => {
  const words = useWords(adminWords);
  const term = useTerm();
  const language = useLanguage();
  const waiting = usePending().data?.items.length ?? 0;
  const name = (kind: RegisterKind): string => {
    const text = term(REGISTER_KINDS, kind);
    return text.charAt(0).toLocaleUpperCase(language) + text.slice(1);
  };
  return (
    <SideSections
      label={words.section}
      sections={[
        { path: '/quan-tri/', name: words.pending, count: waiting },
        ...(Object.keys(REGISTER_KINDS) as RegisterKind[]).map((kind) => ({
          path: `/quan-tri/danh-muc/${kind}`,
          name: name(kind),
        })),
        { path: '/quan-tri/thu-bao-ve', name: words.guard },
        { path: '/quan-tri/khoa', name: words.keys },
        { path: '/quan-tri/tai-khoan', name: words.accounts },
        { path: '/quan-tri/tam-dung', name: words.parked },
      ]}
    />
  );
};
