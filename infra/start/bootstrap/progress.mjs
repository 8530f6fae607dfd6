/** Says that a long step runs and how long it has taken, on one line in a terminal and every ten seconds elsewhere. */

/**
 * @template T
 * @param {string} label what happens, such as "Installing packages"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(label, work) {
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  const isTerminal = process.stdout.isTTY === true;
  process.stdout.write(isTerminal ? `${label} …` : `${label} …\n`);
  const timer = setInterval(() => {
    if (isTerminal) process.stdout.write(`\r${label} … ${seconds()} s`);
    else if (seconds() % 10 === 0) process.stdout.write(`${label} … ${seconds()} s\n`);
  }, 1000);
  try {
    const result = await work();
    process.stdout.write(`${isTerminal ? '\r' : ''}${label}: done in ${seconds()} s\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${isTerminal ? '\r' : ''}${label}: failed after ${seconds()} s\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
