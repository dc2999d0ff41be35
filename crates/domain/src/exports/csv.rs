//! Rows of a file as RFC 4180 has them, made so that no spreadsheet takes a cell for a formula.

/// What a file begins with, so that spreadsheets read it as UTF-8.
pub const BEGINNING: &str = "\u{feff}";

/// A line of the file, with its end.
pub fn line<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|cell| quoted(&harmless(cell.as_ref()))).collect();
    format!("{}\r\n", cells.join(","))
}

/// Spreadsheets run what begins like a formula, in the wide letters of East Asian keyboards too, and some of them skip
/// blanks and quotes that stand before. Where the list separator is a semicolon, one within a cell begins another, and so
/// may a tab or the end of a line. An apostrophe makes each a text; a number below zero stays one.
///
/// [OWASP, CSV injection](https://owasp.org/www-community/attacks/CSV_Injection)
fn harmless(cell: &str) -> String {
    let parts: String = cell.split_inclusive([';', '\t', '\n', '\r']).map(harmless_part).collect();
    if cell.starts_with(char::is_control) { format!("'{parts}") } else { parts }
}

fn harmless_part(part: &str) -> String {
    let begins = |letter: char| {
        matches!(letter, '=' | '+' | '-' | '@' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
    };
    let skipped = |letter: char| letter.is_whitespace() || letter == '"';
    let formula = part.trim_start_matches(skipped).starts_with(begins);
    if formula && !is_number(part) { format!("'{part}") } else { part.to_owned() }
}

fn is_number(cell: &str) -> bool {
    let Some(digits) = cell.strip_prefix('-') else { return false };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    [whole, rest].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r', ';']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_parts_cells_is_quoted() {
        assert_eq!(
            line(["Núñez", "a,b", "say \"hi\"", "two\nlines"]),
            "Núñez,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\"\r\n"
        );
        assert_eq!(line(["", ""]), ",\r\n");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let formulas =
            ["=1+1", "+1 415", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1", "\"=1", "\u{ff1d}1", "-1.5e3", "-"];
        for formula in formulas {
            let written = line([formula]);
            assert!(written.trim_start_matches('"').starts_with('\''), "{formula:?} as {written:?}");
        }
        for (inside, written) in [("x;=1+1;y", "x;'=1+1;y"), ("x\n=1", "x\n'=1"), ("x\t=1", "x\t'=1")] {
            assert!(line([inside]).contains(written), "{inside:?}");
        }
        assert_eq!(line(["=cmd|' /C calc'!A0,1"]), "\"'=cmd|' /C calc'!A0,1\"\r\n");
    }

    #[test]
    fn a_number_below_zero_stays_one() {
        assert_eq!(line(["-5", "-2.5", "12", "1-2"]), "-5,-2.5,12,1-2\r\n");
    }
}
