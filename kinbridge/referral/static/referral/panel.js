/*
 * Who receives a letter: from near to far, of different organisations, the nation's desk among
 * them, never anybody whom the sender set aside. Fewer than two organisations: nobody.
 */
const MOST = 4;
const FEWEST = 2; // organisations

/** Who serves this place and need, nearest first. ``place``: { code, within: [codes, nearest first] }. */
export function serving(entries, place, need) {
  const far = [place.code, ...place.within];
  return entries
    .filter(({ area, needs }) => far.includes(area) && needs.includes(need))
    .sort((a, b) => far.indexOf(a.area) - far.indexOf(b.area) || a.rank - b.rank);
}

/** The recipients, or nobody. ``aside``: the persons' keys whom the sender set aside. */
export function panel(entries, place, need, aside = new Set()) {
  const left = serving(entries, place, need).filter(({ person }) => !aside.has(person));
  const nation = left.filter(({ area }) => area === place.within.at(-1));
  const chosen = [];
  const take = (one) => chosen.length < MOST && !chosen.includes(one) && chosen.push(one);
  const isNew = ({ organisation_key: key }) => !chosen.some((one) => one.organisation_key === key);
  for (const one of left) if (isNew(one) && chosen.length < MOST - 1) take(one);
  nation.slice(0, 1).forEach(take);
  left.forEach(take);
  return new Set(chosen.map((one) => one.organisation_key)).size < FEWEST ? [] : chosen;
}
