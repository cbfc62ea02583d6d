/** Whether a value may have properties: no primitive, no function, not null. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null
