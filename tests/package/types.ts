// How a page in TypeScript uses the package: `tests/browser/package.spec.mjs` compiles it against npm/renzai.d.ts.
import type { RenZaiElement } from '../../npm/renzai';

const element: RenZaiElement = document.querySelector('ren-zai')!;
element.pack = '/packs/shop.zh.pack';
element.elder = true;
element.lookups = { order: async ({ order }) => `${order}` };
element.addEventListener('ren-zai-queue', ({ detail }) => detail.position.toFixed());
element.addEventListener('click', (event) => event.clientX);

const off: (() => void) | undefined = renzai('on', 'human', (detail, event) => event.preventDefault());
off?.();
renzai('setTheme', 'dark');
renzai('setScene', { scene: 'order', code: 'RF-204' });

// @ts-expect-error There is no such theme.
renzai('setTheme', 'pink');
// @ts-expect-error There is no such method.
renzai('explode');
// @ts-expect-error A place in the queue is a number.
element.addEventListener('ren-zai-queue', ({ detail }) => detail.position.toUpperCase());
