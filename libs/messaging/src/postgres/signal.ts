/** Wakes one waiting loop; calls while it works are remembered as one. */
export class Signal {
  #raised = false;
  #wake: (() => void) | undefined;

  raise(): void {
    this.#raised = true;
    this.#wake?.();
  }

  /** Resolves when raised since the last wait, or after `timeout` ms (null: never by time). */
  async wait(timeout: number | null): Promise<void> {
    if (!this.#raised && (timeout === null || timeout > 0)) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        if (timeout !== null) timer = setTimeout(resolve, timeout);
      });
      clearTimeout(timer);
      this.#wake = undefined;
    }
    this.#raised = false;
  }
}
