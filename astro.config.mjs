import { unified } from '@astrojs/markdown-remark';
import mdx from '@astrojs/mdx';
import react from '@astrojs/react';
import { defineConfig } from 'astro/config';
import remarkCjkFriendly from 'remark-cjk-friendly';

/** Pages that only the internal edition has: of the public one not even their scripts are part. */
const internalPages = {
  name: 'internal-pages',
  hooks: {
    'astro:config:setup': ({ injectRoute }) => {
      if (process.env.RONGJIU_EDITION !== 'internal') return;
      injectRoute({ pattern: '/import', entrypoint: './src/pages/_internal/import.astro' });
      injectRoute({ pattern: '/reports', entrypoint: './src/pages/_internal/reports.astro' });
    },
  },
};

/** The reader of XML asks for the streams of Node and does without them; the bundler would remark on that each time. */
const withoutStreams = {
  name: 'without-streams',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'client',
  resolveId: (source, importer) =>
    source === 'stream' && importer?.includes('/sax/') ? '\0no-streams' : undefined,
  load: (id) => (id === '\0no-streams' ? 'export default {};' : undefined),
};

// scripts/build.ts says where to write and under which path the site will be served.
export default defineConfig({
  base: process.env.RONGJIU_BASE ?? '/',
  outDir: process.env.RONGJIU_OUT ?? '.generated/next',
  publicDir: '.generated/public',
  cacheDir: '.generated/astro',
  trailingSlash: 'always',
  markdown: {
    syntaxHighlight: false,
    // Emphasis beside full-width punctuation stays literal without the plugin; smartypants curls Chinese quotes.
    processor: unified({ remarkPlugins: [remarkCjkFriendly], smartypants: false }),
  },
  integrations: [mdx(), react(), internalPages],
  devToolbar: { enabled: false },
  security: {
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
      ],
    },
  },
  vite: {
    plugins: [withoutStreams],
    build: {
      cssTarget: 'chrome86',
      // A small inlined script that imports another fails at run time.
      assetsInlineLimit: 0,
      // What reads forms and checks registers on a page of the internal edition has 770 kB, and its page does nothing else.
      chunkSizeWarningLimit: 850,
      rolldownOptions: {
        // Every MDX file carries a directive of Astro's own, which the bundler remarks on each time.
        onLog: (level, log, handle) => {
          if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
        },
      },
    },
    // The browsers of domestic desktop systems start at Chromium 86; Vite's own default is far newer.
    environments: { client: { build: { target: 'chrome86' } } },
  },
});
