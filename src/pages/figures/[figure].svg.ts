/** A figure as a drawing of its own, with its question as heading. */
import type { APIRoute } from 'astro';
import { figures } from '../../charts/published.ts';
import { drawSvg } from '../../charts/svg.ts';

export const getStaticPaths = () =>
  figures.map((figure) => ({ params: { figure: figure.id }, props: { figure } }));

export const GET: APIRoute<{ figure: (typeof figures)[number] }> = ({ props: { figure } }) =>
  new Response(
    drawSvg(figure.chart, { id: figure.id, title: figure.title, description: figure.reading, alone: true }),
    { headers: { 'Content-Type': 'image/svg+xml; charset=utf-8' } },
  );
