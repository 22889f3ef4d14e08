/**
 * Which passwords are taken: long enough, and not one that somebody who guesses would try early. How many guesses that
 * takes is estimated with the lists and patterns of zxcvbn, with Japanese words and names in Roman letters, and with
 * what everybody knows of the person.
 */
import { longestPassword, shortestPassword } from '../../contracts/api/sign-in.ts';
import type { PasswordRule } from '../../domain/values/password-rules.ts';

/** Of zxcvbn's scores 0 to 4: from here on more than 10⁸ guesses are needed. */
const leastScore = 3;

/** Undefined when the password is taken. `known`: the person's name, e-mail address and the like. */
export async function findPasswordFault(password: string, known: readonly string[]): Promise<PasswordRule | undefined> {
  if (Array.from(password).length < shortestPassword) return 'PASSWORD_SHORT';
  const words = known
    .flatMap((text) => [text, ...text.split(/[\s@._-]+/u)])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 3)
    .toSorted((a, b) => b.length - a.length);
  if (isMadeOf(password.toLowerCase(), words)) return 'PASSWORD_OF_PERSON';
  const estimate = await (estimator ??= loadEstimator());
  const { score, feedback } = estimate.check(password.slice(0, longestPassword), words);
  if (score >= leastScore) return undefined;
  return patterns.test(feedback.warning ?? '') ? 'PASSWORD_PATTERN' : 'PASSWORD_KNOWN';
}

/** Fewer characters of the person's own are soon tried: a year, a number. */
const leastOwn = 6;

function isMadeOf(password: string, words: readonly string[]): boolean {
  const rest = words.reduce((left, word) => left.replaceAll(word, ''), password);
  return rest !== password && rest.replaceAll(/[\s@._-]/gu, '').length < leastOwn;
}

/** What zxcvbn calls repetitions, rows of letters, rows of keys, and dates. */
const patterns = /repeat|sequence|straightRow|keyPattern|date|recentYears/iu;

let estimator: ReturnType<typeof loadEstimator> | undefined;

/** The lists take a second to read, so they are read when somebody first chooses a password. */
async function loadEstimator() {
  const [{ ZxcvbnFactory }, common, japanese] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-ja'),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...japanese.dictionary },
    graphs: common.adjacencyGraphs,
  });
}
