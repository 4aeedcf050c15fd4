/** The category of a stream, by the same rule as es.category_of: see 0002-category-of.sql. */
export function categoryOf(stream: string): string {
  const [first = '', second = ''] = stream.split('-', 2);
  return first === 'access' ? `access-${second}` : first;
}

const NAME = /^[a-z]+-[!-~]+$/;

/** What the table es.streams accepts as a name. */
export function isStreamName(stream: string): boolean {
  return stream.length <= 250 && NAME.test(stream);
}
