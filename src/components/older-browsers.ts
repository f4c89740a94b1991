/**
 * What the browsers of domestic desktop systems (from Chromium 86 on) lack of what reads forms and registers: `at` came
 * with version 92, `Object.hasOwn` with 93. To be imported first.
 */

function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  return this[index < 0 ? this.length + index : index];
}

for (const { prototype } of [Array, String, Object.getPrototypeOf(Uint8Array)] as readonly {
  readonly prototype: object;
}[]) {
  if (!('at' in prototype))
    Object.defineProperty(prototype, 'at', { value: at, configurable: true, writable: true });
}

if (typeof Object.hasOwn !== 'function') {
  Object.defineProperty(Object, 'hasOwn', {
    // biome-ignore lint/suspicious/noPrototypeBuiltins: what is asked for is not there.
    value: (object: object, key: PropertyKey) => Object.prototype.hasOwnProperty.call(object, key),
    configurable: true,
    writable: true,
  });
}
