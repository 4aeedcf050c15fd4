// Reports as a country sends them: 34 provinces by their weight, three in ten of a link that is known already, half of those of one that everybody
// reports at this moment. Reserved names only; the same seed gives the same reports.

const PROVINCES = [
  'TP Hồ Chí Minh', 'Hà Nội', 'Đồng Nai', 'An Giang', 'Hải Phòng', 'Thanh Hoá', 'Cần Thơ', 'Đồng Tháp', 'Vĩnh Long', 'Phú Thọ', 'Ninh Bình', 'Lâm Đồng',
  'Nghệ An', 'Bắc Ninh', 'Gia Lai', 'Hưng Yên', 'Đắk Lắk', 'Tây Ninh', 'Đà Nẵng', 'Cà Mau', 'Khánh Hoà', 'Quảng Ngãi', 'Quảng Trị', 'Thái Nguyên', 'Lào Cai',
  'Tuyên Quang', 'Hà Tĩnh', 'Quảng Ninh', 'Sơn La', 'Huế', 'Lạng Sơn', 'Điện Biên', 'Cao Bằng', 'Lai Châu',
]; // prettier-ignore

/** Of how many known links a burst is: what was shared in the last minutes. */
const HOT = 20;
export const DUPLICATES = 0.3;

/** mulberry32: small, good enough for a load, the same everywhere. */
const randomOf = (seed) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

/** An endless source; `next()` gives `{ url, note, province }` and keeps count of the links it has made. */
export const reportsOf = (seed) => {
  const random = randomOf(seed);
  // Zipf's law is near enough to the provinces' populations: the first weighs nine times the thirty-fourth.
  const weights = PROVINCES.map((_, rank) => 1 / (rank + 4) ** 0.98);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const province = () => {
    let left = random() * total;
    return PROVINCES[weights.findIndex((weight) => (left -= weight) <= 0)] ?? PROVINCES[0];
  };
  const source = { reports: 0, links: 0 };
  source.next = () => {
    let link = source.links;
    if (link > 0 && random() < DUPLICATES) {
      const among = random() < 0.5 ? Math.min(HOT, link) : link;
      link = source.links - 1 - Math.floor(random() * among);
    } else source.links += 1;
    source.reports += 1;
    return {
      url: `https://trang-${String(link)}.example.test/bai/${String(link % 97)}`,
      note: `Phản ánh thứ ${String(source.reports)}: nhờ cơ quan kiểm tra giúp.`,
      province: province(),
    };
  };
  return source;
};
