type Growing = Uint8Array | Uint16Array | Int32Array | Float64Array;

/** Twice as long whenever it is too short. */
export function grow<K extends string>(holder: Record<K, Growing> | object, name: K, wanted: number): void {
  const arrays = holder as Record<K, Growing>;
  const present = arrays[name];
  if (present.length >= wanted) return;
  const longer = new (present.constructor as new (length: number) => Growing)(Math.max(wanted, 2 * present.length));
  longer.set(present as never);
  arrays[name] = longer;
}
