import { area } from './language.js';

export const signInWords = area(
  {
    title: 'Đăng nhập',
    lead: 'Trang làm việc của cán bộ xử lý, phê duyệt, giám sát.',
    again: 'Phiên đã hết, đăng nhập lại',
    againLead: 'Nội dung đang nhập vẫn còn nguyên trên trang.',
    login: 'Tên đăng nhập',
    password: 'Mật khẩu',
    code: 'Mã xác nhận',
    codeHint: 'Sáu chữ số trong ứng dụng xác thực, nếu đã cài.',
    submit: 'Đăng nhập',
    public: 'Về trang phản ánh cho mọi người',
    provider: 'Dành cho doanh nghiệp',
    promise: 'Mỗi lần xem và mỗi quyết định đều được ghi lại.',
  },
  {
    title: 'Sign in',
    lead: 'Where analysts, approvers and auditors work.',
    again: 'The session has ended, sign in again',
    againLead: 'What you were typing is still on the page.',
    login: 'Login',
    password: 'Password',
    code: 'Code',
    codeHint: 'Six digits of the authenticator app, where one is set up.',
    submit: 'Sign in',
    public: 'To the public report form',
    provider: 'For providers',
    promise: 'Every look and every decision is on record.',
  },
);
