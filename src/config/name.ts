import { z } from 'zod';

/** What becomes part of a topic. */
export const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/,
    'letters, digits, - and _, 63 at most: it becomes part of a topic',
  );
