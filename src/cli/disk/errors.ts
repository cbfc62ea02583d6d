import { Halt } from '../../pace/pace.ts'
import { ModelError } from '../../value/model-error.ts'

/** What the system says where there is no room left on a disk, or in a quota. */
const full = ['ENOSPC', 'EDQUOT', 'EFBIG']

/** What cannot be relied on: the folder was changed by another, or its disk fails. */
export const damaged = (path: string, how: string): ModelError =>
  new ModelError('bad-disk', {
    what: `What the check keeps on disk is damaged: ${how}`,
    where: [path],
    fix: 'check afresh, with --disk and another folder',
  })

/**
 * Does something with a file.
 *
 * @throws Halt 'disk' where there is no room for it
 * @throws ModelError 'bad-disk' where the file cannot be read or written
 */
export const onDiskError = <Result>(path: string, work: () => Result): Result => {
  try {
    return work()
  } catch (error) {
    if (error instanceof ModelError) throw error
    const { code = '', message } = error as NodeJS.ErrnoException
    if (full.includes(code)) throw new Halt('disk')
    throw new ModelError('bad-disk', {
      what: `A file of the check cannot be read or written: ${message}`,
      where: [path],
      fix: 'see that the folder is there and may be written; then go on with --resume',
    })
  }
}

/** A folder that was not the right one to name. */
export const refused = (path: string, what: string, fix: string): ModelError =>
  new ModelError('bad-disk', { what, where: [path], fix })
