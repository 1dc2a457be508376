import { applyTarget } from './apply-target.ts';
import { ResourceFailedError, type Workshop } from './make-resource.ts';
import { removalOrder } from './plan.ts';
import { removeResource } from './remove-resource.ts';
import type { Stack, Target } from './stack.ts';

/** Carries stacks from one state to the next, in the background as CloudFormation does; time stands still meanwhile. */
export class StackRunner {
  readonly #workshop: Workshop;

  constructor(workshop: Workshop) {
    this.#workshop = workshop;
  }

  /** Makes a new stack's resources; deletes them again when one fails, unless `disableRollback`. */
  create(stack: Stack, target: Target, disableRollback = false): void {
    this.#change(stack, { ...target, status: 'CREATE_IN_PROGRESS' });
    this.#run(stack, async () => {
      try {
        const outputs = await applyTarget(this.#workshop, stack, target);
        this.#change(stack, { outputs, status: 'CREATE_COMPLETE' });
      } catch (error) {
        const statusReason = failure(error);
        if (disableRollback) return this.#change(stack, { status: 'CREATE_FAILED', statusReason });
        this.#change(stack, { status: 'ROLLBACK_IN_PROGRESS', statusReason });
        await this.#removeAll(stack, { done: 'ROLLBACK_COMPLETE', failed: 'ROLLBACK_FAILED' });
      }
    });
  }

  /** Makes a stack what the target says; makes it what it was when a resource fails, unless `disableRollback`. */
  update(stack: Stack, target: Target, disableRollback = false): void {
    const before: Target = { ...stack };
    this.#change(stack, { ...target, status: 'UPDATE_IN_PROGRESS', updatedAt: this.#workshop.cloud.clock.now() });
    this.#run(stack, async () => {
      try {
        const outputs = await applyTarget(this.#workshop, stack, target);
        this.#change(stack, { outputs, status: 'UPDATE_COMPLETE' });
      } catch (error) {
        const statusReason = failure(error);
        if (disableRollback) return this.#change(stack, { status: 'UPDATE_FAILED', statusReason });
        this.#change(stack, { status: 'UPDATE_ROLLBACK_IN_PROGRESS', statusReason });
        await this.#goBack(stack, before);
      }
    });
  }

  delete(stack: Stack): void {
    this.#change(stack, { status: 'DELETE_IN_PROGRESS' });
    this.#run(stack, () => this.#removeAll(stack, { done: 'DELETE_COMPLETE', failed: 'DELETE_FAILED' }));
  }

  /** What the death of the process interrupted is declared failed; the next deployment puts it right. */
  resume(): void {
    for (const stack of this.#workshop.stacks.all()) {
      if (!stack.status.endsWith('_IN_PROGRESS') || stack.status === 'REVIEW_IN_PROGRESS') continue;
      const status = stack.status.startsWith('DELETE') ? 'DELETE_FAILED' : 'UPDATE_FAILED';
      this.#change(stack, { status, statusReason: 'The embedded AWS was stopped in the middle. Deploy again.' });
    }
  }

  async #goBack(stack: Stack, before: Target): Promise<void> {
    const { template, parameters, tags, capabilities } = before;
    try {
      await applyTarget(this.#workshop, stack, before);
      this.#change(stack, { template, parameters, tags, capabilities, status: 'UPDATE_ROLLBACK_COMPLETE' });
    } catch (error) {
      this.#change(stack, { status: 'UPDATE_ROLLBACK_FAILED', statusReason: failure(error) });
    }
  }

  async #removeAll(stack: Stack, { done, failed }: Record<'done' | 'failed', Stack['status']>): Promise<void> {
    const { stacks, cloud } = this.#workshop;
    const reasons: string[] = [];
    for (const resource of removalOrder(stacks.resources(stack))) {
      await removeResource(this.#workshop, stack, resource).catch((error) => reasons.push(failure(error)));
    }
    if (reasons.length > 0) this.#change(stack, { status: failed, statusReason: reasons.join(' ') });
    else this.#change(stack, { status: done, ...(done === 'DELETE_COMPLETE' ? { deletedAt: cloud.clock.now() } : {}) });
  }

  #change(stack: Stack, changes: Partial<Omit<Stack, 'id' | 'name'>>): void {
    this.#workshop.stacks.change(stack.id, changes);
  }

  #run(stack: Stack, work: () => Promise<void>): void {
    void this.#workshop.cloud.clock.holding(`cloudformation ${stack.name}`, work);
  }
}

/** The reason of a failed resource. Anything else is a fault of the program, not of the template. */
function failure(error: unknown): string {
  if (error instanceof ResourceFailedError) return error.message;
  if (error instanceof Error && error.name === 'ServiceError') return error.message;
  throw error;
}
