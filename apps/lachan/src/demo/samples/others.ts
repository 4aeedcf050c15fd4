/** Reports that are no takedown: outside the mandate, unreadable, guarded, or a plea without any link. */
export interface OtherReport {
  readonly urls: readonly string[];
  readonly note: string;
  readonly end: 'out-of-scope' | 'unusable' | 'guarded-target' | 'left-open' | 'support';
  readonly helpNeeded?: boolean;
  readonly childInDanger?: boolean;
  readonly safeContact?: string;
  readonly childAge?: number;
}

export const OTHERS: readonly OtherReport[] = [
  {
    urls: ['https://bao-dia-phuong.example.com/bai-phe-binh-ubnd'],
    note: 'Bài này phê bình lãnh đạo xã, đề nghị chặn.',
    end: 'out-of-scope',
  },
  {
    urls: ['https://dien-dan-dan-su.example.net/gop-y-du-thao'],
    note: 'Diễn đàn có ý kiến trái chiều về dự thảo, yêu cầu gỡ.',
    end: 'out-of-scope',
  },
  {
    urls: ['http://cua-hang-doi-thu.example.org'],
    note: 'Cửa hàng này bán hàng kém, đề nghị chặn giúp tôi.',
    end: 'out-of-scope',
  },
  {
    urls: ['https://nhom-ton-giao.example.com/lich-sinh-hoat'],
    note: 'Tôi không thích nội dung của nhóm này.',
    end: 'out-of-scope',
  },
  { urls: ['xem trong nhóm zalo của lớp'], note: 'Con tôi gửi cho tôi xem rồi xoá mất.', end: 'unusable' },
  { urls: ['http://'], note: 'Em không biết chép đường dẫn thế nào.', end: 'left-open' },
  { urls: ['trang web màu xanh có con mèo'], note: 'Cháu tôi bảo vào đó bị doạ.', end: 'left-open' },
  { urls: ['bit ly chấm gì đó 3xk'], note: 'Ghi lại qua điện thoại, có thể sai.', end: 'unusable' },
  {
    urls: ['https://dat-lich.benh-vien.example/nhi'],
    note: 'Trang này đòi thông tin của con tôi, nghi giả mạo.',
    end: 'guarded-target',
  },
  {
    urls: ['https://dich-vu-cong.example/khai-sinh'],
    note: 'Nghi trang giả vì bắt đăng nhập.',
    end: 'guarded-target',
  },
  {
    urls: [],
    note: 'Em đang rất sợ, có người doạ em. Em muốn nói chuyện với ai đó.',
    end: 'support',
    helpNeeded: true,
    safeContact: 'Gọi cho cô Hạnh, giáo viên tư vấn, sau 16 giờ',
    childAge: 12,
  },
  {
    urls: [],
    note: 'Cháu tôi không về nhà từ hôm qua, cháu hay nói chuyện với người lạ trên mạng.',
    end: 'support',
    helpNeeded: true,
    childInDanger: true,
    safeContact: 'Số của bà nội, gọi lúc nào cũng được',
    childAge: 14,
  },
  {
    urls: ['http://phong-rieng-an.example.net/vao/3'],
    note: 'Bạn em bị ép vào phòng này, bạn nhờ em báo giúp.',
    end: 'left-open',
    helpNeeded: true,
    safeContact: 'Nhắn qua cô giáo chủ nhiệm',
    childAge: 13,
  },
  {
    urls: [],
    note: 'Con tôi bị bạn bè bêu trên mạng, cháu không chịu ăn. Xin tư vấn.',
    end: 'left-open',
    helpNeeded: true,
    safeContact: 'Liên hệ mẹ cháu buổi tối',
    childAge: 11,
  },
  {
    urls: ['https://khong-con-gi.example.org/da-xoa'],
    note: 'Trước có bài xấu, giờ không thấy nữa.',
    end: 'left-open',
  },
  { urls: ['https://blog-ca-nhan.example.net/tho'], note: 'Thơ dở quá.', end: 'out-of-scope' },
  { urls: ['http://quang-cao.example.com/giay'], note: 'Mua giày giá rẻ tại đây!', end: 'out-of-scope' },
  {
    urls: ['https://thong-tin-tuyen-sinh.example.org/lop-10'],
    note: 'Nghi thông tin sai, nhờ kiểm tra.',
    end: 'left-open',
  },
];
