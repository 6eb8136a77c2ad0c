// What is checked beside the types: strict TypeScript, Svelte, and who may import whom.
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const pages = ['tasks', 'scan', 'floors', 'editor', 'registers', 'audit', 'settings'];

const forbid = (patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['node_modules/', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  { files: ['*.config.{js,ts}', 'scripts/**'], languageOptions: { globals: { ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: {
      // Our own router takes plain paths; SvelteKit's resolver does not exist here.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    rules: {
      complexity: ['error', 10],
      'max-lines': ['error', 400],
      'max-depth': ['error', 3],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['src/plan/*.ts'],
    rules: forbid([{ group: ['../*'], message: 'plan/ imports nothing outside plan/' }]),
  },
  {
    files: ['src/plan/*/*.ts'],
    rules: forbid([{ group: ['../../*'], message: 'plan/ imports nothing outside plan/' }]),
  },
  {
    files: ['src/drawing/**'],
    rules: forbid([{ group: ['**/pages/**'], message: 'what is drawn knows no page' }]),
  },
  ...pages.map((page) => ({
    files: [`src/pages/${page}/**`],
    rules: forbid(
      pages
        .filter((other) => other !== page)
        .map((other) => ({ group: [`**/pages/${other}/**`, `../${other}/**`], message: 'pages do not import each other' })),
    ),
  })),
);
