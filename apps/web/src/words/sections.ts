import { area } from './language.js';

/** Names of the sections in the top bar; the key is the section's id. */
export const sectionWords = area(
  {
    queue: 'Vụ việc',
    approvals: 'Phê duyệt',
    help: 'Hỗ trợ, chuyển tin',
    team: 'Điều hành',
    audit: 'Giám sát',
    findings: 'Kiến nghị',
    figures: 'Số liệu',
    admin: 'Quản trị',
  },
  {
    queue: 'Cases',
    approvals: 'Approvals',
    help: 'Help, referrals',
    team: 'Team',
    audit: 'Audit',
    findings: 'Findings',
    figures: 'Figures',
    admin: 'Administration',
  },
);
