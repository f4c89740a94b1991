/** Terms: one English word per Chinese term, with its meaning and source. The glossary page is made from it. */
import { z } from 'zod';
import { type ListReading, readList } from './yaml-list.ts';

const TERM = z.strictObject({
  id: z.string().regex(/^[a-zA-Z]+$/, '应为英文单词（驼峰式）'),
  zh: z.string().min(1),
  meaning: z.string().min(1),
  sources: z.array(z.string()),
  not: z.string().optional(),
});

export type Term = z.infer<typeof TERM>;

const SCENE = z.strictObject({
  id: z.string(),
  scene: z.string().min(1),
  clause: z.string(),
  which: z.enum(['ZZ-2b', 'ZZ-2c', 'ZZ-2d']),
  side: z.enum(['失误错误的一侧', '违纪违法的一侧', '存疑']),
  why: z.string().min(1),
});

/** One short scene of the exercise on the three distinctions. */
export type Scene = z.infer<typeof SCENE>;

/** Reads the glossary: terms with their meanings and sources. */
export function readGlossary(text: string, file: string): ListReading<Term> {
  return readList(text, file, TERM);
}

/** Reads the scenes of the exercise. */
export function readScenes(text: string, file: string): ListReading<Scene> {
  return readList(text, file, SCENE);
}
