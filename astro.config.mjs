import { unified } from '@astrojs/markdown-remark';
import mdx from '@astrojs/mdx';
import react from '@astrojs/react';
import { defineConfig } from 'astro/config';
import remarkCjkFriendly from 'remark-cjk-friendly';

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
  integrations: [mdx(), react()],
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
    build: {
      cssTarget: 'chrome86',
      // A small inlined script that imports another fails at run time.
      assetsInlineLimit: 0,
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
