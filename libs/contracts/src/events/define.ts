import { z } from 'zod';

/**
 * How much a field may have to be forgotten. Everything but `public` is ciphertext in the log from the first event on:
 * `case` (targets, notes, reasons), `personal` (a reporter's or a colleague's identity), `child-secret` (a child's data).
 */
export type FieldClass = 'public' | 'case' | 'personal' | 'child-secret';

export interface Upcaster {
  readonly from: number;
  readonly to: number;
  readonly up: (data: Record<string, unknown>) => Record<string, unknown>;
}

export interface EventDefinition<S extends z.ZodObject = z.ZodObject> {
  /** The stream category, which decides who may append: `report`, `case`, …, `access` (one per app). */
  readonly category: string;
  readonly schemaVersion: number;
  readonly schema: S;
  /** Field class of each top-level field of `data` that is not public. */
  readonly classes: Readonly<Record<string, Exclude<FieldClass, 'public'>>>;
  readonly upcasters: readonly Upcaster[];
}

/** Marks a top-level field of an event with its class; unmarked fields are public. */
const classes = new WeakMap<z.ZodType, Exclude<FieldClass, 'public'>>();

const marked =
  (fieldClass: Exclude<FieldClass, 'public'>) =>
  <T extends z.ZodType>(schema: T): z.ZodNullable<T> => {
    // Nullable: after erasure, or for a role without the key, the field reads as null.
    const field = z.nullable(schema);
    classes.set(field, fieldClass);
    return field;
  };

export const caseField = marked('case');
export const personalField = marked('personal');
export const childSecretField = marked('child-secret');

/** Defines one event type of a category; the field classes are gathered from the markers in its shape. */
export const eventsOf =
  (category: string) =>
  <Shape extends z.core.$ZodLooseShape>(
    shape: Shape,
    schemaVersion = 1,
    upcasters: readonly Upcaster[] = [],
  ): EventDefinition<z.ZodObject<Shape, z.core.$strict>> => ({
    category,
    schemaVersion,
    upcasters,
    schema: z.strictObject(shape),
    classes: Object.fromEntries(
      Object.entries(shape).flatMap(([name, field]) => {
        const fieldClass = classes.get(field as z.ZodType);
        return fieldClass ? [[name, fieldClass]] : [];
      }),
    ),
  });
