/** The figures of the running build, made once for all pages and files. */
import { SITE_CONFIG } from '../site.config.ts';
import { site } from '../site.ts';
import { figuresOf } from './figures.ts';

export const figures = figuresOf(site, SITE_CONFIG.smallCellFloor);
