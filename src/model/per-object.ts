/** What `make` makes of an object, made when it is first asked for and kept as long as the object lives. */
export function perObject<K extends object, V extends object>(make: (object: K) => V): (object: K) => V {
  const made = new WeakMap<K, V>();
  return (object) => {
    let value = made.get(object);
    if (value === undefined) made.set(object, (value = make(object)));
    return value;
  };
}
