/**
 * How long SageMaker takes, in virtual seconds. The work behind a duration (starting the inference server) is real and
 * done when it ends; only the waiting for instances is declared.
 */
export const durations = {
  /** Launching a fleet's instances, pulling the image, loading the model. */
  provisioning: 240,
  /** Turning on traffic for one step. */
  activation: 20,
  /** Terminating a fleet. */
  termination: 60,
  /** From the start until a container that never passes its health check makes the endpoint give up: 24 minutes seen. */
  failedStart: 1440,
  /** Launching or terminating instances of a variant in service. */
  capacityChange: 240,
  /** Changing nothing but weights. */
  weightChange: 30,
  deletion: 30,
  /** How often the alarms of a deployment are looked at. */
  alarmPoll: 10,
} as const;

/** SageMaker's upper limit of MaximumExecutionTimeoutInSeconds, taken when a deployment names none. */
export const LONGEST_DEPLOYMENT_SECONDS = 28_800;
