/** Style of the three choices of the forms page, made from what there is to find. */
import type { APIRoute } from 'astro';
import { findables } from '../../components/findable.ts';
import { finderCss } from '../../forms/finder.ts';

export const GET: APIRoute = () =>
  new Response(finderCss(findables), { headers: { 'Content-Type': 'text/css; charset=utf-8' } });
