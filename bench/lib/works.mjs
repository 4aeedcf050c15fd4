import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../works/', import.meta.url);

/** Every work there is, in the order a full run takes them (`order` of the file's export). */
export const loadWorks = async () => {
  const files = readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith('.mjs'));
  const sets = await Promise.all(files.map(async (file) => (await import(new URL(file, folder))).default));
  return sets.flat().sort((a, b) => a.order - b.order);
};
