/** The figures of the running build, made once for all pages and files. */
import { SITE_CONFIG } from '../site.config.ts';
import { site } from '../site.ts';
import { figuresOf } from './figures.ts';

const decided = site.observations.filter(({ decision }) => decision !== '').length;

/**
 * Below this many decided rows the public edition prints no figure: hidden numbers are then so few that a reader
 * can find some of them by trying what they could be, which no suppression of single cells prevents.
 */
export const SMALLEST_REGISTER = 20 * SITE_CONFIG.smallCellFloor;

export const figures =
  site.edition === 'public' && decided < SMALLEST_REGISTER ? [] : figuresOf(site, SITE_CONFIG.smallCellFloor);
