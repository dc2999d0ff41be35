//! The browser and the system that a browser's description of itself names.
//!
//! Every browser claims to be most others as well ("Mozilla … like Gecko … Chrome … Safari"), so the particular names
//! are looked for before the common ones.

/// What one would call a device. The names are proper ones, the same in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    pub browser: Option<&'static str>,
    pub system: Option<&'static str>,
}

const BROWSERS: [(&str, &str); 16] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Ddg/", "DuckDuckGo"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("AppleWebKit/", "Safari"),
    ("curl/", "curl"),
];

const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
];

const HANDHELD: [&str; 3] = ["iPhone", "iPad", "Android"];

impl Device {
    pub fn read(user_agent: &str) -> Self {
        let named = |all: &[(&str, &'static str)]| {
            all.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
        };
        Self { browser: named(&BROWSERS), system: named(&SYSTEMS) }
    }

    /// A phone or a tablet.
    pub fn is_handheld(self) -> bool {
        self.system.is_some_and(|system| HANDHELD.contains(&system))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(user_agent: &str) -> (&str, &str) {
        let device = Device::read(user_agent);
        (device.browser.unwrap_or("?"), device.system.unwrap_or("?"))
    }

    #[test]
    fn browsers_are_called_by_their_names() {
        let all = [
            ("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", ("Firefox", "Android")),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                ("Edge", "Windows"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36",
                ("Samsung Internet", "Android"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1",
                ("Safari", "iPhone"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/142.0.7444.77 Mobile/15E148 Safari/604.1",
                ("Chrome", "iPhone"),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                ("Chrome", "Mac"),
            ),
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
                ("Chrome", "ChromeOS"),
            ),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", ("Firefox", "Linux")),
        ];
        for (user_agent, named) in all {
            assert_eq!(read(user_agent), named, "{user_agent}");
        }
    }

    #[test]
    fn what_nobody_knows_has_no_name() {
        assert_eq!(read(""), ("?", "?"));
        assert_eq!(read("Lynx on a lighthouse"), ("?", "?"));
    }

    #[test]
    fn phones_and_tablets_are_held() {
        let held = |user_agent| Device::read(user_agent).is_handheld();
        assert!(held("Mozilla/5.0 (Android 15; Mobile) Firefox/145.0"));
        assert!(!held("Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0") && !held(""));
    }
}
