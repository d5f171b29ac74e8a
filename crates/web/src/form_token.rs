//! The token that every form of a session carries in its first field. Only the beginning of what
//! was sent is looked at, so that a picture is not read twice.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use futures_util::StreamExt;
use futures_util::stream;

/// Name of the field, and of the header that scripts send instead.
pub(crate) const FIELD: &str = "form_token";
const HEADER: &str = "x-form-token";
/// Bytes at the beginning of a form in which its first field stands.
const BEGINNING_BYTES: usize = 2_048;

const WRONG: &str =
    "this form is not from this session; load the page again and send it once more\n";

/// The request as it was, if its form carries this token.
pub(crate) async fn checked(request: Request, token: &str) -> Result<Request, &'static str> {
    if let Some(sent) = request.headers().get(HEADER) {
        return if same(sent.as_bytes(), token.as_bytes()) {
            Ok(request)
        } else {
            Err(WRONG)
        };
    }
    let (parts, body) = request.into_parts();
    let multipart = parts
        .headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("multipart/form-data"));
    let mut rest = body.into_data_stream();
    let mut beginning: Vec<Bytes> = Vec::new();
    let mut read = Vec::new();
    while read.len() < BEGINNING_BYTES {
        match rest.next().await {
            Some(Ok(bytes)) => {
                read.extend_from_slice(&bytes);
                beginning.push(bytes);
            }
            Some(Err(_)) | None => break,
        }
    }
    let sent = if multipart {
        first_part(&read)
    } else {
        first_pair(&read)
    };
    if !sent.is_some_and(|sent| same(sent, token.as_bytes())) {
        return Err(WRONG);
    }
    let body = stream::iter(beginning.into_iter().map(Ok)).chain(rest);
    Ok(Request::from_parts(parts, Body::from_stream(body)))
}

/// The value of the first field of `name=value&…`.
fn first_pair(bytes: &[u8]) -> Option<&[u8]> {
    let rest = bytes.strip_prefix(FIELD.as_bytes())?.strip_prefix(b"=")?;
    rest.split(|byte| *byte == b'&').next()
}

/// The value of the first part of a form in parts.
fn first_part(bytes: &[u8]) -> Option<&[u8]> {
    let end = find(bytes, b"\r\n\r\n")?;
    let (head, rest) = (bytes.get(..end)?, bytes.get(end + 4..)?);
    let named = format!("name=\"{FIELD}\"");
    find(head, named.as_bytes())?;
    rest.get(..find(rest, b"\r\n")?)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Compares every byte, whatever the first ones are.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn passes(kind: &str, body: &'static str) -> bool {
        let request = Request::post("/x")
            .header("content-type", kind)
            .body(Body::from(body))
            .unwrap();
        match checked(request, "abc123").await {
            Ok(request) => {
                let left = axum::body::to_bytes(request.into_body(), 10_000)
                    .await
                    .unwrap();
                assert_eq!(left, body.as_bytes(), "nothing is lost");
                true
            }
            Err(_) => false,
        }
    }

    #[tokio::test]
    async fn only_the_first_field_with_the_token_opens() {
        let plain = "application/x-www-form-urlencoded";
        for (body, expected) in [
            ("form_token=abc123", true),
            ("form_token=abc123&name=x", true),
            ("name=x&form_token=abc123", false),
            ("form_token=abc124&name=x", false),
            ("form_token=&name=x", false),
            ("", false),
        ] {
            assert_eq!(passes(plain, body).await, expected, "{body}");
        }
        let parts = "multipart/form-data; boundary=b";
        let good = "--b\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\nabc123\r\n--b\r\n\
             Content-Disposition: form-data; name=\"text\"\r\n\r\nx\r\n--b--\r\n";
        assert!(passes(parts, good).await);
        let other =
            "--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc123\r\n--b--\r\n";
        assert!(!passes(parts, other).await);
    }
}
