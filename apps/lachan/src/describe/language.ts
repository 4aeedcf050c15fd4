import { CLOSED_LISTS, PROBLEMS } from '#libs/contracts';
import type { ClosedList } from '#libs/contracts';

const HEAD = `# Ngôn ngữ chung · The common language

Mọi danh sách đóng của hệ thống, với từ tiếng Việt và tiếng Anh. Tệp này được sinh từ \`libs/contracts\`
(\`npm run -s lachan -- describe language > docs/LANGUAGE.md\`); một phép thử giữ cho nó không lệch với mã nguồn.

Every closed list of the system with its Vietnamese and English words, generated from \`libs/contracts\`; a test keeps it equal to
the code. Keys are what travels over HTTP and lies in tables; screens show the words. Spelling: uỷ, tuý, hoà.

## Động từ trên màn hình · Verbs on screen

| command | tiếng Việt |
|---|---|
| claim | nhận xử lý |
| classify | phân loại |
| propose | trình duyệt |
| approve | phê duyệt |
| return | trả lại |
| dismiss | kết thúc, không xử lý |
| refer | chuyển cơ quan có thẩm quyền |
| order | yêu cầu ngăn chặn, gỡ bỏ |
| acknowledge | xác nhận đã nhận |
| enforced | đã thực hiện |
| lift | gỡ chặn |
| appeal | đề nghị xem xét lại |
| case | vụ việc |
| queue | danh sách chờ xử lý |
| overdue | quá hạn |
| receipt | mã tiếp nhận |
`;

const titleOf = (name: string): string => name.toLowerCase().replaceAll('_', ' ');

const table = (name: string, list: ClosedList<string>): string => {
  const sourced = Object.values(list).some((words) => words.source !== undefined);
  const rows = Object.entries(list).map(([key, { vi, en, source }]) =>
    sourced ? `| \`${key}\` | ${vi} | ${en} | ${source ?? ''} |` : `| \`${key}\` | ${vi} | ${en} |`,
  );
  const head = sourced
    ? '| key | tiếng Việt | English | nguồn · source |\n|---|---|---|---|'
    : '| key | tiếng Việt | English |\n|---|---|---|';
  return `## ${titleOf(name)}\n\n${head}\n${rows.join('\n')}\n`;
};

const problems = (): string => {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, vi, en }]) => `| \`${code}\` | ${String(status)} | ${vi} | ${en} |`,
  );
  return `## problems (RFC 9457)\n\n| type | status | tiếng Việt | English |\n|---|---|---|---|\n${rows.join('\n')}\n`;
};

/** docs/LANGUAGE.md, whole. */
export const describeLanguage = (): string =>
  [HEAD, ...Object.entries(CLOSED_LISTS).map(([name, list]) => table(name, list)), problems()].join('\n');
