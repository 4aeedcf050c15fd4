import { holds, useMe } from '../../api/session.js';
import { SideSections } from '../../parts/side-sections.js';
import { auditWords } from '../../words/audit.js';
import { useWords } from '../../words/language.js';

/** The auditor's pages; whoever is no auditor sees the findings about their unit only. */
export const AuditFrame = () => {
  const words = useWords(auditWords);
  const auditor = holds(useMe(), 'auditor');
  const sections = [
    { path: '/giam-sat/', name: words.ask },
    { path: '/giam-sat/nhat-ky', name: words.log },
    { path: '/giam-sat/luot-doc', name: words.reads },
    { path: '/giam-sat/bi-tu-choi', name: words.attempts },
    { path: '/giam-sat/ket-thuc', name: words.dismissals },
    { path: '/giam-sat/danh-muc', name: words.registers },
    { path: '/giam-sat/mau', name: words.samples },
    { path: '/giam-sat/kien-nghi', name: words.findings },
    { path: '/giam-sat/doi-chieu', name: words.compare },
  ];
  return (
    <SideSections
      label={words.section}
      sections={auditor ? sections : sections.filter(({ path }) => path === '/giam-sat/kien-nghi')}
    />
  );
};
