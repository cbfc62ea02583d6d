/**
 * What is left of a list when as much as can be is left out, while a condition holds of the rest: first halves,
 * then smaller pieces, then one by one (Zeller and Hildebrandt 2002). None can be left out of it if what holds of
 * a list holds of those that contain it.
 *
 * @param holdsOf asked of shorter lists only: of the whole list it must hold
 */
export const leaveOut = async <Each>(
  all: readonly Each[],
  holdsOf: (left: readonly Each[]) => Promise<boolean>,
): Promise<readonly Each[]> => {
  let left = all
  for (
    let size = Math.ceil(all.length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < left.length;) {
      const rest = [...left.slice(0, at), ...left.slice(at + size)]
      if (await holdsOf(rest)) left = rest
      else at += size
    }
  }
  return left
}
