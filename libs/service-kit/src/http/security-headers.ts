import helmet from 'helmet';

/**
 * Helmet's headers with a policy that lets pages load from here only, run nothing inline and be framed by nobody. A handler may set a
 * narrower policy. No `upgrade-insecure-requests`: TLS ends at a proxy, and one machine may have none.
 */
export const protect = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
});
