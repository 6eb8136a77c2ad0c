// Starts the pages.

import '@digital-go-jp/design-tokens/dist/tokens.css';
import '@fontsource/biz-udpgothic/400.css';
import '@fontsource/biz-udpgothic/700.css';
import { mount } from 'svelte';
import App from './App.svelte';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/print.css';
import { keepPages } from './pwa/register';
import { arrival, noteArrival } from './scan/hand';
import { preferences } from './session/preferences.svelte';

preferences.show();
noteArrival(arrival());
const target = document.getElementById('app');
if (target !== null) mount(App, { target });
void import('./styles/spare-glyphs');
keepPages();
