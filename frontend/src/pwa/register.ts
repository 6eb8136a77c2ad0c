// Asks the browser to keep the pages; without HTTPS (or localhost) browsers do not, and everything else works.

const AT_REST_MS = 10_000;

export function keepPages(): void {
  if (!import.meta.env.PROD || !window.isSecureContext || !('serviceWorker' in navigator)) return;
  window.addEventListener('load', () => {
    const { serviceWorker } = navigator;
    serviceWorker.register('/sw.js').catch(() => undefined);
    // A page that was on its way while the worker began is nobody's until it asks.
    void serviceWorker.ready.then(({ active }) => serviceWorker.controller ?? active?.postMessage('claim'));
    setTimeout(() => void serviceWorker.ready.then(({ active }) => active?.postMessage('writing')), AT_REST_MS);
    // Scans wait on this device: the browser is asked not to clear them when its disk runs full.
    void navigator.storage?.persist?.().catch(() => false);
  });
}
