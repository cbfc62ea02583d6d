import { parentPort, workerData } from 'node:worker_threads'
import { CopiedSpace } from '../compile/copied-space.ts'
import type { TableNews } from '../compile/table-news.ts'
import { Member } from '../levels/member.ts'
import { buffersOf } from '../levels/parcel.ts'
import type { Answer, Order } from '../levels/team.ts'
import type { First } from './search-contract.ts'

/* A thread that searches a part of a space: it does what it is told, and runs no user code. */

const { port, answered } = workerData as First
const member = new Member((news, sizes) => new CopiedSpace(news as TableNews, sizes))

const buffersIn = (answer: Answer): ArrayBuffer[] => {
  const deliveries = answer.kind === 'expanded' ? answer.found : [answer.fresh]
  return deliveries.flatMap(({ parcels }) => parcels.flatMap((each) => [...buffersOf(each)]))
}

parentPort?.on('message', (order: Order) => {
  for (const answer of member.answers(order)) {
    port.postMessage(answer, buffersIn(answer))
    Atomics.add(answered, 0, 1)
    Atomics.notify(answered, 0)
  }
})
