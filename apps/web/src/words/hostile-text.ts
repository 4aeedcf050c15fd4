import { area } from './language.js';

export const hostileTextWords = area(
  {
    scheme: 'giao thức',
    user: 'không phải tên máy chủ',
    host: 'máy chủ',
    domain: 'tên miền đăng ký',
    path: 'phần sau tên miền',
    unicode: 'Hiển thị là',
    punycode: 'Tên thật',
    lookAlike: 'Có chữ cái dễ nhầm với chữ khác',
    invisible: 'Có dấu vô hình',
    mark: (code: string) => `dấu vô hình ${code}`,
    unreadable: 'Chưa xác định được đường dẫn',
  },
  {
    scheme: 'scheme',
    user: 'not the host',
    host: 'host',
    domain: 'registrable domain',
    path: 'after the host',
    unicode: 'Shown as',
    punycode: 'Real name',
    lookAlike: 'Has letters that look like others',
    invisible: 'Has invisible marks',
    mark: (code: string) => `invisible mark ${code}`,
    unreadable: 'The link could not be read',
  },
);
