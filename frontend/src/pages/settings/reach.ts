// Which sections a person's posts reach, as the server counts it: staff their own, everybody else what lies below.

interface Post {
  readonly section: string;
  readonly role: string;
}

interface Section {
  readonly id: string;
  readonly parent?: string | null;
}

function below(sections: readonly Section[], top: string): Set<string> {
  const found = new Set([top]);
  let grown = true;
  while (grown) {
    const fresh = sections.filter((one) => one.parent && found.has(one.parent) && !found.has(one.id));
    for (const one of fresh) found.add(one.id);
    grown = fresh.length > 0;
  }
  return found;
}

export function reached<S extends Section>(sections: readonly S[], posts: readonly Post[]): readonly S[] {
  const ids = posts.flatMap((post) => (post.role === 'staff' ? [post.section] : [...below(sections, post.section)]));
  const wanted = new Set(ids);
  return sections.filter((one) => wanted.has(one.id));
}
