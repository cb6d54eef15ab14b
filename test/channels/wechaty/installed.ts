/** Whether the optional packages are there; a run without them says so and tests the rest. */
export const installed = ["wechaty", "wechaty-puppet-service"].every((name) => {
  try {
    return import.meta.resolve(name) !== "";
  } catch {
    return false;
  }
});

export const notRun =
  "the optional packages wechaty and wechaty-puppet-service are not installed: the rest is not run";
