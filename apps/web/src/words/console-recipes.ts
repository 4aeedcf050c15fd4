import { area } from './language.js';

/** What each delivery form is for; its commands are the same in every language. */
export const consoleRecipes = area(
  {
    poll: 'Cho hệ thống tự viết: nhận từng yêu cầu trong vài giây và tự trả lời. Cách đầy đủ nhất, dùng cho mọi biện pháp.',
    unbound: 'Bộ phân giải Unbound. Danh sách gồm tên máy chủ và tên miền; đường dẫn không thể hiện được ở đây.',
    rpz: 'Bộ phân giải đọc vùng chính sách DNS. Nhận vùng qua chuyển vùng có khoá (TSIG) thì hỏi đầu mối kỹ thuật; cách dưới đây tải tệp vùng.',
    dnsmasq: 'Bộ định tuyến và máy chủ nhỏ dùng dnsmasq.',
    squid: 'Máy chủ trung gian. Với đường dẫn đầy đủ, dùng định dạng squid-urls và url_regex.',
    adguard: 'Bộ lọc AdGuard Home: thêm tệp này vào danh sách lọc.',
    lists: 'Tệp văn bản cho thiết bị khác. Tệp hosts không có ký tự đại diện: một tên miền chỉ gồm chính tên đó.',
    webhook:
      'Chuông báo khi có yêu cầu mới, để không phải chờ lần hỏi sau. Không mang theo mục tiêu. Đầu mối kỹ thuật cấp mã bí mật.',
  },
  {
    poll: 'For a system of your own: takes each request within seconds and answers by itself. The most complete way, for every action.',
    unbound: 'The Unbound resolver. The list holds hosts and domains; links cannot be expressed here.',
    rpz: 'Resolvers that read response policy zones. For transfers with a key (TSIG) ask your technical contact; what follows downloads the zone file.',
    dnsmasq: 'Routers and small servers with dnsmasq.',
    squid: 'A proxy. For whole links use the format squid-urls with url_regex.',
    adguard: 'AdGuard Home: add this file to its filter lists.',
    lists: 'Plain text for other equipment. A hosts file knows no wildcards: a domain is that name alone.',
    webhook:
      'Rings when there is something new, so that nothing waits for the next poll. It carries no target. Your technical contact issues the secret.',
  },
);
