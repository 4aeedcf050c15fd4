/** Injects the partners of the installation. */
export const PARTNERS = Symbol('partners');
