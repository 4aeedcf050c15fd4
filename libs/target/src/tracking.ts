import { wordSet } from './word-set.js';

/**
 * Query parameters that say who clicked where, never what is shown: of Google, Meta, Zalo, other networks, mail tools,
 * HubSpot and Matomo. Each is unambiguous on any site; one that some site could use for content (`ref`, `source`, `si`)
 * is not here.
 */
const TRACKING = wordSet(
  'gclid gclsrc dclid gbraid wbraid gad_source gad_campaignid srsltid _ga _gl _gac',
  'fbclid igshid igsh mibextid fb_action_ids fb_action_types fb_ref fb_source __tn__ __xts__',
  'zarsrc zclid',
  'msclkid yclid ysclid twclid ttclid li_fat_id epik rdt_cid sccid _branch_match_id',
  'mc_cid mc_eid vero_id vero_conv oly_anon_id oly_enc_id _ke _kx __s wickedid mkt_tok s_cid',
  '_hsenc _hsmi __hssc __hstc __hsfp hsctatracking',
  'mtm_campaign mtm_source mtm_medium mtm_keyword mtm_content mtm_cid mtm_group mtm_placement',
  'pk_campaign pk_kwd pk_source pk_medium',
);

/** True for a parameter that never changes what is shown: the names above, `utm_*` and Facebook's `__cft__[…]`. */
export function isTracking(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith('utm_') || lower.startsWith('__cft__') || TRACKING.has(lower);
}
