import { area } from './language.js';

export const keyWords = area(
  {
    title: 'Phím tắt',
    lead: 'Không hoạt động khi đang gõ chữ, kể cả khi đang bỏ dấu (Telex, VNI).',
    change: 'Đổi phím',
    press: 'Nhấn phím mới…',
    taken: (by: string) => `Phím này đang dùng cho “${by}”.`,
    reset: 'Đặt lại tất cả',
    overview: 'Xem và đổi phím tắt',
    everywhere: 'Mọi nơi',
    list: 'Danh sách',
    case: 'Vụ việc',
    decision: 'Quyết định',
  },
  {
    title: 'Keyboard',
    lead: 'Off while typing, also while a character is being composed (Telex, VNI).',
    change: 'Change key',
    press: 'Press the new key…',
    taken: (by: string) => `This key is taken by “${by}”.`,
    reset: 'Reset all',
    overview: 'Show and change keys',
    everywhere: 'Everywhere',
    list: 'List',
    case: 'Case',
    decision: 'Decision',
  },
);
