// Builds the pages into the folder that the server hands out under its strict CSP.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every browser we promise (from Chrome 109 on) reads woff2; the woff copies would double the fonts. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform(code, id) {
    if (!id.includes('@fontsource') || !id.includes('.css')) return null;
    return { code: code.replace(/,\s*url\([^)]*\.woff\) format\('woff'\)/g, ''), map: null };
  },
};

const SHIPPED = [
  'svelte',
  'zxing-wasm',
  '@fontsource/biz-udpgothic',
  '@fontsource/noto-sans-jp',
  '@digital-go-jp/design-tokens',
];

/** The licences of what the pages carry go with the pages. */
const licences: Plugin = {
  name: 'licences',
  apply: 'build',
  generateBundle() {
    const texts = SHIPPED.map((name) => {
      const folder = here(`./node_modules/${name}/`);
      const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
      return `${name}\n\n${file === undefined ? '' : readFileSync(folder + file, 'utf8')}`;
    });
    this.emitFile({ type: 'asset', fileName: 'licences.txt', source: texts.join('\n\n----\n\n') });
  },
};

/** Tells the service worker what was built; its version changes with any of the files. */
const builtFiles: Plugin = {
  name: 'built-files',
  apply: 'build',
  enforce: 'post',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      const worker = bundle['sw.js'];
      if (worker?.type !== 'chunk') throw new Error('sw.js was not built');
      if (worker.imports.length > 0) throw new Error('sw.js must stand alone: not every browser loads a worker of modules');
      const fixed = readdirSync(here('./public'));
      const hashed = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
      const index = bundle['index.html'];
      const digest = createHash('sha256').update(worker.code).update(hashed.sort().join());
      if (index?.type === 'asset') digest.update(index.source);
      for (const name of fixed) digest.update(readFileSync(here(`./public/${name}`)));
      const files = ['/', ...fixed.map((name) => `/${name}`), ...hashed.map((name) => `/${name}`)];
      const told = JSON.stringify({ version: digest.digest('hex').slice(0, 16), files });
      worker.code = worker.code.replaceAll('__BUILT__', () => told);
    },
  },
};

export default defineConfig({
  plugins: [onlyWoff2, licences, svelte(), builtFiles],
  resolve: { alias: { '@sentences': here('../src/daicho/foundation/sentences') } },
  build: {
    target: 'chrome109',
    outDir: here('../src/daicho/web'),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 300,
    rollupOptions: {
      input: { index: here('./index.html'), sw: here('./src/pwa/worker.ts') },
      output: { entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' }, fs: { allow: [here('..')] } },
});
