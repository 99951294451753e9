//! Host, origin, token, size.

use super::fixture::{LISTED, Trial};

fn asks(trial: &Trial, host: &str, more: &str) -> String {
    trial.raw(&format!("GET /v1/health HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{more}\r\n"))
}

#[test]
fn host_that_is_not_this_machine_is_refused_even_with_the_token() {
    let trial = Trial::start();
    let port = trial.api.addr().port();
    let token = format!("Authorization: Bearer {}\r\n", trial.token);
    for host in [
        "evil.example".to_owned(),
        format!("evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{}", port ^ 1),
        String::new(),
    ] {
        let answer = asks(&trial, &host, &token);
        assert!(answer.starts_with("HTTP/1.1 403") && answer.contains("api.host"), "{host}: {answer}");
    }
    for host in [format!("127.0.0.1:{port}"), format!("LOCALHOST:{port}"), format!("[::1]:{port}")] {
        assert!(asks(&trial, &host, &token).starts_with("HTTP/1.1 200"), "{host}");
    }
    let twice = format!("Host: evil.example\r\n{token}");
    assert!(asks(&trial, &format!("127.0.0.1:{port}"), &twice).starts_with("HTTP/1.1 403"));
    let absolute = format!(
        "GET http://evil.example/v1/health HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{token}\r\n"
    );
    assert!(trial.raw(&absolute).starts_with("HTTP/1.1 403"));
}

#[test]
fn origin_that_is_not_listed_is_refused_and_gets_no_leave() {
    let trial = Trial::start();
    for origin in ["https://evil.example", "null", "http://his.example.cn", "https://his.example.cn.evil.example"] {
        let request = trial.client.get(trial.url("/v1/health")).bearer_auth(&trial.token).header("origin", origin);
        let answer = request.send().unwrap();
        assert_eq!(answer.status(), 403, "{origin}");
        assert!(answer.headers().get("access-control-allow-origin").is_none());
        assert!(answer.text().unwrap().contains("api.origin"));
        let preflight = trial
            .client
            .request(reqwest::Method::OPTIONS, trial.url("/v1/health"))
            .header("origin", origin)
            .header("access-control-request-method", "GET");
        assert_eq!(preflight.send().unwrap().status(), 403, "{origin}");
    }
}

#[test]
fn origin_that_is_listed_may_ask_with_the_token() {
    let trial = Trial::start();
    let preflight = trial
        .client
        .request(reqwest::Method::OPTIONS, trial.url("/v1/stays/1/settlement"))
        .header("origin", LISTED)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization")
        .send()
        .unwrap();
    assert_eq!(preflight.status(), 204);
    assert_eq!(preflight.headers()["access-control-allow-origin"], LISTED);
    assert!(preflight.headers()["access-control-allow-headers"].to_str().unwrap().contains("authorization"));
    let ask = || trial.client.get(trial.url("/v1/health")).header("origin", LISTED);
    let answer = ask().bearer_auth(&trial.token).send().unwrap();
    assert_eq!(
        (answer.status().as_u16(), &answer.headers()["access-control-allow-origin"]),
        (200, &LISTED.parse().unwrap())
    );
    assert_eq!(ask().send().unwrap().status(), 401, "a listed page needs the token all the same");
}

#[test]
fn token_guards_every_call() {
    let trial = Trial::start();
    for path in ["/v1/health", "/v1/openapi.json", "/v1/events", "/v1/card", "/v1/nothing"] {
        for token in [None, Some(""), Some("0"), Some(&trial.token[1..])] {
            let request = trial.client.get(trial.url(path));
            let request = match token {
                Some(token) => request.header("authorization", format!("Bearer {token}")),
                None => request,
            };
            let answer = request.send().unwrap();
            assert_eq!(answer.status(), 401, "{path}");
            assert_eq!(answer.headers()["www-authenticate"], "Bearer");
            assert!(answer.text().unwrap().contains("api.token"));
        }
    }
    assert_eq!(trial.get("/v1/health").0, 200);
}

#[test]
fn body_that_is_too_large_is_refused_before_it_is_read() {
    let trial = Trial::start();
    let head = format!(
        "POST /v1/bills/check HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n",
        trial.api.addr(),
        trial.token
    );
    let told = trial.raw(&format!("{head}Content-Length: 16777217\r\n\r\n"));
    assert!(told.starts_with("HTTP/1.1 413") && told.contains("api.body_too_large"), "{told}");
    let chunk = format!("{:x}\r\n{}\r\n", 1 << 20, " ".repeat(1 << 20));
    let mut line = std::net::TcpStream::connect(trial.api.addr()).unwrap();
    std::io::Write::write_all(&mut line, format!("{head}Transfer-Encoding: chunked\r\n\r\n").as_bytes()).unwrap();
    // Seventeen are one too many; the line may be cut before the last is written.
    let _ = (0..17).try_for_each(|_| std::io::Write::write_all(&mut line, chunk.as_bytes()));
    let mut answer = [0; 12];
    std::io::Read::read_exact(&mut line, &mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 413");
}
