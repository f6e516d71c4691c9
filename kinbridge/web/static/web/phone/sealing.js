/*
 * What sealing a referral needs (single-use tokens, the signed directory) is fetched while the
 * phone is open. It lies in a store of its own that needs no key: a locked phone still seals.
 */
const PREPARING = "/static/referral/preparing.js";

export async function prepareSealing({ token }) {
  const { isDue, prepare } = await import(PREPARING);
  if (await isDue()) await prepare({ Authorization: `Phone ${token}` });
}
