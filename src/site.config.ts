/** What an organization that runs this site sets for itself. */
export const SITE_CONFIG = {
  siteName: '容纠',
  /** Name of the organization that publishes; empty in the sample site. */
  organization: '',
  /** Smallest count that the public edition prints: 5, or 10 where the subject is sensitive; at least 3. */
  smallCellFloor: 5,
  /** Where the built site is served: reports that need an absolute address point there. */
  address: 'http://localhost:4321/',
} as const;
