/** One report as a partner sends it: a link that nobody sent before, a note, a province. */
export const reportBody = (round, index) =>
  JSON.stringify({
    urls: [`https://bench-${round + 1}-${index}.example.test/trang/${index}?ref=chat`],
    note: 'Trang này rủ các cháu học sinh nạp tiền đánh bạc, phụ huynh đã gọi điện hai lần.',
    province: 'lam-dong',
  });
