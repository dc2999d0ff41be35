// The people of the demo agency; `crates/store/src/demo/cast.rs` has them all.

export const STAFF = ["Ada", "Cora", "Max", "Lena", "Casey", "Otto", "Cole", "Stan", "Vera", "Ana"];

export function emailOf(person) {
  return `${person.toLowerCase()}@example.org`;
}
