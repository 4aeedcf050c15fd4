import type { GuardGroup } from '../entry.js';

/**
 * Google's public names; `drive.usercontent.google.com`, blocked in Italy on 19 October 2024, lies below `google.com`.
 */
export const GOOGLE: GuardGroup = {
  kind: 'platform',
  covers: 'name-and-below',
  source:
    'platform used by whole populations; blocking one of its names takes down search, mail, video, files or sign-in',
  names: {
    'google.com': 'Google search, mail, Drive, Maps, sign-in',
    'google.com.vn': 'Google Việt Nam',
    'gmail.com': 'Gmail',
    'googlemail.com': 'Gmail',
    'youtube.com': 'YouTube',
    'youtu.be': 'YouTube short host, all videos',
    'youtube-nocookie.com': 'YouTube embedding',
    'youtubekids.com': 'YouTube Kids',
    'ytimg.com': 'YouTube images and scripts',
    'ggpht.com': 'YouTube and Google Photos pictures',
    'googlevideo.com': 'YouTube video delivery (a cache of it was blocked by Piracy Shield on 19 October 2024)',
    'googleusercontent.com': 'pictures, Drive downloads and caches of all Google users',
    'blogger.com': 'Blogger',
    'chrome.com': 'Chrome',
    'chromium.org': 'Chromium',
    'android.com': 'Android',
    'withgoogle.com': 'Google learning and safety pages',
    'google.dev': 'Google developer services',
    'googlemaps.com': 'Google Maps',
    'waze.com': 'Waze',
  },
};

/** Meta's public names. */
export const META: GuardGroup = {
  kind: 'platform',
  covers: 'name-and-below',
  source: 'platform used by whole populations; one item is asked for at content level',
  names: {
    'facebook.com': 'Facebook',
    'fb.com': 'Facebook',
    'fb.watch': 'Facebook video links',
    'fb.me': 'Facebook short links',
    'facebook.net': 'Facebook scripts',
    'fbcdn.net': 'Facebook content delivery',
    'fbsbx.com': 'Facebook sandboxed content',
    'messenger.com': 'Messenger',
    'm.me': 'Messenger links',
    'instagram.com': 'Instagram',
    'instagr.am': 'Instagram short host',
    'cdninstagram.com': 'Instagram content delivery',
    'whatsapp.com': 'WhatsApp',
    'whatsapp.net': 'WhatsApp delivery',
    'wa.me': 'WhatsApp links',
    'threads.net': 'Threads',
    'threads.com': 'Threads',
    'meta.com': 'Meta',
    'meta.ai': 'Meta AI',
    'oculus.com': 'Meta Quest',
  },
};

/** ByteDance's public names. */
export const BYTEDANCE: GuardGroup = {
  kind: 'platform',
  covers: 'name-and-below',
  source: 'platform used by whole populations; one item is asked for at content level',
  names: {
    'tiktok.com': 'TikTok',
    'tiktokcdn.com': 'TikTok content delivery',
    'tiktokcdn-us.com': 'TikTok content delivery',
    'tiktokv.com': 'TikTok application interface',
    'ttwstatic.com': 'TikTok scripts',
    'byteoversea.com': 'ByteDance delivery',
    'ibytedtos.com': 'ByteDance storage',
    'ibyteimg.com': 'ByteDance images',
    'muscdn.com': 'TikTok music delivery',
    'capcut.com': 'CapCut',
    'lemon8-app.com': 'Lemon8',
    'bytedance.com': 'ByteDance',
    'douyin.com': 'Douyin',
  },
};

/** Microsoft's public names. */
export const MICROSOFT: GuardGroup = {
  kind: 'platform',
  covers: 'name-and-below',
  source: 'platform and sign-in of schools, offices and personal computers',
  names: {
    'microsoft.com': 'Microsoft, Windows Update, Teams',
    'microsoftonline.com': 'Microsoft sign-in',
    'live.com': 'Microsoft accounts, Outlook',
    'outlook.com': 'Outlook',
    'hotmail.com': 'Outlook',
    'office.com': 'Microsoft 365',
    'office365.com': 'Microsoft 365',
    'office.net': 'Microsoft 365 delivery',
    'onedrive.com': 'OneDrive',
    'msn.com': 'MSN',
    'bing.com': 'Bing',
    'skype.com': 'Skype',
    'windows.com': 'Windows',
    'xbox.com': 'Xbox',
    'xboxlive.com': 'Xbox',
    'minecraft.net': 'Minecraft',
    'msftauth.net': 'Microsoft sign-in scripts',
    'msauth.net': 'Microsoft sign-in scripts',
    'msftconnecttest.com': 'Windows connection check',
    'linkedin.com': 'LinkedIn',
    'licdn.com': 'LinkedIn content delivery',
    'github.com': 'GitHub',
    'githubassets.com': 'GitHub scripts',
    'raw.githubusercontent.com': 'files of all GitHub projects',
    'objects.githubusercontent.com': 'releases of all GitHub projects',
    'avatars.githubusercontent.com': 'pictures of all GitHub users',
    'visualstudio.com': 'Visual Studio',
  },
};

/** Apple's public names. */
export const APPLE: GuardGroup = {
  kind: 'platform',
  covers: 'name-and-below',
  source: 'platform of phones and computers: updates, accounts, backups',
  names: {
    'apple.com': 'Apple',
    'icloud.com': 'iCloud',
    'icloud-content.com': 'iCloud files',
    'me.com': 'iCloud mail',
    'mzstatic.com': 'App Store images',
    'cdn-apple.com': 'Apple updates',
    'aaplimg.com': 'Apple delivery',
    'apple-cloudkit.com': 'iCloud applications',
    'apple-dns.net': 'Apple delivery',
    'apps.apple.com': 'App Store',
  },
};

/** Amazon's public names; what customers rent below `amazonaws.com` is in clouds.ts. */
export const AMAZON: GuardGroup = {
  kind: 'platform',
  covers: 'name-and-below',
  source: 'platform used by whole populations',
  names: {
    'amazon.com': 'Amazon',
    'media-amazon.com': 'Amazon images',
    'ssl-images-amazon.com': 'Amazon images',
    'awsstatic.com': 'Amazon Web Services console',
    'primevideo.com': 'Prime Video',
    'twitch.tv': 'Twitch',
    'ttvnw.net': 'Twitch video delivery',
    'jtvnw.net': 'Twitch images',
    'imdb.com': 'IMDb',
    'audible.com': 'Audible',
  },
};
