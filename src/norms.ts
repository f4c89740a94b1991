/** “1+X”: the departments of the JN register, each with the norm it has written to go with the rules, or none yet. */
import { z } from 'zod';
import { type ListReading, readList } from './yaml-list.ts';

const NORM = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/, '应为小写英文'),
  /** As the register writes it. */
  department: z.string().trim().min(1),
  norm: z.union([
    z.literal('尚未制定'),
    z.strictObject({
      title: z.string().trim().min(1),
      pol_no: z.string(),
      /** Day of issue; '' when the text has none. */
      pol_issued: z.union([z.literal(''), z.iso.date('应为日期，例如 2026-11-21')]),
      /** What it rests on, by title. */
      pol_parent: z.array(z.string().trim().min(1)),
    }),
  ]),
});

/** A department and its norm. */
export type DepartmentNorm = z.infer<typeof NORM>;

/** Reads the list of departments and their norms. */
export function readNorms(text: string, file: string): ListReading<DepartmentNorm> {
  return readList(text, file, NORM);
}
