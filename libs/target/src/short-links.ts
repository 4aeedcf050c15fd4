import { wordSet } from './word-set.js';

/** Redirectors: general, Vietnamese, of platforms, of shops. A link that can be read offline is a platform rule instead. */
const SHORTENERS = wordSet(
  'bit.ly bitly.com j.mp tinyurl.com tiny.cc is.gd v.gd ow.ly buff.ly cutt.ly rebrand.ly shorturl.at s.id rb.gy t.ly',
  'short.io tny.im urlz.fr gg.gg clck.ru qr.ae trib.al dlvr.it ift.tt snip.ly soo.gd adf.ly ouo.io bl.ink lnk.to u.to',
  'bom.so by.com.vn shorten.asia byvn.net link1s.com',
  't.co goo.gl g.co maps.app.goo.gl photos.app.goo.gl app.goo.gl page.link forms.gle lnkd.in fb.me fb.watch on.fb.me',
  'vm.tiktok.com vt.tiktok.com wp.me redd.it aka.ms 1drv.ms apple.co spoti.fi spotify.link pin.it line.me lin.ee',
  'qr.zalo.me amzn.to amzn.asia a.co shope.ee s.shopee.vn s.lazada.vn',
);

/**
 * True when the host only redirects, so that its links say nothing about where they lead. Following one would be
 * fetching: it keeps its own key and the analyst is told.
 */
export function isShortLinkHost(host: string): boolean {
  return SHORTENERS.has(host);
}
