import { expect, test } from 'vitest'
import { ownFolders } from '../../src/cli/load-errors.ts'

test('a line of netsplit itself is told from a line of the model, also where a source map names its source', () => {
  expect(ownFolders('file:///a/netsplit/dist/src/cli/job-1.js')).toEqual([
    '/a/netsplit/dist/src/',
    '/a/netsplit/src/',
  ])
  expect(ownFolders('file:///a/netsplit/src/cli/load-errors.ts')).toEqual(['/a/netsplit/src/'])
})
