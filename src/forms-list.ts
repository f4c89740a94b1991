/** Every paper that the five documents print, name or ask for, and for those without a form the reason. */
import { z } from 'zod';
import { ROLES, STEPS } from './forms/gallery.ts';
import { type ListReading, readList } from './yaml-list.ts';

const PAPER = z.strictObject({
  /** The id of its form, if it has one. */
  id: z.string().regex(/^[a-z]+(-[a-z0-9]+)+$/, '应为小写英文，例如 wf-plan'),
  /** As the document calls it. */
  paper: z.string().trim().min(1),
  /** The clause that prints, names or asks for it. */
  clause: z.string().regex(/^[A-Z]{2}-\S+$/, '应为条款编号，例如 JN-12.3c'),
  /** Only of a paper that gets no form. */
  instead: z
    .strictObject({
      step: z.enum(STEPS),
      role: z.array(z.enum(ROLES)).min(1),
      /** Goes on from 本站不为此提供单独文书，因为. */
      because: z.string().regex(/^[^\n。]+。$/, '应为一句话，以句号结尾'),
      /** Where on the site it is instead. */
      see: z.literal('bulletins').optional(),
    })
    .optional(),
});

/** A paper of the documents. */
export type ListedPaper = z.infer<typeof PAPER>;

/** Reads the list of all papers. */
export function readFormsList(text: string, file: string): ListReading<ListedPaper> {
  return readList(text, file, PAPER);
}
