/** The token under which the process's `Host` is injected: `@Inject(HOST) host: Host`. */
export const HOST = Symbol('lachan host');
