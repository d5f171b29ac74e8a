//! Somebody who uses the pages without a browser: keeps the cookie and sends the forms' token.

use super::browser::{PASSWORD, Served};
use std::process::Command;

/// Somebody who signed in.
pub(crate) struct Visitor {
    desk: String,
    cookies: tempfile::NamedTempFile,
}

impl Visitor {
    /// Signs in with the password of all tests.
    pub(crate) fn sign_in(desk: &str, login: &str) -> Self {
        let visitor = Self {
            desk: desk.to_owned(),
            cookies: tempfile::NamedTempFile::new().unwrap(),
        };
        let (status, page) = visitor.post("/sign-in", &[("login", login), ("password", PASSWORD)]);
        assert_eq!(status, 303, "{page}");
        visitor
    }

    /// Sets the password by the link that a first start prints, which signs in.
    pub(crate) fn set_up(served: &Served) -> Self {
        let visitor = Self {
            desk: served.address.clone(),
            cookies: tempfile::NamedTempFile::new().unwrap(),
        };
        let path = served.link.strip_prefix(&served.address).unwrap();
        let (status, page) = visitor.post(path, &[("password", PASSWORD)]);
        assert_eq!(status, 303, "{page}");
        visitor
    }

    /// Comes in to a demonstration as somebody of its office.
    pub(crate) fn come_as(desk: &str, person: &str) -> Self {
        let visitor = Self {
            desk: desk.to_owned(),
            cookies: tempfile::NamedTempFile::new().unwrap(),
        };
        let (status, page) = visitor.post("/sign-in/demonstration", &[("person", person)]);
        assert_eq!(status, 303, "{page}");
        visitor
    }

    fn curl(&self, arguments: &[&str], path: &str) -> (u16, String) {
        let cookies = self.cookies.path();
        let output = Command::new("curl")
            .args(["-sS", "-w", "\\n%{http_code}", "-b"])
            .arg(cookies)
            .arg("-c")
            .arg(cookies)
            .args(arguments)
            .arg(format!("{}{path}", self.desk))
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let (body, status) = text.rsplit_once('\n').unwrap();
        (status.parse().unwrap(), body.to_owned())
    }

    /// A page.
    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        self.curl(&[], path)
    }

    fn post(&self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let multipart = path == "/bring";
        let option = if multipart {
            "--form-string"
        } else {
            "--data-urlencode"
        };
        let arguments: Vec<&str> = pairs
            .iter()
            .flat_map(|pair| [option, pair.as_str()])
            .collect();
        self.curl(&arguments, path)
    }

    /// Sends a form with the token of the session.
    pub(crate) fn send(&self, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
        let (_, page) = self.get("/account");
        let token = page
            .split_once("name=\"form_token\" value=\"")
            .and_then(|(_, rest)| rest.split_once('"'))
            .map(|(token, _)| token.to_owned())
            .unwrap();
        let mut all = vec![("form_token", token.as_str())];
        all.extend_from_slice(fields);
        self.post(path, &all)
    }
}
