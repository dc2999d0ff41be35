//! Names of people as an agency in a large city meets them: a few that many have, accents, several scripts, and many
//! that hardly anybody has.

/// The first are had by many, the last by few.
const FIRST: &[&str] = &[
    "Maria",
    "James",
    "José",
    "Michael",
    "Ana",
    "David",
    "John",
    "Linda",
    "Luis",
    "Jennifer",
    "Carlos",
    "Patricia",
    "Robert",
    "Rosa",
    "Anthony",
    "Minh",
    "Juan",
    "Wei",
    "Elizabeth",
    "Miguel",
    "Kevin",
    "Jessica",
    "Darnell",
    "Fatima",
    "Thị Hoa",
    "Marcus",
    "Guadalupe",
    "Keisha",
    "Andre",
    "Mei Ling",
    "Mohammed",
    "Tamika",
    "Óscar",
    "Sofía",
    "Yolanda",
    "Dmitri",
    "Siobhán",
    "Ngọc",
    "Jean-Luc",
    "Raúl",
    "Aaliyah",
    "Zoë",
    "François",
    "Olena",
    "Núria",
    "Łukasz",
    "Jürgen",
    "Şebnem",
    "李娜",
    "Игорь",
];
const LAST: &[&str] = &[
    "Garcia",
    "Johnson",
    "Hernández",
    "Nguyễn",
    "Smith",
    "López",
    "Williams",
    "Martínez",
    "Chen",
    "Brown",
    "González",
    "Washington",
    "Rodríguez",
    "Tran",
    "Lee",
    "Davis",
    "Pérez",
    "Jackson",
    "Wong",
    "Robinson",
    "Ramírez",
    "Santos",
    "Thompson",
    "Kim",
    "Reyes",
    "O’Brien",
    "Flores",
    "Patel",
    "Jefferson",
    "Cruz",
    "Ng",
    "Gutiérrez",
    "al-Sayed",
    "Ivanova",
    "Dela Cruz",
    "García-López",
    "Kovalenko",
    "Núñez Ortiz",
    "Müller",
    "Okafor",
    "Ó Briain",
    "Żółć",
    "Wu",
    "Çelik",
    "王",
    "Петрова",
];

/// Names that are made of these are had by one person or a handful.
const SYLLABLES: &[&str] = &[
    "bar", "ven", "kow", "sal", "mir", "tor", "lin", "dek", "ros", "fal", "gor", "hun", "jas", "kel", "lom",
    "nor", "pas", "quin", "ris", "sten", "tur", "ul", "vor", "wal", "yar", "zel", "bri", "cho", "dra", "eck",
    "fro", "gla",
];

/// Chance that is the same at every run.
pub struct Chance(u64);

impl Chance {
    pub fn of(number: u64) -> Self {
        Self(number.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of a list whose beginning is met far more often than its end.
    fn common<'a>(&mut self, names: &[&'a str]) -> &'a str {
        let length = names.len() as u64;
        let (first, second) = (self.below(length), self.below(length));
        names[(first * second / length) as usize]
    }

    fn rare(&mut self, syllables: usize) -> String {
        let made: String =
            (0..syllables).map(|_| SYLLABLES[self.below(SYLLABLES.len() as u64) as usize]).collect();
        made[..1].to_uppercase() + &made[1..]
    }
}

pub fn first(chance: &mut Chance) -> String {
    if chance.below(4) == 0 { chance.rare(2) } else { chance.common(FIRST).to_owned() }
}

/// A few people have one name.
pub fn last(chance: &mut Chance) -> String {
    match chance.below(100) {
        0 => String::new(),
        1..=55 => chance.rare(3),
        _ => chance.common(LAST).to_owned(),
    }
}
