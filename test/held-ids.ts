import { SequentialIds, SystemIds } from '#libs/service-kit';

/**
 * Ids from the system, and for a while the same ones in every run: those of a step that is named. What a step makes is then
 * called the same on two installations, whatever either made before it.
 */
export class HeldIds extends SystemIds {
  #step: SequentialIds | undefined;

  /** @param step 1 to 65,535, another one each time: the ids of two steps never meet. */
  hold(step: number): void {
    this.#step = new SequentialIds(step);
  }

  release(): void {
    this.#step = undefined;
  }

  override v7(): string {
    return this.#step?.v7() ?? super.v7();
  }

  override random(bytes: number): Buffer {
    return this.#step?.random(bytes) ?? super.random(bytes);
  }
}
