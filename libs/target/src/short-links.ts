/**
 * Hosts whose links say nothing about where they lead. Following one would be fetching, so it keeps its own key and the analyst is told.
 * Each serves redirects only (or, for a platform's own, under every path); links that can be read offline are platform rules instead.
 */
const SHORTENERS = new Set([
  // general services
  ...'bit.ly j.mp bitly.com tinyurl.com tiny.cc is.gd v.gd ow.ly buff.ly cutt.ly rebrand.ly shorturl.at s.id rb.gy t.ly short.io'.split(
    ' ',
  ),
  ...'tny.im urlz.fr gg.gg clck.ru qr.ae trib.al dlvr.it ift.tt snip.ly soo.gd adf.ly ouo.io bl.ink lnk.to u.to shrtco.de da.gd'.split(
    ' ',
  ),
  // used in Viet Nam
  ...'bom.so by.com.vn shorten.asia byvn.net link1s.com'.split(' '),
  // run by a platform or a shop for its own links
  ...'t.co goo.gl g.co maps.app.goo.gl photos.app.goo.gl app.goo.gl page.link forms.gle lnkd.in fb.me fb.watch on.fb.me'.split(
    ' ',
  ),
  ...'vm.tiktok.com vt.tiktok.com amzn.to amzn.asia a.co wp.me redd.it aka.ms 1drv.ms shope.ee s.shopee.vn s.lazada.vn apple.co'.split(
    ' ',
  ),
  ...'spoti.fi spotify.link pin.it snapchat.app.link discord.gg line.me lin.ee qr.zalo.me'.split(' '),
]);

/** True when the host only redirects. The bare host of a shortener is its home page, not a link. */
export function isShortLinkHost(host: string): boolean {
  return SHORTENERS.has(host);
}
