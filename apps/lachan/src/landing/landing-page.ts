import type { Mode } from '#libs/service-kit';

const DEMO = `<div class="demo" role="note"><h2>Bản trình diễn · Demonstration</h2>
<p>Người dùng, đơn vị, phản ánh ở đây là dữ liệu mẫu. <span class="en" lang="en">People, units and reports here are samples; sign-in data lies in <code>demo-credentials.json</code> in the data folder.</span></p></div>`;

/** The page at `/`: static text, no script, nothing from any other host. */
export const landingPage = (mode: Mode): string => `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Lá Chắn · bảo vệ trẻ em trên môi trường mạng</title>
<link rel="stylesheet" href="/landing.css">
</head>
<body><main>
<h1>Lá Chắn</h1>
<p>Tiếp nhận phản ánh về nội dung gây hại cho trẻ em trên mạng, xử lý bằng hai cặp mắt, theo dõi mọi yêu cầu đến khi có kết quả.</p>
<p class="en" lang="en">Takes in reports of online content that harms a child, decides with two pairs of eyes, follows every request to its verified end.</p>
<div class="help"><p><strong>Trẻ đang gặp nguy hiểm? Gọi 111.</strong></p>
<p>Tổng đài quốc gia bảo vệ trẻ em, miễn phí, cả ngày lẫn đêm. <span class="en" lang="en">A child in danger? Call 111: free, day and night.</span></p></div>
${mode === 'demo' ? DEMO : ''}
<section><h2>Đang chạy ở đây · Running here</h2><ul>
<li>Cửa tiếp nhận phản ánh <span class="en" lang="en">(intake)</span>: <code>POST /api/v1/reports</code>, <code>GET /api/v1/receipts/…</code></li>
<li>Xử lý vụ việc <span class="en" lang="en">(triage)</span>: <code>/api/v1/cases</code></li>
<li>Yêu cầu tới doanh nghiệp <span class="en" lang="en">(dispatch)</span>: <code>/api/v1/requests</code>, <code>/api/v1/feeds/…</code></li>
<li>Danh bạ, thẩm quyền <span class="en" lang="en">(directory)</span>: <code>/api/v1/registers/…</code></li>
<li>Giám sát độc lập <span class="en" lang="en">(ledger)</span>: <code>/api/v1/audit/…</code></li>
</ul></section>
<section><h2>Dành cho người làm kỹ thuật · For engineers</h2><ul>
<li><a href="/api/docs">Mô tả API · API description</a> (<a href="/api/openapi.json">OpenAPI 3.1</a>)</li>
<li><a href="/health/ready">Tình trạng dịch vụ · Health</a></li>
</ul></section>
</main></body>
</html>
`;
