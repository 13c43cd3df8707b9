const ASK_MS = 1000;
const LAST = 'weir.loaded-again';
/** So that a part that can never be had does not keep the page from being read. */
const AGAIN_MS = 30_000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function isBack(): Promise<boolean> {
  return fetch('/healthz').then(
    () => true,
    () => false,
  );
}

/**
 * Where a part of the page could not be fetched, as the service was away or is another one now, the
 * page is loaded anew once the service answers; its address holds all that it shows.
 */
export function loadAgainWhenBack(): void {
  let waiting = false;
  window.addEventListener('vite:preloadError', () => {
    const last = Number(sessionStorage.getItem(LAST) ?? 0);
    if (waiting || Date.now() - last < AGAIN_MS) return;
    waiting = true;
    void (async () => {
      while (!(await isBack())) await wait(ASK_MS);
      sessionStorage.setItem(LAST, String(Date.now()));
      window.location.reload();
    })();
  });
}
