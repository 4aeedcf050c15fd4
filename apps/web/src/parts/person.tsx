import { useNames } from '../api/colleagues.js';
import { SafeText } from './safe-text.js';

/** Somebody by name where this reader knows the name, by id otherwise. */
export const Person = ({ id }: { readonly id: string }) => <SafeText>{useNames().get(id) ?? id}</SafeText>;
