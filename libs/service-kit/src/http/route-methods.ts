const HIDDEN = new Set(['HEAD', 'OPTIONS']);

/** Which methods each path answers to, so that a known path with another method is told apart from an unknown path. */
export class RouteMethods {
  readonly #routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();

  /** @param path in the router's notation: `/api/v1/cases/:id`, `*` at the end matches anything. */
  add(path: string, method: string | readonly string[]): void {
    const methods = (typeof method === 'string' ? [method] : method).filter((name) => !HIDDEN.has(name));
    if (path === '*' || path === '/*') return;
    const known = this.#routes.get(path);
    if (known) for (const name of methods) known.methods.add(name);
    else this.#routes.set(path, { pattern: patternOf(path), methods: new Set(methods) });
  }

  /** The methods of the path of a request's URL; empty when there is no such path. */
  of(url: string): string[] {
    const path = url.split('?', 1)[0] ?? '';
    const found = [...this.#routes.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => [...methods]))].sort();
  }
}

function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => {
    if (part === '*') return '.*';
    return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/:[A-Za-z_]\w*/g, '[^/]+');
  });
  return new RegExp(`^${parts.join('/')}/?$`);
}
