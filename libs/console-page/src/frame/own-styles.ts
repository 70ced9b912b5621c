/**
 * Has each stylesheet that the page makes bear the board's word, by which the browser knows it from others'. antd can
 * be told the word, but what it stands on (the lock behind a window, the measure of a scrollbar) does not ask for it.
 */
export function markOwnStyles(): void {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;
  if (!nonce) return;
  const create: (name: string, options?: ElementCreationOptions) => HTMLElement = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = create(name, options);
    if (name === "style") element.nonce = nonce;
    return element;
  };
}
