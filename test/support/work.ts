/** Milliseconds of work this process has done: unlike the clock, they do not pass while others keep the machine busy. */
export const work = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
