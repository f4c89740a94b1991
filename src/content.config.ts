import { defineCollection } from 'astro:content';
import { glob } from 'astro/loaders';
import { z } from 'astro/zod';

/** Lessons. Cases, bulletins and policies are read by readers of their own, because the checks read them too. */
const training = defineCollection({
  loader: glob({ pattern: '*.mdx', base: './content/training' }),
  schema: z.strictObject({
    id: z.string(),
    title: z.string(),
    minutes: z.number().int().positive(),
    summary: z.string(),
  }),
});

export const collections = { training };
