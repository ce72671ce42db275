/** Waits for something, and no longer than that; gives whether it came to its end. */
export async function within(timeoutMs: number, done: Promise<unknown> | undefined): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
  const inTime = Promise.resolve(done).then(() => true);
  return Promise.race([inTime, late]).finally(() => clearTimeout(timer));
}
