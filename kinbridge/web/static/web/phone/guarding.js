/*
 * The text guard's cheap rules, before words are saved: numbers to call, names beside an age,
 * kin with a name. The words and patterns are the server's own, kept with the masthead; it
 * looks again, with all its rules, when the words arrive.
 */
export class Guard {
  /** ``holder``: an element with <li data-rule="kin">aunt brother…</li> for each rule. */
  constructor(holder) {
    const told = Object.fromEntries([...holder.children].map((one) => [one.dataset.rule, one.textContent]));
    const words = (...names) => new Set(names.flatMap((name) => told[name].split(" ")));
    const patterns = (flags) => (name) => new RegExp(told[name], flags);
    Object.assign(this, { told, all: patterns("gu"), at: patterns("uy"), is: patterns("u"), near: Number(told.near) });
    Object.assign(this, { kin: words("kin"), naming: words("naming"), heads: words("kin", "child", "naming"), few: words("few") });
    Object.assign(this, { numbers: words("numbers"), ordinary: words("ordinary"), unnamed: words("ordinary", "roles") });
    this.arabic = { naming: words("arabic-naming"), age: words("arabic-of-age"), body: words("arabic-somebody"), numbers: words("arabic-numbers") };
    this.known = new Set((told.known || "").split("|"));
  }

  /* Letter for letter, so that what is found there stands here. */
  fold(text) {
    const { read, "read-as": as } = this.told;
    return [...text.replace(/[\u00C0-\u024F\u1E00-\u1EFF]/g, (one) => one.normalize("NFD")[0])]
      .map((one) => (read.includes(one) ? as[read.indexOf(one)] : /[٠-٩]/.test(one) ? one.charCodeAt(0) - 0x660 : one)).join("");
  }

  match(name, text, place) {
    const pattern = this.at(name);
    pattern.lastIndex = place;
    return pattern.exec(text);
  }

  isSomebody(name, but = new Set()) {
    const left = name.toLowerCase().split(/\s+/).filter((word) => !but.has(word));
    return left.length > 0 && !this.known.has(left.join(" "));
  }

  /* Where a name after kin, or after what says that it is one, ends. */
  named(folded, word, end) {
    const found = this.naming.has(word) ? this.match("named-after", folded, end) : this.match("of-name-after", folded, end);
    const kin = !found && this.kin.has(word) && this.match("name-after", folded, end);
    const name = found || kin;
    return name && this.isSomebody(name[1], kin ? this.unnamed : undefined) ? end + name[0].length : 0;
  }

  age(low, start, end) {
    const [before, after] = [low.slice(Math.max(0, start - this.told.window), start), low.slice(end, end + Number(this.told.window))];
    const word = low.slice(start, end);
    const years = this.match("age-after", after, 0) || (/^\d/.test(word) && this.match("years-after", after, 0));
    if (years) return [start, end + years[0].length];
    for (const n of this.few.has(word) ? [0] : [0, 1, 2, 3]) {
      const leads = this.is(`age-${n}`).exec(before);
      const ends = leads && this.match(`age-${n}-then`, after, 0);
      if (ends) return [start - before.length + leads.index, end + ends[0].length];
    }
    return null;
  }

  inArabic(word, start, end, folded, { people, ages, mark }) {
    const bare = /^[وف]/.test(word) ? word.slice(1) : word;
    const isNumber = (told) => this.arabic.numbers.has(told) || /^\d{1,2}$/.test(told);
    const after = this.match("arabic-word-after", folded, end);
    if (after && (this.arabic.naming.has(bare) || (this.arabic.age.has(bare) && isNumber(after[1])))) mark(start, end + after[0].length);
    else if (this.arabic.body.has(bare) || this.arabic.body.has(word)) people.push([start, end]);
    else if (isNumber(word)) {
      const years = this.match("arabic-years", folded, end);
      if (years) ages.push([start, end + years[0].length]);
    }
  }

  /** The words that may lead to a person. */
  look(text) {
    const folded = this.fold(text);
    const low = folded.toLowerCase();
    const hits = new Set();
    const mark = (start, end) => hits.add(text.slice(start, end).trim());
    const [ages, arabic] = [[], { people: [], ages: [], mark }];
    for (const { 0: run, index } of folded.matchAll(this.all("digits"))) if (!this.is("no-phone").test(run.trim())) mark(index, index + run.length);
    if (text.includes("@")) for (const { 0: found, index } of folded.matchAll(this.all("email"))) mark(index, index + found.length);
    for (const { 0: word, index: start } of low.matchAll(this.all("word"))) {
      const end = start + word.length;
      const named = this.heads.has(word) && this.named(folded, word, end);
      if (named) mark(start, named);
      const age = (this.numbers.has(word) || /^\d{1,2}$/.test(word)) && this.age(low, start, end);
      if (age) ages.push(age);
      this.inArabic(word, start, end, folded, arabic);
    }
    const names = ages.length ? [...folded.matchAll(this.all("names"))].filter(([name]) => this.isSomebody(name, this.ordinary)) : [];
    this.together(names.map(({ 0: name, index }) => [index, index + name.length]), ages, mark);
    this.together(arabic.people, arabic.ages, mark);
    return [...hits];
  }

  together(people, ages, mark) {
    for (const [start, end] of people) {
      const age = ages.find(([from, to]) => to >= start - this.near && from - end <= this.near);
      if (age) mark(Math.min(start, age[0]), Math.max(end, age[1]));
    }
  }
}
