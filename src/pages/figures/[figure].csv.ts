/** The table of a figure for spreadsheets. */
import type { APIRoute } from 'astro';
import { figureCsv } from '../../charts/figures.ts';
import { figures } from '../../charts/published.ts';

export const getStaticPaths = () =>
  figures.map((figure) => ({ params: { figure: figure.id }, props: { figure } }));

export const GET: APIRoute<{ figure: (typeof figures)[number] }> = ({ props }) =>
  new Response(figureCsv(props.figure), { headers: { 'Content-Type': 'text/csv; charset=utf-8' } });
