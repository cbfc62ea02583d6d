import { initialTouch, type Observer } from './observer.ts'

/** An observer that stands before another one, and passes on what that one wants to be told. */
export abstract class PassingOn implements Observer {
  protected readonly inner: Observer

  constructor(inner: Observer) {
    this.inner = inner
  }

  abstract readonly interest: number

  get admits(): Observer['admits'] {
    return this.inner.admits
  }

  get onStep(): Observer['onStep'] {
    return this.inner.onStep
  }

  get onStuck(): Observer['onStuck'] {
    return this.inner.onStuck
  }

  get isDone(): boolean {
    return this.inner.isDone
  }

  onState(state: Int32Array, depth: number, index: number, touched: number): void {
    if (touched === initialTouch || (touched & this.inner.interest) !== 0) {
      this.inner.onState(state, depth, index, touched)
    }
  }

  onForget(): void | Promise<void> {
    return this.inner.onForget()
  }

  onLevel(depth: number): void {
    this.inner.onLevel(depth)
  }
}
